"""The vacancies that are handed over: those the batch speaks of, and what is open in its region."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, and_, col, select

from accounts.models import Region
from foundation.database import batches
from foundation.places import Postcode
from placements.handover_mapping import SBI_SECTIONS
from skills.models import Occupation, Skill, SkillKind
from vacancies.models import Employer, Limit, Requirement, Vacancy, VacancyState


@dataclass(frozen=True, slots=True)
class VacancyRow:
    """A vacancy as handed over; `attitudes` are the URIs of the skills that are an attitude."""

    values: Mapping[str, Any]
    attitudes: frozenset[str]


def vacancy_rows(session: Session, *, chain: str, spoken_of: Collection[int]) -> list[VacancyRow]:
    """Tell of vacancies as they stand now, in order of number."""
    region = session.exec(select(Region.id).where(Region.key == chain)).first()
    ids = sorted({*spoken_of, *_open_in(session, region)})
    found: list[VacancyRow] = []
    for batch in batches(ids):
        joined = (
            select(Vacancy, Employer, Postcode.municipality, Occupation)
            .select_from(Vacancy)
            .join(Employer)
            .join(Postcode, col(Postcode.code) == col(Vacancy.postcode), isouter=True)
            .join(Occupation, col(Occupation.id) == col(Vacancy.occupation_id), isouter=True)
            .where(col(Vacancy.id).in_(batch))
            .order_by(col(Vacancy.id))
        )
        found += [_told(session, *row) for row in session.exec(joined)]
    return found


def _open_in(session: Session, region_id: int | None) -> list[int]:
    """List what is open at the employers of a region; without regions, at all that have a place."""
    of_region = col(Employer.region_id) == region_id
    if region_id is None:
        of_region = and_(col(Employer.region_id).is_(None), col(Employer.postcode).is_not(None))
    found = (
        select(Vacancy.id)
        .join(Employer)
        .where(Vacancy.state == VacancyState.OPEN, col(Employer.waiting_since).is_(None), of_region)
    )
    return list(session.exec(found))


def _told(
    session: Session,
    row: Vacancy,
    employer: Employer,
    municipality: str | None,
    occupation: Occupation | None,
) -> VacancyRow:
    asked = _requirements(session, row.id)
    values = {
        "id": str(row.id),
        "person": None,
        "revision": row.revision,
        "state": row.state.value,
        "title": row.title,
        "description": row.description or None,
        "occupation": occupation.uri if occupation else None,
        "employer_kvk": employer.kvk,
        "employer_name": employer.trade_name,
        "sector": row.sector,
        "sbi_section": SBI_SECTIONS.get(row.sector),
        "postcode": row.postcode,
        "municipality": municipality,
        "hours_min": row.hours_min,
        "hours_max": row.hours_max,
        "days": sorted(day.value for day in row.days),
        "wage_cents": row.wage_cents,
        "starts_on": row.starts_on.isoformat() if row.starts_on else None,
        "kinds": sorted(kind.value for kind in row.kinds),
        "places": row.places,
        "requirements": [told for told, _ in asked],
        "limits": _limits(session, row.id),
    }
    attitudes = {told["uri"] for told, kind in asked if kind is SkillKind.ATTITUDE}
    return VacancyRow(values, frozenset(attitudes))


def _requirements(session: Session, vacancy_id: int) -> list[tuple[dict[str, Any], SkillKind]]:
    asked = (
        select(Requirement, Skill)
        .join(Skill, col(Skill.id) == col(Requirement.skill_id))
        .where(Requirement.vacancy_id == vacancy_id)
        .order_by(col(Skill.uri))
    )
    return [
        (
            {
                "uri": skill.uri,
                "label": skill.label,
                "importance": row.importance.value,
                "level": row.level,
                "learnable": row.learnable,
            },
            skill.kind,
        )
        for row, skill in session.exec(asked)
    ]


def _limits(session: Session, vacancy_id: int) -> list[dict[str, Any]]:
    rows = select(Limit).where(Limit.vacancy_id == vacancy_id)
    return [
        {
            "kind": row.kind.value,
            "value": row.value,
            "level": row.level.value if row.level else None,
            "legal_reason": row.legal_reason,
        }
        for row in session.exec(rows.order_by(col(Limit.kind), col(Limit.value)))
    ]
