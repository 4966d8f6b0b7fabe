"""A vacancy while it is being written: begun with little, changed a part at a time, and listed."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, func, select

from foundation.entry import validated
from skills.sectors import sectors
from skills.service import skills_of
from vacancies.drafts import RequirementDraft, VacancyDraft
from vacancies.employers import find_employer
from vacancies.models import Importance, Requirement, Vacancy
from vacancies.requirements import requirements_of, set_requirements
from vacancies.service import change_vacancy, vacancy_to_change, write_vacancy

FIELDS = tuple(VacancyDraft.model_fields)


@dataclass(frozen=True, slots=True)
class OwnVacancy:
    """A vacancy of a company, and how many skills it asks; 0 is "nog niet verskild"."""

    vacancy: Vacancy
    asked: int


def begin_vacancy(session: Session, *, employer_id: int, values: Mapping[str, object]) -> Vacancy:
    """Write a draft from the first that is known; sector and postcode are those of the company.

    Raises:
        Invalid: what is known breaks a rule of `VacancyDraft`.
        UnknownEmployer, UnknownOccupation: there is no such employer or occupation.
    """
    employer = find_employer(session, employer_id=employer_id)
    known = [one.key for one in sectors(session)]
    sector = employer.sector if employer.sector in known else next(iter(known), "")
    given = {"sector": sector, "postcode": employer.postcode, **values}
    return write_vacancy(session, employer_id=employer_id, draft=validated(VacancyDraft, given))


def offer_of(vacancy: Vacancy) -> dict[str, Any]:
    """Give what a vacancy offers, by the fields of `VacancyDraft`."""
    return {name: getattr(vacancy, name) for name in FIELDS}


def change_offer(session: Session, *, vacancy_id: int, values: Mapping[str, object]) -> Vacancy:
    """Change some fields of what a vacancy offers; the others stay.

    Raises:
        UnknownVacancy, VacancyEnded: there is nothing to change.
        Invalid: a value breaks a rule of `VacancyDraft`.
    """
    stored = offer_of(vacancy_to_change(session, vacancy_id=vacancy_id))
    draft = validated(VacancyDraft, {**stored, **values})
    return change_vacancy(session, vacancy_id=vacancy_id, draft=draft)


def ask_also(session: Session, *, vacancy_id: int, skill_ids: Collection[int]) -> list[Requirement]:
    """Ask more skills, at any level; what is asked already stays as it is.

    A skill that the chosen occupation asks only sometimes is desired, any other is required.

    Raises:
        UnknownVacancy, VacancyEnded: there is nothing to change.
        TooManyRequirements, UnknownSkill: the list cannot be asked.
    """
    vacancy = vacancy_to_change(session, vacancy_id=vacancy_id)
    asked = {row.skill_id for row in requirements_of(session, vacancy_id=vacancy_id)}
    occupation = vacancy.occupation_id
    known = skills_of(session, occupation_id=occupation) if occupation is not None else ()
    optional = {one.skill.id for one in known if not one.essential}
    drafts = [
        RequirementDraft(
            skill_id=number,
            importance=Importance.DESIRED if number in optional else Importance.REQUIRED,
        )
        for number in dict.fromkeys(skill_ids)
        if number not in asked
    ]
    return set_requirements(session, vacancy_id=vacancy_id, drafts=drafts)


def own_vacancies(session: Session, *, employer_id: int) -> list[OwnVacancy]:
    """List the vacancies of a company in every state, the newest first."""
    counted = (
        select(Vacancy, func.count(col(Requirement.id)))
        .join(Requirement, col(Requirement.vacancy_id) == col(Vacancy.id), isouter=True)
        .where(Vacancy.employer_id == employer_id)
        .group_by(col(Vacancy.id))
        .order_by(col(Vacancy.id).desc())
    )
    return [OwnVacancy(row, asked) for row, asked in session.exec(counted)]
