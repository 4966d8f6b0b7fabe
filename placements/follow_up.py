"""How an outcome goes on, as each side may read it: the check-ins, the notes, and what can be done.

The employer reads what the employer said; the person reads everything; so does the coach.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlmodel import Session

from accounts.models import Role
from coaching.cards import cards_of
from coaching.introduction_steps import OPENED
from coaching.introduction_words import Reader
from coaching.models import Introduction
from foundation.clock import day_here
from placements.aftercare import ReadAftercare, aftercare_of
from placements.asking import is_to_call
from placements.check_ins import check_ins_of, is_followed
from placements.models import CheckIn, CheckInAnswer, Outcome, OutcomeState, Side
from placements.satisfaction import Told, is_asked, satisfaction_of
from profiles.models import Candidate
from profiles.service import ENDED
from vacancies.models import Employer

SIDES = {Reader.CANDIDATE: Side.CANDIDATE, Reader.EMPLOYER: Side.EMPLOYER}
READERS = {
    Role.CANDIDATE: Reader.CANDIDATE,
    Role.EMPLOYER: Reader.EMPLOYER,
    Role.COACH: Reader.COACH,
}


class Standing(StrEnum):
    """Where a check-in stands; the value is the word on the page."""

    LATER = "komt nog"
    OPEN = "wacht op antwoord"
    TO_CALL = "bel even"
    ANSWERED = "beantwoord"
    NOT_NEEDED = "niet meer nodig"


@dataclass(frozen=True, slots=True)
class CheckInLine:
    """One check-in; `can_answer` tells whether the reader may answer it now."""

    id: int
    week: int
    side: Side
    due_on: date
    standing: Standing
    answer: CheckInAnswer | None
    answered_on: date | None
    by_coach: bool
    can_answer: bool


@dataclass(frozen=True, slots=True)
class FollowUp:
    """How an outcome goes on, for one reader.

    `asks_satisfaction` tells whether the three questions can be put to the reader now.
    """

    outcome_id: int
    reader: Reader
    lines: tuple[CheckInLine, ...]
    notes: tuple[ReadAftercare, ...]
    told: tuple[Told, ...]
    asks_satisfaction: bool
    can_note: bool

    @property
    def side(self) -> Side | None:
        """As which side the reader answers; None is the coach, who answers for both."""
        return SIDES.get(self.reader)

    @property
    def to_answer(self) -> tuple[CheckInLine, ...]:
        """List what the reader can answer now."""
        return tuple(one for one in self.lines if one.can_answer)


def follow_up_of(session: Session, *, outcome_id: int, reader: Reader, now: datetime) -> FollowUp:
    """Put together how an outcome goes on, as far as the reader may know."""
    outcome = session.get_one(Outcome, outcome_id, populate_existing=True)
    there = session.get_one(Candidate, outcome.candidate_id).state not in ENDED
    own = SIDES.get(reader)
    only = Side.EMPLOYER if reader is Reader.EMPLOYER else None
    today = day_here(now)
    rows = check_ins_of(session, outcome_id=outcome_id)
    return FollowUp(
        outcome_id=outcome_id,
        reader=reader,
        lines=tuple(
            _line(row, own, today, is_open=there and is_followed(outcome))
            for row in rows
            if only is None or row.side is only
        ),
        notes=_notes(session, outcome_id, reader, there),
        told=_told(session, outcome_id, own),
        asks_satisfaction=there and own is not None and _asks(session, outcome_id, own),
        can_note=there and reader is Reader.COACH and outcome.state is not OutcomeState.CORRECTED,
    )


def _line(row: CheckIn, own: Side | None, today: date, *, is_open: bool) -> CheckInLine:
    standing = _standing(row, today, is_open=is_open)
    waits = standing in (Standing.OPEN, Standing.TO_CALL)
    # Only the coach calls; to whoever is asked it is a question that is still open.
    if standing is Standing.TO_CALL and own is not None:
        standing = Standing.OPEN
    return CheckInLine(
        id=row.id,
        week=row.week,
        side=row.side,
        due_on=row.due_on,
        standing=standing,
        answer=row.answer,
        answered_on=day_here(row.answered_at) if row.answered_at else None,
        by_coach=row.by_coach,
        can_answer=waits and own in (None, row.side),
    )


def _standing(row: CheckIn, today: date, *, is_open: bool) -> Standing:
    if row.answered_at is not None:
        return Standing.ANSWERED
    if row.cancelled_at is not None or not is_open:
        return Standing.NOT_NEEDED
    if row.due_on > today:
        return Standing.LATER
    return Standing.TO_CALL if is_to_call(row, today=today) else Standing.OPEN


def _notes(
    session: Session, outcome_id: int, reader: Reader, there: bool
) -> tuple[ReadAftercare, ...]:
    if not there and reader is not Reader.CANDIDATE:
        return ()
    only = Side.EMPLOYER if reader is Reader.EMPLOYER else None
    return tuple(aftercare_of(session, outcome_id=outcome_id, side=only))


def _told(session: Session, outcome_id: int, own: Side | None) -> tuple[Told, ...]:
    """Give each side its own answers; the coach only reads them counted, so that all dare tell."""
    if own is None:
        return ()
    told = satisfaction_of(session, outcome_id=outcome_id, side=own)
    return () if told is None else (told,)


def _asks(session: Session, outcome_id: int, own: Side) -> bool:
    if satisfaction_of(session, outcome_id=outcome_id, side=own) is not None:
        return False
    return is_asked(session, outcome_id=outcome_id, side=own)


def line_of(session: Session, *, row: CheckIn, reader: Reader, now: datetime) -> CheckInLine | None:
    """Tell how one check-in stands for one reader; None when it is not for that reader to see."""
    found = follow_up_of(session, outcome_id=row.outcome_id, reader=reader, now=now).lines
    return next((one for one in found if one.id == row.id), None)


def company_of(session: Session, *, outcome: Outcome) -> str:
    """Tell where somebody works; empty when it is not at an employer we know."""
    employer = None if outcome.employer_id is None else session.get(Employer, outcome.employer_id)
    return employer.trade_name if employer else ""


def name_for_employer(session: Session, *, outcome: Outcome) -> str:
    """Tell the employer who it is about; empty when the employer may not read the name now.

    The name was shown through an introduction, and only as long as that stands.
    """
    introduction = (
        None
        if outcome.introduction_id is None
        else session.get(Introduction, outcome.introduction_id)
    )
    if introduction is None or introduction.state not in OPENED:
        return ""
    if outcome.candidate_id not in cards_of(session, candidate_ids=[outcome.candidate_id]):
        return ""
    return session.get_one(Candidate, outcome.candidate_id).name
