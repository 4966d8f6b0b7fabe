"""The tables of the funnel as pages show them and files hold them: the same cells, made once."""

from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from foundation.sheets import neutralised
from placements.figures import find_figure
from placements.funnel import Breakdown, Line, StepFigure
from placements.funnel_counts import Step
from placements.models import OutcomeKind
from placements.pilot import Pilot

HIDDEN = "verborgen"
NOTHING = ""

KINDS = {
    OutcomeKind.LEERWERKPLEK: "leerwerkplek",
    OutcomeKind.TEMPORARY_CONTRACT: "tijdelijk contract",
    OutcomeKind.TRAINING_REFERRAL: "verwijzing naar een opleiding",
    OutcomeKind.PARTNER_REFERRAL: "verwijzing naar een partner",
    OutcomeKind.ORIENTATION_DAY: "snuffelstage",
    OutcomeKind.DEVELOPMENT_ADVICE: "ontwikkeladvies",
    OutcomeKind.MOVED_ON: "verder zonder plaatsing",
}


class Measure(StrEnum):
    """What a table of parts tells of each step; the value is the word in an address."""

    COUNT = "aantal"
    PART = "deel"
    DAYS = "dagen"


@dataclass(frozen=True, slots=True)
class Column:
    """The head of a column; `figure` is the key of what it means, empty for none."""

    name: str
    figure: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: the first cell of a row is its head, `figures` what that means where it does."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    figures: tuple[str, ...] = ()


def steps_grid(line: Line) -> Grid:
    """Lay out one funnel: a row for each step."""
    columns = (
        Column("Stap"),
        Column("Mensen"),
        Column("Van de stap ervoor (%)", "van-stap-ervoor"),
        Column("Van het begin (%)", "van-begin"),
        Column("Dagen, het midden", "dagen"),
        Column("Dagen, het snelste kwart", "dagen"),
        Column("Dagen, het langzaamste kwart", "dagen"),
    )
    rows = tuple(
        (
            step_name(one.step),
            _count(one),
            _of_count(one, one.of_before),
            _of_count(one, one.of_start),
            *(_of_count(one, days) for days in _days(one)),
        )
        for one in line.steps
    )
    return Grid(columns, rows, tuple(one.step.value for one in line.steps))


def parts_grid(parts: Breakdown, measure: Measure) -> Grid:
    """Lay out a breakdown: a row for each part, then all together, and a column for each step."""
    of_dimension = find_figure(parts.dimension.value)
    steps = [step for step in Step if measure is Measure.COUNT or step is not Step.ACCOUNT]
    columns = [Column(step_name(step), step.value) for step in steps]
    rows = [
        (name, *(_measured(line.at(step), measure) for step in steps))
        for name, line in (*((one.name, one) for one in parts.lines), ("samen", parts.total))
    ]
    return Grid((Column(of_dimension.name, of_dimension.key), *columns), tuple(rows))


def pilot_grid(pilot: Pilot) -> Grid:
    """Lay out the summary: a row for each number."""
    told = [
        ("account", find_figure("account").name, pilot.accounts),
        ("bedrijven", find_figure("bedrijven").name, pilot.companies),
        ("werk-bij-start", "Had werk bij de start (%)", pilot.working_at_start),
        ("uitkomsten", find_figure("uitkomsten").name, pilot.outcomes),
        *(("uitkomsten", KINDS[kind], number) for kind, number in pilot.kinds),
    ]
    rows = tuple((name, HIDDEN if number is None else str(number)) for _, name, number in told)
    columns = (Column("Cijfer"), Column("Aantal"))
    return Grid(columns, rows, tuple(figure for figure, _, _ in told))


def as_csv(grid: Grid) -> bytes:
    """Write a table as CSV that spreadsheets open: semicolons, UTF-8 with its mark, no formulas."""
    names = [column.name for column in grid.columns]
    frame = pd.DataFrame(list(grid.rows), columns=names, dtype=str).map(neutralised)
    text: str = frame.to_csv(index=False, sep=";", lineterminator="\r\n")
    return text.encode("utf-8-sig")


def step_name(step: Step) -> str:
    """Give the words for a step."""
    return find_figure(step.value).name


def _measured(one: StepFigure, measure: Measure) -> str:
    if measure is Measure.COUNT:
        return _count(one)
    return _of_count(one, one.of_before if measure is Measure.PART else _days(one)[0])


def _count(one: StepFigure) -> str:
    return HIDDEN if one.count is None else str(one.count)


def _of_count(one: StepFigure, number: int | None) -> str:
    """Write what is told of the people of a step: hidden with them, and nothing of nobody."""
    if one.count is None:
        return HIDDEN
    return NOTHING if number is None else str(number)


def _days(one: StepFigure) -> tuple[int | None, int | None, int | None]:
    days = one.days
    return (days.median, days.quick, days.slow) if days else (None, None, None)
