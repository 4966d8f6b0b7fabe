"""Who guides whom: one coach per candidate at a time."""

from datetime import datetime

from sqlmodel import Session, col, select

from accounts.models import Account, Role
from coaching.models import Assignment
from foundation.database import guarded
from foundation.errors import Conflict, Invalid, NotFound
from profiles.models import Candidate
from profiles.service import ENDED, ProfileEnded, hold_candidate


class NoCoach(Invalid):
    """The account that should guide is not that of a career coach."""


class AlreadyGuided(Conflict):
    """The candidate has a coach."""


class NotGuided(NotFound):
    """The candidate has no coach, so there is nothing to end."""


def assign(session: Session, *, candidate_id: int, coach_id: int, now: datetime) -> Assignment:
    """Let a coach guide a candidate; to change coach, end the running guidance first.

    Raises:
        UnknownCandidate, ProfileEnded: there is nobody to guide.
        NoCoach: the account is not that of a career coach, or is closed.
        AlreadyGuided: the candidate has a coach.
    """
    if hold_candidate(session, candidate_id=candidate_id).state in ENDED:
        raise ProfileEnded("Dit profiel is gestopt. Begeleiding is niet meer nodig.")
    check_coach(session, coach_id=coach_id)
    row = Assignment(candidate_id=candidate_id, coach_id=coach_id, since=now)
    refusal = AlreadyGuided("Deze kandidaat heeft al een coach. Beëindig eerst die begeleiding.")
    with guarded(session, refusal):
        session.add(row)
    return row


def end_assignment(session: Session, *, candidate_id: int, now: datetime) -> Assignment:
    """End the guidance of a candidate.

    Raises:
        NotGuided: nobody guides this candidate.
    """
    row = _running(session, candidate_id)
    if row is None:
        raise NotGuided("Deze kandidaat heeft geen coach. Ververs de pagina.")
    row.ended_at = now
    session.flush()
    return row


def coach_of(session: Session, *, candidate_id: int) -> int | None:
    """Tell the account of the coach who guides a candidate; None when nobody does."""
    row = _running(session, candidate_id)
    return None if row is None else row.coach_id


def guidance_of(session: Session, *, candidate_id: int) -> Assignment | None:
    """Find the guidance of a candidate that runs now; None when nobody guides."""
    return _running(session, candidate_id)


def coach_name(session: Session, *, candidate_id: int) -> str | None:
    """Tell what the coach who guides a candidate is called; None when nobody does."""
    row = _running(session, candidate_id)
    return None if row is None else session.get_one(Account, row.coach_id).name


def caseload(session: Session, *, coach_id: int) -> list[int]:
    """List the numbers of the candidates a coach guides, the longest guided first."""
    guided = (
        select(Assignment.candidate_id)
        .join(Candidate)
        .where(
            Assignment.coach_id == coach_id,
            col(Assignment.ended_at).is_(None),
            col(Candidate.state).not_in(ENDED),
        )
        .order_by(col(Assignment.since), col(Assignment.id))
    )
    return list(session.exec(guided))


def check_coach(session: Session, *, coach_id: int) -> None:
    """Refuse an account that is not that of a career coach.

    Raises:
        NoCoach: it is of somebody else, is closed, or is not there.
    """
    account = session.get(Account, coach_id)
    if account is None or account.role is not Role.COACH or account.closed_at is not None:
        raise NoCoach("Dit is geen account van een loopbaancoach. Kies een coach uit de lijst.")


def _running(session: Session, candidate_id: int) -> Assignment | None:
    running = select(Assignment).where(
        Assignment.candidate_id == candidate_id, col(Assignment.ended_at).is_(None)
    )
    return session.exec(running.execution_options(populate_existing=True)).first()
