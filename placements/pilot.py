"""The numbers the pilot told of itself: accounts, companies, outcomes by kind, who had work."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import func
from sqlalchemy import select as sa_select
from sqlmodel import Session, col, or_, select

from accounts.models import Region
from accounts.regions import regions, regions_within
from placements.concealing import Sum, steps_shown
from placements.funnel import Programme, part_of
from placements.funnel_counts import Dimension, Node, Step, floor_of, nodes_within
from placements.funnel_question import Question
from placements.models import PLACEMENTS, Outcome, OutcomeKind, OutcomeState
from vacancies.models import Employer, Vacancy, VacancyState


@dataclass(frozen=True, slots=True)
class Pilot:
    """The summary at the top of the programme; None is hidden.

    Args:
        accounts: people who began.
        companies: companies that take part.
        outcomes: outcomes that stand.
        kinds: how many of each kind, in the order of the kinds.
        working_at_start: of the people with a profile who told it, the percentage with a job.
    """

    accounts: int | None
    companies: int
    outcomes: int | None
    kinds: tuple[tuple[OutcomeKind, int | None], ...]
    working_at_start: int | None


class _Cell(NamedTuple):
    """Outcomes of a region, of all kinds or of one."""

    node: Node
    kind: OutcomeKind | None = None


def pilot_summary(
    session: Session, *, region_id: int | None = None, programme: Programme | None = None
) -> Pilot:
    """Sum a region up as the pilot did; None is every region.

    An outcome counts in the region it was logged for, a person in the region of the journey.
    """
    counted = programme or Programme(session)
    accounts = counted.funnel(Question(region_id)).at(Step.ACCOUNT).count
    total, kinds = _outcomes(session, region_id)
    return Pilot(
        accounts=accounts,
        companies=_companies(session, region_id),
        outcomes=total,
        kinds=kinds,
        working_at_start=_working(counted, region_id),
    )


def _working(programme: Programme, region_id: int | None) -> int | None:
    lines = {
        line.value: line.at(Step.PROFILE).count
        for line in programme.per(Dimension.WORKING, region_id=region_id).lines
    }
    yes, no = lines.get("ja", 0), lines.get("nee", 0)
    if yes is None or no is None:
        return None
    return part_of(yes, yes + no)


def _companies(session: Session, region_id: int | None) -> int:
    """Count admitted companies with a KvK number that opened a vacancy or gave somebody a place."""
    opened = select(Vacancy.employer_id).where(col(Vacancy.state) != VacancyState.DRAFT)
    placed = select(Outcome.employer_id).where(
        col(Outcome.state) != OutcomeState.CORRECTED, col(Outcome.kind).in_(sorted(PLACEMENTS))
    )
    taking_part = (
        select(func.count())
        .select_from(Employer)
        .where(
            col(Employer.kvk).is_not(None),
            col(Employer.waiting_since).is_(None),
            or_(
                col(Employer.id).in_(opened),
                col(Employer.id).in_(placed.where(col(Outcome.employer_id).is_not(None))),
            ),
        )
    )
    if region_id is not None:
        within = sorted(regions_within(session, region_id=region_id))
        taking_part = taking_part.where(col(Employer.region_id).in_(within))
    return session.exec(taking_part).one()


def _outcomes(
    session: Session, region_id: int | None
) -> tuple[int | None, tuple[tuple[OutcomeKind, int | None], ...]]:
    """Count the outcomes that stand, small numbers hidden in every region together."""
    rows = regions(session)
    counts = _counts(session, rows)
    within = nodes_within(rows)
    shown = steps_shown(counts, _sums(counts, rows), floor=lambda cell: floor_of(cell.node, within))

    def told(cell: _Cell) -> int | None:
        if cell not in counts:
            return 0
        return counts[cell][0] if shown[cell] else None

    here = Node(region_id)
    return told(_Cell(here)), tuple((kind, told(_Cell(here, kind))) for kind in OutcomeKind)


def _counts(session: Session, rows: Iterable[Region]) -> dict[_Cell, tuple[int, ...]]:
    within = nodes_within(rows)
    parents = {part: whole for whole, parts in within.items() for part in parts}
    standing = (
        sa_select(col(Outcome.region_id), col(Outcome.kind), func.count())
        .where(col(Outcome.state) != OutcomeState.CORRECTED)
        .group_by(col(Outcome.region_id), col(Outcome.kind))
    )
    found: dict[_Cell, tuple[int, ...]] = {}
    for region_id, kind, number in session.execute(standing):
        node: Node | None = Node(region_id, alone=Node(region_id) in within)
        while node is not None:
            for cell in (_Cell(node), _Cell(node, kind)):
                found[cell] = (found.get(cell, (0,))[0] + number,)
            node = parents.get(node)
    return found


def _sums(counts: Mapping[_Cell, tuple[int, ...]], rows: Iterable[Region]) -> Iterable[Sum[_Cell]]:
    within = nodes_within(rows)
    for cell in counts:
        if cell.kind is None:
            kinds = (_Cell(cell.node, kind) for kind in OutcomeKind)
            yield Sum(cell, tuple(one for one in kinds if one in counts))
        if cell.node in within:
            parts = (cell._replace(node=part) for part in within[cell.node])
            yield Sum(cell, tuple(part for part in parts if part in counts))
