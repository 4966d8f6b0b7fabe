"""Counts for demand against supply, set by set: free places per skill, and people per level."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, case, func
from sqlalchemy import select as sa_select
from sqlmodel import Session, and_, col, exists

from accounts.models import RegionMunicipality
from coaching.models import Introduction
from foundation.places import Postcode
from profiles.models import (
    Candidate,
    CandidateSkill,
    CandidateState,
    Consent,
    Preferences,
    Purpose,
)
from vacancies.models import Employer, Importance, Requirement, Vacancy, VacancyState

Regions = frozenset[int] | None


# Demand


@dataclass(frozen=True, slots=True)
class Demand:
    """Free places that ask a skill, and the level most of them ask; None is no level."""

    required: int
    desired: int
    level: int | None


def _free_places() -> Any:
    """Give the free places of a vacancy: its places less those that somebody has."""
    taken = (
        sa_select(func.count())
        .select_from(Introduction)
        .where(
            col(Introduction.vacancy_id) == col(Vacancy.id),
            col(Introduction.seat).is_not(None),
        )
        .scalar_subquery()
    )
    free = col(Vacancy.places) - taken
    return case((free > 0, free), else_=0)


def _open_there(region_ids: Regions, sector: str = "") -> ColumnElement[bool]:
    """Say that a vacancy is open, in the regions and the sector that were asked."""
    asked: list[ColumnElement[bool]] = [col(Vacancy.state) == VacancyState.OPEN]
    if region_ids is not None:
        asked.append(
            col(Vacancy.employer_id).in_(
                sa_select(col(Employer.id)).where(col(Employer.region_id).in_(region_ids))
            )
        )
    if sector:
        asked.append(col(Vacancy.sector) == sector)
    return and_(*asked)


def asked_skills(session: Session, region_ids: Regions, sector: str) -> dict[int, Demand]:
    """Count the free places per skill; the places are worked out once per vacancy."""
    work: Any = (
        sa_select(col(Vacancy.id).label("vacancy"), _free_places().label("places"))
        .where(_open_there(region_ids, sector))
        .subquery()
    )
    rows = session.execute(
        sa_select(
            col(Requirement.skill_id),
            col(Requirement.importance),
            col(Requirement.level),
            func.sum(work.c.places),
        )
        .join(work, work.c.vacancy == col(Requirement.vacancy_id))
        .where(work.c.places > 0)
        .group_by(col(Requirement.skill_id), col(Requirement.importance), col(Requirement.level))
    )
    kinds: dict[int, Counter[Importance]] = defaultdict(Counter)
    levels: dict[int, Counter[int]] = defaultdict(Counter)
    for skill, importance, level, places in rows:
        kinds[skill][Importance(importance)] += int(places)
        levels[skill][level or 0] += int(places)
    return {
        skill: Demand(
            found[Importance.REQUIRED], found[Importance.DESIRED], _most_asked(levels[skill])
        )
        for skill, found in kinds.items()
    }


def _most_asked(levels: Mapping[int, int]) -> int | None:
    return max(levels, key=lambda level: (levels[level], level)) or None


def open_work(session: Session, region_ids: Regions) -> dict[str, tuple[int, int, int]]:
    """Count vacancies, free places and those not yet in skills, per sector."""
    asked = exists().where(col(Requirement.vacancy_id) == col(Vacancy.id))
    rows = session.execute(
        sa_select(
            col(Vacancy.sector),
            func.count(),
            func.sum(_free_places()),
            func.sum(case((asked, 0), else_=1)),
        )
        .where(_open_there(region_ids))
        .group_by(col(Vacancy.sector))
    )
    found = {sector: (number, int(places), int(bare)) for sector, number, places, bare in rows}
    return defaultdict(lambda: (0, 0, 0), found)


# Supply


def _takes_part(region_ids: Regions) -> ColumnElement[bool]:
    """Say that a candidate is active, agrees to matching and lives in the regions."""
    agreed = exists().where(
        col(Consent.candidate_id) == col(Candidate.id),
        col(Consent.purpose) == Purpose.MATCHING,
        col(Consent.withdrawn_at).is_(None),
    )
    active = and_(col(Candidate.state) == CandidateState.ACTIVE, agreed)
    if region_ids is None:
        return active
    there = (
        sa_select(col(Preferences.candidate_id))
        .join(Postcode, col(Postcode.code) == col(Preferences.postcode))
        .join(
            RegionMunicipality,
            col(RegionMunicipality.municipality) == col(Postcode.municipality),
        )
        .where(col(RegionMunicipality.region_id).in_(region_ids))
    )
    return and_(active, col(Candidate.id).in_(there))


def count_people_there(session: Session, region_ids: Regions) -> int:
    """Count who takes part in these regions."""
    counted = sa_select(func.count()).select_from(Candidate).where(_takes_part(region_ids))
    return int(session.execute(counted).scalar_one())


def people_by_level(
    session: Session, region_ids: Regions, asked: Mapping[int, Demand]
) -> Mapping[int, Counter[int]]:
    """Count who can do each skill by level; 0 is an unknown level."""
    found: dict[int, Counter[int]] = defaultdict(Counter)
    if not asked:
        return found
    part = sa_select(col(Candidate.id)).where(_takes_part(region_ids))
    rows = session.execute(
        sa_select(col(CandidateSkill.skill_id), col(CandidateSkill.level), func.count())
        .where(col(CandidateSkill.candidate_id).in_(part))
        .group_by(col(CandidateSkill.skill_id), col(CandidateSkill.level))
    )
    for skill, level, people in rows:
        if skill in asked:
            found[skill][level or 0] += people
    return found


def wishes_by_sector(session: Session, region_ids: Regions, keys: Iterable[str]) -> Counter[str]:
    """Count who wishes each sector; the wishes stand as `|a|b|` in one column."""
    wished = sa_select(col(Preferences.sectors), func.count())
    wished = wished.join(Candidate, col(Candidate.id) == col(Preferences.candidate_id))
    rows = session.execute(wished.where(_takes_part(region_ids)).group_by(col(Preferences.sectors)))
    known = set(keys)
    found: Counter[str] = Counter()
    for wishes, people in rows:
        found.update({key: people for key in wishes if key in known})
    return found
