"""Keeps what limits everybody in the pool in memory, in step with the database at every request.

The skills of the same people are in pool.py; what counts is in both. Where a postcode lies is not
kept, for a map may be loaded at any time.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock
from types import MappingProxyType

from sqlmodel import Session, col, select

from foundation.database import batches
from foundation.revision import Stream, latest_revision
from foundation.terms import TravelMeans
from matching.gates import Person
from matching.pool import SkillNumbers
from matching.sides import candidate_sides
from profiles.models import Candidate, Preferences


@dataclass(frozen=True, slots=True)
class Bounds:
    """What limits one person: what the gates read, how long a course may take, and from where."""

    person: Person
    course_days: int | None
    postcode: str | None
    means: TravelMeans | None


class Crowd:
    """The limits of everybody in the pool, following the database; safe for several threads."""

    def __init__(self, numbers: SkillNumbers) -> None:
        self._numbers = numbers
        self._lock = Lock()
        self._revision = 0
        self._bounds: Mapping[int, Bounds] = MappingProxyType({})

    def follow(self, session: Session) -> Mapping[int, Bounds]:
        """Bring the limits up to the moment of this transaction and give them by candidate."""
        with self._lock:
            latest = latest_revision(session, Stream.CANDIDATES)
            if latest > self._revision:
                self._bounds = MappingProxyType(self._followed(session))
                self._revision = latest
            return self._bounds

    def _followed(self, session: Session) -> dict[int, Bounds]:
        later = select(Candidate.id).where(col(Candidate.revision) > self._revision)
        changed = sorted(session.exec(later))
        gone = set(changed)
        kept = {number: one for number, one in self._bounds.items() if number not in gone}
        postcodes = _postcodes(session, changed)
        sides = candidate_sides(session, changed, self._numbers, with_skills=False)
        fresh = {
            number: Bounds(side.person, side.course_days, postcodes.get(number), side.means)
            for number, side in sides.items()
            if side.in_pool
        }
        return kept | fresh


def _postcodes(session: Session, candidates: list[int]) -> dict[int, str | None]:
    found: dict[int, str | None] = {}
    for batch in batches(candidates):
        rows = select(Preferences.candidate_id, Preferences.postcode).where(
            col(Preferences.candidate_id).in_(batch)
        )
        found |= dict(session.exec(rows).all())
    return found
