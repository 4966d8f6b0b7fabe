"""Promises about the history of the tables."""

import dataclasses
import shutil

import pytest
from alembic import command
from sqlalchemy import Engine, inspect, text
from sqlmodel import SQLModel

from foundation.database import open_engine, writing
from foundation.errors import Unavailable
from foundation.migrate import Standing, downgrade, migration_config, standing, upgrade
from foundation.revision import Stream, next_revision
from foundation.settings import Settings


def tables(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names()) - {"alembic_version"}


def test_the_newest_version_has_exactly_the_tables_of_the_code(engine):
    assert tables(engine) == set(SQLModel.metadata.tables)


def test_going_up_down_and_up_again_works_on_a_filled_database(engine):
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO isco_group (code, label) VALUES ('8', 'Bedieners')"))
    downgrade(engine)
    assert tables(engine) == set()
    upgrade(engine)
    assert tables(engine) == set(SQLModel.metadata.tables)


FILLED = (
    "INSERT INTO taxonomy VALUES (1, 'test', '1', 'x', '2026-09-01 09:00:00+00:00', true)",
    "INSERT INTO skill VALUES (1, 'u:1', 'lassen', 'vaardigheid', '', 'nl', 1, false)",
    "INSERT INTO account VALUES (1, 'loopbaancoach', 'Demo Dotter', 'd@talent.example')",
    (
        "INSERT INTO candidate VALUES (1, 'Demo', 'active', NULL, '', 1, "
        "'2026-09-01 09:00:00+00:00', '2026-09-01 09:00:00+00:00')"
    ),
    "INSERT INTO candidate_skill VALUES (1, 1, 1, 3, 'claimed', '')",
)


def test_a_step_up_and_down_keeps_what_people_wrote(engine):
    downgrade(engine, "0001")
    with engine.begin() as connection:
        for statement in FILLED:
            connection.execute(text(statement))
    upgrade(engine)
    downgrade(engine, "0001")
    upgrade(engine)
    with engine.connect() as connection:
        told = connection.execute(text("SELECT candidate_id, level FROM candidate_skill"))
        assert told.all() == [(1, 3)]
        assert connection.execute(text("SELECT name FROM account")).all() == [("Demo Dotter",)]


def test_going_up_twice_changes_nothing(engine):
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO isco_group (code, label) VALUES ('8', 'Bedieners')"))
    upgrade(engine)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT label FROM isco_group")).scalars().all() == [
            "Bedieners"
        ]
    assert standing(engine) is Standing.CURRENT


def test_the_migrations_lag_behind_no_model(engine):
    with engine.begin() as connection:
        command.check(migration_config(connection))


def test_a_database_without_tables_is_empty_and_one_at_base_too(engine):
    downgrade(engine)
    assert standing(engine) is Standing.EMPTY


@pytest.mark.parametrize(
    ("statement", "found", "sentence"),
    [
        ("UPDATE alembic_version SET version_num = '9999'", Standing.NEWER, "nieuwere versie"),
        ("DELETE FROM alembic_version", Standing.FOREIGN, "ander programma"),
    ],
)
def test_a_newer_or_foreign_database_is_left_alone(engine, statement, found, sentence):
    with engine.begin() as connection:
        connection.execute(text(statement))
    assert standing(engine) is found
    with pytest.raises(Unavailable, match=sentence):
        upgrade(engine)


def test_looking_how_a_database_stands_never_waits_for_somebody_who_writes(settings):
    impatient = open_engine(dataclasses.replace(settings, lock_seconds=0.2))
    with writing(impatient) as session:
        next_revision(session, Stream.CANDIDATES)
        assert standing(impatient) is Standing.CURRENT
        with pytest.raises(Unavailable, match="De database is bezet"):
            downgrade(impatient)
    assert standing(impatient) is Standing.CURRENT
    impatient.dispose()


def test_who_upgrades_while_somebody_writes_is_told_to_try_again(sqlite_template, tmp_path):
    path = shutil.copy(sqlite_template, tmp_path / "a.db")
    impatient = open_engine(Settings(f"sqlite:///{path}", tmp_path, lock_seconds=0.2))
    with writing(impatient) as session:
        next_revision(session, Stream.CANDIDATES)
        with pytest.raises(Unavailable, match="De database is bezet"):
            upgrade(impatient)
    upgrade(impatient)
    assert standing(impatient) is Standing.CURRENT
