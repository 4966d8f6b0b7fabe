"""Brings the tables to the newest version, or back, with Alembic."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from foundation.database import for_reading
from foundation.errors import Unavailable

SCRIPTS = Path(__file__).resolve().parent.parent / "migrations"


def migration_config(connection: Connection | None = None) -> Config:
    """Build the Alembic configuration for a connection."""
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def upgrade(engine: Engine, target: str = "head") -> None:
    """Bring an empty or older database to `target`; doing it twice changes nothing.

    Raises:
        Unavailable: the database cannot be opened or written.
    """
    try:
        with engine.begin() as connection:
            command.upgrade(migration_config(connection), target)
    except DBAPIError as error:
        raise Unavailable(
            "De database kan niet worden ingericht. Controleer het adres en de rechten."
        ) from error


def downgrade(engine: Engine, target: str = "base") -> None:
    """Take the database back to an older version; what newer tables held is lost."""
    with engine.begin() as connection:
        command.downgrade(migration_config(connection), target)


def is_current(engine: Engine) -> bool:
    """Tell whether the database stands at the newest version."""
    newest = ScriptDirectory.from_config(migration_config()).get_current_head()
    with for_reading(engine).connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() == newest
