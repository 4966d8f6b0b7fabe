"""Opening the database, and the two kinds of transaction: one that reads and one that writes.

On SQLite a writing transaction starts with BEGIN IMMEDIATE: with a plain BEGIN 742 of 800
concurrent updates failed as "locked" despite a ten-second timeout. WAL with synchronous=FULL is
what survives a power cut (docs/decisions/0003).
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlmodel import Session

from foundation.errors import Conflict, Invalid, Unavailable
from foundation.settings import Settings

_WRITES = "talent_writes"

# Ids bound in one statement: SQLite takes 32,766 parameters, PostgreSQL 65,535.
MOST_IDS = 5_000


def open_engine(settings: Settings) -> Engine:
    """Open an engine for SQLite or PostgreSQL; parameters never reach a log or an error.

    Raises:
        Invalid: the URL names no database we know.
    """
    try:
        url = make_url(with_driver(settings.database_url))
    except ValueError as error:
        raise _no_address() from error
    if url.get_backend_name() == "postgresql":
        return create_engine(
            url,
            hide_parameters=True,
            pool_pre_ping=True,
            **_waiting_line(settings),
            connect_args={
                "connect_timeout": max(2, int(settings.lock_seconds)),
                "options": f"-c lock_timeout={int(settings.lock_seconds * 1000)} -c timezone=UTC",
            },
        )
    is_file = bool(url.database) and not str(url.database).startswith((":memory:", "file:"))
    if is_file:
        _make_folder(Path(str(url.database)).parent)
    engine = create_engine(
        url,
        hide_parameters=True,
        connect_args={"timeout": settings.lock_seconds},
        **(_waiting_line(settings) if is_file else {}),
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    event.listen(engine, "checkin", _let_go_sqlite)
    return engine


def _waiting_line(settings: Settings) -> dict[str, Any]:
    """Say how many connections there may be, and how long a request waits for one.

    A request takes at most two at a time and forty run at once, most of them for milliseconds.
    """
    return {"pool_size": 15, "max_overflow": 25, "pool_timeout": settings.lock_seconds}


def with_driver(url: str) -> str:
    """Name the driver we use; people write plain `postgresql://`.

    Raises:
        Invalid: the URL names no database we know.
    """
    for scheme in ("postgresql://", "postgres://"):
        if url.startswith(scheme):
            return "postgresql+psycopg://" + url.removeprefix(scheme)
    if url.startswith(("sqlite:///", "postgresql+psycopg://")):
        return url
    raise _no_address()


def _no_address() -> Invalid:
    return Invalid(
        "Dit is geen adres van een database. Gebruik sqlite:///bestand of postgresql://…"
    )


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Unavailable(
            f"De map {folder} voor de database kan niet worden gemaakt. Kies een andere plek."
        ) from error


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # The driver's own BEGIN comes too late and is never IMMEDIATE: we start transactions ourselves.
    connection.isolation_level = None
    cursor = connection.cursor()
    # What is erased is written over with zeros: an erased person leaves no trace in the file.
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    reads = connection.get_execution_options().get(_WRITES) is False
    connection.exec_driver_sql(f"PRAGMA query_only={'ON' if reads else 'OFF'}")
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


def _let_go_sqlite(connection: Any, _record: object) -> None:
    # A commit that fails (a deferred check, a full disk) leaves its transaction open: without this
    # the connection would go back to the pool with the write lock.
    if connection is not None and connection.in_transaction:
        connection.rollback()


def for_reading(engine: Engine) -> Engine:
    """Give the engine for transactions that see one moment of the database and cannot write."""
    options: dict[str, object] = {_WRITES: False}
    if engine.dialect.name == "postgresql":
        options |= {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    return engine.execution_options(**options)


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """Open a transaction that sees one moment of the database and cannot write.

    Raises:
        Unavailable: the database is locked, away, damaged or not set up.
    """
    with refusals_in_dutch(), Session(for_reading(engine)) as session:
        yield session


@contextmanager
def writing(engine: Engine) -> Iterator[Session]:
    """Open the transaction of one request: committed at the end, rolled back on any error.

    Rows stay readable after the commit. No service commits by itself.

    Raises:
        Conflict: a unique index or other guard refused the change.
        Unavailable: the database is locked, read-only, full, away or not set up.
    """
    with (
        refusals_in_dutch(),
        Session(engine.execution_options(**{_WRITES: True}), expire_on_commit=False) as session,
    ):
        event.listen(session, "after_rollback", _forget)
        yield session
        session.commit()


def _forget(session: Any) -> None:
    """Forget what a transaction remembers of itself when all of it is undone."""
    session.info.clear()


def batches(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    """Cut ids into runs of at most `MOST_IDS`, for one statement each; the order stays."""
    for start in range(0, len(ids), MOST_IDS):
        yield ids[start : start + MOST_IDS]


@contextmanager
def guarded(session: Session, refusal: Conflict) -> Iterator[None]:
    """Flush what the block adds and raise `refusal` when a unique index says no.

    The guard is the index, not a look before the insert (docs/decisions/0003).
    """
    try:
        yield
        session.flush()
    except IntegrityError as error:
        raise refusal from error


@contextmanager
def refusals_in_dutch() -> Iterator[None]:
    """Turn what a database refuses into Conflict or Unavailable, in Dutch."""
    try:
        yield
    except IntegrityError as error:
        raise Conflict(
            "Dit botst met wat er al staat, of verwijst naar iets wat er niet is. "
            "Er is niets bewaard."
        ) from error
    except PoolTimeout as error:  # every connection is in use: no error of the database itself
        raise Unavailable(_why_unavailable("locked")) from error
    except DBAPIError as error:
        raise Unavailable(_why_unavailable(str(error.orig))) from error


_REASONS = (
    (("locked", "lock timeout", "deadlock"), "De database is bezet. Probeer het zo nog eens."),
    (
        ('database "', 'role "', "password authentication failed", "no password supplied"),
        "De naam van de database, de gebruiker of het wachtwoord klopt niet. Controleer het adres.",
    ),
    (
        ("readonly", "read-only", "unable to open", "permission denied"),
        "De database kan niet worden beschreven of geopend. Controleer de rechten op het bestand.",
    ),
    (
        ("not a database", "malformed"),
        "Dit bestand is geen goede database. Zet een reservekopie terug.",
    ),
    (
        ("disk is full", "disk full", "no space", "disk i/o error"),
        "De schijf is vol. Maak ruimte en probeer opnieuw.",
    ),
    (
        ("no such table", "does not exist", "no such column"),
        "De database is nog niet ingericht of verouderd. Draai eerst “talent database upgrade”.",
    ),
)


def _why_unavailable(text: str) -> str:
    lowered = text.lower()
    for words, message in _REASONS:
        if any(word in lowered for word in words):
            return f"{message} Er is niets bewaard."
    return "De database is niet bereikbaar. Probeer het zo nog eens. Er is niets bewaard."
