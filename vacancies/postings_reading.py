"""Finds the job postings (schema.org JobPosting) in a file from elsewhere, which nobody may trust.

JSON-LD, a web page or a feed that holds it, or one JSON object a line. What a file is, is read from
its text and never from its name. Limits come before parsing, and no reading goes back over what was
read, so that no file takes more than a few seconds.
"""

import codecs
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from foundation.errors import Problem
from vacancies.feeds import UnreadablePostings, in_feed, in_page

LARGEST_FILE = 20_000_000
MOST_POSTINGS = 20_000
# A list or an object takes twenty times its two characters in memory.
MOST_NODES = 1_500_000
# Where a name for a type may come from: "JobPosting", "schema:JobPosting", "https://…/JobPosting".
_JOB_POSTING = re.compile(r"(?:https?://(?:www\.)?schema\.org/|schema:)?JobPosting")
_XML = re.compile(r"<(?:\?xml|rss|feed|urlset|sitemapindex|rdf:RDF|source|jobs)\b", re.IGNORECASE)

# Lines that are looked at to see whether a file has one posting a line.
A_FEW = 20

Values = Mapping[str, Any]
Node = dict[str, Any] | list[Any]


@dataclass(frozen=True, slots=True)
class PostingProblem:
    """Why one posting of a file is left out; `number` counts from 1 through the file."""

    number: int
    title: str
    message: str

    def as_problem(self) -> Problem:
        """Give the problem in the shape every refusal has."""
        named = f" (“{self.title}”)" if self.title else ""
        return Problem(f"vacature {self.number}{named}", self.message)


@dataclass(frozen=True, slots=True)
class Found:
    """One posting as it stands in the file, unchecked."""

    number: int
    values: Values


@dataclass(frozen=True, slots=True)
class PostingFile:
    """Every posting of a file, in its order, and the pieces that could not be read."""

    postings: tuple[Found, ...]
    problems: tuple[PostingProblem, ...]


def read_postings(content: bytes) -> PostingFile:
    """Find every posting in a file; a broken piece does not hide the others.

    Raises:
        UnreadablePostings: too large, no text, nothing that looks like a posting, or XML that
            defines words of its own.
    """
    text = _text(content)
    found: list[Found] = []
    problems: list[PostingProblem] = []
    number = 0
    for values in _read(text):
        if number > MOST_POSTINGS:
            raise _too_many()
        if values is None:
            number += 1
            message = "dit stuk is geen goede JSON; laat het bestand opnieuw maken"
            problems.append(PostingProblem(number, "", message))
            continue
        for posting in _postings(values):
            number += 1
            found.append(Found(number, posting))
    if number > MOST_POSTINGS:
        raise _too_many()
    if not found:
        raise _nothing(broken=bool(problems))
    return PostingFile(tuple(found), tuple(problems))


def _too_many() -> UnreadablePostings:
    return UnreadablePostings(
        f"In dit bestand staan meer dan {MOST_POSTINGS} vacatures of losse stukken. "
        "Deel het op in kleinere bestanden."
    )


def _nothing(*, broken: bool) -> UnreadablePostings:
    if broken:
        return UnreadablePostings(
            "Dit bestand is beschadigd of onvolledig: het is geen goede JSON. "
            "Haal het opnieuw op en probeer het nog eens."
        )
    return UnreadablePostings(
        "In dit bestand staan geen vacatures (schema.org JobPosting). Kies een ander bestand."
    )


def _text(content: bytes) -> str:
    if len(content) > LARGEST_FILE:
        raise UnreadablePostings(
            f"Dit bestand is te groot. Kies een bestand van hoogstens "
            f"{LARGEST_FILE // 1_000_000} MB, of deel het op."
        )
    wide = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        text = content.decode("utf-16" if wide else "utf-8-sig").strip()
    except UnicodeDecodeError as error:
        raise UnreadablePostings(
            "De letters in dit bestand zijn niet te lezen. Bewaar het als UTF-8 en probeer het "
            "opnieuw."
        ) from error
    if not text:
        raise UnreadablePostings("Dit bestand is leeg. Kies een ander bestand.")
    if "\0" in text:
        raise UnreadablePostings("Dit is geen tekst. Kies een bestand met JSON-LD, HTML of XML.")
    if text.count("JobPosting") > 2 * MOST_POSTINGS:
        raise _too_many()
    if text.count("{") + text.count("[") > MOST_NODES:
        raise UnreadablePostings(
            "Dit bestand heeft te veel losse stukken. Deel het op in kleinere bestanden."
        )
    return text


# Which pieces of a file are JSON


def _read(text: str) -> Iterator[Node | None]:
    """Parse the pieces of a file one by one; None for a piece that is no JSON."""
    if _XML.match(text):
        yield from map(_parsed, in_feed(text))
    elif text.startswith("<"):
        yield from map(_parsed, in_page(text))
    else:
        whole = _parsed(text)
        lines = [text] if whole is not None else [one for one in text.split("\n") if one.strip()]
        if whole is not None or not any(_parsed(one) is not None for one in lines[:A_FEW]):
            yield whole
        else:
            yield from map(_parsed, lines)


# What a piece of JSON holds


def _parsed(piece: str) -> Node | None:
    """Parse a piece; None when it is no JSON of an object or a list."""
    try:
        values = json.loads(piece, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        return None
    return values if isinstance(values, (dict, list)) else None


def _refuse_constant(name: str) -> float:
    raise ValueError(f"{name} is no JSON")


def _postings(values: Node) -> Iterator[Values]:
    """Give the postings anywhere in a piece, in its order, with what they refer to filled in."""
    named: dict[str, Values] = {}
    found: list[Values] = []
    waiting: list[Any] = [values]
    while waiting:
        one = waiting.pop()
        if isinstance(one, list):
            waiting.extend(reversed(one))
        elif isinstance(one, dict):
            name = one.get("@id")
            if isinstance(name, str) and len(one) > 1:
                named.setdefault(name, one)
            if _is_posting(one):
                found.append(one)
            else:
                waiting.extend(reversed(one.values()))
    for posting in found:
        yield {key: _meant(value, named) for key, value in posting.items()}


def _is_posting(node: Mapping[str, Any]) -> bool:
    kinds = node.get("@type")
    listed = kinds if isinstance(kinds, list) else [kinds]
    return any(isinstance(one, str) and _JOB_POSTING.fullmatch(one) for one in listed)


def _meant(value: Any, named: Mapping[str, Values]) -> Any:
    """Put in the place of {"@id": "…"} what stands elsewhere in the piece under that name."""
    if isinstance(value, dict) and set(value) == {"@id"} and isinstance(value["@id"], str):
        return named.get(value["@id"], value)
    return value
