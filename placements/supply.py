"""Demand against supply, skill by skill: places that ask it, people who can do it, and what lacks.

Vacancies are no personal data and are counted exactly. People are hidden from one up to four: then
a number is None, and what follows from it is only told as a bound.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, case, func
from sqlalchemy import select as sa_select
from sqlmodel import Session, and_, col, exists, select

from accounts.models import RegionMunicipality
from coaching.models import Introduction
from foundation.places import Postcode
from matching.counting import FEWEST
from placements.cells import seen
from profiles.models import (
    Candidate,
    CandidateSkill,
    CandidateState,
    Consent,
    Preferences,
    Purpose,
)
from skills.models import Sector, Skill
from skills.service import Lesson, courses_teaching
from vacancies.models import Employer, Importance, Requirement, Vacancy, VacancyState

Regions = frozenset[int] | None


@dataclass(frozen=True, slots=True)
class SkillMarket:
    """One skill that open vacancies ask.

    Args:
        skill_id: its row.
        label: its name.
        required: free places that require it; `desired` those that wish it.
        level: the level most of those places ask, the higher on a tie; None: most ask no level.
        enough: people who can do it at that level, or at all when none is asked.
        below: people who can do it at a lower level.
        unknown: people who can do it and do not know their level, when one is asked.
        lessons: the courses that teach it up to the level, the shortest first.

    `enough`, `below` and `unknown` are None from one person up to four.
    """

    skill_id: int
    label: str
    required: int
    desired: int
    level: int | None
    enough: int | None
    below: int | None
    unknown: int | None
    lessons: tuple[Lesson, ...] = ()

    @property
    def demand(self) -> int:
        """Free places that require or wish it."""
        return self.required + self.desired

    @property
    def is_bound(self) -> bool:
        """Tell that so few people can do it that the shortage is only told as "at least"."""
        return self.enough is None

    @property
    def shortage(self) -> int:
        """Demand less supply, or the least that it can be; 0 when it may be none."""
        supply = FEWEST - 1 if self.enough is None else self.enough
        return max(0, self.demand - supply)


@dataclass(frozen=True, slots=True)
class SectorMarket:
    """One sector: open vacancies, free places, those not yet in skills, and who wants it.

    `wanted` is how many people name the sector as a wish; None is hidden.
    """

    key: str
    label: str
    vacancies: int
    places: int
    unskilled: int
    wanted: int | None


@dataclass(frozen=True, slots=True)
class Market:
    """Demand against supply at one moment.

    Args:
        people: who is active and agrees to matching; None is hidden.
        vacancies: how many are open, and `places` how many places are free at them.
        skills: every skill that is asked, the largest demand first.
        sectors: in order of their name.
    """

    people: int | None
    vacancies: int
    places: int
    skills: tuple[SkillMarket, ...]
    sectors: tuple[SectorMarket, ...]

    @property
    def shortages(self) -> tuple[SkillMarket, ...]:
        """The skills that lack, the largest shortage first, then what is required most."""
        short = [one for one in self.skills if one.shortage]
        return tuple(sorted(short, key=lambda one: (-one.shortage, -one.required, one.label)))


def market_of(session: Session, *, region_ids: Regions = None, sector: str = "") -> Market:
    """Count demand and supply as they are at this moment.

    With `region_ids` only vacancies of employers there and people who live there count; what has no
    region (a national vacancy, a person without a postcode) counts without `region_ids` alone. With
    `sector` only vacancies in it count, against the same people.
    """
    asked = _asked(session, region_ids, sector)
    levels = _levels(session, region_ids, asked)
    labels = _labels(session, asked)
    lessons = courses_teaching(session, skill_ids=asked)
    skills = [
        _market(number, labels[number], demand, levels[number], lessons.get(number, ()))
        for number, demand in asked.items()
        if number in labels
    ]
    rows = sectors_of_work(session, region_ids=region_ids)
    counted = [one for one in rows if not sector or one.key == sector]
    return Market(
        people=seen(_people(session, region_ids)),
        vacancies=sum(one.vacancies for one in counted),
        places=sum(one.places for one in counted),
        skills=tuple(sorted(skills, key=lambda one: (-one.demand, -one.required, one.label))),
        sectors=rows,
    )


def sectors_of_work(session: Session, *, region_ids: Regions = None) -> tuple[SectorMarket, ...]:
    """Count open work and who wants it per sector; a sector with neither is left out."""
    named = dict(session.exec(select(Sector.key, Sector.label)).all())
    counted = _open_work(session, region_ids)
    wishes = _wishes(session, region_ids, named)
    return tuple(
        SectorMarket(
            key=key,
            label=named.get(key, key),
            vacancies=counted[key][0],
            places=counted[key][1],
            unskilled=counted[key][2],
            wanted=seen(wishes[key]),
        )
        for key in sorted({*counted, *named}, key=lambda key: named.get(key, key))
        if counted[key][0] or wishes[key] >= FEWEST
    )


# Demand


@dataclass(frozen=True, slots=True)
class _Demand:
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


def _asked(session: Session, region_ids: Regions, sector: str) -> dict[int, _Demand]:
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
        skill: _Demand(
            found[Importance.REQUIRED], found[Importance.DESIRED], _most_asked(levels[skill])
        )
        for skill, found in kinds.items()
    }


def _most_asked(levels: Mapping[int, int]) -> int | None:
    return max(levels, key=lambda level: (levels[level], level)) or None


def _open_work(session: Session, region_ids: Regions) -> dict[str, tuple[int, int, int]]:
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


def _people(session: Session, region_ids: Regions) -> int:
    counted = sa_select(func.count()).select_from(Candidate).where(_takes_part(region_ids))
    return int(session.execute(counted).scalar_one())


def _levels(
    session: Session, region_ids: Regions, asked: Mapping[int, _Demand]
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


def _wishes(session: Session, region_ids: Regions, keys: Iterable[str]) -> Counter[str]:
    """Count who wishes each sector; the wishes stand as `|a|b|` in one column."""
    wished = sa_select(col(Preferences.sectors), func.count())
    wished = wished.join(Candidate, col(Candidate.id) == col(Preferences.candidate_id))
    rows = session.execute(wished.where(_takes_part(region_ids)).group_by(col(Preferences.sectors)))
    known = set(keys)
    found: Counter[str] = Counter()
    for wishes, people in rows:
        found.update({key: people for key in wishes if key in known})
    return found


# Both beside each other


def _labels(session: Session, asked: Iterable[int]) -> dict[int, str]:
    """Name the skills in use; what the taxonomy no longer holds counts for nothing."""
    rows = session.exec(select(Skill.id, Skill.label).where(~col(Skill.retired)))
    wanted = set(asked)
    return {number: label for number, label in rows if number in wanted}


def _market(
    skill_id: int, label: str, demand: _Demand, levels: Counter[int], lessons: Iterable[Lesson]
) -> SkillMarket:
    asked = demand.level or 0
    enough = sum(people for level, people in levels.items() if level >= asked)
    below = sum(people for level, people in levels.items() if 0 < level < asked)
    return SkillMarket(
        skill_id=skill_id,
        label=label,
        required=demand.required,
        desired=demand.desired,
        level=demand.level,
        enough=seen(enough),
        below=seen(below),
        unknown=seen(levels[0]) if asked else None,
        lessons=tuple(one for one in lessons if one.level >= asked),
    )
