"""Two people side by side for one vacancy, requirement by requirement."""

from dataclasses import dataclass

from sqlmodel import Session

from coaching.cards import Card
from coaching.models import Entry
from coaching.opening import card_of, find_entry, numbers_of
from foundation.errors import Invalid
from matching.reference import Asking, Part
from matching.service import Match, Matcher


class SamePerson(Invalid):
    """Somebody cannot be compared with himself."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One of the two."""

    entry: Entry
    card: Card
    match: Match


@dataclass(frozen=True, slots=True)
class Beside:
    """One requirement: the parts of both, and who brings more; 0 is as much."""

    asking: Asking
    weight: int
    first: Part
    second: Part

    @property
    def more(self) -> int:
        """1 when the first brings more, 2 when the second does, 0 when both bring as much."""
        if self.first.part == self.second.part:
            return 0
        return 1 if self.first.part > self.second.part else 2


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two people and the requirements between them, the heaviest first."""

    first: Compared
    second: Compared
    requirements: tuple[Beside, ...]


def compare(
    session: Session,
    matcher: Matcher,
    *,
    vacancy_id: int,
    entry_ids: tuple[int, int],
    coach_id: int,
) -> Comparison:
    """Put two people of one list side by side; this coach has opened both cards.

    Raises:
        SamePerson: it is twice the same entry.
        UnknownEntry: one of them is not on this list, or takes part no longer.
        CardNotOpened: the card of one of them was not opened.
        NotRanked, MatchingStopped: there are no numbers.
    """
    if entry_ids[0] == entry_ids[1]:
        raise SamePerson("Kies twee verschillende kandidaten om te vergelijken.")
    first, second = (
        _compared(session, matcher, vacancy_id, number, coach_id) for number in entry_ids
    )
    theirs = {part.asking.skill: part for part in second.match.explanation.parts}
    parts = sorted(first.match.explanation.parts, key=lambda one: (-one.weight, one.asking.skill))
    beside = [Beside(one.asking, one.weight, one, theirs[one.asking.skill]) for one in parts]
    return Comparison(first, second, tuple(beside))


def _compared(
    session: Session, matcher: Matcher, vacancy_id: int, entry_id: int, coach_id: int
) -> Compared:
    entry = find_entry(session, entry_id=entry_id, vacancy_id=vacancy_id)
    match = numbers_of(session, matcher, entry_id=entry_id, coach_id=coach_id)
    return Compared(entry, card_of(session, candidate_id=entry.candidate_id), match)
