"""Promises of the API about the CV filter: the numbers of the page, and where to read more."""

from accounts.models import Role
from tests.api.routes.conftest import WELDER


def test_a_coach_reads_the_numbers_of_a_list_with_their_definition(site):
    answer = site.staff(Role.COACH).get(f"/v1/vacancies/{WELDER}/cv-filter")
    assert answer.status_code == 200
    assert answer.json() == {
        "total": 0,
        "excluded": None,
        "kept": None,
        "unknown": None,
        "definition": "https://testserver/uitleg/cv-filter",
    }


def test_nobody_else_reads_them(site):
    for role in (Role.MANAGER, Role.ADMINISTRATOR, Role.EMPLOYER):
        assert site.staff(role).get(f"/v1/vacancies/{WELDER}/cv-filter").status_code == 404
