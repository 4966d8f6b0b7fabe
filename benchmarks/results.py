"""Times what a jobseeker waits for: a page of work, the explorer, and one skill changed.

Usage: python benchmarks/results.py [CANDIDATES] [VACANCIES]

Makes a region on the embedded taxonomy in a temporary SQLite database (1,000 vacancies and 10,000
candidates by default), then asks as its candidates do, on a matcher that is warm. Candidates beyond
the first 800 are copies of those, for there are no more invented names than that.
"""

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

import numpy as np
from sqlalchemy import Engine, text
from sqlmodel import Session, col, select

from foundation.database import open_engine, reading, writing
from foundation.migrate import upgrade
from foundation.settings import Settings
from foundation.terms import WorkKind
from matching.market import occupations_that_fit, sectors_that_fit, skills_that_unlock, what_if
from matching.own import WorkFilter, own_pair, own_work
from matching.service import Matcher, open_matcher, people_for
from profiles.models import Candidate, CandidateState
from seed.region import Size, seed_region
from vacancies.drafts import VacancyDraft
from vacancies.models import Vacancy
from vacancies.service import change_vacancy

DRAWN = 800
ASKED = 200
COPIED = ("candidate_skill", "preferences", "consent", "candidate_language")


def copied(session: Session, candidates: int) -> None:
    """Fill up to a number of candidates with copies of those that are there."""
    own = {"candidate_skill": "id", "consent": "id"}
    columns = {
        table: [
            row[1]
            for row in session.execute(text(f"PRAGMA table_info({table})"))
            if row[1] not in ("candidate_id", own.get(table))
        ]
        for table in COPIED
    }
    for step in range(DRAWN, candidates, DRAWN):
        most = min(DRAWN, candidates - step)
        session.execute(
            text(
                "INSERT INTO candidate (id, name, state, presentation, revision, created_at,"
                " confirmed_at) SELECT id + :step, name, state, '', revision, created_at,"
                " confirmed_at FROM candidate WHERE id <= :most"
            ),
            {"step": step, "most": most},
        )
        for table, names in columns.items():
            listed = ", ".join(names)
            session.execute(
                text(
                    f"INSERT INTO {table} (candidate_id, {listed})"  # noqa: S608 - own names
                    f" SELECT candidate_id + :step, {listed} FROM {table}"
                    " WHERE candidate_id <= :most"
                ),
                {"step": step, "most": most},
            )


def timed(name: str, engine: Engine, asks: list[Callable[[Session], object]]) -> None:
    """Print how long a question takes, each in a transaction of its own."""
    times = []
    for ask in asks:
        start = perf_counter()
        with reading(engine) as session:
            ask(session)
        times.append(perf_counter() - start)
    low, high = np.percentile(np.array(times) * 1000, [50, 95])
    print(f"{name:<42} p50 {low:7.1f} ms   p95 {high:7.1f} ms")


def changed_first(engine: Engine, vacancy: int) -> None:
    """Change one vacancy, so that the next question has something to follow."""
    with writing(engine) as session:
        row = session.get_one(Vacancy, vacancy)
        draft = VacancyDraft(**{name: getattr(row, name) for name in VacancyDraft.model_fields})
        change_vacancy(session, vacancy_id=vacancy, draft=draft)


def measure(engine: Engine, matcher: Matcher, people: list[int]) -> None:
    """Ask everything of some people."""
    chosen = WorkFilter(
        travel_minutes=30, hours_max=32, kinds={WorkKind.LEERWERKPLEK}, sectors={"techniek"}
    )
    nothing = WorkFilter(sectors={"ruimtevaart"})
    doors: dict[str, Callable[[Session, int], object]] = {
        "a page of 20": lambda s, n: own_work(s, matcher, candidate=n),
        "the last page": lambda s, n: own_work(s, matcher, candidate=n, page=10**6),
        "a page with four filters": lambda s, n: own_work(s, matcher, candidate=n, wanted=chosen),
        "filters that leave nothing": lambda s, n: own_work(
            s, matcher, candidate=n, wanted=nothing
        ),
        "one vacancy explained": lambda s, n: own_pair(s, matcher, candidate=n, vacancy=n),
        "ten skills that unlock": lambda s, n: skills_that_unlock(s, matcher, candidate=n, most=10),
        "twenty occupations": lambda s, n: occupations_that_fit(s, matcher, candidate=n, most=20),
        "the sectors": lambda s, n: sectors_that_fit(s, matcher, candidate=n),
        "what if": lambda s, n: what_if(
            s, matcher, candidate=n, skill=matcher.numbers.ids[n % 50], level=4
        ),
        "people for a vacancy (10)": lambda s, n: people_for(s, matcher, vacancy=n, most=10),
    }
    for name, door in doors.items():
        timed(name, engine, [lambda s, n=n, door=door: door(s, n) for n in people])
    times = []
    for number in people[:20]:
        changed_first(engine, number)
        start = perf_counter()
        with reading(engine) as session:
            own_work(session, matcher, candidate=number)
        times.append(perf_counter() - start)
    low, high = np.percentile(np.array(times) * 1000, [50, 95])
    print(f"{'a page just after a vacancy changed':<42} p50 {low:7.1f} ms   p95 {high:7.1f} ms")


def main() -> None:
    """Make the region and measure."""
    candidates, vacancies = (
        int(word) for word in (sys.argv[1:] + ["10000", "1000"][len(sys.argv) - 1 :])
    )
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(f"sqlite:///{folder}/results.db", Path(folder))
        engine = open_engine(settings)
        upgrade(engine)
        with writing(engine) as session:
            seed_region(session, size=Size(min(candidates, DRAWN), vacancies))
            copied(session, candidates)
        with reading(engine) as session:
            matcher = open_matcher(session, settings)
            start = perf_counter()
            found = own_work(session, matcher, candidate=1)
            first = perf_counter() - start
            pool = matcher.talent.follow(session)
            running = select(Candidate.id).where(
                col(Candidate.state) != CandidateState.WITHDRAWN, col(Candidate.id) <= DRAWN
            )
            people = [int(one) for one in session.exec(running).all()][:ASKED]
        print(f"{len(pool)} people in the pool, {found.total} vacancies; first page {first:.2f} s")
        measure(engine, matcher, people)
        engine.dispose()


if __name__ == "__main__":
    main()
