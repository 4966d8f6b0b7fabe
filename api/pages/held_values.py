"""What is held about somebody, as it reads on a page: words for stored values, days in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from api.pages.own_rights import Days
from foundation.terms import TravelMeans, Weekday
from profiles.consent_texts import TEXTS
from profiles.held import Held, HeldTable, Value
from profiles.interests import ANSWERS, QUESTIONS
from profiles.languages import LANGUAGES
from profiles.models import CandidateState, Evidence
from profiles.passport_words import EVIDENCE, EXPERIENCES, LEVELS

# They tell rows apart and stand in the file alone.
NUMBERS = frozenset({"id", "candidate_id", "account_id", "revision", "number"})
_MOMENTS = ("_at", "_on", "_from")
_WEEKDAYS = ["maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"]

# By the name of the column: the words for what is stored there.
WORDS: Mapping[str, Mapping[str, str]] = {
    "days": {day.value: word for day, word in zip(Weekday, _WEEKDAYS, strict=True)},
    "evidence": {one.value: EVIDENCE["nl"][one] for one in Evidence},
    "interests": {
        "R": "maken en doen",
        "I": "uitzoeken",
        "A": "bedenken en vormgeven",
        "S": "mensen helpen",
        "E": "regelen en overtuigen",
        "C": "ordenen en bijhouden",
    },
    "kind": {kind.value: word for kind, word in EXPERIENCES["nl"].items()},
    "kinds": {"tijdelijk_contract": "tijdelijk contract"},
    "language": {
        **{one.code: one.dutch for one in LANGUAGES},
        "nl": "Nederlands",
        "en": "Engels",
    },
    "level": {str(level): word for level, word in LEVELS["nl"].items()},
    "purpose": {purpose.value: text.title for purpose, text in TEXTS.items()},
    "question": {one.key: one.text for one in QUESTIONS},
    "state": {
        CandidateState.DRAFT.value: "nog niet aan",
        CandidateState.ACTIVE.value: "aan",
        CandidateState.PAUSED.value: "op pauze",
        CandidateState.WITHDRAWN.value: "gestopt",
    },
    "travel_means": {TravelMeans.PUBLIC_TRANSPORT.value: "bus, tram of trein"},
}
# The answers of the interest test are numbers; the answer to an objection is a text.
_ANSWERS = {("interest_answer", str(number)): word for number, word in enumerate(ANSWERS)}


@dataclass(frozen=True, slots=True)
class Cell:
    """One value; `is_ours` when the words are of this site, which are translated."""

    text: str
    is_ours: bool = False
    is_empty: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: a name for its place on the page, a title, and per row the labelled values."""

    name: str
    title: str
    rows: tuple[tuple[tuple[str, Cell], ...], ...]


def sheets(held: Held, days: Days, sectors: Mapping[str, str]) -> list[Sheet]:
    """Write every table for a person, without the numbers that say nothing to anybody.

    `sectors` are the labels of the sectors by key.
    """
    words = {**WORDS, "sectors": sectors}
    return [
        Sheet(
            table.name,
            table.title,
            tuple(tuple(_cells(table, row, days, words)) for row in table.rows),
        )
        for table in held.tables
    ]


def _cells(
    table: HeldTable,
    row: tuple[Value, ...],
    days: Days,
    words: Mapping[str, Mapping[str, str]],
) -> Iterator[tuple[str, Cell]]:
    for column, value in zip(table.columns, row, strict=True):
        if column.name not in NUMBERS:
            known = words.get(column.name, {})
            yield column.label, _cell(table.name, column.name, value, days, known)


def _cell(table: str, column: str, value: Value, days: Days, words: Mapping[str, str]) -> Cell:
    if value is None or value in ("", []):
        return Cell("", is_empty=True)
    if isinstance(value, bool):
        return Cell("ja" if value else "nee", is_ours=True)
    if isinstance(value, list):
        return Cell(", ".join(words.get(one, one) for one in value))
    if column in ("at", "since") or column.endswith(_MOMENTS):
        return Cell(_in_words(str(value), days))
    known = words.get(str(value)) or _ANSWERS.get((table, str(value)))
    return Cell(known, is_ours=True) if known else Cell(str(value))


def _in_words(stored: str, days: Days) -> str:
    if "T" in stored:
        return days.moment(datetime.fromisoformat(stored))
    return days.day(date.fromisoformat(stored))
