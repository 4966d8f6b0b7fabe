"""The pool search of members: the whole pool for the same kind of requirements, without names.

Only people who agreed to it, who are active and do not hide from this employer. The order is that
of the one score; limits (travel, hours, wage) neither show nor count here, for they would tell what
somebody wishes: a coach weighs them before anybody meets.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from sqlalchemy import select as sa_select
from sqlmodel import Session, col, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from accounts.models import Region, RegionMunicipality
from coaching.coarse import Whereabouts
from coaching.pool_cards import PoolCard, pool_cards
from coaching.pool_views import Searcher, hold_employer, let_see, note_seen
from foundation.clock import day_here
from foundation.errors import Invalid, NotAllowed
from foundation.places import Postcode
from matching.index import Query
from matching.model import I64
from matching.pool import OUTSIDE
from matching.rank import rank_pool
from matching.reference import Asking
from matching.service import Matcher, vacancy_side
from profiles.models import (
    Candidate,
    CandidateState,
    Consent,
    HiddenEmployer,
    Preferences,
    Purpose,
)
from profiles.wishes import means_employer
from skills.mentions import check_skills
from vacancies.drafts import RequirementDraft
from vacancies.employers import is_member
from vacancies.models import Employer, Importance
from vacancies.service import find_vacancy

PAGE_SIZE = 20
MOST_ASKED = 20


class NotAMember(NotAllowed):
    """The pool search is for members; the employer is not one today."""


class NothingAsked(Invalid):
    """There is no requirement to search with."""


@dataclass(frozen=True, slots=True)
class PoolQuestion:
    """What is searched for: what a vacancy of the employer asks, or skills typed in the search."""

    vacancy_id: int | None = None
    skills: tuple[RequirementDraft, ...] = ()


@dataclass(frozen=True, slots=True)
class PoolAnswer:
    """One page of everybody who can be found, in order.

    Args:
        cards: of this page, the best first; fewer than a page when the daily limit is met.
        total: how many people can be found; the pages together reach the last.
        withheld: how many of this page stay closed until tomorrow.
        left_today: how many new people can still be seen today.
    """

    cards: tuple[PoolCard, ...]
    page: int
    pages: int
    total: int
    withheld: int
    left_today: int


def check_member(employer: Employer, now: datetime) -> None:
    """Refuse an employer that may not search the pool.

    Raises:
        NotAMember: it is not admitted yet, or not a member today.
    """
    if employer.waiting_since is not None:
        raise NotAMember("Je bedrijf is nog niet toegelaten. Je krijgt bericht zodra dat zo is.")
    if not is_member(employer, day_here(now)):
        raise NotAMember(
            "Zoeken in de pool is voor leden. Vraag je contactpersoon om lid te worden."
        )


def search_pool(
    session: Session,
    matcher: Matcher,
    *,
    searcher: Searcher,
    question: PoolQuestion,
    page: int,
    now: datetime,
) -> PoolAnswer:
    """Give one page of the people who can be found, best first; each card that is given is noted.

    The last thing of a writing transaction: what is shown is in the trail before the answer leaves.

    Raises:
        NotAMember: see `check_member`.
        NothingAsked: the vacancy asks nothing, or no skill was given.
        UnknownVacancy, UnknownSkill: it is not there.
    """
    employer = hold_employer(session, employer_id=searcher.employer_id)
    check_member(employer, now)
    asked = _asked(session, matcher, employer, question)
    known = _searchable(session, employer)
    order = _order(session, matcher, asked, question.vacancy_id or 0, known)
    pages = max(1, -(-len(order) // PAGE_SIZE))
    page = min(max(page, 1), pages)
    wanted = order[(page - 1) * PAGE_SIZE :][:PAGE_SIZE]
    visible, left = let_see(session, searcher, wanted, now=now)
    cards = pool_cards(session, matcher, searcher, asked, visible, known)
    note_seen(session, searcher, list(cards), now=now)
    return PoolAnswer(
        cards=tuple(cards.values()),
        page=page,
        pages=pages,
        total=len(order),
        withheld=len(wanted) - len(visible),
        left_today=left,
    )


def _asked(
    session: Session, matcher: Matcher, employer: Employer, question: PoolQuestion
) -> tuple[Asking, ...]:
    if question.vacancy_id is not None:
        if find_vacancy(session, vacancy_id=question.vacancy_id).employer_id != employer.id:
            raise NothingAsked("Deze vacature is niet van jullie. Kies een eigen vacature.")
        asked = vacancy_side(session, matcher, question.vacancy_id).asked
    else:
        if len(question.skills) > MOST_ASKED:
            raise NothingAsked(f"Zoek met hoogstens {MOST_ASKED} vaardigheden tegelijk.")
        check_skills(session, {one.skill_id for one in question.skills})
        asked = tuple(
            Asking(
                matcher.numbers.of(one.skill_id),
                one.level,
                one.importance is Importance.REQUIRED,
                one.learnable,
            )
            for one in question.skills
        )
    found = tuple(one for one in asked if one.skill != OUTSIDE)
    if not found:
        raise NothingAsked(
            "Er is nog niets om op te zoeken. Kies een vaardigheid, of schrijf de vacature in "
            "vaardigheden."
        )
    return found


def _searchable(session: Session, employer: Employer) -> dict[int, Whereabouts]:
    """Read everybody this employer may find, with what is made coarse on the card."""
    hidden = _hiding(session, employer)
    rows = session.execute(
        sa_select(
            col(Candidate.id),
            col(Postcode.municipality),
            col(Region.name),
            col(Preferences.hours_min),
            col(Preferences.hours_max),
        )
        .select_from(Candidate)
        .join(Preferences, col(Preferences.candidate_id) == col(Candidate.id), isouter=True)
        .join(Postcode, col(Postcode.code) == col(Preferences.postcode), isouter=True)
        .join(
            RegionMunicipality,
            col(RegionMunicipality.municipality) == col(Postcode.municipality),
            isouter=True,
        )
        .join(Region, col(Region.id) == col(RegionMunicipality.region_id), isouter=True)
        .where(
            col(Candidate.state) == CandidateState.ACTIVE,
            col(Candidate.id).in_(_agreeing(Purpose.POOL_SEARCH)),
            col(Candidate.id).in_(_agreeing(Purpose.MATCHING)),
        )
    )
    return {
        one: Whereabouts(municipality, most or least, region)
        for one, municipality, region, least, most in rows
        if one not in hidden
    }


def _agreeing(purpose: Purpose) -> SelectOfScalar[int]:
    return select(Consent.candidate_id).where(
        Consent.purpose == purpose, col(Consent.withdrawn_at).is_(None)
    )


def _hiding(session: Session, employer: Employer) -> set[int]:
    """List who hides from an employer, by number or by name, as the gate of a match does."""
    told = select(HiddenEmployer.candidate_id, HiddenEmployer.kvk, HiddenEmployer.trade_name)
    named = or_(
        col(HiddenEmployer.kvk) == (employer.kvk or ""), col(HiddenEmployer.trade_name) != ""
    )
    return {
        one
        for one, kvk, trade_name in session.exec(told.where(named))
        if means_employer(kvk, trade_name, kvk=employer.kvk, trade_name=employer.trade_name)
    }


def _order(
    session: Session,
    matcher: Matcher,
    asked: Sequence[Asking],
    vacancy: int,
    known: Mapping[int, Whereabouts],
) -> list[int]:
    pool = matcher.talent.follow(session)
    query = Query.of(matcher.model, asked)
    ranked = rank_pool(pool, query, vacancy=vacancy, key=matcher.tie_key)
    found: list[int] = ranked.ids[np.isin(ranked.ids, _numbers(known))].tolist()
    return found


def _numbers(known: Mapping[int, Whereabouts]) -> I64:
    return np.fromiter(known, np.int64, len(known))
