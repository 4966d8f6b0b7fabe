"""How it went with one person: the shortlists, the decisions on them and the introductions."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from coaching.models import (
    DeclineReason,
    Entry,
    EntryState,
    Introduction,
    IntroductionState,
    Review,
    ReviewKind,
    ReviewReason,
    Shortlist,
)
from vacancies.models import Employer, Vacancy


@dataclass(frozen=True, slots=True)
class OnShortlist:
    """Somebody stood on the shortlist of a vacancy."""

    title: str
    employer: str
    state: EntryState
    proposed_at: datetime


@dataclass(frozen=True, slots=True)
class Introduced:
    """Somebody was asked for, or introduced to, a vacancy."""

    introduction_id: int
    title: str
    employer: str
    state: IntroductionState
    asked_at: datetime
    due_on: date | None
    ended_at: datetime | None
    decline_reason: DeclineReason | None
    text_for_coach: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What a coach decided about somebody for a vacancy; who decided is left out.

    `engine_place` is the place the engine gave, `place` the one the coach saw.
    """

    title: str
    employer: str
    kind: ReviewKind
    reason: ReviewReason
    text: str
    at: datetime
    engine_place: int
    place: int


def shortlists_of(session: Session, *, candidate_id: int) -> list[OnShortlist]:
    """List the shortlists somebody stands or stood on, the newest first."""
    stood = (
        select(Entry, Vacancy.title, Employer.trade_name)
        .join(Shortlist, col(Shortlist.id) == col(Entry.shortlist_id))
        .join(Vacancy, col(Vacancy.id) == col(Shortlist.vacancy_id))
        .join(Employer, col(Employer.id) == col(Vacancy.employer_id))
        .where(Entry.candidate_id == candidate_id)
        .order_by(col(Entry.proposed_at).desc(), col(Entry.id).desc())
    )
    return [
        OnShortlist(title, employer, row.state, row.proposed_at)
        for row, title, employer in session.exec(stood)
    ]


def introductions_of(session: Session, *, candidate_id: int) -> list[Introduced]:
    """List the introductions of somebody, the newest first."""
    asked = (
        select(Introduction, Vacancy.title, Employer.trade_name)
        .join(Vacancy, col(Vacancy.id) == col(Introduction.vacancy_id))
        .join(Employer, col(Employer.id) == col(Vacancy.employer_id))
        .where(Introduction.candidate_id == candidate_id)
        .order_by(col(Introduction.asked_at).desc(), col(Introduction.id).desc())
    )
    return [
        Introduced(
            introduction_id=row.id,
            title=title,
            employer=employer,
            state=row.state,
            asked_at=row.asked_at,
            due_on=row.due_on,
            ended_at=row.ended_at,
            decline_reason=row.decline_reason,
            text_for_coach=row.text_for_coach,
        )
        for row, title, employer in session.exec(asked)
    ]


def decisions_about(session: Session, *, candidate_id: int, most: int) -> list[Decision]:
    """List the latest decisions of coaches about somebody, the newest first."""
    decided = (
        select(Review, Vacancy.title, Employer.trade_name)
        .join(Entry, col(Entry.id) == col(Review.entry_id))
        .join(Shortlist, col(Shortlist.id) == col(Entry.shortlist_id))
        .join(Vacancy, col(Vacancy.id) == col(Shortlist.vacancy_id))
        .join(Employer, col(Employer.id) == col(Vacancy.employer_id))
        .where(Entry.candidate_id == candidate_id)
        .order_by(col(Review.at).desc(), col(Review.id).desc())
        .limit(most)
    )
    return [
        Decision(
            title=title,
            employer=employer,
            kind=row.kind,
            reason=row.reason,
            text=row.text,
            at=row.at,
            engine_place=row.engine_place,
            place=row.place,
        )
        for row, title, employer in session.exec(decided)
    ]
