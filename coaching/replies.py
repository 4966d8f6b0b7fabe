"""What an employer answers to an introduction: meet, accept (see seats.py) or decline."""

from datetime import datetime

from sqlmodel import Session

from coaching.introduction_drafts import EmployerAnswer, EmployerAnswerDraft
from coaching.introduction_mail import (
    ask_candidate_by_mail,
    ask_employer_by_mail,
    tell_candidate,
    tell_coach,
)
from coaching.introduction_steps import (
    Actor,
    What,
    check_takes_part,
    introduction_to_change,
    move,
)
from coaching.introductions import check_open
from coaching.letters import Letter
from coaching.models import Introduction, IntroductionState
from coaching.seats import accept
from coaching.working_days import working_days_after
from foundation.clock import day_here
from vacancies.models import Vacancy

# Working days to make an appointment, meet and decide.
TO_MEET = 10


def answer_as_employer(
    session: Session,
    *,
    introduction_id: int,
    draft: EmployerAnswerDraft,
    by: Actor,
    seen: int | None,
    address: str,
    now: datetime,
) -> Introduction:
    """Do what an employer answers, once.

    Raises:
        UnknownIntroduction, AnsweredMeanwhile, StepNotPossible, LinkUsed: it is not to answer.
        NotTakingPart, VacancyNotOpen, NoSeatLeft, PlacedElsewhere: a yes leads nowhere any more.
    """
    if draft.answer is EmployerAnswer.ACCEPT:
        return accept(
            session,
            introduction_id=introduction_id,
            draft=draft,
            by=by,
            seen=seen,
            address=address,
            now=now,
        )
    row = introduction_to_change(session, introduction_id=introduction_id, seen=seen)
    if draft.answer is EmployerAnswer.MEET:
        _meet(session, row, draft, by, address, now)
    else:
        _decline(session, row, draft, by, address, now)
    tell_coach(session, row, Letter.COACH_NEWS, address=address, now=now)
    return row


def _meet(
    session: Session,
    row: Introduction,
    draft: EmployerAnswerDraft,
    by: Actor,
    address: str,
    now: datetime,
) -> None:
    check_takes_part(session, candidate_id=row.candidate_id)
    check_open(session, vacancy=session.get_one(Vacancy, row.vacancy_id, populate_existing=True))
    move(
        session,
        row,
        IntroductionState.MEETING,
        what=What.MEETING,
        by=by,
        now=now,
        due_on=working_days_after(day_here(now), TO_MEET),
        reminded_at=None,
        escalated_at=None,
        **texts_of(draft),
    )
    ask_employer_by_mail(session, row, Letter.EMPLOYER_MEETING, address=address, now=now)
    ask_candidate_by_mail(session, row, Letter.CANDIDATE_MEETING, address=address, now=now)


def _decline(
    session: Session,
    row: Introduction,
    draft: EmployerAnswerDraft,
    by: Actor,
    address: str,
    now: datetime,
) -> None:
    move(
        session,
        row,
        IntroductionState.DECLINED,
        what=What.DECLINED,
        by=by,
        now=now,
        decline_reason=draft.reason,
        **texts_of(draft),
    )
    tell_candidate(session, row, Letter.CANDIDATE_NEWS, address=address, now=now)


def texts_of(draft: EmployerAnswerDraft) -> dict[str, str]:
    """Give the texts that were typed; an empty one leaves what was said before."""
    typed = {
        "text_for_coach": draft.text_for_coach,
        "text_for_candidate": draft.text_for_candidate,
    }
    return {name: text for name, text in typed.items() if text}
