"""One PostgreSQL database lent to test after test, and emptied in between.

Copying a database takes 30 milliseconds on a quiet machine and ten times that on a busy one, and a
new connection first reads all of the catalogue. Emptying takes 5. A test that changed more than
rows (a table, a trigger, a setting) is the last to get that database: the next gets a new one.
"""

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from foundation.database import open_engine
from foundation.settings import Settings

LOCK_SECONDS = 5.0
MOST_TESTS = 200  # deleted rows stay in the files until somebody sweeps, and here nobody does
MOST_GROWTH = 8_000_000

_TABLES = """
SELECT tablename FROM pg_tables
WHERE schemaname = 'public' ORDER BY tablename"""
_SEQUENCES = """
SELECT format('setval(%L, %s, %L)', format('%I.%I', schemaname, sequencename),
              coalesce(last_value, start_value), last_value IS NOT NULL)
FROM pg_sequences WHERE schemaname = 'public'"""

# Whoever changes a row of the catalogue leaves a row of another transaction.
_CATALOGUE = {
    "pg_class": "oid",
    "pg_constraint": "oid",
    "pg_index": "indexrelid",
    "pg_proc": "oid",
    "pg_trigger": "oid",
    "pg_attribute": "attrelid",
}
_FIRST_OWN = 16_384  # what a new PostgreSQL comes with has lower numbers
_MARK = " UNION ALL ".join(
    [
        *(
            f"SELECT '{name}', count(*), sum(xmin::text::bigint) FROM {name}"  # noqa: S608 - our own
            f" WHERE {key} >= {_FIRST_OWN}"
            for name, key in _CATALOGUE.items()
        ),
        """SELECT 'settings', count(*), 0 FROM pg_db_role_setting
        WHERE setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database())""",
    ]
)
_SIZE = "SELECT pg_database_size(current_database())"


class _Loan:
    """One database, with what is needed to make it as it was."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = open_engine(Settings(url, Path(), lock_seconds=LOCK_SECONDS))
        self._tests = 0
        with self.engine.begin() as connection:
            self._script = _emptying(connection)
            self._mark = connection.execute(text(_MARK)).all()
            self._size = connection.execute(text(_SIZE)).scalar_one()

    def is_empty_again(self) -> bool:
        """Empty the database; tell whether the next test may have it."""
        self._tests += 1
        if self._tests == MOST_TESTS or self.engine.pool.checkedout():  # type: ignore[attr-defined]
            return False
        try:
            with self.engine.begin() as connection:
                grown = connection.execute(text(_SIZE)).scalar_one() - self._size
                changed = connection.execute(text(_MARK)).all() != self._mark
                if changed or grown > MOST_GROWTH:
                    return False
                connection.exec_driver_sql(self._script)
        except DBAPIError:  # somebody holds a lock, or the test took something away
            return False
        return True


class Lender:
    """Lends an empty, migrated database to one test at a time."""

    def __init__(self, make: Callable[[], str]) -> None:
        self._make = make
        self._loan: _Loan | None = None

    def lend(self) -> str:
        """Give the address of an empty database."""
        self._loan = self._loan or _Loan(self._make())
        return self._loan.url

    def engine(self, settings: Settings) -> Engine | None:
        """Give an engine of a test's own on warm connections, when it asks what was lent.

        What a test listens to on its engine, it hears alone.
        """
        loan = self._loan
        if loan and (settings.database_url, settings.lock_seconds) == (loan.url, LOCK_SECONDS):
            return loan.engine.execution_options()
        return None

    def take_back(self) -> None:
        """Empty what was lent."""
        if self._loan and not self._loan.is_empty_again():
            self.close()

    def close(self) -> None:
        """Let go of the database; the next to borrow gets a new one."""
        if self._loan:
            self._loan.engine.dispose()
        self._loan = None


def _emptying(connection: Connection) -> str:
    """Write the statements that bring a database back to the rows and numbers it has now."""
    tables = connection.execute(text(_TABLES)).scalars().all()
    # As a replica no trigger looks on: the trail may be emptied, and no order is asked of tables.
    lines = ["SET LOCAL lock_timeout = '2s'", "SET LOCAL session_replication_role = replica"]
    for table in tables:
        lines.append(f'DELETE FROM "{table}"')  # noqa: S608 - a table of our own
        told = connection.exec_driver_sql(
            f'SELECT quote_literal(json_agg(t)::text) FROM "{table}" t'  # noqa: S608
        ).scalar_one()
        if told is not None:
            rows = f'json_populate_recordset(NULL::"{table}", {told})'
            lines.append(f'INSERT INTO "{table}" SELECT * FROM {rows}')  # noqa: S608
    numbers = connection.exec_driver_sql(_SEQUENCES.replace("%", "%%")).scalars().all()
    return "; ".join([*lines, "SELECT " + ", ".join(numbers)])
