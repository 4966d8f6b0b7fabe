"""Places at a vacancy: an accepted person takes one, a place goes to one person, a person has one.

The guards are two unique indexes: (vacancy, seat), and the candidate where there is a seat. The
counter of the vacancies is locked first, so those who accept at once come one after the other and
are told what happened before them; the indexes hold also where somebody would forget that.
"""

from datetime import datetime

from sqlmodel import Session, col, select

from coaching.introduction_drafts import EmployerAnswerDraft
from coaching.introduction_mail import tell_candidate, tell_coach
from coaching.introduction_steps import (
    Actor,
    What,
    check_takes_part,
    find_introduction,
    hold_candidates,
    introduction_to_change,
    move,
)
from coaching.introductions import check_open, free_seats
from coaching.lapsing import end_vacancy, running_at
from coaching.letters import Letter
from coaching.models import Introduction, IntroductionState
from foundation.database import guarded
from foundation.errors import Conflict
from vacancies.models import Vacancy
from vacancies.service import vacancy_to_change


class PlacedElsewhere(Conflict):
    """The candidate has a place already, here or at another vacancy."""


def accept(
    session: Session,
    *,
    introduction_id: int,
    draft: EmployerAnswerDraft,
    by: Actor,
    seen: int | None,
    address: str,
    now: datetime,
) -> Introduction:
    """Give a candidate the first free place; with the last place the vacancy is filled.

    Raises:
        UnknownIntroduction, AnsweredMeanwhile, StepNotPossible, LinkUsed: it is not to answer.
        NotTakingPart, VacancyNotOpen, NoSeatLeft, PlacedElsewhere: there is no place to give.
    """
    found = find_introduction(session, introduction_id=introduction_id)
    vacancy_id = found.vacancy_id
    vacancy = vacancy_to_change(session, vacancy_id=vacancy_id, ended=True)
    others = running_at(session, vacancy_id=vacancy_id)
    hold_candidates(session, candidate_ids=[found.candidate_id, *others])
    row = introduction_to_change(session, introduction_id=introduction_id, seen=seen)
    check_takes_part(session, candidate_id=row.candidate_id)
    check_open(session, vacancy=vacancy)
    _check_unplaced(session, row)
    _take(session, row, vacancy, draft, by, now)
    if not free_seats(session, vacancy=vacancy):
        end_vacancy(session, vacancy_id=vacancy_id, filled=True, address=address, now=now)
    tell_candidate(session, row, Letter.CANDIDATE_NEWS, address=address, now=now)
    tell_coach(session, row, Letter.COACH_NEWS, address=address, now=now)
    return row


def _take(
    session: Session,
    row: Introduction,
    vacancy: Vacancy,
    draft: EmployerAnswerDraft,
    by: Actor,
    now: datetime,
) -> None:
    seat = free_seats(session, vacancy=vacancy)[0]
    typed = {
        "text_for_coach": draft.text_for_coach or row.text_for_coach,
        "text_for_candidate": draft.text_for_candidate or row.text_for_candidate,
    }
    with guarded(session, _placed()):
        move(
            session,
            row,
            IntroductionState.ACCEPTED,
            what=What.ACCEPTED,
            by=by,
            now=now,
            seat=seat,
            due_on=None,
            **typed,
        )


def _check_unplaced(session: Session, row: Introduction) -> None:
    placed = select(Introduction.id).where(
        Introduction.candidate_id == row.candidate_id,
        col(Introduction.seat).is_not(None),
        Introduction.id != row.id,
    )
    if session.exec(placed).first() is not None:
        raise _placed()


def _placed() -> PlacedElsewhere:
    return PlacedElsewhere("Deze persoon heeft intussen al een plek. Bel de loopbaancoach.")
