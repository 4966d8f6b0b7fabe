"""The people who act for one company: who they are, inviting one, and ending one's access."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from accounts.invitations import Invited, invite, invite_again
from accounts.models import Account, Credential, OrganisationIdentity, Role
from accounts.service import AccountDraft, close_account, find_account
from foundation.errors import Conflict, NotFound
from vacancies.drafts import ColleagueDraft
from vacancies.employers import employer_to_change, name_contact
from vacancies.models import Contact


class UnknownColleague(NotFound):
    """Nobody with this number acts for the company."""


class LastColleague(Conflict):
    """Without this person nobody could log in for the company."""


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who acts for a company; `entered` when a way in was chosen."""

    account_id: int
    name: str
    email: str
    language: str
    entered: bool


def people_of(session: Session, *, employer_id: int) -> list[Colleague]:
    """List everybody who acts for a company, also who was only invited, in order of name."""
    acting = (
        select(Account)
        .join(Contact, col(Contact.account_id) == col(Account.id))
        .where(Contact.employer_id == employer_id, col(Account.closed_at).is_(None))
    )
    rows = sorted(session.exec(acting), key=lambda row: (row.name.casefold(), row.id))
    inside = _entered(session, [row.id for row in rows])
    return [
        Colleague(row.id, row.name, row.email or "", row.language, row.id in inside) for row in rows
    ]


def colleagues_of(session: Session, *, employer_id: int, viewer_id: int) -> list[Colleague]:
    """List who can log in for a company, as one of them sees it.

    Who was only invited is not there: an address that has an account elsewhere never comes on this
    list, so the list would tell which address that is.
    """
    people = people_of(session, employer_id=employer_id)
    return [one for one in people if one.entered or one.account_id == viewer_id]


def has_entered(session: Session, *, account_id: int) -> bool:
    """Tell whether somebody with a password or a login of an organisation ever chose it."""
    return account_id in _entered(session, [account_id])


def _entered(session: Session, ids: Collection[int]) -> frozenset[int]:
    with_password = select(Credential.account_id).where(col(Credential.account_id).in_(ids))
    with_identity = select(OrganisationIdentity.account_id).where(
        col(OrganisationIdentity.account_id).in_(ids)
    )
    return frozenset(session.exec(with_password)) | frozenset(session.exec(with_identity))


def invite_colleague(
    session: Session, *, employer_id: int, draft: ColleagueDraft, now: datetime
) -> Invited | None:
    """Invite somebody to act for the company; a colleague gets a new link.

    None: the address has an account elsewhere. Only its owner may be told, by mail.

    Raises:
        UnknownEmployer: there is no such company.
        AccountAlreadyThere: the address got an account this very moment.
    """
    employer_to_change(session, employer_id=employer_id)
    known = find_account(session, email=draft.email)
    if known is None:
        person = AccountDraft(role=Role.EMPLOYER, name=draft.name, email=draft.email)
        invited = invite(session, draft=person, now=now)
        name_contact(session, account_id=invited.account.id, employer_id=employer_id)
        return invited
    contact = session.get(Contact, known.id)
    if contact is None or contact.employer_id != employer_id:
        return None
    return invite_again(session, account_id=known.id, now=now)


def end_access(
    session: Session, *, employer_id: int, account_id: int, viewer_id: int, now: datetime
) -> Account:
    """Close the account of a colleague, or one's own, for good.

    Raises:
        UnknownEmployer, UnknownColleague: it is nobody of this company.
        LastColleague: nobody would be left who can log in.
    """
    employer_to_change(session, employer_id=employer_id)
    inside = colleagues_of(session, employer_id=employer_id, viewer_id=viewer_id)
    if account_id not in [one.account_id for one in inside]:
        raise UnknownColleague("Deze collega is er niet meer. Ververs de pagina.")
    if len(inside) == 1:
        raise LastColleague(
            "Er blijft dan niemand over die kan inloggen. Nodig eerst een collega uit."
        )
    return close_account(session, account_id=account_id, now=now)
