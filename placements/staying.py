"""Who still works there: of the placements that reached a week, how many went on until then.

A placement that was ended tells it by its days. Of one that runs, or whose end was "in dienst
gebleven", only an answer tells it: without one it is unknown, and unknown is never counted as
staying.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlmodel import Session, col, select

from foundation.clock import day_here
from foundation.database import batches
from placements.check_ins import WEEKS, due_day
from placements.models import (
    PLACEMENTS,
    CheckIn,
    CheckInAnswer,
    EndReason,
    Outcome,
    OutcomeKind,
    OutcomeState,
)


class Stayed(StrEnum):
    """Whether somebody still worked there on a day; the value is the word on the page."""

    YES = "werkt er nog"
    NO = "werkt er niet meer"
    UNKNOWN = "onbekend"


@dataclass(frozen=True, slots=True)
class Heard:
    """That somebody worked there on a day, or (`at_work` False) did not any more."""

    on: date
    at_work: bool


@dataclass(frozen=True, slots=True)
class StayRow:
    """A placement as far as staying goes; `stayed_on` is an end that was no goodbye."""

    outcome_id: int
    kind: OutcomeKind
    sector: str
    municipality: str
    starts_on: date
    ended_on: date | None = None
    stayed_on: bool = False
    heard: tuple[Heard, ...] = ()


@dataclass(frozen=True, slots=True)
class StayFigure:
    """Of the placements that reached a week: how many went on, stopped before, or are unknown."""

    week: int
    stayed: int
    left: int
    unknown: int

    @property
    def reached(self) -> int:
        """How many placements began so many weeks ago."""
        return self.stayed + self.left + self.unknown

    @property
    def share(self) -> float | None:
        """What part of those we know of went on; None when we know of nobody."""
        known = self.stayed + self.left
        return self.stayed / known if known else None


def stay_figures(rows: Iterable[StayRow], *, today: date) -> tuple[StayFigure, ...]:
    """Count for each week of the check-ins.

    >>> row = StayRow(1, OutcomeKind.LEERWERKPLEK, "zorg", "Leiden", date(2026, 1, 5))
    >>> [(one.week, one.unknown) for one in stay_figures([row], today=date(2026, 2, 20))]
    [(2, 1), (6, 1), (13, 0), (26, 0)]
    """
    placed = list(rows)
    figures = []
    for week in WEEKS:
        days = [(row, due_day(row.starts_on, week)) for row in placed]
        counted = Counter(stayed_on(row, day) for row, day in days if day <= today)
        figures.append(
            StayFigure(week, counted[Stayed.YES], counted[Stayed.NO], counted[Stayed.UNKNOWN])
        )
    return tuple(figures)


def stayed_on(row: StayRow, day: date) -> Stayed:
    """Tell whether somebody still worked there on a day, by the end of it or by what was heard.

    Who works there on a later day did so on this one, and who had stopped on an earlier day did not
    come back. Sides that contradict each other make it unknown, until a coach notes the end.
    """
    if row.ended_on is not None and day <= row.ended_on:
        return Stayed.YES
    if row.ended_on is not None and not row.stayed_on:
        return Stayed.NO
    there = any(one.at_work and one.on >= day for one in row.heard)
    gone = any(not one.at_work and one.on <= day for one in row.heard)
    if there == gone:
        return Stayed.UNKNOWN
    return Stayed.YES if there else Stayed.NO


def stay_rows(
    session: Session,
    *,
    region_ids: Collection[int] | None = None,
    since: date | None = None,
    until: date | None = None,
) -> list[StayRow]:
    """Read the placements that count, the first begun first; what was corrected does not.

    Args:
        session: the transaction.
        region_ids: only placements of these regions; None is everywhere.
        since: only those that began on this day or later.
        until: only those that began on this day or earlier.
    """
    placed = select(Outcome).where(
        col(Outcome.kind).in_(PLACEMENTS), Outcome.state != OutcomeState.CORRECTED
    )
    if region_ids is not None:
        placed = placed.where(col(Outcome.region_id).in_(region_ids))
    if since is not None:
        placed = placed.where(Outcome.starts_on >= since)
    if until is not None:
        placed = placed.where(Outcome.starts_on <= until)
    rows = session.exec(placed.order_by(col(Outcome.starts_on), col(Outcome.id))).all()
    heard = _heard(session, [row.id for row in rows])
    return [_stay_row(row, heard.get(row.id, [])) for row in rows]


def _stay_row(row: Outcome, heard: Iterable[Heard]) -> StayRow:
    return StayRow(
        outcome_id=row.id,
        kind=row.kind,
        sector=row.sector,
        municipality=row.municipality,
        starts_on=row.starts_on,
        ended_on=row.ended_on,
        stayed_on=row.end_reason is EndReason.STAYED,
        heard=tuple(heard),
    )


def _heard(session: Session, outcome_ids: list[int]) -> dict[int, list[Heard]]:
    found: dict[int, list[Heard]] = {}
    for batch in batches(outcome_ids):
        answered = select(CheckIn).where(
            col(CheckIn.outcome_id).in_(batch), col(CheckIn.answered_at).is_not(None)
        )
        for row in session.exec(answered.order_by(col(CheckIn.id))):
            found.setdefault(row.outcome_id, []).append(_told_by(row))
    return found


def _told_by(row: CheckIn) -> Heard:
    """Say what an answer tells: a side tells how it is today, a coach how it was that week."""
    if row.answered_at is None:
        raise ValueError("what was not answered tells nothing")
    on = row.due_on if row.by_coach else day_here(row.answered_at)
    return Heard(on, row.answer is not CheckInAnswer.STOPPED)
