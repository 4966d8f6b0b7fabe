"""Brings the tables to the newest version, or back, with Alembic."""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect

from foundation.database import reading, refusals_in_dutch
from foundation.errors import Unavailable

SCRIPTS = Path(__file__).resolve().parent.parent / "migrations"


def migration_config(connection: Connection | None = None) -> Config:
    """Build the Alembic configuration for a connection."""
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


class Standing(StrEnum):
    """How the tables of a database stand against this version of the product."""

    EMPTY = "empty"
    OLDER = "older"
    CURRENT = "current"
    NEWER = "newer"
    FOREIGN = "foreign"


def standing(engine: Engine) -> Standing:
    """Tell how a database stands; looking never waits for somebody who writes.

    Raises:
        Unavailable: the database cannot be opened.
    """
    scripts = ScriptDirectory.from_config(migration_config())
    with reading(engine) as session:
        connection = session.connection()
        found = MigrationContext.configure(connection).get_current_revision()
        tables = inspect(connection).get_table_names()
    if found is None:
        return Standing.FOREIGN if set(tables) - {"alembic_version"} else Standing.EMPTY
    if found == scripts.get_current_head():
        return Standing.CURRENT
    known = {script.revision for script in scripts.walk_revisions()}
    return Standing.OLDER if found in known else Standing.NEWER


_REFUSED = {
    Standing.NEWER: "Deze database is van een nieuwere versie. Werk eerst het programma bij.",
    Standing.FOREIGN: "Deze database is van een ander programma. Kies een andere, met --database.",
}


def upgrade(engine: Engine, target: str = "head") -> None:
    """Bring an empty or older database to `target`; doing it twice changes nothing.

    Raises:
        Unavailable: the database cannot be opened or written, is newer, or is not ours.
    """
    refusal = _REFUSED.get(standing(engine))
    if refusal is not None:
        raise Unavailable(refusal)
    with refusals_in_dutch(), _changing_tables(engine) as connection:
        command.upgrade(migration_config(connection), target)


def downgrade(engine: Engine, target: str = "base") -> None:
    """Take the database back to an older version; what newer tables held is lost."""
    with refusals_in_dutch(), _changing_tables(engine) as connection:
        command.downgrade(migration_config(connection), target)


@contextmanager
def _changing_tables(engine: Engine) -> Iterator[Connection]:
    """Open the one transaction of a change of tables.

    SQLite changes a table by copying it and dropping the old one, and dropping a table deletes what
    refers to it. So references are off while tables change, and are checked before the commit
    (https://sqlite.org/lang_altertable.html, section 7).
    """
    if engine.dialect.name != "sqlite":
        with engine.begin() as connection:
            yield connection
        return
    with engine.connect() as connection:
        _references(connection, on=False)
        try:
            with connection.begin():
                yield connection
                if broken := connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                    raise RuntimeError(f"the change of tables breaks a reference: {broken}")
        finally:
            _references(connection, on=True)


def _references(connection: Connection, *, on: bool) -> None:
    # Not through SQLAlchemy, which would open the transaction in which this does nothing.
    driver = connection.connection.dbapi_connection
    if driver is not None:
        driver.cursor().execute(f"PRAGMA foreign_keys={'ON' if on else 'OFF'}")
