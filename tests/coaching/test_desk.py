"""Promises about the desk of an employer: what waits, in order, and nobody who is gone."""

from datetime import date, timedelta

import pytest
from sqlmodel import select

from coaching.desk import Desk, OwnVacancy, Waiting, desk_of
from coaching.models import Introduction, IntroductionState
from foundation.database import reading, writing
from profiles.models import Candidate, CandidateState
from tests.access.people import NOW, make_world
from vacancies.drafts import VacancyDraft
from vacancies.models import Vacancy, VacancyState
from vacancies.service import write_vacancy

TODAY = NOW.date()
DUE = TODAY + timedelta(days=7)


@pytest.fixture
def world(engine):
    return make_world(engine)


def desk(engine, world, today: date = TODAY) -> Desk:
    with reading(engine) as session:
        company = session.get_one(Vacancy, world.vacancy_id).employer_id
        return desk_of(session, employer_id=company, today=today)


def test_the_desk_tells_what_waits_and_never_who(engine, world):
    assert desk(engine, world) == Desk(
        waiting=(Waiting(world.introduction_id, world.vacancy_id, "Lasser", DUE, 7),),
        meeting=0,
        vacancies=(OwnVacancy(world.vacancy_id, "Lasser", VacancyState.OPEN, 1, skilled=True),),
        ended=0,
    )


@pytest.mark.parametrize(("today", "left"), [(DUE, 0), (DUE + timedelta(days=2), -2)])
def test_the_days_that_are_left_are_counted(engine, world, today, left):
    assert [one.days_left for one in desk(engine, world, today).waiting] == [left]


@pytest.mark.parametrize("state", IntroductionState)
def test_only_what_waits_for_an_answer_waits(engine, world, state):
    with writing(engine) as session:
        session.exec(select(Introduction)).one().state = state
    found = desk(engine, world)
    assert len(found.waiting) == (state is IntroductionState.INTRODUCED)
    assert found.meeting == (state is IntroductionState.MEETING)


@pytest.mark.parametrize("state", [one for one in CandidateState if one != "active"])
def test_who_is_not_shown_any_more_is_not_on_the_desk(engine, world, state):
    with writing(engine) as session:
        session.get_one(Candidate, world.candidate_id).state = state
    assert desk(engine, world).waiting == ()


def test_vacancies_that_ended_are_counted_and_a_draft_without_skills_says_so(engine, world):
    with writing(engine) as session:
        row = session.get_one(Vacancy, world.vacancy_id)
        row.state = VacancyState.FILLED
        draft = VacancyDraft(title="Draaier", sector="techniek", places=3)
        number = write_vacancy(session, employer_id=row.employer_id, draft=draft).id
    found = desk(engine, world)
    assert found.ended == 1
    assert found.vacancies == (OwnVacancy(number, "Draaier", VacancyState.DRAFT, 3, skilled=False),)


def test_the_desk_of_another_company_is_another(engine, world):
    with reading(engine) as session:
        own = session.get_one(Vacancy, world.vacancy_id).employer_id
        [other] = session.exec(select(Vacancy.employer_id).where(Vacancy.employer_id != own))
        assert desk_of(session, employer_id=other, today=TODAY).waiting == ()
