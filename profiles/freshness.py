"""Profiles that were not confirmed for 90 days: whose owner gets a mail, and only one."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, update
from sqlmodel import Session, col, or_, select

from accounts.models import Account
from profiles.models import Candidate, CandidateState
from profiles.service import FRESH_FOR


@dataclass(frozen=True, slots=True)
class Due:
    """Somebody to ask whether the profile is still right."""

    candidate_id: int
    name: str
    address: str
    language: str


def due_for_reminder(session: Session, *, now: datetime) -> list[Due]:
    """List the active profiles with an address that are stale and were not reminded since."""
    reachable = (col(Account.email).is_not(None), col(Account.closed_at).is_(None))
    found = select(Candidate.id, Candidate.name, Account.email, Account.language).join(Account)
    rows = session.exec(found.where(*_stale(now), *reachable).order_by(col(Candidate.id)))
    return [Due(number, name, str(address), language) for number, name, address, language in rows]


def note_reminded(session: Session, *, candidate_id: int, now: datetime) -> bool:
    """Claim the reminder of a profile; False when somebody else did, or it is no longer due.

    Claim in the transaction that puts the mail in the outbox: then no crash and no second run mails
    anybody twice, and nobody is left out.
    Matching does not read this, so the revision stays.
    """
    claimed = session.execute(
        update(Candidate)
        .where(col(Candidate.id) == candidate_id, *_stale(now))
        .values(reminded_at=now)
        .returning(col(Candidate.id))
        .execution_options(synchronize_session="fetch")
    )
    return claimed.first() is not None


def _stale(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """Say which profiles should be confirmed and were not asked since the last time they were."""
    not_asked = or_(
        col(Candidate.reminded_at).is_(None),
        col(Candidate.reminded_at) <= col(Candidate.confirmed_at),
    )
    return (
        col(Candidate.state) == CandidateState.ACTIVE,
        col(Candidate.confirmed_at) < now - FRESH_FOR,
        not_asked,
    )
