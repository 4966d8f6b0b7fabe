"""Answering how it goes: each side once per check-in, or the coach who heard it on the phone.

Nothing ends by an answer: “het is gestopt” is told to the coach, and a person decides.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col

from accounts.models import Account
from accounts.outbox import post_later
from coaching.caseload import coach_of
from foundation.clock import day_here
from foundation.errors import Conflict, NotAllowed
from placements.aftercare import note_of_side
from placements.check_in_drafts import CheckInDraft, CommentDraft
from placements.check_in_letters import CheckInLetter, check_in_letter
from placements.check_in_links import OPEN_AFTER, use_link
from placements.check_ins import find_check_in, is_followed
from placements.models import CheckIn, CheckInAnswer, HandoverEvent, Outcome, Side
from placements.outbox import hand_over_later
from profiles.service import ENDED, ProfileEnded, hold_candidate

_LETTERS = {
    CheckInAnswer.HELP: CheckInLetter.COACH_HELP,
    CheckInAnswer.STOPPED: CheckInLetter.COACH_STOPPED,
}


@dataclass(frozen=True, slots=True)
class Answerer:
    """Who answers: a side itself, or the coach for either side (`side` None).

    `link_id` is the link from a mail with which somebody answers who is not logged in.
    """

    account_id: int | None
    side: Side | None
    link_id: int | None = None


class AlreadyAnswered(Conflict):
    """This check-in was answered before."""


class NotAskedAnyMore(Conflict):
    """The placement has ended or was corrected, so nothing is asked any more."""


class NotDueYet(Conflict):
    """The day of this check-in has not come."""


class TooLate(Conflict):
    """A few words go with an answer of the same day."""


class OtherSide(NotAllowed):
    """The question was for the other side."""


def answer_check_in(
    session: Session,
    *,
    outcome_id: int,
    check_in_id: int,
    draft: CheckInDraft,
    by: Answerer,
    address: str,
    now: datetime,
) -> CheckIn:
    """Write an answer down, with a few words if there are, and tell the coach what he must know.

    Raises:
        UnknownCheckIn: it is not of this outcome.
        OtherSide: it was asked of the other side.
        ProfileEnded: the person has left, so nobody is asked any more.
        AlreadyAnswered, NotAskedAnyMore, NotDueYet: there is nothing to answer now.
    """
    row = find_check_in(session, outcome_id=outcome_id, check_in_id=check_in_id)
    _check_side(row, by)
    outcome = outcome_held(session, outcome_id=outcome_id)
    row = find_check_in(session, outcome_id=outcome_id, check_in_id=check_in_id)
    check_answerable(row, outcome=outcome, now=now)
    _claim(session, row, draft.answer, by, now)
    if by.link_id is not None:
        use_link(session, link_id=by.link_id, now=now)
    if draft.text:
        note_of_side(
            session, outcome=outcome, side=row.side, text=draft.text, author_id=by.account_id,
            now=now,
        )  # fmt: skip
    hand_over_later(session, outcome=outcome, event=HandoverEvent.CHECKED_IN, now=now)
    if by.side is not None and draft.answer in _LETTERS:
        _tell_coach(session, outcome, _LETTERS[draft.answer], address, now)
    return row


def add_words(
    session: Session,
    *,
    outcome_id: int,
    check_in_id: int,
    draft: CommentDraft,
    by: Answerer,
    now: datetime,
) -> CheckIn:
    """Keep a few words of a side that has just answered a check-in.

    Raises:
        UnknownCheckIn, OtherSide, ProfileEnded: see `answer_check_in`.
        TooLate: it did not answer itself, or longer than a day ago.
    """
    row = find_check_in(session, outcome_id=outcome_id, check_in_id=check_in_id)
    _check_side(row, by)
    outcome = outcome_held(session, outcome_id=outcome_id)
    if not takes_words(row, now=now):
        raise TooLate("Je kunt er nu niets meer bij schrijven. Bel de loopbaancoach.")
    note_of_side(
        session, outcome=outcome, side=row.side, text=draft.text, author_id=by.account_id, now=now
    )
    return row


def takes_words(row: CheckIn, *, now: datetime) -> bool:
    """Tell whether a side may still write a few words with its answer."""
    if row.answered_at is None or row.by_coach:
        return False
    return now < row.answered_at + OPEN_AFTER


def check_answerable(row: CheckIn, *, outcome: Outcome, now: datetime) -> None:
    """Refuse an answer where none is wanted.

    Raises:
        AlreadyAnswered, NotAskedAnyMore, NotDueYet: so it is.
    """
    if row.answered_at is not None:
        raise AlreadyAnswered("Op deze vraag is al geantwoord. Ververs de pagina.")
    if row.cancelled_at is not None or not is_followed(outcome):
        raise NotAskedAnyMore("Dit werk is voorbij of aangepast. Antwoorden hoeft niet meer.")
    if row.due_on > day_here(now):
        raise NotDueYet("Deze vraag komt later. Wacht tot de dag die erbij staat.")


def outcome_held(session: Session, *, outcome_id: int) -> Outcome:
    """Hold the person an outcome is about, and read the outcome as it stands now.

    Raises:
        ProfileEnded: the person has left.
    """
    outcome = session.get_one(Outcome, outcome_id)
    if hold_candidate(session, candidate_id=outcome.candidate_id).state in ENDED:
        raise ProfileEnded("Deze persoon doet niet meer mee. Er is niets meer te vragen.")
    session.refresh(outcome)
    return outcome


def leading_coach(session: Session, *, outcome: Outcome) -> int:
    """Tell which coach an outcome is with: who guides the person now, else who logged it."""
    return coach_of(session, candidate_id=outcome.candidate_id) or outcome.coach_id


def _check_side(row: CheckIn, by: Answerer) -> None:
    if by.side is not None and by.side is not row.side:
        raise OtherSide("Deze vraag is voor iemand anders. Je kunt hem niet beantwoorden.")


def _claim(
    session: Session, row: CheckIn, answer: CheckInAnswer, by: Answerer, now: datetime
) -> None:
    # The condition is the guard: of two who answer at once, one is told.
    claimed = session.execute(
        update(CheckIn)
        .where(
            col(CheckIn.id) == row.id,
            col(CheckIn.answered_at).is_(None),
            col(CheckIn.cancelled_at).is_(None),
        )
        .values(answered_at=now, answer=answer, by_coach=by.side is None)
        .returning(col(CheckIn.id))
        .execution_options(synchronize_session=False)
    )
    if claimed.first() is None:
        raise AlreadyAnswered("Op deze vraag is net geantwoord. Ververs de pagina.")
    session.refresh(row)


def _tell_coach(
    session: Session, outcome: Outcome, letter: CheckInLetter, address: str, now: datetime
) -> None:
    coach = session.get(Account, leading_coach(session, outcome=outcome))
    if coach is None or coach.email is None or coach.closed_at is not None:
        return
    link = f"{address}/coach/uitkomsten/{outcome.id}"
    mail = check_in_letter(letter, coach.email, link=link, language=coach.language)
    post_later(session, mail, now=now)
