"""Times a pool search of a member: the ranking, what is coarse, the cards and their audit rows.

Usage: python benchmarks/pool.py [CANDIDATES]

Makes a region on the embedded taxonomy in a temporary SQLite database (10,000 candidates by
default), and lets one employer search with each of its vacancies, a new day each time, in one
transaction each with the commit to disk.
"""

import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter

import numpy as np
from results import DRAWN, copied
from sqlmodel import col, select

from accounts.models import Role
from accounts.service import AccountDraft, open_account
from coaching.pool_search import PoolQuestion, search_pool
from coaching.pool_views import Searcher
from foundation.clock import utc_now
from foundation.database import open_engine, reading, writing
from foundation.migrate import upgrade
from foundation.settings import Settings
from matching.service import open_matcher
from seed.region import Size, seed_region
from vacancies.employers import set_membership
from vacancies.models import Vacancy, VacancyState

VACANCIES, SEARCHES = 200, 60
TARGET_MS = 200


def main() -> None:
    """Make the region, search and tell how long it took."""
    candidates = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(f"sqlite:///{folder}/pool.db", Path(folder))
        engine = open_engine(settings)
        upgrade(engine)
        now = utc_now()
        with writing(engine) as session:
            seed_region(session, size=Size(min(candidates, DRAWN), VACANCIES))
            copied(session, candidates)
            draft = AccountDraft(role=Role.EMPLOYER, name="Demo", email="demo@talent.example")
            account = open_account(session, draft=draft, now=now).id
            work = select(Vacancy).where(col(Vacancy.state) == VacancyState.OPEN)
            vacancies = [(row.id, row.employer_id) for row in session.exec(work).all()]
            for employer in {one for _, one in vacancies}:
                set_membership(session, employer_id=employer, member_until=date(2100, 1, 1))
        with reading(engine) as session:
            matcher = open_matcher(session, settings)
        times = []
        for step in range(SEARCHES + 1):
            vacancy, employer = vacancies[step % len(vacancies)]
            start = perf_counter()
            with writing(engine) as session:
                found = search_pool(
                    session,
                    matcher,
                    searcher=Searcher(employer, account, b"k" * 32),
                    question=PoolQuestion(vacancy),
                    page=1,
                    now=now + timedelta(days=step),
                )
            times.append(1000 * (perf_counter() - start))
        low, high = np.percentile(times[1:], [50, 95])  # the first lays the pool out
        print(f"{found.total} of {candidates} can be found, {len(found.cards)} cards a search")
        print(f"  p50 {low:.1f} ms, p95 {high:.1f} ms, the first {times[0]:.0f} ms")
        print(f"  target p50 {TARGET_MS} ms: {'met' if low < TARGET_MS else 'NOT MET'}")
        engine.dispose()


if __name__ == "__main__":
    main()
