"""Writes many rows at once: replaces whole tables, and brings concepts up to date by their URI."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

from sqlalchemy import Table, bindparam, delete, insert, select, update
from sqlmodel import Session, SQLModel

# Rows per statement: small enough for a bar that moves, large enough to cost nothing.
BATCH = 5_000

Values = dict[str, Any]


class Stage(StrEnum):
    """What is being written, in the word that a person reads beside the bar."""

    SKILLS = "vaardigheden"
    SYNONYMS = "synoniemen"
    GROUPS = "groepen"
    MEMBERSHIPS = "vaardigheden per groep"
    RELATIONS = "relaties tussen vaardigheden"
    OCCUPATIONS = "beroepen"
    OCCUPATION_SYNONYMS = "andere namen van beroepen"
    ASKS = "vaardigheden per beroep"
    ISCO = "ISCO-groepen"
    SECTORS = "sectoren"
    COURSES = "cursussen"
    TEACHES = "vaardigheden per cursus"


class Progress(Protocol):
    """Hears how far a stage is; `done` rises from 0 to `total`, both in rows."""

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Draw it, or not."""


def silent(stage: str, done: int, total: int) -> None:
    """Hear the progress and show nothing."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many rows of one kind the taxonomy holds, and what loading it changed."""

    stage: Stage
    total: int
    added: int = 0
    altered: int = 0
    retired: int = 0


def table_of(model: type[SQLModel]) -> Table:
    """Give the table behind a model: bulk work goes past the objects."""
    table: Table = model.__table__  # type: ignore[attr-defined]  # SQLModel adds it at run time
    return table


def ids_by_uri(session: Session, model: type[SQLModel]) -> dict[str, int]:
    """Look up the id of every URI in a table, retired ones included."""
    table = table_of(model)
    return {row.uri: row.id for row in session.execute(select(table.c.uri, table.c.id))}


@dataclass(slots=True)
class Writer:
    """Writes stage after stage in the caller's transaction and keeps a tally of each."""

    session: Session
    progress: Progress
    tallies: list[Tally] = field(default_factory=list)

    def replace(self, stage: Stage, model: type[SQLModel], rows: Sequence[Values]) -> None:
        """Empty a table and fill it again; for tables that no other room points to."""
        table = table_of(model)
        self.session.execute(delete(table))
        self._insert(stage, table, rows)
        self.tallies.append(Tally(stage, len(rows)))

    def bring_up_to_date(
        self, stage: Stage, model: type[SQLModel], rows: Sequence[Values], same: Values
    ) -> dict[str, int]:
        """Insert or update rows by their `uri` and retire what is absent; ids stay.

        `rows` holds one per URI, all with the same columns; `same` the columns that are equal for
        every row, where a difference is no change. Gives the id of each URI, retired ones included.
        """
        table = table_of(model)
        there = self._there(table)
        wanted = {row["uri"] for row in rows}
        fresh = [{**row, **same, "retired": False} for row in rows if row["uri"] not in there]
        altered = [
            {**row, "row_id": there[row["uri"]]["id"], "retired": False}
            for row in rows
            if row["uri"] in there and _differs(row, there[row["uri"]])
        ]
        lost = [
            {"row_id": row["id"], "retired": True}
            for uri, row in there.items()
            if uri not in wanted and not row["retired"]
        ]
        self._insert(stage, table, fresh)
        self.update(model, altered)
        self.update(model, lost)
        if same:
            self.session.execute(update(table).where(~table.c.retired).values(same))
        self.tallies.append(Tally(stage, len(rows), len(fresh), len(altered), len(lost)))
        return ids_by_uri(self.session, model)

    def _there(self, table: Table) -> dict[str, Mapping[str, Any]]:
        return {row["uri"]: dict(row) for row in self.session.execute(select(table)).mappings()}

    def _insert(self, stage: Stage, table: Table, rows: Sequence[Values]) -> None:
        self.progress(stage, 0, len(rows))
        for start in range(0, len(rows), BATCH):
            batch = rows[start : start + BATCH]
            self.session.execute(insert(table), batch)
            self.progress(stage, start + len(batch), len(rows))

    def update(self, model: type[SQLModel], rows: Sequence[Values]) -> None:
        """Update rows by their `row_id`; all rows have the same columns."""
        if not rows:
            return
        table = table_of(model)
        names = [name for name in rows[0] if name not in ("row_id", "uri")]
        new_values: Values = {name: bindparam(f"new_{name}") for name in names}
        statement = update(table).where(table.c.id == bindparam("row_id")).values(new_values)
        bound = [
            {"row_id": row["row_id"], **{f"new_{name}": row[name] for name in names}}
            for row in rows
        ]
        self.session.execute(statement, bound)


def _differs(row: Values, old: Mapping[str, Any]) -> bool:
    return bool(old["retired"]) or any(old[name] != value for name, value in row.items())
