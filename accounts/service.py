"""Opens accounts and finds them."""

from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator
from sqlmodel import Session, select

from accounts.models import Account, Role
from foundation.database import guarded
from foundation.entry import Draft, Line, clean_line
from foundation.errors import Conflict

LONGEST_NAME = 80


class AccountAlreadyThere(Conflict):
    """The address has an account."""


def _address(value: str) -> str:
    name, _, domain = value.partition("@")
    if not name or "." not in domain or "@" in domain or " " in value:
        raise ValueError("moet een e-mailadres zijn, zoals naam@voorbeeld.nl")
    return value.lower()


def _name(value: str) -> str:
    return clean_line(value, longest=LONGEST_NAME)


class AccountDraft(Draft):
    """Somebody to be let in: a name and an address of their own."""

    role: Role
    name: Annotated[Line, AfterValidator(_name)]
    email: Annotated[Line, AfterValidator(_address)]


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


def coaches(session: Session) -> list[Account]:
    """List the career coaches in order of name."""
    rows = session.exec(select(Account).where(Account.role == Role.COACH))
    return sorted(rows, key=lambda row: row.name)
