"""Finds the pieces of JSON in a web page or a feed, which nobody may trust.

Nothing here goes back over what it read, and XML may define no words of its own: no page or feed
takes more than a second.
"""

import re
from collections.abc import Iterator, Mapping
from xml.parsers import expat

from foundation.errors import Invalid

DEEPEST = 100
LONGEST_TAG = 2_000

_BLOCK = re.compile(r"<script\b", re.IGNORECASE)
_BLOCK_END = re.compile(r"</script", re.IGNORECASE)
_HOLDS_JSON = re.compile(r"type\s{0,9}=\s{0,9}[\"']?\s{0,9}application/ld\+json", re.IGNORECASE)


class UnreadablePostings(Invalid):
    """The file holds no postings that can be read, or is too large; nothing of it was used."""


def in_page(text: str) -> Iterator[str]:
    """Give what stands in the blocks of JSON-LD of a page; other blocks are stepped over."""
    start = _BLOCK.search(text)
    while start is not None:
        opened = text.find(">", start.end(), start.end() + LONGEST_TAG)
        end = _BLOCK_END.search(text, start.end())
        if end is None:
            return
        tag = text[start.end() : opened] if start.end() <= opened < end.start() else ""
        if _HOLDS_JSON.search(tag):
            yield text[opened + 1 : end.start()]
        start = _BLOCK.search(text, end.end())


def in_feed(text: str) -> Iterator[str]:
    """Give the JSON in the texts of a feed: by itself, or in a page that an element holds.

    Raises:
        UnreadablePostings: it is no XML, too deep, or defines words of its own.
    """
    for told in _Feed().texts(text):
        if told.startswith(("{", "[")):
            yield told
        elif _BLOCK.search(told):
            yield from in_page(told)


class _Feed:
    """Reads the texts of XML; it may define nothing, so that nothing in it can grow."""

    def __init__(self) -> None:
        self._parser = expat.ParserCreate("utf-8")  # whatever the file itself says it is
        self._parser.StartDoctypeDeclHandler = _refuse_definitions
        self._parser.StartElementHandler = self._begin
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._tell
        self._parser.buffer_text = True
        self._depth = 0
        self._telling: list[str] = []
        self._texts: list[str] = []

    def texts(self, text: str) -> list[str]:
        """List the texts between the tags."""
        try:
            self._parser.Parse(text.encode(), True)
        except (expat.ExpatError, ValueError) as error:
            raise UnreadablePostings(
                "Dit XML-bestand is beschadigd of onvolledig. Haal het opnieuw op."
            ) from error
        return self._texts

    def _begin(self, _name: str, _attributes: Mapping[str, str]) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise UnreadablePostings(
                "Dit XML-bestand zit te diep in elkaar. Kies een ander bestand."
            )
        self._keep()

    def _end(self, _name: str) -> None:
        self._depth -= 1
        self._keep()

    def _tell(self, text: str) -> None:
        self._telling.append(text)

    def _keep(self) -> None:
        told = "".join(self._telling).strip()
        self._telling = []
        if told:
            self._texts.append(told)


def _refuse_definitions(*_told: object) -> None:
    raise UnreadablePostings(
        "Dit XML-bestand begint met eigen definities (DOCTYPE). Die lezen we niet, voor de "
        "veiligheid. Kies een bestand zonder."
    )
