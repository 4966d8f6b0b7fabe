"""Which vacancies one skill brings closer to one person: each scored again, none estimated.

The vacancies are those that count in `unlock.py`: the open ones that ask the skill, with the skill
at the level each asks (`TRIED_LEVEL` when it asks none). A test holds the two equal.
"""

from dataclasses import dataclass

from sqlmodel import Session

from matching.explain import TRIED_LEVEL, explain, with_skill
from matching.pool import OUTSIDE
from matching.reach import Reach, reach_of
from matching.reference import FULL_NEARNESS
from matching.service import Matcher
from skills.mentions import UnknownSkill
from skills.service import Lesson, courses_teaching


@dataclass(frozen=True, slots=True)
class Closer:
    """One vacancy with and without the skill at the level it asks; fit in whole percent."""

    vacancy_id: int
    level: int
    fit_before: int
    fit_after: int
    gain: int


@dataclass(frozen=True, slots=True)
class Brought:
    """What one skill brings.

    Args:
        number: of the skill in the model.
        vacancies: those it brings closer, the largest rise first.
        lessons: the courses that teach it or something narrower, the shortest first.
        within_limits: True when only vacancies that no limit closes were looked at; False when
            there are none of those, and all open vacancies were looked at.
    """

    number: int
    vacancies: tuple[Closer, ...]
    lessons: tuple[Lesson, ...]
    within_limits: bool


def brought_closer(session: Session, matcher: Matcher, *, candidate: int, skill: int) -> Brought:
    """List the open vacancies that a skill brings closer.

    Raises:
        UnknownCandidate: no such person, or the profile was withdrawn or erased.
        UnknownSkill: the taxonomy does not hold the skill.
    """
    number = matcher.numbers.of(skill)
    if number == OUTSIDE:
        raise UnknownSkill("Deze vaardigheid staat niet in de lijst. Kies een andere.")
    reach = reach_of(session, matcher, candidate=candidate)
    within = bool(reach.open_ids)
    looked_at = [one for one in reach.order if not within or one in reach.open_ids]
    tried = (_tried(matcher, reach, one, number) for one in looked_at)
    closer = [one for one in tried if one is not None and one.gain > 0]
    closer.sort(key=lambda one: (one.fit_before - one.fit_after, one.vacancy_id))
    return Brought(number, tuple(closer), _lessons(session, matcher, number), within)


def _tried(matcher: Matcher, reach: Reach, vacancy: int, number: int) -> Closer | None:
    asked = reach.work.sides[vacancy].asked
    asking = next((one for one in asked if one.skill == number), None)
    if asking is None:
        return None
    level = asking.level or TRIED_LEVEL
    person = reach.person.skills
    now = explain(matcher.model, person, asked)
    then = explain(matcher.model, with_skill(person, number, level), asked)
    return Closer(vacancy, level, now.fit, then.fit, then.points - now.points)


def _lessons(session: Session, matcher: Matcher, number: int) -> tuple[Lesson, ...]:
    skills, percents = matcher.model.covering(number)
    rows = [matcher.numbers.ids[one] for one in skills[percents == FULL_NEARNESS].tolist()]
    found = courses_teaching(session, skill_ids=rows)
    once = {one.course.id: one for row in reversed(rows) for one in found.get(row, ())}
    return tuple(sorted(once.values(), key=lambda one: (one.course.days, one.course.uri)))
