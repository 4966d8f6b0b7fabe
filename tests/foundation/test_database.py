"""Promises about transactions: a writer waits, a reader cannot write, a refusal is in Dutch."""

import dataclasses
import shutil
import sqlite3
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlmodel import select

from foundation.database import batches, guarded, open_engine, reading, writing
from foundation.errors import Conflict, Invalid, Unavailable
from foundation.revision import RevisionCounter, Stream, latest_revision, next_revision
from foundation.settings import Settings, read_settings
from skills.models import IscoGroup


def test_two_hundred_changes_at_once_all_get_their_own_revision(engine):
    def change(_: int) -> int:
        with writing(engine) as session:
            # Who reads first and then writes is who a plain BEGIN refuses as "locked".
            assert latest_revision(session, Stream.CANDIDATES) >= 0
            return next_revision(session, Stream.CANDIDATES)

    with ThreadPoolExecutor(8) as threads:
        numbers = list(threads.map(change, range(200)))
    assert sorted(numbers) == list(range(1, 201))
    with reading(engine) as session:
        assert latest_revision(session, Stream.CANDIDATES) == 200


def test_a_reading_transaction_refuses_to_write(engine):
    refused = r"kan niet worden beschreven.*niets bewaard"
    with pytest.raises(Unavailable, match=refused), reading(engine) as session:
        session.add(IscoGroup(code="1", label="x"))
        session.flush()
    with reading(engine) as session:
        assert session.exec(select(IscoGroup)).all() == []


def test_a_reading_transaction_sees_one_moment(engine):
    with reading(engine) as reader:
        assert latest_revision(reader, Stream.VACANCIES) == 0
        with writing(engine) as writer:
            next_revision(writer, Stream.VACANCIES)
        reader.expire_all()
        assert latest_revision(reader, Stream.VACANCIES) == 0


def test_an_error_halfway_leaves_nothing_behind(engine):
    with pytest.raises(RuntimeError), writing(engine) as session:
        session.add(IscoGroup(code="1", label="x"))
        session.flush()
        raise RuntimeError
    with reading(engine) as session:
        assert session.exec(select(IscoGroup)).all() == []


def test_the_unique_index_is_the_guard_and_answers_with_our_refusal(engine):
    with writing(engine) as session:
        session.add(IscoGroup(code="1", label="x"))
    with (
        pytest.raises(Conflict, match="staat er al"),
        writing(engine) as session,
        guarded(session, Conflict("Deze groep staat er al.")),
    ):
        session.add(IscoGroup(code="1", label="y"))


def test_parameters_never_reach_an_error_text(engine):
    with pytest.raises(Conflict) as refused, writing(engine) as session:
        session.execute(text("INSERT INTO isco_group VALUES ('1', :label)"), {"label": "geheim"})
        session.execute(text("INSERT INTO isco_group VALUES ('1', :label)"), {"label": "geheim"})
    assert "geheim" not in f"{refused.value} {refused.value.__cause__}"


def test_sqlite_keeps_what_it_acknowledged_through_a_power_cut(tmp_path):
    engine = open_engine(Settings(f"sqlite:///{tmp_path / 'a.db'}", tmp_path))
    with engine.connect() as connection:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        }
    assert pragmas == {
        "journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1
    }  # fmt: skip


def test_a_locked_database_says_so_and_keeps_everything(tmp_path, sqlite_template):
    path = tmp_path / "a.db"
    path.write_bytes(sqlite_template.read_bytes())
    engine = open_engine(Settings(f"sqlite:///{path}", tmp_path, lock_seconds=0.1))
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(Unavailable, match="bezet"), writing(engine) as session:
        next_revision(session, Stream.CANDIDATES)
    holder.rollback()
    with writing(engine) as session:
        assert next_revision(session, Stream.CANDIDATES) == 1
    holder.close()


def test_a_database_that_was_never_set_up_says_what_to_do(tmp_path):
    engine = open_engine(Settings(f"sqlite:///{tmp_path / 'a.db'}", tmp_path))
    with pytest.raises(Unavailable, match="talent database upgrade"), reading(engine) as session:
        session.exec(select(RevisionCounter)).all()


def test_a_file_that_is_no_database_is_left_alone(tmp_path):
    path = tmp_path / "a.db"
    path.write_text("dit is een brief, geen database " * 40)
    engine = open_engine(Settings(f"sqlite:///{path}", tmp_path))
    with pytest.raises(Unavailable, match="geen goede database"), reading(engine) as session:
        session.exec(select(RevisionCounter)).all()
    assert path.read_text().startswith("dit is een brief")


@pytest.mark.parametrize(
    "address", ["mysql://host/db", "sqlite://", "talent.db", "", "postgresql://host:poort/db"]
)
def test_an_address_that_names_no_database_is_refused(address):
    with pytest.raises(Invalid, match="sqlite:///"):
        open_engine(Settings(address, Path()))


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_way_to_write_the_address_of_postgresql_is_understood(scheme):
    url = open_engine(Settings(f"{scheme}://demo@host/db", Path())).url
    assert url.render_as_string() == "postgresql+psycopg://demo@host/db"


def test_the_folder_of_a_new_database_is_made(tmp_path):
    path = tmp_path / "nog" / "niet" / "a.db"
    with open_engine(Settings(f"sqlite:///{path}", tmp_path)).connect() as connection:
        assert connection.execute(text("SELECT 1")).scalar_one() == 1
    assert path.is_file()


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "brief").write_text("x")
    with pytest.raises(Unavailable, match=r"De map .*brief voor de database kan niet"):
        open_engine(Settings(f"sqlite:///{tmp_path / 'brief' / 'a.db'}", tmp_path))


def test_a_folder_in_place_of_the_file_is_said_to_be_unwritable(tmp_path):
    engine = open_engine(Settings(f"sqlite:///{tmp_path}", tmp_path))
    with (
        pytest.raises(Unavailable, match="worden beschreven of geopend"),
        reading(engine) as session,
    ):
        session.exec(select(RevisionCounter)).all()


@pytest.mark.parametrize(
    "statement",
    ["DROP TABLE revision_counter", "ALTER TABLE revision_counter RENAME COLUMN value TO stand"],
)
def test_tables_of_another_version_say_what_to_do(engine, statement):
    with engine.begin() as connection:
        connection.execute(text(statement))
    with pytest.raises(Unavailable, match="talent database upgrade"), reading(engine) as session:
        latest_revision(session, Stream.CANDIDATES)


def test_who_waits_too_long_for_another_writer_is_told_and_may_try_again(settings):
    engine = open_engine(dataclasses.replace(settings, lock_seconds=0.2))
    with writing(engine) as first:
        next_revision(first, Stream.CANDIDATES)
        started = time.monotonic()
        with pytest.raises(Unavailable, match="bezet"), writing(engine) as second:
            next_revision(second, Stream.CANDIDATES)
        assert time.monotonic() - started < 3
    with writing(engine) as session:
        assert next_revision(session, Stream.CANDIDATES) == 2
    engine.dispose()


def test_rows_stay_readable_after_the_commit(engine):
    with writing(engine) as session:
        row = IscoGroup(code="1", label="x")
        session.add(row)
    assert (row.code, row.label) == ("1", "x")


def test_a_commit_that_fails_lets_the_next_writer_in(sqlite_file):
    engine = open_engine(Settings(f"sqlite:///{sqlite_file}", sqlite_file.parent, lock_seconds=0.1))
    with pytest.raises(Conflict), writing(engine) as session:
        session.execute(text("PRAGMA defer_foreign_keys=ON"))
        session.execute(text("INSERT INTO synonym (skill_id, text) VALUES (99, 'x')"))
    other = sqlite3.connect(sqlite_file, timeout=0.1)
    other.execute("UPDATE revision_counter SET value = 7")
    other.commit()
    other.close()
    with writing(engine) as session:
        assert session.execute(text("SELECT count(*) FROM synonym")).scalar_one() == 0
        assert next_revision(session, Stream.CANDIDATES) == 8


def test_a_connection_that_broke_is_let_go(engine):
    with engine.connect() as connection:
        connection.invalidate()
    with reading(engine) as session:
        assert latest_revision(session, Stream.CANDIDATES) == 0


def test_a_full_disk_is_named_and_leaves_nothing_behind(sqlite_file):
    engine = open_engine(Settings(f"sqlite:///{sqlite_file}", sqlite_file.parent))
    with pytest.raises(Unavailable, match="schijf is vol"), writing(engine) as session:
        session.execute(text("PRAGMA max_page_count=1"))
        session.add_all(IscoGroup(code=f"{n}", label="x" * 300) for n in range(9_000))
    with reading(engine) as session:
        assert session.exec(select(IscoGroup)).all() == []


def test_a_damaged_file_asks_for_a_backup(sqlite_file):
    content = sqlite_file.read_bytes()
    sqlite_file.write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))
    engine = open_engine(Settings(f"sqlite:///{sqlite_file}", sqlite_file.parent))
    with pytest.raises(Unavailable, match="Zet een reservekopie terug"), reading(engine) as session:
        session.exec(select(RevisionCounter)).all()


@pytest.mark.parametrize("size", [0, 1, 4_999, 5_000, 5_001, 10_001])
def test_ids_are_cut_into_statements_that_both_databases_take_and_none_is_lost(size):
    runs = list(batches(range(size)))
    assert [one for run in runs for one in run] == list(range(size))
    assert [len(run) for run in runs[:-1]] == [5_000] * (-(-size // 5_000) - 1)
    assert all(0 < len(run) <= 5_000 for run in runs)


@pytest.fixture
def sqlite_file(tmp_path, sqlite_template) -> Path:
    """A migrated SQLite file of this test alone."""
    return shutil.copy(sqlite_template, tmp_path / "a.db")


@pytest.fixture
def postgresql(make_postgresql, tmp_path) -> Iterator[Engine]:
    """An engine on a migrated PostgreSQL of this test alone."""
    opened = open_engine(Settings(make_postgresql(), tmp_path, lock_seconds=5))
    yield opened
    opened.dispose()


def test_a_connection_that_postgresql_closed_is_replaced_without_a_word(postgresql):
    with reading(postgresql) as session:
        held = session.execute(text("SELECT pg_backend_pid()")).scalar_one()
    other = create_engine(postgresql.url)
    with other.connect() as connection:
        connection.execute(text(f"SELECT pg_terminate_backend({held}, 5000)"))
    other.dispose()
    with reading(postgresql) as session:
        assert latest_revision(session, Stream.CANDIDATES) == 0


def test_two_who_wait_for_each_other_are_parted_and_one_goes_on(postgresql):
    met = threading.Barrier(2, timeout=20)

    def take(streams):
        try:
            with writing(postgresql) as session:
                next_revision(session, streams[0])
                met.wait()
                next_revision(session, streams[1])
        except Unavailable as refused:
            return str(refused)
        return "done"

    with ThreadPoolExecutor(2) as threads:
        said = list(threads.map(take, [tuple(Stream)[:2], tuple(Stream)[1::-1]]))
    busy = "De database is bezet. Probeer het zo nog eens. Er is niets bewaard."
    assert sorted(said) == [busy, "done"]


def test_when_every_connection_is_in_use_the_answer_is_busy_and_no_error(settings):
    engine = open_engine(settings)
    pool = engine.pool
    pool._timeout = 0.01
    held = [engine.raw_connection() for _ in range(pool.size() + pool._max_overflow)]
    with pytest.raises(Unavailable, match="De database is bezet"), reading(engine) as session:
        session.execute(text("SELECT 1"))
    for connection in held:
        connection.close()
    engine.dispose()


def test_postgresql_counts_days_in_utc_wherever_it_stands(postgresql):
    with postgresql.begin() as connection:
        name = connection.execute(text("SELECT current_database()")).scalar_one()
        connection.execute(text(f"ALTER DATABASE {name} SET timezone = 'Asia/Tokyo'"))
    postgresql.dispose()
    with reading(postgresql) as session:
        assert session.execute(text("SHOW timezone")).scalar_one() == "UTC"


def test_settings_come_from_the_environment_and_a_given_address_goes_first(tmp_path):
    environment = {"TOM_FOLDER": str(tmp_path), "TOM_DATABASE_URL": "sqlite:///x.db"}
    assert read_settings(environment).database_url == "sqlite:///x.db"
    given = read_settings(environment, database_url="sqlite:///y.db")
    assert given == Settings("sqlite:///y.db", tmp_path)


def test_without_settings_the_database_is_a_file_in_the_folder():
    assert read_settings({}) == Settings("sqlite:///.talent/talent.db", Path(".talent"), 10.0)
    own = {"TOM_FOLDER": "/srv/tom", "TOM_LOCK_SECONDS": "0.5", "TOM_DATABASE_URL": ""}
    assert read_settings(own) == Settings("sqlite:////srv/tom/talent.db", Path("/srv/tom"), 0.5)
    assert read_settings({"TOM_LOCK_SECONDS": "9999"}).lock_seconds == 9999


@pytest.mark.parametrize("text", ["abc", "-1", "nan", "1e9", "", "10000", "1.", ".5", " 1"])
def test_a_setting_that_is_no_number_is_refused(text):
    with pytest.raises(Invalid, match="Geef een aantal seconden"):
        read_settings({"TOM_LOCK_SECONDS": text})
