"""Dutch is what is written; English comes from a catalogue, sentence by sentence.

Pages ask `gettext`. What lower rooms say (refusals, reasons) is written in Dutch with the numbers
already in it; `say` finds the sentence it was made from and puts the same numbers in the English.
What it cannot find stays Dutch: half a translation, or a guess, would be worse.
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

# Filled with words of our own: these are translated too, and no other filling fits the pattern.
TOLD = frozenset(
    {
        "_ADVICE", "advice", "dutch", "dutch_2", "error", "law", "level_words", "message", "reason",
        "role", "tier", "title",
    }
)  # fmt: skip
# Filled with our words or with somebody else's: translated where we know them.
PERHAPS_TOLD = frozenset({"named", "said"})
# Filled with problems, each after the place where it stands: "postcode: ontbreekt; days: …".
LISTS = frozenset({"first", "summary"})
# Filled with what somebody can choose from: "fiets, ov of auto".
CHOICES = frozenset({"choice", "choices", "each", "expected", "known", "licences", "quoted"})
# Filled with what somebody wrote, as long as it is. Every other filling is less than a sentence.
FREE = frozenset({"folder", "legal_reason"})

PLACE = re.compile(r"\{([^{}]*)\}")
_SENTENCES = re.compile(r"(?<=[.?!]) ")


@dataclass(frozen=True, slots=True)
class _Pattern:
    """A Dutch sentence with places for what was filled in, and the English one."""

    dutch: re.Pattern[str]
    head: str
    tail: str
    places: tuple[str, ...]
    english: str

    def fillings(self, sentence: str) -> dict[str, str] | None:
        """Find what was filled in; None when the sentence was not made from this one."""
        if not (sentence.startswith(self.head) and sentence.endswith(self.tail)):
            return None
        found = self.dutch.fullmatch(sentence)
        return None if found is None else dict(zip(self.places, found.groups(), strict=True))


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
        found = None if self.language == "nl" else self._found(sentence)
        return sentence if found is None else found

    def _found(self, text: str) -> str | None:
        """Translate a sentence, or several of which each is known."""
        whole = self._sentence(text)
        if whole is not None:
            return whole
        parts = _SENTENCES.split(text)
        told = [self._sentence(part) for part in parts] if len(parts) > 1 else [None]
        return None if None in told else " ".join(filter(None, told))

    def _sentence(self, text: str) -> str | None:
        exact = self.sentences.get(text)
        if exact is not None:
            return exact
        made = (self._made(pattern, text) for pattern in self.patterns)
        return next((english for english in made if english is not None), None)

    def _made(self, pattern: _Pattern, text: str) -> str | None:
        fillings = pattern.fillings(text)
        if fillings is None:
            return None
        told = {name: self._filled(name, filling) for name, filling in fillings.items()}
        if None in told.values():
            return None
        return PLACE.sub(lambda place: told.get(place[1]) or place[0], pattern.english)

    def _filled(self, name: str, filling: str) -> str | None:
        if name in TOLD:
            return self._found(filling)
        if name in PERHAPS_TOLD:
            return self.say(filling)
        if name in LISTS:
            return self._list(filling)
        if _SENTENCES.search(filling) and name not in FREE:
            return None
        return filling.replace(" of ", " or ") if name in CHOICES else filling

    def _list(self, text: str) -> str:
        """Translate problems one by one; one of them may hold a semicolon itself."""
        pieces, told = text.split("; "), []
        while pieces:
            heads = ("; ".join(pieces[:size]) for size in range(1, len(pieces) + 1))
            tried = ((size, self._problem(head)) for size, head in enumerate(heads, 1))
            size, problem = next((one for one in tried if one[1] is not None), (1, pieces[0]))
            told.append(problem or "")
            del pieces[:size]
        return "; ".join(told)

    def _problem(self, text: str) -> str | None:
        where, colon, message = text.partition(": ")
        found = self._found(message) if colon else None
        return self._found(text) if found is None else f"{where}: {found}"


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
    filled = [dutch for dutch in sentences if PLACE.search(dutch)]
    return Catalogue(
        language,
        {dutch: english for dutch, english in sentences.items() if dutch not in filled},
        {str(e.id[0]): tuple(e.string or ()) for e in entries if isinstance(e.id, (list, tuple))},
        tuple(_pattern(dutch, sentences[dutch]) for dutch in sorted(filled, key=_most_fixed)),
    )


def _most_fixed(dutch: str) -> tuple[int, str]:
    """Order by what is certain: the sentence with the most words of its own is tried first."""
    return -len(PLACE.sub("", dutch)), dutch


def _pattern(dutch: str, english: str) -> _Pattern:
    pieces = PLACE.split(dutch)
    fixed, places = pieces[::2], pieces[1::2]
    return _Pattern(
        re.compile("(.+?)".join(re.escape(piece) for piece in fixed), re.DOTALL),
        fixed[0],
        fixed[-1],
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
