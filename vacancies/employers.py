"""Employers of the region: who they are, and until when they are a member."""

from collections.abc import Sequence
from datetime import date

from sqlmodel import Session, select

from accounts.regions import regions_of_postcodes
from foundation.database import guarded
from foundation.errors import Conflict, NotFound
from foundation.revision import Stream, next_revision
from skills.sectors import check_sectors
from vacancies.drafts import CompanyDraft, EmployerDraft
from vacancies.models import Contact, Employer, Vacancy


class UnknownEmployer(NotFound):
    """There is no such employer."""


class EmployerAlreadyKnown(Conflict):
    """An employer with this KvK number is already there."""


class AlreadyActing(Conflict):
    """The account acts for an employer already."""


class NotAdmitted(Conflict):
    """The company signed up by itself and waits for the administrator."""


def register_employer(session: Session, *, draft: EmployerDraft) -> Employer:
    """Register one company, not yet a member; see `register_employers`."""
    return register_employers(session, drafts=[draft])[0]


def register_employers(session: Session, *, drafts: Sequence[EmployerDraft]) -> list[Employer]:
    """Register companies, not yet members: all of them or none.

    Raises:
        EmployerAlreadyKnown: a KvK number is taken.
        UnknownSector: a sector is not one of this region.
    """
    check_sectors(session, {draft.sector for draft in drafts})
    employers = [Employer.model_validate(draft.model_dump()) for draft in drafts]
    with guarded(session, _already_known()):
        session.add_all(employers)
    place_in_regions(session, employers=employers)
    return employers


def find_employer(session: Session, *, employer_id: int) -> Employer:
    """Find an employer by number.

    Raises:
        UnknownEmployer: there is none.
    """
    employer = session.get(Employer, employer_id, populate_existing=True)
    if employer is None:
        raise UnknownEmployer("Dit bedrijf is er niet. Controleer het adres of zoek opnieuw.")
    return employer


def employer_with_kvk(session: Session, *, kvk: str) -> Employer | None:
    """Find an employer by its KvK number."""
    return session.exec(select(Employer).where(Employer.kvk == kvk)).first()


def employer_of_account(session: Session, *, account_id: int) -> Employer | None:
    """Find the employer an account acts for."""
    acting = select(Employer).join(Contact).where(Contact.account_id == account_id)
    return session.exec(acting).first()


def name_contact(session: Session, *, account_id: int, employer_id: int) -> Contact:
    """Let an account act for an employer.

    Raises:
        UnknownEmployer: there is none.
        AlreadyActing: the account acts for an employer already.
    """
    find_employer(session, employer_id=employer_id)
    contact = Contact(account_id=account_id, employer_id=employer_id)
    with guarded(session, AlreadyActing("Dit account hoort al bij een bedrijf. Maak een nieuw.")):
        session.add(contact)
    return contact


def employer_to_change(session: Session, *, employer_id: int) -> Employer:
    """Take an employer for a change: nobody else changes it until the commit.

    Raises:
        UnknownEmployer: there is none.
    """
    held = select(Employer).where(Employer.id == employer_id).with_for_update()
    session.exec(held.execution_options(populate_existing=True)).first()
    return find_employer(session, employer_id=employer_id)


def change_employer(
    session: Session, *, employer_id: int, draft: EmployerDraft | CompanyDraft
) -> Employer:
    """Replace what is known of a company; without a KvK number in the draft the number stays.

    Candidates may hide from a company by number or name, so its vacancies count as changed too.

    Raises:
        UnknownEmployer: there is none.
        EmployerAlreadyKnown: the KvK number belongs to another company.
        UnknownSector: the sector is not one of this region.
    """
    revision = next_revision(session, Stream.VACANCIES)
    employer = find_employer(session, employer_id=employer_id)
    check_sectors(session, [draft.sector])
    for vacancy in session.exec(select(Vacancy).where(Vacancy.employer_id == employer_id)):
        vacancy.revision = revision
    with guarded(session, _already_known()):
        employer.sqlmodel_update(draft.model_dump())
    place_in_regions(session, employers=[employer])
    return employer


def place_in_regions(session: Session, *, employers: Sequence[Employer] | None = None) -> None:
    """Let companies belong to the region their postcode lies in; all of them unless named."""
    rows = list(session.exec(select(Employer))) if employers is None else employers
    lying = regions_of_postcodes(session, codes={row.postcode for row in rows if row.postcode})
    for row in rows:
        row.region_id = lying.get(row.postcode or "")
    session.flush()


def set_membership(session: Session, *, employer_id: int, member_until: date | None) -> Employer:
    """Set the last day of the membership that was paid for; None ends it.

    Membership opens the pool search and changes nothing in the ranking: vacancies keep their
    revision.

    Raises:
        UnknownEmployer: there is none.
    """
    employer = find_employer(session, employer_id=employer_id)
    employer.member_until = member_until
    session.flush()
    return employer


def is_member(employer: Employer, today: date) -> bool:
    """Tell whether the company is a member; the last day counts. Who waits is none."""
    until = employer.member_until
    return admitted(employer) and until is not None and today <= until


def admitted(employer: Employer) -> bool:
    """Tell whether the company takes part; one that signed up by itself first waits."""
    return employer.waiting_since is None


def check_admitted(session: Session, *, employer_id: int) -> Employer:
    """Give the employer, and refuse one that still waits for the administrator.

    Raises:
        UnknownEmployer: there is none.
        NotAdmitted: it waits.
    """
    employer = find_employer(session, employer_id=employer_id)
    if not admitted(employer):
        raise NotAdmitted(
            "Je bedrijf wacht nog op toelating. Je kunt alvast vacatures schrijven. "
            "Openzetten kan zodra de beheerder je bedrijf toelaat. Je krijgt dan een mail."
        )
    return employer


def _already_known() -> EmployerAlreadyKnown:
    return EmployerAlreadyKnown("Een bedrijf met dit KvK-nummer staat er al. Zoek het op.")
