"""What the administrator does with companies and accounts, with the mail and the note of it."""

from datetime import date, datetime

from sqlmodel import Session

from accounts.audit import AuditAction, AuditReason
from accounts.company_letters import admitted_letter, refused_letter
from accounts.outbox import post_later
from accounts.permissions import Viewer
from api.asking import Running
from api.noting import note
from coaching.leaving import Left, close_for_good
from vacancies.admission import admit, refuse
from vacancies.colleagues import people_of
from vacancies.employers import set_membership
from vacancies.models import Employer


def admit_in(
    session: Session, app: Running, *, employer_id: int, by: Viewer, now: datetime
) -> Employer:
    """Let a company that signed up take part, and mail its people.

    Raises:
        UnknownEmployer, NotWaiting: see `vacancies.admission.admit`.
    """
    employer = admit(session, employer_id=employer_id)
    link = f"{app.settings.address}/werkgever"
    for one in people_of(session, employer_id=employer_id):
        letter = admitted_letter(one.email, link=link, language=one.language)
        post_later(session, letter, now=now)
    _note(session, by, AuditAction.EMPLOYER_ADMITTED, now)
    return employer


def refuse_in(
    session: Session, app: Running, *, employer_id: int, by: Viewer, now: datetime
) -> None:
    """Remove a company that signed up, and mail its people that it does not take part.

    Raises:
        UnknownEmployer, NotWaiting, HasOpenVacancies: see `vacancies.admission.refuse`.
    """
    people = people_of(session, employer_id=employer_id)
    closed = refuse(session, employer_id=employer_id, now=now)
    link = f"{app.settings.address}/werkgevers/aanmelden"
    for one in people:
        letter = refused_letter(one.email, link=link, language=one.language)
        post_later(session, letter, now=now)
    for _ in range(closed):
        _note(session, by, AuditAction.ACCOUNT_CLOSED, now)


def set_membership_in(
    session: Session, *, employer_id: int, member_until: date | None, by: Viewer, now: datetime
) -> Employer:
    """Set the last day of a membership; None ends it.

    Raises:
        UnknownEmployer: there is none.
    """
    employer = set_membership(session, employer_id=employer_id, member_until=member_until)
    _note(session, by, AuditAction.MEMBERSHIP_CHANGED, now)
    return employer


def close_in(session: Session, *, account_id: int, by: Viewer, now: datetime) -> Left:
    """Close an account of staff or of an employer; who was guided by it has no coach any more.

    Raises:
        UnknownAccount, OwnAccount: see `coaching.leaving.close_for_good`.
    """
    left = close_for_good(session, account_id=account_id, by_id=by.account_id or 0, now=now)
    for candidate_id in left.unguided:
        note(
            session,
            by,
            AuditAction.COACH_RELEASED,
            candidate_id=candidate_id,
            now=now,
            reason=AuditReason.ADMINISTRATION,
        )
    _note(session, by, AuditAction.ACCOUNT_CLOSED, now)
    return left


def _note(session: Session, by: Viewer, action: AuditAction, now: datetime) -> None:
    reason = AuditReason.ADMINISTRATION
    note(session, by, action, candidate_id=None, now=now, reason=reason)
