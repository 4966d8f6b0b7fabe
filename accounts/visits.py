"""Visits: server-side sessions with a lifetime for each kind of account."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement
from sqlmodel import Session, and_, col, select, update

from accounts.models import Account, Role, Visit, VisitStep
from accounts.tokens import hashed, new_token
from foundation.errors import NotAllowed

# Somebody who looks for work comes back now and then, on a telephone of their own.
CANDIDATE_IDLE = timedelta(days=30)
# What was made without an account is kept for a day, and no longer than people expect.
VISITOR_IDLE = timedelta(hours=24)
# Staff and employers see other people: away from the desk is logged out, and every day anew.
STAFF_IDLE = timedelta(minutes=60)
STAFF_MOST = timedelta(hours=12)
# Long enough to find the telephone, too short to guess.
SECOND_FACTOR_MOST = timedelta(minutes=10)
# A wrong second code costs this much of those ten minutes: the fifth one ends the visit.
WRONG_CODE_COSTS = SECOND_FACTOR_MOST / 5
# A refresh is a write: an hour at most, and for short lifetimes a twelfth of them.
REFRESH_MOST = timedelta(hours=1)
REFRESH_LEAST = timedelta(minutes=1)
REFRESHES = 12


class VisitOver(NotAllowed):
    """The visit ended or expired while somebody was using it."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A new visit with its token, which is told once and goes into the cookie."""

    visit: Visit
    token: str


def begin_visit(session: Session, *, account_id: int, step: VisitStep, now: datetime) -> Opened:
    """Begin a visit with a token of its own: at every login and at every change of role.

    Raises:
        VisitOver: the account is gone or closed.
    """
    account = session.get(Account, account_id)
    if account is None or account.closed_at is not None:
        raise _over()
    token = new_token()
    visit = Visit(
        token_hash=hashed(token),
        account_id=account_id,
        step=step,
        created_at=now,
        seen_at=now,
        expires_at=_expiry(account, step, created_at=now, now=now),
    )
    session.add(visit)
    if step is VisitStep.COMPLETE:
        account.seen_at = now
    session.flush()
    return Opened(visit, token)


def visit_of(session: Session, *, token: str, now: datetime) -> Visit | None:
    """Find the living visit of a token, half-way ones included; reads only.

    A half-way visit (`step`) opens nothing but the page that asks for the second factor.
    """
    found = (
        select(Visit)
        .join(Account, col(Account.id) == col(Visit.account_id))
        .where(Visit.token_hash == hashed(token), living(now), col(Account.closed_at).is_(None))
    )
    return session.exec(found).first()


def is_due_for_refresh(visit: Visit, *, now: datetime) -> bool:
    """Tell whether `refresh` would move the end of a visit enough to be worth a write.

    That is once an hour for candidates and every five minutes for staff, whose hour would
    otherwise end in the middle of their work; near the last moment of a working day every minute.
    """
    if visit.step is not VisitStep.COMPLETE:
        return False
    pause = min(REFRESH_MOST, (visit.expires_at - visit.seen_at) / REFRESHES)
    return now - visit.seen_at >= max(REFRESH_LEAST, pause)


def refresh(session: Session, *, visit_id: int, now: datetime) -> None:
    """Note that somebody is still there, on the visit and on the account.

    A visit that ended or expired meanwhile stays so, and a half-way one gets no more time.
    """
    found = session.exec(
        select(Visit, Account)
        .join(Account, col(Account.id) == col(Visit.account_id))
        .where(Visit.id == visit_id, Visit.step == VisitStep.COMPLETE)
    ).first()
    if found is None:
        return
    visit, account = found
    expires = _expiry(account, visit.step, created_at=visit.created_at, now=now)
    moved = session.exec(
        update(Visit)
        .where(col(Visit.id) == visit_id, living(now))
        .values(seen_at=now, expires_at=expires)
    )
    if moved.rowcount:
        account.seen_at = now
        session.flush()


def end_visit(session: Session, *, visit_id: int, now: datetime) -> bool:
    """End a visit; False when it was over already, so that of two at once one is told True."""
    ended = session.exec(
        update(Visit).where(col(Visit.id) == visit_id, living(now)).values(ended_at=now)
    )
    return ended.rowcount == 1


def end_visits_of(
    session: Session, *, account_id: int, now: datetime, except_visit: int | None = None
) -> int:
    """End the visits of an account, all or all but one; gives how many."""
    owned = [col(Visit.account_id) == account_id, living(now)]
    if except_visit is not None:
        owned.append(col(Visit.id) != except_visit)
    return session.exec(update(Visit).where(*owned).values(ended_at=now)).rowcount


def visits_of(session: Session, *, account_id: int, now: datetime) -> list[Visit]:
    """List the living visits of an account, last seen first."""
    owned = select(Visit).where(Visit.account_id == account_id, living(now))
    return list(session.exec(owned.order_by(col(Visit.seen_at).desc(), col(Visit.id).desc())))


def complete(session: Session, *, visit: Visit, now: datetime) -> Opened:
    """Go on from a visit to a complete one of the same account, with a new token.

    Raises:
        VisitOver: it ended or expired, or another request went on from it at the same moment.
    """
    if not end_visit(session, visit_id=visit.id, now=now):
        raise _over()
    return begin_visit(session, account_id=visit.account_id, step=VisitStep.COMPLETE, now=now)


def note_wrong_code(session: Session, *, visit_id: int, now: datetime) -> bool:
    """Take the price of a wrong second code off a half-way visit; tells whether it lives on.

    The fifth wrong code always ends it. Commit this: a refusal that is rolled back costs nothing.
    """
    held = select(Visit).where(Visit.id == visit_id, Visit.step == VisitStep.SECOND_FACTOR)
    fresh = held.with_for_update().execution_options(populate_existing=True)
    visit = session.exec(fresh).first()
    if visit is None or visit.ended_at is not None:
        return False
    visit.expires_at -= WRONG_CODE_COSTS
    session.flush()
    return visit.expires_at > now


def living(now: datetime) -> ColumnElement[bool]:
    """Build the condition that a visit is not over at a moment."""
    return and_(col(Visit.ended_at).is_(None), col(Visit.expires_at) > now)


def _expiry(account: Account, step: VisitStep, *, created_at: datetime, now: datetime) -> datetime:
    if step is VisitStep.SECOND_FACTOR:
        return created_at + SECOND_FACTOR_MOST
    if account.role is not Role.CANDIDATE:
        return min(now + STAFF_IDLE, created_at + STAFF_MOST)
    return now + (VISITOR_IDLE if account.email is None else CANDIDATE_IDLE)


def _over() -> VisitOver:
    return VisitOver("Je tijd voor deze stap is om. Log opnieuw in.")
