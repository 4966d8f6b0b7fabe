"""Orders people for a vacancy and vacancies for a person: exact, with ties by keyed hash.

Shapes: C candidates, V vacancies. An order never depends on how many are asked for: the first ten
of a top fifty are the top ten, and "everyone" reaches the last.
"""

from dataclasses import dataclass

import numpy as np

from matching.index import Query, Snapshot
from matching.model import I64, U32, Mask
from matching.ties import tie_order

GROUP = 512


@dataclass(frozen=True, eq=False)
class Ranked:
    """Ids with their scores, best first; always together.

    Args:
        ids: int64[K].
        scores: int64[K], points.
    """

    ids: I64
    scores: I64

    def pairs(self) -> list[tuple[int, int]]:
        """Give (id, score) as plain numbers."""
        return list(zip(self.ids.tolist(), self.scores.tolist(), strict=True))


def rank_pool(
    pool: Snapshot, query: Query, *, vacancy: int, key: int, most: int | None = None
) -> Ranked:
    """Rank the candidates of a pool for one vacancy.

    Args:
        pool: the snapshot.
        query: of the vacancy, with the model of the snapshot.
        vacancy: its id, for the ties.
        key: of the model, see `tie_key`.
        most: how many to give; None for everyone.
    """
    if most is not None and most < 1:
        return Ranked(np.zeros(0, np.int64), np.zeros(0, np.int64))
    found = [
        _front(ids, scores, alive, most) for ids, scores, alive in pool.scores(query) if len(ids)
    ]
    if not found:
        return Ranked(np.zeros(0, np.int64), np.zeros(0, np.int64))
    ids = np.concatenate([part for part, _ in found])
    scores = np.concatenate([part for _, part in found]).astype(np.int64)
    order = np.lexsort((ids, tie_order(key, vacancy, ids), -scores))[:most]
    return Ranked(ids[order], scores[order])


def _front(ids: I64, scores: U32, alive: Mask, most: int | None) -> tuple[I64, U32]:
    """Keep everybody who can be among the first `most`, ties included.

    The `most`-th best of the group maxima is a floor under the `most`-th best score, and takes a
    fraction of the time of a partition of the whole pool.
    """
    if most is None or most >= len(ids):
        return ids[alive], scores[alive]
    masked = np.where(alive, scores, 0)
    groups = -(-len(ids) // GROUP)
    padded = np.zeros(groups * GROUP, dtype=np.uint32)
    padded[: len(ids)] = masked
    peaks = padded.reshape(groups, GROUP).max(axis=1)
    floor = int(np.partition(peaks, groups - most)[groups - most]) if groups > most else 0
    near = np.flatnonzero((masked >= floor) & alive)
    if len(near) > most:
        exact = np.partition(masked[near], len(near) - most)[len(near) - most]
        near = near[masked[near] >= exact]
    return ids[near], scores[near]
