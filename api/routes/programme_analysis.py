"""The analysis of the programme and the report of a year, for its managers."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from pydantic import Field
from sqlmodel import Session

from accounts.permissions import Act, Viewer
from api.asking import App, Now, Reading, Running, Viewing
from api.routes.contract import Identity, may
from api.routes.views import RowId, View
from api.seeing_figures import note_figures
from foundation.clock import day_here
from foundation.database import reading
from foundation.entry import OptionalLine
from placements.chapters import Asked, Chapter, Part, asked_of, chapter_of
from placements.report import read_report
from placements.report_pdf import report_name, report_pdf
from placements.spans import FIRST_YEAR, LAST_YEAR
from placements.tables import Cell, Table

router = APIRouter(prefix="/programme", tags=["programme"])
PDF = "application/pdf"
_FILE: dict[int | str, dict[str, Any]] = {
    200: {"content": {PDF: {"schema": {"type": "string", "contentMediaType": PDF}}}}
}

RegionId = Annotated[
    Identity | None,
    Query(alias="regionId", description="With all that lies within it; null is all you may see."),
]
Year = Annotated[int | None, Query(ge=FIRST_YEAR, le=LAST_YEAR, description="Null is this year.")]
SectorKey = Annotated[OptionalLine, Query(description="Only vacancies in this sector.")]


class FactView(View):
    """One number; null is hidden because it is so small that it could point at somebody."""

    name: str = Field(examples=["open vacatures"])
    value: str | int | float | None = Field(examples=[120])


class TableView(View):
    """A table as the site shows it: a cell is null when it is hidden, "" when there is none."""

    key: str = Field(examples=["tekorten"])
    name: str = Field(examples=["Waar zijn te weinig mensen voor?"])
    figure: str = Field(examples=["tekort"], description="What it means: the key of a figure.")
    note: str
    columns: Sequence[str] = Field(examples=[["Sector", "Open vacatures"]])
    rows: Sequence[Sequence[str | int | float | None]] = Field(examples=[[["Techniek", 31]]])

    @classmethod
    def of(cls, table: Table) -> "TableView":
        """Show a table."""
        rows: list[list[Cell]] = [list(row) for row in table.rows]
        return cls(
            key=table.key,
            name=table.name,
            figure=table.figure,
            note=table.note,
            columns=list(table.columns),
            rows=rows,
        )


class ChapterView(View):
    """A chapter of the analysis; small numbers of people are hidden."""

    region_id: RowId | None = Field(description="Null is the whole installation.")
    year: int = Field(examples=[2026])
    read_on: date
    facts: Sequence[FactView]
    tables: Sequence[TableView]

    @classmethod
    def of(cls, chapter: Chapter, asked: Asked) -> "ChapterView":
        """Show a chapter."""
        return cls(
            region_id=None if asked.region_id is None else str(asked.region_id),
            year=asked.year,
            read_on=asked.today,
            facts=[FactView(name=name, value=value) for name, value in chapter.facts],
            tables=[TableView.of(one) for one in chapter.tables],
        )


@router.get("/labour-market", dependencies=[may(Act.RUN_PROGRAMME)])
def get_labour_market(
    app: App,
    session: Reading,
    viewer: Viewing,
    now: Now,
    region_id: RegionId = None,
    sector: SectorKey = "",
) -> ChapterView:
    """Tell what open vacancies ask now and how many people can do it: the shortages first."""
    asked = asked_of(
        session,
        own_region_id=viewer.region_id,
        region_id=region_id,
        sector=sector,
        today=day_here(now),
    )
    return _chapter(app, session, viewer, Part.MARKET, asked, now)


@router.get("/collaboration", dependencies=[may(Act.RUN_PROGRAMME)])
def get_collaboration(
    app: App,
    session: Reading,
    viewer: Viewing,
    now: Now,
    region_id: RegionId = None,
    year: Year = None,
) -> ChapterView:
    """Tell how introductions were answered, how coaches decided, and who is content.

    Introductions go four weeks after the vacancy ended; only those still there are counted.
    """
    asked = _asked(session, viewer, now, region_id, year)
    return _chapter(app, session, viewer, Part.TOGETHER, asked, now)


@router.get("/results", dependencies=[may(Act.RUN_PROGRAMME)])
def get_results(
    app: App,
    session: Reading,
    viewer: Viewing,
    now: Now,
    region_id: RegionId = None,
    year: Year = None,
) -> ChapterView:
    """Tell what came of it in a year, who stayed, and whom a CV filter would have excluded."""
    asked = _asked(session, viewer, now, region_id, year)
    return _chapter(app, session, viewer, Part.RESULTS, asked, now)


@router.get(
    "/report",
    response_class=Response,
    responses=_FILE,
    dependencies=[may(Act.RUN_PROGRAMME)],
)
def get_report(
    app: App,
    viewer: Viewing,
    now: Now,
    region_id: RegionId = None,
    year: Year = None,
    plots: Annotated[bool, Query(description="False: the tables alone.")] = True,
) -> Response:
    """Give the report of a year as a tagged PDF, in Dutch. It takes some seconds to make.

    Where the library that draws is not installed it answers 503; ask it without plots.
    """
    with reading(app.engine) as session:
        asked = _asked(session, viewer, now, region_id, year)
    note_figures(app, viewer, now)
    with reading(app.engine) as session:
        report = read_report(session, asked=asked)
    headers = {
        "Content-Disposition": f'attachment; filename="{report_name(report)}"',
        "Content-Language": "nl",
    }
    return Response(report_pdf(report, plots=plots), media_type=PDF, headers=headers)


def _asked(
    session: Session, viewer: Viewer, now: Now, region_id: int | None, year: int | None
) -> Asked:
    return asked_of(
        session,
        own_region_id=viewer.region_id,
        region_id=region_id,
        year=year,
        today=day_here(now),
    )


def _chapter(
    app: Running, session: Session, viewer: Viewer, part: Part, asked: Asked, now: datetime
) -> ChapterView:
    found = chapter_of(session, part=part, asked=asked)
    session.close()
    note_figures(app, viewer, now)
    return ChapterView.of(found, asked)
