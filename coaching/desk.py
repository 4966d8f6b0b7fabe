"""What waits on the desk of an employer: introductions without an answer, and the own vacancies."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from coaching.cards import cards_of
from coaching.models import Introduction, IntroductionState
from vacancies.models import Requirement, Vacancy, VacancyState
from vacancies.service import LIVING

MOST_VACANCIES = 50


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody was introduced and waits for an answer; nothing here says who.

    `days_left` counts days until the last one: 0 is today, below 0 is late, None has no clock.
    """

    introduction_id: int
    vacancy_id: int
    title: str
    due_on: date | None
    days_left: int | None


@dataclass(frozen=True, slots=True)
class OwnVacancy:
    """A vacancy of one's own; not `skilled` is "nog niet verskild"."""

    vacancy_id: int
    title: str
    state: VacancyState
    places: int
    skilled: bool


@dataclass(frozen=True, slots=True)
class Desk:
    """What an employer comes for.

    Args:
        waiting: the first due first.
        meeting: how many people the employer said yes to, who wait for how it goes on.
        vacancies: the drafts and the open ones, the newest first, at most fifty.
        ended: how many are filled or closed.
    """

    waiting: tuple[Waiting, ...]
    meeting: int
    vacancies: tuple[OwnVacancy, ...]
    ended: int


def desk_of(session: Session, *, employer_id: int, today: date) -> Desk:
    """Read the desk of an employer; who is no longer shown is on it nowhere."""
    rows = _introduced(session, employer_id)
    waiting = [one for one in rows if one[0].state is IntroductionState.INTRODUCED]
    owned = session.exec(
        select(Vacancy).where(Vacancy.employer_id == employer_id).order_by(col(Vacancy.id).desc())
    ).all()
    living = [row for row in owned if row.state in LIVING]
    return Desk(
        waiting=tuple(_waiting(row, title, today) for row, title in waiting),
        meeting=len(rows) - len(waiting),
        vacancies=tuple(_own(session, living[:MOST_VACANCIES])),
        ended=len(owned) - len(living),
    )


def _introduced(session: Session, employer_id: int) -> list[tuple[Introduction, str]]:
    there = (IntroductionState.INTRODUCED, IntroductionState.MEETING)
    found = session.exec(
        select(Introduction, Vacancy.title)
        .join(Vacancy, col(Vacancy.id) == col(Introduction.vacancy_id))
        .where(Vacancy.employer_id == employer_id, col(Introduction.state).in_(there))
        .order_by(col(Introduction.due_on).nulls_last(), col(Introduction.id))
    ).all()
    shown = cards_of(session, candidate_ids={row.candidate_id for row, _ in found})
    return [(row, title) for row, title in found if row.candidate_id in shown]


def _waiting(row: Introduction, title: str, today: date) -> Waiting:
    left = None if row.due_on is None else (row.due_on - today).days
    return Waiting(row.id, row.vacancy_id, title, row.due_on, left)


def _own(session: Session, rows: Iterable[Vacancy]) -> Iterable[OwnVacancy]:
    rows = list(rows)
    asked = select(Requirement.vacancy_id).where(
        col(Requirement.vacancy_id).in_([row.id for row in rows])
    )
    skilled = set(session.exec(asked.distinct()))
    return [OwnVacancy(row.id, row.title, row.state, row.places, row.id in skilled) for row in rows]
