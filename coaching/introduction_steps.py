"""The one way an introduction moves: which steps are legal, and the guard that lets one through.

Who holds locks takes them in one order, so that two requests never wait for each other: the counter
of the vacancies (only where a place is given or a vacancy ends), then the candidate, then the
introduction. `introduction_to_change` does the last two.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col, select

from accounts.models import Role
from coaching.models import Introduction, IntroductionState, IntroductionStep, ReplyLink
from foundation.database import batches
from foundation.errors import Conflict, NotFound
from profiles.consent import agreed_purposes
from profiles.models import Candidate, CandidateState, Purpose
from profiles.service import hold_candidate

S = IntroductionState
_OVER = frozenset({S.NO_ANSWER, S.WITHDRAWN, S.LAPSED})

STEPS: Mapping[IntroductionState, frozenset[IntroductionState]] = {
    S.ASKED: _OVER | {S.INTRODUCED, S.REFUSED},
    S.INTRODUCED: _OVER | {S.MEETING, S.ACCEPTED, S.DECLINED},
    S.MEETING: _OVER | {S.ACCEPTED, S.DECLINED},
    S.ACCEPTED: frozenset({S.WITHDRAWN, S.PLACED}),
    # A placement that was logged by mistake: who was accepted still is.
    S.PLACED: frozenset({S.FINISHED, S.ACCEPTED}),
    S.FINISHED: frozenset(),
    S.REFUSED: frozenset(),
    S.DECLINED: frozenset(),
    S.NO_ANSWER: frozenset(),
    S.WITHDRAWN: frozenset(),
    S.LAPSED: frozenset(),
}
# While a clock runs; who was accepted or placed still stands, but waits for nobody.
CLOCKED = frozenset({S.ASKED, S.INTRODUCED, S.MEETING})
RUNNING = CLOCKED | {S.ACCEPTED, S.PLACED}
# While the employer may read the name and the presentation.
OPENED = frozenset({S.INTRODUCED, S.MEETING, S.ACCEPTED, S.PLACED})


class What(StrEnum):
    """What happened; the history of an introduction is made of these."""

    ASKED = "asked"
    INTRODUCED = "introduced"
    REFUSED = "refused"
    MEETING = "meeting"
    ACCEPTED = "accepted"
    PLACED = "placed"
    FINISHED = "finished"
    UNPLACED = "unplaced"
    DECLINED = "declined"
    REMINDED = "reminded"
    ESCALATED = "escalated"
    MORE_TIME = "more time"
    CLOSED = "closed"
    RAN_OUT = "ran out"
    WITHDRAWN = "withdrawn"
    LEFT = "left"
    LAPSED = "lapsed"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who makes a step; without an account the program itself.

    `link_id` is the single-use link with which somebody answers who is not logged in.
    """

    account_id: int | None = None
    role: Role | None = None
    link_id: int | None = None


PROGRAM = Actor()


class UnknownIntroduction(NotFound):
    """There is no such introduction."""


class StepNotPossible(Conflict):
    """The introduction cannot go from the state it is in to the state that was asked."""


class AnsweredMeanwhile(Conflict):
    """Somebody else was first: the introduction is not as it was shown."""


class LinkUsed(Conflict):
    """The link was used before, or belongs to a question that is over."""


class NotTakingPart(Conflict):
    """The candidate is paused, has stopped, or took the consent back."""


def find_introduction(session: Session, *, introduction_id: int) -> Introduction:
    """Find an introduction in any state.

    Raises:
        UnknownIntroduction: there is none with this number.
    """
    row = session.get(Introduction, introduction_id, populate_existing=True)
    if row is None:
        raise UnknownIntroduction("Deze voordracht is er niet. Controleer het adres.")
    return row


def introduction_to_change(
    session: Session, *, introduction_id: int, seen: int | None
) -> Introduction:
    """Take an introduction for a step: hold its candidate, then read it as it stands now.

    Raises:
        UnknownIntroduction: there is none with this number.
        AnsweredMeanwhile: its revision is not the one that was seen.
    """
    row = find_introduction(session, introduction_id=introduction_id)
    hold_candidate(session, candidate_id=row.candidate_id)
    row = find_introduction(session, introduction_id=introduction_id)
    if seen is not None and seen != row.revision:
        raise meanwhile()
    return row


def hold_candidates(session: Session, *, candidate_ids: Iterable[int]) -> None:
    """Hold several candidates in the order of their numbers, for steps about more than one."""
    for batch in batches(sorted(set(candidate_ids))):
        held = select(Candidate.id).where(col(Candidate.id).in_(batch))
        session.exec(held.order_by(col(Candidate.id)).with_for_update()).all()


def check_takes_part(session: Session, *, candidate_id: int) -> None:
    """Refuse to bring somebody forward who is paused, has stopped or does not agree to matching.

    Raises:
        NotTakingPart: so it is.
    """
    if not takes_part(session, candidate_id=candidate_id):
        raise NotTakingPart("Deze persoon doet nu niet mee. De voordracht kan niet verder.")


def takes_part(session: Session, *, candidate_id: int) -> bool:
    """Tell whether somebody is active and agrees to matching, at this moment."""
    row = hold_candidate(session, candidate_id=candidate_id)
    agreed = agreed_purposes(session, candidate_id=candidate_id)
    return row.state is CandidateState.ACTIVE and Purpose.MATCHING in agreed


def move(
    session: Session,
    row: Introduction,
    target: IntroductionState,
    *,
    what: What,
    by: Actor,
    now: datetime,
    **values: Any,
) -> Introduction:
    """Bring an introduction to another state; every link that was mailed before stops working.

    Raises:
        StepNotPossible: the table has no such step.
        LinkUsed: the link of the actor was used before.
        AnsweredMeanwhile: somebody else was first.
    """
    if target not in STEPS[row.state]:
        raise StepNotPossible(
            f"Deze voordracht is “{row.state.value}” en kan niet “{target.value}” worden. "
            "Ververs de pagina en kijk wat nu kan."
        )
    _use(session, by.link_id, now)
    ended = {} if target in RUNNING else {"ended_at": now, "due_on": None, "seat": None}
    change(session, row, by=by, what=what, now=now, state=target, **{**ended, **values})
    _burn(session, row.id, now)
    return row


def change(
    session: Session,
    row: Introduction,
    *,
    what: What,
    by: Actor,
    now: datetime,
    **values: Any,
) -> Introduction:
    """Change an introduction if it still is as it was read, and note the step in its history.

    Raises:
        AnsweredMeanwhile: somebody else was first.
    """
    # The condition is the guard: of two who are at it at once, one is told.
    changed = session.execute(
        update(Introduction)
        .where(
            col(Introduction.id) == row.id,
            col(Introduction.state) == row.state,
            col(Introduction.revision) == row.revision,
        )
        .values(revision=row.revision + 1, **values)
        .returning(col(Introduction.id))
        .execution_options(synchronize_session=False)
    )
    if changed.first() is None:
        raise meanwhile()
    session.refresh(row)
    note_step(session, row, what=what, by=by, now=now)
    return row


def note_step(
    session: Session, row: Introduction, *, what: What, by: Actor, now: datetime
) -> IntroductionStep:
    """Add a line to the history of an introduction."""
    step = IntroductionStep(
        introduction_id=row.id,
        state=row.state,
        at=now,
        actor_id=by.account_id,
        actor_role=by.role.value if by.role else "",
        what=what.value,
    )
    session.add(step)
    session.flush()
    return step


def steps_of(session: Session, *, introduction_id: int) -> list[IntroductionStep]:
    """List what happened with an introduction, the oldest first."""
    made = select(IntroductionStep).where(IntroductionStep.introduction_id == introduction_id)
    return list(session.exec(made.order_by(col(IntroductionStep.id))))


def meanwhile() -> AnsweredMeanwhile:
    """Build the refusal for an introduction that is not as it was shown."""
    return AnsweredMeanwhile(
        "Er is intussen iets veranderd aan deze voordracht. Kijk wat er nu staat en kies opnieuw."
    )


def _use(session: Session, link_id: int | None, now: datetime) -> None:
    if link_id is None:
        return
    used = session.execute(
        update(ReplyLink)
        .where(col(ReplyLink.id) == link_id, col(ReplyLink.used_at).is_(None))
        .values(used_at=now)
        .returning(col(ReplyLink.id))
        .execution_options(synchronize_session=False)
    )
    if used.first() is None:
        raise LinkUsed("Deze link is al gebruikt. Een link werkt één keer.")


def _burn(session: Session, introduction_id: int, now: datetime) -> None:
    """A link belongs to the question it was mailed with: after the answer it is over."""
    session.execute(
        update(ReplyLink)
        .where(col(ReplyLink.introduction_id) == introduction_id, col(ReplyLink.used_at).is_(None))
        .values(used_at=now)
        .execution_options(synchronize_session=False)
    )
