"""Hides small counts in tables that hang together, also from whoever subtracts one from another.

Every count is a cell with a number per step. Sums tell which cells add up to which: rows to their
total, regions to the larger region. A number from 1 to 4 is hidden, and so is each later one in its
cell. Then more is hidden, until no hidden number follows from the others: not from one sum, and
not from several together. What is hidden for the one reason looks like what is for the other.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np

from matching.counting import FEWEST

Cell = TypeVar("Cell", bound=Hashable)
Counts = Mapping[Cell, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Sum(Generic[Cell]):
    """A cell that is the sum of others, at every step."""

    total: Cell
    parts: tuple[Cell, ...]


def _on_one_floor(_cell: object) -> int:
    return 0


def steps_shown(
    counts: Counts[Cell],
    sums: Iterable[Sum[Cell]],
    *,
    floor: Callable[[Cell], int] = _on_one_floor,
) -> dict[Cell, int]:
    """Tell how many steps of each cell may be shown, from the first on.

    A sum of which a single part is hidden gives that part away, and so does one of which every
    hidden part must be 1. There the smallest part that is still shown is hidden too, the first on a
    tie; where there is none, the sum itself. A part that gives nothing else away goes first.

    Args:
        counts: the numbers of each cell, as many for every one.
        sums: what adds up to what; on one floor, or from one floor to a higher one.
        floor: what a cell shows never depends on a higher floor: a region does not hide more
            because its neighbour is small, the larger region does.

    >>> counts = {"all": (20,), "techniek": (11,), "zorg": (6,), "groen": (3,)}
    >>> steps_shown(counts, [Sum("all", ("techniek", "zorg", "groen"))])
    {'all': 1, 'techniek': 1, 'zorg': 0, 'groen': 0}
    """
    known = tuple(sums)
    shown: dict[Cell, int] = {}
    for level in sorted({floor(cell) for cell in counts}):
        fixed = frozenset(shown)
        new = {cell: numbers for cell, numbers in counts.items() if floor(cell) == level}
        shown |= {cell: _until_small(numbers) for cell, numbers in new.items()}
        inside = [one for one in known if one.total in shown]
        tables = _Tables(counts, inside, shown, fixed)
        for step in range(max(map(len, new.values()))):
            tables.close(step)
    return shown


def _until_small(numbers: Sequence[int]) -> int:
    small = (step for step, number in enumerate(numbers) if 0 < number < FEWEST)
    return next(small, len(numbers))


class _Tables(Generic[Cell]):
    """The tables of a floor and all below, while more and more of this floor is hidden."""

    def __init__(
        self,
        counts: Counts[Cell],
        sums: Sequence[Sum[Cell]],
        shown: dict[Cell, int],
        fixed: Collection[Cell],
    ) -> None:
        self._counts, self._sums, self._shown, self._fixed = counts, sums, shown, fixed
        self._with: dict[Cell, list[Sum[Cell]]] = defaultdict(list)
        self._below: dict[Cell, tuple[Cell, ...]] = {}
        for one in sums:
            for cell in (one.total, *one.parts):
                self._with[cell].append(one)
            if one.total not in fixed and all(part in fixed for part in one.parts):
                self._below[one.total] = one.parts

    def close(self, step: int) -> None:
        """Hide until nothing that is hidden at a step is given away."""
        while self._hide_in_one(step) or self._hide_in_several(step) or self._hide_all(step):
            pass

    def _hide_in_one(self, step: int) -> bool:
        anything = False
        for one in self._sums:
            while self._gives_away(one, step) and self._hide_more(one, step):
                anything = True
        return anything

    def _hide_in_several(self, step: int) -> bool:
        return any(
            self._hide_more(one, step)
            for cell in self._given_away(step)
            for one in self._with[cell]
        )

    def _hide_all(self, step: int) -> bool:
        """Hide every sum of what is hidden below: what is left tells no more than that floor."""
        if not self._given_away(step) and not any(
            self._gives_away(one, step) for one in self._sums
        ):
            return False
        closing = [cell for cell in self._below if self._is_open(cell, step)]
        self._shown.update(dict.fromkeys(closing, step))
        return bool(closing)

    def _given_away(self, step: int) -> list[Cell]:
        hidden = [cell for cell in self._shown if self._is_hidden(cell, step)]
        return given_away(hidden, self._sums)

    def _number(self, cell: Cell, step: int) -> int:
        return self._counts[cell][step]

    def _is_hidden(self, cell: Cell, step: int) -> bool:
        """Tell whether nobody knows a number: a zero, and a sum of what is shown, are known."""
        closed = self._shown[cell] <= step and self._number(cell, step) > 0
        return closed and self._can_hide(cell, step)

    def _can_hide(self, cell: Cell, step: int) -> bool:
        below = self._below.get(cell)
        return below is None or any(self._is_hidden(part, step) for part in below)

    def _is_open(self, cell: Cell, step: int) -> bool:
        """Tell whether a number is shown and could be hidden."""
        return (
            cell not in self._fixed
            and self._shown[cell] > step
            and self._number(cell, step) > 0
            and self._can_hide(cell, step)
        )

    def _gives_away(self, one: Sum[Cell], step: int) -> bool:
        hidden = [self._number(cell, step) for cell in one.parts if self._is_hidden(cell, step)]
        if self._is_hidden(one.total, step):
            return not hidden  # the sum itself is what is hidden, and all its parts are shown
        return len(hidden) == 1 or (bool(hidden) and sum(hidden) == len(hidden))

    def _hide_more(self, one: Sum[Cell], step: int) -> bool:
        cells = [cell for cell in one.parts if self._is_open(cell, step)]
        if not cells and self._is_open(one.total, step):
            cells = [one.total]
        if not cells:
            return False
        chosen = min(cells, key=lambda cell: (self._costs(cell, step), self._number(cell, step)))
        self._shown[chosen] = step
        return True

    def _costs(self, cell: Cell, step: int) -> int:
        """Count in how many sums this would be the only number that is hidden."""
        until, self._shown[cell] = self._shown[cell], step
        found = sum(self._gives_away(one, step) for one in self._with[cell])
        self._shown[cell] = until
        return found


def given_away(hidden: Sequence[Cell], sums: Iterable[Sum[Cell]]) -> list[Cell]:
    """List the hidden numbers that follow from everything else, by any subtraction.

    The hidden numbers are the unknowns of a set of equations, one for each sum. A number follows
    when every solution has the same one for it: when it is zero in all that the equations leave
    free.
    """
    place = {cell: number for number, cell in enumerate(hidden)}
    rows = []
    for one in sums:
        row = np.zeros(len(hidden))
        for cell, sign in ((one.total, -1.0), *((part, 1.0) for part in one.parts)):
            if cell in place:
                row[place[cell]] += sign
        if row.any():
            rows.append(row)
    if not rows:
        return []
    _, sizes, directions = np.linalg.svd(np.array(rows), full_matrices=True)
    free = directions[int((sizes > 1e-9).sum()) :]
    moves = np.abs(free).sum(axis=0) if len(free) else np.zeros(len(hidden))
    return [cell for cell, moved in zip(hidden, moves.tolist(), strict=True) if moved < 1e-9]
