"""The report of a year for one region: what stands in it, as values; report_pdf.py sets it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from sqlalchemy import func
from sqlmodel import Session, col, select

from placements.chapters import Asked, Chapter, Part, chapter_of
from placements.figures import FIGURES, FUNNEL, PILOT, Figure, find_figure
from placements.funnel import Line, Programme
from placements.funnel_counts import Dimension, Step
from placements.funnel_question import Only, Question, UnknownChoice
from placements.funnel_tables import HIDDEN, Grid, step_name, steps_grid
from placements.handover_batches import batches_of
from placements.handover_views import Chain, chains_of
from placements.models import BatchState, HandoverBatch, HandoverRow
from placements.pilot import Pilot, pilot_summary
from placements.tables import Bar, Cell, Table

# How many rows of a long table the report shows; the pages and files have them all.
MOST_ROWS = 12
# Of wide tables the columns that fit on paper, by their place.
_NARROW = {
    "tekorten": (0, 1, 2, 3, 4, 7, 8),
    "vaardigheden": (0, 1, 2, 3, 4, 7),
    "antwoorden": (0, 1, 2, 4, 5, 7, 8),
    "antwoorden-sector": (0, 1, 2, 4, 5, 7, 8),
}


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report: its heading, what it is about, single numbers and tables."""

    name: str
    lead: str
    facts: tuple[tuple[str, Cell], ...]
    tables: tuple[Table, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """The whole report.

    Args:
        asked: of which region and year it is, and on which day it was read.
        sections: in order.
        definitions: what every figure in it means.
    """

    asked: Asked
    sections: tuple[Section, ...]
    definitions: tuple[Figure, ...]


def read_report(session: Session, *, asked: Asked) -> Report:
    """Read a report at one moment; whoever wants the last journeys follows them first."""
    programme = Programme(session)
    pilot = pilot_summary(session, region_id=asked.region_id, programme=programme)
    market, together, results = (chapter_of(session, part=one, asked=asked) for one in Part)
    sections = (
        _summary(pilot, results, market),
        _funnel(programme, asked),
        _section(results),
        _section(market, f"Zo was het op {_day(asked)}. {market.lead}"),
        _section(together),
        _handover(session, asked),
    )
    return Report(asked, sections, tuple(_definitions(sections)))


def _day(asked: Asked) -> str:
    return f"{asked.today.day}-{asked.today.month}-{asked.today.year}"


def _summary(pilot: Pilot, results: Chapter, market: Chapter) -> Section:
    facts: tuple[tuple[str, Cell], ...] = (
        ("accounts, alle jaren samen", pilot.accounts),
        ("bedrijven die meedoen", pilot.companies),
        ("uitkomsten, alle jaren samen", pilot.outcomes),
        ("had werk bij de start (%)", "" if pilot.working_at_start is None
         else pilot.working_at_start),
        *((f"{name}, dit jaar", value) for name, value in results.facts),
        *market.facts,
    )  # fmt: skip
    return Section("In het kort", "De belangrijkste getallen op een rij.", facts, ())


def _funnel(programme: Programme, asked: Asked) -> Section:
    only = Only(Dimension.YEAR, str(asked.year))
    lead = (
        f"Dit gaat over mensen die in {asked.year} begonnen. "
        "Wie nog bezig is, kan later nog verder komen."
    )
    try:
        line = programme.funnel(Question(asked.region_id, only))
    except UnknownChoice:
        lead = f"In {asked.year} is hier nog niemand begonnen."
        return Section("De trechter", lead, (), ())
    return Section("De trechter", lead, (), (_steps(line), _days(line)))


def _steps(line: Line) -> Table:
    grid = steps_grid(line)
    return Table(
        key="trechter",
        name="Hoeveel mensen kwamen hoe ver?",
        figure="account",
        columns=tuple(column.name for column in grid.columns[:4]),
        rows=tuple(tuple(_cells(row[:4])) for row in grid.rows),
        bars=tuple(Bar(step_name(one.step), one.count) for one in line.steps),
        unit="mensen",
    )


def _days(line: Line) -> Table:
    grid: Grid = steps_grid(line)
    columns = (grid.columns[0], *grid.columns[4:])
    # The first step has none before it.
    rows = [(row[0], *row[4:]) for row in grid.rows[1:]]
    return Table(
        key="dagen",
        name="Hoe lang duurde elke stap?",
        figure="dagen",
        columns=tuple(column.name for column in columns),
        rows=tuple(tuple(_cells(row)) for row in rows),
        bars=tuple(
            Bar(step_name(one.step), one.days.median)
            for one in line.steps
            if one.step is not Step.ACCOUNT and one.days is not None
        ),
        unit="dagen",
    )


def _cells(row: Iterable[str]) -> Iterator[Cell]:
    for text in row:
        yield None if text == HIDDEN else text


def _section(chapter: Chapter, lead: str = "") -> Section:
    tables = tuple(_on_paper(one) for one in chapter.tables)
    return Section(chapter.name, lead or chapter.lead, chapter.facts, tables)


def _on_paper(table: Table) -> Table:
    """Keep the columns and rows that fit on paper."""
    kept = _NARROW.get(table.key, range(len(table.columns)))
    return replace(
        table,
        columns=tuple(table.columns[place] for place in kept),
        rows=tuple(tuple(row[place] for place in kept) for row in table.rows[:MOST_ROWS]),
        bars=table.bars[:MOST_ROWS],
        note=" ".join(filter(None, (table.note, _left_out(len(table.rows))))),
    )


def _left_out(rows: int) -> str:
    if rows <= MOST_ROWS:
        return ""
    return f"Dit zijn de eerste {MOST_ROWS} van {rows}. Op de site staan ze allemaal."


# The handover


def _handover(session: Session, asked: Asked) -> Section:
    chains = chains_of(session, region_id=asked.region_id)
    made = batches_of(session, chains=[one.key for one in chains])
    waiting = _waiting(session)
    rows = tuple(
        tuple(_chain(one, [row for row in made if row.chain == one.key], waiting.get(one.key, 0)))
        for one in chains
    )
    table = Table(
        key="overdracht",
        name="Hoe ver is de overdracht?",
        figure="overdracht",
        columns=("Regio", "Batches", "Laatste nummer", "Door WIJIJ ontvangen", "Wacht nog"),
        rows=rows,
        bars=tuple(Bar(str(row[0]), _number(row[1])) for row in rows),
        unit="batches",
    )
    lead = "Elke uitkomst gaat één keer naar WIJIJ, in genummerde batches."
    return Section("Overdracht aan WIJIJ", lead, (), (table,))


def _chain(chain: Chain, made: list[HandoverBatch], waiting: int) -> Iterator[Cell]:
    yield from (chain.name, len(made))
    yield max((row.number for row in made), default="")
    yield sum(row.state is BatchState.RECEIVED for row in made)
    yield waiting


def _number(cell: Cell) -> int:
    return cell if isinstance(cell, int) else 0


def _waiting(session: Session) -> dict[str, int]:
    """Count the rows that are in no batch yet; a row is an event, no person."""
    rows = (
        select(HandoverRow.chain, func.count())
        .where(col(HandoverRow.batch_id).is_(None))
        .group_by(col(HandoverRow.chain))
    )
    return dict(session.exec(rows).all())


def _definitions(sections: Iterable[Section]) -> Iterator[Figure]:
    """Give what every figure in the report means, each once, in the order of the report."""
    asked = [one.key for one in (*PILOT, *FUNNEL)]
    asked += [table.figure for section in sections for table in section.tables]
    known = {one.key for one in FIGURES}
    for key in dict.fromkeys(asked):
        if key in known and key != "verborgen":
            yield find_figure(key)
    yield find_figure("verborgen")
