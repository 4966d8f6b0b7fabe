"""Open vacancies as flat arrays: every vacancy scored for one person at once, exactly.

Shapes: V vacancies, R requirements of all of them together. The person is worked out once into a
table of what each (skill, asked level) is worth to him; a vacancy then only looks up and adds.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from matching.index import LEVEL_OF_SLOT, SLOTS
from matching.model import I64, SkillModel
from matching.reference import FULL_PART, MILLION, Asking, Having, distinct, level_fit
from matching.ties import tie_order
from matching.weights import weight


@dataclass(frozen=True, eq=False)
class WorkIndex:
    """Vacancies with at least one requirement.

    Args:
        ids: int64[V], rising.
        ptr: int64[V+1], the requirements of vacancy v are `ptr[v]:ptr[v+1]`.
        skill: int64[R].
        cell: int64[R], 6·skill + asked level, 0 for any.
        weights: int64[R].
        most: int64[V], the full score.
    """

    ids: I64
    ptr: I64
    skill: I64
    cell: I64
    weights: I64
    most: I64

    @staticmethod
    def of(model: SkillModel, vacancies: Mapping[int, Sequence[Asking]]) -> "WorkIndex":
        """Lay vacancies out; one without requirements in the model is "nog niet verskild"."""
        inside = range(len(model.uris))
        asked = {
            identity: [one for one in distinct(vacancies[identity]) if one.skill in inside]
            for identity in sorted(vacancies)
        }
        asked = {identity: skills for identity, skills in asked.items() if skills}
        flat = [one for skills in asked.values() for one in skills]
        ptr = np.cumsum([0, *map(len, asked.values())], dtype=np.int64)
        weighs = [weight(int(model.rarity[one.skill]), required=one.required) for one in flat]
        weights = np.array(weighs, dtype=np.int64)
        return WorkIndex(
            ids=np.array(list(asked), dtype=np.int64),
            ptr=ptr,
            skill=np.array([one.skill for one in flat], dtype=np.int64),
            cell=np.array([SLOTS * one.skill + (one.level or 0) for one in flat], dtype=np.int64),
            weights=weights,
            most=FULL_PART * (np.add.reduceat(weights, ptr[:-1]) if flat else weights),
        )


@dataclass(frozen=True, eq=False)
class RankedWork:
    """Vacancies for one person, best first.

    Args:
        ids: int64[K].
        points: int64[K], the score.
        order: int64[K], fit and use together in millionths (reference.work_order).
    """

    ids: I64
    points: I64
    order: I64


def rank_work(
    model: SkillModel,
    work: WorkIndex,
    person: Sequence[Having],
    *,
    candidate: int,
    key: int,
    most: int | None = None,
) -> RankedWork:
    """Rank every vacancy for one person by the mean of fit and use, ties by keyed hash."""
    if not len(work.ids):
        return RankedWork(work.ids, work.ids, work.ids)
    points = np.add.reduceat(parts_of_work(model, work, person) * work.weights, work.ptr[:-1])
    used, usable = _used(model, work, person)
    order = MILLION * points // work.most
    if usable:
        order = order + MILLION * used // usable
    best = np.lexsort((work.ids, tie_order(key, work.ids, candidate), -order))[:most]
    return RankedWork(work.ids[best], points[best], order[best])


def parts_of_work(model: SkillModel, work: WorkIndex, person: Sequence[Having]) -> I64:
    """Give the part (0..10,000) of every requirement for one person: int64[R]."""
    return _worth(model, person)[work.cell]


def _worth(model: SkillModel, person: Sequence[Having]) -> I64:
    """Work out what each (asked skill, asked level) is worth to a person: int64[6·S], 0..10,000."""
    worth = np.zeros(SLOTS * len(model.uris), dtype=np.int64)
    for having in person:
        if having.skill >= len(model.uris):
            continue
        asked, percents = model.covered_by(having.skill)
        for slot in range(SLOTS):
            cells = SLOTS * asked.astype(np.int64) + slot
            fit = level_fit(having.level, LEVEL_OF_SLOT[slot])
            worth[cells] = np.maximum(worth[cells], percents.astype(np.int64) * fit)
    return worth


def _used(model: SkillModel, work: WorkIndex, person: Sequence[Having]) -> tuple[I64, int]:
    """Add up, per vacancy, how much of the person's skills it uses (reference.use)."""
    used = np.zeros(len(work.ids), dtype=np.int64)
    near = np.zeros(len(model.uris), dtype=np.int64)
    skills = sorted({having.skill for having in person if having.skill < len(model.uris)})
    for skill in skills:
        asked, percents = model.covered_by(skill)
        near[asked] = percents
        used += int(model.rarity[skill]) * np.maximum.reduceat(near[work.skill], work.ptr[:-1])
        near[asked] = 0
    return used, sum(100 * int(model.rarity[skill]) for skill in skills)
