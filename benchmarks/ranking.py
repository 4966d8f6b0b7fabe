"""Times the ranking of a generated pool on the current taxonomy's model.

Usage: python benchmarks/ranking.py MODEL.npz [CANDIDATES …]

MODEL is a frozen model (folder `models` beside the database, made by `talent match`). The pool is
drawn like the region's: skills by how often occupations ask them, 15 per candidate; vacancies ask
12. Every answer of the fast core is checked against the definition on a sample.
"""

import resource
import sys
from pathlib import Path
from time import perf_counter

import numpy as np

from matching.index import SLOTS, Query, Rows, Snapshot
from matching.model import SkillModel, load_model
from matching.rank import Ranked, rank_pool
from matching.reference import Asking, Having, parts, score
from matching.ties import tie_key

SKILLS_EACH = 15
ASKED_EACH = 12
QUERIES = 200
CHANGES = 500


def generated_rows(model: SkillModel, candidates: int, chance: np.random.Generator) -> Rows:
    """Draw people: skills with a Zipf-like share, levels 1..5 with 15 % unknown."""
    share = 1 / np.arange(1, len(model.uris) + 1)
    order = chance.permutation(len(model.uris))
    drawn = chance.choice(order, size=(candidates, SKILLS_EACH), p=share / share.sum())
    slots = np.where(chance.random(drawn.shape) < 0.15, 0, chance.integers(1, 6, drawn.shape))
    keys = np.sort(SLOTS * drawn + slots, axis=1).astype(np.uint32)
    ptr = np.arange(candidates + 1, dtype=np.int64) * SKILLS_EACH
    return Rows(np.arange(1, candidates + 1, dtype=np.int64), ptr, keys.ravel())


def generated_vacancy(model: SkillModel, chance: np.random.Generator) -> list[Asking]:
    """Draw what a vacancy asks."""
    skills = chance.choice(len(model.uris), ASKED_EACH, replace=False)
    return [
        Asking(int(skill), int(chance.integers(2, 5)), bool(chance.random() < 0.6))
        for skill in skills
    ]


def person_at(rows: Rows, place: int) -> list[Having]:
    """Read one person back from the rows."""
    keys = rows.keys[rows.ptr[place] : rows.ptr[place + 1]].tolist()
    return [Having(key // SLOTS, key % SLOTS or None) for key in keys]


def check(model: SkillModel, rows: Rows, vacancy: list[Asking], ranked: Ranked) -> None:
    """Hold the points of some of the answer against the definition."""
    for identity, points in ranked.pairs()[:5]:
        person = person_at(rows, identity - 1)
        defined = score(parts(model.nearness, lambda s: int(model.rarity[s]), person, vacancy))
        if defined != points:
            raise SystemExit(f"candidate {identity}: core {points}, definition {defined}")


def milliseconds(times: list[float]) -> str:
    """Give median and 95th percentile."""
    low, high = np.percentile(np.array(times) * 1000, [50, 95])
    return f"p50 {low:7.2f} ms   p95 {high:7.2f} ms"


def measure(model: SkillModel, candidates: int) -> None:
    """Build a pool, rank it, change it; print what each takes."""
    chance = np.random.default_rng(7)
    rows = generated_rows(model, candidates, chance)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = perf_counter()
    pool = Snapshot.of(len(model.uris), rows)
    built = perf_counter() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    key, times, changing = tie_key(model.version), [], []
    for number in range(QUERIES):
        vacancy = generated_vacancy(model, chance)
        start = perf_counter()
        query = Query.of(model, vacancy)
        ranked = rank_pool(pool, query, vacancy=number, key=key, most=50)
        times.append(perf_counter() - start)
        if number % 20 == 0:
            check(model, rows, vacancy, ranked)
    for _ in range(CHANGES):
        place = int(chance.integers(candidates))
        one = Rows.of({place + 1: rows.keys[rows.ptr[place] : rows.ptr[place + 1]]})
        start = perf_counter()
        pool = pool.changed(np.array([place + 1], dtype=np.int64), one)
        changing.append(perf_counter() - start)
    tail = []
    for number in range(50):
        vacancy = generated_vacancy(model, chance)
        start = perf_counter()
        query = Query.of(model, vacancy)
        rank_pool(pool, query, vacancy=number, key=key, most=50)
        tail.append(perf_counter() - start)
    print(
        f"{candidates:>9} candidates: built in {built:.3f} s, +{memory / 1024:.0f} MB at the peak"
    )
    print(f"          top 50 of one vacancy       {milliseconds(times)}")
    print(f"          with {CHANGES} changes in the tail {milliseconds(tail)}")
    print(f"          one changed profile         {milliseconds(changing)}")


def main() -> None:
    """Measure every size asked for."""
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    model = load_model(Path(sys.argv[1]))
    print(f"model {model.version}: {len(model.uris)} skills, {len(model.skill)} pairs")
    for size in map(int, sys.argv[2:] or ["10000", "100000"]):
        measure(model, size)


if __name__ == "__main__":
    main()
