"""Counts whom in the pool a vacancy fits, now and after training, and what shuts most people out.

"Fits" here means: no limit closes the pair, and the score is at least `FITS` percent of the points
that everything would give. It counts people for whoever writes a vacancy; it is no threshold of
the ranking, where everybody has a place. Shapes: R requirements, C people in the pool.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from sqlmodel import Session

from foundation.places import points_of, travel_minutes
from foundation.terms import TravelMeans
from matching.crowd import Bounds
from matching.explain import UNKNOWN_COURSE_DAYS, Shelf
from matching.gates import Demand, Gate, findings
from matching.index import Query, Snapshot
from matching.model import I64, Mask, SkillModel
from matching.reference import FULL_NEARNESS, FULL_PART, Asking, course_part, distinct
from matching.service import Matcher, vacancy_side
from matching.sides import VacancySide
from matching.weights import weight

# A whole percentage of the points. Chosen so that a person who has every requirement but one in
# four counts; how people are ranked does not depend on it.
FITS = 70
# Fewer people than this are not told: with a small number one could guess who it is.
FEWEST = 5
# What an employer can change about work besides what it asks.
MOVABLE = (Gate.HOURS, Gate.START, Gate.WAGE)

# A limit by its gate and, for a demand, what is demanded.
Key = tuple[Gate, str]


def told(number: int) -> int | None:
    """Hide a number that is so small that it could point at somebody."""
    return number if number >= FEWEST else None


@dataclass(frozen=True, slots=True)
class Without:
    """The counts with one requirement or one limit left out.

    Args:
        skill: the row of the skill, for a requirement; None for a limit.
        gate: the limit; None for a requirement.
        value: what is demanded, for a licence or a language.
        now: how many people would fit now.
        after_training: how many after training.
    """

    skill: int | None
    gate: Gate | None
    value: str
    now: int
    after_training: int


@dataclass(frozen=True, slots=True)
class PoolCount:
    """How many people fit, and what would change when one thing is left out.

    Args:
        pool: how many people are in the pool.
        now: how many fit as they are.
        after_training: how many fit once the learnable gaps are closed; never fewer than now.
        without: the requirements in order of skill, then the limits.
        skilled: False for a vacancy that asks no skills: nothing can be counted.
    """

    pool: int
    now: int
    after_training: int
    without: tuple[Without, ...] = ()
    skilled: bool = True

    @property
    def tightest(self) -> Without | None:
        """What shrinks the pool most: leaving it out lets most people in now; the first on a tie.

        None when leaving out any one thing lets nobody in.
        """
        best = max(self.without, key=lambda one: one.now, default=None)
        return best if best is not None and best.now > self.now else None


def count_people(session: Session, matcher: Matcher, *, vacancy: int) -> PoolCount:
    """Count the people whom a vacancy fits, as it stands at this moment, in any state.

    It equals counting `people_for` one by one. Leaving a requirement out can also make the count
    smaller: who has just that skill then has a smaller share of the points.

    Raises:
        UnknownVacancy: no such vacancy.
    """
    work = vacancy_side(session, matcher, vacancy)
    pool, crowd = matcher.talent.follow(session), matcher.crowd.follow(session)
    asked = distinct(one for one in work.asked if 0 <= one.skill < len(matcher.model.uris))
    if not asked:
        return PoolCount(len(pool), 0, 0, skilled=False)
    ids, now = _points(matcher.model, pool, asked)
    known = np.array([number in crowd for number in ids.tolist()], dtype=np.bool_)
    ids, now = ids[known], now[:, known]
    people = [crowd[number] for number in ids.tolist()]
    after = _after_training(matcher.model, asked, now, people, matcher.courses.of(session))
    weights = _weights(matcher.model, asked)
    fitting = _Fitting(now, after, weights)
    closed = _closed(session, work, people, fitting.anyhow())
    return PoolCount(
        pool=len(ids),
        now=int((fitting.now() & closed.nothing).sum()),
        after_training=int((fitting.after() & closed.nothing).sum()),
        without=(
            *_without_requirements(matcher, asked, fitting, closed),
            *_without_limits(work, fitting, closed),
        ),
    )


@dataclass(frozen=True, eq=False)
class _Fitting:
    """Who has enough points.

    Args:
        points: int64[R, C], of each requirement as people are.
        trained: int64[R, C], with the learnable gaps closed.
        weights: int64[R].
    """

    points: I64
    trained: I64
    weights: I64

    def now(self, left_out: int | None = None) -> Mask:
        """Mark who fits now, with a requirement left out: bool[C]."""
        return self._enough(self.points, left_out)

    def after(self, left_out: int | None = None) -> Mask:
        """Mark who fits after training, with a requirement left out: bool[C]."""
        return self._enough(self.trained, left_out)

    def anyhow(self) -> Mask:
        """Mark who fits after training, whatever is left out; nobody else is counted anywhere."""
        found = self.after()
        for left_out in range(len(self.weights)):
            found = found | self.after(left_out)
        return found

    def _enough(self, points: I64, left_out: int | None) -> Mask:
        total, most = points.sum(axis=0), FULL_PART * int(self.weights.sum())
        if left_out is not None:
            total = total - points[left_out]
            most -= FULL_PART * int(self.weights[left_out])
        # A percentage is rounded down, so comparing the points themselves is the same.
        enough: Mask = 100 * total >= FITS * most
        return enough if most else np.zeros_like(enough)


@dataclass(frozen=True, eq=False)
class _Closed:
    """Whom the limits close: by nothing, and by one limit alone; bool[C] each."""

    nothing: Mask
    only: Mapping[Key, Mask]


def _weights(model: SkillModel, asked: Sequence[Asking]) -> I64:
    return np.array(
        [weight(int(model.rarity[one.skill]), required=one.required) for one in asked], np.int64
    )


def _points(model: SkillModel, pool: Snapshot, asked: Sequence[Asking]) -> tuple[I64, I64]:
    """Score everybody per requirement with the fast core: ids int64[C], points int64[R, C]."""
    rows = [pool.scores(Query.of(model, [one])) for one in asked]
    nobody = np.zeros(0, dtype=np.int64)
    ids = np.concatenate([nobody, *(part[alive] for part, _, alive in rows[0])])
    points = [np.concatenate([nobody, *(got[alive] for _, got, alive in row)]) for row in rows]
    return ids, np.stack(points).astype(np.int64)


def _after_training(
    model: SkillModel, asked: Sequence[Asking], now: I64, people: Sequence[Bounds], shelf: Shelf
) -> I64:
    """Close the gaps that work or a course closes: int64[R, C], as `explain` does."""
    days = [UNKNOWN_COURSE_DAYS if one.course_days is None else one.course_days for one in people]
    lengths, length_of = np.unique(np.array(days, dtype=np.int64), return_inverse=True)
    after = now.copy()
    for row, (one, weighs) in enumerate(zip(asked, _weights(model, asked).tolist(), strict=True)):
        if one.learnable:
            after[row] = weighs * FULL_PART
        elif len(lengths):
            reached = [_reached(model, one, shelf, longest) for longest in lengths.tolist()]
            after[row] = np.maximum(now[row], weighs * np.array(reached, np.int64)[length_of])
    return after


def _reached(model: SkillModel, asked: Asking, shelf: Shelf, longest: int) -> int:
    """Give the part (0..10,000) that the best course of at most `longest` days reaches."""
    skills, percents = model.covering(asked.skill)
    return max(
        (
            course_part(model.nearness, asked, course)
            for skill in skills[percents == FULL_NEARNESS].tolist()
            for course in shelf.get(skill, ())
            if course.days <= longest
        ),
        default=0,
    )


def _closed(
    session: Session, work: VacancySide, people: Sequence[Bounds], looked_at: Mask
) -> _Closed:
    """Look at the limits of the people who may count; the others stay closed."""
    nothing = np.zeros(len(people), dtype=np.bool_)
    only: dict[Key, Mask] = {key: nothing.copy() for key in _keys(work)}
    travel = _Travel(session, work, people)
    for place in np.flatnonzero(looked_at).tolist():
        one = people[place]
        found = findings(one.person, work.work, travel.minutes(one))
        keys = {_key(finding.gate, finding.values) for finding in found if finding.closed}
        if not keys:
            nothing[place] = True
        elif len(keys) == 1 and (key := keys.pop()) in only:
            only[key][place] = True
    return _Closed(nothing, only)


class _Travel:
    """How long people travel to the work; each way between two postcodes is worked out once."""

    def __init__(self, session: Session, work: VacancySide, people: Sequence[Bounds]) -> None:
        self._there = work.place
        self._points = points_of(session, {one.postcode for one in people if one.postcode})
        self._known: dict[tuple[str | None, TravelMeans], int | None] = {}

    def minutes(self, one: Bounds) -> int | None:
        """Give the minutes as `travel_between` does; None when a place is unknown."""
        way = (one.postcode, one.means or TravelMeans.BIKE)
        if way not in self._known:
            self._known[way] = self._worked_out(*way)
        return self._known[way]

    def _worked_out(self, postcode: str | None, means: TravelMeans) -> int | None:
        here = self._points.get(postcode or "")
        if here is None or self._there is None:
            return None
        return travel_minutes(here, self._there, means)


def _key(gate: Gate, facts: Mapping[str, object]) -> Key:
    demanded = {Gate.LICENCE: "value", Gate.LANGUAGE: "language"}.get(gate)
    return (gate, str(facts[demanded])) if demanded else (gate, "")


def _keys(work: VacancySide) -> Iterator[Key]:
    """List what can be left out, in the order in which it is told."""
    demands: Sequence[Demand] = work.work.demands
    for one in demands:
        if one.gate in (Gate.LICENCE, Gate.LANGUAGE):
            yield one.gate, one.value
    yield from ((gate, "") for gate in MOVABLE)


def _without_requirements(
    matcher: Matcher, asked: Sequence[Asking], fitting: _Fitting, closed: _Closed
) -> Iterator[Without]:
    if len(asked) == 1:
        return  # a vacancy that asks nothing fits nobody
    for row, one in enumerate(asked):
        yield Without(
            skill=matcher.numbers.ids[one.skill],
            gate=None,
            value="",
            now=int((fitting.now(row) & closed.nothing).sum()),
            after_training=int((fitting.after(row) & closed.nothing).sum()),
        )


def _without_limits(work: VacancySide, fitting: _Fitting, closed: _Closed) -> Iterator[Without]:
    for gate, value in _keys(work):
        opened = closed.nothing | closed.only[gate, value]
        yield Without(
            skill=None,
            gate=gate,
            value=value,
            now=int((fitting.now() & opened).sum()),
            after_training=int((fitting.after() & opened).sum()),
        )
