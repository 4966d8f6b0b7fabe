"""Introductions that end because something around them ended: the vacancy, or the taking part."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from accounts.audit import AuditAction, AuditReason, record
from coaching.introduction_mail import tell_candidate, tell_coach, tell_employer_it_stopped
from coaching.introduction_steps import (
    CLOCKED,
    PROGRAM,
    What,
    hold_candidates,
    introduction_to_change,
    move,
)
from coaching.letters import Letter
from coaching.models import Introduction, IntroductionState
from foundation.database import batches
from profiles.models import Candidate, CandidateState, Consent, Purpose
from vacancies.models import Vacancy, VacancyState
from vacancies.service import close_vacancy, fill_vacancy


def end_vacancy(
    session: Session, *, vacancy_id: int, filled: bool, address: str, now: datetime
) -> Vacancy:
    """Fill or close a vacancy, and end what still runs there; everybody it concerns gets a mail.

    Raises:
        UnknownVacancy, VacancyStepNotPossible: it is not there, or has ended already.
    """
    end = fill_vacancy if filled else close_vacancy
    vacancy = end(session, vacancy_id=vacancy_id)
    lapse_introductions(session, vacancy_id=vacancy_id, address=address, now=now)
    return vacancy


def lapse_introductions(
    session: Session, *, vacancy_id: int, address: str, now: datetime
) -> list[int]:
    """End what still runs at a vacancy that was filled or closed; gives whose they were.

    Call it in the transaction that ends the vacancy, after `fill_vacancy` or `close_vacancy`.
    """
    hold_candidates(session, candidate_ids=running_at(session, vacancy_id=vacancy_id))
    ids = _running(session, col(Introduction.vacancy_id) == vacancy_id)
    return _recorded(session, [_lapse(session, one, address, now) for one in ids], now)


def lapse_at_ended_vacancies(session: Session, *, address: str, now: datetime) -> list[int]:
    """End what runs at any vacancy that is not open; what `lapse_introductions` was not told of."""
    ids = _running(session, _at_ended())
    return _recorded(session, [_lapse(session, one, address, now) for one in ids], now)


def running_at(session: Session, *, vacancy_id: int) -> list[int]:
    """List whose introductions run at a vacancy."""
    return _whose(session, col(Introduction.vacancy_id) == vacancy_id)


def running_at_ended(session: Session) -> list[int]:
    """List whose introductions run at a vacancy that is not open."""
    return _whose(session, _at_ended())


def close_of_who_left(
    session: Session, *, candidate_ids: Iterable[int], address: str, now: datetime
) -> list[int]:
    """End what runs for those who no longer take part, in the transaction in which they stop.

    Paused, stopped, erased, or no consent for matching. Who was accepted keeps the place: pausing a
    profile because one has work takes no work away.

    Returns:
        Whose introductions ended, each once.
    """
    closed = set()
    for batch in batches(sorted(set(candidate_ids))):
        gone = col(Introduction.candidate_id).in_(batch) & col(Introduction.candidate_id).not_in(
            select(Candidate.id).where(
                Candidate.state == CandidateState.ACTIVE,
                select(Consent.id)
                .where(
                    Consent.candidate_id == Candidate.id,
                    Consent.purpose == Purpose.MATCHING,
                    col(Consent.withdrawn_at).is_(None),
                )
                .exists(),
            )
        )
        for one in _running(session, gone):
            closed.add(_left(session, one, address, now))
    return _recorded(session, sorted(closed), now)


def _recorded(session: Session, candidate_ids: list[int], now: datetime) -> list[int]:
    """Note in the audit trail, after all the changes, that the program ended these."""
    for one in candidate_ids:
        record(
            session,
            actor_id=None,
            actor_role=None,
            action=AuditAction.INTRODUCTION_ENDED,
            candidate_id=one,
            reason=AuditReason.INTRODUCING,
            now=now,
        )
    return candidate_ids


def _at_ended() -> ColumnElement[bool]:
    ended = select(Vacancy.id).where(col(Vacancy.state) != VacancyState.OPEN)
    return col(Introduction.vacancy_id).in_(ended)


def _running(session: Session, condition: ColumnElement[bool]) -> list[int]:
    # In the order of the candidates, who are held one after the other.
    found = select(Introduction.id).where(condition, col(Introduction.state).in_(CLOCKED))
    return list(session.exec(found.order_by(col(Introduction.candidate_id), col(Introduction.id))))


def _whose(session: Session, condition: ColumnElement[bool]) -> list[int]:
    running = col(Introduction.state).in_(CLOCKED)
    return list(session.exec(select(Introduction.candidate_id).where(condition, running)))


def _lapse(session: Session, introduction_id: int, address: str, now: datetime) -> int:
    row = introduction_to_change(session, introduction_id=introduction_id, seen=None)
    if row.state in CLOCKED:
        move(session, row, IntroductionState.LAPSED, what=What.LAPSED, by=PROGRAM, now=now)
        tell_candidate(session, row, Letter.CANDIDATE_NEWS, address=address, now=now)
        tell_employer_it_stopped(session, row, address=address, now=now)
        tell_coach(session, row, Letter.COACH_NEWS, address=address, now=now)
    return row.candidate_id


def _left(session: Session, introduction_id: int, address: str, now: datetime) -> int:
    row = introduction_to_change(session, introduction_id=introduction_id, seen=None)
    if row.state in CLOCKED:
        move(session, row, IntroductionState.WITHDRAWN, what=What.LEFT, by=PROGRAM, now=now)
        tell_employer_it_stopped(session, row, address=address, now=now)
        tell_coach(session, row, Letter.COACH_NEWS, address=address, now=now)
    return row.candidate_id
