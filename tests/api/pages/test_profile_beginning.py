"""Promises about beginning: one press and no name; and nothing is stored by looking."""

from contextlib import contextmanager
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from accounts.models import Account, Role, Visit, VisitStep
from accounts.visits import begin_visit
from api.main import create_app
from foundation.database import reading, writing
from profiles.models import Candidate, CandidateState
from tests.api.worlds import NOW, ORIGIN, visitor_at

WAYS = {
    "zoeken": "/profiel/vaardigheden",
    "vertellen": "/profiel/vertel",
    "beroep": "/profiel/beroep",
    "<b>iets</b>": "/profiel/vaardigheden",
}


def browser_at(settings, address=ORIGIN):
    app = create_app(replace(settings, address=address), clock=lambda: NOW)
    headers = {"Origin": address}
    return TestClient(app, base_url=address, headers=headers, follow_redirects=False)


@pytest.fixture
def stranger(settings, engine):
    with browser_at(settings) as browser:
        yield browser


def rows(engine, model):
    with reading(engine) as session:
        return list(session.exec(select(model)))


@contextmanager
def logged_in(settings, engine, role=Role.CANDIDATE):
    with writing(engine) as session:
        account = Account(role=role, email="demo@voorbeeld.nl", created_at=NOW, seen_at=NOW)
        session.add(account)
        session.flush()
        opened = begin_visit(session, account_id=account.id, step=VisitStep.COMPLETE, now=NOW)
    with browser_at(settings) as browser:
        browser.cookies.set("__Host-tom", opened.token)
        yield browser


def test_looking_stores_nothing_and_sets_no_cookie(stranger, engine):
    answer = stranger.get("/beginnen")
    assert (answer.status_code, "set-cookie" in answer.headers) == (200, False)
    assert [rows(engine, model) for model in (Account, Candidate, Visit)] == [[], [], []]


@pytest.mark.parametrize(("way", "path"), WAYS.items())
def test_a_press_opens_an_account_a_draft_and_a_visit_and_goes_the_chosen_way(
    stranger, engine, way, path
):
    answer = stranger.post("/beginnen", data={"weg": way})
    assert (answer.status_code, answer.headers["location"]) == (303, path)
    [account], [candidate], [visit] = (rows(engine, one) for one in (Account, Candidate, Visit))
    assert (account.role, account.email, account.name) == (Role.CANDIDATE, None, "")
    assert (candidate.account_id, candidate.state, candidate.name) == (
        account.id, CandidateState.DRAFT, "",
    )  # fmt: skip
    assert (visit.account_id, visit.step) == (account.id, VisitStep.COMPLETE)
    assert stranger.get("/profiel").status_code == 200


def test_the_cookie_is_bound_to_this_host_and_closed_to_pages_and_other_sites(stranger):
    cookie = stranger.post("/beginnen").headers["set-cookie"]
    name, _, attributes = cookie.partition("=")
    assert name == "__Host-tom"
    assert attributes.split("; ")[1:] == ["HttpOnly", "Path=/", "SameSite=lax", "Secure"]


def test_without_https_the_cookie_has_a_plain_name(settings, engine):
    with browser_at(settings, "http://testserver") as browser:
        cookie = browser.post("/beginnen").headers["set-cookie"]
    assert (cookie.startswith("tom="), "Secure" in cookie) == (True, False)


def test_the_token_itself_is_nowhere_in_the_database(stranger, engine):
    stranger.post("/beginnen")
    assert stranger.cookies["__Host-tom"] not in str(rows(engine, Visit))


def test_who_has_a_profile_just_goes_there(settings, engine):
    with visitor_at(settings, engine) as visitor:
        answer = visitor.browser.post("/beginnen", data={"weg": "vertellen"})
    assert (answer.headers["location"], "set-cookie" in answer.headers) == (
        "/profiel/vertel",
        False,
    )
    assert [row.id for row in rows(engine, Candidate)] == [visitor.candidate_id]


def test_who_is_logged_in_without_a_profile_gets_one_and_keeps_the_visit(settings, engine):
    with logged_in(settings, engine) as browser:
        assert browser.get("/profiel").headers["location"] == "/beginnen"
        answer = browser.post("/beginnen")
    assert (answer.status_code, "set-cookie" in answer.headers) == (303, False)
    assert len(rows(engine, Account)) == len(rows(engine, Visit)) == len(rows(engine, Candidate))


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.CANDIDATE])
def test_staff_and_employers_begin_no_profile(settings, engine, role):
    with logged_in(settings, engine, role) as browser:
        answers = [browser.get("/beginnen"), browser.post("/beginnen")]
    assert [answer.status_code for answer in answers] == [403, 403]
    assert rows(engine, Candidate) == []


def test_the_account_speaks_the_language_of_the_browser(stranger, engine):
    stranger.post("/beginnen", headers={"Accept-Language": "en-GB"})
    assert [row.language for row in rows(engine, Account)] == ["en"]


@pytest.mark.parametrize(
    "path",
    ["", "/vaardigheden", "/vaardigheden/1", "/vertel", "/beroep", "/ervaring", "/talen",
     "/over-mij"],
)  # fmt: skip
def test_the_pages_of_a_profile_ask_a_stranger_to_log_in(stranger, path):
    for answer in (stranger.get(f"/profiel{path}"), stranger.post(f"/profiel{path or '/klopt'}")):
        assert (answer.status_code, answer.headers["location"]) == (303, "/inloggen?nodig=ja")


def test_another_site_cannot_make_a_browser_begin(stranger, engine):
    answer = stranger.post("/beginnen", headers={"Origin": "https://elders.example"})
    assert (answer.status_code, rows(engine, Account)) == (403, [])
