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


def write(engine, **values):
    with engine.begin() as connection:
        connection.execute(insert(EXAMPLE).values(id=1, **values))


def stored(engine, column):
    """What stands in the column, as the database itself has it."""
    with engine.connect() as connection:
        return connection.execute(select(literal_column(column)).select_from(EXAMPLE)).scalar_one()


def read(engine, column):
    with engine.connect() as connection:
        return connection.execute(select(EXAMPLE.c[column])).scalar_one()


@pytest.mark.parametrize(
    ("column", "value", "inside"),
    [
        ("kind", WorkKind.TEMPORARY_CONTRACT, "tijdelijk_contract"),
        ("days", frozenset({Weekday.WEDNESDAY, Weekday.MONDAY, Weekday.FRIDAY}), "|ma|vr|wo|"),
        ("days", frozenset(Weekday), "|di|do|ma|vr|wo|za|zo|"),
        ("days", frozenset(), "|"),
        ("keys", frozenset({"zorg", "bouw en infra"}), "|bouw en infra|zorg|"),
    ],
)
def test_words_are_stored_by_value_in_order_and_come_back(table, column, value, inside):
    write(table, **{column: value})
    assert (stored(table, column), read(table, column)) == (inside, value)


@pytest.mark.parametrize("column", ["kind", "days", "keys", "moment", "level"])
def test_nothing_stays_nothing(table, column):
    write(table)
    assert (stored(table, column), read(table, column)) == (None, None)


def test_a_moment_is_kept_in_utc_whatever_the_zone_it_was_told_in(table):
    summer = timezone(timedelta(hours=2))
    write(table, moment=datetime(2026, 9, 1, 0, 30, tzinfo=summer))
    found = read(table, "moment")
    assert (found, found.tzinfo) == (datetime(2026, 8, 31, 22, 30, tzinfo=UTC), UTC)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("days", {"maandag"}),
        ("moment", datetime(2026, 9, 1)),  # noqa: DTZ001  without a zone is what is refused
        ("kind", "vast contract"),
    ],
)
def test_what_is_no_such_word_or_has_no_zone_is_refused_before_it_is_sent(table, column, value):
    with pytest.raises(StatementError):
        write(table, **{column: value})


@pytest.mark.parametrize(
    "row", ["kind) VALUES ('INTERNSHIP'", "level) VALUES (0", "level) VALUES (6"]
)
def test_the_database_itself_refuses_another_word_or_number(table, row):
    with pytest.raises(DBAPIError), table.begin() as connection:
        connection.execute(text(f"INSERT INTO example ({row})"))


def test_the_bounds_themselves_are_inside(table):
    with table.begin() as connection:
        connection.execute(insert(EXAMPLE), [{"id": n, "level": n} for n in (1, 5)])
        assert connection.execute(select(EXAMPLE.c.level)).scalars().all() == [1, 5]
