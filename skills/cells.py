"""What may stand in the cells of a taxonomy file: lines, numbers, URIs, synonyms."""

import re
from collections.abc import Callable
from typing import TypeVar

from foundation.entry import clean_line, clean_text, whole_number
from skills.models import LONGEST_LABEL
from skills.rows import Folder, Row

_URI = re.compile(r"(?=.{1,200}\Z)(?:https?://|urn:)[^\s<>\"\\^`{|}\x00-\x20\x7f\ud800-\udfff]+")

EntryType = TypeVar("EntryType")


def accepted(
    folder: Folder, row: Row, build: Callable[[Folder, Row], EntryType]
) -> EntryType | None:
    """Build an entry; when `build` raises ValueError, report why the row is left out."""
    try:
        return build(folder, row)
    except ValueError as error:
        folder.report(row, str(error))
        return None


def optional_line(row: Row, column: str, longest: int = LONGEST_LABEL) -> str:
    """Read one line of text, which may be empty.

    Raises:
        ValueError: in Dutch, when it is too long or holds what is no text.
    """
    try:
        return clean_line(row[column], longest=longest)
    except ValueError as error:
        raise ValueError(f"{column} {error}") from error


def line(row: Row, column: str, longest: int = LONGEST_LABEL) -> str:
    """Read one line of text as `optional_line`, but refuse an empty one."""
    text = optional_line(row, column, longest)
    if not text:
        raise ValueError(f"{column} is leeg")
    return text


def number(row: Row, column: str, lowest: int, highest: int) -> int:
    """Read a whole number; ValueError in Dutch outside the bounds."""
    try:
        return whole_number(row[column], lowest=lowest, highest=highest)
    except ValueError as error:
        raise ValueError(f"{column} {error}") from error


def uri(row: Row, column: str = "conceptUri") -> str:
    """Read an http, https or urn address; ValueError in Dutch when it is none."""
    if not _URI.fullmatch(row[column]):
        raise ValueError(f"{column} is geen goede URI van hoogstens 200 tekens")
    return row[column]


def description(folder: Folder, row: Row) -> str:
    """Read the description; a bad one is reported and left out, the concept stays."""
    try:
        return clean_text(row["description"])
    except ValueError as error:
        folder.report(row, f"description {error}; alleen de omschrijving is weggelaten")
        return ""


def synonyms(folder: Folder, row: Row, label: str) -> tuple[str, ...]:
    """Split the other labels by line, without the label itself and without doubles.

    Capitals make no difference. A bad synonym is reported and left out, the concept stays.
    """
    kept = {label.casefold(): label}
    for column in ("altLabels", "hiddenLabels"):
        for piece in re.split(r"[\r\n]+", row[column]):
            try:
                word = clean_line(piece, longest=LONGEST_LABEL)
            except ValueError as error:
                folder.report(row, f"{column} {error}; alleen dit synoniem is weggelaten")
                continue
            if word:
                kept.setdefault(word.casefold(), word)
    return tuple(kept.values())[1:]
