"""Objections of candidates: heard by another coach than their own, within four weeks."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, update
from sqlmodel import Session, col, or_, select

from coaching.caseload import check_coach
from coaching.drafts import AnswerDraft, ObjectionDraft
from coaching.models import Assignment, Objection
from foundation.errors import Conflict, Invalid, NotAllowed, NotFound
from profiles.models import Candidate, CandidateState
from profiles.service import ProfileEnded, candidate_to_change, hold_candidate
from profiles.states import pause

ANSWERED_WITHIN = timedelta(days=28)
MOST_OPEN = 10


class TooManyObjections(Invalid):
    """The candidate has as many objections running as we can answer well."""


class UnknownObjection(NotFound):
    """There is no such objection, or it is for another coach."""


class OwnCoach(NotAllowed):
    """The coach guides this candidate, or did when the objection came: another coach decides."""


class AlreadyAnswered(Conflict):
    """The objection has its answer."""


@dataclass(frozen=True, slots=True)
class WaitingObjection:
    """An objection without an answer; `is_own`: this coach guides the person, so another answers.

    `days_left` is below zero when it is late.
    """

    row: Objection
    is_own: bool
    days_left: int

    @property
    def is_late(self) -> bool:
        """Tell whether the last day has gone by."""
        return self.days_left < 0


def object_to(
    session: Session, *, candidate_id: int, draft: ObjectionDraft, now: datetime
) -> Objection:
    """Note an objection, to be answered within four weeks; also after the profile was stopped.

    With `draft.pause` an active profile is paused in the same transaction.

    Raises:
        UnknownCandidate, ProfileEnded: there is nobody, or the profile was erased.
        TooManyObjections: ten are waiting for their answer.
    """
    candidate = take_for(session, candidate_id=candidate_id, draft=draft)
    if candidate.state is CandidateState.ERASED:
        raise ProfileEnded("Dit profiel is gewist. Er is niets meer om bezwaar tegen te maken.")
    waiting = [
        row for row in objections_of(session, candidate_id=candidate_id) if row.answered_at is None
    ]
    if len(waiting) >= MOST_OPEN:
        raise TooManyObjections(
            f"Je hebt al {MOST_OPEN} bezwaren zonder antwoord. Wacht eerst op een antwoord."
        )
    row = Objection(
        **draft.model_dump(exclude={"pause"}),
        candidate_id=candidate_id,
        raised_at=now,
        due_on=(now + ANSWERED_WITHIN).date(),
    )
    session.add(row)
    session.flush()
    if draft.pause and candidate.state is CandidateState.ACTIVE:
        pause(session, candidate_id=candidate_id)
    return row


def take_for(session: Session, *, candidate_id: int, draft: ObjectionDraft) -> Candidate:
    """Take the profile of who objects, as it stands before.

    For a pause it is taken as for every change, the counter before the row; otherwise two
    transactions could wait for each other.

    Raises:
        UnknownCandidate: there is none with this number.
    """
    if draft.pause:
        candidate_to_change(session, candidate_id=candidate_id, ended=True)
    return hold_candidate(session, candidate_id=candidate_id)


def objections_of(session: Session, *, candidate_id: int) -> list[Objection]:
    """List the objections of a candidate, the oldest first."""
    owned = select(Objection).where(Objection.candidate_id == candidate_id)
    return list(session.exec(owned.order_by(col(Objection.id))))


def waiting_objections(session: Session, *, coach_id: int, today: date) -> list[WaitingObjection]:
    """List everything that waits for an answer, the first due first.

    Raises:
        NoCoach: the account is not that of a career coach.
    """
    check_coach(session, coach_id=coach_id)
    waiting = select(Objection, _guided(coach_id)).where(col(Objection.answered_at).is_(None))
    rows = session.exec(waiting.order_by(col(Objection.due_on), col(Objection.id)))
    return [WaitingObjection(row, own, (row.due_on - today).days) for row, own in rows]


def objections_to_answer(session: Session, *, coach_id: int) -> list[Objection]:
    """List what waits for an answer that this coach may give, the first due first.

    Raises:
        NoCoach: the account is not that of a career coach.
    """
    waiting = waiting_objections(session, coach_id=coach_id, today=date.max)
    return [one.row for one in waiting if not one.is_own]


def objection_for(session: Session, *, objection_id: int, coach_id: int) -> Objection:
    """Find an objection that this coach may answer, or may have answered.

    Raises:
        UnknownObjection: there is none, or another coach decides about it; this tells not which.
    """
    found = select(Objection, _guided(coach_id)).where(Objection.id == objection_id)
    row = session.exec(found.execution_options(populate_existing=True)).first()
    if row is None or row[1]:
        raise UnknownObjection(
            "Dit bezwaar is er niet, of een andere coach beslist erover. Ga terug naar de lijst."
        )
    return row[0]


def answer_objection(
    session: Session, *, objection_id: int, coach_id: int, draft: AnswerDraft, now: datetime
) -> Objection:
    """Answer an objection, once, as a coach who does not guide the candidate.

    Raises:
        UnknownObjection: there is none with this number.
        NoCoach: the account is not that of a career coach.
        OwnCoach: this coach guides the candidate, or did when the objection came.
        AlreadyAnswered: the answer was given before.
    """
    check_coach(session, coach_id=coach_id)
    found = select(_guided(coach_id)).where(Objection.id == objection_id)
    is_own = session.exec(found).first()
    if is_own is None:
        raise UnknownObjection("Dit bezwaar is er niet. Ververs de pagina.")
    if is_own:
        raise OwnCoach("Jij begeleidt deze kandidaat. Een andere coach beslist over dit bezwaar.")
    # The condition is the guard: of two coaches who answer at once, one is told.
    answered = session.execute(
        update(Objection)
        .where(col(Objection.id) == objection_id, col(Objection.answered_at).is_(None))
        .values(outcome=draft.outcome, answer=draft.text, handler_id=coach_id, answered_at=now)
        .returning(col(Objection.id))
        .execution_options(synchronize_session=False)
    )
    if answered.first() is None:
        raise AlreadyAnswered("Dit bezwaar heeft al een antwoord. Ververs de pagina.")
    return session.get_one(Objection, objection_id, populate_existing=True)


def _guided(coach_id: int) -> ColumnElement[bool]:
    """Say whether the coach guided the candidate at some time since the objection came."""
    return (
        select(Assignment.id)
        .where(
            Assignment.candidate_id == Objection.candidate_id,
            Assignment.coach_id == coach_id,
            or_(
                col(Assignment.ended_at).is_(None),
                col(Assignment.ended_at) >= col(Objection.raised_at),
            ),
        )
        .correlate(Objection)
        .exists()
    )
