"""The skills card comes first: a coach opens it, and only then are there numbers to see."""

from datetime import datetime

from sqlmodel import Session

from coaching.cards import Card, cards_of
from coaching.caseload import check_coach
from coaching.models import CardOpening, Entry, Shortlist
from coaching.stopping import check_matching
from foundation.errors import NotFound
from matching.service import Match, Matcher, match_pair


class UnknownEntry(NotFound):
    """There is no such entry, or the person takes part no longer."""


class CardNotOpened(NotFound):
    """This coach has not opened the skills card yet, so there are no numbers for him."""


class NotRanked(NotFound):
    """The vacancy is "nog niet verskild", so there are no numbers."""


def find_entry(
    session: Session, *, entry_id: int, vacancy_id: int | None = None, hold: bool = False
) -> Entry:
    """Find an entry as it now is; with `hold` nobody else changes it until the commit.

    Raises:
        UnknownEntry: there is none with this number, or it is on the list of another vacancy.
    """
    row = session.get(Entry, entry_id, populate_existing=True, with_for_update=hold or None)
    if row is None or (vacancy_id is not None and vacancy_of(session, row) != vacancy_id):
        raise _unknown()
    return row


def vacancy_of(session: Session, entry: Entry) -> int:
    """Tell the vacancy whose list an entry is on."""
    return session.get_one(Shortlist, entry.shortlist_id).vacancy_id


def card_of(session: Session, *, candidate_id: int) -> Card:
    """Read the skills card of somebody as it now is.

    Raises:
        UnknownEntry: there is no card: he stopped, paused, or took his consent back.
    """
    card = cards_of(session, candidate_ids=[candidate_id]).get(candidate_id)
    if card is None:
        raise _unknown()
    return card


def open_card(session: Session, *, entry_id: int, coach_id: int, now: datetime) -> Card:
    """Open the skills card of an entry; the first moment is kept, opening again changes nothing.

    Raises:
        UnknownEntry: there is no such entry, or the person takes part no longer.
        NoCoach: the account is not that of a career coach.
    """
    check_coach(session, coach_id=coach_id)
    entry = find_entry(session, entry_id=entry_id, hold=True)
    card = card_of(session, candidate_id=entry.candidate_id)
    if opening_of(session, entry_id=entry_id, coach_id=coach_id) is None:
        session.add(CardOpening(entry_id=entry_id, coach_id=coach_id, opened_at=now))
        session.flush()
    return card


def opening_of(session: Session, *, entry_id: int, coach_id: int) -> CardOpening | None:
    """Find when this coach first opened a card; None is not yet."""
    return session.get(CardOpening, (entry_id, coach_id), populate_existing=True)


def check_opened(session: Session, *, entry_id: int, coach_id: int) -> CardOpening:
    """Refuse when this coach has not opened the card.

    Raises:
        CardNotOpened: he has not.
    """
    opened = opening_of(session, entry_id=entry_id, coach_id=coach_id)
    if opened is None:
        raise CardNotOpened("Open eerst de kaart. Daarna zie je hoe het past.")
    return opened


def numbers_of(session: Session, matcher: Matcher | None, *, entry_id: int, coach_id: int) -> Match:
    """Give the numbers of an entry to a coach who has opened its card; `place` is 0.

    Raises:
        UnknownEntry: there is no such entry, or the person takes part no longer.
        CardNotOpened: he has not opened it.
        NotRanked: the vacancy is "nog niet verskild".
        MatchingStopped: the administrator stopped the comparing.
    """
    entry = find_entry(session, entry_id=entry_id)
    card_of(session, candidate_id=entry.candidate_id)
    check_opened(session, entry_id=entry_id, coach_id=coach_id)
    check_matching(session)
    if matcher is None:
        raise ValueError("without a stop there is a matcher")
    vacancy = vacancy_of(session, entry)
    match = match_pair(session, matcher, candidate=entry.candidate_id, vacancy=vacancy)
    if not match.explanation.most:
        raise NotRanked("Deze vacature is nog niet in vaardigheden geschreven. Doe dat eerst.")
    return match


def _unknown() -> UnknownEntry:
    return UnknownEntry("Deze kandidaat staat niet (meer) op deze lijst. Ververs de pagina.")
