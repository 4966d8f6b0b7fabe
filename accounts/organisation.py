"""Logging in at an organisation's own identity provider: beginning, coming back, and as whom.

A login is taken up once, and that is committed before its code is sent: an answer never works
twice. What speaks to the provider takes no session: accounts/openid.py. In order:

    provider_of → begin → (the browser goes and comes back) → arrive → finish → account_for
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlmodel import Session, col, select

from accounts.models import Account, OrganisationIdentity, OrganisationLogin, Role
from accounts.openid import (
    OrganisationPerson,
    Provider,
    UnderWay,
    address_to_agree,
    finish,
    provider_of,
)
from foundation.database import guarded
from foundation.errors import Conflict, Invalid, NotAllowed
from foundation.settings import OrganisationSettings

__all__ = [
    "Departure",
    "LoginNotUnderWay",
    "NoAccountHere",
    "OrganisationPerson",
    "account_for",
    "arrive",
    "begin",
    "finish",
    "provider_of",
]

LASTS = timedelta(minutes=10)

# Who an organisation answers for: its own people. With candidates in this list a provider could
# vouch for anybody's private address.
ROLES = frozenset({Role.COACH, Role.MANAGER, Role.ADMINISTRATOR})


class LoginNotUnderWay(Invalid):
    """The browser comes back from a login that is unknown, over, used or of another browser."""


class NoAccountHere(NotAllowed):
    """The person is known to the organisation and has no account with us."""


@dataclass(frozen=True, slots=True)
class Departure:
    """Where to send the browser, and the state it must keep in a cookie until it comes back."""

    address: str
    state: str


def begin(
    session: Session,
    *,
    organisation: OrganisationSettings,
    provider: Provider,
    redirect_uri: str,
    now: datetime,
) -> Departure:
    """Begin a login: it may come back once, within ten minutes, in the same browser."""
    session.execute(delete(OrganisationLogin).where(col(OrganisationLogin.expires_at) <= now))
    state = secrets.token_urlsafe(32)
    under_way = UnderWay(secrets.token_urlsafe(32), secrets.token_urlsafe(64))
    row = OrganisationLogin(
        state_hash=_hash(state),
        nonce=under_way.nonce,
        verifier=under_way.verifier,
        expires_at=now + LASTS,
    )
    session.add(row)
    session.flush()
    address = address_to_agree(organisation, provider, redirect_uri, state, under_way)
    return Departure(address, state)


def arrive(session: Session, *, state: str, browser_state: str, now: datetime) -> UnderWay:
    """Take up a login that came back; commit this before `finish`, so that it works once.

    `state` came back in the address, `browser_state` was kept in a cookie: without the second
    somebody could lure a person into an account that is not theirs.

    Raises:
        LoginNotUnderWay: it is unknown, older than ten minutes, used, or of another browser.
    """
    if not hmac.compare_digest(_hash(state), _hash(browser_state)):
        raise _not_under_way()
    row = session.execute(
        delete(OrganisationLogin)
        .where(
            col(OrganisationLogin.state_hash) == _hash(state),
            col(OrganisationLogin.expires_at) > now,
        )
        .returning(col(OrganisationLogin.nonce), col(OrganisationLogin.verifier))
    ).one_or_none()
    if row is None:
        raise _not_under_way()
    return UnderWay(row.nonce, row.verifier)


def _not_under_way() -> LoginNotUnderWay:
    return LoginNotUnderWay("Deze inlog is verlopen of al gebruikt. Begin opnieuw met inloggen.")


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()


def account_for(session: Session, *, person: OrganisationPerson) -> Account:
    """Find the account of somebody the organisation vouches for; nobody gets a new one here.

    The first time the verified address must be that of an invited coach, manager or administrator.
    From then on the subject decides, also when the address changes.

    Raises:
        NoAccountHere: there is no such account, or it is closed.
    """
    known = session.exec(
        select(Account)
        .join(OrganisationIdentity)
        .where(
            OrganisationIdentity.issuer == person.issuer,
            OrganisationIdentity.subject == person.subject,
        )
    ).first()
    account = known or _invited(session, person)
    if account is None or account.closed_at is not None or account.role not in ROLES:
        raise _no_account()
    if known is None:
        _link(session, account, person)
    return account


def _invited(session: Session, person: OrganisationPerson) -> Account | None:
    if person.email is None or not person.email_verified:
        return None
    account = session.exec(select(Account).where(Account.email == person.email)).first()
    if account is None or _belongs_to_another(session, account, person):
        return None
    return account


def _belongs_to_another(session: Session, account: Account, person: OrganisationPerson) -> bool:
    """Tell whether somebody else at this provider has the account: addresses get a new owner."""
    return bool(
        session.exec(
            select(OrganisationIdentity.id).where(
                OrganisationIdentity.account_id == account.id,
                OrganisationIdentity.issuer == person.issuer,
            )
        ).first()
    )


def _link(session: Session, account: Account, person: OrganisationPerson) -> None:
    refusal = Conflict("Je logt op twee plekken tegelijk in. Probeer het nog eens.")
    with guarded(session, refusal):
        session.add(
            OrganisationIdentity(
                issuer=person.issuer, subject=person.subject, account_id=account.id
            )
        )


def _no_account() -> NoAccountHere:
    return NoAccountHere(
        "Je hebt hier nog geen account. Vraag de beheerder om je uit te nodigen op het mailadres "
        "van je organisatie, en laat dat adres daar bevestigen."
    )
