"""Asking how it goes: a mail on the day, one reminder, and then it is the coach who calls.

Each check-in is a transaction of its own; whoever claims the row with its mark is the one who
mails. A check-in that is more than two weeks over when somebody comes to it is not asked by mail
any more: the coach can ask it on the phone.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col, select

from accounts.audit import AuditAction, AuditReason, record
from accounts.models import Account
from accounts.outbox import post_later
from coaching.working_days import working_days_after
from foundation.clock import day_here
from placements.check_in_letters import CheckInLetter, check_in_letter
from placements.check_in_links import make_check_in_link
from placements.check_ins import contacts_at, is_followed
from placements.models import CheckIn, Outcome, Side
from profiles.models import Candidate
from profiles.service import ENDED, hold_candidate

# How long after the day a question still makes sense by mail.
ASKED_UNTIL = timedelta(weeks=2)
# Working days after the question: then one reminder, then the coach calls.
REMINDED_AFTER = 5
CALLED_AFTER = 10

_LETTERS = {
    (Side.CANDIDATE, False): CheckInLetter.CANDIDATE_ASKED,
    (Side.CANDIDATE, True): CheckInLetter.CANDIDATE_REMINDED,
    (Side.EMPLOYER, False): CheckInLetter.EMPLOYER_ASKED,
    (Side.EMPLOYER, True): CheckInLetter.EMPLOYER_REMINDED,
}


class AskedHow(StrEnum):
    """What was done about a check-in."""

    ASKED = "asked"
    REMINDED = "reminded"


def check_ins_due(session: Session, *, now: datetime) -> list[int]:
    """List the check-ins that may ask for a mail at this moment, the first due first."""
    today = day_here(now)
    due = (
        select(CheckIn)
        .join(Outcome, col(Outcome.id) == col(CheckIn.outcome_id))
        .join(Candidate, col(Candidate.id) == col(Outcome.candidate_id))
        .where(
            col(CheckIn.due_on).between(today - ASKED_UNTIL - ASKED_UNTIL, today),
            col(CheckIn.answered_at).is_(None),
            col(CheckIn.cancelled_at).is_(None),
            col(CheckIn.reminded_at).is_(None),
            col(Candidate.state).not_in(ENDED),
        )
        .order_by(col(CheckIn.due_on), col(CheckIn.id))
    )
    return [row.id for row in session.exec(due) if _what(row, today) is not None]


def ask_how(session: Session, *, check_in_id: int, address: str, now: datetime) -> AskedHow | None:
    """Mail one side what is due about one check-in: the question, the reminder, or nothing.

    Args:
        session: a writing transaction for this one check-in.
        check_in_id: one of `check_ins_due`.
        address: where people find the site, for the links in the mails.
        now: the moment.
    """
    outcome = _held(session, check_in_id)
    row = session.get_one(CheckIn, check_in_id, populate_existing=True)
    what = _what(row, day_here(now))
    if outcome is None or what is None:
        return None
    people = people_asked(session, outcome=outcome, side=row.side)
    if not people or not _claim(session, row, what, now):
        return None
    letter = _LETTERS[row.side, what is AskedHow.REMINDED]
    for one in people:
        link = make_check_in_link(
            session, check_in_id=row.id, account_id=one.id, address=address, now=now
        )
        mail = check_in_letter(letter, one.email or "", link=link, language=one.language)
        post_later(session, mail, now=now)
    record(
        session,
        actor_id=None,
        actor_role=None,
        action=AuditAction.CHECKED_IN,
        candidate_id=outcome.candidate_id,
        reason=AuditReason.FOLLOWING,
        now=now,
    )
    return what


def people_asked(session: Session, *, outcome: Outcome, side: Side) -> Sequence[Account]:
    """List who is asked by mail for one side; nobody about somebody who has left."""
    candidate = session.get_one(Candidate, outcome.candidate_id)
    if candidate.state in ENDED:
        return []
    if side is Side.EMPLOYER:
        employer = outcome.employer_id
        return [] if employer is None else contacts_at(session, employer_id=employer)
    own = None if candidate.account_id is None else session.get(Account, candidate.account_id)
    if own is None or own.email is None or own.closed_at is not None:
        return []
    return [own]


def is_to_call(row: CheckIn, *, today: date) -> bool:
    """Tell whether a check-in is left to the coach: no answer in ten days, or never a mail."""
    if row.answered_at is not None or row.cancelled_at is not None:
        return False
    if row.asked_at is None:
        return row.due_on < today
    return today >= working_days_after(day_here(row.asked_at), CALLED_AFTER)


def _what(row: CheckIn, today: date) -> AskedHow | None:
    """Tell which mail is due about a check-in on a day."""
    if row.answered_at is not None or row.cancelled_at is not None:
        return None
    if row.asked_at is None:
        return AskedHow.ASKED if today - ASKED_UNTIL <= row.due_on <= today else None
    if row.reminded_at is not None or is_to_call(row, today=today):
        return None
    is_due = today >= working_days_after(day_here(row.asked_at), REMINDED_AFTER)
    return AskedHow.REMINDED if is_due else None


def _held(session: Session, check_in_id: int) -> Outcome | None:
    """Hold the person a check-in is about; None when the outcome is not followed any more."""
    found = select(Outcome).join(CheckIn, col(CheckIn.outcome_id) == col(Outcome.id))
    outcome = session.exec(found.where(CheckIn.id == check_in_id)).one()
    candidate = hold_candidate(session, candidate_id=outcome.candidate_id)
    session.refresh(outcome)
    return outcome if is_followed(outcome) and candidate.state not in ENDED else None


def _claim(session: Session, row: CheckIn, what: AskedHow, now: datetime) -> bool:
    """Mark a check-in as mailed; False when another process was first."""
    mark: Any = col(CheckIn.asked_at if what is AskedHow.ASKED else CheckIn.reminded_at)
    claimed = session.execute(
        update(CheckIn)
        .where(
            col(CheckIn.id) == row.id,
            mark.is_(None),
            col(CheckIn.answered_at).is_(None),
            col(CheckIn.cancelled_at).is_(None),
        )
        .values({mark.key: now})
        .returning(col(CheckIn.id))
        .execution_options(synchronize_session=False)
    )
    is_first = claimed.first() is not None
    session.refresh(row)
    return is_first
