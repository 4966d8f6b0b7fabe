"""The words of a text: folded for comparing, without those that carry no meaning, in windows."""

import re
import unicodedata
from dataclasses import dataclass

# Dutch words that say nothing about what somebody can do, and the English ones of ESCO's labels.
_EMPTY = (
    "aan af al alle allerlei als altijd ander andere anders bij binnen daar daarbij daarna "
    "daarom dan dat de deze die dit door dus een eens eerst elke en enkele er ervaring etc "
    "even gaan ga geen geweest gewerkt gedaan goed graag ging had heb hebben heeft heel hem "
    "haar het hier hij hoe hun iets ik in is ja jaar jaren je jij kan kon kun kunnen later maar me "
    "mee meer met mij mijn moest moet na naar niet nog nu of om omdat onder ons ook op over "
    "per samen soms te thuis tot tussen u uit van vaak veel verder verschillende via vind vooral "
    "voor waar waarbij was wat we weer weet wel welke werd werk wie wij wil worden wordt ze "
    "zelf zich zij zijn zo zoals zou zodat a an and as at be by for from in of on or other "
    "the their to with"
)
EMPTY_WORDS = frozenset(_EMPTY.split())

# Words per window: a skill is named in two to six words, so each stands whole in some window.
WINDOW = 6

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*[+#]*")
_END_OF_CLAUSE = re.compile(r"[.,;:!?()\[\]•*|/\n]\s|[\n]|$")


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text, as written and as compared."""

    written: str
    folded: str


def fold(text: str) -> str:
    """Make capitals and accents equal: "Crème" and "creme" are the same word."""
    folded = text.casefold()
    if folded.isascii():
        return folded
    decomposed = unicodedata.normalize("NFKD", folded)
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


def without_capitals(text: str) -> str:
    """Make capitals and runs of white space equal; unlike in `fold`, accents stay different."""
    return " ".join(text.split()).casefold()


def words_of(text: str) -> list[Word]:
    """List the words of a text in order; C++ and C# stay whole."""
    return [Word(written, fold(written)) for written in _WORD.findall(text)]


def folded_words(text: str) -> list[str]:
    """List the folded words of a text in order."""
    return [word.folded for word in words_of(text)]


def telling(words: list[Word]) -> list[Word]:
    """Leave out the words that carry no meaning; when all are such words, keep them."""
    return [word for word in words if word.folded not in EMPTY_WORDS] or words


def windows(text: str) -> list[tuple[Word, ...]]:
    """Cut a text in clauses, and long clauses in windows of `WINDOW` words that overlap by half.

    Empty words do not count and are left out; a window that returns counts once.
    """
    found: list[tuple[Word, ...]] = []
    for clause in _END_OF_CLAUSE.split(text):
        words = [word for word in words_of(clause) if word.folded not in EMPTY_WORDS]
        last = max(1, len(words) - WINDOW // 2)
        found += [tuple(words[start : start + WINDOW]) for start in range(0, last, WINDOW // 2)]
    return list(dict.fromkeys(window for window in found if window))
