"""The explorer of the labour market (Arbeidsmarktverkenner): where somebody's skills lead.

Everything is the score of the definition, asked of other things than one vacancy:

- an **occupation** fits as a vacancy would that requires its essential skills and wishes its
  optional ones, without levels; occupations stand in the order of work: the mean of fit and use;
- a **sector** fits as the mean fit of its five best-fitting occupations (of all, when it has
  fewer), rounded down;
- a **skill** unlocks by how much it makes the fit rise, summed over the open vacancies that ask it
  (`unlock.py`); there is no threshold anywhere;
- **what if** is the whole list ranked twice: as the person is, and with one skill changed.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from sqlmodel import Session, col, func, select

from matching.explain import with_skill
from matching.model import I64
from matching.pool import OUTSIDE
from matching.reach import Reach, reach_of
from matching.reference import FULL_NEARNESS, MILLION, Having, percent
from matching.service import Matcher, own_side
from matching.unlock import Unlock, unlocks
from matching.work import RankedWork, WorkIndex, rank_work
from skills.mentions import UnknownSkill
from skills.sectors import sectors
from skills.service import Lesson, courses_teaching
from vacancies.models import Vacancy, VacancyState

# A sector is as good as its best few occupations: nobody works in all of them.
BEST_OF_SECTOR = 5


@dataclass(frozen=True, slots=True)
class FittingOccupation:
    """An occupation for one person.

    Args:
        occupation_id: its row.
        label: its name.
        sector: the key of its sector; None when no sector holds it.
        fit: whole percent, rounded down; `fit_millionths` is the same exactly.
        vacancies: how many open vacancies are for this occupation now.
    """

    occupation_id: int
    label: str
    sector: str | None
    fit_millionths: int
    vacancies: int

    @property
    def fit(self) -> int:
        """How far the person fits, whole percent rounded down."""
        return percent(self.fit_millionths, MILLION)


@dataclass(frozen=True, slots=True)
class FittingSector:
    """A sector for one person; `occupations` are the best-fitting ones its fit is the mean of."""

    key: str
    label: str
    fit: int
    vacancies: int
    occupations: tuple[FittingOccupation, ...]


@dataclass(frozen=True, slots=True)
class UnlockingSkill:
    """A skill the person lacks and what it would bring.

    Args:
        skill_id: its row.
        label: its name.
        vacancies: in how many open vacancies the fit would rise.
        rise: by how much together, in millionths; see `rise_points`.
        lessons: the courses that teach it or something narrower, the shortest first.
    """

    skill_id: int
    label: str
    vacancies: int
    rise: int
    lessons: tuple[Lesson, ...]

    @property
    def rise_points(self) -> int:
        """The rise in whole percentage points, rounded down."""
        return percent(self.rise, MILLION)


@dataclass(frozen=True, slots=True)
class Unlocking:
    """The skills that unlock, the largest rise first.

    Args:
        skills: in order.
        counted: how many vacancies were looked at.
        within_limits: True for those that no limit closes for the person; False when there are
            none of those, and all open vacancies were looked at.
    """

    skills: tuple[UnlockingSkill, ...]
    counted: int
    within_limits: bool


@dataclass(frozen=True, slots=True)
class Move:
    """One vacancy before and after a change: fit in whole percent, place in the whole order."""

    vacancy_id: int
    fit_before: int
    fit_after: int
    place_before: int
    place_after: int


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What a changed skill moves.

    Args:
        moves: the top of the list before and that after, together, in the order after.
        rising: in how many of all open vacancies the score rises.
        falling: in how many it falls.
    """

    moves: tuple[Move, ...]
    rising: int
    falling: int


def occupations_that_fit(
    session: Session, matcher: Matcher, *, candidate: int, most: int | None
) -> tuple[FittingOccupation, ...]:
    """Rank the occupations for a person and give the first `most`; None gives all.

    Raises:
        UnknownCandidate: no such person, or the profile was withdrawn or erased.
    """
    person = own_side(session, matcher, candidate=candidate)
    return _fitting(session, matcher, person.skills, candidate)[:most]


def sectors_that_fit(
    session: Session, matcher: Matcher, *, candidate: int
) -> tuple[FittingSector, ...]:
    """Rank all sectors of the region for a person: the best fit first, then by key.

    A sector without occupations fits for 0 %.

    Raises:
        UnknownCandidate: no such person, or the profile was withdrawn or erased.
    """
    person = own_side(session, matcher, candidate=candidate)
    fitting = _fitting(session, matcher, person.skills, candidate)
    offered = _open_by(session, Vacancy.sector)
    found = []
    for sector in sectors(session):
        own = [one for one in fitting if one.sector == sector.key]
        best = tuple(sorted(own, key=lambda one: -one.fit_millionths)[:BEST_OF_SECTOR])
        mean = sum(one.fit_millionths for one in best) // len(best) if best else 0
        told = FittingSector(
            sector.key, sector.label, percent(mean, MILLION), offered[sector.key], best
        )
        found.append((-mean, sector.key, told))
    return tuple(told for _, _, told in sorted(found, key=lambda one: one[:2]))


def skills_that_unlock(
    session: Session, matcher: Matcher, *, candidate: int, most: int | None
) -> Unlocking:
    """List the skills a person lacks by what they would bring; the first `most`, None gives all.

    Raises:
        UnknownCandidate: no such person, or the profile was withdrawn or erased.
    """
    reach = reach_of(session, matcher, candidate=candidate)
    within = bool(reach.open_ids)
    found = _unlocks(matcher, reach)[:most]
    counted = len(reach.open_ids) if within else len(reach.order)
    return Unlocking(_told(session, matcher, found), counted, within)


def best_unlock(session: Session, matcher: Matcher, reach: Reach) -> UnlockingSkill | None:
    """Give the one skill that would bring most; None when no skill would bring anything."""
    return next(iter(_told(session, matcher, _unlocks(matcher, reach)[:1])), None)


def what_if(
    session: Session,
    matcher: Matcher,
    *,
    candidate: int,
    skill: int,
    level: int | None,
    most: int = 10,
) -> WhatIf:
    """Rank all open work anew with one skill at one level and tell what moves; changes nothing.

    Args:
        session: the request's.
        matcher: the model with its vacancies.
        candidate: whose own view it is.
        skill: the row of a skill, which the person may have already.
        level: 1 to 5, or None for unknown.
        most: how deep the top is that is compared.

    Raises:
        UnknownCandidate: no such person, or the profile was withdrawn or erased.
        UnknownSkill: the taxonomy does not hold the skill.
    """
    number = matcher.numbers.of(skill)
    if number == OUTSIDE:
        raise UnknownSkill("Deze vaardigheid staat niet in de lijst. Kies een andere.")
    person = own_side(session, matcher, candidate=candidate).skills
    work = matcher.work.follow(session).index
    before = _ranked(matcher, work, person, candidate)
    after = _ranked(matcher, work, with_skill(person, number, level), candidate)
    old, new = (dict(zip(one.ids.tolist(), one.points.tolist(), strict=True))
                for one in (before, after))  # fmt: skip
    return WhatIf(
        moves=_moves(work, before, after, most),
        rising=sum(new[one] > points for one, points in old.items()),
        falling=sum(new[one] < points for one, points in old.items()),
    )


def _moves(work: WorkIndex, before: RankedWork, after: RankedWork, most: int) -> tuple[Move, ...]:
    full = dict(zip(work.ids.tolist(), work.most.tolist(), strict=True))
    old, new = (
        {
            one: (place, percent(points, full[one]))
            for place, (one, points) in enumerate(
                zip(ranked.ids.tolist(), ranked.points.tolist(), strict=True), 1
            )
        }
        for ranked in (before, after)
    )
    top = {*before.ids[:most].tolist(), *after.ids[:most].tolist()}
    return tuple(
        Move(one, old[one][1], new[one][1], old[one][0], new[one][0])
        for one in sorted(top, key=lambda one: new[one][0])
    )


def _ranked(
    matcher: Matcher, work: WorkIndex, person: Sequence[Having], candidate: int
) -> RankedWork:
    return rank_work(matcher.model, work, person, candidate=candidate, key=matcher.tie_key)


def _fitting(
    session: Session, matcher: Matcher, person: Sequence[Having], candidate: int
) -> tuple[FittingOccupation, ...]:
    known = matcher.occupations.of(session)
    ranked = _ranked(matcher, known.index, person, candidate)
    most: I64 = known.index.most[np.searchsorted(known.index.ids, ranked.ids)]
    fits = (MILLION * ranked.points // most).tolist()
    offered = _open_by(session, Vacancy.occupation_id)
    return tuple(
        FittingOccupation(one, known.labels[one], known.sectors[one], fit, offered[one])
        for one, fit in zip(ranked.ids.tolist(), fits, strict=True)
    )


def _open_by(session: Session, column: object) -> Counter[object]:
    """Count the open vacancies by one of their columns, those "nog niet verskild" too."""
    counted = (
        select(col(column), func.count())
        .where(Vacancy.state == VacancyState.OPEN)
        .group_by(col(column))
    )
    return Counter(dict(session.exec(counted).all()))


def _unlocks(matcher: Matcher, reach: Reach) -> tuple[Unlock, ...]:
    among = reach.open_mask if reach.open_ids else None
    return unlocks(matcher.model, reach.work.index, reach.person.skills, among)


def _told(
    session: Session, matcher: Matcher, found: Iterable[Unlock]
) -> tuple[UnlockingSkill, ...]:
    """Name the skills and find their courses."""
    taught = {one.skill: _itself_and_narrower(matcher, one.skill) for one in found}
    lessons = courses_teaching(session, skill_ids={row for rows in taught.values() for row in rows})
    return tuple(
        UnlockingSkill(
            skill_id=matcher.numbers.ids[one.skill],
            label=matcher.numbers.name(one.skill),
            vacancies=one.vacancies,
            rise=one.rise,
            lessons=_shortest_first(
                lesson for row in taught[one.skill] for lesson in lessons.get(row, ())
            ),
        )
        for one in found
    )


def _itself_and_narrower(matcher: Matcher, skill: int) -> list[int]:
    skills, percents = matcher.model.covering(skill)
    return [matcher.numbers.ids[one] for one in skills[percents == FULL_NEARNESS].tolist()]


def _shortest_first(lessons: Iterable[Lesson]) -> tuple[Lesson, ...]:
    """Put lessons in order of days, each course once, at the highest level it teaches."""
    best: dict[int, Lesson] = {}
    for lesson in lessons:
        known = best.get(lesson.course.id)
        if known is None or lesson.level > known.level:
            best[lesson.course.id] = lesson
    return tuple(sorted(best.values(), key=lambda one: (one.course.days, one.course.uri)))
