"""Which tables hang on a candidate: read off the database, so that a new table is never missed."""

from collections.abc import Collection

from sqlalchemy import column, delete, inspect, table
from sqlmodel import Session, SQLModel


def remove_rows_of(session: Session, *, candidate_id: int, stays: Collection[str]) -> None:
    """Remove every row that refers to a candidate, except in the tables that `stays` names.

    What refers to those rows in turn goes with them where its foreign key cascades, and stops the
    erasing where it does not: then nothing is removed at all.
    """
    session.flush()
    for name, columns in sorted(_references(session, "candidate").items()):
        if name in stays:
            continue
        for referring in columns:
            rows = table(name, column(referring))
            session.execute(delete(rows).where(rows.c[referring] == candidate_id))
            _forget(session, name, referring, candidate_id)


def _forget(session: Session, name: str, referring: str, candidate_id: int) -> None:
    """Let the session forget the rows it had read; the others stay readable after the commit."""
    for row in list(session.identity_map.values()):
        if (
            isinstance(row, SQLModel)
            and row.__tablename__ == name
            and getattr(row, referring) == candidate_id
        ):
            session.expunge(row)


def _references(session: Session, target: str) -> dict[str, set[str]]:
    """List the columns that refer to a table, by the name of their own table."""
    found: dict[str, set[str]] = {}
    keys = inspect(session.connection()).get_multi_foreign_keys()
    for (_, name), references in keys.items():
        for reference in references:
            if reference["referred_table"] == target:
                found.setdefault(name, set()).update(reference["constrained_columns"])
    return found
