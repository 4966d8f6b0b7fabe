"""Counts how many people of a pool have each skill, for what must not single anybody out.

Shapes: C candidates, S skills.
"""

import numpy as np

from matching.index import SLOTS, Rows, Snapshot
from matching.model import I64


def holders(pool: Snapshot, ids: I64) -> I64:
    """Count the people among `ids` per skill, int64[S]; who is outside the pool counts nowhere."""
    total = np.zeros(pool.skills, dtype=np.int64)
    for part in pool.segments:
        total += _counted(part.rows.only(part.alive & part.rows.holds(ids)), pool.skills)
    return total + _counted(pool.tail.only(pool.tail.holds(ids)), pool.skills)


def _counted(rows: Rows, skills: int) -> I64:
    """Count each person once per skill, whatever levels stand there; the keys of one are sorted."""
    owner = np.repeat(np.arange(len(rows.ids)), np.diff(rows.ptr))
    pairs = owner * skills + rows.keys.astype(np.int64) // SLOTS
    first = np.diff(pairs, prepend=-1) != 0
    return np.bincount(pairs[first] % max(1, skills), minlength=skills).astype(np.int64)
