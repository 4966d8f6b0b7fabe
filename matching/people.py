"""People for one vacancy beyond the first few: some of them, the place of one, everybody in turn.

Shapes: C candidates of the pool. Places count from 1 over the whole pool, whoever is set apart too.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from sqlmodel import Session

from matching.gates import Finding, findings, is_open
from matching.index import Query, Snapshot
from matching.model import I64
from matching.rank import rank_pool
from matching.service import Match, Matcher, match_of, vacancy_side
from matching.sides import VacancySide, candidate_sides, travel_between
from matching.ties import tie_order


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the pool beside a vacancy: where he stands and what limits it; not how he fits.

    `place` None: the vacancy is not ranked, so nobody has a place.
    """

    candidate_id: int
    place: int | None
    findings: tuple[Finding, ...]
    travel_minutes: int | None

    @property
    def is_open(self) -> bool:
        """Whether no limit closes this pair."""
        return is_open(self.findings)


@dataclass(frozen=True, slots=True)
class Everybody:
    """One page of the whole pool, in order.

    Args:
        people: of this page. Who may not be shown any more is left out, and leaves a gap.
        page: which page this is, from 1; a number past the last gives the last.
        pages: how many there are, at least 1; together they reach the last of the pool.
        total: how many are in the pool.
        ranked: False when there is no order of merit: then the order is drawn by lot.
    """

    people: tuple[Person, ...]
    page: int
    pages: int
    total: int
    ranked: bool


def pairs_of(
    session: Session, matcher: Matcher, *, vacancy: int, candidates: Iterable[int]
) -> dict[int, Match]:
    """Explain some people beside a vacancy; `place` is 0. Who is not in the pool is absent.

    Raises:
        UnknownVacancy: no such vacancy.
    """
    work = vacancy_side(session, matcher, vacancy)
    courses = matcher.courses.of(session)
    sides = candidate_sides(session, candidates, matcher.numbers)
    return {
        number: match_of(matcher, side, work, courses, 0)
        for number, side in sides.items()
        if side.in_pool
    }


def places_of(
    session: Session, matcher: Matcher, *, vacancy: int, candidates: Iterable[int]
) -> dict[int, int]:
    """Tell the places of some people in the whole order; who is not in the pool is absent.

    A vacancy that is "nog niet verskild" has no order, and gives nobody a place.

    Raises:
        UnknownVacancy: no such vacancy.
    """
    work = vacancy_side(session, matcher, vacancy)
    if not work.asked:
        return {}
    order = _ranked(matcher, matcher.talent.follow(session), work)
    return {
        number: int(found[0]) + 1
        for number in set(candidates)
        if len(found := np.flatnonzero(order == number))
    }


def everybody(
    session: Session,
    matcher: Matcher,
    *,
    vacancy: int,
    page: int = 1,
    page_size: int = 50,
    ranked: bool = True,
) -> Everybody:
    """Give one page of the whole pool for a vacancy; the pages reach everybody, to the last.

    Without an order of merit (`ranked` False, or a vacancy that is "nog niet verskild") the order
    is drawn by a keyed hash, so that nobody comes first by registering early.

    Raises:
        UnknownVacancy: no such vacancy.
        ValueError: a page of less than one.
    """
    if page_size < 1:
        raise ValueError("a page holds at least one person")
    work = vacancy_side(session, matcher, vacancy)
    pool = matcher.talent.follow(session)
    ranked = ranked and bool(work.asked)
    order = _ranked(matcher, pool, work) if ranked else _drawn(matcher, pool, vacancy)
    pages = max(1, -(-len(order) // page_size))
    number = min(max(page, 1), pages)
    start = (number - 1) * page_size
    ids = order[start : start + page_size].tolist()
    people = _people(session, matcher, work, ids)
    places: Mapping[int, int | None] = {
        one: place if ranked else None for place, one in enumerate(ids, start + 1)
    }
    return Everybody(
        people=tuple(
            Person(one, places[one], *people[one])
            for one in ids
            # The index is only a source of candidates: who may be shown is read here and now.
            if one in people
        ),
        page=number,
        pages=pages,
        total=len(order),
        ranked=ranked,
    )


def _people(
    session: Session, matcher: Matcher, work: VacancySide, ids: Iterable[int]
) -> dict[int, tuple[tuple[Finding, ...], int | None]]:
    found: dict[int, tuple[tuple[Finding, ...], int | None]] = {}
    for number, side in candidate_sides(session, ids, matcher.numbers).items():
        if side.in_pool:
            travel = travel_between(side, work)
            found[number] = findings(side.person, work.work, travel), travel
    return found


def _ranked(matcher: Matcher, pool: Snapshot, work: VacancySide) -> I64:
    query = Query.of(matcher.model, work.asked)
    return rank_pool(pool, query, vacancy=work.vacancy_id, key=matcher.tie_key).ids


def _drawn(matcher: Matcher, pool: Snapshot, vacancy: int) -> I64:
    rows = [segment.rows.ids[segment.alive] for segment in pool.segments]
    ids = np.concatenate([*rows, pool.tail.ids])
    return ids[np.lexsort((ids, tie_order(matcher.tie_key, vacancy, ids)))]
