"""The funnel: how many people came how far, what part went on, and how long each step took.

What is hidden is decided for all regions and all ways to divide people together, so that no two
pages give away what each of them hides.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from sqlmodel import Session, col, select

from accounts.models import Campaign
from accounts.regions import regions
from placements.concealing import steps_shown
from placements.funnel_counts import (
    BEFORE,
    UNKNOWN,
    WAYS,
    Cell,
    Counted,
    Dimension,
    Node,
    Step,
    count_journeys,
)
from placements.funnel_question import Only, Question, no_such_choice
from skills.models import Sector

EVERYWHERE = "alle regio's"
_ORDINALS = ("1e", "2e", "3e", "4e")


@dataclass(frozen=True, slots=True)
class Days:
    """How many days a step took: a quarter was as quick as `quick`, a quarter as slow as `slow`."""

    quick: int
    median: int
    slow: int


@dataclass(frozen=True, slots=True)
class StepFigure:
    """One step; None is hidden, or cannot be told.

    Args:
        step: which.
        count: how many people came at least as far.
        of_before: which percentage that is of the step it is a part of; None for the first.
        of_start: which percentage of the first step.
        days: between the step it is a part of and this one.
    """

    step: Step
    count: int | None
    of_before: int | None
    of_start: int | None
    days: Days | None


@dataclass(frozen=True, slots=True)
class Line:
    """A funnel of one group of people; `value` is that of its dimension."""

    value: str
    name: str
    steps: tuple[StepFigure, ...]

    def at(self, step: Step) -> StepFigure:
        """Give one step."""
        return next(one for one in self.steps if one.step is step)


@dataclass(frozen=True, slots=True)
class Breakdown:
    """The same people divided: the whole, and its parts by name, unknown last."""

    dimension: Dimension
    total: Line
    lines: tuple[Line, ...]


class Programme:
    """Every number of the funnels as they are at one moment, with what must stay hidden."""

    def __init__(self, session: Session) -> None:
        self._counted: Counted = count_journeys(session)
        self._hidden = _hidden(self._counted)
        self._names = _names(session)

    def funnel(self, question: Question) -> Line:
        """Give the funnel of one group.

        Raises:
            UnknownChoice: there is no such value.
        """
        only = question.only
        if only is None:
            return self._line(Cell(Node(question.region_id)), "")
        if only.value not in self._values(Node(), only.dimension):
            raise no_such_choice()
        return self._line(Cell(Node(question.region_id), only.dimension, only.value), only.value)

    def per(self, dimension: Dimension, *, region_id: int | None = None) -> Breakdown:
        """Divide everybody of a region; of all regions together those of none stand apart."""
        node = Node(region_id)
        if dimension is Dimension.REGION:
            parts = self._counted.within.get(node, ())
            if region_id is None and parts:
                parts = (*parts, Node(alone=True))
            lines = [self._line(Cell(part), _region_key(part)) for part in parts]
            lines = [one for one, part in zip(lines, parts, strict=True) if self._holds(part)]
        else:
            lines = [
                self._line(Cell(node, dimension, value), value)
                for value in self._values(node, dimension)
            ]
        return Breakdown(dimension, self._line(Cell(node), ""), tuple(lines))

    def choices(self, *, region_id: int | None = None) -> list[tuple[Dimension, list[Only]]]:
        """List what can be chosen within a region, by dimension."""
        found: list[tuple[Dimension, list[Only]]] = []
        for dimension in Dimension:
            values = self._values(Node(region_id), dimension)
            if dimension is not Dimension.REGION and values:
                found.append((dimension, [Only(dimension, value) for value in values]))
        return found

    def name(self, dimension: Dimension, value: str) -> str:
        """Give the words for a value."""
        if dimension is Dimension.QUARTER:
            year, _, number = value.partition("-")
            return f"{year}, {_ORDINALS[int(number) - 1]} kwartaal"
        if dimension is Dimension.CAMPAIGN and not value:
            return "zonder campagne"
        return self._names.get((dimension, value), value) or UNKNOWN

    def _holds(self, node: Node) -> bool:
        return Cell(node) in self._counted.counts

    def _values(self, node: Node, dimension: Dimension) -> list[str]:
        """List the values that occur; in the order of their names, so that it tells nothing."""
        found = {
            cell.value
            for cell in self._counted.counts
            if cell.node == node and cell.dimension is dimension
        }
        last = {"", UNKNOWN}
        return sorted(
            found, key=lambda value: (value in last, self.name(dimension, value).casefold())
        )

    def _line(self, cell: Cell, value: str) -> Line:
        counts = dict(zip(Step, self._counted.counts.get(cell, (0,) * len(Step)), strict=True))
        told = {
            step: None if (cell, step) in self._hidden else count for step, count in counts.items()
        }
        days = self._days(cell, told)
        steps = tuple(
            StepFigure(
                step=step,
                count=count,
                of_before=part_of(count, told[BEFORE[step]]) if step in BEFORE else None,
                of_start=part_of(count, told[Step.ACCOUNT]),
                days=days.get(step),
            )
            for step, count in told.items()
        )
        return Line(value, self._line_name(cell), steps)

    def _line_name(self, cell: Cell) -> str:
        if cell.dimension is not None:
            return self.name(cell.dimension, cell.value)
        if cell.node.alone:
            return "regio onbekend" if cell.node.region_id is None else "elders in de regio"
        return self._names.get((Dimension.REGION, _region_key(cell.node)), EVERYWHERE)

    def _days(self, cell: Cell, told: Mapping[Step, int | None]) -> dict[Step, Days]:
        """Measure each step for the people who came so far; not where they are hidden."""
        moments = self._counted.moments[self._counted.people(cell)]
        order = list(Step)
        found = {}
        for step, before in BEFORE.items():
            if told[step]:
                there = moments[np.isfinite(moments[:, order.index(step)])]
                took = there[:, order.index(step)] - there[:, order.index(before)]
                parts = np.percentile(took, (25, 50, 75))
                found[step] = Days(*np.floor(parts + 0.5).astype(int).tolist())
        return found


def _hidden(counted: Counted) -> frozenset[tuple[Cell, Step]]:
    """Find what must not be shown; the two ways agree on the steps that they share."""
    order = list(Step)
    found: set[tuple[Cell, Step]] = set()
    for way in WAYS:
        places = [order.index(step) for step in way]
        counts = {
            cell: tuple(numbers[place] for place in places)
            for cell, numbers in counted.counts.items()
        }
        for cell, until in steps_shown(counts, counted.sums, floor=counted.floor).items():
            found.update((cell, step) for step in way[until:])
    return frozenset(found)


def part_of(count: int | None, whole: int | None) -> int | None:
    """Give a whole percentage, rounded to the nearest; None when either is hidden or nobody is."""
    return (200 * count + whole) // (2 * whole) if count is not None and whole else None


def _region_key(node: Node) -> str:
    return "" if node.region_id is None or node.alone else str(node.region_id)


def _names(session: Session) -> Mapping[tuple[Dimension, str], str]:
    named = {(Dimension.REGION, str(row.id)): row.name for row in regions(session)}
    for campaign in session.exec(select(Campaign).order_by(col(Campaign.id))):
        named[Dimension.CAMPAIGN, str(campaign.id)] = campaign.name
    for sector in session.exec(select(Sector).order_by(col(Sector.key))):
        named[Dimension.SECTOR, sector.key] = sector.label
    return named
