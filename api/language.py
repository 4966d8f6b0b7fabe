"""Dutch is what is written; English comes from a catalogue, sentence by sentence.

Pages ask `gettext`. What lower rooms say (refusals, reasons) is written in Dutch with the numbers
already in it; `say` finds the sentence it was made from and puts the same numbers in the English.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po
from fastapi import Request

LANGUAGES = {"nl": "Nederlands", "en": "English"}
CATALOGUES = Path(__file__).parent / "locale"
COOKIE = "taal"

_PLACE = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class _Pattern:
    """A Dutch sentence with places for what was filled in, and the English one."""

    dutch: re.Pattern[str]
    places: tuple[str, ...]
    english: str

    def translated(self, sentence: str) -> str | None:
        found = self.dutch.fullmatch(sentence)
        if found is None:
            return None
        values = dict(zip(self.places, found.groups(), strict=True))
        return _PLACE.sub(lambda place: values.get(place[1], place[0]), self.english)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The sentences of one language; a sentence that is missing stays Dutch."""

    language: str
    sentences: Mapping[str, str]
    plurals: Mapping[str, tuple[str, ...]]
    patterns: tuple[_Pattern, ...]

    def gettext(self, sentence: str) -> str:
        """Translate a sentence of a page."""
        return self.sentences.get(sentence, sentence)

    def ngettext(self, one: str, more: str, number: int) -> str:
        """Translate a sentence of a page that counts something."""
        forms = self.plurals.get(one)
        if forms is None:
            return one if number == 1 else more
        return forms[0] if number == 1 else forms[-1]

    def say(self, sentence: str) -> str:
        """Translate what a lower room says, with the numbers and names in it."""
        if self.language == "nl":
            return sentence
        if sentence in self.sentences:
            return self.sentences[sentence]
        found = (pattern.translated(sentence) for pattern in self.patterns)
        return next((english for english in found if english is not None), sentence)


@cache
def catalogue(language: str) -> Catalogue:
    """Read the sentences of a language once; Dutch needs none."""
    path = CATALOGUES / language / "LC_MESSAGES" / "messages.po"
    if language == "nl" or not path.is_file():
        return Catalogue(language, {}, {}, ())
    with path.open("rb") as file:
        entries = [entry for entry in read_po(file, locale=language) if entry.id and entry.string]
    plain = [entry for entry in entries if isinstance(entry.id, str) and not entry.fuzzy]
    sentences = {str(entry.id): str(entry.string) for entry in plain}
    return Catalogue(
        language,
        sentences,
        {str(e.id[0]): tuple(e.string or ()) for e in entries if isinstance(e.id, (list, tuple))},
        tuple(
            _pattern(dutch, english)
            for dutch, english in sorted(sentences.items(), key=lambda pair: -len(pair[0]))
            if _PLACE.search(dutch)
        ),
    )


def _pattern(dutch: str, english: str) -> _Pattern:
    pieces = _PLACE.split(dutch)
    fixed, places = pieces[::2], pieces[1::2]
    return _Pattern(
        re.compile("(.+?)".join(re.escape(piece) for piece in fixed), re.DOTALL),
        tuple(places),
        english,
    )


def preferred(request: Request, told: str | None) -> str:
    """Choose the language of an answer: what was told, then the cookie, then the browser's."""
    for wish in (told, request.cookies.get(COOKIE)):
        if wish in LANGUAGES:
            return wish
    for part in request.headers.get("accept-language", "").split(",")[:10]:
        code = part.split(";")[0].split("-")[0].strip().lower()
        if code in LANGUAGES:
            return code
    return "nl"
