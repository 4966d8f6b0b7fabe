"""The report of a year: choose a region and a year, and take it along as a PDF."""

from datetime import datetime

from fastapi import APIRouter, Depends, Request, Response
from sqlmodel import Session

from accounts.permissions import Act, Viewer
from api.asking import Allowed, App, Now, Reading, Running, Viewing
from api.pages.analysis import around, asked_at
from api.pages.insight import as_file
from api.pages.rendering import page
from api.seeing_figures import note_figures
from foundation.database import reading
from foundation.errors import Invalid, Unavailable
from placements.report import Report, read_report
from placements.report_pdf import report_name, report_pdf
from placements.report_plots import NoPlots, plots_available

router = APIRouter(prefix="/programma", dependencies=[Depends(Allowed(Act.RUN_PROGRAMME))])
PDF = "application/pdf"
WITHOUT = "nee"


@router.get("/rapport")
def choose(request: Request, session: Reading, viewer: Viewing, now: Now) -> Response:
    """Show what can be chosen."""
    return _choices(request, session, viewer, now)


@router.get("/rapport.pdf")
def take(request: Request, app: App, viewer: Viewing, now: Now) -> Response:
    """Give the report; where nothing can be drawn, tell how to have it without plots."""
    try:
        report = _read(request, app, viewer, now)
        plots = request.query_params.get("beelden", "") != WITHOUT
        made = report_pdf(report, plots=plots)
    except (Invalid, NoPlots) as refusal:
        with reading(app.engine) as session:
            return _choices(request, session, viewer, now, refusal)
    return as_file(made, report_name(report), PDF)


def _read(request: Request, app: Running, viewer: Viewer, now: datetime) -> Report:
    """Read the report that an address asks; no connection is held while it is set."""
    with reading(app.engine) as session:
        asked = asked_at(request, session, viewer, now)
    note_figures(app, viewer, now)
    with reading(app.engine) as session:
        return read_report(session, asked=asked)


def _choices(
    request: Request,
    session: Session,
    viewer: Viewer,
    now: datetime,
    refusal: Invalid | Unavailable | None = None,
) -> Response:
    asked = asked_at(request, session, viewer, now, plain=isinstance(refusal, Invalid))
    return page(
        request,
        "programme/report.html",
        status=refusal.status if refusal else 200,
        error=refusal.message if refusal else "",
        drawn=plots_available(),
        **around(session, viewer, asked),
    )
