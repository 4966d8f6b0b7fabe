"""Promises of bringing national vacancies in: seen first, then all that can, and a task after."""

import json

import pytest
from sqlmodel import func, select

from accounts.permissions import Relation
from api.main import create_app
from foundation.database import reading
from tests.access.people import NOW, browsers, make_world, settings_for_browsers
from vacancies.models import Vacancy
from vacancies.postings_reading import LARGEST_FILE

GOOD = {
    "@type": "JobPosting",
    "title": "Vlechter <b>x</b>",
    "description": "Je gaat lassen en heftruck rijden.",
    "hiringOrganization": {"name": "Staal Landelijk"},
    "identifier": "a-1",
}
FILE = json.dumps([GOOD, GOOD | {"title": "", "identifier": "a-2"}]).encode()
HERE = "/beheer/vacatures"


@pytest.fixture
def world(settings, engine):
    made = make_world(engine)
    app = create_app(settings_for_browsers(settings), clock=lambda: NOW)
    with browsers(app, made) as everybody:
        yield everybody
    app.state.running.engine.dispose()


def count(engine) -> int:
    with reading(engine) as session:
        return session.exec(select(func.count()).select_from(Vacancy)).one()


def look(browser, content=FILE, source="werk.example", sector="techniek"):
    return browser.ask(
        "POST",
        f"{HERE}/bekijken",
        data={"bron": source, "sector": sector},
        files={"bestand": ("v.json", content, "application/json")},
    )


def test_a_file_is_seen_first_and_then_comes_in(world, engine):
    coach = world[Relation.OTHER_COACH]
    before = count(engine)
    seen = look(coach)
    assert seen.status_code == 200
    assert "Vlechter x" in seen.text
    assert "de titel mag niet leeg zijn" in seen.text
    assert count(engine) == before
    digest = seen.text.partition('name="bestand" value="')[2].partition('"')[0]
    form = {"bestand": digest, "bron": "werk.example", "sector": "techniek"}
    done = coach.ask("POST", f"{HERE}/inlezen", data=form)
    assert done.status_code == 200
    assert "Ze staan erin." in done.text
    assert count(engine) == before + 1
    tasks = coach.ask("GET", f"{HERE}/nog-niet-verskild")
    assert "Vlechter x" in tasks.text
    assert "heftruck rijden" in tasks.text
    assert f"/werkgever/vacatures/{before + 1}/eisen" in tasks.text
    again = coach.ask("POST", f"{HERE}/inlezen", data=form)
    assert (again.status_code, count(engine)) == (404, before + 1)
    assert "Kies het opnieuw" in again.text


def test_somebody_else_cannot_confirm_what_a_coach_brought(world, engine):
    digest = look(world[Relation.OTHER_COACH]).text.partition('name="bestand" value="')[2][:64]
    form = {"bestand": digest, "bron": "werk.example", "sector": "techniek"}
    assert (
        world[Relation.ADMINISTRATOR].ask("POST", f"{HERE}/inlezen", data=form).status_code == 404
    )


@pytest.mark.parametrize(
    ("content", "source", "said"),
    [
        (b"", "werk.example", "Kies eerst een bestand"),
        (b"{", "werk.example", "beschadigd"),
        (FILE, "", "Schrijf op waar het bestand vandaan komt"),
        (FILE, "a\x00b", "geen gewone tekst"),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_the_rest_stays(world, content, source, said):
    shown = look(world[Relation.ADMINISTRATOR], content, source)
    assert shown.status_code == 400
    assert said in shown.text
    assert '<option value="techniek" selected>' in shown.text


def test_a_form_without_a_file_asks_for_one(world):
    shown = world[Relation.ADMINISTRATOR].ask("POST", f"{HERE}/bekijken", data={"bron": "x"})
    assert shown.status_code == 400
    assert "Kies eerst een bestand" in shown.text


def test_a_file_over_the_limit_is_refused_before_it_is_read(world):
    content = b" " * (LARGEST_FILE + 20_000)
    assert look(world[Relation.ADMINISTRATOR], content).status_code == 413


def test_who_is_not_logged_in_sends_no_large_file(world):
    assert look(world[Relation.ANONYMOUS], b" " * 600_000).status_code == 413


@pytest.mark.parametrize("relation", [Relation.SELF, Relation.OWN_EMPLOYER, Relation.MANAGER])
def test_others_bring_nothing_in(world, relation):
    assert look(world[relation]).status_code == 403


def test_a_program_looks_brings_in_and_lists_what_is_to_do(world, engine):
    coach = world[Relation.OTHER_COACH]
    asked = {"content": FILE, "params": {"source": "werk.example", "sector": "techniek"}}
    kind = {"Content-Type": "application/octet-stream", "Idempotency-Key": "k1"}
    seen = coach.ask("POST", "/v1/posting-previews", headers=kind, **asked)
    assert seen.status_code == 200
    assert seen.json()["counts"]["nieuw"] == 1
    first = coach.ask("POST", "/v1/posting-imports", headers=kind, **asked)
    assert first.status_code == 201
    assert coach.ask("POST", "/v1/posting-imports", headers=kind, **asked).text == first.text
    [problem] = first.json()["problems"]
    assert (problem["number"], first.json()["left_out"]) == (2, 1)
    tasks = coach.ask("GET", "/v1/vacancies?skilled=false").json()
    assert [one["title"] for one in tasks["items"]] == ["Vlechter x"]
