"""Promises about a region of some size: everybody sees work, the explorer, and the same numbers."""

import shutil

import pytest
from sqlmodel import col, select

from foundation.database import reading
from foundation.settings import Settings
from matching.market import occupations_that_fit, sectors_that_fit, skills_that_unlock
from matching.own import own_work
from matching.reach import reach_of
from matching.service import work_for
from profiles.models import Candidate, CandidateState
from tests.matching.worlds import small_region
from vacancies.models import Vacancy


@pytest.fixture
def settings(tmp_path, sqlite_template):
    """One SQLite database: what the databases have in common is promised elsewhere."""
    shutil.copy(sqlite_template, tmp_path / "region.db")
    return Settings(f"sqlite:///{tmp_path / 'region.db'}", tmp_path)


def test_everybody_sees_every_vacancy_and_the_musician_finds_the_dairy(engine, settings):
    matcher = small_region(engine, settings)
    with reading(engine) as session:
        made = session.exec(select(Vacancy.occupation_id)).all()
        people = session.exec(
            select(Candidate.id).where(col(Candidate.state) != CandidateState.WITHDRAWN)
        ).all()
        for person in people:
            page = own_work(session, matcher, candidate=person, page_size=99)
            assert (page.total, page.shown, len(page.unskilled)) == (34, 34, 6)
            assert len({one.vacancy_id for one in page.matches}) == 34
            assert len(sectors_that_fit(session, matcher, candidate=person)) == 9
            assert skills_that_unlock(session, matcher, candidate=person, most=3).skills
        coach = work_for(session, matcher, candidate=6, most=None)
        mine = own_work(session, matcher, candidate=6, page_size=99)
        fitting = occupations_that_fit(session, matcher, candidate=6, most=5)
        reach = reach_of(session, matcher, candidate=6)
    assert mine.matches == (*coach.matches, *coach.set_apart)
    assert 40 in [one.vacancy_id for one in mine.matches[:3]]
    assert "muzikant" in [one.label for one in fitting]
    assert None not in made
    assert reach.open_ids == {one.vacancy_id for one in coach.matches}
