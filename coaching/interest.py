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
from coaching.opening import UnknownEntry
from coaching.pool_search import check_member
from coaching.pool_views import Searcher, hold_employer, seen_lately
from coaching.shortlists import HidesFromEmployer, listed_at, open_shortlist, put_on_list
from foundation.clock import day_here
from foundation.errors import Conflict, NotFound
from matching.service import Matcher
from profiles.models import Purpose
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
    check_member(hold_employer(session, employer_id=searcher.employer_id), now)
    if find_vacancy(session, vacancy_id=vacancy_id).employer_id != searcher.employer_id:
        raise UnknownVacancy("Deze vacature is er niet. Kies een eigen vacature.")
    one = _seen(session, searcher, name, now)
    if one not in cards_of(session, candidate_ids=[one], purpose=Purpose.POOL_SEARCH):
        raise _gone()
    if vacancy_id in listed_at(session, candidate_id=one, vacancy_ids=[vacancy_id]):
        return False
    coach = coach_of(session, candidate_id=one) or _any_coach(session)
    shortlist = open_shortlist(session, vacancy_id=vacancy_id, coach_id=coach, now=now)
    try:
        put_on_list(session, matcher, shortlist=shortlist, candidate_id=one, now=now)
    except (UnknownEntry, HidesFromEmployer) as error:  # why is not for the employer to know
        raise _gone() from error
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
