"""Work that goes on by itself: a queue in the database or beside it, and who works through it.

The queue only says *when*: what must be done stands in the tables, so a message that gets lost or
comes twice costs nothing. Every round is safe to do twice and in two processes at once.
"""

import contextlib
import json
import logging
import sqlite3
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Any

import psycopg
import structlog
from huey import Huey, PostgresHuey, SqliteHuey, crontab
from huey.consumer import Consumer
from huey.registry import Message
from huey.serializer import Serializer
from sqlalchemy import Engine, make_url

from accounts.mail import post_of
from api.rounds import MAIL, ROUNDS, Duty, Round
from foundation.clock import Clock, utc_now
from foundation.database import with_driver
from foundation.errors import TalentError, Unavailable
from foundation.settings import Settings

# Somebody waits for a mail: an idle worker looks again within a second.
LONGEST_NAP_SECONDS = 1.0
# Mails that were just written all leave with the first of these.
MOST_NUDGES = 3

log = structlog.get_logger("talent")


class Worker(StrEnum):
    """Who does the work that goes on by itself, as seen from the site."""

    NOBODY = "nobody"
    INSIDE = "inside"
    ELSEWHERE = "elsewhere"


class _OnlyNames(Serializer):  # type: ignore[misc]
    """Keeps of a task what it is called; pickle, the default, runs whatever somebody wrote."""

    def _serialize(self, data: Message) -> bytes:
        return json.dumps({"id": data.id, "name": data.name}).encode()

    def _deserialize(self, data: bytes) -> Message:
        told = json.loads(bytes(data))
        return Message(id=str(told["id"]), name=str(told["name"]))


def open_queue(settings: Settings) -> Huey:
    """Open the queue: in the same PostgreSQL, or in a file of its own beside SQLite.

    Raises:
        Unavailable: it cannot be opened.
    """
    url = make_url(with_driver(settings.database_url))
    given: dict[str, Any] = {"results": False, "serializer": _OnlyNames()}
    try:
        if url.get_backend_name() == "postgresql":
            dsn = url.set(drivername="postgresql").render_as_string(hide_password=False)
            return PostgresHuey("talent", dsn=dsn, table_prefix="queue", connect_timeout=5, **given)
        settings.folder.mkdir(parents=True, exist_ok=True)
        file = settings.folder / f"{Path(url.database or 'talent').stem}-queue.db"
        return SqliteHuey("talent", filename=str(file), **given)
    except (OSError, sqlite3.Error, psycopg.Error) as error:
        raise Unavailable(
            "De wachtrij voor het werk dat vanzelf gaat, kan niet open. Controleer de database."
        ) from error


class _Crew(Consumer):  # type: ignore[misc]
    """One thread that keeps the time and one that works, in a process that listens itself."""

    def _set_signal_handlers(self) -> None:
        """Leave the signals to the server or the command."""


class Background:
    """The rounds of one installation; they are walked between `start` and `stop`."""

    def __init__(self, settings: Settings, engine: Engine, clock: Clock = utc_now) -> None:
        """Open the queue.

        Raises:
            Unavailable: it cannot be opened.
        """
        self._queue = open_queue(settings)
        self._crew: _Crew | None = None
        duty = Duty(settings, engine, clock, post_of(settings), self._is_stopping)
        self._tasks = {one.name: self._task(one, duty) for one in ROUNDS}
        self._queue.on_shutdown("close")(self._queue.storage.close)

    def _task(self, one: Round, duty: Duty) -> Callable[[], object]:
        def walk() -> None:
            try:
                one.walk(duty)
            except TalentError as error:  # the next time comes by itself
                log.warning("round", name=one.name, done=False, error=type(error).__name__)

        when = crontab(minute=one.minute, hour=one.hour, strict=True)
        task: Callable[[], object] = self._queue.periodic_task(when, name=one.name)(walk)
        return task

    def _is_stopping(self) -> bool:
        return self._crew is not None and self._crew.stop_flag.is_set()

    def nudge(self) -> None:
        """Let the mails leave now, whoever works; without anybody they wait for the next minute."""
        try:
            if self._queue.storage.queue_size() < MOST_NUDGES:
                self._tasks[MAIL]()
        except (sqlite3.Error, psycopg.Error) as error:
            log.warning("nudge", done=False, error=type(error).__name__)

    def start(self) -> None:
        """Begin, with every round once: what should have been done while nobody worked."""
        _tell_briefly()
        self._crew = _Crew(self._queue, max_delay=LONGEST_NAP_SECONDS, scheduler_interval=30)
        self._crew.start()
        with contextlib.suppress(sqlite3.Error, psycopg.Error):  # then they come at their time
            # The mails twice: a nudge that comes meanwhile finds the queue full and adds nothing.
            for task in (*self._tasks.values(), self._tasks[MAIL]):
                task()

    def stop(self) -> None:
        """Finish what is in hand and stop; may be called twice."""
        if self._crew is not None:
            self._crew.stop(graceful=True)
        self._queue.storage.close()


class _Brief(logging.Handler):
    """Writes what the queue says as a line of ours: never the values, for those can name people."""

    def emit(self, record: logging.LogRecord) -> None:
        kind = record.exc_info[0] if record.exc_info else None
        place = _place(record) if record.exc_info else ""
        log.warning("queue", what=str(record.msg), error=kind.__name__ if kind else "", place=place)


def _place(record: logging.LogRecord) -> str:
    """Tell where in the source it went wrong."""
    trace = record.exc_info[2] if record.exc_info else None
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return "" if trace is None else f"{trace.tb_frame.f_globals.get('__name__')}:{trace.tb_lineno}"


def _tell_briefly() -> None:
    theirs = logging.getLogger("huey")
    if not any(isinstance(one, _Brief) for one in theirs.handlers):
        theirs.addHandler(_Brief(logging.WARNING))
        theirs.propagate = False
