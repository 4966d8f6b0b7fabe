"""The programme manager's figures: the funnel, the same people divided, what every figure means."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Path, Request, Response
from sqlmodel import Session

from accounts.audit import AuditAction, AuditReason
from accounts.permissions import Act, Viewer, nothing_here
from api.asking import LARGEST_ID, Allowed, Now, Viewing, Writing
from api.noting import note
from api.pages.coach_desk import word_of
from api.pages.insight import as_file
from api.pages.rendering import page
from foundation.errors import Invalid
from placements.figures import ANALYSIS, DIVIDED, FUNNEL, PILOT, find_figure
from placements.funnel import Programme
from placements.funnel_counts import Dimension, Step
from placements.funnel_question import Only, Question, question_of, regions_to_choose
from placements.funnel_tables import (
    HIDDEN,
    Measure,
    as_csv,
    parts_grid,
    pilot_grid,
    step_name,
    steps_grid,
)
from placements.journeys import follow_when_behind
from placements.pilot import pilot_summary

HOME = "/programma"
CSV = "text/csv; charset=utf-8"
router = APIRouter(prefix=HOME, dependencies=[Depends(Allowed(Act.RUN_PROGRAMME))])
DimensionWord = Annotated[str, Path(alias="dimension", max_length=40)]
FigureWord = Annotated[str, Path(alias="figure", max_length=60)]


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a chart; None is hidden."""

    name: str
    value: int | None
    note: str = ""


@router.get("")
def show_funnel(request: Request, session: Writing, viewer: Viewing, now: Now) -> Response:
    """Show the summary and the funnel of everybody, or of those with one value."""
    error = ""
    try:
        question = asked(request, session, viewer)
        programme = programme_now(session, now)
        line = programme.funnel(question)
    except Invalid as refusal:
        error = str(refusal)
        question = asked(request, session, viewer, everybody=True)
        programme = programme_now(session, now)
        line = programme.funnel(question)
    pilot = pilot_summary(session, region_id=question.region_id, programme=programme)
    note_seen(session, viewer, now)
    return page(
        request,
        "programme/funnel.html",
        status=400 if error else 200,
        error=error,
        question=question,
        line=line,
        grid=steps_grid(line),
        pilot=pilot,
        pilot_grid=pilot_grid(pilot),
        bars=[Bar(step_name(one.step), one.count) for one in line.steps],
        choices=_choices(programme, question),
        only=str(question.only or ""),
        **_around(request, session, viewer, question),
    )


@router.get("/trechter.csv")
def take_funnel(request: Request, session: Writing, viewer: Viewing, now: Now) -> Response:
    """Give the table of the funnel as a file."""
    question = asked(request, session, viewer)
    grid = steps_grid(programme_now(session, now).funnel(question))
    note_seen(session, viewer, now)
    return as_file(as_csv(grid), "trechter.csv", CSV)


@router.get("/samenvatting.csv")
def take_summary(request: Request, session: Writing, viewer: Viewing, now: Now) -> Response:
    """Give the summary as a file."""
    question = asked(request, session, viewer)
    programme = programme_now(session, now)
    pilot = pilot_summary(session, region_id=question.region_id, programme=programme)
    note_seen(session, viewer, now)
    return as_file(as_csv(pilot_grid(pilot)), "samenvatting.csv", CSV)


@router.get("/per/{dimension}")
def show_parts(
    request: Request, dimension: DimensionWord, session: Writing, viewer: Viewing, now: Now
) -> Response:
    """Show everybody of a region divided by one dimension."""
    question = asked(request, session, viewer, everybody=True)
    parts = programme_now(session, now).per(_dimension(dimension), region_id=question.region_id)
    measure = word_of(Measure, request.query_params.get("toon", ""), Measure.COUNT)
    note_seen(session, viewer, now)
    return page(
        request,
        "programme/parts.html",
        figure=find_figure(dimension),
        parts=parts,
        measure=measure,
        grid=parts_grid(parts, measure),
        bars=[Bar(one.name, one.at(Step.ACCOUNT).count) for one in parts.lines],
        **_around(request, session, viewer, question),
    )


@router.get("/per/{dimension}/tabel.csv")
def take_parts(
    request: Request, dimension: DimensionWord, session: Writing, viewer: Viewing, now: Now
) -> Response:
    """Give the table of one dimension as a file."""
    question = asked(request, session, viewer, everybody=True)
    parts = programme_now(session, now).per(_dimension(dimension), region_id=question.region_id)
    measure = word_of(Measure, request.query_params.get("toon", ""), Measure.COUNT)
    note_seen(session, viewer, now)
    return as_file(as_csv(parts_grid(parts, measure)), f"{dimension}-{measure}.csv", CSV)


@router.get("/cijfers")
def list_figures(request: Request) -> Response:
    """List every figure with what it says."""
    groups = (
        ("De trechter", FUNNEL),
        ("De samenvatting", PILOT),
        ("Verdelen", DIVIDED),
        ("Analyse", ANALYSIS),
    )
    return page(request, "programme/figures.html", groups=groups)


@router.get("/cijfers/{figure}")
def show_figure(request: Request, figure: FigureWord) -> Response:
    """Tell what a figure means, what it counts and what it leaves out."""
    return page(request, "programme/figure.html", figure=find_figure(figure))


def asked(
    request: Request, session: Session, viewer: Viewer, *, everybody: bool = False
) -> Question:
    """Read what the address asks, within the region of the viewer.

    Raises:
        UnknownRegion: there is none, or none that the viewer may know of.
        UnknownChoice: people cannot be divided so.
    """
    region = request.query_params.get("regio", "")
    if region and not (region.isascii() and region.isdigit() and 0 < int(region) <= LARGEST_ID):
        raise nothing_here()
    return question_of(
        session,
        own_region_id=viewer.region_id,
        region_id=int(region) if region else None,
        only="" if everybody else request.query_params.get("alleen", ""),
    )


def programme_now(session: Session, now: datetime) -> Programme:
    """Count everything as it is now."""
    follow_when_behind(session, now=now)
    return Programme(session)


def note_seen(session: Session, viewer: Viewer, now: datetime) -> None:
    """Note in the trail that somebody saw figures."""
    note(
        session,
        viewer,
        AuditAction.FIGURES_SEEN,
        candidate_id=None,
        now=now,
        reason=AuditReason.STATISTICS,
    )


def _dimension(word: str) -> Dimension:
    found = next((one for one in Dimension if one.value == word), None)
    if found is None:
        raise nothing_here()
    return found


def _choices(programme: Programme, question: Question) -> list[tuple[str, list[tuple[str, str]]]]:
    """List what can be chosen: the name of each dimension with (value, words) of its choices."""
    listed = programme.choices(region_id=question.region_id)
    if question.only is not None:
        listed = [
            (dimension, _with(question.only, found) if dimension is question.only.dimension
             else found)
            for dimension, found in listed
        ]  # fmt: skip
    return [
        (
            find_figure(dimension.value).name,
            [(str(one), programme.name(dimension, one.value)) for one in found],
        )
        for dimension, found in listed
    ]


def _with(only: Only, found: list[Only]) -> list[Only]:
    return found if only in found else [*found, only]


def _around(
    request: Request, session: Session, viewer: Viewer, question: Question
) -> dict[str, Any]:
    """Give what every page of figures has around its numbers."""
    regions = regions_to_choose(session, own_region_id=viewer.region_id)
    region = next((row for row in regions if row.id == question.region_id), None)
    shown = {"regio": question.region_id} if question.region_id is not None else {}
    return {
        "regions": regions,
        "region": region,
        "may_see_all": viewer.region_id is None,
        "dimensions": [find_figure(one.value) for one in Dimension],
        "query": urlencode(shown),
        "full_query": urlencode(dict(request.query_params)),
        "hidden": HIDDEN,
    }
