"""The people a coach guides, on one list: how fresh, how often proposed, how long they wait."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import and_, func
from sqlalchemy import select as sa_select
from sqlmodel import Session, col, select

from coaching.models import Assignment, Entry, Introduction, IntroductionState
from foundation.places import Postcode
from profiles.models import Candidate, CandidateState, Preferences
from profiles.pseudonyms import pseudonym
from profiles.service import is_stale

# A draft is nobody's business yet; who has stopped is nobody's business any more.
SHOWN = (CandidateState.ACTIVE, CandidateState.PAUSED)
# A candidate with the guidance that runs now.
NOW_GUIDED = and_(
    col(Assignment.candidate_id) == col(Candidate.id), col(Assignment.ended_at).is_(None)
)
_LAST = datetime.max.replace(tzinfo=UTC)


class CaseGroup(StrEnum):
    """Which of the people guided."""

    ALL = "alle"
    STALE = "verouderd"
    NEVER_PROPOSED = "nooit-voorgesteld"
    RUNNING = "loopt"
    PAUSED = "pauze"


class CaseOrder(StrEnum):
    """In which order."""

    WAITING = "wachttijd"
    NAME = "naam"
    CONFIRMED = "bevestigd"


@dataclass(frozen=True, slots=True)
class Guided:
    """Somebody a coach guides.

    `proposed` counts the shortlists somebody ever stood on; `waits_since` is the last time
    something happened for the person, None while an introduction runs or the profile is paused.
    """

    candidate_id: int
    name: str
    state: CandidateState
    municipality: str | None
    since: datetime
    confirmed_at: datetime
    is_stale: bool
    proposed: int
    running: IntroductionState | None
    waits_since: datetime | None

    @property
    def pseudonym(self) -> str:
        """What the person is called before others."""
        return pseudonym(self.candidate_id)

    def is_in(self, group: CaseGroup) -> bool:
        """Tell whether the person belongs to a group."""
        return {
            CaseGroup.ALL: True,
            CaseGroup.STALE: self.is_stale,
            CaseGroup.NEVER_PROPOSED: not self.proposed,
            CaseGroup.RUNNING: self.running is not None,
            CaseGroup.PAUSED: self.state is CandidateState.PAUSED,
        }[group]


_KEYS: Mapping[CaseOrder, Callable[[Guided], Any]] = {
    CaseOrder.WAITING: lambda one: one.waits_since or _LAST,
    CaseOrder.NAME: lambda one: one.name.casefold(),
    CaseOrder.CONFIRMED: lambda one: one.confirmed_at,
}


def in_order(people: Iterable[Guided], order: CaseOrder) -> list[Guided]:
    """Put people in order; who waits for nothing comes after who waits, ties by number."""
    return sorted(people, key=lambda one: (_KEYS[order](one), one.candidate_id))


def people_guided(
    session: Session,
    *,
    coach_id: int,
    running: Mapping[int, IntroductionState],
    now: datetime,
) -> tuple[Guided, ...]:
    """Read everybody a coach guides, by number, in three statements however many they are.

    Args:
        session: the transaction.
        coach_id: the account of the coach.
        running: where the introduction stands of who has one that runs.
        now: the moment that decides what is stale.
    """
    proposed, ended = _proposed(session, coach_id), _ended(session, coach_id)
    guided = (
        select(Candidate, Assignment.since, Postcode.municipality)
        .join(Assignment, NOW_GUIDED)
        .join(Preferences, col(Preferences.candidate_id) == col(Candidate.id), isouter=True)
        .join(Postcode, col(Postcode.code) == col(Preferences.postcode), isouter=True)
        .where(Assignment.coach_id == coach_id, col(Candidate.state).in_(SHOWN))
        .order_by(col(Candidate.id))
    )
    people = []
    for row, since, municipality in session.exec(guided):
        count, last = proposed.get(row.id, (0, None))
        waits = row.id not in running and row.state is CandidateState.ACTIVE
        moments = [at for at in (since, last, ended.get(row.id)) if at is not None]
        people.append(
            Guided(
                candidate_id=row.id,
                name=row.name,
                state=row.state,
                municipality=municipality,
                since=since,
                confirmed_at=row.confirmed_at,
                is_stale=is_stale(row, now),
                proposed=count,
                running=running.get(row.id),
                waits_since=max(moments) if waits else None,
            )
        )
    return tuple(people)


def _proposed(session: Session, coach_id: int) -> dict[int, tuple[int, datetime | None]]:
    """Count per person guided the shortlists, with the last time."""
    counted = (
        sa_select(col(Entry.candidate_id), func.count(), func.max(Entry.proposed_at))
        .join(Candidate, col(Candidate.id) == col(Entry.candidate_id))
        .join(Assignment, NOW_GUIDED)
        .where(col(Assignment.coach_id) == coach_id)
        .group_by(col(Entry.candidate_id))
    )
    return {number: (count, last) for number, count, last in session.execute(counted)}


def _ended(session: Session, coach_id: int) -> dict[int, datetime | None]:
    """Tell per person guided when an introduction last ended."""
    last = (
        sa_select(
            col(Introduction.candidate_id),
            func.max(Introduction.ended_at).label("ended_at"),
        )
        .join(Candidate, col(Candidate.id) == col(Introduction.candidate_id))
        .join(Assignment, NOW_GUIDED)
        .where(col(Assignment.coach_id) == coach_id)
        .group_by(col(Introduction.candidate_id))
    )
    return {row.candidate_id: row.ended_at for row in session.execute(last)}
