"""A coach logs what came of guiding somebody: a list, and a form of one screen for each kind."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from sqlmodel import Session

from accounts.permissions import Act, Subject, Viewer, nothing_here
from api.asking import Allowed, Now, Reading, Viewing, Writing
from api.pages.coaching import own_account
from api.pages.forms import Fields, Form, to
from api.pages.outcomes import errors_in, kind_in, outcome_in
from api.pages.own_rights import days_of
from api.pages.rendering import page
from api.placing import log_in, note_outcomes_seen
from coaching.introduction_steps import find_introduction
from coaching.introduction_words import Reader
from coaching.models import Introduction, IntroductionState
from foundation.clock import day_here
from foundation.errors import Conflict, Invalid, TalentError
from foundation.terms import WorkKind
from placements.drawing_up import employers_for
from placements.learned import UnknownCourse, courses, find_course, gap_of
from placements.models import OutcomeKind
from placements.outcome_views import listed_of_candidate, listed_of_coach
from placements.partners import delays, partners_for
from placements.rules import FIELDS, LASTING
from profiles.service import find_candidate
from vacancies.models import Employer, Vacancy

router = APIRouter(prefix="/coach")
Guides = Annotated[Subject, Depends(Allowed(Act.GUIDE))]


def _number(subject: Annotated[Subject, Depends(Allowed(Act.LOG_OUTCOME))]) -> int:
    if subject.candidate_id is None:
        raise nothing_here()
    return subject.candidate_id


# The number of somebody whose outcomes the coach logs.
OwnCandidate = Annotated[int, Depends(_number)]


@router.get("/uitkomsten")
def show_all(
    request: Request, session: Writing, viewer: Viewing, now: Now, _allowed: Guides
) -> Response:
    """List the outcomes of all of the coach's people: what runs first."""
    listed = listed_of_coach(session, coach_id=own_account(viewer))
    people = {one.row.candidate_id for one in listed}
    note_outcomes_seen(session, viewer, candidate_ids=people, now=now)
    return page(request, "outcomes/led_list.html", listed=listed, days=days_of(request))


@router.get("/kandidaten/{candidateId}/uitkomsten")
def show_of_one(request: Request, session: Reading, candidate: OwnCandidate) -> Response:
    """List somebody's outcomes, and the kinds that can be logged."""
    return page(
        request,
        "outcomes/of_candidate.html",
        candidate=find_candidate(session, candidate_id=candidate),
        listed=listed_of_candidate(session, candidate_id=candidate, reader=Reader.COACH),
        days=days_of(request),
    )


@router.get("/kandidaten/{candidateId}/uitkomsten/nieuw")
def ask(
    request: Request, session: Reading, viewer: Viewing, now: Now, candidate: OwnCandidate
) -> Response:
    """Show the form of one kind; the address may name the kind, the course and the introduction."""
    query = request.query_params
    kind = kind_in(query.get("soort", ""))
    if kind is None:
        return to(f"/coach/kandidaten/{candidate}/uitkomsten")
    start = {"start": f"{day_here(now):%Y-%m-%d}"}
    typed = start | {name: value[:40] for name, value in query.items()}
    return _form(request, session, viewer, candidate, kind, Fields(tuple(typed.items())), now)


@router.post("/kandidaten/{candidateId}/uitkomsten")
def add(
    request: Request,
    session: Writing,
    viewer: Viewing,
    now: Now,
    form: Form,
    candidate: OwnCandidate,
) -> Response:
    """Log an outcome, also with the one button of an introduction."""
    introduction = introduction_in(form)
    try:
        row = log_in(
            session,
            viewer,
            candidate_id=candidate,
            draft=outcome_in(form),
            introduction_id=introduction,
            now=now,
        )
    except (Invalid, Conflict) as error:
        session.rollback()
        kind = kind_in(form.one("soort")) or OutcomeKind.LEERWERKPLEK
        return _form(request, session, viewer, candidate, kind, form, now, error)
    return to(f"/coach/uitkomsten/{row.id}?gedaan=vastgelegd")


@dataclass(frozen=True, slots=True)
class Prefilled:
    """A placement as it follows from an introduction, ready to be logged with one button."""

    kind: OutcomeKind
    start: date
    hours: int | None
    employer: str


def prefilled(session: Session, row: Introduction, *, today: date) -> Prefilled | None:
    """Fill a placement in from an introduction and its vacancy; None when nobody was accepted."""
    if row.state is not IntroductionState.ACCEPTED:
        return None
    vacancy = session.get_one(Vacancy, row.vacancy_id)
    employer = session.get_one(Employer, vacancy.employer_id)
    learning = WorkKind.LEERWERKPLEK in vacancy.kinds
    return Prefilled(
        kind=OutcomeKind.LEERWERKPLEK if learning else OutcomeKind.TEMPORARY_CONTRACT,
        start=max(vacancy.starts_on or today, today),
        hours=vacancy.hours_max or vacancy.hours_min,
        employer=employer.trade_name,
    )


def introduction_in(form: Fields) -> int | None:
    """Read which introduction a form came from, if any.

    Raises:
        NotFound: it is no number; only a form of ours is taken.
    """
    text = form.one("voordracht")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and 0 < len(text) <= 9):
        raise nothing_here()
    return int(text)


def choices_for(
    session: Session, viewer: Viewer, candidate_id: int, kind: OutcomeKind, form: Fields
) -> dict[str, Any]:
    """Give what can be chosen in the form of one kind."""
    goes = FIELDS[kind]
    found: dict[str, Any] = {"employers": [], "courses": [], "partners": [], "gap": None}
    if "employer_id" in goes:
        found["employers"] = employers_for(session, coach_id=own_account(viewer))
    if "course_id" in goes:
        found["courses"] = courses(session)
        found["gap"] = _gap(session, candidate_id, form.one("opleiding"))
    if "partner_id" in goes:
        found["partners"] = partners_for(session, region_id=viewer.region_id)
        found["delays"] = delays(session)
    return found


def _gap(session: Session, candidate_id: int, course: str) -> list[Any] | None:
    if not (course.isascii() and course.isdigit() and len(course) <= 9):
        return None
    try:
        find_course(session, course_id=int(course))
    except (UnknownCourse, Conflict):
        return None
    return gap_of(session, course_id=int(course), candidate_id=candidate_id)


def _form(
    request: Request,
    session: Session,
    viewer: Viewer,
    candidate_id: int,
    kind: OutcomeKind,
    form: Fields,
    now: datetime,
    error: TalentError | None = None,
) -> Response:
    introduction = introduction_in(form)
    return page(
        request,
        "outcomes/new.html",
        status=error.status if error else 200,
        candidate=find_candidate(session, candidate_id=candidate_id),
        kind=kind,
        lasts=kind in LASTING,
        goes=FIELDS[kind],
        form=form,
        introduction=introduction,
        company=_company(session, introduction, candidate_id),
        errors=errors_in(error, form) if error else {},
        refused=error if error and not error.problems else None,
        today=day_here(now),
        **choices_for(session, viewer, candidate_id, kind, form),
    )


def _company(session: Session, introduction_id: int | None, candidate_id: int) -> Employer | None:
    """Find the company of an introduction of this person; of somebody else's nothing is told."""
    if introduction_id is None:
        return None
    row = find_introduction(session, introduction_id=introduction_id)
    if row.candidate_id != candidate_id:
        raise nothing_here()
    return session.get_one(Employer, session.get_one(Vacancy, row.vacancy_id).employer_id)
