"""Removes visits and mailed codes that are over, and accounts nobody can come back to."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists
from sqlmodel import Session, and_, col, delete, or_, select

from accounts.campaign_places import free_places
from accounts.login import THROTTLE_WINDOW
from accounts.models import Account, LoginCode, OrganisationLogin, Role, Visit
from accounts.visits import living
from foundation.database import batches


@dataclass(frozen=True, slots=True)
class Swept:
    """What a sweep removed, and the accounts nobody can come back to.

    `abandoned` is still there: erase what hangs on those accounts, then call `remove_abandoned`.
    """

    visits: int
    codes: int
    abandoned: tuple[int, ...]


def sweep(session: Session, *, now: datetime) -> Swept:
    """Remove visits and mailed codes that are over, and find the accounts nobody can reach.

    Those are accounts of candidates without an address and without a living visit; they are
    locked until the commit, so that nobody logs in on one that is being erased.
    """
    abandoned = (
        select(Account.id)
        .where(
            Account.role == Role.CANDIDATE,
            col(Account.email).is_(None),
            col(Account.closed_at).is_(None),
            ~exists().where(col(Visit.account_id) == col(Account.id), living(now)),
        )
        .order_by(col(Account.id))
        .with_for_update()
    )
    numbers = tuple(session.exec(abandoned))
    over = or_(col(Visit.expires_at) <= now, col(Visit.ended_at).is_not(None))
    visits = session.exec(delete(Visit).where(over)).rowcount
    # A code counts for the throttle for as long as it is younger than the window.
    old = and_(col(LoginCode.expires_at) <= now, col(LoginCode.created_at) <= now - THROTTLE_WINDOW)
    codes = session.exec(delete(LoginCode).where(old)).rowcount
    session.exec(delete(OrganisationLogin).where(col(OrganisationLogin.expires_at) <= now))
    return Swept(visits, codes, numbers)


def remove_abandoned(session: Session, *, account_ids: tuple[int, ...]) -> int:
    """Remove accounts that a sweep found, after what hangs on them; gives how many.

    One that got an address meanwhile stays.
    """
    removed = 0
    free_places(session, account_ids=account_ids)
    for some in batches(account_ids):
        gone = delete(Account).where(
            col(Account.id).in_(some),
            col(Account.role) == Role.CANDIDATE,
            col(Account.email).is_(None),
            col(Account.closed_at).is_(None),
        )
        removed += session.exec(gone).rowcount
    return removed
