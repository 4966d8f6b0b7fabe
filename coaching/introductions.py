"""Introductions: a coach asks a candidate, and only after a yes the employer sees who it is."""

from datetime import datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from accounts.models import Role
from coaching.caseload import coach_of
from coaching.introduction_drafts import AskDraft
from coaching.introduction_mail import (
    ask_candidate_by_mail,
    ask_employer_by_mail,
    contacts_of,
    tell_coach,
)
from coaching.introduction_steps import (
    Actor,
    StepNotPossible,
    What,
    check_takes_part,
    introduction_to_change,
    move,
    note_step,
)
from coaching.letters import Letter
from coaching.models import Entry, EntryState, Introduction, IntroductionState, Shortlist
from coaching.opening import find_entry
from coaching.shortlists import VacancyNotOpen
from coaching.working_days import working_days_after
from foundation.clock import day_here
from foundation.database import guarded
from foundation.entry import validated
from foundation.errors import Conflict, NotAllowed
from profiles.service import hold_candidate
from profiles.wishes import is_hidden_from
from vacancies.employers import find_employer
from vacancies.models import Vacancy, VacancyState

# Working days to answer in: the candidate as long as the employer.
TO_ANSWER = 5


class NotApproved(Conflict):
    """Nobody approved this line of the shortlist yet, or it was set aside."""


class NotYourCandidate(NotAllowed):
    """Only the coach who guides somebody asks to introduce him."""


class AlreadyRunning(Conflict):
    """An introduction of this person for this vacancy is running."""


class NoSeatLeft(Conflict):
    """Every place at the vacancy is taken."""


class HiddenFrom(Conflict):
    """The candidate does not want to be seen by this employer."""


class EmployerNotReady(Conflict):
    """The employer was not admitted yet, or nobody is there to answer."""


class PlacedAlready(Conflict):
    """The candidate has a place."""


def ask_candidate(
    session: Session, *, entry_id: int, coach_id: int, words: str, address: str, now: datetime
) -> Introduction:
    """Ask a candidate whether he wants to be introduced; nobody else sees anything yet.

    Raises:
        UnknownEntry, NotApproved: there is no approved line on a shortlist to go by.
        NotYourCandidate: somebody else, or nobody, guides the candidate.
        NotTakingPart: the candidate is paused, has stopped or does not agree to matching.
        VacancyNotOpen, NoSeatLeft, EmployerNotReady, HiddenFrom, PlacedAlready: there is no
            place to be introduced to.
        AlreadyRunning: an introduction of this pair is running.
        Invalid: the words are empty, too long or no text.
    """
    draft = validated(AskDraft, {"entry_id": entry_id, "words": words})
    entry = find_entry(session, entry_id=entry_id)
    hold_candidate(session, candidate_id=entry.candidate_id)
    # Held until the commit: nobody sets the entry aside while it is being asked for.
    entry = find_entry(session, entry_id=entry_id, hold=True)
    vacancy = vacancy_of_entry(session, entry=entry)
    check_askable(session, entry=entry, vacancy=vacancy, coach_id=coach_id)
    row = Introduction(
        entry_id=entry.id,
        vacancy_id=vacancy.id,
        candidate_id=entry.candidate_id,
        coach_id=coach_id,
        words=draft.words,
        asked_at=now,
        due_on=working_days_after(day_here(now), TO_ANSWER),
    )
    running = AlreadyRunning(
        "Voor deze persoon loopt al een voordracht bij deze vacature. Kijk bij je voordrachten."
    )
    with guarded(session, running):
        session.add(row)
    note_step(session, row, what=What.ASKED, by=Actor(coach_id, Role.COACH), now=now)
    ask_candidate_by_mail(session, row, Letter.CANDIDATE_ASKED, address=address, now=now)
    return row


def check_askable(session: Session, *, entry: Entry, vacancy: Vacancy, coach_id: int) -> None:
    """Refuse to ask where a yes could lead nowhere; see `ask_candidate`."""
    if entry.state is not EntryState.APPROVED:
        raise NotApproved("Deze persoon is nog niet goedgekeurd voor deze vacature. Doe dat eerst.")
    if coach_of(session, candidate_id=entry.candidate_id) != coach_id:
        raise NotYourCandidate("Jij begeleidt deze persoon niet. Vraag het aan zijn of haar coach.")
    check_takes_part(session, candidate_id=entry.candidate_id)
    check_open(session, vacancy=vacancy)
    _check_employer(session, vacancy, entry.candidate_id)
    _check_unplaced(session, entry.candidate_id)


def agree(
    session: Session,
    *,
    introduction_id: int,
    presentation: str,
    by: Actor,
    seen: int | None,
    address: str,
    now: datetime,
) -> Introduction:
    """Let the employer, and nobody else, see the name and this presentation from now on.

    Raises:
        UnknownIntroduction, AnsweredMeanwhile, StepNotPossible, LinkUsed: it is not to answer.
        NotTakingPart, VacancyNotOpen, NoSeatLeft, EmployerNotReady, HiddenFrom: no place.
    """
    row = introduction_to_change(session, introduction_id=introduction_id, seen=seen)
    if row.state is not IntroductionState.ASKED:
        raise StepNotPossible("Hierop is al geantwoord. Ververs de pagina en kijk wat er nu staat.")
    check_takes_part(session, candidate_id=row.candidate_id)
    vacancy = session.get_one(Vacancy, row.vacancy_id, populate_existing=True)
    check_open(session, vacancy=vacancy)
    _check_employer(session, vacancy, row.candidate_id)
    move(
        session,
        row,
        IntroductionState.INTRODUCED,
        what=What.INTRODUCED,
        by=by,
        now=now,
        presentation=presentation,
        introduced_at=now,
        due_on=working_days_after(day_here(now), TO_ANSWER),
        reminded_at=None,
        escalated_at=None,
    )
    ask_employer_by_mail(session, row, Letter.EMPLOYER_INTRODUCED, address=address, now=now)
    ask_candidate_by_mail(session, row, Letter.CANDIDATE_INTRODUCED, address=address, now=now)
    tell_coach(session, row, Letter.COACH_NEWS, address=address, now=now)
    return row


def refuse(
    session: Session,
    *,
    introduction_id: int,
    text: str,
    by: Actor,
    seen: int | None,
    address: str,
    now: datetime,
) -> Introduction:
    """Note that a candidate does not want to be introduced; the text is for the coach.

    Raises:
        UnknownIntroduction, AnsweredMeanwhile, StepNotPossible, LinkUsed: it is not to answer.
    """
    row = introduction_to_change(session, introduction_id=introduction_id, seen=seen)
    state = IntroductionState.REFUSED
    move(session, row, state, what=What.REFUSED, by=by, now=now, text_for_coach=text)
    tell_coach(session, row, Letter.COACH_NEWS, address=address, now=now)
    return row


def vacancy_of_entry(session: Session, *, entry: Entry) -> Vacancy:
    """Find the vacancy a line of a shortlist is for, as it stands now."""
    found = select(Vacancy).join(Shortlist).where(Shortlist.id == entry.shortlist_id)
    return session.exec(found.execution_options(populate_existing=True)).one()


def free_seats(session: Session, *, vacancy: Vacancy) -> list[int]:
    """List the places at a vacancy that nobody has, from 1."""
    taken = select(Introduction.seat).where(
        Introduction.vacancy_id == vacancy.id, col(Introduction.seat).is_not(None)
    )
    gone = set(session.exec(taken))
    return [seat for seat in range(1, vacancy.places + 1) if seat not in gone]


def check_open(session: Session, *, vacancy: Vacancy) -> None:
    """Refuse a vacancy that is not open, or has no place left.

    Raises:
        VacancyNotOpen, NoSeatLeft: so it is.
    """
    if vacancy.state is not VacancyState.OPEN:
        raise VacancyNotOpen("Deze vacature is niet open. Er kan nu niemand worden voorgesteld.")
    if not free_seats(session, vacancy=vacancy):
        raise NoSeatLeft("Alle plekken bij deze vacature zijn vergeven.")


def _check_employer(session: Session, vacancy: Vacancy, candidate_id: int) -> None:
    employer = find_employer(session, employer_id=vacancy.employer_id)
    if is_hidden_from(
        session,
        candidate_id=candidate_id,
        kvk=employer.kvk,
        trade_name=employer.trade_name,
    ):
        raise HiddenFrom("Deze persoon wil niet door dit bedrijf gezien worden.")
    if employer.waiting_since is not None:
        raise EmployerNotReady("Dit bedrijf is nog niet toegelaten. Vraag het aan de beheerder.")
    if not contacts_of(session, vacancy_id=vacancy.id):
        raise EmployerNotReady(
            "Bij dit bedrijf kan niemand antwoorden. Vraag de beheerder om iemand uit te nodigen."
        )


def _check_unplaced(session: Session, candidate_id: int) -> None:
    placed = select(func.count()).where(
        Introduction.candidate_id == candidate_id, col(Introduction.seat).is_not(None)
    )
    if session.exec(placed).one():
        raise PlacedAlready("Deze persoon heeft al een plek. Rond die eerst af.")
