"""Opens accounts, finds them and closes them."""

from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator
from sqlmodel import Session, col, delete, select

from accounts.models import Account, Credential, LoginCode, OrganisationIdentity, Role
from accounts.outbox import forget_mails
from accounts.visits import end_visits_of
from foundation.database import guarded
from foundation.entry import LINE, Draft, Line, clean_line, validated
from foundation.errors import Conflict, NotFound

LONGEST_NAME = 80


class AccountAlreadyThere(Conflict):
    """The address has an account."""


class UnknownAccount(NotFound):
    """There is no such account, or it was closed."""


def _address(value: str) -> str:
    name, _, domain = value.partition("@")
    if not name or "." not in domain or "@" in domain or " " in value:
        raise ValueError("moet een e-mailadres zijn, zoals naam@voorbeeld.nl")
    return clean_line(value.lower(), longest=LINE)  # small letters can be longer


def _name(value: str) -> str:
    return clean_line(value, longest=LONGEST_NAME)


Address = Annotated[Line, AfterValidator(_address)]


class AddressDraft(Draft):
    """An e-mail address that somebody typed."""

    email: Address


class AccountDraft(AddressDraft):
    """Somebody to be let in: a name and an address of their own."""

    role: Role
    name: Annotated[Line, AfterValidator(_name)]


def address_of(typed: str) -> str:
    """Give a typed address the one form in which it is kept and compared.

    Raises:
        Invalid: it is no address; the problem stands at `email`.
    """
    return validated(AddressDraft, {"email": typed}).email


def open_account(session: Session, *, draft: AccountDraft, now: datetime) -> Account:
    """Open an account.

    Raises:
        AccountAlreadyThere: the address has one.
    """
    account = Account.model_validate({**draft.model_dump(), "created_at": now, "seen_at": now})
    refusal = AccountAlreadyThere("Dit e-mailadres heeft al een account. Gebruik een ander adres.")
    with guarded(session, refusal):
        session.add(account)
    return account


def open_visitor(session: Session, *, now: datetime, language: str = "nl") -> Account:
    """Open the account of somebody who begins without logging in: a candidate, no address."""
    account = Account(role=Role.CANDIDATE, language=language, created_at=now, seen_at=now)
    session.add(account)
    session.flush()
    return account


def find_account(session: Session, *, email: str) -> Account | None:
    """Find the account with an address, however that was typed.

    Raises:
        Invalid: it is no address.
    """
    return session.exec(select(Account).where(Account.email == address_of(email))).first()


def open_account_of(session: Session, *, account_id: int) -> Account:
    """Find an account that was not closed.

    Raises:
        UnknownAccount: there is none, or it was closed.
    """
    account = session.get(Account, account_id)
    if account is None or account.closed_at is not None:
        raise UnknownAccount("Dit account is er niet of is gesloten. Controleer het nummer.")
    return account


def accounts_of(session: Session, *, roles: frozenset[Role]) -> list[Account]:
    """List the open accounts of some roles that have an address, in order of name."""
    known = select(Account).where(
        col(Account.role).in_(roles),
        col(Account.email).is_not(None),
        col(Account.closed_at).is_(None),
    )
    return sorted(session.exec(known), key=lambda row: (row.name, row.id))


def coaches(session: Session) -> list[Account]:
    """List the career coaches in order of name; who has left is no coach any more."""
    return accounts_of(session, roles=frozenset({Role.COACH}))


def close_account(session: Session, *, account_id: int, now: datetime) -> Account:
    """Close an account for good: it loses its address, its ways in, its mails and its visits.

    The row stays, because decisions and the audit trail point at its number. Staff keep their
    name there; of a candidate nothing is left. The address can be used anew.

    Raises:
        UnknownAccount: there is none, or it was closed.
    """
    account = open_account_of(session, account_id=account_id)
    if account.email is not None:
        session.exec(delete(LoginCode).where(col(LoginCode.email) == account.email))
        forget_mails(session, address=account.email)
    session.exec(delete(Credential).where(col(Credential.account_id) == account_id))
    owned = col(OrganisationIdentity.account_id) == account_id
    session.exec(delete(OrganisationIdentity).where(owned))
    end_visits_of(session, account_id=account_id, now=now)
    account.email = None
    account.closed_at = now
    if account.role is Role.CANDIDATE:
        account.name = ""
    session.flush()
    return account
