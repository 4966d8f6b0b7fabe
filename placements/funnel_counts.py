"""Counts journeys per step for every region and every way to divide people, before any is hidden.

Shapes: J journeys, P = 6 steps. Moments are days since 1970 as floats, [J, P]; infinite is never.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from sqlalchemy import select as sa_select
from sqlmodel import Session, col

from accounts.models import Region
from accounts.regions import regions
from foundation.clock import HERE
from placements.concealing import Sum
from placements.models import Journey

F64 = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
_DAY = 86_400
UNKNOWN = "onbekend"


class Step(StrEnum):
    """How far somebody came; the value is the word in an address and in a file."""

    ACCOUNT = "account"
    PROFILE = "profiel"
    INTAKE = "intake"
    COACHED = "begeleid"
    INTRODUCED = "voorgedragen"
    OUTCOME = "uitkomst"


class Dimension(StrEnum):
    """What people can be divided by; the value is the word in an address."""

    REGION = "regio"
    CAMPAIGN = "campagne"
    YEAR = "jaar"
    QUARTER = "kwartaal"
    SECTOR = "sector"
    MUNICIPALITY = "gemeente"
    WORKING = "werk"


# What each step is a part of. An outcome need not come of an introduction: a course, a partner and
# advice do not.
BEFORE: Mapping[Step, Step] = {
    Step.PROFILE: Step.ACCOUNT,
    Step.INTAKE: Step.PROFILE,
    Step.COACHED: Step.INTAKE,
    Step.INTRODUCED: Step.COACHED,
    Step.OUTCOME: Step.COACHED,
}
# The two ways from the beginning to an end; on each no step has more people than the one before.
WAYS = tuple(
    (Step.ACCOUNT, Step.PROFILE, Step.INTAKE, Step.COACHED, last)
    for last in (Step.INTRODUCED, Step.OUTCOME)
)

# A year is divided in its quarters, regions in one another; the others divide everybody once.
DIVIDES_ALL = tuple(one for one in Dimension if one not in (Dimension.REGION, Dimension.QUARTER))
_IN_FRAME = tuple(one for one in Dimension if one is not Dimension.REGION)


class Node(NamedTuple):
    """A region with all within it; `alone` is what lies in it and in none of those within.

    Without a region it is all regions together, and alone those whose region is unknown.
    """

    region_id: int | None = None
    alone: bool = False


class Cell(NamedTuple):
    """People of a region, all of them or with one value of one dimension."""

    node: Node
    dimension: Dimension | None = None
    value: str = ""


@dataclass(frozen=True, eq=False)
class Counted:
    """Everything that was counted.

    Args:
        frame: one row for each journey: the number of its leaf, and its value of every dimension.
        leaves: the nodes that are no sum, each journey is in one.
        moments: float64[J, P]: when each came at least as far as each step.
        within: of each node that is a sum, the nodes that it is the sum of.
        counts: people per step, for each cell that holds anybody.
        sums: which cells add up to which.
    """

    frame: pd.DataFrame
    leaves: tuple[Node, ...]
    moments: F64
    within: Mapping[Node, tuple[Node, ...]]
    counts: Mapping[Cell, tuple[int, ...]]
    sums: tuple[Sum[Cell], ...]

    def floor(self, cell: Cell) -> int:
        """Tell how many floors of regions lie under that of a cell."""
        return floor_of(cell.node, self.within)

    def people(self, cell: Cell) -> Mask:
        """Mark the journeys of a cell: bool[J]."""
        inside = [number for number, leaf in enumerate(self.leaves) if self._holds(cell.node, leaf)]
        found: Mask = self.frame["leaf"].isin(inside).to_numpy()
        if cell.dimension is not None:
            found = found & (self.frame[cell.dimension.value] == cell.value).to_numpy()
        return found

    def _holds(self, node: Node, leaf: Node) -> bool:
        return node in _with_parents(leaf, self.within)


def count_journeys(session: Session) -> Counted:
    """Count every journey, in one reading of the table."""
    within = nodes_within(regions(session))
    asked: list[Any] = [
        Journey.region_id,
        Journey.campaign_id,
        Journey.municipality,
        Journey.sector,
    ]
    asked += [Journey.working]
    steps: list[Any] = [Journey.began_at, Journey.profile_at, Journey.intake_at, Journey.coached_at]
    steps += [Journey.introduced_at, Journey.outcome_at]
    rows = session.execute(sa_select(*(col(one) for one in (*asked, *steps)))).all()
    moments = _moments(row[len(asked) :] for row in rows)
    nodes = [Node(row[0], alone=Node(row[0]) in within) for row in rows]
    leaves = tuple(sorted(set(nodes), key=str))
    frame = pd.DataFrame(
        [(leaves.index(node), *_values(row)) for node, row in zip(nodes, rows, strict=True)],
        columns=["leaf", *(one.value for one in _IN_FRAME)],
    )
    counts = _counts(frame, leaves, np.isfinite(moments), within)
    return Counted(frame, leaves, moments, within, counts, tuple(_sums(counts, within)))


def nodes_within(rows: Iterable[Region]) -> dict[Node, tuple[Node, ...]]:
    """Tell which nodes each node that is a sum consists of; without regions nothing is one.

    Whose region is unknown is in no sum: those few would hide the numbers of all regions together.
    """
    known = list(rows)
    within: dict[Node, tuple[Node, ...]] = {}
    for parent in (None, *(row.id for row in known)):
        children = tuple(Node(row.id) for row in known if row.parent_id == parent)
        if children:
            alone = () if parent is None else (Node(parent, alone=True),)
            within[Node(parent)] = (*children, *alone)
    return within


def floor_of(node: Node, within: Mapping[Node, tuple[Node, ...]]) -> int:
    """Tell how many floors of regions lie under that of a node."""
    return max((1 + floor_of(part, within) for part in within.get(node, ())), default=0)


def _values(row: tuple[object, ...]) -> tuple[str, ...]:
    """Give the values of a journey, in the order of `_IN_FRAME`."""
    _, campaign_id, municipality, sector, working, began_at = row[:6]
    if not isinstance(began_at, datetime):
        raise TypeError("a journey begins at a moment")
    here = began_at.astimezone(HERE)
    words = {True: "ja", False: "nee", None: UNKNOWN}
    return (
        str(campaign_id or ""),
        str(here.year),
        f"{here.year}-{(here.month + 2) // 3}",
        str(sector),
        str(municipality),
        words[working if isinstance(working, bool) else None],
    )


def _moments(rows: Iterable[Iterable[datetime | None]]) -> F64:
    """Read when each came at least as far as each step: float64[J, P].

    Who skips a step and takes a later one has come as far as the step he skipped, at that moment.
    """
    days = [[np.inf if at is None else at.timestamp() / _DAY for at in row] for row in rows]
    own = np.array(days, dtype=np.float64).reshape(len(days), len(Step))
    order = list(Step)
    for step, before in reversed(list(BEFORE.items())):
        later, earlier = own[:, order.index(step)], own[:, order.index(before)]
        own[:, order.index(before)] = np.minimum(earlier, later)
    return own


def _counts(
    frame: pd.DataFrame,
    leaves: tuple[Node, ...],
    reached: Mask,
    within: Mapping[Node, tuple[Node, ...]],
) -> dict[Cell, tuple[int, ...]]:
    marks = pd.DataFrame(reached.astype(np.int64), index=frame.index)
    nodes = [_with_parents(leaf, within) for leaf in leaves]
    found: dict[Cell, tuple[int, ...]] = {}
    for dimension in (None, *_IN_FRAME):
        keys = [frame["leaf"], frame[dimension.value] if dimension else frame["leaf"] * 0]
        grouped = marks.groupby(keys, sort=False).sum()
        for (leaf, value), numbers in zip(grouped.index, grouped.to_numpy().tolist(), strict=True):
            for node in nodes[leaf]:
                cell = Cell(node, dimension, str(value) if dimension else "")
                before = found.get(cell, (0,) * len(Step))
                found[cell] = tuple(a + b for a, b in zip(before, numbers, strict=True))
    return found


def _with_parents(node: Node, within: Mapping[Node, tuple[Node, ...]]) -> list[Node]:
    found = [node]
    for parent, parts in within.items():
        if node in parts:
            found += _with_parents(parent, within)
    return found


def _sums(
    counts: Mapping[Cell, tuple[int, ...]], within: Mapping[Node, tuple[Node, ...]]
) -> Iterable[Sum[Cell]]:
    by_place: dict[tuple[Node, Dimension | None], list[Cell]] = {}
    for cell in counts:
        by_place.setdefault((cell.node, cell.dimension), []).append(cell)
    for (node, dimension), cells in by_place.items():
        if dimension in DIVIDES_ALL:
            yield Sum(Cell(node), tuple(cells))
        if dimension is Dimension.YEAR:
            quarters = by_place[node, Dimension.QUARTER]
            for year in cells:
                inside = (one for one in quarters if one.value.startswith(f"{year.value}-"))
                yield Sum(year, tuple(inside))
    for cell in counts:
        if cell.node in within:
            parts = (cell._replace(node=part) for part in within[cell.node])
            yield Sum(cell, tuple(part for part in parts if part in counts))
