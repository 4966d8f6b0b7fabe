"""Promises of the web application: a refusal says why, and no 200 before the commit."""

import sqlite3

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from accounts.audit import entries_about
from accounts.service import open_visitor
from api.asking import Reading, Viewing, Writing
from api.main import create_app
from api.version import VERSION
from foundation.clock import utc_now
from foundation.database import reading
from foundation.errors import Conflict, Invalid, NotFound, Problem, Unavailable
from foundation.settings import Settings
from profiles.service import begin_profile, candidate_to_change

PAIR = """
CREATE TABLE child (
    id INTEGER PRIMARY KEY,
    parent INTEGER NOT NULL REFERENCES isco_group_number (id) DEFERRABLE INITIALLY DEFERRED
)
"""


@pytest.fixture
def app(settings):
    return create_app(settings)


@pytest.fixture
def client(app):
    with TestClient(app, raise_server_exceptions=False) as opened:
        yield opened


@pytest.fixture
def programs(app):
    """The API, mounted at /v1, to add a route to."""
    [mounted] = [one.app for one in app.routes if getattr(one, "path", "") == "/v1"]
    return mounted


@pytest.fixture
def changing(programs, client, engine):
    """A route that writes a child of any parent; the database looks for it at the commit only."""
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE isco_group_number (id INTEGER PRIMARY KEY)"))
        connection.execute(text("INSERT INTO isco_group_number VALUES (1)"))
        connection.execute(text(PAIR))

    @programs.post("/children/{parent}", status_code=201)
    def change(parent: int, session: Writing) -> dict[str, int]:
        session.execute(text("INSERT INTO child (id, parent) VALUES (:p, :p)"), {"p": parent})
        return {"parent": parent}

    return client


def children(engine) -> list[int]:
    with engine.connect() as connection:
        return list(connection.execute(text("SELECT parent FROM child")).scalars())


def test_health_names_the_versions_and_the_kind_of_database(client, engine):
    answer = client.get("/v1/health")
    assert (answer.status_code, answer.json()) == (
        200,
        {
            "status": "ok",
            "version": VERSION,
            "database": engine.dialect.name,
            "sqlite": sqlite3.sqlite_version,
        },
    )


def test_a_database_that_is_not_set_up_is_not_healthy(tmp_path):
    settings = Settings(f"sqlite:///{tmp_path / 'new.db'}", tmp_path)
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        answer = client.get("/v1/health")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    assert answer.json()["title"].startswith("De database is nog niet ingericht of verouderd.")


@pytest.mark.parametrize(
    ("refusal", "status", "retry"),
    [
        (Invalid("Dit klopt niet.", (Problem("naam", "ontbreekt"),)), 400, None),
        (NotFound("Deze vacature is er niet."), 404, None),
        (Conflict("Dit staat er al."), 409, None),
        (Unavailable("De database is bezet."), 503, "5"),
    ],
)
def test_a_refusal_is_a_problem_in_dutch(programs, client, refusal, status, retry):
    @programs.get("/refused")
    def refuse() -> None:
        raise refusal

    answer = client.get("/v1/refused")
    assert (answer.status_code, answer.headers.get("retry-after")) == (status, retry)
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json() == {
        "type": "about:blank",
        "title": refusal.message,
        "status": status,
        "problems": [{"where": one.where, "message": one.message} for one in refusal.problems],
    }


def test_what_was_answered_is_kept(changing, engine):
    answer = changing.post("/v1/children/1")
    assert (answer.status_code, answer.json(), children(engine)) == (201, {"parent": 1}, [1])


def test_a_commit_that_fails_is_never_answered_as_done(changing, engine):
    answer = changing.post("/v1/children/2")
    assert (answer.status_code, answer.headers["content-type"]) == (409, "application/problem+json")
    assert answer.json()["title"].endswith("Er is niets bewaard.")


def test_a_commit_that_fails_leaves_nothing_and_lets_go_of_the_database(changing, engine):
    changing.post("/v1/children/2")
    assert children(engine) == []
    assert changing.post("/v1/children/1").status_code == 201


def test_an_error_halfway_keeps_nothing(programs, changing, engine):
    @programs.post("/broken")
    def broken(session: Writing) -> None:
        session.execute(text("INSERT INTO child VALUES (1, 1)"))
        raise Conflict("Dit staat er al.")

    assert (changing.post("/v1/broken").status_code, children(engine)) == (409, [])


def test_a_request_that_reads_cannot_write(programs, changing, engine):
    @programs.post("/sneaky")
    def sneaky(session: Reading) -> None:
        session.execute(text("INSERT INTO child VALUES (1, 1)"))

    answer = changing.post("/v1/sneaky")
    assert (answer.status_code, children(engine)) == (503, [])


def test_the_contract_is_served_and_no_page_comes_from_elsewhere(client):
    assert client.get("/v1/openapi.json").json()["info"]["title"] == "Talent op Maat"
    paths = ("/docs", "/redoc", "/openapi.json", "/v1/docs", "/v1/redoc")
    assert [client.get(path).status_code for path in paths] == [404] * 5


def test_what_we_did_not_foresee_is_a_problem_too_and_tells_nothing(programs, client):
    @programs.get("/surprise")
    def surprise() -> None:
        raise RuntimeError("Zoë de Vries")

    answer = client.get("/v1/surprise")
    assert (answer.status_code, answer.headers["content-type"]) == (500, "application/problem+json")
    assert "Zo" not in answer.text


def test_a_method_that_is_not_there_names_those_that_are(client):
    answer = client.post("/v1/health")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET")
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_change_of_a_profile_is_in_the_trail_also_when_the_route_does_not_say_so(
    app, client, engine
):
    @app.post("/changing")
    def change(session: Writing, viewer: Viewing) -> None:
        account = open_visitor(session, now=utc_now())
        one = begin_profile(session, account_id=account.id, now=utc_now())
        candidate_to_change(session, candidate_id=one.id)

    @app.post("/undone")
    def undo(session: Writing, viewer: Viewing) -> None:
        candidate_to_change(session, candidate_id=1)
        session.rollback()

    assert client.post("/changing").status_code == client.post("/undone").status_code == 200
    with reading(engine) as session:
        entries = entries_about(session, candidate_id=1, most=10)
        assert [entry.action for entry in entries] == ["profiel gewijzigd"]
