"""What a vacancy asks: skills with importance and level, and hard limits with a legal reason."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from foundation.database import guarded
from foundation.errors import Conflict, Invalid, NotFound
from skills.mentions import check_skills
from vacancies.drafts import LimitDraft, RequirementDraft
from vacancies.models import Limit, Requirement
from vacancies.service import vacancy_to_change

MOST_REQUIREMENTS = 50
MOST_LIMITS = 20


class TooManyRequirements(Invalid):
    """More skills than a vacancy may ask."""


class DoubleRequirement(Invalid):
    """The same skill stands twice in what came in."""


class UnknownRequirement(NotFound):
    """The vacancy does not ask this skill."""


class TooManyLimits(Invalid):
    """More hard limits than a vacancy may have."""


class LimitAlreadyThere(Conflict):
    """The vacancy already has this hard limit."""


class UnknownLimit(NotFound):
    """The vacancy does not have this hard limit."""


def set_requirements(
    session: Session, *, vacancy_id: int, drafts: Sequence[RequirementDraft]
) -> list[Requirement]:
    """Ask skills, or change how they are asked; the skills that are not named stay.

    Returns:
        The rows in the order of the drafts.

    Raises:
        UnknownVacancy, VacancyEnded: there is nothing to change.
        TooManyRequirements: the vacancy would ask more than 50.
        DoubleRequirement: a skill stands twice in the drafts.
        UnknownSkill: a skill that is new on the vacancy cannot be chosen.
    """
    _check_list(drafts)
    vacancy_to_change(session, vacancy_id=vacancy_id)
    asked = {row.skill_id: row for row in requirements_of(session, vacancy_id=vacancy_id)}
    new = {draft.skill_id for draft in drafts} - asked.keys()
    if len(asked) + len(new) > MOST_REQUIREMENTS:
        raise _too_many()
    check_skills(session, new)
    rows = [_changed(asked.get(draft.skill_id), vacancy_id, draft) for draft in drafts]
    session.add_all(rows)
    session.flush()
    return rows


def remove_requirement(session: Session, *, vacancy_id: int, skill_id: int) -> None:
    """Stop asking a skill.

    Raises:
        UnknownVacancy, VacancyEnded: there is nothing to change.
        UnknownRequirement: the vacancy does not ask it.
    """
    vacancy_to_change(session, vacancy_id=vacancy_id)
    asked = {row.skill_id: row for row in requirements_of(session, vacancy_id=vacancy_id)}
    row = asked.get(skill_id)
    if row is None:
        raise UnknownRequirement("Deze vaardigheid wordt niet gevraagd. Ververs de pagina.")
    session.delete(row)
    session.flush()


def requirements_of(session: Session, *, vacancy_id: int) -> list[Requirement]:
    """List what a vacancy asks, in the order it was asked."""
    asked = select(Requirement).where(Requirement.vacancy_id == vacancy_id)
    ordered = asked.order_by(col(Requirement.id))
    return list(session.exec(ordered.execution_options(populate_existing=True)))


def add_limit(session: Session, *, vacancy_id: int, draft: LimitDraft) -> Limit:
    """Add a hard limit with the law or rule it rests on.

    Raises:
        UnknownVacancy, VacancyEnded: there is nothing to change.
        TooManyLimits: the vacancy has 20 already.
        LimitAlreadyThere: the vacancy has this limit.
    """
    vacancy_to_change(session, vacancy_id=vacancy_id)
    if len(limits_of(session, vacancy_id=vacancy_id)) >= MOST_LIMITS:
        raise TooManyLimits(f"Stel hoogstens {MOST_LIMITS} harde eisen. Haal er eerst een weg.")
    row = Limit.model_validate({**draft.model_dump(), "vacancy_id": vacancy_id})
    with guarded(session, LimitAlreadyThere("Deze harde eis staat er al. Haal de oude eerst weg.")):
        session.add(row)
    return row


def remove_limit(session: Session, *, vacancy_id: int, limit_id: int) -> None:
    """Take a hard limit away.

    Raises:
        UnknownVacancy, VacancyEnded: there is nothing to change.
        UnknownLimit: the vacancy does not have it.
    """
    vacancy_to_change(session, vacancy_id=vacancy_id)
    row = session.get(Limit, limit_id, populate_existing=True)
    if row is None or row.vacancy_id != vacancy_id:
        raise UnknownLimit("Deze harde eis staat niet bij de vacature. Ververs de pagina.")
    session.delete(row)
    session.flush()


def limits_of(session: Session, *, vacancy_id: int) -> list[Limit]:
    """List the hard limits of a vacancy, in the order they were added."""
    own = select(Limit).where(Limit.vacancy_id == vacancy_id)
    return list(session.exec(own.order_by(col(Limit.id))))


def _check_list(drafts: Sequence[RequirementDraft]) -> None:
    if len(drafts) > MOST_REQUIREMENTS:
        raise _too_many()
    if len({draft.skill_id for draft in drafts}) < len(drafts):
        raise DoubleRequirement("Dezelfde vaardigheid staat er twee keer. Haal er een weg.")


def _too_many() -> TooManyRequirements:
    return TooManyRequirements(
        f"Vraag hoogstens {MOST_REQUIREMENTS} vaardigheden. Kies wat echt nodig is."
    )


def _changed(row: Requirement | None, vacancy_id: int, draft: RequirementDraft) -> Requirement:
    if row is None:
        return Requirement.model_validate({**draft.model_dump(), "vacancy_id": vacancy_id})
    row.sqlmodel_update(draft.model_dump())
    return row
