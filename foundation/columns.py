"""The column types every table uses: enums by value, sets of words, moments in UTC."""

from collections.abc import Iterable
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Generic, TypeVar

from sqlalchemy import CheckConstraint, DateTime, Dialect, Enum, String, TypeDecorator
from sqlmodel import Field, SQLModel

Member = TypeVar("Member", bound=str)

# Every constraint has a predictable name, so that migrations can drop it on both databases.
SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


def generated_id() -> Any:
    """Build the number that the database gives a row when it is flushed.

    It is typed `int`, as SQLAlchemy types its keys: no service hands out a row that was not
    flushed, so nobody else ever sees it empty.
    """
    return Field(default=None, primary_key=True)


def value_enum(kind: type[StrEnum]) -> Enum:
    """Build the column type that stores an enum by its value, as VARCHAR with a CHECK."""
    return Enum(
        kind,
        values_callable=lambda members: [member.value for member in members],
        native_enum=False,
        create_constraint=True,
        length=40,
        name=kind.__name__.lower(),
    )


class ValueSet(TypeDecorator[frozenset[Member]], Generic[Member]):
    """A set of short words in one text column, `|a|b|` in order; the empty set is `|`.

    Args:
        kind: the StrEnum the words belong to, or `str` for keys that are data.
    """

    impl = String(600)
    cache_ok = True

    def __init__(self, kind: type[Member]) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: Iterable[Member] | None, dialect: Dialect) -> str | None:
        """Write the words; one that is no member of the enum is a programmer's error."""
        if value is None:
            return None
        return "|" + "".join(f"{word}|" for word in sorted(str(self.kind(v)) for v in value))

    def process_result_value(self, value: Any | None, dialect: Dialect) -> frozenset[Member] | None:
        """Read the words back."""
        if value is None:
            return None
        return frozenset(self.kind(word) for word in value.split("|") if word)


class Moment(TypeDecorator[datetime]):
    """A moment with its time zone; SQLite forgets the zone, so it is written and read as UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a moment without a zone and write the rest as UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a stored moment needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the moment back in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def within(column: str, lowest: int, highest: int) -> CheckConstraint:
    """Build the CHECK that keeps a whole number between two bounds; NULL passes."""
    return CheckConstraint(f"{column} BETWEEN {lowest} AND {highest}", name=f"{column}_range")
