"""Promises for when the database is locked, full or away: a clear page, no half write, recovery."""

import contextlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine, create_engine, event, make_url, text

from api.main import create_app
from foundation.settings import Settings

NOW = datetime(2026, 9, 1, 9, 0, tzinfo=UTC)
SITE = "https://testserver"


@pytest.fixture
def app(settings, engine):
    hasty = replace(settings, address=SITE, lock_seconds=0.1, requests_per_minute=10_000)
    return create_app(hasty, clock=lambda: NOW)


@pytest.fixture
def browser(app):
    with TestClient(
        app, base_url=SITE, headers={"Origin": SITE}, follow_redirects=False,
        raise_server_exceptions=False,
    ) as client:  # fmt: skip
        yield client


def begin(browser: TestClient):
    browser.cookies.clear()
    return browser.post("/beginnen", data={"weg": "zoeken"})


def begin_as_program(browser: TestClient):
    browser.cookies.clear()
    return browser.post("/v1/candidates", json={})


def profiles(engine: Engine) -> int:
    with engine.connect() as connection:
        return connection.execute(text("SELECT count(*) FROM candidate")).scalar_one()


@contextlib.contextmanager
def locked(engine: Engine) -> Iterator[None]:
    """Somebody else writes and does not stop."""
    with engine.connect() as other:
        if engine.dialect.name == "sqlite":
            other.exec_driver_sql("SELECT 1")  # every transaction of ours begins by locking
        else:
            other.execute(text("LOCK TABLE account IN ACCESS EXCLUSIVE MODE"))
        yield
        other.rollback()


@contextlib.contextmanager
def full(app) -> Iterator[None]:
    """The file may not grow by a page, and has no room left."""
    engine = app.state.running.engine

    def no_room(connection, _record) -> None:
        cursor = connection.cursor()
        pages = cursor.execute("PRAGMA page_count").fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count={pages}")

    event.listen(engine, "connect", no_room)
    engine.dispose()
    yield
    event.remove(engine, "connect", no_room)
    engine.dispose()


@contextlib.contextmanager
def away(app, settings: Settings) -> Iterator[None]:
    """The database cannot be reached: its folder is gone, or the server lets nobody in."""
    url = make_url(settings.database_url)
    engine = app.state.running.engine
    if url.get_backend_name() == "sqlite":
        folder = Path(url.database).parent
        engine.dispose()
        gone = folder.rename(f"{folder}-away")
        yield
        gone.rename(folder)
        return
    chief = create_engine(
        url.set(drivername="postgresql+psycopg", database="postgres"), isolation_level="AUTOCOMMIT"
    )
    with chief.connect() as connection:
        connection.execute(text(f"ALTER DATABASE {url.database} WITH ALLOW_CONNECTIONS false"))
        connection.execute(
            text("SELECT pg_terminate_backend(pid, 2000) FROM pg_stat_activity WHERE datname = :d"),
            {"d": url.database},
        )
        yield
        connection.execute(text(f"ALTER DATABASE {url.database} WITH ALLOW_CONNECTIONS true"))
    chief.dispose()


def assert_is_a_clear_page(answer, sentence: str) -> None:
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    assert answer.headers["content-type"].startswith("text/html")
    assert sentence in answer.text
    assert "Er is niets bewaard." in answer.text


def test_a_locked_database_is_said_and_later_it_works(app, browser, engine):
    with locked(engine):
        answer = begin(browser)
    assert_is_a_clear_page(answer, "De database is bezet.")
    assert profiles(engine) == 0
    assert (begin(browser).status_code, profiles(engine)) == (303, 1)


def test_a_program_is_told_of_a_locked_database_in_its_own_form(app, browser, engine):
    with locked(engine):
        answer = begin_as_program(browser)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["title"].startswith("De database is bezet.")
    assert (begin_as_program(browser).status_code, profiles(engine)) == (201, 1)


def test_a_locked_database_is_said_in_english_too(app, browser, engine):
    browser.headers["accept-language"] = "en"
    with locked(engine):
        answer = begin(browser)
    assert (answer.status_code, answer.headers["content-language"]) == (503, "en")
    assert "Er is niets bewaard." not in answer.text


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_a_full_disk_is_said_and_later_it_works(app, browser, engine):
    with full(app):
        answers = [begin(browser) for _ in range(200)]
    refused = [answer for answer in answers if answer.status_code != 303]
    assert refused  # what was free in the file is used up at last
    assert_is_a_clear_page(refused[-1], "De schijf is vol.")
    kept = len(answers) - len(refused)
    assert profiles(engine) == kept
    assert (begin(browser).status_code, profiles(engine)) == (303, kept + 1)


def test_a_database_that_is_away_is_said_and_when_it_is_back_all_works(
    app, browser, engine, settings
):
    begin(browser)
    engine.dispose()
    with away(app, settings):
        answer = begin(browser)
        reading = browser.get("/v1/health")
    assert answer.status_code == reading.status_code == 503
    assert "Er is niets bewaard." in answer.text
    assert reading.headers["content-type"] == "application/problem+json"
    assert (begin(browser).status_code, profiles(engine)) == (303, 2)


def test_the_start_page_needs_no_database_and_the_next_one_says_what_is_wrong(tmp_path):
    nowhere = Settings("postgresql://nobody@127.0.0.1:1/none", tmp_path, lock_seconds=1)
    with TestClient(create_app(nowhere), raise_server_exceptions=False) as client:
        assert client.get("/").status_code == 200
        answer = client.post("/beginnen", data={"weg": "zoeken"})
    assert_is_a_clear_page(answer, "De database is niet bereikbaar.")
