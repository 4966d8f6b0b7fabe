"""Turns the rows of a sheet into drafts: the columns, what each cell may hold, and a preview."""

import re
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Generic, TypeVar

from foundation.entry import Draft, validated
from foundation.errors import Invalid
from foundation.sheets import CellProblem, Row, Sheet, WrongColumns

# Turns the text of one cell into a value; raises ValueError with a Dutch sentence.
Read = Callable[[str], object]

DraftType = TypeVar("DraftType", bound=Draft)
ReadType = TypeVar("ReadType")
RowType = TypeVar("RowType")

_EUROS = re.compile(r"(?:€\s*)?(\d{1,4})(?:[.,](\d{1,2}))?")
_DUTCH_DAY = re.compile(r"(\d{1,2})[-/](\d{1,2})[-/](\d{4})")


class BrokenImport(Invalid):
    """A preview with problems cannot be imported; nothing was added."""


def plain(text: str) -> str:
    """Take a cell as it stands; the draft reads numbers and checks lengths."""
    return text


@dataclass(frozen=True, slots=True)
class Column:
    """One column a person may fill: its name, what to write there in Dutch, and an example.

    Args:
        field: the field of the draft it fills; empty when the importer reads it by itself.
        read: how one cell becomes a value.
        required: whether the column must be there and its cells may not be empty.
    """

    name: str
    meaning: str
    example: str
    field: str = ""
    read: Read = plain
    required: bool = False


@dataclass(frozen=True, slots=True)
class Preview(Generic[RowType]):
    """What an import would add, and everything that is wrong; nothing was written for it.

    `rows` are ready to add, `problems` stand in the order of the sheet, and `rows_read` counts
    every row that was not empty.
    """

    rows: tuple[RowType, ...]
    problems: tuple[CellProblem, ...]
    rows_read: int


@dataclass(slots=True)
class RowReader:
    """One row being read: gives values by column and keeps one problem per cell."""

    number: int
    cells: Mapping[str, str]
    _problems: dict[str, list[CellProblem]] = field(default_factory=dict)

    @property
    def problems(self) -> list[CellProblem]:
        """Everything wrong in this row so far."""
        return [problem for found in self._problems.values() for problem in found]

    def text(self, column: str) -> str:
        """Give the text of a cell; empty when the sheet does not have the column."""
        return self.cells.get(column, "")

    def refuse(self, column: str, *messages: str) -> None:
        """Note what is wrong in a cell, unless something was noted there before."""
        noted = [CellProblem(self.number, column, message) for message in messages]
        if noted:
            self._problems.setdefault(column, noted)

    def value(self, column: str, read: Callable[[str], ReadType]) -> ReadType | None:
        """Read a cell; None when it is empty or wrong."""
        if not self.text(column):
            return None
        try:
            return read(self.text(column))
        except ValueError as error:
            self.refuse(column, str(error))
        except Invalid as error:
            self.refuse(column, *(problem.message for problem in error.problems))
        return None

    def draft(
        self, kind: type[DraftType], columns: Sequence[Column], **read: object
    ) -> DraftType | None:
        """Read the columns that fill a draft; None when one of them is wrong.

        `read` holds fields that were read before; a field that is None is left to its default.
        """
        values = {
            each.field: read[each.field] if each.field in read else self.value(each.name, each.read)
            for each in columns
        }
        names = {each.field: each.name for each in columns}
        return self.build(kind, {k: v for k, v in values.items() if v is not None}, names)

    def build(
        self, kind: type[DraftType], values: Mapping[str, object], names: Mapping[str, str]
    ) -> DraftType | None:
        """Build a draft; a problem with a field is noted in the column that `names` gives."""
        try:
            return validated(kind, values)
        except Invalid as error:
            for problem in error.problems:
                self.refuse(names[problem.where.partition(".")[0]], problem.message)
            return None


def preview_rows(
    sheet: Sheet, columns: Sequence[Column], read_row: Callable[[RowReader], RowType | None]
) -> Preview[RowType]:
    """Read every row of a sheet; a row with any problem is not ready.

    Raises:
        WrongColumns: a column is missing or unknown.
    """
    _check_columns(sheet, columns)
    broken: dict[int, list[CellProblem]] = {}
    for problem in sheet.problems:
        broken.setdefault(problem.row, []).append(problem)
    rows: list[RowType] = []
    problems: list[CellProblem] = []
    for row in sheet.rows:
        reader = _reader(sheet.header, row, broken.get(row.number, ()))
        ready = read_row(reader)
        problems.extend(reader.problems)
        if ready is not None and not reader.problems:
            rows.append(ready)
    return Preview(tuple(rows), tuple(problems), len(sheet.rows))


def without_doubles(
    reader: RowReader, column: str, key: Hashable, taken: set[Hashable], message: str
) -> None:
    """Note a row whose key is taken, by what is there or by a row above it, and take the key."""
    if key in taken:
        reader.refuse(column, message)
    taken.add(key)


def ready_rows(preview: Preview[RowType]) -> tuple[RowType, ...]:
    """Give the rows of a preview in which everything is right.

    Raises:
        BrokenImport: something is wrong; all of it is listed.
    """
    if preview.problems:
        raise BrokenImport(
            f"In het bestand klopt iets niet op {len(preview.problems)} plaatsen. Er is niets "
            "toegevoegd. Verbeter het bestand en probeer het opnieuw.",
            tuple(problem.as_problem() for problem in preview.problems),
        )
    return preview.rows


def yes_no(text: str) -> bool:
    """Read ja or nee."""
    answers = {"ja": True, "nee": False}
    if text.casefold() not in answers:
        raise ValueError("schrijf ja of nee")
    return answers[text.casefold()]


def cents(text: str) -> int:
    """Read an amount in euros, 15,50 or 15.50, as cents."""
    found = _EUROS.fullmatch(text)
    if found is None:
        raise ValueError("schrijf een bedrag in euro's, zoals 15,50")
    return int(found[1]) * 100 + int((found[2] or "").ljust(2, "0"))


def day(text: str) -> date:
    """Read a day, written as 1-9-2026 or 2026-09-01."""
    found = _DUTCH_DAY.fullmatch(text)
    try:
        return (
            date(int(found[3]), int(found[2]), int(found[1])) if found else date.fromisoformat(text)
        )
    except ValueError:
        raise ValueError("schrijf een datum, zoals 1-9-2026") from None


def pieces(cell: str, *, between: str) -> list[str]:
    """Split a cell at a pattern and leave out what is empty."""
    return [piece for piece in (part.strip() for part in re.split(between, cell)) if piece]


def words(text: str) -> list[str]:
    """Split a cell at semicolons and commas."""
    return pieces(text, between="[;,]")


def one_of(kind: type[StrEnum]) -> Callable[[str], str]:
    """Build a reader of one of the words of an enum; capitals make no difference."""
    choices = {member.value.casefold(): member.value for member in kind}

    def read(text: str) -> str:
        if text.casefold() not in choices:
            raise ValueError(f"kies uit: {', '.join(choices.values())}")
        return choices[text.casefold()]

    return read


def several_of(kind: type[StrEnum]) -> Callable[[str], list[str]]:
    """Build a reader of several words of an enum, split at semicolons and commas."""
    read_one = one_of(kind)
    return lambda text: [read_one(word) for word in words(text)]


def _reader(header: tuple[str, ...], row: Row, broken: Sequence[CellProblem]) -> RowReader:
    reader = RowReader(row.number, dict(zip(header, row.cells, strict=True)))
    for problem in broken:
        reader.refuse(problem.column, problem.message)
    return reader


def _check_columns(sheet: Sheet, columns: Sequence[Column]) -> None:
    absent = {column.name for column in columns if column.required} - set(sheet.header)
    unknown = set(sheet.header) - {column.name for column in columns}
    said = [
        f"{what}: {', '.join(sorted(names))}."
        for what, names in (
            ("Deze kolom ontbreekt", absent),
            ("Deze kolom kennen we niet", unknown),
        )
        if names
    ]
    if said:
        raise WrongColumns(f"{' '.join(said)} Gebruik de kolomnamen van het voorbeeldbestand.")
