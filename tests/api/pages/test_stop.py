"""Promises of the stop button: it bites at once, everywhere, and every page says so."""

import pytest

from accounts.audit import AuditAction
from accounts.permissions import Relation
from api.main import create_app
from tests.access.people import NOW, browsers, settings_for_browsers
from tests.api.company_worlds import town_at

ME = Relation.ADMINISTRATOR
REASON = "We onderzoeken een <fout>."
SHOWN = "We onderzoeken een &lt;fout&gt;."
BANNER = "Vergelijken staat stil sinds 1 september 2026"
# Every page and route that compares; a new one gets its matcher at the same place.
COMPARING = [
    "/werk",
    "/werk/1",
    "/werk/nog-niet-verskild",
    "/werk/1/vergelijk?met=2",
    "/verkennen",
    "/verkennen/beroepen",
    "/verkennen/vaardigheden",
]


@pytest.fixture
def town(settings, engine):
    with town_at(settings, engine) as found:
        yield found


def stop(town) -> None:
    assert town.post(ME, "/beheer/stop", reden=REASON).status_code == 303


@pytest.mark.parametrize("address", COMPARING)
def test_a_page_that_compares_says_that_it_is_stopped_and_what_can_be_done(town, address):
    assert town.get(Relation.SELF, address).status_code in (200, 404)
    stop(town)
    answer = town.get(Relation.SELF, address)
    assert answer.status_code == 503
    assert "retry-after" in answer.headers
    assert "Het vergelijken staat nu stil." in answer.text
    assert 'href="/werk/zonder-vergelijken"' in answer.text


@pytest.mark.parametrize(
    "path", ["vacancies", "vacancies/1/match", "occupations", "sectors", "unlocking-skills"]
)
def test_a_program_gets_a_problem_document(town, path):
    stop(town)
    answer = town.get(Relation.SELF, f"/v1/candidates/{town.world.candidate_id}/{path}")
    assert answer.status_code == 503
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["title"].startswith("Het vergelijken staat nu stil.")


@pytest.mark.parametrize(
    ("relation", "address"),
    [
        (Relation.ANONYMOUS, "/"),
        (Relation.ANONYMOUS, "/inloggen"),
        (Relation.ANONYMOUS, "/hier-is-niets"),
        (Relation.SELF, "/profiel"),
        (Relation.SELF, "/werk"),
        (Relation.OTHER_CANDIDATE, "/rechten"),
        (Relation.OWN_EMPLOYER, "/werkgever"),
        (Relation.ASSIGNED_COACH, "/account"),
        (Relation.MANAGER, "/account"),
        (Relation.ADMINISTRATOR, "/beheer"),
    ],
)
def test_every_page_of_everybody_says_since_when_and_why(town, relation, address):
    assert BANNER not in town.get(relation, address).text
    stop(town)
    page = town.get(relation, address).text
    assert BANNER in page
    assert SHOWN in page


@pytest.mark.both_databases
def test_another_process_on_the_same_database_is_stopped_and_on_again_at_once(town, settings):
    """Both have answered before, so whatever they keep in memory is there."""
    other = create_app(settings_for_browsers(settings), clock=lambda: NOW)
    with browsers(other, town.world) as there:
        self = there[Relation.SELF]
        assert self.ask("GET", "/werk").status_code == 200
        for _ in range(3):
            stop(town)
            assert self.ask("GET", "/werk").status_code == 503
            assert BANNER in self.ask("GET", "/profiel").text
            town.post(ME, "/beheer/stop/hervatten")
            assert self.ask("GET", "/werk").status_code == 200
            assert BANNER not in self.ask("GET", "/profiel").text


def test_the_answer_of_a_candidate_without_a_stop_is_the_same_after_one(town):
    before = town.get(Relation.SELF, "/werk").text
    stop(town)
    town.post(ME, "/beheer/stop/hervatten")
    assert town.get(Relation.SELF, "/werk").text == before


def test_all_open_work_is_shown_without_order_and_without_numbers(town):
    stop(town)
    answer = town.get(Relation.SELF, "/werk/zonder-vergelijken")
    assert answer.status_code == 200
    assert answer.text.index("Demo 87654321") < answer.text.index("Demo 12345678")
    assert "%" not in answer.text.split("<main")[1].split("</main>")[0]
    one = town.get(Relation.SELF, f"/werk/zonder-vergelijken/{town.world.vacancy_id}")
    assert one.status_code == 200
    assert "lassen" in one.text
    assert "vereist" in one.text
    assert "%" not in one.text.split("<main")[1].split("</main>")[0]


@pytest.mark.parametrize("number", ["999", "0", "x"])
def test_work_that_is_not_open_is_not_there(town, number):
    assert town.get(Relation.SELF, f"/werk/zonder-vergelijken/{number}").status_code == 404


@pytest.mark.parametrize(("reason", "words"), [("", "Iedereen leest dit."), ("nee", "waarom")])
def test_a_stop_needs_a_reason(town, reason, words):
    answer = town.post(ME, "/beheer/stop", reden=reason)
    assert answer.status_code == 400
    assert words in answer.text.split('id="reden-fout">')[1].split("<")[0]
    assert f'value="{reason}"' in answer.text
    assert town.get(Relation.SELF, "/werk").status_code == 200


def test_who_stops_what_is_stopped_is_told(town):
    stop(town)
    answer = town.post(ME, "/beheer/stop", reden="Nog een reden.")
    assert answer.status_code == 409
    assert "staat al stil" in answer.text
    assert SHOWN in answer.text


def test_who_turns_on_what_is_on_is_told(town):
    answer = town.post(ME, "/beheer/stop/hervatten")
    assert answer.status_code == 409
    assert "staat al aan" in answer.text


def test_stopping_and_resuming_are_in_the_trail_and_on_the_page(town):
    stop(town)
    town.post(ME, "/beheer/stop/hervatten")
    assert town.trail()[-2:] == [
        (AuditAction.MATCHING_STOPPED.value, None),
        (AuditAction.MATCHING_RESUMED.value, None),
    ]
    page = town.get(ME, "/beheer/stop?gedaan=hervat").text
    assert "Vergelijken staat weer aan." in page
    assert SHOWN in page


@pytest.mark.parametrize("relation", [one for one in Relation if one is not ME])
def test_nobody_but_the_administrator_stops(town, relation):
    answer = town.post(relation, "/beheer/stop", reden=REASON)
    assert answer.status_code == (303 if relation is Relation.ANONYMOUS else 403)
    assert town.get(Relation.SELF, "/werk").status_code == 200
