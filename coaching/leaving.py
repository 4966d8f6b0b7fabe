"""Staff and contacts who leave: the account is closed, and nobody is guided by it any more."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col, select

from accounts.models import Account, Role
from accounts.service import UnknownAccount, close_account, open_account_of
from coaching.models import Assignment
from foundation.errors import Conflict

STAFF = frozenset({Role.COACH, Role.MANAGER, Role.ADMINISTRATOR})


class OwnAccount(Conflict):
    """Nobody closes the account that he is logged in with here."""


@dataclass(frozen=True, slots=True)
class Left:
    """An account that was closed, and whom nobody guides any more because of it."""

    account: Account
    unguided: tuple[int, ...]


def people_guided_by(session: Session, *, account_id: int) -> int:
    """Count whom an account guides now."""
    running = select(Assignment.id).where(
        Assignment.coach_id == account_id, col(Assignment.ended_at).is_(None)
    )
    return len(session.exec(running).all())


def closable_account(session: Session, *, account_id: int) -> Account:
    """Find an account of staff or of an employer; a candidate closes his own.

    Raises:
        UnknownAccount: there is none, it was closed, or it is a candidate's.
    """
    account = open_account_of(session, account_id=account_id)
    if account.role is Role.CANDIDATE:
        raise UnknownAccount("Dit account is er niet of is gesloten. Controleer het nummer.")
    return account


def close_for_good(session: Session, *, account_id: int, by_id: int, now: datetime) -> Left:
    """Close an account of staff or of an employer and end the guidance it gives.

    Who closes it stays, so there is always an administrator left.

    Raises:
        UnknownAccount: there is none, it was closed, or it is a candidate's.
        OwnAccount: it is one's own.
    """
    # Of two administrators who close each other at once, the second is closed by then.
    both = select(Account).where(col(Account.id).in_([account_id, by_id])).order_by(col(Account.id))
    session.exec(both.with_for_update().execution_options(populate_existing=True)).all()
    open_account_of(session, account_id=by_id)
    account = closable_account(session, account_id=account_id)
    if account.id == by_id:
        raise OwnAccount("Dit is je eigen account. Vraag een andere beheerder om het te sluiten.")
    ended = session.execute(
        update(Assignment)
        .where(col(Assignment.coach_id) == account_id, col(Assignment.ended_at).is_(None))
        .values(ended_at=now)
        .returning(col(Assignment.candidate_id))
        .execution_options(synchronize_session="fetch")
    )
    unguided = tuple(sorted(ended.scalars()))
    return Left(close_account(session, account_id=account_id, now=now), unguided)
