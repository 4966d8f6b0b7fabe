"""The promise that every change to a vacancy, or to what hangs on it, raises the revision."""

import inspect
from collections.abc import Callable
from datetime import date

import pytest
from sqlmodel import Session

import vacancies.employers
import vacancies.requirements
import vacancies.service
from foundation.revision import Stream, latest_revision
from tests.profiles.worlds import WELDING
from vacancies.drafts import EmployerDraft, LimitDraft, RequirementDraft, VacancyDraft
from vacancies.employers import set_membership
from vacancies.service import find_vacancy

ROOMS = (vacancies.service, vacancies.requirements, vacancies.employers)
READS = {
    "find_vacancy",
    "is_skilled",
    "unskilled_vacancies",
    "requirements_of",
    "limits_of",
    "find_employer",
    "employer_with_kvk",
    "employer_of_account",
    # the way in that all changes share
    "vacancy_to_change",
    "employer_to_change",
    "check_admitted",
}
# These change an employer and nothing that a ranking reads of its vacancies.
NO_VACANCY = {
    "register_employer",
    "register_employers",
    "set_membership",
    "name_contact",
    "place_in_regions",
}

WELDS = [RequirementDraft(skill_id=WELDING, importance="vereist")]
LORRY = LimitDraft(kind="licence", value="C", legal_reason="Wegenverkeerswet art. 107")
SMITH = EmployerDraft(kvk="87654321", trade_name="Smid", sector="techniek", postcode="2312")

# What each changing function is called with, after the calls that come before it.
CHANGES: dict[str, tuple[list[tuple[str, dict[str, object]]], dict[str, object]]] = {
    "change_vacancy": ([], {"draft": VacancyDraft(title="lasser", sector="zorg")}),
    "open_vacancy": ([], {}),
    "fill_vacancy": ([("open_vacancy", {})], {}),
    "close_vacancy": ([], {}),
    "set_requirements": ([], {"drafts": WELDS}),
    "remove_requirement": ([("set_requirements", {"drafts": WELDS})], {"skill_id": WELDING}),
    "add_limit": ([], {"draft": LORRY}),
    "remove_limit": ([("add_limit", {"draft": LORRY})], {"limit_id": "id"}),
}


def functions() -> dict[str, Callable[..., object]]:
    """Every public function of the room that takes a session."""
    return {
        name: function
        for room in ROOMS
        for name, function in inspect.getmembers(room, inspect.isfunction)
        if function.__module__ == room.__name__
        and not name.startswith("_")
        and "session" in inspect.signature(function).parameters
    }


def test_every_public_function_is_known_to_read_or_is_tested_to_raise_the_revision():
    tested = CHANGES.keys() | {"write_vacancy", "change_employer"}
    assert set(functions()) == READS | NO_VACANCY | tested


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_raises_the_revision_of_the_vacancy(session: Session, vacancy: int, name: str):
    before, values = CHANGES[name]
    made: object = None
    for earlier, given in before:
        made = functions()[earlier](session, vacancy_id=vacancy, **given)
    values = {key: made.id if value == "id" else value for key, value in values.items()}
    old = latest_revision(session, Stream.VACANCIES)
    functions()[name](session, vacancy_id=vacancy, **values)
    session.expire_all()
    assert latest_revision(session, Stream.VACANCIES) == old + 1
    assert find_vacancy(session, vacancy_id=vacancy).revision == old + 1


def test_a_change_of_the_employer_raises_the_revision_of_its_vacancies(session, employer, vacancy):
    vacancies.employers.change_employer(session, employer_id=employer, draft=SMITH)
    session.expire_all()
    assert find_vacancy(session, vacancy_id=vacancy).revision == 2


def test_a_membership_leaves_the_vacancies_as_they_are(session, employer, vacancy):
    set_membership(session, employer_id=employer, member_until=date(2027, 1, 1))
    session.expire_all()
    assert find_vacancy(session, vacancy_id=vacancy).revision == 1
