"""What waits for a coach after the start: who wants to talk, what has stopped, whom to call."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import and_
from sqlmodel import Session, col, or_, select

from coaching.guided import NOW_GUIDED
from coaching.models import Assignment
from foundation.clock import day_here
from placements.asking import is_to_call
from placements.check_ins import is_followed
from placements.models import (
    PLACEMENTS,
    AftercareNote,
    CheckIn,
    CheckInAnswer,
    Outcome,
    OutcomeState,
    Side,
)
from profiles.models import Candidate
from profiles.pseudonyms import pseudonym
from profiles.service import ENDED

# A question that is older than this tells nothing any more.
CALLED_UNTIL = timedelta(weeks=13)


class WhyCall(StrEnum):
    """Why a coach should call; the value is the word on the page, what is urgent first."""

    STOPPED = "het is gestopt"
    HELP = "wil even overleggen"
    SILENT = "bel even"


@dataclass(frozen=True, slots=True)
class ToCall:
    """Somebody to call about an outcome; `called` is the name of who is guided, else the number."""

    outcome_id: int
    candidate_id: int
    called: str
    side: Side
    week: int
    why: WhyCall
    since: date


def calls_of(session: Session, *, coach_id: int, now: datetime) -> tuple[ToCall, ...]:
    """List whom a coach should call, what is urgent first, then the longest waiting.

    "Ik wil even overleggen" waits until the coach notes something about it, "het is gestopt" until
    the end is noted or the side says otherwise, and silence until somebody answers or the next
    check-in of that side has come.
    """
    found = _followed(session, coach_id)
    numbers = [outcome.id for outcome, *_ in found]
    asked, noted = _asked(session, numbers, day_here(now)), _noted(session, numbers)
    calls = []
    for outcome, name, guided_by in found:
        called = name if guided_by == coach_id and name else pseudonym(outcome.candidate_id)
        for side in Side:
            rows = asked.get((outcome.id, side), [])
            told = _why(outcome, rows, noted.get(outcome.id), day_here(now))
            if told is not None:
                why, row, since = told
                calls.append(
                    ToCall(outcome.id, outcome.candidate_id, called, side, row.week, why, since)
                )
    order = list(WhyCall)
    return tuple(sorted(calls, key=lambda one: (order.index(one.why), one.since, one.outcome_id)))


_Why = tuple[WhyCall, CheckIn, date]


def _why(
    outcome: Outcome, rows: Sequence[CheckIn], noted_at: datetime | None, today: date
) -> _Why | None:
    """Tell why the check-ins of one side that have come ask for a call, by the last of them."""
    answered = [row for row in rows if row.answered_at is not None]
    told = _by_answer(outcome, answered[-1], noted_at) if answered else None
    if told is not None or not rows:
        return told
    last = rows[-1]
    is_recent = last.due_on >= today - CALLED_UNTIL
    return (
        (WhyCall.SILENT, last, last.due_on) if is_recent and is_to_call(last, today=today) else None
    )


def _by_answer(outcome: Outcome, row: CheckIn, noted_at: datetime | None) -> _Why | None:
    if row.answered_at is None or row.answer is CheckInAnswer.WELL or row.answer is None:
        return None
    since = day_here(row.answered_at)
    is_noted = noted_at is not None and noted_at >= row.answered_at
    if row.answer is CheckInAnswer.STOPPED:
        # What runs is ended by a coach; of what has ended already only a note is left to write.
        is_done = outcome.state is not OutcomeState.RUNNING and is_noted
        return None if is_done else (WhyCall.STOPPED, row, since)
    return None if row.by_coach or is_noted else (WhyCall.HELP, row, since)


def _followed(session: Session, coach_id: int) -> Sequence[tuple[Outcome, str, int | None]]:
    """Read the placements this coach leads: of who is guided, or of nobody's person."""
    leads = or_(
        col(Assignment.coach_id) == coach_id,
        and_(col(Assignment.id).is_(None), col(Outcome.coach_id) == coach_id),
    )
    placed = (
        select(Outcome, Candidate.name, col(Assignment.coach_id))
        .join(Candidate, col(Candidate.id) == col(Outcome.candidate_id))
        .join(Assignment, NOW_GUIDED, isouter=True)
        .where(
            col(Outcome.kind).in_(PLACEMENTS),
            col(Outcome.state).in_((OutcomeState.RUNNING, OutcomeState.ENDED)),
            col(Candidate.state).not_in(ENDED),
            leads,
        )
    )
    return [one for one in session.exec(placed) if is_followed(one[0])]


def _asked(
    session: Session, outcome_ids: Iterable[int], today: date
) -> Mapping[tuple[int, Side], list[CheckIn]]:
    """Read per outcome and side the check-ins whose day has come, in order of their weeks."""
    come = select(CheckIn).where(
        col(CheckIn.outcome_id).in_(list(outcome_ids)),
        col(CheckIn.due_on) <= today,
        col(CheckIn.cancelled_at).is_(None),
    )
    found: dict[tuple[int, Side], list[CheckIn]] = {}
    for row in session.exec(come.order_by(col(CheckIn.week))):
        found.setdefault((row.outcome_id, row.side), []).append(row)
    return found


def _noted(session: Session, outcome_ids: Iterable[int]) -> Mapping[int, datetime]:
    """Tell when a coach last noted something, per outcome."""
    written = select(AftercareNote).where(
        col(AftercareNote.outcome_id).in_(list(outcome_ids)), col(AftercareNote.side).is_(None)
    )
    return {
        row.outcome_id: row.written_at
        for row in session.exec(written.order_by(col(AftercareNote.written_at)))
    }
