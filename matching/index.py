"""The pool as posting lists: exact scores of everybody for one vacancy, in whole numbers.

Shapes: C candidates, S skills, P skills of all candidates together. A key is a skill and a level
in one number, `6·skill + slot`; slot 0 is "level unknown", 1..5 the levels, so that "this level or
more" is one range of keys. A posting carries no payload: within a query its worth is constant per
list. Snapshots never change; a change makes a new one that shares the arrays it did not touch.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from matching.model import I64, U32, Mask, SkillModel, offsets
from matching.reference import Asking, Having, distinct, level_fit
from matching.weights import weight

SLOTS = 6
LEVEL_OF_SLOT = (None, 1, 2, 3, 4, 5)
# A tail is scanned forward at 35-43 ns a candidate; beyond this, lists of its own are faster.
LONGEST_TAIL = 4_096
LARGEST_SEGMENT = 1_250_000


def keys_of(person: Iterable[Having]) -> U32:
    """Turn skills into sorted keys, each once."""
    keys = {SLOTS * one.skill + (one.level or 0) for one in person}
    return np.array(sorted(keys), dtype=np.uint32)


@dataclass(frozen=True, eq=False)
class Rows:
    """Candidates with their keys, forward: those of candidate c are `keys[ptr[c]:ptr[c+1]]`.

    Args:
        ids: int64[C], rising.
        ptr: int64[C+1].
        keys: uint32[P].
    """

    ids: I64
    ptr: I64
    keys: U32

    @staticmethod
    def of(people: Mapping[int, U32]) -> "Rows":
        """Lay out candidates by id."""
        ids = np.array(sorted(people), dtype=np.int64)
        arrays = [people[int(number)] for number in ids]
        keys = np.concatenate(arrays) if arrays else np.zeros(0, dtype=np.uint32)
        return Rows(ids, offsets([len(array) for array in arrays]), keys)

    @staticmethod
    def joined(parts: Sequence["Rows"]) -> "Rows":
        """Put rows together in order of id; no candidate stands in two of them."""
        ids = np.concatenate([rows.ids for rows in parts])
        sizes = np.concatenate([np.diff(rows.ptr) for rows in parts])
        keys = np.concatenate([rows.keys for rows in parts])
        return Rows(ids, offsets(sizes), keys).chosen(np.argsort(ids, kind="stable"))

    def only(self, keep: Mask) -> "Rows":
        """Keep the candidates of a mask bool[C]."""
        return self if keep.all() else self.chosen(np.flatnonzero(keep))

    def chosen(self, order: I64) -> "Rows":
        """Take candidates by position, in the order given."""
        sizes = np.diff(self.ptr)[order]
        ptr = offsets(sizes)
        where = np.repeat(self.ptr[:-1][order] - ptr[:-1], sizes) + np.arange(ptr[-1])
        return Rows(self.ids[order], ptr, self.keys[where])

    def holds(self, ids: I64) -> Mask:
        """Mark which candidates are among `ids`: bool[C]."""
        return np.isin(self.ids, ids)


@dataclass(frozen=True, eq=False)
class Query:
    """A vacancy ready to be asked: per requirement, ranges of keys and what each is worth.

    Args:
        starts: uint32, first key of each range, requirement by requirement.
        ends: uint32, key after the last.
        worth: uint32, weight × nearness × level fit; rising within a requirement.
        off: int64[R+1], the ranges of requirement r are `off[r]:off[r+1]`.
    """

    starts: U32
    ends: U32
    worth: U32
    off: I64

    @staticmethod
    def of(model: SkillModel, requirements: Iterable[Asking]) -> "Query":
        """Work a vacancy out into ranges of keys; a skill outside the model adds nothing."""
        asked = [one for one in distinct(requirements) if 0 <= one.skill < len(model.uris)]
        ranges = [_ranges(model, one) for one in asked]
        off = offsets([len(one) for one in ranges])
        table = np.concatenate(ranges) if ranges else np.zeros((0, 3), dtype=np.int64)
        starts, ends, worth = (table[:, column].astype(np.uint32) for column in range(3))
        return Query(starts, ends, worth, off)


def _ranges(model: SkillModel, asked: Asking) -> I64:
    """List (first key, key after the last, worth) of one requirement, least worth first."""
    skills, percents = model.covering(asked.skill)
    weighs = weight(int(model.rarity[asked.skill]), required=asked.required)
    rows = [
        (first, last, weighs * percents.astype(np.int64) * fit)
        for first, last, fit in _slots(asked.level)
    ]
    base = SLOTS * skills.astype(np.int64)
    table = np.concatenate(
        [np.stack([base + first, base + last, worth], axis=1) for first, last, worth in rows]
    )
    table = table[table[:, 2] > 0]
    return table[np.argsort(table[:, 2], kind="stable")]


def _slots(asked: int | None) -> list[tuple[int, int, int]]:
    """List (first slot, slot after the last, level fit): enough is one range, the rest singly."""
    enough = 0 if asked is None else asked
    short = [(slot, slot + 1, level_fit(LEVEL_OF_SLOT[slot], asked)) for slot in range(enough)]
    return [*short, (enough, SLOTS, 100)]


@dataclass(frozen=True, eq=False)
class Segment:
    """A part of the pool with its posting lists; only `alive` differs between snapshots.

    Args:
        rows: the candidates, forward.
        off: int64[6·S+1], the postings of key k are `postings[off[k]:off[k+1]]`.
        postings: uint32[P], positions of candidates in `rows`.
        alive: bool[C], False for somebody who changed or left since.
    """

    rows: Rows
    off: I64
    postings: U32
    alive: Mask

    @staticmethod
    def of(rows: Rows, skills: int) -> "Segment":
        """Build the lists of some candidates."""
        owner = np.repeat(np.arange(len(rows.ids), dtype=np.uint32), np.diff(rows.ptr))
        order = np.argsort(rows.keys, kind="stable")
        off = offsets(np.bincount(rows.keys, minlength=SLOTS * skills))
        return Segment(rows, off, owner[order], np.ones(len(rows.ids), dtype=np.bool_))

    @cached_property
    def living(self) -> int:
        """How many candidates are alive."""
        return int(self.alive.sum())

    def without(self, ids: I64) -> "Segment":
        """Bury some candidates; everything else is shared."""
        place = np.searchsorted(self.rows.ids, ids)
        inside = place < len(self.rows.ids)
        hit = place[inside][self.rows.ids[place[inside]] == ids[inside]]
        if not len(hit) or not self.alive[hit].any():
            return self
        alive = self.alive.copy()
        alive[hit] = False
        return replace(self, alive=alive)

    def scores(self, query: Query) -> U32:
        """Score everybody, the buried too: uint32[C].

        Within a requirement the lists are written in rising order of worth, so what stands at the
        end is the maximum. Weights and parts keep the sum below 2³² up to 47,000 requirements.
        """
        total = np.zeros(len(self.rows.ids), dtype=np.uint32)
        part = np.zeros(len(self.rows.ids), dtype=np.uint32)
        first, last = self.off[query.starts], self.off[query.ends]
        filled = np.flatnonzero(last > first)
        edges = np.searchsorted(filled, query.off)
        for r in range(len(query.off) - 1):
            mine = filled[edges[r] : edges[r + 1]]
            if len(mine):
                self._write(part, first[mine], last[mine], query.worth[mine])
                total += part
                part[:] = 0
        return total

    def _write(self, part: U32, first: I64, last: I64, worth: U32) -> None:
        spans = zip(first.tolist(), last.tolist(), worth.tolist(), strict=True)
        for start, end, value in spans:
            part[self.postings[start:end]] = value


@dataclass(frozen=True, eq=False)
class Snapshot:
    """The whole pool at one moment: large segments with lists, and a short tail without.

    Args:
        skills: S, the number of skills of the model.
        segments: largest first.
        tail: the latest changes.
    """

    skills: int
    segments: tuple[Segment, ...]
    tail: Rows

    @staticmethod
    def empty(skills: int) -> "Snapshot":
        """Give a pool without anybody."""
        return Snapshot(skills, (), Rows.of({}))

    @staticmethod
    def of(skills: int, rows: Rows) -> "Snapshot":
        """Build a pool at once."""
        parts = [
            rows.only(np.arange(len(rows.ids)) // LARGEST_SEGMENT == number)
            for number in range(-(-len(rows.ids) // LARGEST_SEGMENT))
        ]
        return Snapshot(skills, tuple(Segment.of(part, skills) for part in parts), Rows.of({}))

    def __len__(self) -> int:
        return sum(segment.living for segment in self.segments) + len(self.tail.ids)

    def changed(self, ids: I64, fresh: Rows) -> "Snapshot":
        """Follow a change: bury `ids` and add the rows of those who are still in the pool.

        The new rows stand in the tail; a full tail becomes a segment, and a segment that has
        grown to half the one before it is merged with it.

        Args:
            ids: int64, everybody who changed, came or left.
            fresh: the new rows of those among them who stay.
        """
        kept = self.tail.only(~self.tail.holds(ids))
        segments = tuple(segment.without(ids) for segment in self.segments)
        after = Snapshot(self.skills, segments, Rows.joined([kept, fresh]))
        return after if len(after.tail.ids) <= LONGEST_TAIL else after.sealed()

    def sealed(self) -> "Snapshot":
        """Give the tail lists of its own and merge what has become small."""
        segments = [*self.segments, Segment.of(self.tail, self.skills)]
        while len(segments) > 1 and 2 * segments[-1].living >= segments[-2].living:
            last, before = segments.pop(), segments.pop()
            if last.living + before.living > LARGEST_SEGMENT:
                segments += [before, last]
                break
            living = [part.rows.only(part.alive) for part in (before, last)]
            segments.append(Segment.of(Rows.joined(living), self.skills))
        return Snapshot(self.skills, tuple(segments), Rows.of({}))

    def scores(self, query: Query) -> list[tuple[I64, U32, Mask]]:
        """Score everybody: per part of the pool (ids, scores, alive)."""
        found = [(part.rows.ids, part.scores(query), part.alive) for part in self.segments]
        if len(self.tail.ids):
            alive = np.ones(len(self.tail.ids), dtype=np.bool_)
            found.append((self.tail.ids, _scan(self.tail, query, self.skills), alive))
        return found


def _scan(rows: Rows, query: Query, skills: int) -> U32:
    """Score rows without lists: look every key up in a table of what it is worth."""
    total = np.zeros(len(rows.ids), dtype=np.uint32)
    filled = np.flatnonzero(np.diff(rows.ptr))
    if not len(filled):
        return total
    table = np.zeros(SLOTS * skills, dtype=np.uint32)
    for r in range(len(query.off) - 1):
        span = slice(int(query.off[r]), int(query.off[r + 1]))
        parts = (query.starts[span], query.ends[span], query.worth[span])
        ranges = list(zip(*(part.tolist() for part in parts), strict=True))
        for start, end, value in ranges:
            table[start:end] = value
        total[filled] += np.maximum.reduceat(table[rows.keys], rows.ptr[:-1][filled])
        for start, end, _ in ranges:
            table[start:end] = 0
    return total
