"""Vacancies: writing them, their way from draft to filled or closed, and which lack skills."""

from collections.abc import Mapping

from sqlmodel import Session, col, exists, select

from foundation.errors import Conflict, NotFound
from foundation.revision import Stream, next_revision
from skills.occupations import check_occupations
from skills.sectors import check_sectors
from vacancies.drafts import VacancyDraft
from vacancies.employers import check_admitted, find_employer
from vacancies.models import Requirement, Vacancy, VacancyState

STEPS: Mapping[VacancyState, frozenset[VacancyState]] = {
    VacancyState.DRAFT: frozenset({VacancyState.OPEN, VacancyState.CLOSED}),
    VacancyState.OPEN: frozenset({VacancyState.FILLED, VacancyState.CLOSED}),
    VacancyState.FILLED: frozenset(),
    VacancyState.CLOSED: frozenset(),
}
LIVING = frozenset({VacancyState.DRAFT, VacancyState.OPEN})

_DUTCH = {
    VacancyState.DRAFT: "een concept",
    VacancyState.OPEN: "open",
    VacancyState.FILLED: "vervuld",
    VacancyState.CLOSED: "gesloten",
}


class UnknownVacancy(NotFound):
    """There is no such vacancy."""


class VacancyEnded(Conflict):
    """The vacancy is filled or closed and takes no changes any more."""


class VacancyStepNotPossible(Conflict):
    """The vacancy cannot go from the state it is in to the state that was asked."""


def write_vacancy(session: Session, *, employer_id: int, draft: VacancyDraft) -> Vacancy:
    """Write a vacancy in the state draft: nobody is matched to it before it is opened.

    Raises:
        UnknownEmployer: there is no such employer.
        UnknownSector, UnknownOccupation: the sector or the occupation is not in the list.
    """
    revision = next_revision(session, Stream.VACANCIES)
    find_employer(session, employer_id=employer_id)
    check_sectors(session, [draft.sector])
    check_occupations(session, _chosen(draft))
    vacancy = Vacancy.model_validate(
        {**draft.model_dump(), "employer_id": employer_id, "revision": revision}
    )
    session.add(vacancy)
    session.flush()
    return vacancy


def find_vacancy(session: Session, *, vacancy_id: int) -> Vacancy:
    """Find a vacancy in any state.

    Raises:
        UnknownVacancy: there is none with this number.
    """
    return _known(session.get(Vacancy, vacancy_id))


def change_vacancy(session: Session, *, vacancy_id: int, draft: VacancyDraft) -> Vacancy:
    """Replace what the vacancy offers; what the draft leaves out becomes "not said".

    Raises:
        UnknownVacancy, VacancyEnded: there is nothing to change.
        UnknownSector, UnknownOccupation: the sector or the occupation is not in the list.
    """
    vacancy = vacancy_to_change(session, vacancy_id=vacancy_id)
    check_sectors(session, [draft.sector])
    # An occupation that was chosen long ago may stay, even when the taxonomy has lost it since.
    check_occupations(session, _chosen(draft) - {vacancy.occupation_id})
    vacancy.sqlmodel_update(draft.model_dump())
    session.flush()
    return vacancy


def open_vacancy(session: Session, *, vacancy_id: int) -> Vacancy:
    """Open a draft. Without requirements it is open but "nog niet verskild", and not ranked.

    Raises:
        UnknownVacancy, VacancyStepNotPossible: it is not there, or no draft.
        NotAdmitted: the company still waits for the administrator.
    """
    employer_id = find_vacancy(session, vacancy_id=vacancy_id).employer_id
    check_admitted(session, employer_id=employer_id)
    return _step(session, vacancy_id, VacancyState.OPEN)


def fill_vacancy(session: Session, *, vacancy_id: int) -> Vacancy:
    """Note that all places of an open vacancy are taken.

    Raises:
        UnknownVacancy, VacancyStepNotPossible: it is not there, or not open.
    """
    return _step(session, vacancy_id, VacancyState.FILLED)


def close_vacancy(session: Session, *, vacancy_id: int) -> Vacancy:
    """Close a draft or open vacancy that nobody was found for.

    Raises:
        UnknownVacancy, VacancyStepNotPossible: it is not there, or has ended already.
    """
    return _step(session, vacancy_id, VacancyState.CLOSED)


def is_skilled(session: Session, *, vacancy_id: int) -> bool:
    """Tell whether the vacancy is written in skills; if not it is "nog niet verskild"."""
    asked = select(Requirement.id).where(Requirement.vacancy_id == vacancy_id)
    return session.exec(asked).first() is not None


def unskilled_vacancies(session: Session, *, most: int = 100) -> list[Vacancy]:
    """List draft and open vacancies that are "nog niet verskild", oldest first: a task each."""
    asked = exists().where(col(Requirement.vacancy_id) == col(Vacancy.id))
    living = select(Vacancy).where(col(Vacancy.state).in_(LIVING), ~asked)
    return list(session.exec(living.order_by(col(Vacancy.id)).limit(most)))


def vacancy_to_change(session: Session, *, vacancy_id: int, ended: bool = False) -> Vacancy:
    """Take a vacancy for a change: raise its revision, then read it as it stands now.

    The counter of the stream is locked until the commit, so changes come one after the other and
    what is read here cannot be changed by another transaction in between. With `ended` a filled or
    closed vacancy will do as well.

    Raises:
        UnknownVacancy: there is none with this number.
        VacancyEnded: it is filled or closed.
    """
    revision = next_revision(session, Stream.VACANCIES)
    vacancy = _known(session.get(Vacancy, vacancy_id, populate_existing=True))
    if vacancy.state not in LIVING and not ended:
        raise VacancyEnded(
            f"Deze vacature is {_DUTCH[vacancy.state]} en kan niet meer veranderen. "
            "Schrijf een nieuwe vacature."
        )
    vacancy.revision = revision
    return vacancy


def _step(session: Session, vacancy_id: int, target: VacancyState) -> Vacancy:
    vacancy = vacancy_to_change(session, vacancy_id=vacancy_id, ended=True)
    if target not in STEPS[vacancy.state]:
        raise VacancyStepNotPossible(
            f"Deze vacature is {_DUTCH[vacancy.state]} en kan niet {_DUTCH[target]} worden. "
            "Ververs de pagina en kijk wat nu kan."
        )
    vacancy.state = target
    session.flush()
    return vacancy


def _chosen(draft: VacancyDraft) -> set[int]:
    return set() if draft.occupation_id is None else {draft.occupation_id}


def _known(vacancy: Vacancy | None) -> Vacancy:
    if vacancy is None:
        raise UnknownVacancy("Deze vacature is er niet. Controleer het adres of zoek opnieuw.")
    return vacancy
