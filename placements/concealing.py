"""Hides small counts in tables that hang together, also from whoever subtracts one from another.

Every count is a cell with a number per step. Sums tell which cells add up to which: rows to their
total, regions to the larger region. A number from 1 to 4 is hidden, and so is each later one in its
cell. Then more is hidden, until no hidden number follows from the others: not from one sum, and
not from several together. What is hidden for the one reason looks like what is for the other.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
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


def steps_shown(counts: Counts[Cell], sums: Iterable[Sum[Cell]]) -> dict[Cell, int]:
    """Tell how many steps of each cell may be shown, from the first on.

    A sum of which a single part is hidden gives that part away, and so does one of which every
    hidden part must be 1. There the smallest part that is still shown is hidden too, the first on a
    tie; where there is none, the sum itself. A number of steps is equal for all cells.

    >>> counts = {"all": (20,), "techniek": (11,), "zorg": (6,), "groen": (3,)}
    >>> steps_shown(counts, [Sum("all", ("techniek", "zorg", "groen"))])
    {'all': 1, 'techniek': 1, 'zorg': 0, 'groen': 0}
    """
    shown = {cell: _until_small(numbers) for cell, numbers in counts.items()}
    known = list(sums)
    steps = max((len(numbers) for numbers in counts.values()), default=0)
    for step in range(steps):
        while _hide_in_one(counts, known, shown, step) or _hide_in_several(
            counts, known, shown, step
        ):
            pass
    return shown


def _until_small(numbers: Sequence[int]) -> int:
    small = (step for step, number in enumerate(numbers) if 0 < number < FEWEST)
    return next(small, len(numbers))


def _hide_in_one(
    counts: Counts[Cell], sums: Sequence[Sum[Cell]], shown: dict[Cell, int], step: int
) -> bool:
    """Hide more wherever one sum alone gives a hidden number away; tell whether anything was."""
    anything = False
    for one in sums:
        while _gives_away(counts, one, shown, step) and _hide_more(counts, one, shown, step):
            anything = True
    return anything


def _gives_away(counts: Counts[Cell], one: Sum[Cell], shown: Mapping[Cell, int], step: int) -> bool:
    hidden = [cell for cell in one.parts if shown[cell] <= step and counts[cell][step]]
    if shown[one.total] <= step and counts[one.total][step]:
        return not hidden  # the sum itself is what is hidden, and all its parts are shown
    return bool(hidden) and (
        len(hidden) == 1 or sum(counts[cell][step] for cell in hidden) == len(hidden)
    )


def _hide_more(counts: Counts[Cell], one: Sum[Cell], shown: dict[Cell, int], step: int) -> bool:
    open_parts = [cell for cell in one.parts if shown[cell] > step and counts[cell][step]]
    if open_parts:
        shown[min(open_parts, key=lambda cell: counts[cell][step])] = step
        return True
    if shown[one.total] > step and counts[one.total][step]:
        shown[one.total] = step
        return True
    return False


def _hide_in_several(
    counts: Counts[Cell], sums: Sequence[Sum[Cell]], shown: dict[Cell, int], step: int
) -> bool:
    """Hide one more where sums together give a hidden number away; tell whether one was."""
    for cell in given_away(counts, sums, shown, step):
        for one in sums:
            if cell in (one.total, *one.parts) and _hide_more(counts, one, shown, step):
                return True
    return False


def given_away(
    counts: Counts[Cell], sums: Iterable[Sum[Cell]], shown: Mapping[Cell, int], step: int
) -> list[Cell]:
    """List the hidden numbers of a step that follow from what is shown, by any subtraction.

    The hidden numbers are the unknowns of a set of equations, one for each sum. A number follows
    when every solution has the same one for it: when it is zero in all that the equations leave
    free. Hidden zeros are taken as known, which only makes this stricter.
    """
    unknown = [cell for cell, until in shown.items() if until <= step and counts[cell][step]]
    place = {cell: number for number, cell in enumerate(unknown)}
    rows = []
    for one in sums:
        row = np.zeros(len(unknown))
        for cell, sign in ((one.total, -1.0), *((part, 1.0) for part in one.parts)):
            if cell in place:
                row[place[cell]] += sign
        if row.any():
            rows.append(row)
    if not rows:
        return []
    _, sizes, directions = np.linalg.svd(np.array(rows), full_matrices=True)
    free = directions[int((sizes > 1e-9).sum()) :]  # what the equations leave free
    moves = np.abs(free).sum(axis=0) if len(free) else np.zeros(len(unknown))
    return [cell for cell, moved in zip(unknown, moves.tolist(), strict=True) if moved < 1e-9]
