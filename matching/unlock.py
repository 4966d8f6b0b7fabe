"""Which skill would bring somebody closer to most work: exact, for every skill at once.

Shapes: V vacancies, R requirements of all of them together. For each skill that a person lacks and
each vacancy that asks it, the vacancy is scored again with that skill at the level it asks there
(`TRIED_LEVEL` when it asks none); other requirements that the skill is near to count as well. There
is no threshold: a rise of one point is a rise. A test holds it equal to explaining every pair anew.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from matching.explain import TRIED_LEVEL
from matching.index import LEVEL_OF_SLOT, SLOTS
from matching.model import I64, Mask, SkillModel, offsets
from matching.reference import MILLION, Having, level_fit
from matching.work import WorkIndex, parts_of_work

# int64[have 0..5, asked 0..5]; 0 is no level.
_FIT = np.array([[level_fit(have, asked) for asked in LEVEL_OF_SLOT] for have in LEVEL_OF_SLOT])


@dataclass(frozen=True, slots=True)
class Unlock:
    """What one skill would bring.

    Args:
        skill: its number in the model.
        vacancies: in how many vacancies the score rises.
        rise: the sum over those of the rise of the fit, in millionths.
    """

    skill: int
    vacancies: int
    rise: int


def unlocks(
    model: SkillModel, work: WorkIndex, person: Sequence[Having], among: Mask | None = None
) -> tuple[Unlock, ...]:
    """List every skill the person lacks that would raise the score of some vacancy.

    The largest total rise goes first, then the most vacancies, then the lower number.

    Args:
        model: of the index.
        work: the vacancies.
        person: the skills somebody has.
        among: bool[V], the vacancies that count; None for all.
    """
    counted = np.ones(len(work.ids), dtype=np.bool_) if among is None else among
    owner = np.repeat(np.arange(len(work.ids)), np.diff(work.ptr))
    has = np.array(sorted({one.skill for one in person}), dtype=np.int64)
    tried = np.flatnonzero(counted[owner] & ~np.isin(work.skill, has))
    if not len(tried):
        return ()
    parts = parts_of_work(model, work, person)
    points = np.add.reduceat(parts * work.weights, work.ptr[:-1])[owner[tried]]
    most = work.most[owner[tried]]
    gains = _gains(model, work, parts, tried, owner)
    rises = MILLION * (points + gains) // most - MILLION * points // most
    vacancies = np.bincount(work.skill[tried[gains > 0]], minlength=len(model.uris))
    total = np.zeros(len(model.uris), dtype=np.int64)
    np.add.at(total, work.skill[tried], rises)
    skills = np.flatnonzero(vacancies)
    best = skills[np.lexsort((skills, -vacancies[skills], -total[skills]))]
    return tuple(Unlock(int(one), int(vacancies[one]), int(total[one])) for one in best)


def _gains(model: SkillModel, work: WorkIndex, parts: I64, tried: I64, owner: I64) -> I64:
    """Give the points that having the skill of each tried requirement adds to its vacancy."""
    sizes = np.diff(work.ptr)[owner[tried]]
    off = offsets(sizes)
    beside = np.repeat(work.ptr[:-1][owner[tried]] - off[:-1], sizes) + np.arange(off[-1])
    own = np.repeat(tried, sizes)
    near = model.nearness_of(work.skill[beside], work.skill[own])
    had = work.cell[own] % SLOTS
    had[had == 0] = TRIED_LEVEL
    reached = near * _FIT[had, work.cell[beside] % SLOTS]
    gained = work.weights[beside] * np.maximum(reached - parts[beside], 0)
    total: I64 = np.add.reduceat(gained, off[:-1])
    return total
