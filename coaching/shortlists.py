"""Shortlists: the engine proposes people for a vacancy, a coach adds whom it ranked low.

One list per vacancy, and everybody on it once: unique indexes are the guards. There is no
threshold: proposing again gives the next ones, and whoever is left can be put on by hand.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, func, select

from coaching.caseload import check_coach
from coaching.drafts import ReviewDraft
from coaching.listing import NO_PLACE, NoList
from coaching.models import Entry, ReviewKind, ReviewReason, Shortlist
from coaching.opening import card_of
from coaching.reviews import review_of, seen_by
from coaching.stopping import check_matching, running_stop
from foundation.database import guarded
from foundation.entry import validated
from foundation.errors import Conflict
from matching.people import places_of
from matching.service import Matcher, people_for
from profiles.service import hold_candidate
from profiles.wishes import is_hidden_from
from vacancies.employers import find_employer
from vacancies.models import VacancyState
from vacancies.service import find_vacancy, is_skilled

FIRST = 12
MOST = 50


class VacancyNotOpen(Conflict):
    """The vacancy is a draft, filled or closed: nobody is proposed for it."""


class NotYetSkilled(Conflict):
    """The vacancy is "nog niet verskild": the engine has nothing to compare."""


class AlreadyListed(Conflict):
    """The person is on the list already."""


class HidesFromEmployer(Conflict):
    """The person does not want to be seen by this employer; that is not a coach's to overrule."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """What proposing gave: the list, whom it added, and whether the order has more."""

    shortlist: Shortlist
    added: tuple[Entry, ...]
    more: bool


def open_shortlist(session: Session, *, vacancy_id: int, coach_id: int, now: datetime) -> Shortlist:
    """Give the list of an open vacancy, made now when there is none; nobody else changes it.

    Raises:
        UnknownVacancy, VacancyNotOpen: there is nothing to propose people for.
        NoCoach: the account is not that of a career coach.
        Conflict: another coach makes it at this very moment; the second asks again.
    """
    check_coach(session, coach_id=coach_id)
    if find_vacancy(session, vacancy_id=vacancy_id).state is not VacancyState.OPEN:
        raise VacancyNotOpen("Deze vacature staat niet open. Er worden geen mensen voorgesteld.")
    found = _held(session, vacancy_id)
    if found is not None:
        return found
    row = Shortlist(vacancy_id=vacancy_id, coach_id=coach_id, opened_at=now)
    with guarded(session, Conflict("Een andere coach maakt deze lijst net. Ververs de pagina.")):
        session.add(row)
    return row


def propose(
    session: Session,
    matcher: Matcher,
    *,
    vacancy_id: int,
    coach_id: int,
    now: datetime,
    most: int = FIRST,
    seen: int | None = None,
) -> Proposed:
    """Put the engine's first open people who are not on the list yet on it, best first.

    Args:
        session: a writing transaction.
        matcher: the engine.
        vacancy_id: an open vacancy, written in skills.
        coach_id: who asks.
        now: the moment they are proposed.
        most: how many to add, at most 50.
        seen: how many were on the list when the coach asked for more. When there are others by
            now, a colleague was first and nobody is added: two who ask at once get one portion.

    Raises:
        UnknownVacancy, VacancyNotOpen, NotYetSkilled: there is nothing to propose people for.
        MatchingStopped: the administrator stopped the comparing.
        NoCoach: the account is not that of a career coach.
    """
    check_matching(session)
    shortlist = open_shortlist(session, vacancy_id=vacancy_id, coach_id=coach_id, now=now)
    if not is_skilled(session, vacancy_id=vacancy_id):
        raise NotYetSkilled(
            "Deze vacature is nog niet in vaardigheden geschreven. Doe dat eerst. "
            "Of kies zelf mensen bij “Toon iedereen”."
        )
    listed = set(session.exec(select(Entry.candidate_id).where(Entry.shortlist_id == shortlist.id)))
    if seen is not None and len(listed) != seen:
        return Proposed(shortlist, (), more=True)
    wanted = min(most, MOST)
    # One more than asked tells whether there are more.
    found = people_for(session, matcher, vacancy=vacancy_id, most=len(listed) + wanted + 1)
    fresh = [one for one in found.matches if one.candidate_id not in listed]
    added = [
        Entry(
            shortlist_id=shortlist.id,
            candidate_id=one.candidate_id,
            engine_place=one.place,
            proposed_at=now,
        )
        for one in fresh[:wanted]
    ]
    with guarded(session, Conflict("De lijst veranderde net. Ververs de pagina.")):
        session.add_all(added)
    return Proposed(shortlist, tuple(added), more=len(fresh) > wanted)


def propose_person(
    session: Session,
    matcher: Matcher | None,
    *,
    vacancy_id: int,
    candidate_id: int,
    coach_id: int,
    reason: ReviewReason | str,
    text: str = "",
    now: datetime,
) -> Entry:
    """Put somebody on a list by hand, however low the engine ranks him, and say why.

    A limit that closes the pair does not stop a coach, except one: who does not want to be seen by
    this employer must first change that himself.

    Raises:
        UnknownVacancy, VacancyNotOpen: there is no list to put anybody on.
        UnknownEntry: there is nobody with a skills card here.
        AlreadyListed: the person is on the list.
        HidesFromEmployer: the person hides from this employer.
        Invalid: "anders" without a text, or a text that is none.
        NoCoach: the account is not that of a career coach.
    """
    draft = validated(ReviewDraft, {"kind": ReviewKind.ADD, "reason": reason, "text": text})
    shortlist = open_shortlist(session, vacancy_id=vacancy_id, coach_id=coach_id, now=now)
    entry = put_on_list(session, matcher, shortlist=shortlist, candidate_id=candidate_id, now=now)
    seen = seen_by(session, matcher, entry=entry, shortlist=shortlist, now=now)
    session.add(review_of(matcher, entry, coach_id, draft, seen, None, now))
    session.flush()
    return entry


def put_on_list(
    session: Session,
    matcher: Matcher | None,
    *,
    shortlist: Shortlist,
    candidate_id: int,
    now: datetime,
) -> Entry:
    """Put somebody on a list whom the engine did not propose; nobody has decided by that.

    Raises:
        UnknownEntry: there is nobody with a skills card here.
        HidesFromEmployer: the person hides from the employer of the vacancy.
        AlreadyListed: the person is on the list.
    """
    vacancy_id = shortlist.vacancy_id
    _check_person(session, vacancy_id, candidate_id)
    places = {}
    if matcher is not None and running_stop(session) is None:
        places = places_of(session, matcher, vacancy=vacancy_id, candidates=[candidate_id])
    entry = Entry(
        shortlist_id=shortlist.id,
        candidate_id=candidate_id,
        engine_place=places.get(candidate_id, NO_PLACE),
        by_hand=True,
        proposed_at=now,
    )
    with guarded(session, AlreadyListed("Deze kandidaat staat al op de lijst.")):
        session.add(entry)
    return entry


def set_spread(session: Session, *, vacancy_id: int, spread: bool) -> Shortlist:
    """Turn spreading on or off for a list; it changes the order, never a score.

    Raises:
        NoList: the vacancy has no list yet.
    """
    shortlist = _held(session, vacancy_id)
    if shortlist is None:
        raise NoList("Er is nog geen lijst. Laat eerst mensen voorstellen.")
    shortlist.spread = spread
    session.flush()
    return shortlist


def listed_at(session: Session, *, candidate_id: int, vacancy_ids: Iterable[int]) -> set[int]:
    """Tell on the lists of which of some vacancies somebody stands."""
    rows = (
        select(Shortlist.vacancy_id)
        .join(Entry, col(Entry.shortlist_id) == col(Shortlist.id))
        .where(Entry.candidate_id == candidate_id, col(Shortlist.vacancy_id).in_(list(vacancy_ids)))
    )
    return set(session.exec(rows).all())


def listed_among(session: Session, *, vacancy_id: int, candidate_ids: Iterable[int]) -> set[int]:
    """Tell who of some people stands on the list of a vacancy."""
    rows = (
        select(Entry.candidate_id)
        .join(Shortlist, col(Shortlist.id) == col(Entry.shortlist_id))
        .where(Shortlist.vacancy_id == vacancy_id, col(Entry.candidate_id).in_(list(candidate_ids)))
    )
    return set(session.exec(rows).all())


def count_listed(session: Session, *, vacancy_id: int) -> int:
    """Count the rows of a list, those who left included: what `propose` is told was seen."""
    rows = select(func.count(col(Entry.id))).join(Shortlist)
    return session.exec(rows.where(Shortlist.vacancy_id == vacancy_id)).one()


def _check_person(session: Session, vacancy_id: int, candidate_id: int) -> None:
    hold_candidate(session, candidate_id=candidate_id)  # nobody erases him in between
    card_of(session, candidate_id=candidate_id)
    vacancy = find_vacancy(session, vacancy_id=vacancy_id)
    employer = find_employer(session, employer_id=vacancy.employer_id)
    if is_hidden_from(
        session,
        candidate_id=candidate_id,
        kvk=employer.kvk,
        trade_name=employer.trade_name,
    ):
        raise HidesFromEmployer(
            "Deze kandidaat wil niet door dit bedrijf gezien worden. "
            "Alleen de kandidaat zelf kan dat veranderen."
        )


def _held(session: Session, vacancy_id: int) -> Shortlist | None:
    mine = select(Shortlist).where(Shortlist.vacancy_id == vacancy_id).with_for_update()
    return session.exec(mine.execution_options(populate_existing=True)).first()
