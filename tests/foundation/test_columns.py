"""Promises about column types: words by value, sets in order, moments in UTC, bounds that hold."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import (
    Column,
    Engine,
    Integer,
    MetaData,
    Table,
    insert,
    literal_column,
    select,
    text,
)
from sqlalchemy.exc import DBAPIError, StatementError

from foundation.columns import Moment, ValueSet, value_enum, within
from foundation.terms import Weekday, WorkKind

EXAMPLE = Table(
    "example",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("kind", value_enum(WorkKind)),
    Column("days", ValueSet(Weekday)),
    Column("keys", ValueSet(str)),
    Column("moment", Moment),
    Column("level", Integer),
    within("level", 1, 5),
)


@pytest.fixture
def table(engine) -> Engine:
    """An engine on a database with a table that has every type."""
    EXAMPLE.create(engine)
    return engine


def write(engine, *rows):
    with engine.begin() as connection:
        connection.execute(insert(EXAMPLE), [{"id": n, **row} for n, row in enumerate(rows)])


def stored(engine, column):
    """What stands in the column, as the database itself has it."""
    with engine.connect() as connection:
        rows = select(literal_column(column)).select_from(EXAMPLE).order_by(EXAMPLE.c.id)
        return list(connection.execute(rows).scalars())


def read(engine, column):
    with engine.connect() as connection:
        return list(connection.execute(select(EXAMPLE.c[column]).order_by(EXAMPLE.c.id)).scalars())


def test_words_are_stored_by_value_in_order_and_come_back(table):
    days = [{Weekday.WEDNESDAY, Weekday.MONDAY, Weekday.FRIDAY}, set(Weekday), set()]
    write(table, *({"days": frozenset(one)} for one in days))
    assert stored(table, "days") == ["|ma|vr|wo|", "|di|do|ma|vr|wo|za|zo|", "|"]
    assert read(table, "days") == [frozenset(one) for one in days]


def test_keys_and_enums_are_stored_by_value_and_come_back(table):
    row = {"kind": WorkKind.TEMPORARY_CONTRACT, "keys": frozenset({"zorg", "bouw en infra"})}
    write(table, row)
    assert (stored(table, "kind"), stored(table, "keys")) == (
        ["tijdelijk_contract"],
        ["|bouw en infra|zorg|"],
    )
    assert {name: read(table, name)[0] for name in row} == row


def test_nothing_stays_nothing_and_the_bounds_themselves_are_inside(table):
    empty = dict.fromkeys(("kind", "days", "keys", "moment", "level"))
    write(table, empty, {**empty, "level": 1}, {**empty, "level": 5})
    assert read(table, "level") == [None, 1, 5]
    assert {name: stored(table, name)[0] for name in empty} == empty
    assert {name: read(table, name)[0] for name in empty} == empty


def test_a_moment_is_kept_in_utc_whatever_the_zone_it_was_told_in(table):
    summer = timezone(timedelta(hours=2))
    write(table, {"moment": datetime(2026, 9, 1, 0, 30, tzinfo=summer)})
    (found,) = read(table, "moment")
    assert (found, found.tzinfo) == (datetime(2026, 8, 31, 22, 30, tzinfo=UTC), UTC)


def test_what_is_no_such_word_or_has_no_zone_is_refused_before_it_is_sent(table):
    naive = datetime(2026, 9, 1)  # noqa: DTZ001  without a zone is what is refused
    for row in ({"days": {"maandag"}}, {"moment": naive}, {"kind": "vast contract"}):
        with pytest.raises(StatementError):
            write(table, row)
    assert read(table, "id") == []


def test_the_database_itself_refuses_another_word_or_number(table):
    for row in ("kind) VALUES ('INTERNSHIP'", "level) VALUES (0", "level) VALUES (6"):
        with pytest.raises(DBAPIError), table.begin() as connection:
            connection.execute(text(f"INSERT INTO example ({row})"))
    assert read(table, "id") == []
