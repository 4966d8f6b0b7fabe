"""Promises about applications: four weeks after the end, a year for research, decisions for two."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from coaching.models import (
    Entry,
    Introduction,
    IntroductionState,
    Review,
    ReviewKind,
    ReviewReason,
    Shortlist,
)
from coaching.retention import Cleared, clear_applications
from foundation.database import writing
from profiles.consent import give_consent, withdraw_consent
from profiles.drafts import ConsentDraft
from profiles.models import Purpose
from tests.access.people import NOW, World, make_world
from vacancies.models import Vacancy, VacancyState

WEEKS = timedelta(weeks=4)
YEAR = timedelta(days=365)
NOTHING = Cleared()
ALL_OF_IT = Cleared(introductions=1, entries=1)


@pytest.fixture
def world(engine) -> World:
    """Somebody who was introduced at NOW for a vacancy that is open."""
    return make_world(engine)


@pytest.fixture
def ended(engine, world) -> World:
    """The same, after the vacancy was closed and the introduction ended at NOW."""
    with writing(engine) as session:
        session.get_one(Vacancy, world.vacancy_id).state = VacancyState.CLOSED
        row = session.get_one(Introduction, world.introduction_id)
        row.state, row.ended_at, row.due_on = IntroductionState.DECLINED, NOW, None
    return world


def clear(engine, now) -> Cleared:
    with writing(engine) as session:
        return clear_applications(session, now=now)


def decide(session: Session, world: World, at=NOW) -> Review:
    coach_id = session.get_one(Introduction, world.introduction_id).coach_id
    row = Review(
        entry_id=world.entry_id, coach_id=coach_id, kind=ReviewKind.APPROVE,
        reason=ReviewReason.SKILLS_FIT, text="Kanariezq kan dit", at=at, engine_place=1, place=1,
        spread=False, agreed=True,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def test_four_weeks_after_the_end_an_application_is_gone(engine, ended):
    assert clear(engine, NOW + WEEKS - timedelta(seconds=1)) == NOTHING
    assert clear(engine, NOW + WEEKS) == ALL_OF_IT
    assert clear(engine, NOW + WEEKS) == NOTHING
    with writing(engine) as session:
        assert session.exec(select(Entry)).all() == session.exec(select(Introduction)).all() == []


def test_of_work_that_is_open_everything_stays(engine, world):
    assert clear(engine, NOW + 10 * YEAR) == NOTHING


@pytest.mark.parametrize("state", [VacancyState.CLOSED, VacancyState.FILLED])
def test_an_introduction_that_runs_keeps_the_list(engine, ended, state):
    with writing(engine) as session:
        session.get_one(Vacancy, ended.vacancy_id).state = state
        row = session.get_one(Introduction, ended.introduction_id)
        row.state, row.ended_at = IntroductionState.INTRODUCED, None
    assert clear(engine, NOW + 10 * YEAR) == NOTHING


def test_who_was_accepted_stays(engine, ended):
    with writing(engine) as session:
        row = session.get_one(Introduction, ended.introduction_id)
        row.state, row.ended_at, row.seat = IntroductionState.ACCEPTED, None, 1
    assert clear(engine, NOW + 10 * YEAR) == NOTHING


def test_who_agreed_to_research_stays_a_year(engine, ended):
    with writing(engine) as session:
        draft = ConsentDraft(purpose="research", text_version="1")
        give_consent(session, candidate_id=ended.candidate_id, draft=draft, now=NOW)
    assert clear(engine, NOW + YEAR - timedelta(seconds=1)) == NOTHING
    assert clear(engine, NOW + YEAR) == ALL_OF_IT


def test_who_takes_that_consent_back_goes_at_once(engine, ended):
    one = {"candidate_id": ended.candidate_id, "now": NOW}
    with writing(engine) as session:
        give_consent(session, draft=ConsentDraft(purpose="research", text_version="1"), **one)
        withdraw_consent(session, purpose=Purpose.RESEARCH, **one)
    assert clear(engine, NOW + WEEKS) == ALL_OF_IT


def test_what_a_coach_decided_stays_two_years_without_its_text(engine, ended):
    with writing(engine) as session:
        decide(session, ended)
    assert clear(engine, NOW + WEEKS) == Cleared(introductions=1, texts=1)
    with writing(engine) as session:
        (row,) = session.exec(select(Review)).all()
        assert (row.text, row.reason, row.agreed) == ("", ReviewReason.SKILLS_FIT, True)
    assert clear(engine, NOW + 2 * YEAR - timedelta(seconds=1)) == NOTHING
    assert clear(engine, NOW + 2 * YEAR) == Cleared(decisions=1, entries=1)


def test_the_four_weeks_count_from_the_last_thing_that_happened(engine, ended):
    with writing(engine) as session:
        decide(session, ended, at=NOW + timedelta(weeks=3))
    assert clear(engine, NOW + WEEKS) == NOTHING
    assert clear(engine, NOW + WEEKS + timedelta(weeks=3)) != NOTHING


def test_the_list_of_another_vacancy_stays(engine, ended):
    with writing(engine) as session:
        other = session.exec(select(Vacancy).where(Vacancy.id != ended.vacancy_id)).one()
        coach_id = session.get_one(Introduction, ended.introduction_id).coach_id
        listed = Shortlist(vacancy_id=other.id, coach_id=coach_id, opened_at=NOW)
        session.add(listed)
        session.flush()
        entry = Entry(
            shortlist_id=listed.id, candidate_id=ended.candidate_id, engine_place=1, proposed_at=NOW
        )
        session.add(entry)
    assert clear(engine, NOW + WEEKS) == ALL_OF_IT
    with writing(engine) as session:
        assert [row.shortlist_id for row in session.exec(select(Entry))] == [listed.id]
