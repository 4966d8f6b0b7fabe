"""Invitations: an account with a link to choose a first password, or a new one."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement
from sqlmodel import Session, and_, col, select, update

from accounts.login import Redeemed, Refused, use_link, why_no_link
from accounts.models import Account, CodeKind, LoginCode, Role
from accounts.passwords import set_password
from accounts.service import AccountDraft, open_account, open_account_of
from accounts.tokens import hashed, new_token
from foundation.errors import Conflict

# Long enough for a week off.
INVITATION_LASTS = timedelta(days=7)


class NoInvitation(Conflict):
    """Candidates have no password and are not invited."""


@dataclass(frozen=True, slots=True)
class Invited:
    """Who was invited, with the token for the link in the mail."""

    account: Account
    link_token: str
    expires_at: datetime


def invite(session: Session, *, draft: AccountDraft, now: datetime) -> Invited:
    """Open an account for staff or for an employer's contact, and make its invitation.

    Raises:
        NoInvitation: it is a candidate.
        AccountAlreadyThere: the address has an account.
    """
    if draft.role is Role.CANDIDATE:
        raise _not_for_candidates()
    return _invited(session, open_account(session, draft=draft, now=now), now)


def invite_again(session: Session, *, account_id: int, now: datetime) -> Invited:
    """Make a new link, for who lost the first one or forgot the password; older links end.

    The password there is keeps working until a new one is chosen.

    Raises:
        UnknownAccount: there is none, or it was closed.
        NoInvitation: it is a candidate, or has no address.
    """
    account = open_account_of(session, account_id=account_id)
    if account.role is Role.CANDIDATE or account.email is None:
        raise _not_for_candidates()
    return _invited(session, account, now)


def invitation_of(session: Session, *, token: str, now: datetime) -> Account | Refused:
    """Tell who a link invites, for the page that asks for a password; reads only."""
    mine = _by_link(token)
    row = session.exec(select(LoginCode).where(mine)).first()
    if row is None or row.used_at is not None or row.expires_at <= now:
        return Refused(why_no_link(row))
    return session.exec(select(Account).where(Account.email == row.email)).one()


def accept_invitation(
    session: Session, *, token: str, password: str, now: datetime
) -> Account | Refused:
    """Choose the password of an invitation; once. Visits under an older password end.

    A weak password is raised, so that the link is rolled back too and works again.

    Raises:
        WeakPassword: the problem stands at `password`.
    """
    used = use_link(session, token=token, kind=CodeKind.INVITATION, now=now)
    if not isinstance(used, Redeemed):
        return used
    account = session.exec(select(Account).where(Account.email == used.email)).one()
    set_password(session, account_id=account.id, password=password, now=now)
    return account


def _invited(session: Session, account: Account, now: datetime) -> Invited:
    email = account.email or ""
    older = and_(col(LoginCode.email) == email, col(LoginCode.kind) == CodeKind.INVITATION)
    living = and_(col(LoginCode.used_at).is_(None), col(LoginCode.expires_at) > now)
    session.exec(update(LoginCode).where(older, living).values(expires_at=now))
    token, expires = new_token(), now + INVITATION_LASTS
    session.add(
        LoginCode(
            kind=CodeKind.INVITATION,
            email=email,
            # An invitation has no code to type: these are the hashes of what nobody knows.
            challenge_hash=hashed(new_token()),
            code_hash=hashed(new_token()),
            link_hash=hashed(token),
            created_at=now,
            expires_at=expires,
        )
    )
    session.flush()
    return Invited(account, token, expires)


def _by_link(token: str) -> ColumnElement[bool]:
    return and_(
        col(LoginCode.link_hash) == hashed(token), col(LoginCode.kind) == CodeKind.INVITATION
    )


def _not_for_candidates() -> NoInvitation:
    return NoInvitation("Een kandidaat logt in met een code per mail. Een uitnodiging hoeft niet.")
