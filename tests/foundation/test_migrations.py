"""Promises about the history of the tables."""

from alembic import command
from sqlalchemy import Engine, inspect, text
from sqlmodel import SQLModel

from foundation.migrate import downgrade, is_current, migration_config, upgrade


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


def test_going_up_twice_changes_nothing(engine):
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO isco_group (code, label) VALUES ('8', 'Bedieners')"))
    upgrade(engine)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT label FROM isco_group")).scalars().all() == [
            "Bedieners"
        ]
    assert is_current(engine)


def test_the_migrations_lag_behind_no_model(engine):
    with engine.begin() as connection:
        command.check(migration_config(connection))
