"""The lines of a batch and how they make a file, the same bytes every time.

A JSON document is an array with one entry a line, so that what is about one person can go without
touching the rest.
"""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from foundation.sheets import neutralised

# Excel takes a CSV for UTF-8 when it begins with this.
_MARK = "\ufeff"
# What some readers take for the end of a line, and JSON lets stand in a text.
_LINE_ENDS = {ord(one): f"\\u{ord(one):04x}" for one in "\x85\u2028\u2029"}


@dataclass(frozen=True, slots=True)
class BatchLine:
    """One line of a file in a batch.

    Args:
        text: the line without its end; it holds no line break.
        candidate_id: whose it is, and with whose erasure it goes; None is about nobody's profile.
        public_id: the id of the row; empty for a header and for prose.
    """

    text: str
    candidate_id: int | None = None
    public_id: str = ""


@dataclass(frozen=True, slots=True)
class BatchFile:
    """One file of a batch: its name and its lines in order."""

    name: str
    lines: tuple[BatchLine, ...]

    @property
    def rows(self) -> int:
        """How many rows it holds, without a header."""
        return sum(1 for line in self.lines if line.public_id)


def joined(name: str, texts: Sequence[str]) -> str:
    r"""Make a file of its lines; what ends in `.json` becomes one array.

    >>> joined("vum.json", ['{"a":1}', '{"a":2}'])
    '[\n{"a":1},\n{"a":2}\n]\n'
    """
    if not name.endswith(".json"):
        return "".join(f"{text}\n" for text in texts)
    inside = ",\n".join(texts)
    return f"[\n{inside}\n]\n" if texts else "[]\n"


def json_line(
    values: Mapping[str, Any], *, public_id: str, candidate_id: int | None = None
) -> BatchLine:
    """Write an object on one line, its fields in the order they stand in."""
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return BatchLine(text.translate(_LINE_ENDS), candidate_id, public_id)


def csv_lines(header: Sequence[str], rows: Iterable[Sequence[object]]) -> list[BatchLine]:
    """Write rows for a spreadsheet; the first cell of each is its id.

    With semicolons, as a Dutch spreadsheet expects. None is an empty cell; text that would start a
    formula gets an apostrophe before it.
    """
    lines = [BatchLine(_MARK + _csv_line(header))]
    for row in rows:
        cells = [_cell(value) for value in row]
        lines.append(BatchLine(_csv_line(cells), public_id=cells[0]))
    return lines


def _csv_line(cells: Sequence[str]) -> str:
    written = io.StringIO()
    csv.writer(written, delimiter=";", lineterminator="").writerow(cells)
    return written.getvalue()


def _cell(value: object) -> str:
    if value is None:
        return ""
    return neutralised(" ".join(value.split()) if isinstance(value, str) else str(value))


def prose(text: str) -> list[BatchLine]:
    """Give the lines of a text for people."""
    return [BatchLine(line) for line in text.splitlines()]
