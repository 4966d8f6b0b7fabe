"""Promises about a vacancy: its way from draft to filled or closed, and the task to skill it."""

from datetime import date

import pytest
from sqlmodel import select

from foundation.database import open_engine, reading, writing
from foundation.errors import Conflict, Unavailable
from foundation.revision import Stream, next_revision
from foundation.settings import Settings
from foundation.terms import Weekday, WorkKind
from skills.models import Occupation
from skills.occupations import UnknownOccupation
from skills.sectors import UnknownSector
from tests.profiles.worlds import WELDING, speak
from vacancies.drafts import EmployerDraft, RequirementDraft, VacancyDraft
from vacancies.employers import UnknownEmployer, register_employer
from vacancies.models import Vacancy, VacancyState
from vacancies.requirements import set_requirements
from vacancies.service import (
    STEPS,
    UnknownVacancy,
    VacancyEnded,
    VacancyStepNotPossible,
    change_vacancy,
    close_vacancy,
    fill_vacancy,
    find_vacancy,
    is_skilled,
    open_vacancy,
    unskilled_vacancies,
    write_vacancy,
)

WORK = VacancyDraft(title="lasser", sector="techniek")
WAYS = {
    VacancyState.OPEN: open_vacancy,
    VacancyState.FILLED: fill_vacancy,
    VacancyState.CLOSED: close_vacancy,
}
PATHS = {
    VacancyState.DRAFT: [],
    VacancyState.OPEN: [open_vacancy],
    VacancyState.FILLED: [open_vacancy, fill_vacancy],
    VacancyState.CLOSED: [close_vacancy],
}


def test_a_vacancy_is_kept_as_it_was_written(session, employer):
    draft = VacancyDraft(
        title="lasser",
        sector="techniek",
        description="Je last.\nVeel.",
        postcode="2352",
        hours_min=24,
        hours_max=36,
        days=frozenset({Weekday.MONDAY}),
        wage_cents=1550,
        starts_on=date(2026, 9, 1),
        kinds=frozenset({WorkKind.LEERWERKPLEK}),
        places=2,
    )
    number = write_vacancy(session, employer_id=employer, draft=draft).id
    session.expire_all()
    assert find_vacancy(session, vacancy_id=number).model_dump() == draft.model_dump() | {
        "id": number,
        "employer_id": employer,
        "state": VacancyState.DRAFT,
        "revision": 1,
    }


def test_a_change_replaces_the_whole_offer(session, vacancy):
    change_vacancy(session, vacancy_id=vacancy, draft=WORK.model_copy(update={"places": 3}))
    session.expire_all()
    found = find_vacancy(session, vacancy_id=vacancy)
    assert (found.title, found.places) == ("lasser", 3)


def test_a_vacancy_needs_an_employer_and_a_sector_we_know(session, employer):
    with pytest.raises(UnknownEmployer):
        write_vacancy(session, employer_id=employer + 1, draft=WORK)
    draft = WORK.model_copy(update={"sector": "ruimtevaart"})
    with pytest.raises(UnknownSector):
        write_vacancy(session, employer_id=employer, draft=draft)


def test_a_vacancy_is_for_an_occupation_of_the_list_and_keeps_one_that_has_gone(session, employer):
    for unknown in (999, 0):
        draft = WORK.model_copy(update={"occupation_id": unknown})
        with pytest.raises(UnknownOccupation, match="staat niet in de lijst"):
            write_vacancy(session, employer_id=employer, draft=draft)
    draft = WORK.model_copy(update={"occupation_id": 1})
    number = write_vacancy(session, employer_id=employer, draft=draft).id
    plain = write_vacancy(session, employer_id=employer, draft=WORK).id
    session.get(Occupation, 1).retired = True
    assert change_vacancy(session, vacancy_id=number, draft=draft).occupation_id == 1
    with pytest.raises(UnknownOccupation):
        change_vacancy(session, vacancy_id=plain, draft=draft)


def test_a_vacancy_that_is_not_there_is_not_found(session, vacancy):
    with pytest.raises(UnknownVacancy, match="zoek opnieuw"):
        find_vacancy(session, vacancy_id=vacancy + 1)
    with pytest.raises(UnknownVacancy):
        open_vacancy(session, vacancy_id=vacancy + 1)


@pytest.mark.parametrize("start", PATHS)
def test_a_step_that_is_not_on_the_way_is_refused(session, vacancy, start):
    for step in PATHS[start]:
        step(session, vacancy_id=vacancy)
    for target in WAYS.keys() - STEPS[start]:
        with pytest.raises(VacancyStepNotPossible, match="kijk wat nu kan"):
            WAYS[target](session, vacancy_id=vacancy)
    assert find_vacancy(session, vacancy_id=vacancy).state is start


@pytest.mark.parametrize(
    ("start", "target"),
    [(start, target) for start, targets in STEPS.items() for target in sorted(targets)],
)
def test_a_step_on_the_way_is_taken(session, vacancy, start, target):
    for step in PATHS[start]:
        step(session, vacancy_id=vacancy)
    assert WAYS[target](session, vacancy_id=vacancy).state is target


@pytest.mark.parametrize("end", [VacancyState.FILLED, VacancyState.CLOSED])
def test_a_vacancy_that_ended_takes_no_changes(session, vacancy, end):
    for step in PATHS[end]:
        step(session, vacancy_id=vacancy)
    with pytest.raises(VacancyEnded, match="Schrijf een nieuwe"):
        change_vacancy(session, vacancy_id=vacancy, draft=WORK)
    assert issubclass(VacancyEnded, Conflict)


def test_a_vacancy_without_skills_can_open_and_stands_on_the_list_of_tasks(session, vacancy):
    open_vacancy(session, vacancy_id=vacancy)
    assert not is_skilled(session, vacancy_id=vacancy)
    assert [row.id for row in unskilled_vacancies(session)] == [vacancy]
    asked = [RequirementDraft(skill_id=WELDING, importance="vereist")]
    set_requirements(session, vacancy_id=vacancy, drafts=asked)
    assert is_skilled(session, vacancy_id=vacancy)
    assert unskilled_vacancies(session) == []


def test_the_list_of_tasks_holds_no_vacancy_that_ended_and_stops_where_asked(session, employer):
    rows = [write_vacancy(session, employer_id=employer, draft=WORK).id for _ in range(4)]
    close_vacancy(session, vacancy_id=rows[0])
    assert [row.id for row in unskilled_vacancies(session, most=2)] == rows[1:3]


def test_a_locked_database_refuses_the_change_and_keeps_everything(engine, settings):
    with writing(engine) as session:
        speak(session)
        draft = EmployerDraft(
            kvk="12345678", trade_name="Bakker", sector="techniek", postcode="2352"
        )
        employer = register_employer(session, draft=draft).id
    hasty = open_engine(Settings(settings.database_url, settings.folder, lock_seconds=0.2))
    with writing(engine) as holder:
        next_revision(holder, Stream.VACANCIES)
        with pytest.raises(Unavailable, match="bezet"), writing(hasty) as session:
            write_vacancy(session, employer_id=employer, draft=WORK)
    with reading(hasty) as session:
        assert session.exec(select(Vacancy)).all() == []
    hasty.dispose()
