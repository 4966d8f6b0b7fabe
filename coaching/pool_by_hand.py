"""The pool by hand: everybody who agreed, card by card, without any comparing or ranking.

What remains when the matching is stopped. The order favours nobody: whoever was never proposed
comes first, then whoever was proposed longest ago; among equals who signed up first.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, String, and_, exists, func, type_coerce
from sqlalchemy import select as sa_select
from sqlmodel import Session, col, select

from accounts.models import Account
from coaching.cards import Card, cards_of
from coaching.drafts import PoolFilter
from coaching.models import Assignment, Entry
from foundation.errors import NotFound
from foundation.places import Postcode
from profiles.models import (
    Candidate,
    CandidateSkill,
    CandidateState,
    Consent,
    Preferences,
    Purpose,
)
from profiles.service import FRESH_FOR


class NoCard(NotFound):
    """There is nobody with this number, or nobody who may be seen."""


@dataclass(frozen=True, slots=True)
class InPool:
    """Somebody in the pool, without a name.

    `coach` is the name of who guides the person and `coach_id` the account, None is nobody;
    `proposed_at` the last time on a shortlist, None is never.
    """

    card: Card
    coach_id: int | None
    coach: str | None
    proposed_at: datetime | None
    is_stale: bool


@dataclass(frozen=True, slots=True)
class PoolPage:
    """One page of the pool; `total` counts everybody who passes the filter."""

    people: tuple[InPool, ...]
    total: int


def pool_by_hand(
    session: Session, *, wanted: PoolFilter, now: datetime, offset: int, most: int
) -> PoolPage:
    """Give a page of the pool in its fixed order; the pages together hold everybody once."""
    found = _found(wanted, now)
    total = session.execute(sa_select(func.count()).select_from(found.subquery())).scalar_one()
    page = found.order_by(
        found.selected_columns.proposed_at.asc().nulls_first(),
        col(Candidate.created_at),
        col(Candidate.id),
    )
    rows = session.execute(page.offset(offset).limit(most)).all()
    return PoolPage(tuple(_people(session, rows, now)), total)


def one_by_hand(session: Session, *, candidate_id: int, now: datetime) -> InPool:
    """Give one card of the pool.

    Raises:
        NoCard: nobody has this number, or the person is not to be seen (any more).
    """
    found = _found(PoolFilter(), now).where(col(Candidate.id) == candidate_id)
    people = _people(session, session.execute(found).all(), now)
    if not people:
        raise NoCard("Deze kaart is er niet meer. Misschien doet iemand niet meer mee. Ga terug.")
    return people[0]


def municipalities(session: Session) -> list[str]:
    """List the municipalities where anybody with a profile lives, by the alphabet."""
    known = (
        select(Postcode.municipality)
        .join(Preferences, col(Preferences.postcode) == col(Postcode.code))
        .join(Candidate, col(Candidate.id) == col(Preferences.candidate_id))
        .where(Candidate.state == CandidateState.ACTIVE)
    )
    return sorted(session.exec(known.distinct()))


def _found(wanted: PoolFilter, now: datetime) -> Select[Any]:
    last = (
        sa_select(
            col(Entry.candidate_id).label("candidate_id"),
            func.max(Entry.proposed_at).label("proposed_at"),
        )
        .group_by(col(Entry.candidate_id))
        .subquery()
    )
    guided = and_(
        col(Assignment.candidate_id) == col(Candidate.id), col(Assignment.ended_at).is_(None)
    )
    agreed = exists().where(
        col(Consent.candidate_id) == col(Candidate.id),
        col(Consent.purpose) == Purpose.MATCHING,
        col(Consent.withdrawn_at).is_(None),
    )
    found = (
        sa_select(
            col(Candidate.id),
            col(Account.id).label("coach_id"),
            col(Account.name).label("coach"),
            last.c.proposed_at.label("proposed_at"),
        )
        .select_from(Candidate)
        .outerjoin(last, last.c.candidate_id == col(Candidate.id))
        .outerjoin(Assignment, guided)
        .outerjoin(Account, col(Account.id) == col(Assignment.coach_id))
        .outerjoin(Preferences, col(Preferences.candidate_id) == col(Candidate.id))
        .outerjoin(Postcode, col(Postcode.code) == col(Preferences.postcode))
        .where(col(Candidate.state) == CandidateState.ACTIVE, agreed)
    )
    if wanted.unguided:
        found = found.where(col(Assignment.id).is_(None))
    if wanted.never_proposed:
        found = found.where(last.c.proposed_at.is_(None))
    if wanted.stale:
        found = found.where(col(Candidate.confirmed_at) < now - FRESH_FOR)
    return _of_profile(found, wanted)


def _of_profile(found: Select[Any], wanted: PoolFilter) -> Select[Any]:
    """Narrow by what stands on the profile."""
    if wanted.skill_id is not None:
        found = found.where(
            exists().where(
                col(CandidateSkill.candidate_id) == col(Candidate.id),
                col(CandidateSkill.skill_id) == wanted.skill_id,
            )
        )
    if wanted.sector is not None:
        stored = type_coerce(col(Preferences.sectors), String)
        found = found.where(stored.contains(f"|{wanted.sector}|", autoescape=True))
    if wanted.municipality is not None:
        found = found.where(col(Postcode.municipality) == wanted.municipality)
    return found


def _people(session: Session, rows: Sequence[Any], now: datetime) -> list[InPool]:
    cards = cards_of(session, candidate_ids=[row.id for row in rows])
    return [
        InPool(
            card=cards[row.id],
            coach_id=row.coach_id,
            coach=row.coach,
            proposed_at=row.proposed_at,
            is_stale=now - cards[row.id].confirmed_at > FRESH_FOR,
        )
        for row in rows
        if row.id in cards
    ]
