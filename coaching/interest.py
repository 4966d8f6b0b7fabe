"""An employer asks to meet somebody whose card it saw: a proposal to coaches, and nothing more.

The person stands on the list of the vacancy as somebody put there by hand. A coach decides, and the
person is asked, before the employer reads a name.
"""

from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from accounts.audit import AuditAction, AuditReason, record
from accounts.models import Account, Role
from coaching.card_names import card_name
from coaching.cards import cards_of
from coaching.caseload import coach_of
from coaching.listing import NO_PLACE
from coaching.models import Entry
from coaching.pool_search import check_member, hides_from
from coaching.pool_views import Searcher, hold_employer, seen_lately
from coaching.shortlists import listed_at, open_shortlist
from foundation.clock import day_here
from foundation.database import guarded
from foundation.errors import Conflict, NotFound
from matching.people import places_of
from matching.service import Matcher
from profiles.models import Purpose
from profiles.service import hold_candidate
from vacancies.service import UnknownVacancy, find_vacancy

# How long after a card was seen its employer may ask to meet.
ASKED_WITHIN = timedelta(days=30)


class CardGone(NotFound):
    """This employer did not see such a card lately, or the person can no longer be found."""


class NobodyToAsk(Conflict):
    """There is no coach yet who could look at it."""


def wish_to_meet(
    session: Session,
    matcher: Matcher,
    *,
    searcher: Searcher,
    name: str,
    vacancy_id: int,
    now: datetime,
) -> bool:
    """Put somebody on the list of a vacancy, as a proposal for a coach to look at.

    Returns:
        False when the person stood there already.

    Raises:
        NotAMember: the employer is not a member today.
        UnknownVacancy, VacancyNotOpen: it is not an open vacancy of this employer.
        CardGone: there is no such card any more.
        NobodyToAsk: there is no coach.
    """
    employer = hold_employer(session, employer_id=searcher.employer_id)
    check_member(employer, now)
    if find_vacancy(session, vacancy_id=vacancy_id).employer_id != searcher.employer_id:
        raise UnknownVacancy("Deze vacature is er niet. Kies een eigen vacature.")
    one = _seen(session, searcher, name, now)
    hold_candidate(session, candidate_id=one)  # nobody erases the person in between
    shown = cards_of(session, candidate_ids=[one], purpose=Purpose.POOL_SEARCH)
    matched = cards_of(session, candidate_ids=[one])
    if one not in shown or one not in matched or hides_from(session, employer, one):
        raise _gone()
    if vacancy_id in listed_at(session, candidate_id=one, vacancy_ids=[vacancy_id]):
        return False
    coach = coach_of(session, candidate_id=one) or _any_coach(session)
    shortlist = open_shortlist(session, vacancy_id=vacancy_id, coach_id=coach, now=now)
    places = places_of(session, matcher, vacancy=vacancy_id, candidates=[one])
    entry = Entry(
        shortlist_id=shortlist.id,
        candidate_id=one,
        engine_place=places.get(one, NO_PLACE),
        by_hand=True,
        proposed_at=now,
    )
    with guarded(session, Conflict("Dit verzoek is er al. Ververs de pagina.")):
        session.add(entry)
    record(
        session,
        actor_id=searcher.account_id,
        actor_role=Role.EMPLOYER,
        action=AuditAction.PROPOSED,
        candidate_id=one,
        reason=AuditReason.POOL_SEARCH,
        now=now,
    )
    return True


def _seen(session: Session, searcher: Searcher, name: str, now: datetime) -> int:
    since = day_here(now - ASKED_WITHIN)
    seen = seen_lately(session, employer_id=searcher.employer_id, since=since)
    named = [
        one
        for one in seen
        if card_name(searcher.key, employer_id=searcher.employer_id, candidate_id=one) == name
    ]
    if len(named) != 1:
        raise _gone()
    return named[0]


def _any_coach(session: Session) -> int:
    """Give the coach who has been here longest, for somebody whom nobody guides yet."""
    coaches = select(Account.id).where(Account.role == Role.COACH, col(Account.closed_at).is_(None))
    found = session.exec(coaches.order_by(col(Account.id))).first()
    if found is None:
        raise NobodyToAsk("Er is nog geen loopbaancoach die dit kan doen. Probeer het later.")
    return found


def _gone() -> CardGone:
    return CardGone("Deze kaart is er niet meer. Zoek opnieuw.")
