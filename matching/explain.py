"""Says in Dutch how a score came about: every part, every gap, and what would change it.

The numbers in the sentences are the numbers of the definition (reference.py); a test parses them
back and adds them up.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType

from foundation.terms import LEVEL_WORDS
from matching.model import SkillModel
from matching.reference import (
    FULL_NEARNESS,
    FULL_PART,
    UNKNOWN_LEVEL,
    Asking,
    Having,
    Part,
    Taught,
    Use,
    course_part,
    full_score,
    parts,
    percent,
    score,
    supported,
    taught_part,
    use,
    work_order,
)

# A candidate who did not say how long a course may take is shown courses of at most two weeks.
UNKNOWN_COURSE_DAYS = 10
# A requirement without a level is tried at "zelfstandig" when we ask what a skill would bring.
TRIED_LEVEL = 3

Name = Callable[[int], str]
# What courses teach, by the number of the skill.
Shelf = Mapping[int, Sequence[Taught]]
NO_COURSES: Shelf = MappingProxyType({})


def shelf_of(courses: Iterable[Taught]) -> Shelf:
    """Put courses on a shelf by skill."""
    shelf: dict[int, list[Taught]] = {}
    for course in courses:
        shelf.setdefault(course.skill, []).append(course)
    return shelf


class Tier(StrEnum):
    """How a requirement stands, in the word people see."""

    HAS = "heeft"
    ALMOST = "bijna"
    UNKNOWN = "onbekend"
    MISSING = "mist"


@dataclass(frozen=True, slots=True)
class Gap:
    """A requirement that is not fully met, and what closes it.

    Args:
        part: the requirement as it stands.
        learnable: the employer teaches it on the job.
        courses: numbers of the courses that bring it closer, best first, then shortest.
        after: the part (0..10,000) once learned.
    """

    part: Part
    learnable: bool
    courses: tuple[int, ...]
    after: int

    @property
    def gain(self) -> int:
        """The points that learning it adds."""
        return self.part.weight * (self.after - self.part.part)


@dataclass(frozen=True, slots=True)
class Explanation:
    """One pair in full; `points` is the sum of the parts, `most` what everything would give.

    `fit`, `after_training`, `supported` and `use_percent` are whole percentages, rounded down.
    """

    parts: tuple[Part, ...]
    points: int
    most: int
    potential: int
    supported_points: int
    used: Use
    gaps: tuple[Gap, ...]

    @property
    def fit(self) -> int:
        """*Past*: how far the person fits as he is."""
        return percent(self.points, self.most)

    @property
    def after_training(self) -> int:
        """*Na scholing*: how far with the learnable gaps closed."""
        return percent(self.potential, self.most)

    @property
    def supported(self) -> int:
        """*Onderbouwd*: which share of the fit rests on evidence."""
        return percent(self.supported_points, self.points)

    @property
    def use_percent(self) -> int:
        """*Benut*: how much of what the person can, the work uses."""
        return percent(self.used.used, self.used.usable)

    @property
    def work_order(self) -> int:
        """The key that orders work for one person."""
        return work_order(self.points, self.most, self.used)


def explain(
    model: SkillModel,
    person: Sequence[Having],
    requirements: Sequence[Asking],
    shelf: Shelf = NO_COURSES,
    course_days: int | None = None,
) -> Explanation:
    """Work one pair out in full.

    Args:
        model: nearness and rarity.
        person: the skills somebody has; numbers outside the model count for nothing.
        requirements: what the vacancy asks; numbers outside the model are left out.
        shelf: what courses teach, by skill.
        course_days: how long a course may take; None is not said, see `UNKNOWN_COURSE_DAYS`.
    """
    inside = range(len(model.uris))
    known = [one for one in person if one.skill in inside]
    asked = [one for one in requirements if one.skill in inside]

    def rarity(skill: int) -> int:
        return int(model.rarity[skill])

    scored = parts(model.nearness, rarity, known, asked)
    longest = UNKNOWN_COURSE_DAYS if course_days is None else course_days
    gaps = tuple(
        _gap(model, one, _courses_in(model, shelf, one.asking.skill, longest))
        for one in scored
        if one.part < FULL_PART
    )
    return Explanation(
        parts=scored,
        points=score(scored),
        most=full_score(scored),
        # The potential of the definition, of which only the gaps differ from the score.
        potential=score(scored) + sum(gap.gain for gap in gaps),
        supported_points=supported(scored),
        used=use(model.nearness, rarity, known, asked),
        gaps=gaps,
    )


def _courses_in(model: SkillModel, shelf: Shelf, asked: int, longest: int) -> list[Taught]:
    """Take from the shelf what teaches a skill itself, or something narrower."""
    skills, percents = model.covering(asked)
    return [
        course
        for skill in skills[percents == FULL_NEARNESS].tolist()
        for course in shelf.get(skill, ())
        if course.days <= longest
    ]


def _gap(model: SkillModel, scored: Part, courses: Sequence[Taught]) -> Gap:
    reached = {course: course_part(model.nearness, scored.asking, course) for course in courses}
    closer = sorted(
        (course for course in courses if reached[course] > scored.part),
        key=lambda course: (-reached[course], course.days, course.course),
    )
    return Gap(
        part=scored,
        learnable=scored.asking.learnable,
        courses=tuple(dict.fromkeys(course.course for course in closer)),
        after=taught_part(model.nearness, scored, courses),
    )


def tier(scored: Part) -> Tier:
    """Put a part into one word; a level nobody knows is said to be unknown, when one is asked."""
    if scored.used is None:
        return Tier.MISSING
    if scored.used.level is None and scored.asking.level is not None:
        return Tier.UNKNOWN
    return Tier.HAS if scored.part == FULL_PART else Tier.ALMOST


def sentence(scored: Part, name: Name) -> str:
    """Say in Dutch what a requirement adds: word, own skill, nearness, level, weight and points.

    "Heftruck rijden: heeft. 100 % × 100 % × gewicht 9 = 90000 punten."
    """
    asked = name(scored.asking.skill)
    asked = asked[:1].upper() + asked[1:]
    total = (
        f"{scored.nearness} % × {scored.level_fit} % × gewicht {scored.weight}"
        f" = {scored.points} punten."
    )
    stands = f"{asked}: {tier(scored)}."
    return " ".join((stands, *_because(scored, name), total))


def _because(scored: Part, name: Name) -> Iterator[str]:
    used, asked = scored.used, scored.asking
    if used is None:
        yield "Niets in het profiel komt in de buurt."
        return
    own = name(used.skill)
    if used.skill != asked.skill:
        under = scored.nearness == FULL_NEARNESS
        yield f"Valt hieronder: {own}." if under else f"Lijkt hierop: {own}."
    if asked.level is not None:
        level, wanted = used.level, asked.level
        unknown = f"Niveau onbekend, telt als {UNKNOWN_LEVEL}, gevraagd {wanted}."
        yield f"Niveau {level}, gevraagd {wanted}." if level else unknown


def with_skill(person: Sequence[Having], skill: int, level: int | None) -> tuple[Having, ...]:
    """Give the person a skill at a level, in place of the one he has."""
    kept = [one for one in person if one.skill != skill]
    had = [one for one in person if one.skill == skill]
    fresh = replace(had[0], level=level) if had else Having(skill, level)
    return (*kept, fresh)


@dataclass(frozen=True, slots=True)
class Counterfactual:
    """What the fit would be with one skill at one level; scored again, not estimated."""

    skill: int
    level: int
    fit: int
    points: int


def counterfactuals(
    model: SkillModel, person: Sequence[Having], requirements: Sequence[Asking]
) -> tuple[Counterfactual, ...]:
    """List, per requirement not met, what meeting it as asked would make of the score; best first.

    A requirement without a level is tried at `TRIED_LEVEL`.
    """
    now = explain(model, person, requirements)
    tried = []
    for gap in now.gaps:
        skill, level = gap.part.asking.skill, gap.part.asking.level or TRIED_LEVEL
        then = explain(model, with_skill(person, skill, level), requirements)
        if then.points > now.points:
            tried.append(Counterfactual(skill, level, then.fit, then.points))
    return tuple(sorted(tried, key=lambda one: (-one.points, one.skill)))


def counterfactual_sentence(one: Counterfactual, name: Name) -> str:
    """Say it in Dutch, with the level in words."""
    skill = name(one.skill)
    return (
        f"Met {skill} op niveau {one.level} ({LEVEL_WORDS[one.level]}) past dit voor {one.fit} %."
    )
