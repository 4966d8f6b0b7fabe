"""The reply clock: a reminder the working day before the last, then back to the coach, then an end.

The candidate and the employer each have five working days, ten after "kennismaken". When the time
is over the coach is told: five working days more, or close. It never stands still: after the second
term, or five working days in which the coach chose nothing, it closes as "geen antwoord".
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, update
from sqlmodel import Session, col, select

from accounts.audit import AuditAction, AuditReason, record
from coaching.introduction_mail import ask_again, tell_coach
from coaching.introduction_steps import (
    CLOCKED,
    PROGRAM,
    Actor,
    StepNotPossible,
    What,
    change,
    hold_candidates,
    introduction_to_change,
    note_step,
)
from coaching.introductions import TO_ANSWER
from coaching.lapsing import lapse_at_ended_vacancies, running_at_ended
from coaching.letters import Letter
from coaching.models import Introduction, IntroductionStep
from coaching.withdrawing import close_without_answer
from coaching.working_days import working_days_after
from foundation.clock import day_here
from foundation.errors import Conflict


@dataclass(frozen=True, slots=True)
class Ticked:
    """How many were reminded, went back to their coach, were closed, and lapsed."""

    reminded: int
    escalated: int
    closed: int
    lapsed: int


class TooMuchTime(Conflict):
    """There was a second term already, or the time is not over yet."""


def run_clocks(session: Session, *, address: str, now: datetime) -> Ticked:
    """Do what the clocks ask at this moment; doing it again does nothing, also not at once.

    Who claims a row with its mark is the one who mails. In the audit trail the program did it.
    """
    today = day_here(now)
    _hold_all(session, today)
    lapsed = lapse_at_ended_vacancies(session, address=address, now=now)
    closed = _close(session, today, address, now)
    escalated = _escalate(session, today, address, now)
    reminded = _remind(session, today, address, now)
    for one in closed:
        _note(session, AuditAction.INTRODUCTION_ENDED, one, now)
    for one in reminded:
        _note(session, AuditAction.REMINDED, one, now)
    return Ticked(len(reminded), len(escalated), len(closed), len(lapsed))


def give_more_time(
    session: Session,
    *,
    introduction_id: int,
    by: Actor,
    seen: int | None,
    address: str,
    now: datetime,
) -> Introduction:
    """Give whoever is to answer five working days more, once per question, after the time is over.

    Raises:
        UnknownIntroduction, AnsweredMeanwhile: it is not as it was shown.
        StepNotPossible: no clock runs.
        TooMuchTime: there was a second term already, or the first is not over yet.
    """
    row = introduction_to_change(session, introduction_id=introduction_id, seen=seen)
    if row.state not in CLOCKED:
        raise StepNotPossible("Deze voordracht wacht op niemand. Ververs de pagina.")
    if row.escalated_at is None or had_more_time(session, row):
        raise TooMuchTime("Meer tijd geven kan één keer, als de tijd voorbij is.")
    change(
        session,
        row,
        what=What.MORE_TIME,
        by=by,
        now=now,
        due_on=working_days_after(day_here(now), TO_ANSWER),
        reminded_at=None,
        escalated_at=None,
    )
    letters = Letter.CANDIDATE_ASKED, Letter.EMPLOYER_MORE_TIME
    ask_again(session, row, letters, address=address, now=now)
    return row


def had_more_time(session: Session, row: Introduction) -> bool:
    """Tell whether whoever is to answer now has had a second term."""
    given = select(IntroductionStep.id).where(
        IntroductionStep.introduction_id == row.id,
        IntroductionStep.state == row.state,
        IntroductionStep.what == What.MORE_TIME.value,
    )
    return session.exec(given).first() is not None


def _remind(session: Session, today: date, address: str, now: datetime) -> list[int]:
    soon = col(Introduction.due_on).between(today, working_days_after(today, 1))
    found = []
    for one in _due(session, soon, col(Introduction.reminded_at)):
        row = _claim(session, one, What.REMINDED, now, col(Introduction.reminded_at))
        if row is not None:
            letters = Letter.CANDIDATE_REMINDED, Letter.EMPLOYER_REMINDED
            ask_again(session, row, letters, address=address, now=now)
            found.append(row.candidate_id)
    return found


def _escalate(session: Session, today: date, address: str, now: datetime) -> list[int]:
    found = []
    for one in _due(session, col(Introduction.due_on) < today, col(Introduction.escalated_at)):
        row = _claim(session, one, What.ESCALATED, now, col(Introduction.escalated_at))
        if row is not None:
            letters = Letter.CANDIDATE_LATE, Letter.EMPLOYER_LATE
            ask_again(session, row, letters, address=address, now=now)
            tell_coach(session, row, Letter.COACH_LATE, address=address, now=now)
            found.append(row.candidate_id)
    return found


def _due(session: Session, when: ColumnElement[bool], mark: Any) -> list[int]:
    waiting = select(Introduction.id).where(
        when, mark.is_(None), col(Introduction.state).in_(CLOCKED)
    )
    return list(
        session.exec(waiting.order_by(col(Introduction.candidate_id), col(Introduction.id)))
    )


def _claim(
    session: Session, introduction_id: int, what: What, now: datetime, mark: Any
) -> Introduction | None:
    """Mark a row as done; None when another process was first, or it was answered meanwhile."""
    row = introduction_to_change(session, introduction_id=introduction_id, seen=None)
    claimed = session.execute(
        update(Introduction)
        .where(
            col(Introduction.id) == row.id,
            col(Introduction.state) == row.state,
            col(Introduction.due_on) == row.due_on,
            mark.is_(None),
        )
        .values({mark.key: now})
        .returning(col(Introduction.id))
        .execution_options(synchronize_session=False)
    )
    if row.state not in CLOCKED or claimed.first() is None:
        return None
    session.refresh(row)
    note_step(session, row, what=what, by=PROGRAM, now=now)
    return row


def _hold_all(session: Session, today: date) -> None:
    """Hold everybody whose clock may ask something, in one order, before anything is changed."""
    near = select(Introduction.candidate_id).where(
        col(Introduction.due_on) <= working_days_after(today, 1),
        col(Introduction.state).in_(CLOCKED),
    )
    hold_candidates(session, candidate_ids=[*session.exec(near), *running_at_ended(session)])


def _close(session: Session, today: date, address: str, now: datetime) -> list[int]:
    """End what is over: after the second term, or the time in which the coach could choose."""
    late = select(Introduction).where(
        col(Introduction.due_on) < today, col(Introduction.state).in_(CLOCKED)
    )
    rows = session.exec(late.order_by(col(Introduction.candidate_id), col(Introduction.id))).all()
    over = [row.id for row in rows if _is_over(session, row, today)]
    return [
        close_without_answer(
            session,
            introduction_id=one,
            by=PROGRAM,
            what=What.RAN_OUT,
            seen=None,
            address=address,
            now=now,
        ).candidate_id
        for one in over
    ]


def _is_over(session: Session, row: Introduction, today: date) -> bool:
    if row.escalated_at is None:
        return had_more_time(session, row)
    return today > working_days_after(day_here(row.escalated_at), TO_ANSWER)


def _note(session: Session, action: AuditAction, candidate_id: int, now: datetime) -> None:
    record(
        session,
        actor_id=None,
        actor_role=None,
        action=action,
        candidate_id=candidate_id,
        reason=AuditReason.INTRODUCING,
        now=now,
    )
