"""Outcomes to look at: each side's list, and one of them with what that side may know."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import or_
from sqlmodel import Session, SQLModel, col, select

from accounts.models import Account
from coaching.cards import cards_of
from coaching.caseload import coach_name
from coaching.introduction_steps import OPENED
from coaching.introduction_words import Reader
from coaching.models import Assignment, Introduction
from placements.learned import Taught, gap_of_outcome, taught_by
from placements.models import EndReason, Outcome, OutcomeKind, OutcomeState, Partner
from placements.outcomes import in_order, outcomes_of, unknown_outcome
from placements.partners import NO_DELAY, Delay, delays
from placements.rules import AT_EMPLOYER, ENDS
from profiles.models import Candidate
from profiles.pseudonyms import pseudonym
from profiles.service import ENDED
from skills.models import Course, Skill
from vacancies.models import Employer, Vacancy

RowType = TypeVar("RowType", bound=SQLModel)


@dataclass(frozen=True, slots=True)
class Listed:
    """An outcome on a list; `name` is empty for who may not know it.

    `at` is where: the company, the course or the partner; empty where there is none.
    """

    row: Outcome
    at: str
    title: str
    name: str = ""

    @property
    def called(self) -> str:
        """What the person is called here."""
        return self.name or pseudonym(self.row.candidate_id)


@dataclass(frozen=True, slots=True)
class Shown:
    """One outcome as one side sees it.

    `gap` is what a course was for. `taught` is what it taught beside the profile as it is now, once
    it was finished; empty for the employer and before that. `history` are the outcomes it replaced,
    the latest first; `successor` is what replaced it. `ends` are the ways in which it can end now.
    """

    row: Outcome
    reader: Reader
    name: str
    employer: Employer | None
    vacancy: Vacancy | None
    course: Course | None
    partner: Partner | None
    coach: str
    gap: tuple[Skill, ...]
    taught: tuple[Taught, ...]
    history: tuple[Outcome, ...]
    successor: Outcome | None
    delay: Delay
    ends: tuple[EndReason, ...]

    @property
    def called(self) -> str:
        """What the person is called here."""
        return self.name or pseudonym(self.row.candidate_id)

    @property
    def at(self) -> str:
        """Where: the company, the course or the partner; empty where there is none."""
        if self.employer is not None:
            return self.employer.trade_name
        if self.course is not None:
            return self.course.name
        return self.partner.name if self.partner is not None else ""

    @property
    def is_running(self) -> bool:
        """Whether it can be ended."""
        return self.row.state is OutcomeState.RUNNING

    @property
    def waits_for_reply(self) -> bool:
        """Whether the partner's reply can still be noted."""
        is_referral = self.row.kind is OutcomeKind.PARTNER_REFERRAL
        stands = self.row.state is not OutcomeState.CORRECTED
        return is_referral and stands and self.row.answered_on is None


def show_outcome(session: Session, row: Outcome, *, reader: Reader) -> Shown:
    """Put together what one side may know of an outcome, as things stand now.

    Raises:
        UnknownOutcome: the person has stopped, and there is nothing for the employer to see.
    """
    is_employer = reader is Reader.EMPLOYER
    if is_employer and session.get_one(Candidate, row.candidate_id).state in ENDED:
        raise unknown_outcome()
    course = session.get(Course, row.course_id) if row.course_id else None
    partner = session.get(Partner, row.partner_id) if row.partner_id else None
    finished = row.end_reason is EndReason.COURSE_FINISHED and course is not None
    coach = coach_name(session, candidate_id=row.candidate_id)
    return Shown(
        row=row,
        reader=reader,
        name=_names(session, [row], reader).get(row.id, ""),
        employer=session.get(Employer, row.employer_id) if row.employer_id else None,
        vacancy=session.get(Vacancy, row.vacancy_id) if row.vacancy_id else None,
        course=course,
        partner=partner,
        coach=coach or session.get_one(Account, row.coach_id).name,
        gap=tuple(gap_of_outcome(session, outcome_id=row.id)),
        taught=_taught(session, row) if finished and not is_employer else (),
        history=() if is_employer else _history(session, row),
        successor=None if is_employer else _successor(session, row),
        delay=delays(session).get(partner.id, NO_DELAY) if partner else NO_DELAY,
        ends=_ends(row) if reader is Reader.COACH else (),
    )


def listed_of_candidate(session: Session, *, candidate_id: int, reader: Reader) -> list[Listed]:
    """List somebody's outcomes as they count now: what runs first, then the newest start."""
    return _listed(session, outcomes_of(session, candidate_id=candidate_id), reader)


def listed_of_coach(session: Session, *, coach_id: int) -> list[Listed]:
    """List the outcomes of the people a coach guides: what runs first, then the newest start.

    Of who has stopped only what still runs is on it, without a name; so is what the coach logged
    for somebody whom nobody guides any more.
    """
    guides = col(Assignment.ended_at).is_(None) & (col(Assignment.coach_id) == coach_id)
    counted = (
        select(Outcome, Candidate.state, Assignment.coach_id)
        .join(Candidate, col(Candidate.id) == col(Outcome.candidate_id))
        .join(
            Assignment,
            (col(Assignment.candidate_id) == col(Outcome.candidate_id))
            & col(Assignment.ended_at).is_(None),
            isouter=True,
        )
        .where(
            col(Outcome.state) != OutcomeState.CORRECTED,
            or_(guides, col(Assignment.id).is_(None) & (col(Outcome.coach_id) == coach_id)),
        )
    )
    rows = [
        row
        for row, state, guide in session.exec(counted)
        if row.state is OutcomeState.RUNNING or (guide is not None and state not in ENDED)
    ]
    return _listed(session, in_order(rows), Reader.COACH)


def listed_of_employer(session: Session, *, employer_id: int) -> list[Listed]:
    """List who is or was placed with an employer: what runs first, then the newest start.

    A name is there only while the introduction is open and the person takes part; who has stopped
    is not on it.
    """
    there = (
        select(Outcome)
        .join(Candidate, col(Candidate.id) == col(Outcome.candidate_id))
        .where(
            Outcome.employer_id == employer_id,
            col(Outcome.kind).in_(AT_EMPLOYER),
            col(Outcome.state) != OutcomeState.CORRECTED,
            col(Candidate.state).not_in(ENDED),
        )
    )
    return _listed(session, in_order(session.exec(there)), Reader.EMPLOYER)


def _listed(session: Session, rows: list[Outcome], reader: Reader) -> list[Listed]:
    names = _names(session, rows, reader)
    companies = _by_id(session, Employer, {row.employer_id for row in rows})
    courses = _by_id(session, Course, {row.course_id for row in rows})
    partners = _by_id(session, Partner, {row.partner_id for row in rows})
    vacancies = _by_id(session, Vacancy, {row.vacancy_id for row in rows})
    found = []
    for row in rows:
        places = (
            companies[row.employer_id].trade_name if row.employer_id in companies else "",
            courses[row.course_id].name if row.course_id in courses else "",
            partners[row.partner_id].name if row.partner_id in partners else "",
        )
        title = vacancies[row.vacancy_id].title if row.vacancy_id in vacancies else ""
        found.append(Listed(row, next(filter(None, places), ""), title, names.get(row.id, "")))
    return found


def _by_id(
    session: Session, model: type[RowType], ids: Iterable[int | None]
) -> Mapping[int | None, RowType]:
    return {one: session.get_one(model, one) for one in ids if one is not None}


def _names(session: Session, rows: list[Outcome], reader: Reader) -> dict[int, str]:
    """Give the names one side may know, by outcome.

    The coach knows whom he guides, who has not stopped; the employer whom he was shown.
    """
    ids = {row.candidate_id for row in rows}
    people = {one: session.get_one(Candidate, one) for one in sorted(ids)}
    if reader is not Reader.EMPLOYER:
        has_left = ENDED if reader is Reader.COACH else frozenset()
        known = {one for one, row in people.items() if row.state not in has_left}
        return {row.id: people[row.candidate_id].name for row in rows if row.candidate_id in known}
    cards = cards_of(session, candidate_ids=ids)
    return {
        row.id: people[row.candidate_id].name
        for row in rows
        if row.candidate_id in cards and _is_open(session, row)
    }


def _is_open(session: Session, row: Outcome) -> bool:
    if row.introduction_id is None:
        return False
    introduction = session.get(Introduction, row.introduction_id, populate_existing=True)
    return introduction is not None and introduction.state in OPENED


def _taught(session: Session, row: Outcome) -> tuple[Taught, ...]:
    if row.course_id is None:
        return ()
    found = taught_by(session, course_id=row.course_id, candidate_id=row.candidate_id)
    return tuple(found)


def _history(session: Session, row: Outcome) -> tuple[Outcome, ...]:
    found, before = [], row.replaces_id
    while before is not None:
        old = session.get_one(Outcome, before, populate_existing=True)
        found.append(old)
        before = old.replaces_id
    return tuple(found)


def _successor(session: Session, row: Outcome) -> Outcome | None:
    replacing = select(Outcome).where(Outcome.replaces_id == row.id)
    return session.exec(replacing.execution_options(populate_existing=True)).first()


def _ends(row: Outcome) -> tuple[EndReason, ...]:
    """Give the ways in which it can end, in the order of the enum; none when it does not run."""
    if row.state is not OutcomeState.RUNNING:
        return ()
    return tuple(one for one in EndReason if one in ENDS[row.kind])
