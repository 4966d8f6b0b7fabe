"""Ending an introduction by hand: a candidate or a coach stops it, or a coach gives up waiting."""

from datetime import datetime

from sqlmodel import Session

from accounts.models import Role
from coaching.introduction_mail import tell_candidate, tell_coach, tell_employer_it_stopped
from coaching.introduction_steps import Actor, What, introduction_to_change, move
from coaching.letters import Letter
from coaching.models import Introduction, IntroductionState


def withdraw_introduction(
    session: Session,
    *,
    introduction_id: int,
    by: Actor,
    seen: int | None,
    address: str,
    now: datetime,
) -> Introduction:
    """Stop an introduction at once, as its candidate or coach; the name closes with it.

    Raises:
        UnknownIntroduction, AnsweredMeanwhile, LinkUsed: it is not as it was shown.
        StepNotPossible: it is over already.
    """
    row = introduction_to_change(session, introduction_id=introduction_id, seen=seen)
    move(session, row, IntroductionState.WITHDRAWN, what=What.WITHDRAWN, by=by, now=now)
    tell_employer_it_stopped(session, row, address=address, now=now)
    if by.role is Role.CANDIDATE:
        tell_coach(session, row, Letter.COACH_NEWS, address=address, now=now)
    else:
        tell_candidate(session, row, Letter.CANDIDATE_NEWS, address=address, now=now)
    return row


def close_without_answer(
    session: Session,
    *,
    introduction_id: int,
    by: Actor,
    what: What,
    seen: int | None,
    address: str,
    now: datetime,
) -> Introduction:
    """End an introduction to which no answer came.

    Raises:
        UnknownIntroduction, AnsweredMeanwhile, StepNotPossible: there is none to end.
    """
    row = introduction_to_change(session, introduction_id=introduction_id, seen=seen)
    move(session, row, IntroductionState.NO_ANSWER, what=what, by=by, now=now)
    tell_candidate(session, row, Letter.CANDIDATE_NEWS, address=address, now=now)
    tell_employer_it_stopped(session, row, address=address, now=now)
    if by.role is None:
        tell_coach(session, row, Letter.COACH_NEWS, address=address, now=now)
    return row
