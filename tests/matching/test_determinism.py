"""Promises about the same input: the same bytes in every process and on both databases."""

import dataclasses
import shutil
import subprocess
import sys

from foundation.database import open_engine, reading, writing
from foundation.settings import Settings
from matching.service import match_pair, people_for, work_for
from profiles.drafts import SkillDraft
from profiles.skillset import set_skill
from tests.matching.conftest import build_world

# Sets of text are walked in the order of their hashes, which differs with the seed.
SCRIPT = """
import hashlib, random
import numpy as np
from matching.batch import rank_everything
from matching.explain import counterfactuals, explain
from matching.index import Rows, Snapshot, keys_of
from matching.reference import Asking, Having
from matching.work import WorkIndex, rank_work
from tests.matching.worlds import model_from

chance = random.Random(1)
skills = range(40)
near = [{chance.choice(skills): chance.randint(1, 100) for _ in range(6)} for _ in skills]
model = model_from(near, [chance.randint(1, 3) for _ in skills])
having = {str(n): [Having(chance.choice(skills), chance.choice([None, 1, 2, 3, 4, 5]))
                   for _ in range(n % 9)] for n in range(1, 601)}
asking = {str(n): [Asking(chance.choice(skills), chance.randint(1, 5), n % 3 > 0)
                   for _ in range(n % 7)] for n in range(1, 31)}
people = {int(n): having[n] for n in set(having)}
work = {int(n): asking[n] for n in set(asking)}
pool = Snapshot.of(40, Rows.of({n: keys_of(people[n]) for n in people if n > 60}))
late = {n: keys_of(people[n]) for n in people if n <= 60}
pool = pool.changed(np.array(sorted(late)), Rows.of(late))
told = hashlib.sha256()
for number, ranked in rank_everything(model, pool, work, most=50):
    told.update(b"%d" % number + ranked.ids.tobytes() + ranked.scores.tobytes())
index = WorkIndex.of(model, work)
for n in sorted(people)[:50]:
    found = rank_work(model, index, people[n], candidate=n, key=7)
    told.update(found.ids.tobytes() + found.points.tobytes() + found.order.tobytes())
    told.update(repr(explain(model, people[n], work[1 + n % 30])).encode())
    told.update(repr(counterfactuals(model, people[n], work[1 + n % 30])).encode())
print(told.hexdigest())
"""


def test_a_ranking_has_the_same_bytes_whatever_the_hash_seed_and_the_number_of_threads():
    said = {
        subprocess.run(
            [sys.executable, "-c", SCRIPT],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path),
                 "OPENBLAS_NUM_THREADS": threads, "OMP_NUM_THREADS": threads},
            capture_output=True, text=True, check=True,
        ).stdout
        for seed, threads in (("0", "1"), ("4242", "4"))
    }  # fmt: skip
    assert [len(one.strip()) for one in said] == [64]


def told(settings):
    """Everything matching says in a world of some people and some work, on one database."""
    engine = open_engine(settings)
    world = build_world(engine, settings)
    with writing(engine) as session:
        people = [world.person(session, "Demo", hours_max=25 + n, days=["ma"]) for n in range(12)]
        work = [world.work(session, hours_min=30 + n % 3, days=["ma", "di"]) for n in range(5)]
    for place, number in enumerate((*people[7:], *people[:9])):
        with writing(engine) as session:
            skill = SkillDraft(skill_id=1 + place % 5, level=1 + place % 5)
            set_skill(session, candidate_id=number, draft=skill)
    with reading(engine) as session:
        lists = [people_for(session, world.ready(), vacancy=one, most=None) for one in work]
        lists += [work_for(session, world.ready(), candidate=one, most=None) for one in people]
        pairs = [match_pair(session, world.ready(), candidate=n, vacancy=1) for n in people]
    engine.dispose()
    return [world.ready().model.version, *map(dataclasses.asdict, (*lists, *pairs))]


def test_both_databases_give_the_same_rankings_and_explanations(
    make_postgresql, sqlite_template, tmp_path
):
    path = shutil.copy(sqlite_template, tmp_path / "a.db")
    addresses = (f"sqlite:///{path}", make_postgresql())
    folders = (tmp_path / "one", tmp_path / "two")
    one, two = (told(Settings(*pair)) for pair in zip(addresses, folders, strict=True))
    assert len(one) == 1 + 5 + 12 + 12
    assert repr(one) == repr(two)
