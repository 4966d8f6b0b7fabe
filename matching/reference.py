"""The score of one person for one vacancy, written to be read: the definition of the product.

Everything is a whole number, so the parts add up to the score exactly, on every machine. The fast
core (index.py) is held equal to this file by tests. Skills are the numbers of a SkillModel;
`nearness(asked, skill)` is its percentage 0..100.

Nothing here knows a name, a table, the clock or chance.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from matching.weights import weight

Nearness = Callable[[int, int], int]
Rarity = Callable[[int], int]

# The one rule for a level somebody does not know: it counts as 2, "met hulp".
UNKNOWN_LEVEL = 2
FULL_NEARNESS = 100
FULL_PART = 10_000
MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Having:
    """A skill somebody has: level 1..5 or None for unknown, and whether it rests on evidence."""

    skill: int
    level: int | None = None
    supported: bool = False


@dataclass(frozen=True, slots=True)
class Asking:
    """A skill a vacancy asks: level 1..5 or None for any, and what the employer says of it."""

    skill: int
    level: int | None = None
    required: bool = True
    learnable: bool = False


@dataclass(frozen=True, slots=True)
class Taught:
    """What a course teaches: a skill up to a level, in a number of days."""

    course: int
    skill: int
    level: int
    days: int


@dataclass(frozen=True, slots=True)
class Part:
    """What one requirement adds: `points` = weight × part, part = nearness × level fit (0..10,000).

    `used` is the own skill it rests on; None when nothing the person has comes near.
    """

    asking: Asking
    weight: int
    used: Having | None
    nearness: int
    level_fit: int

    @property
    def part(self) -> int:
        """How far the requirement is met, 0..10,000."""
        return self.nearness * self.level_fit

    @property
    def points(self) -> int:
        """What it adds to the score."""
        return self.weight * self.part


def level_fit(have: int | None, asked: int | None) -> int:
    """Give the percentage a level counts for: 100 when it reaches what is asked, else its share."""
    if asked is None:
        return 100
    reached = UNKNOWN_LEVEL if have is None else have
    return 100 if reached >= asked else 100 * reached // asked


def distinct(requirements: Iterable[Asking]) -> tuple[Asking, ...]:
    """Count a skill that is asked twice once: at the highest level, required if either is."""
    asked: dict[int, Asking] = {}
    for one in requirements:
        two = asked.get(one.skill)
        if two is not None:
            levels = [level for level in (one.level, two.level) if level is not None]
            one = Asking(  # noqa: PLW2901  the two are now one
                one.skill,
                max(levels, default=None),
                one.required or two.required,
                one.learnable and two.learnable,
            )
        asked[one.skill] = one
    return tuple(asked[skill] for skill in sorted(asked))


def part(nearness: Nearness, rarity: Rarity, person: Sequence[Having], asking: Asking) -> Part:
    """Score one requirement by the best of the person's skills.

    Between skills that count the same, the better proven goes first, then the nearer, then the
    lower number: the score is the same, the explanation never wavers.
    """
    best, order = None, (0, False, 0, 0, 0)
    for having in person:
        near = nearness(asking.skill, having.skill)
        worth = near * level_fit(having.level, asking.level)
        this = (worth, having.supported, near, -having.skill, having.level or 0)
        if worth > 0 and (best is None or this > order):
            best, order = having, this
    return Part(
        asking=asking,
        weight=weight(rarity(asking.skill), required=asking.required),
        used=best,
        nearness=nearness(asking.skill, best.skill) if best else 0,
        level_fit=level_fit(best.level, asking.level) if best else 0,
    )


def parts(
    nearness: Nearness, rarity: Rarity, person: Sequence[Having], requirements: Iterable[Asking]
) -> tuple[Part, ...]:
    """Score every requirement, in order of skill number."""
    return tuple(part(nearness, rarity, person, asking) for asking in distinct(requirements))


def score(scored: Sequence[Part]) -> int:
    """Add the points of the parts: *past*, as a whole number."""
    return sum(one.points for one in scored)


def full_score(scored: Sequence[Part]) -> int:
    """Give the score of somebody who meets everything."""
    return sum(one.weight * FULL_PART for one in scored)


def percent(points: int, most: int) -> int:
    """Show a score as a whole percentage, rounded down, so that 100 means everything."""
    return 100 * points // most if most else 0


def course_part(nearness: Nearness, asking: Asking, course: Taught) -> int:
    """Give the part (0..10,000) a course reaches: only one that teaches the skill itself counts.

    A course in something that looks like it would promise too much.
    """
    if nearness(asking.skill, course.skill) < FULL_NEARNESS:
        return 0
    return FULL_NEARNESS * level_fit(course.level, asking.level)


def taught_part(nearness: Nearness, scored: Part, courses: Iterable[Taught]) -> int:
    """Give the part (0..10,000) a requirement reaches once it is learned, never less than now."""
    if scored.asking.learnable:
        return FULL_PART
    reached = [course_part(nearness, scored.asking, course) for course in courses]
    return max(scored.part, *reached) if reached else scored.part


def potential(nearness: Nearness, scored: Sequence[Part], courses: Sequence[Taught]) -> int:
    """Give *na scholing*: the score with every gap closed that work or a known course closes.

    Args:
        nearness: of the model.
        scored: the parts as they are now.
        courses: what courses teach, only those no longer than the candidate accepts.
    """
    return sum(one.weight * taught_part(nearness, one, courses) for one in scored)


def supported(scored: Sequence[Part]) -> int:
    """Give the points that rest on supported or confirmed skills. Shown, never scored."""
    return sum(one.points for one in scored if one.used is not None and one.used.supported)


@dataclass(frozen=True, slots=True)
class Use:
    """How much of what a person can, a vacancy uses: `used` out of `usable`."""

    used: int
    usable: int


def use(
    nearness: Nearness, rarity: Rarity, person: Iterable[Having], requirements: Iterable[Asking]
) -> Use:
    """Give *benut*: Σ rarity × best nearness to a requirement, out of Σ 100 × rarity."""
    asked = [asking.skill for asking in distinct(requirements)]
    skills = sorted({having.skill for having in person})
    used = sum(
        rarity(skill) * max((nearness(a, skill) for a in asked), default=0) for skill in skills
    )
    return Use(used, sum(100 * rarity(skill) for skill in skills))


def work_order(points: int, most: int, used: Use) -> int:
    """Give the key that orders work for one person: the sum of fit and use in millionths.

    Their mean orders the same way as their sum; whole millionths keep the order exact.
    """
    fit = MILLION * points // most if most else 0
    return fit + (MILLION * used.used // used.usable if used.usable else 0)
