"""Links from a mail with which somebody tells how it goes, without logging in; a hash is kept."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import update
from sqlmodel import Session, col, delete, select

from accounts.models import Account, Role
from accounts.tokens import hashed, new_token
from coaching.working_days import end_of_day
from foundation.clock import day_here
from placements.models import CheckIn, CheckInLink, Outcome, Side
from profiles.models import Candidate
from profiles.service import ENDED
from vacancies.models import Contact

# No two questions to one side come closer together.
WORKS_FOR = timedelta(weeks=4)
# Whoever has just answered can add a few words on the same page.
OPEN_AFTER = timedelta(days=1)
# Until then a link tells that it has expired; afterwards nobody knows it any more.
KEPT_FOR = timedelta(days=90)


class CheckInLinkState(StrEnum):
    """What a link is good for now; `JUST_USED` still takes a few words."""

    USABLE = "usable"
    JUST_USED = "just used"
    USED = "used"
    EXPIRED = "expired"
    OVER = "over"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class FoundCheckIn:
    """A link with what it belongs to; the rows are None when there is no such link."""

    state: CheckInLinkState
    link: CheckInLink | None = None
    check_in: CheckIn | None = None
    outcome: Outcome | None = None


_UNKNOWN = FoundCheckIn(CheckInLinkState.UNKNOWN)


def make_check_in_link(
    session: Session, *, check_in_id: int, account_id: int, address: str, now: datetime
) -> str:
    """Make a link for one account and one check-in; it cannot be told again later."""
    token = new_token()
    session.add(
        CheckInLink(
            check_in_id=check_in_id,
            account_id=account_id,
            token_hash=hashed(token),
            created_at=now,
            expires_at=end_of_day(day_here(now) + WORKS_FOR),
        )
    )
    session.flush()
    return f"{address}/hoe-gaat-het/{token}"


def find_check_in_link(session: Session, *, token: str, now: datetime) -> FoundCheckIn:
    """Find out what a link is good for; looking changes nothing, for mail scanners look too."""
    found = select(CheckInLink).where(CheckInLink.token_hash == hashed(token))
    link = session.exec(found.execution_options(populate_existing=True)).first()
    if link is None:
        return _UNKNOWN
    check_in = session.get_one(CheckIn, link.check_in_id, populate_existing=True)
    outcome = session.get_one(Outcome, check_in.outcome_id, populate_existing=True)
    if not _may_answer(session, link, check_in, outcome):
        return _UNKNOWN
    state = _state(session, link, check_in, outcome, now)
    return FoundCheckIn(state, link, check_in, outcome)


def use_link(session: Session, *, link_id: int, now: datetime) -> None:
    """Note which link was used to answer, so that a few words can be added with it."""
    session.execute(
        update(CheckInLink)
        .where(col(CheckInLink.id) == link_id, col(CheckInLink.used_at).is_(None))
        .values(used_at=now)
        .execution_options(synchronize_session=False)
    )


def sweep_check_in_links(session: Session, *, now: datetime) -> int:
    """Remove the links that stopped working long ago; tells how many."""
    old = delete(CheckInLink).where(col(CheckInLink.expires_at) <= now - KEPT_FOR)
    return session.exec(old).rowcount


def _state(
    session: Session, link: CheckInLink, check_in: CheckIn, outcome: Outcome, now: datetime
) -> CheckInLinkState:
    if session.get_one(Candidate, outcome.candidate_id).state in ENDED:
        return CheckInLinkState.OVER
    if check_in.answered_at is not None:
        own = link.used_at is not None and now < link.used_at + OPEN_AFTER
        return CheckInLinkState.JUST_USED if own else CheckInLinkState.USED
    if check_in.cancelled_at is not None:
        return CheckInLinkState.OVER
    return CheckInLinkState.EXPIRED if now >= link.expires_at else CheckInLinkState.USABLE


def _may_answer(session: Session, link: CheckInLink, check_in: CheckIn, outcome: Outcome) -> bool:
    """Tell whether the account of a link still speaks for the side that was asked."""
    account = session.get(Account, link.account_id)
    if account is None or account.closed_at is not None:
        return False
    if check_in.side is Side.CANDIDATE:
        candidate = session.get_one(Candidate, outcome.candidate_id)
        return account.role is Role.CANDIDATE and candidate.account_id == account.id
    acting = select(Contact.account_id).where(
        Contact.employer_id == outcome.employer_id, Contact.account_id == account.id
    )
    return session.exec(acting).first() is not None
