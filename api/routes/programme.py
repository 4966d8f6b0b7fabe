"""The figures of the programme: the same numbers as on the pages of the programme manager."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Path, Query
from sqlmodel import Session

from accounts.audit import AuditAction, AuditReason
from accounts.permissions import Act, Viewer
from api.asking import Now, Viewing, Writing
from api.noting import note
from api.routes.contract import Identity, may
from api.routes.programme_views import BreakdownView, FigureView, FunnelView, SummaryView
from api.routes.views import Listed
from foundation.entry import OptionalLine
from placements.figures import FIGURES, find_figure
from placements.funnel import Programme
from placements.funnel_counts import Dimension
from placements.funnel_question import question_of
from placements.journeys import follow_when_behind
from placements.pilot import pilot_summary

router = APIRouter(prefix="/programme", tags=["programme"])
RegionId = Annotated[
    Identity | None,
    Query(alias="regionId", description="A region with all within it; without it all you may see."),
]
Only = Annotated[
    OptionalLine,
    Query(description="One choice, `dimension:value` as in a breakdown, such as `werk:ja`."),
]
DimensionName = Annotated[Dimension, Path(alias="dimension", description="What divides people.")]
FigureKey = Annotated[str, Path(alias="figure", max_length=60, description="The key of a figure.")]


@router.get("/funnel", dependencies=[may(Act.RUN_PROGRAMME)])
def get_funnel(
    session: Writing, viewer: Viewing, now: Now, region: RegionId = None, only: Only = ""
) -> FunnelView:
    """Tell how many people came how far, of everybody or of those with one value."""
    question = question_of(session, own_region_id=viewer.region_id, region_id=region, only=only)
    line = _counted(session, now).funnel(question)
    _note(session, viewer, now)
    return FunnelView.of(question, line)


@router.get("/funnel/{dimension}", dependencies=[may(Act.RUN_PROGRAMME)])
def get_breakdown(
    dimension: DimensionName,
    session: Writing,
    viewer: Viewing,
    now: Now,
    region: RegionId = None,
) -> BreakdownView:
    """Divide everybody of a region by one dimension."""
    question = question_of(session, own_region_id=viewer.region_id, region_id=region)
    parts = _counted(session, now).per(dimension, region_id=question.region_id)
    _note(session, viewer, now)
    return BreakdownView.of(question.region_id, parts)


@router.get("/summary", dependencies=[may(Act.RUN_PROGRAMME)])
def get_summary(
    session: Writing, viewer: Viewing, now: Now, region: RegionId = None
) -> SummaryView:
    """Tell accounts, companies, outcomes by kind and who had work at the start."""
    question = question_of(session, own_region_id=viewer.region_id, region_id=region)
    programme = _counted(session, now)
    pilot = pilot_summary(session, region_id=question.region_id, programme=programme)
    _note(session, viewer, now)
    return SummaryView.of(question.region_id, pilot)


@router.get("/figures", dependencies=[may(Act.RUN_PROGRAMME)])
def list_figures() -> Listed[FigureView]:
    """List every figure with what it means."""
    return Listed(items=[FigureView.of(one) for one in FIGURES])


@router.get("/figures/{figure}", dependencies=[may(Act.RUN_PROGRAMME)])
def get_figure(figure: FigureKey) -> FigureView:
    """Tell what a figure means, what it counts and what it leaves out."""
    return FigureView.of(find_figure(figure))


def _counted(session: Session, now: datetime) -> Programme:
    follow_when_behind(session, now=now)
    return Programme(session)


def _note(session: Session, viewer: Viewer, now: datetime) -> None:
    note(
        session,
        viewer,
        AuditAction.FIGURES_SEEN,
        candidate_id=None,
        now=now,
        reason=AuditReason.STATISTICS,
    )
