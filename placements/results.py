"""What came of it, counted: outcomes by kind, sector and region, who stayed, and the CV filter."""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from sqlmodel import Session, col, select

from accounts.models import Region
from placements.cells import hide_small, seen, shown_apart
from placements.cv_filter_counts import cv_filter_of_outcomes
from placements.funnel import part_of
from placements.models import CvFilter, Outcome, OutcomeKind, OutcomeState
from placements.spans import Span
from placements.staying import Stayed, StayFigure, stay_figures, stay_rows
from placements.supply import Regions
from skills.models import Sector

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many outcomes of one sort there are; None is hidden."""

    name: str
    number: int | None


@dataclass(frozen=True, slots=True)
class Stay:
    """Of the placements that reached a week, who still worked there; None is hidden."""

    week: int
    reached: int | None
    stayed: int | None
    left: int | None
    unknown: int | None
    percent: int | None


@dataclass(frozen=True, slots=True)
class CvFilterFigure:
    """Of the placements, whom a filter on the CV would have excluded; None is hidden.

    `percent` is of those of whom it is known.
    """

    excluded: int | None
    kept: int | None
    unknown: int | None
    percent: int | None


@dataclass(frozen=True, slots=True)
class Results:
    """What came of it in a span, by the day on which it started; a corrected row never counts.

    Args:
        outcomes: how many; `people` how many people had one.
        employers: how many firms had one; a firm is no person, so this is exact.
        kinds: by what it was, in the order of the handover.
        sectors: by sector, the most first; `regions` by region.
        working: by whether the person had work before.
    """

    outcomes: int | None
    people: int | None
    employers: int
    kinds: tuple[Tally, ...]
    sectors: tuple[Tally, ...]
    regions: tuple[Tally, ...]
    working: tuple[Tally, ...]
    stays: tuple[Stay, ...]
    cv_filter: CvFilterFigure


_WORKING = {True: "had al werk", False: "had geen werk", None: "niet gezegd"}


def results_of(session: Session, *, span: Span, region_ids: Regions = None, today: date) -> Results:
    """Count the outcomes that started in a span; who stayed is told up to `today`."""
    rows = _outcomes(session, span, region_ids)
    sectors = dict(session.exec(select(Sector.key, Sector.label)).all())
    names: dict[int | None, str] = dict(session.exec(select(Region.id, Region.name)).all())
    placed = stay_rows(session, region_ids=region_ids, since=span.first, until=span.last)
    return Results(
        outcomes=seen(len(rows)),
        people=seen(len({row.candidate_id for row in rows})),
        employers=len({row.employer_id for row in rows if row.employer_id is not None}),
        kinds=_tallies([(kind, kind.value) for kind in OutcomeKind], [row.kind for row in rows]),
        sectors=_largest(
            [sectors.get(row.sector, row.sector) or "sector onbekend" for row in rows]
        ),
        regions=_largest([names.get(row.region_id, "geen regio") for row in rows]),
        working=_tallies(list(_WORKING.items()), [row.working_before for row in rows]),
        stays=tuple(_stay(one) for one in stay_figures(placed, today=today)),
        cv_filter=_cv_filter(session, span, region_ids),
    )


def _outcomes(session: Session, span: Span, region_ids: Regions) -> Sequence[Outcome]:
    started = select(Outcome).where(
        Outcome.state != OutcomeState.CORRECTED,
        col(Outcome.starts_on).between(span.first, span.last),
    )
    if region_ids is not None:
        started = started.where(col(Outcome.region_id).in_(region_ids))
    return session.exec(started).all()


def _tallies(keys: Sequence[tuple[Key, str]], found: Iterable[Key]) -> tuple[Tally, ...]:
    counted = Counter(found)
    shown = shown_apart([key for key, _ in keys], counted)
    return tuple(Tally(name, shown[key]) for key, name in keys)


def _largest(found: Sequence[str]) -> tuple[Tally, ...]:
    """Count with the most first; what is hidden stands last, by name: the order tells nothing."""
    tallies = _tallies([(name, name) for name in sorted(set(found))], found)
    return tuple(sorted(tallies, key=lambda one: -(one.number or 0)))


def _stay(figure: StayFigure) -> Stay:
    counted = {Stayed.YES: figure.stayed, Stayed.NO: figure.left, Stayed.UNKNOWN: figure.unknown}
    shown = shown_apart(Stayed, counted)
    stayed, left = shown[Stayed.YES], shown[Stayed.NO]
    reached, unknown = seen(figure.reached), shown[Stayed.UNKNOWN]
    return Stay(figure.week, reached, stayed, left, unknown, _share(stayed, left))


def _cv_filter(session: Session, span: Span, region_ids: Regions) -> CvFilterFigure:
    counts = cv_filter_of_outcomes(
        session, region_ids=region_ids, since=span.first, until=span.last
    )
    shown = {answer: seen(number) for answer, number in counts.by_answer().items()}
    # Of whom it is not known nothing is told: a small number of them gives nobody away.
    if shown[CvFilter.EXCLUDED] is None or shown[CvFilter.KEPT] is None:
        shown = hide_small(counts.by_answer())
    excluded, kept = shown[CvFilter.EXCLUDED], shown[CvFilter.KEPT]
    return CvFilterFigure(excluded, kept, shown[CvFilter.UNKNOWN], _share(excluded, kept))


def _share(some: int | None, others: int | None) -> int | None:
    return None if some is None or others is None else part_of(some, some + others)
