"""What waits for a coach: introductions that are back, objections, answers, an employer's limit."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import and_
from sqlmodel import Session, col, or_, select

from coaching.guided import NOW_GUIDED, SHOWN, CaseGroup, Guided, people_guided
from coaching.models import (
    Assignment,
    Introduction,
    IntroductionState,
    SkillProposal,
)
from coaching.objections import WaitingObjection, waiting_objections
from coaching.pool_views import Harvest, harvest_notices
from foundation.clock import day_here
from profiles.models import Candidate
from profiles.pseudonyms import pseudonym
from skills.models import Skill
from vacancies.models import Employer, Vacancy

# How long what asks for no answer stays in view.
NEWS_FOR = timedelta(days=14)


class Back(StrEnum):
    """Why an introduction is back with the coach; the value is the word on the page."""

    CANDIDATE_SILENT = "de kandidaat antwoordt niet"
    EMPLOYER_SILENT = "de werkgever antwoordt niet"


@dataclass(frozen=True, slots=True)
class BackIntroduction:
    """An introduction that is back; `called` is the name of who is guided, else the number."""

    introduction_id: int
    candidate_id: int
    called: str
    title: str
    employer: str
    why: Back
    due_on: date | None


@dataclass(frozen=True, slots=True)
class AnsweredProposal:
    """A skill that somebody guided took or left."""

    candidate_id: int
    called: str
    skill: str
    taken: bool
    answered_at: datetime


@dataclass(frozen=True, slots=True)
class Desk:
    """All that waits for one coach, and everybody guided by number."""

    people: tuple[Guided, ...]
    back: tuple[BackIntroduction, ...]
    answered: tuple[AnsweredProposal, ...]
    harvests: tuple[Harvest, ...]
    objections: tuple[WaitingObjection, ...]

    @property
    def to_answer(self) -> tuple[WaitingObjection, ...]:
        """List the objections this coach may answer, the first due first."""
        return tuple(one for one in self.objections if not one.is_own)

    @property
    def late(self) -> tuple[WaitingObjection, ...]:
        """List every objection whose last day has gone by, also those of another coach."""
        return tuple(one for one in self.objections if one.is_late)

    def count(self, group: CaseGroup) -> int:
        """Count the people of a group."""
        return sum(one.is_in(group) for one in self.people)


def desk_of(session: Session, *, coach_id: int, now: datetime) -> Desk:
    """Read what waits for a coach, in as many statements for one person as for a thousand.

    Raises:
        NoCoach: the account is not that of a career coach.
    """
    objections = waiting_objections(session, coach_id=coach_id, today=now.date())
    running = _running(session, coach_id)
    states = {row.candidate_id: row.state for row, *_ in reversed(running)}
    people = people_guided(session, coach_id=coach_id, running=states, now=now)
    names = {one.candidate_id: one.name for one in people}
    return Desk(
        people=people,
        back=tuple(_back(running, names, now.date())),
        answered=tuple(_answered(session, coach_id, now)),
        harvests=tuple(harvest_notices(session, since=day_here(now - NEWS_FOR))),
        objections=tuple(objections),
    )


_Running = Sequence[tuple[Introduction, str, str]]


def _running(session: Session, coach_id: int) -> _Running:
    """Read the running introductions this coach leads: of who is guided, or of nobody's person."""
    leads = or_(
        col(Assignment.coach_id) == coach_id,
        and_(col(Assignment.id).is_(None), col(Introduction.coach_id) == coach_id),
    )
    rows = (
        select(Introduction, Vacancy.title, Employer.trade_name)
        .join(Vacancy, col(Vacancy.id) == col(Introduction.vacancy_id))
        .join(Employer, col(Employer.id) == col(Vacancy.employer_id))
        .join(Candidate, col(Candidate.id) == col(Introduction.candidate_id))
        .join(Assignment, NOW_GUIDED, isouter=True)
        .where(col(Introduction.ended_at).is_(None), col(Candidate.state).in_(SHOWN), leads)
        .order_by(col(Introduction.due_on), col(Introduction.id))
    )
    return session.exec(rows).all()


def _back(running: _Running, names: Mapping[int, str], today: date) -> Iterable[BackIntroduction]:
    for row, title, employer in running:
        is_asked = row.state is IntroductionState.ASKED
        is_late = is_asked and row.due_on is not None and row.due_on < today
        if row.escalated_at is None and not is_late:
            continue
        yield BackIntroduction(
            introduction_id=row.id,
            candidate_id=row.candidate_id,
            called=names.get(row.candidate_id, pseudonym(row.candidate_id)),
            title=title,
            employer=employer,
            why=Back.CANDIDATE_SILENT if is_asked else Back.EMPLOYER_SILENT,
            due_on=row.due_on,
        )


def _answered(session: Session, coach_id: int, now: datetime) -> Iterable[AnsweredProposal]:
    answered = (
        select(SkillProposal, Candidate.name, Skill.label)
        .join(Skill, col(Skill.id) == col(SkillProposal.skill_id))
        .join(Candidate, col(Candidate.id) == col(SkillProposal.candidate_id))
        .join(Assignment, NOW_GUIDED)
        .where(
            Assignment.coach_id == coach_id,
            col(Candidate.state).in_(SHOWN),
            col(SkillProposal.answered_at) >= now - NEWS_FOR,
        )
        .order_by(col(SkillProposal.answered_at).desc(), col(SkillProposal.id).desc())
    )
    for row, name, skill in session.exec(answered):
        if row.answered_at is not None:
            yield AnsweredProposal(row.candidate_id, name, skill, bool(row.taken), row.answered_at)
