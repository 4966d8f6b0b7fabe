"""Reading a sheet that a person uploads: CSV or XLSX in, a frozen header and rows of text out.

What a file is, is read from its bytes and never from its name. Limits come before parsing.
"""

import csv
import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from foundation.entry import TEXT, clean_line, clean_text
from foundation.errors import Invalid, Problem

LARGEST_FILE = 5_000_000
LARGEST_UNPACKED = 30_000_000
MOST_PARTS = 1_000
# 32 kB of empty cells keep a processor busy for a minute; a million tags is some 200,000 cells.
MOST_TAGS = 1_000_000
MOST_ROWS = 5_000
MOST_COLUMNS = 60
MOST_CHARACTERS = 5_000_000
# Empty rows and columns do not count, but are walked past.
LAST_ROW = 20_000
LAST_COLUMN = 256

_STARTS_A_FORMULA = tuple("=+-@\t\r\n＝＋－＠")
_OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"
_NO_SHEET = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"{\\rtf", b"<", b"\xff\xfe", b"\xfe\xff")
# An accent, or half of a pair that is no text by itself (a lone surrogate).
_PARTLY_UTF8 = re.compile(rb"[\xc3\xc4\xc5][\x80-\xbf]|\xed[\xa0-\xbf][\x80-\xbf]")
_ADVICE = "Bewaar het zonder wachtwoord als Excel (.xlsx) of CSV UTF-8 en probeer het opnieuw."


class UnreadableSheet(Invalid):
    """The file is no sheet, is damaged, or is locked with a password."""


class SheetTooLarge(Invalid):
    """The file has more bytes, rows, columns or text than we take."""


class WrongColumns(Invalid):
    """A column is missing, stands there twice, has no name, or is not known."""


@dataclass(frozen=True, slots=True)
class CellProblem:
    """What is wrong in one cell; `row` counts as the spreadsheet does, the header is row 1."""

    row: int
    column: str
    message: str

    def as_problem(self) -> Problem:
        """Give the problem in the shape every refusal has."""
        return Problem(f"rij {self.row}, kolom {self.column}", self.message)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of text; `number` is the one the person sees in the spreadsheet."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a file holds: every row has as many cells as the header, empty rows are left out.

    A cell that may not come in stands in `problems` and is empty in its row.
    """

    header: tuple[str, ...]
    rows: tuple[Row, ...]
    problems: tuple[CellProblem, ...] = ()


def read_sheet(content: bytes) -> Sheet:
    """Read a CSV (UTF-8 or Windows-1252, semicolon or comma) or the first sheet of an XLSX.

    Of a formula the last stored value is read; nothing is calculated.

    Raises:
        SheetTooLarge: over 5 MB, 5,000 rows, 60 columns, 5 million characters or 200,000 cells.
        UnreadableSheet: not a sheet, damaged, or locked with a password.
        WrongColumns: the header has a double or nameless column.
    """
    if len(content) > LARGEST_FILE:
        raise SheetTooLarge("Dit bestand is groter dan 5 MB. Verdeel het over meer bestanden.")
    if content.startswith(_OLD_OR_LOCKED):
        raise UnreadableSheet(f"Dit bestand heeft een wachtwoord of is te oud (.xls). {_ADVICE}")
    with _refused_when_unreadable():
        packed = content.startswith(b"PK")
        return _collect(_xlsx_records(content) if packed else _csv_records(content))


def neutralised(text: str) -> str:
    """Make a cell safe to export: one that would start a formula gets an apostrophe before it."""
    return f"'{text}" if text.startswith(_STARTS_A_FORMULA) else text


@contextmanager
def _refused_when_unreadable() -> Iterator[None]:
    try:
        yield
    except (
        # What zipfile, the XML parser, openpyxl and csv raise on damaged files.
        zipfile.BadZipFile,
        zlib.error,
        ParseError,
        InvalidFileException,
        csv.Error,
        ArithmeticError,
        AttributeError,
        EOFError,
        LookupError,
        NotImplementedError,
        OSError,
        RuntimeError,
        TypeError,
        ValueError,
    ) as error:
        raise UnreadableSheet(
            f"Dit bestand kan niet worden gelezen: het is beschadigd of iets anders. {_ADVICE}"
        ) from error


def _csv_records(content: bytes) -> Iterator[Sequence[object]]:
    text = _decoded(content)
    first = text.partition("\n")[0]
    delimiter = ";" if first.count(";") >= first.count(",") else ","
    usual = csv.field_size_limit(LARGEST_FILE)  # a cell too long is named, not called damaged
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    finally:
        csv.field_size_limit(usual)


def _decoded(content: bytes) -> str:
    if b"\x00" in content or content.lstrip().startswith(_NO_SHEET):
        raise UnreadableSheet(f"Dit is geen Excel-bestand en geen CSV. {_ADVICE}")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        if _PARTLY_UTF8.search(content):  # partly UTF-8: reading it as Windows spoils names
            raise
        return content.decode("cp1252")


def _xlsx_records(content: bytes) -> Iterator[Sequence[object]]:
    _check_unpacked(content)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of styles and dates we do not read
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        try:
            sheet = book.worksheets[0]
            sheet.reset_dimensions()  # the size a file claims would cut off rows without a word
            yield from sheet.iter_rows(values_only=True)
        finally:
            book.close()


def _check_unpacked(content: bytes) -> None:
    """Refuse a zip bomb by its declared sizes; zipfile never unpacks more than is declared."""
    refusal = SheetTooLarge("Dit bestand is uitgepakt te groot. Verdeel het over meer bestanden.")
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        parts = packed.infolist()
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
            raise refusal
        if sum(packed.read(part).count(b"<") for part in parts) > MOST_TAGS:
            raise refusal


def _collect(records: Iterator[Sequence[object]]) -> Sheet:
    header = _header(next(records, ()))
    rows: list[Row] = []
    problems: list[CellProblem] = []
    characters = 0
    for number, cells in enumerate(records, start=2):
        row, wrong = _row(number, header, cells)
        if not any(row.cells) and not wrong:
            continue
        rows.append(row)
        problems.extend(wrong)
        characters += sum(map(len, row.cells))
        if len(rows) > MOST_ROWS or characters > MOST_CHARACTERS:
            raise SheetTooLarge("Neem hoogstens 5000 rijen en 5 miljoen tekens. Verdeel het.")
    if not rows:
        raise UnreadableSheet("Onder de kopregel staat niets. Vul minstens één rij in.")
    return Sheet(header, tuple(rows), tuple(problems))


def _header(cells: Sequence[object]) -> tuple[str, ...]:
    names = [_column_name(cell) for cell in cells[: LAST_COLUMN + 1]]
    while names and not names[-1]:
        names.pop()
    if len(names) > MOST_COLUMNS:
        raise SheetTooLarge(f"Neem hoogstens {MOST_COLUMNS} kolommen. Haal er kolommen uit.")
    if not all(names) or not names:
        raise WrongColumns("In rij 1 ontbreekt een kolomnaam. Zet in rij 1 boven elke kolom een.")
    double = sorted({name for name in names if names.count(name) > 1})
    if double:
        raise WrongColumns(f"Deze kolom staat er twee keer: {', '.join(double)}. Haal er een weg.")
    return tuple(names)


def _column_name(cell: object) -> str:
    try:
        return re.sub(r"[\s_-]+", "_", clean_line(_as_text(cell)).casefold())
    except ValueError as error:
        raise WrongColumns(f"Een kolomnaam in rij 1 {error}. Pas hem aan.") from error


def _row(
    number: int, header: tuple[str, ...], cells: Sequence[object]
) -> tuple[Row, list[CellProblem]]:
    if number > LAST_ROW or len(cells) > LAST_COLUMN:
        raise SheetTooLarge("Dit blad heeft te veel lege rijen of kolommen. Haal ze weg.")
    texts, problems = [""] * len(header), []
    for place, cell in enumerate(cells):
        column = header[place] if place < len(header) else str(place + 1)
        try:
            text = clean_text(_as_text(cell), longest=TEXT)
        except ValueError as error:
            problems.append(CellProblem(number, column, str(error)))
            continue
        if place < len(header):
            texts[place] = text
        elif text:
            problems.append(CellProblem(number, column, "staat buiten de kolommen van rij 1"))
    return Row(number, tuple(texts)), problems


def _as_text(value: object) -> str:
    """Write a cell as the person sees it: 12 and not 12.0, a day without its midnight."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)
