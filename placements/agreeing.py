"""How far coaches agree with the engine, over a span: what they decided, why, and how slowly.

What agreeing means stands at `coaching.reviews.agrees`. Nobody is named and no coach is ranked: of
coaches apart only the lowest, the middle and the highest share is told, of five coaches or more
with five decisions or more each.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from statistics import median_low
from typing import TypeVar

from sqlalchemy import select as sa_select
from sqlmodel import Session, col, select

from coaching.models import Entry, Review, ReviewKind, ReviewReason, Shortlist
from matching.counting import FEWEST
from placements.cells import seen, shown_apart
from placements.funnel import part_of
from placements.spans import Span
from placements.supply import Regions
from vacancies.models import Employer, Vacancy

Key = TypeVar("Key", bound=Hashable)
# The decisions about somebody that say yes or no.
YES_OR_NO = frozenset({ReviewKind.APPROVE, ReviewKind.SET_ASIDE})


@dataclass(frozen=True, slots=True)
class Agreed:
    """Of some decisions, how many followed the engine; None is hidden."""

    decisions: int | None
    agreed: int | None
    percent: int | None


HIDDEN = Agreed(None, None, None)


@dataclass(frozen=True, slots=True)
class CoachSpread:
    """How far the shares of coaches apart lie from each other, in whole percents."""

    coaches: int
    lowest: int
    middle: int
    highest: int


@dataclass(frozen=True, slots=True)
class CoachAgreement:
    """How coaches decided in a span.

    Args:
        all: every decision.
        first: of the decisions to approve or set aside whom the engine put first, how many
            approved.
        kinds: by what was decided; `reasons` by why, the most given first.
        median_seconds: how long a card was open at most before half of the decisions.
        spread: None when there are too few coaches to tell.
    """

    all: Agreed
    first: Agreed
    kinds: tuple[tuple[ReviewKind, Agreed], ...]
    reasons: tuple[tuple[ReviewReason, Agreed], ...]
    median_seconds: int | None
    spread: CoachSpread | None


@dataclass(frozen=True, slots=True)
class _Decision:
    coach: int
    kind: ReviewKind
    reason: ReviewReason
    agreed: bool
    place: int
    seconds: int | None


def coach_agreement(session: Session, *, span: Span, region_ids: Regions = None) -> CoachAgreement:
    """Count the decisions of a span; with `region_ids` those for work at employers there alone."""
    made = list(_decisions(session, span, region_ids))
    first = [one for one in made if one.place == 1 and one.kind in YES_OR_NO]
    seconds = [one.seconds for one in made if one.seconds is not None]
    return CoachAgreement(
        all=_agreed(made, lambda one: one.agreed),
        first=_agreed(first, lambda one: one.kind is ReviewKind.APPROVE),
        kinds=tuple(_apart(made, ReviewKind, lambda one: one.kind)),
        reasons=tuple(
            sorted(
                _apart(made, ReviewReason, lambda one: one.reason),
                key=lambda one: (-(one[1].decisions or 0), one[0]),
            )
        ),
        median_seconds=median_low(seconds) if len(seconds) >= FEWEST else None,
        spread=_spread(made),
    )


def _decisions(session: Session, span: Span, region_ids: Regions) -> Iterable[_Decision]:
    made = sa_select(
        col(Review.coach_id),
        col(Review.kind),
        col(Review.reason),
        col(Review.agreed),
        col(Review.engine_place),
        col(Review.seconds_open),
    ).where(col(Review.at) >= span.begin, col(Review.at) < span.end)
    if region_ids is not None:
        there = (
            select(Entry.id)
            .join(Shortlist, col(Shortlist.id) == col(Entry.shortlist_id))
            .join(Vacancy, col(Vacancy.id) == col(Shortlist.vacancy_id))
            .join(Employer, col(Employer.id) == col(Vacancy.employer_id))
            .where(col(Employer.region_id).in_(region_ids))
        )
        made = made.where(col(Review.entry_id).in_(there))
    for coach, kind, reason, agreed, place, seconds in session.execute(made):
        yield _Decision(coach, ReviewKind(kind), ReviewReason(reason), agreed, place, seconds)


def _agreed(made: Sequence[_Decision], yes: Callable[[_Decision], bool]) -> Agreed:
    if seen(len(made)) is None:
        return HIDDEN
    agreed = seen(sum(map(yes, made)))
    return Agreed(len(made), agreed, part_of(agreed, len(made)))


def _apart(
    made: Iterable[_Decision], keys: Iterable[Key], key: Callable[[_Decision], Key]
) -> Iterable[tuple[Key, Agreed]]:
    """Count apart, so that subtracting gives no small number away."""
    found: dict[Key, list[_Decision]] = {what: [] for what in keys}
    for one in made:
        found[key(one)].append(one)
    shown = shown_apart(found, {what: len(some) for what, some in found.items()})
    for what, some in found.items():
        hidden = shown[what] is None
        yield what, HIDDEN if hidden else _agreed(some, lambda each: each.agreed)


def _spread(made: Iterable[_Decision]) -> CoachSpread | None:
    found: dict[int, list[bool]] = defaultdict(list)
    for one in made:
        found[one.coach].append(one.agreed)
    enough = [some for some in found.values() if len(some) >= FEWEST]
    shares = sorted(part_of(sum(some), len(some)) or 0 for some in enough)
    if len(shares) < FEWEST:
        return None
    return CoachSpread(len(shares), shares[0], median_low(shares), shares[-1])
