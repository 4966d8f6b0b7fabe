"""Companies that sign up by themselves, and the administrator who admits or refuses them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, delete, func, or_, select

from accounts.invitations import Invited, invite, invite_again
from accounts.models import Account, Role
from accounts.service import AccountDraft, close_account, find_account
from foundation.errors import Conflict
from skills.sectors import check_sectors
from vacancies.colleagues import has_entered, people_of
from vacancies.drafts import EmployerDraft, SignUpDraft
from vacancies.employers import (
    employer_to_change,
    employer_with_kvk,
    name_contact,
    register_employer,
)
from vacancies.models import Employer, Vacancy, VacancyState

_SHOWN = frozenset({VacancyState.OPEN, VacancyState.FILLED})


class NotWaiting(Conflict):
    """The company does not wait to be admitted."""


class HasOpenVacancies(Conflict):
    """The company has vacancies that people may have seen."""


@dataclass(frozen=True, slots=True)
class SignedUp:
    """What came of signing up: exactly one field is not None.

    Args:
        invited: the account that was opened, or was waiting for its first password.
        known: the account that the address has already.
        company: the number of the company that is there already.
    """

    invited: Invited | None = None
    known: Account | None = None
    company: int | None = None


def sign_up(session: Session, *, draft: SignUpDraft, now: datetime) -> SignedUp:
    """Register a company that waits for the administrator, and invite whoever signed it up.

    The mail that follows must be the only thing that tells what came of it.

    Raises:
        UnknownSector: the sector is not one of this region.
        EmployerAlreadyKnown, AccountAlreadyThere: somebody signed the same up this very moment.
    """
    check_sectors(session, [draft.sector])
    account = find_account(session, email=draft.email)
    if account is not None:
        return _known(session, account, now)
    company = employer_with_kvk(session, kvk=draft.kvk)
    if company is not None:
        return SignedUp(company=company.id)
    employer = register_employer(
        session, draft=EmployerDraft.model_validate(draft.model_dump(exclude={"email"}))
    )
    employer.waiting_since = now
    person = AccountDraft(role=Role.EMPLOYER, name=draft.contact_name, email=draft.email)
    invited = invite(session, draft=person, now=now)
    name_contact(session, account_id=invited.account.id, employer_id=employer.id)
    return SignedUp(invited=invited)


def _known(session: Session, account: Account, now: datetime) -> SignedUp:
    """Send somebody whose first mail was lost a new one."""
    if account.role is Role.EMPLOYER and not has_entered(session, account_id=account.id):
        return SignedUp(invited=invite_again(session, account_id=account.id, now=now))
    return SignedUp(known=account)


def count_waiting(session: Session) -> int:
    """Count the companies that wait to be admitted."""
    waiting = select(func.count()).select_from(Employer)
    return session.exec(waiting.where(col(Employer.waiting_since).is_not(None))).one()


def search_employers(
    session: Session, *, text: str = "", offset: int = 0, most: int = 25
) -> tuple[Sequence[Employer], int]:
    """Give a run of the companies whose name or KvK number holds a text, and how many there are.

    Those that wait come first, the longest waiting first; the others follow by name.
    """
    found = select(Employer)
    counted = select(func.count()).select_from(Employer)
    if text:
        holds = or_(
            col(Employer.trade_name).icontains(text, autoescape=True),
            col(Employer.kvk).contains("".join(text.split()) or text, autoescape=True),
        )
        found, counted = found.where(holds), counted.where(holds)
    ordered = found.order_by(
        col(Employer.waiting_since).is_(None),
        col(Employer.waiting_since),
        func.lower(Employer.trade_name),
        col(Employer.id),
    )
    return session.exec(ordered.offset(offset).limit(most)).all(), session.exec(counted).one()


def admit(session: Session, *, employer_id: int) -> Employer:
    """Let a company that signed up take part.

    Raises:
        UnknownEmployer: there is none.
        NotWaiting: it takes part already.
    """
    employer = _waiting(session, employer_id)
    employer.waiting_since = None
    session.flush()
    return employer


def refuse(session: Session, *, employer_id: int, now: datetime) -> int:
    """Remove a company that signed up, with its drafts, and close the accounts of its people.

    Read the addresses of its people before, to tell them. Gives how many accounts were closed.

    Raises:
        UnknownEmployer: there is none.
        NotWaiting: it takes part already.
        HasOpenVacancies: people may have seen its work.
    """
    employer = _waiting(session, employer_id)
    owned = select(Vacancy).where(Vacancy.employer_id == employer_id)
    if any(row.state in _SHOWN for row in session.exec(owned)):
        raise HasOpenVacancies("Dit bedrijf heeft open vacatures. Sluit die eerst.")
    people = people_of(session, employer_id=employer_id)
    for one in people:
        close_account(session, account_id=one.account_id, now=now)
    session.exec(delete(Vacancy).where(col(Vacancy.employer_id) == employer_id))
    session.delete(employer)
    session.flush()
    return len(people)


def _waiting(session: Session, employer_id: int) -> Employer:
    employer = employer_to_change(session, employer_id=employer_id)
    if employer.waiting_since is None:
        raise NotWaiting("Dit bedrijf is al toegelaten. Ververs de pagina.")
    return employer
