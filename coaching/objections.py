"""Objections of candidates: heard by another coach than their own, within four weeks."""

from datetime import datetime, timedelta

from sqlalchemy import update
from sqlmodel import Session, col, or_, select

from coaching.caseload import check_coach
from coaching.drafts import AnswerDraft, ObjectionDraft
from coaching.models import Assignment, Objection
from foundation.entry import validated
from foundation.errors import Conflict, Invalid, NotAllowed, NotFound
from profiles.models import CandidateState
from profiles.service import ProfileEnded, hold_candidate

ANSWERED_WITHIN = timedelta(days=28)
MOST_OPEN = 10


class TooManyObjections(Invalid):
    """The candidate has as many objections running as we can answer well."""


class UnknownObjection(NotFound):
    """There is no such objection."""


class OwnCoach(NotAllowed):
    """The coach guides this candidate, or did when the objection came: another coach decides."""


class AlreadyAnswered(Conflict):
    """The objection has its answer."""


def object_to(
    session: Session, *, candidate_id: int, draft: ObjectionDraft, now: datetime
) -> Objection:
    """Note an objection, to be answered within four weeks; also after the profile was stopped.

    Raises:
        UnknownCandidate, ProfileEnded: there is nobody, or the profile was erased.
        TooManyObjections: ten are waiting for their answer.
    """
    if hold_candidate(session, candidate_id=candidate_id).state is CandidateState.ERASED:
        raise ProfileEnded("Dit profiel is gewist. Er is niets meer om bezwaar tegen te maken.")
    waiting = [
        row for row in objections_of(session, candidate_id=candidate_id) if row.answered_at is None
    ]
    if len(waiting) >= MOST_OPEN:
        raise TooManyObjections(
            f"Je hebt al {MOST_OPEN} bezwaren zonder antwoord. Wacht eerst op een antwoord."
        )
    row = Objection(
        **draft.model_dump(),
        candidate_id=candidate_id,
        raised_at=now,
        due_on=(now + ANSWERED_WITHIN).date(),
    )
    session.add(row)
    session.flush()
    return row


def objections_of(session: Session, *, candidate_id: int) -> list[Objection]:
    """List the objections of a candidate, the oldest first."""
    owned = select(Objection).where(Objection.candidate_id == candidate_id)
    return list(session.exec(owned.order_by(col(Objection.id))))


def objections_to_answer(session: Session, *, coach_id: int) -> list[Objection]:
    """List what waits for an answer that this coach may give, the first due first.

    Raises:
        NoCoach: the account is not that of a career coach.
    """
    check_coach(session, coach_id=coach_id)
    waiting = select(Objection).where(col(Objection.answered_at).is_(None))
    rows = session.exec(waiting.order_by(col(Objection.due_on), col(Objection.id)))
    return [row for row in rows if not _is_own(session, row, coach_id)]


def answer_objection(
    session: Session, *, objection_id: int, coach_id: int, text: str, now: datetime
) -> Objection:
    """Answer an objection, once, as a coach who does not guide the candidate.

    Raises:
        UnknownObjection: there is none with this number.
        NoCoach: the account is not that of a career coach.
        OwnCoach: this coach guides the candidate, or did when the objection came.
        AlreadyAnswered: the answer was given before.
        Invalid: the text is empty, too long, or no text.
    """
    check_coach(session, coach_id=coach_id)
    draft = validated(AnswerDraft, {"text": text})
    row = session.get(Objection, objection_id, populate_existing=True)
    if row is None:
        raise UnknownObjection("Dit bezwaar is er niet. Ververs de pagina.")
    if _is_own(session, row, coach_id):
        raise OwnCoach("Jij begeleidt deze kandidaat. Een andere coach beslist over dit bezwaar.")
    # The condition is the guard: of two coaches who answer at once, one is told.
    answered = session.execute(
        update(Objection)
        .where(col(Objection.id) == objection_id, col(Objection.answered_at).is_(None))
        .values(answer=draft.text, handler_id=coach_id, answered_at=now)
        .returning(col(Objection.id))
        .execution_options(synchronize_session=False)
    )
    if answered.first() is None:
        raise AlreadyAnswered("Dit bezwaar heeft al een antwoord. Ververs de pagina.")
    session.refresh(row)
    return row


def _is_own(session: Session, objection: Objection, coach_id: int) -> bool:
    """Tell whether the coach guided the candidate at some time since the objection came."""
    guided = select(Assignment.id).where(
        Assignment.candidate_id == objection.candidate_id,
        Assignment.coach_id == coach_id,
        or_(
            col(Assignment.ended_at).is_(None),
            col(Assignment.ended_at) >= objection.raised_at,
        ),
    )
    return session.exec(guided).first() is not None
