"""Links from a mail with which somebody answers once, without logging in; only a hash is kept."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlmodel import Session, col, select

from accounts.models import Account, Role
from accounts.tokens import hashed, new_token
from coaching.introduction_steps import RUNNING
from coaching.models import Introduction, ReplyLink
from coaching.working_days import end_of_day
from foundation.clock import day_here
from profiles.models import Candidate
from vacancies.models import Contact, Vacancy

# After the clock a link still tells what happened, and still works when the coach gave more time.
WORKS_AFTER = timedelta(days=14)


class LinkState(StrEnum):
    """What a link is good for now."""

    USABLE = "usable"
    USED = "used"
    EXPIRED = "expired"
    OVER = "over"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class FoundLink:
    """A link with what it belongs to; both rows are None when there is no such link."""

    state: LinkState
    link: ReplyLink | None = None
    introduction: Introduction | None = None
    role: Role | None = None


_UNKNOWN = FoundLink(LinkState.UNKNOWN)


def make_link(
    session: Session, *, introduction: Introduction, account_id: int, address: str, now: datetime
) -> str:
    """Make a link for one account and give its address; it cannot be told again later."""
    token = new_token()
    last = introduction.due_on or day_here(now)
    session.add(
        ReplyLink(
            introduction_id=introduction.id,
            account_id=account_id,
            token_hash=hashed(token),
            created_at=now,
            expires_at=end_of_day(last) + WORKS_AFTER,
        )
    )
    session.flush()
    return f"{address}/antwoord/{token}"


def find_link(session: Session, *, token: str, now: datetime) -> FoundLink:
    """Find out what a link is good for; looking changes nothing, for mail scanners look too."""
    found = select(ReplyLink).where(ReplyLink.token_hash == hashed(token))
    link = session.exec(found.execution_options(populate_existing=True)).first()
    if link is None:
        return _UNKNOWN
    row = session.get_one(Introduction, link.introduction_id, populate_existing=True)
    role = _role(session, link, row)
    if role is None:
        return _UNKNOWN
    return FoundLink(_state(link, row, now), link, row, role)


def _state(link: ReplyLink, row: Introduction, now: datetime) -> LinkState:
    if row.state not in RUNNING:
        return LinkState.OVER
    if link.used_at is not None:
        return LinkState.USED
    return LinkState.EXPIRED if now >= link.expires_at else LinkState.USABLE


def _role(session: Session, link: ReplyLink, row: Introduction) -> Role | None:
    """Tell as whom the account of a link may answer now; None when it may not any more."""
    account = session.get(Account, link.account_id)
    if account is None or account.closed_at is not None:
        return None
    candidate = session.get_one(Candidate, row.candidate_id)
    if account.role is Role.CANDIDATE:
        return account.role if candidate.account_id == account.id else None
    acting = (
        select(Contact.account_id)
        .join(Vacancy, col(Vacancy.employer_id) == col(Contact.employer_id))
        .where(Vacancy.id == row.vacancy_id, Contact.account_id == account.id)
    )
    return account.role if session.exec(acting).first() is not None else None
