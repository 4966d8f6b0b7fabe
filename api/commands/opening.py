"""What every command shares: which database, how to answer, how to show progress."""

import json
import os
import re
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from typing import Annotated, Any, Self

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn
from sqlalchemy import Engine

from foundation.database import open_engine
from foundation.errors import Invalid, Unavailable
from foundation.migrate import Standing, standing, upgrade
from foundation.settings import Settings, read_settings

Database = Annotated[
    str | None,
    typer.Option(
        "--database", metavar="URL", help="De database: sqlite:///bestand of postgresql://…"
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Antwoord in JSON, voor programma's.")]

NUMBERED = {"K": "kandidaat", "V": "vacature"}

# A pipe has no width of its own; tables stay readable at this one.
PLAIN_WIDTH = 110


def _width() -> int | None:
    """Leave the width to a terminal, and to whoever sets COLUMNS."""
    return None if sys.stdout.isatty() or "COLUMNS" in os.environ else PLAIN_WIDTH


# What people typed is text and never markup: a title with [/b] in it must not stop a table.
console = Console(width=_width(), markup=False, emoji=False, highlight=False)
errors = Console(stderr=True, markup=False, emoji=False, highlight=False)


@dataclass(frozen=True, slots=True)
class Opened:
    """An open database with the settings it came from."""

    settings: Settings
    engine: Engine


@contextmanager
def opened(database: str | None) -> Iterator[Opened]:
    """Open the database; an empty one is set up, an older one is left alone.

    Raises:
        Unavailable: it cannot be opened, or was made by another version.
    """
    settings = read_settings(database_url=database)
    engine = open_engine(settings)
    try:
        _ready(engine)
        yield Opened(settings, engine)
    finally:
        engine.dispose()


def _ready(engine: Engine) -> None:
    found = standing(engine)
    if found is Standing.OLDER:
        raise Unavailable(
            "Deze database is van een oudere versie. Draai eerst: talent database upgrade"
        )
    if found is not Standing.CURRENT:
        upgrade(engine)


def answer(value: Any) -> None:
    """Print an answer as JSON: one line feed at the end, letters as they are."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def number_of(text: str, letter: str) -> int:
    """Read the number of a candidate (K-204) or a vacancy (V-12), with or without its letter.

    Raises:
        Invalid: it is no such number.
    """
    found = re.fullmatch(rf"(?:{letter}-?)?(\d{{1,9}})", text.strip().upper(), re.ASCII)
    if found is None:
        raise Invalid(
            f"“{text[:40]}” is geen nummer van een {NUMBERED[letter]}. "
            f"Geef een nummer zoals {letter}-12."
        )
    return int(found[1])


def waiting(sentence: str) -> AbstractContextManager[object]:
    """Show on a terminal that something is going on which has no steps to count."""
    return errors.status(sentence) if errors.is_terminal else nullcontext()


class Bars:
    """Progress bars on a terminal, and silence elsewhere; one bar per stage."""

    def __init__(self) -> None:
        self._bars = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            console=errors,
            disable=not errors.is_terminal,
            transient=True,
        )
        self._tasks: dict[str, TaskID] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._tasks:
            self._bars.stop()

    def show(self, stage: str, done: int, total: int) -> None:
        """Move the bar of a stage."""
        if stage not in self._tasks:
            self._bars.start()  # not earlier: without a stage there is nothing to show
            self._tasks[stage] = self._bars.add_task(stage, total=total)
        self._bars.update(self._tasks[stage], completed=done, total=total)
