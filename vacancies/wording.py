"""Points out wording in a vacancy that shuts people out; it never blocks and changes nothing.

What is found are words, not intentions: whoever wrote them decides. What is not found may still
shut people out.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from vacancies.wording_rules import LAWS, RULES, Ground, Rule


@dataclass(frozen=True, slots=True)
class WordingFinding:
    """An expression that shuts people out.

    Args:
        start: its first place in the text.
        end: the place after its last.
        words: the expression as it stands in the text.
        ground: on what it shuts people out.
        law: the law that forbids it, in Dutch.
        why: Dutch, who feels shut out.
        instead: Dutch, what to write.
    """

    start: int
    end: int
    words: str
    ground: Ground
    law: str
    why: str
    instead: str


def wording_findings(text: str) -> tuple[WordingFinding, ...]:
    """List the expressions in a text that shut people out, in the order they stand there.

    Of two that overlap the first is given, and of two that begin together the longest.
    """
    found = sorted(_found(text), key=lambda one: (one.start, -one.end))
    kept: list[WordingFinding] = []
    for one in found:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return tuple(kept)


def _found(text: str) -> Iterator[WordingFinding]:
    for rule, pattern, neutral in _compiled():
        if neutral is not None and neutral.search(text):
            continue
        for match in pattern.finditer(text):
            yield _finding(rule, match)


def _finding(rule: Rule, match: re.Match[str]) -> WordingFinding:
    return WordingFinding(
        start=match.start(),
        end=match.end(),
        words=match[0],
        ground=rule.ground,
        law=LAWS[rule.ground],
        why=rule.why,
        instead=rule.instead,
    )


@cache
def _compiled() -> tuple[tuple[Rule, re.Pattern[str], re.Pattern[str] | None], ...]:
    return tuple(
        (
            rule,
            re.compile(rf"(?<![\w-])(?:{'|'.join(rule.expressions)})(?![\w])", re.IGNORECASE),
            re.compile(rule.neutral, re.IGNORECASE) if rule.neutral else None,
        )
        for rule in RULES
    )


# The language of a text

_ENGLISH = """
the and you your we our are is will with for have who that this as at of to by from or be an can
what they their has it role team work skills experience job looking must
"""
_DUTCH = """
de het een en je jij jouw wij we ons onze bent is zijn met voor hebt heb die dat dit als bij van
naar door uit of op te kan wat ze hun er niet ook om aan in werk ervaring zoeken
"""
_ENGLISH_WORDS, _DUTCH_WORDS = frozenset(_ENGLISH.split()), frozenset(_DUTCH.split())
# Fewer words tell nothing: "Sales manager" is a title in either language.
FEWEST_WORDS = 8
_WORD = re.compile(r"[^\W\d_]+")


def is_english(text: str) -> bool:
    """Tell whether a text is in English, by its small words; a short one never is.

    A few English words in a Dutch text change nothing: twice as many English small words as Dutch
    ones are needed, and one in eight words.
    """
    words = [word.lower() for word in _WORD.findall(text)]
    if len(words) < FEWEST_WORDS:
        return False
    english = sum(word in _ENGLISH_WORDS for word in words)
    dutch = sum(word in _DUTCH_WORDS for word in words)
    return english > 2 * dutch and 8 * english >= len(words)
