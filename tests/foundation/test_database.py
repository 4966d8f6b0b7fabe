"""Promises about transactions: a writer waits, a reader cannot write, a refusal is in Dutch."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import select

from foundation.database import guarded, open_engine, reading, writing
from foundation.errors import Conflict, Invalid, Unavailable
from foundation.revision import RevisionCounter, Stream, latest_revision, next_revision
from foundation.settings import Settings, read_settings
from skills.models import IscoGroup


def test_two_hundred_changes_at_once_all_get_their_own_revision(engine):
    def change(_: int) -> int:
        with writing(engine) as session:
            return next_revision(session, Stream.CANDIDATES)

    with ThreadPoolExecutor(8) as threads:
        numbers = list(threads.map(change, range(200)))
    assert sorted(numbers) == list(range(1, 201))
    with reading(engine) as session:
        assert latest_revision(session, Stream.CANDIDATES) == 200


def test_a_reading_transaction_refuses_to_write(engine):
    with pytest.raises(Unavailable, match="niets bewaard"), reading(engine) as session:
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


def test_an_address_that_names_no_database_is_refused():
    with pytest.raises(Invalid, match="sqlite:///"):
        open_engine(Settings("mysql://host/db", Path()))


def test_settings_come_from_the_environment_and_a_given_address_goes_first(tmp_path):
    environment = {"TOM_FOLDER": str(tmp_path), "TOM_DATABASE_URL": "sqlite:///x.db"}
    assert read_settings(environment).database_url == "sqlite:///x.db"
    given = read_settings(environment, database_url="sqlite:///y.db")
    assert given == Settings("sqlite:///y.db", tmp_path)


@pytest.mark.parametrize("text", ["abc", "-1", "nan", "1e9", ""])
def test_a_setting_that_is_no_number_is_refused(text):
    with pytest.raises(Invalid, match="Geef een aantal seconden"):
        read_settings({"TOM_LOCK_SECONDS": text})
