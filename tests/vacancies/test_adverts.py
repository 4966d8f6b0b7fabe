"""Promises of adverts: every open vacancy is in a run, with its company and its town."""

import pytest

from foundation.places import Postcode
from vacancies.adverts import adverts_of, open_vacancy_ids
from vacancies.drafts import VacancyDraft
from vacancies.service import close_vacancy, open_vacancy, write_vacancy


@pytest.fixture
def numbers(session, employer):
    """A vacancy in Leiden, one nowhere, one still a draft and one closed."""
    session.add(
        Postcode(code="2312", place="Leiden", municipality="Leiden", latitude=52.16, longitude=4.49)
    )
    made = [
        write_vacancy(
            session,
            employer_id=employer,
            draft=VacancyDraft(title="Lasser", sector="techniek", postcode=postcode),
        ).id
        for postcode in ("2312", None, "2312", "2312")
    ]
    for number in (made[0], made[1], made[3]):
        open_vacancy(session, vacancy_id=number)
    close_vacancy(session, vacancy_id=made[3])
    return made


def test_an_advert_names_the_company_and_the_town_when_it_is_known(session, numbers):
    found = adverts_of(session, vacancy_ids=[*numbers, 999])
    assert {number: (one.trade_name, one.municipality) for number, one in found.items()} == {
        number: ("Bakker BV", None if number == numbers[1] else "Leiden") for number in numbers
    }


def test_runs_hold_every_open_vacancy_once_the_newest_first(session, numbers):
    assert open_vacancy_ids(session, offset=0, most=10) == ([numbers[1], numbers[0]], 2)
    assert open_vacancy_ids(session, offset=1, most=10) == ([numbers[0]], 2)
    assert open_vacancy_ids(session, offset=5, most=10) == ([], 2)
