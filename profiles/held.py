"""Everything that is held about one person, read off the tables so that none is ever forgotten."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Column, ColumnElement, MetaData, Table, or_, select
from sqlmodel import Session, SQLModel

from accounts.models import Account
from profiles.held_words import COLUMNS, LEFT_OUT, TABLES

Value = str | int | float | bool | None | list[str]

# What has no foreign key and is about a person all the same: the column that says so.
_BY_NUMBER = {"audit_entry": "candidate_id"}
_BY_ADDRESS = {"campaign_invite": "email", "login_code": "email"}
# A number says nothing to a person: the name of what it refers to stands there instead.
_CALLED = {
    "skill": "label",
    "occupation": "label",
    "account": "name",
    "employer": "trade_name",
    "vacancy": "title",
    "course": "name",
    "partner": "name",
    "region": "name",
    "campaign": "name",
}


@dataclass(frozen=True, slots=True)
class HeldColumn:
    """A column by its name, and what it is called for a person."""

    name: str
    label: str


@dataclass(frozen=True, slots=True)
class HeldTable:
    """The rows about a person in one table, as plain values in the order of the columns."""

    name: str
    title: str
    columns: tuple[HeldColumn, ...]
    rows: tuple[tuple[Value, ...], ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A column whose content is not shown, and why."""

    table: str
    column: str
    reason: str


@dataclass(frozen=True, slots=True)
class Held:
    """All that is held about a person: the tables with a row, and what of them is not shown."""

    tables: tuple[HeldTable, ...]
    left_out: tuple[LeftOut, ...]


def held_about(session: Session, *, candidate_id: int | None, account_id: int | None) -> Held:
    """Read everything about a candidate, about an account, or about both as one person.

    A table that refers to candidates is read by candidate alone: what a coach did with a candidate
    is held about the candidate.
    """
    tables: list[HeldTable] = []
    left_out: list[LeftOut] = []
    numbers = {"account": account_id, "candidate": candidate_id}
    for table, condition in _conditions(session, numbers):
        shown = [column for column in table.columns if column.name not in LEFT_OUT]
        rows = session.execute(select(*shown).where(condition).order_by(*table.primary_key)).all()
        if not rows:
            continue
        columns = tuple(HeldColumn(one.name, COLUMNS.get(one.name, one.name)) for one in shown)
        values = _readable(session, shown, rows)
        tables.append(HeldTable(table.name, TABLES.get(table.name, table.name), columns, values))
        left_out += [
            LeftOut(table.name, column.name, LEFT_OUT[column.name])
            for column in table.columns
            if column.name in LEFT_OUT
        ]
    return Held(tuple(tables), tuple(left_out))


def as_json(held: Held) -> dict[str, Any]:
    """Write what is held as JSON: per table its title, its labels and its rows by column."""
    return {
        "tables": {
            table.name: {
                "title": table.title,
                "labels": {column.name: column.label for column in table.columns},
                "rows": [
                    {column.name: value for column, value in zip(table.columns, row, strict=True)}
                    for row in table.rows
                ],
            }
            for table in held.tables
        },
        "leftOut": [
            {"table": one.table, "column": one.column, "reason": one.reason}
            for one in held.left_out
        ],
    }


def tables_about(metadata: MetaData, person: str) -> dict[Table, Sequence[Column[Any]]]:
    """Find the tables that refer to `person` directly, or by way of one that does.

    Returns:
        Per table the columns that refer: to `person` itself, or else to a table in between.
    """
    direct = {
        table: columns
        for table in metadata.sorted_tables
        if (columns := _referring(table, {person}))
    }
    between = {table.name for table in direct}
    further = {
        table: columns
        for table in metadata.sorted_tables
        if table not in direct and table.name != person and (columns := _referring(table, between))
    }
    return {**direct, **further}


def _referring(table: Table, targets: Iterable[str]) -> list[Column[Any]]:
    return [
        column
        for column in table.columns
        if any(key.column.table.name in targets for key in column.foreign_keys)
    ]


Rows = tuple[Table, ColumnElement[bool]]


def _conditions(session: Session, numbers: Mapping[str, int | None]) -> Iterator[Rows]:
    """Say for every table which rows are about the person, each table once."""
    tables = SQLModel.metadata.tables
    for person, number in numbers.items():
        if number is not None:
            yield tables[person], tables[person].c.id == number
    yield from _referring_rows(numbers)
    candidate_id, account_id = numbers["candidate"], numbers["account"]
    if candidate_id is not None:
        for name, column in _BY_NUMBER.items():
            yield tables[name], tables[name].c[column] == candidate_id
    account = None if account_id is None else session.get(Account, account_id)
    if account is not None and account.email is not None:
        for name, column in _BY_ADDRESS.items():
            yield tables[name], tables[name].c[column] == account.email


def _referring_rows(numbers: Mapping[str, int | None]) -> Iterator[Rows]:
    # Who made a campaign is told nothing of whom it invited.
    seen = {*numbers, *_BY_ADDRESS}
    for person in ("candidate", "account"):
        for table, columns in tables_about(SQLModel.metadata, person).items():
            number = numbers[person]
            if table.name not in seen and number is not None:
                yield table, or_(*(_refers(column, person, number) for column in columns))
            seen.add(table.name)


def _refers(column: Column[Any], person: str, number: int) -> ColumnElement[bool]:
    """Compare a column with the person, or look for the person in the table in between."""
    target = next(iter(column.foreign_keys)).column
    if target.table.name == person:
        return column == number
    between = _referring(target.table, {person})
    return column.in_(select(target).where(or_(*(one == number for one in between))))


def _readable(
    session: Session, columns: Sequence[Column[Any]], rows: Sequence[Sequence[Any]]
) -> tuple[tuple[Value, ...], ...]:
    names = [
        _names(session, column, {row[place] for row in rows} - {None})
        for place, column in enumerate(columns)
    ]
    return tuple(
        tuple(names[place].get(value, _plain(value)) for place, value in enumerate(row))
        for row in rows
    )


def _names(session: Session, column: Column[Any], numbers: set[Any]) -> Mapping[Any, Value]:
    """Look up what the numbers of a referring column are called; nothing for any other column."""
    for key in column.foreign_keys:
        target = key.column.table
        if target.name in _CALLED and numbers:
            called = target.c[_CALLED[target.name]]
            found = session.execute(
                select(key.column, called).where(key.column.in_(sorted(numbers)))
            )
            return {number: name for number, name in found if name}
    return {}


def _plain(value: Any) -> Value:
    """Write a value as JSON can hold it; moments and days in ISO 8601."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, frozenset):
        return sorted(str(one) for one in value)
    if value is None or isinstance(value, bool | int | float):
        return value
    return str(value)
