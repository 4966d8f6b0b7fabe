"""The analysis beside the funnel: demand and supply, working together, results, and their files."""

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Path, Request, Response
from sqlmodel import Session

from accounts.permissions import Act, Viewer
from api.asking import Allowed, App, Now, Reading, Running, Viewing
from api.pages.insight import as_file
from api.pages.programme import CSV, asked
from api.pages.rendering import page
from api.seeing_figures import note_figures
from foundation.clock import day_here
from foundation.entry import whole_number
from foundation.errors import Invalid, NotFound
from placements.chapters import Asked, Part, asked_of, chapter_of
from placements.funnel_question import regions_to_choose
from placements.spans import NoYear
from placements.tables import as_csv, said, table_of
from skills.sectors import sectors

router = APIRouter(prefix="/programma", dependencies=[Depends(Allowed(Act.RUN_PROGRAMME))])
# As many years back as there can be figures of.
YEARS = 5
TableKey = Annotated[str, Path(alias="tableKey", max_length=40)]


@router.get("/vraag-en-aanbod")
def market(request: Request, app: App, session: Reading, viewer: Viewing, now: Now) -> Response:
    """Show what is asked and who can do it, at this moment."""
    return _show(request, app, session, viewer, Part.MARKET, now)


@router.get("/samenwerking")
def together(request: Request, app: App, session: Reading, viewer: Viewing, now: Now) -> Response:
    """Show how introductions are answered, how coaches decide, and who is content."""
    return _show(request, app, session, viewer, Part.TOGETHER, now)


@router.get("/resultaten")
def results(request: Request, app: App, session: Reading, viewer: Viewing, now: Now) -> Response:
    """Show what came of it."""
    return _show(request, app, session, viewer, Part.RESULTS, now)


@router.get("/vraag-en-aanbod/{tableKey}.csv")
def market_file(
    table: TableKey, request: Request, app: App, session: Reading, viewer: Viewing, now: Now
) -> Response:
    """Give one table of demand and supply as a file."""
    return _file(request, app, session, viewer, Part.MARKET, table, now)


@router.get("/samenwerking/{tableKey}.csv")
def together_file(
    table: TableKey, request: Request, app: App, session: Reading, viewer: Viewing, now: Now
) -> Response:
    """Give one table of working together as a file."""
    return _file(request, app, session, viewer, Part.TOGETHER, table, now)


@router.get("/resultaten/{tableKey}.csv")
def results_file(
    table: TableKey, request: Request, app: App, session: Reading, viewer: Viewing, now: Now
) -> Response:
    """Give one table of the results as a file."""
    return _file(request, app, session, viewer, Part.RESULTS, table, now)


def asked_at(
    request: Request, session: Session, viewer: Viewer, now: datetime, *, plain: bool = False
) -> Asked:
    """Read region, year and sector from an address; `plain` reads the region alone.

    Raises:
        NotFound: there is no such region, or the viewer may not know of it.
        Invalid: it is no year, or no sector.
    """
    told = request.query_params
    return asked_of(
        session,
        own_region_id=viewer.region_id,
        region_id=asked(request, session, viewer, everybody=True).region_id,
        year=None if plain else year_in(told.get("jaar", "")),
        sector="" if plain else told.get("sector", ""),
        today=day_here(now),
    )


def around(session: Session, viewer: Viewer, found: Asked) -> dict[str, Any]:
    """Give what a page of figures of a region and a year has around its numbers."""
    regions = regions_to_choose(session, own_region_id=viewer.region_id)
    return {
        "regions": regions,
        "region": next((row for row in regions if row.id == found.region_id), None),
        "may_see_all": viewer.region_id is None,
        "years": sorted({found.year, *(found.today.year - back for back in range(YEARS))})[::-1],
        "asked": found,
        "query": urlencode(list(_query(found))),
    }


def year_in(text: str) -> int | None:
    """Read a year; None when nothing was typed.

    Raises:
        NoYear: it is none.
    """
    if not text:
        return None
    try:
        return whole_number(text)
    except ValueError as error:
        raise NoYear("Geef een jaar in cijfers, zoals 2026.") from error


def _query(found: Asked) -> Iterator[tuple[str, object]]:
    if found.region_id is not None:
        yield "regio", found.region_id
    yield "jaar", found.year
    if found.sector:
        yield "sector", found.sector


def _show(
    request: Request, app: Running, session: Session, viewer: Viewer, part: Part, now: datetime
) -> Response:
    error = ""
    try:
        found = asked_at(request, session, viewer, now)
    except Invalid as refusal:
        error = refusal.message
        found = asked_at(request, session, viewer, now, plain=True)
    chapter = chapter_of(session, part=part, asked=found)
    beside = {"sectors": sectors(session), **around(session, viewer, found)}
    session.close()
    note_figures(app, viewer, now)
    return page(
        request,
        "programme/chapter.html",
        status=400 if error else 200,
        error=error,
        chapter=chapter,
        said=said,
        **beside,
    )


def _file(
    request: Request,
    app: Running,
    session: Session,
    viewer: Viewer,
    part: Part,
    key: str,
    now: datetime,
) -> Response:
    found = asked_at(request, session, viewer, now)
    table = table_of(chapter_of(session, part=part, asked=found).tables, key=key)
    if table is None:
        raise NotFound("Deze tabel is er niet. Kies een tabel op de pagina zelf.")
    session.close()
    note_figures(app, viewer, now)
    year = "" if part is Part.MARKET else f"-{found.year}"
    return as_file(as_csv(table), f"{table.key}{year}.csv", CSV)
