"""Demand against supply, skill by skill: places that ask it, people who can do it, and what lacks.

Vacancies are no personal data and are counted exactly. People are hidden from one up to four: then
a number is None, and what follows from it is only told as a bound.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import Session, col, select

from matching.counting import FEWEST
from placements.cells import seen
from placements.supply_counts import (
    Demand,
    Regions,
    asked_skills,
    count_people_there,
    open_work,
    people_by_level,
    wishes_by_sector,
)
from skills.models import Sector, Skill
from skills.service import Lesson, courses_teaching

__all__ = ["Market", "Regions", "SectorMarket", "SkillMarket", "market_of", "sectors_of_work"]


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
    asked = asked_skills(session, region_ids, sector)
    levels = people_by_level(session, region_ids, asked)
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
        people=seen(count_people_there(session, region_ids)),
        vacancies=sum(one.vacancies for one in counted),
        places=sum(one.places for one in counted),
        skills=tuple(sorted(skills, key=lambda one: (-one.demand, -one.required, one.label))),
        sectors=rows,
    )


def sectors_of_work(session: Session, *, region_ids: Regions = None) -> tuple[SectorMarket, ...]:
    """Count open work and who wants it per sector; a sector with neither is left out."""
    named = dict(session.exec(select(Sector.key, Sector.label)).all())
    counted = open_work(session, region_ids)
    wishes = wishes_by_sector(session, region_ids, named)
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


# Both beside each other


def _labels(session: Session, asked: Iterable[int]) -> dict[int, str]:
    """Name the skills in use; what the taxonomy no longer holds counts for nothing."""
    rows = session.exec(select(Skill.id, Skill.label).where(~col(Skill.retired)))
    wanted = set(asked)
    return {number: label for number, label in rows if number in wanted}


def _market(
    skill_id: int, label: str, demand: Demand, levels: Counter[int], lessons: Iterable[Lesson]
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
