"""A table of figures as pages, files and the report show it: the same cells everywhere."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from foundation.sheets import neutralised

# None is hidden; the empty text is that there is nothing to tell.
Cell = str | int | float | None
HIDDEN_WORD = "verborgen"
# Python's own words for a byte order mark: spreadsheets read the file as UTF-8 by it.
ENCODING = "utf-8-sig"


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar beside a table; `value` None is hidden, `mark` a second number drawn as a line."""

    name: str
    value: int | None
    note: str = ""
    mark: int | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its bars.

    Args:
        key: its word in an address and in the name of a file.
        name: what stands above it.
        figure: the key of its definition, see placements/figures.py.
        columns: the first names a row.
        rows: each with a cell per column.
        bars: drawn in the order of the rows; without any, none are drawn.
        unit: what the bars count; "%" is of a hundred.
        mark_words: what the line in a bar is.
        note: what a reader has to know.
        first: how many rows a page shows; a file has them all.
    """

    key: str
    name: str
    figure: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    bars: tuple[Bar, ...] = ()
    unit: str = ""
    mark_words: str = ""
    note: str = ""
    first: int | None = None

    @property
    def shown(self) -> tuple[tuple[Cell, ...], ...]:
        """The rows of a page."""
        return self.rows[: self.first]

    @property
    def drawn(self) -> tuple[Bar, ...]:
        """The bars of a page."""
        return self.bars[: self.first]


def said(cell: Cell) -> str:
    """Write a cell for a person: a comma in a decimal, a word for what is hidden.

    >>> [said(cell) for cell in (12, 4.5, None, "")]
    ['12', '4,5', 'verborgen', '–']
    """
    if cell is None:
        return HIDDEN_WORD
    if isinstance(cell, float):
        return f"{cell:.1f}".replace(".", ",")
    return str(cell) if cell != "" else "–"


def as_csv(table: Table) -> bytes:
    """Write a table as a file for a spreadsheet, with semicolons as the Dutch ones want.

    What is hidden is hidden here too. A text that would start a formula does not.
    """
    rows = [[_filed(cell) for cell in row] for row in table.rows]
    frame = pd.DataFrame(rows, columns=list(table.columns), dtype=object)
    text: str = frame.to_csv(index=False, sep=";", lineterminator="\r\n")
    return text.encode(ENCODING)


def _filed(cell: Cell) -> object:
    if cell is None:
        return HIDDEN_WORD
    if isinstance(cell, float):
        return said(cell)
    return neutralised(cell) if isinstance(cell, str) else cell


def table_of(tables: Iterable[Table], *, key: str) -> Table | None:
    """Find a table by its key; None when there is none."""
    found: Mapping[str, Table] = {one.key: one for one in tables}
    return found.get(key)
