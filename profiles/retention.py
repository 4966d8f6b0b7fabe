"""How long an account of a candidate is kept: a year after the last visit, after two reminders.

That a reminder was sent stands in the audit trail, where the person can see it too. Nobody is
erased who did not get both: when nobody did this work for a while, the year just lasts longer.
"""

from datetime import datetime, timedelta
from enum import StrEnum

from sqlmodel import Session, col, select

from accounts.audit import AuditAction, AuditReason, moments_noted, record
from accounts.letters import erased_letter
from accounts.models import Account, Role
from accounts.outbox import post_later
from accounts.parting_letters import stay_letter
from accounts.service import close_account
from profiles.service import candidate_of_account
from profiles.states import erase_person

KEPT_FOR = timedelta(days=365)
# A month and two weeks before the end; the time between them is also the least that passes.
REMINDED_AFTER = (timedelta(days=335), timedelta(days=350))
BETWEEN = timedelta(days=15)


class Parting(StrEnum):
    """What was done about an account nobody came back to."""

    REMINDED = "reminded"
    ERASED = "erased"


def accounts_left_alone(session: Session, *, now: datetime) -> list[int]:
    """List the accounts of candidates that nobody used for eleven months, the longest first."""
    alone = select(Account.id).where(
        Account.role == Role.CANDIDATE,
        col(Account.email).is_not(None),
        col(Account.closed_at).is_(None),
        col(Account.seen_at) <= now - REMINDED_AFTER[0],
    )
    return list(session.exec(alone.order_by(col(Account.seen_at), col(Account.id))))


def part_with(session: Session, *, account_id: int, site: str, now: datetime) -> Parting | None:
    """Do what is due about one account now: remind, erase, or nothing.

    Whoever logs in meanwhile waits for this, and this reads when somebody was there last.

    Args:
        session: a writing transaction for this one account.
        account_id: one of `accounts_left_alone`.
        site: where people find the site, for the links in the mails.
        now: the moment.
    """
    account = session.get(Account, account_id, populate_existing=True, with_for_update=True)
    if account is None or account.email is None:
        return None
    candidate = candidate_of_account(session, account_id=account_id)
    if candidate is None:  # an address and nothing else
        return _close(session, account, now)
    reminded = moments_noted(
        session,
        candidate_id=candidate.id,
        action=AuditAction.REMINDED,
        reason=AuditReason.RETENTION,
        since=account.seen_at,
    )
    if reminded and now - reminded[-1] < BETWEEN:
        return None
    if len(reminded) < len(REMINDED_AFTER):
        return _remind(session, account, candidate.id, len(reminded), site, now)
    if now - account.seen_at < KEPT_FOR:
        return None
    address, language = account.email, account.language
    erase_person(session, candidate_id=candidate.id, now=now)
    post_later(session, erased_letter(address, link=f"{site}/", language=language), now=now)
    _note(session, AuditAction.ERASED, candidate.id, now)
    return Parting.ERASED


def _close(session: Session, account: Account, now: datetime) -> Parting | None:
    if now - account.seen_at < KEPT_FOR:
        return None
    close_account(session, account_id=account.id, now=now)
    _note(session, AuditAction.ACCOUNT_CLOSED, None, now)
    return Parting.ERASED


def _remind(
    session: Session, account: Account, candidate_id: int, before: int, site: str, now: datetime
) -> Parting | None:
    if account.email is None or now - account.seen_at < REMINDED_AFTER[before]:
        return None
    letter = stay_letter(
        account.email, link=f"{site}/inloggen", last=before == 1, language=account.language
    )
    post_later(session, letter, now=now)
    _note(session, AuditAction.REMINDED, candidate_id, now)
    return Parting.REMINDED


def _note(session: Session, action: AuditAction, candidate_id: int | None, now: datetime) -> None:
    record(
        session,
        actor_id=None,
        actor_role=None,
        action=action,
        candidate_id=candidate_id,
        reason=AuditReason.RETENTION,
        now=now,
    )
