"""What a jobseeker sees of the work there is: at once, in any state, without anybody's leave.

Nobody sees the person because of this. Consent and pause are about what others see, so they close
nothing here; an employer somebody hides from stays in sight, set apart under that reason.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Annotated

from pydantic import Field
from sqlmodel import Session, col, select

from foundation.entry import Hours, Whole
from foundation.terms import WorkKind
from matching.explain import Shelf, counterfactuals
from matching.market import UnlockingSkill, best_unlock
from matching.reach import Reach, reach_of
from matching.service import Match, Matcher, match_of, own_side, vacancy_side
from vacancies.models import Vacancy, VacancyState
from vacancies.service import UnknownVacancy

PAGE = 20
# How many of the nearest are shown when nothing is open.
NEAREST = 5


class WorkFilter(Hours):
    """What a person chooses to look at on the screen; None and the empty set choose everything.

    Hours choose work whose hours overlap with them. What a vacancy does not tell (its hours, its
    kinds, where it is) leaves it out of nothing.
    """

    travel_minutes: Annotated[Whole, Field(ge=1, le=240)] | None = None
    kinds: frozenset[WorkKind] = frozenset()
    sectors: frozenset[str] = frozenset()


class Choice(StrEnum):
    """The filters there are; the value is the word on the page."""

    TRAVEL = "reistijd"
    HOURS = "uren"
    KIND = "soort werk"
    SECTOR = "sector"


@dataclass(frozen=True, slots=True)
class WorkPage:
    """One page of work for one person: what no limit closes first, then what is set apart.

    Args:
        matches: of this page, in order; `Match.is_open` tells the two apart.
        page: which page this is, from 1; a number past the last gives the last.
        pages: how many there are, at least 1.
        opened: how many vacancies of the filtered list no limit closes.
        apart: how many of it are set apart.
        total: how many open vacancies are ranked at all, whatever the filters.
        left_out: per filter in use, how many of the total it leaves out, the others aside.
        nearest: when nothing is open here: the best regardless of the filters, those without a
            closing limit first.
        opener: then also the one skill that would bring most, with the courses that teach it.
        unskilled: open vacancies that are "nog niet verskild", by id: not ranked, but there.
    """

    matches: tuple[Match, ...]
    page: int
    pages: int
    opened: int
    apart: int
    total: int
    left_out: Mapping[Choice, int]
    nearest: tuple[Match, ...]
    opener: UnlockingSkill | None
    unskilled: tuple[int, ...]

    @property
    def shown(self) -> int:
        """How many vacancies all pages hold together."""
        return self.opened + self.apart


def own_work(
    session: Session,
    matcher: Matcher,
    *,
    candidate: int,
    wanted: WorkFilter | None = None,
    page: int = 1,
    page_size: int = PAGE,
) -> WorkPage:
    """Give one page of the open vacancies for a person; the pages together reach every one.

    Raises:
        UnknownCandidate: no such person, or the profile was withdrawn or erased.
        ValueError: a page of less than one.
    """
    if page_size < 1:
        raise ValueError("a page holds at least one vacancy")
    reach = reach_of(session, matcher, candidate=candidate)
    kept, left_out = _filtered(reach, wanted or WorkFilter())
    opened = [one for one in kept if one in reach.open_ids]
    order = [*opened, *(one for one in kept if one not in reach.open_ids)]
    pages = max(1, -(-len(order) // page_size))
    number = min(max(page, 1), pages)
    courses = matcher.courses.of(session)
    return WorkPage(
        matches=_matches(matcher, reach, order[(number - 1) * page_size :][:page_size], courses),
        page=number,
        pages=pages,
        opened=len(opened),
        apart=len(order) - len(opened),
        total=len(reach.order),
        left_out=left_out,
        nearest=() if opened else _matches(matcher, reach, _nearest(reach), courses),
        opener=None if opened else best_unlock(session, matcher, reach),
        unskilled=reach.work.unskilled,
    )


def own_pair(session: Session, matcher: Matcher, *, candidate: int, vacancy: int) -> Match:
    """Explain one vacancy to a person, with what would change it; `place` is 0.

    Raises:
        UnknownCandidate: no such person, or the profile was withdrawn or erased.
        UnknownVacancy: no such vacancy, or still a draft.
    """
    person = own_side(session, matcher, candidate=candidate)
    state = session.exec(select(Vacancy.state).where(col(Vacancy.id) == vacancy)).first()
    if state in (None, VacancyState.DRAFT):
        raise UnknownVacancy("Deze vacature is er niet. Kies een andere uit de lijst.")
    work = vacancy_side(session, matcher, vacancy)
    courses = matcher.courses.of(session)
    match = match_of(matcher, person, work, courses, 0, own=True)
    return replace(match, counterfactuals=counterfactuals(matcher.model, person.skills, work.asked))


def _matches(
    matcher: Matcher, reach: Reach, vacancies: list[int], courses: Shelf
) -> tuple[Match, ...]:
    places = reach.places
    return tuple(
        match_of(matcher, reach.person, reach.side(one), courses, places[one], own=True)
        for one in vacancies
    )


def _nearest(reach: Reach) -> list[int]:
    """Take the best: those without a closing limit first, each half in the person's order."""
    return sorted(reach.order, key=lambda one: one not in reach.open_ids)[:NEAREST]


def _filtered(reach: Reach, wanted: WorkFilter) -> tuple[list[int], dict[Choice, int]]:
    """Keep what every filter lets through, in order, and count what each leaves out."""
    used = [choice for choice, value in _values(wanted).items() if value]
    out = {
        choice: {one for one in reach.order if not _lets_through(choice, reach, wanted, one)}
        for choice in used
    }
    gone = set().union(*out.values())
    kept = [one for one in reach.order if one not in gone]
    return kept, {choice: len(some) for choice, some in out.items()}


def _values(wanted: WorkFilter) -> dict[Choice, object]:
    return {
        Choice.TRAVEL: wanted.travel_minutes,
        Choice.HOURS: wanted.hours_min or wanted.hours_max,
        Choice.KIND: wanted.kinds,
        Choice.SECTOR: wanted.sectors,
    }


def _lets_through(choice: Choice, reach: Reach, wanted: WorkFilter, vacancy: int) -> bool:
    side = reach.work.sides[vacancy]
    if choice is Choice.TRAVEL:
        minutes = reach.minutes_to(vacancy)
        return minutes is None or wanted.travel_minutes is None or minutes <= wanted.travel_minutes
    if choice is Choice.HOURS:
        return _at_most(wanted.hours_min, side.work.hours_max) and _at_most(
            side.work.hours_min, wanted.hours_max
        )
    if choice is Choice.KIND:
        return not side.offer.kinds or bool(wanted.kinds & side.offer.kinds)
    return side.offer.sector in wanted.sectors


def _at_most(low: int | None, high: int | None) -> bool:
    return low is None or high is None or low <= high
