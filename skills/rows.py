"""One folder of CSV files: each file gives its rows with their line, or is refused as a whole."""

import csv
import hashlib
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from foundation.errors import Invalid

LANGUAGES = ("nl", "en")


class TaxonomyFileMissing(Invalid):
    """The folder, or a file that every taxonomy needs, is not there."""


class TaxonomyFileDamaged(Invalid):
    """A file is empty, cut off, or no CSV in UTF-8."""


class TaxonomyColumnMissing(Invalid):
    """A file lacks a column of the official layout."""


@dataclass(frozen=True, slots=True)
class RowProblem:
    """One row, or one cell of it, that was left out; `line` is where the row starts in the file."""

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}, regel {self.line}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a file; `line` counts the lines of the file from 1, not its rows."""

    file: str
    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass(slots=True)
class Folder:
    """A folder being read: it keeps the problems found and a digest of every file read."""

    path: Path
    problems: list[RowProblem] = field(default_factory=list)
    _digest: Any = field(default_factory=hashlib.sha256)

    def report(self, row: Row, reason: str) -> None:
        """Note that a row, or a part of it, is left out."""
        self.problems.append(RowProblem(row.file, row.line, reason))

    def digest(self) -> str:
        """Give the SHA-256 over names and bytes of the files read so far, in that order."""
        return str(self._digest.hexdigest())

    def has(self, name: str) -> bool:
        """Tell whether the folder holds this file."""
        return (self.path / name).is_file()

    def relation_file(self, stem: str) -> str:
        """Name the file of a relation; ESCO adds a language since version 1.2, before it did not.

        Raises:
            TaxonomyFileMissing: there is none.
        """
        names = (f"{stem}.csv", *(f"{stem}_{language}.csv" for language in LANGUAGES))
        others = sorted(found.name for found in self.path.glob(f"{stem}_??.csv"))
        for name in (*names, *others):
            if self.has(name):
                return name
        raise _missing(f"{stem}.csv", self.path)

    def rows(self, name: str, columns: Sequence[str]) -> list[Row]:
        """Read the rows of a file that has at least these columns.

        Raises:
            TaxonomyFileMissing: the file is not there.
            TaxonomyFileDamaged: it is empty, cut off, or no CSV in UTF-8.
            TaxonomyColumnMissing: a column is missing.
        """
        records = iter(_records(name, self._text(name)))
        _, header = next(records, (1, []))
        _check_header(name, header, columns)
        return list(self._whole_rows(name, header, list(records)))

    def _text(self, name: str) -> str:
        try:
            content = (self.path / name).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            raise _missing(name, self.path) from None
        except OSError as error:
            raise TaxonomyFileMissing(
                f"Het bestand {name} kan niet worden gelezen. Controleer de rechten."
            ) from error
        if not content.strip():
            raise TaxonomyFileDamaged(f"Het bestand {name} is leeg. Download het opnieuw.")
        self._digest.update(f"{name}\n{len(content)}\n".encode())
        self._digest.update(content)
        try:
            # A lone surrogate spoils one cell, which the rules of entry refuse; not the whole file.
            return content.removeprefix(b"\xef\xbb\xbf").decode("utf-8", errors="surrogatepass")
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
            raise TaxonomyFileDamaged(
                f"Het bestand {name} is bij regel {line} geen UTF-8. Bewaar het als CSV UTF-8."
            ) from error

    def _whole_rows(
        self, name: str, header: list[str], records: list[tuple[int, list[str]]]
    ) -> Iterator[Row]:
        if records and len(records[-1][1]) < len(header):
            raise TaxonomyFileDamaged(
                f"Het bestand {name} breekt af bij regel {records[-1][0]}. Download het opnieuw."
            )
        for line, cells in records:
            if len(cells) == len(header):
                yield Row(name, line, dict(zip(header, cells, strict=True)))
                continue
            reason = f"heeft {len(cells)} cellen in plaats van {len(header)}"
            self.problems.append(RowProblem(name, line, reason))


def _missing(name: str, folder: Path) -> TaxonomyFileMissing:
    if folder.is_file():
        return TaxonomyFileMissing(f"{folder} is een bestand. Geef de map waar het in staat.")
    if not folder.is_dir():
        return TaxonomyFileMissing(f"De map {folder} is er niet. Geef de map met de CSV-bestanden.")
    return TaxonomyFileMissing(
        f"Het bestand {name} staat niet in de map {folder}. "
        "Pak het hele pakket uit en probeer opnieuw."
    )


def _records(name: str, text: str) -> Iterator[tuple[int, list[str]]]:
    """Give every record that is not blank with the line where it starts."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    start = 1
    try:
        for cells in reader:
            if cells:
                yield start, cells
            start = reader.line_num + 1
    except csv.Error as error:
        raise TaxonomyFileDamaged(
            f"Het bestand {name} is vanaf regel {start} geen goede CSV: een aanhalingsteken "
            "ontbreekt of het bestand breekt af. Download het opnieuw."
        ) from error


def _check_header(name: str, header: list[str], columns: Sequence[str]) -> None:
    absent = [column for column in columns if column not in header]
    if not absent:
        return
    advice = "Gebruik de kolomnamen van ESCO."
    if any(";" in cell or "\t" in cell for cell in header):
        advice = "Bewaar het bestand met komma's tussen de kolommen."
    raise TaxonomyColumnMissing(
        f"In het bestand {name} ontbreekt de kolom {', '.join(absent)}. {advice}"
    )
