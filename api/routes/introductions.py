"""Introductions: asked by a coach, agreed by the candidate, answered by the employer, in time."""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Path, Response
from sqlmodel import Session

from accounts.audit import AuditAction
from accounts.models import Role
from accounts.permissions import Act, Viewer, nothing_here
from api.asking import App, Now, Reading, Viewing, Writing
from api.companies import OwnCompany
from api.introducing import (
    answer_for_candidate,
    answer_for_employer,
    ask_for,
    decide_for_coach,
    note_seen,
)
from api.language import Catalogue
from api.noting import note
from api.routes.contract import CandidateId, Identity, IfMatch, VacancyId, Words, may
from api.routes.introduction_views import IntroductionSummary, IntroductionView
from api.routes.repeating import Once
from api.routes.views import Listed
from api.versions import changed_meanwhile, etag
from coaching.introduction_drafts import (
    AskDraft,
    CandidateAnswerDraft,
    CoachDecisionDraft,
    EmployerAnswerDraft,
)
from coaching.introduction_steps import find_introduction
from coaching.introduction_views import (
    introductions_for_employer,
    introductions_of_candidate,
    introductions_of_coach,
    show_introduction,
)
from coaching.introduction_words import Reader
from coaching.introductions import vacancy_of_entry
from coaching.models import Introduction
from coaching.opening import find_entry

router = APIRouter(tags=["introductions"])
IntroductionId = Annotated[
    Identity, Path(alias="introductionId", description="Which introduction.")
]
READERS = {
    Role.CANDIDATE: Reader.CANDIDATE,
    Role.EMPLOYER: Reader.EMPLOYER,
    Role.COACH: Reader.COACH,
}


@router.get("/candidates/{candidateId}/introductions", dependencies=[may(Act.SEE_PROFILE)])
def list_introductions_of_candidate(
    candidate: CandidateId, session: Reading, words: Words
) -> Listed[IntroductionSummary]:
    """List what a candidate was asked for, in the candidate's words; what waits comes first."""
    rows = introductions_of_candidate(session, candidate_id=candidate)
    return Listed(items=[IntroductionSummary.of(one, words) for one in rows])


@router.get("/company/introductions", dependencies=[may(Act.RUN_COMPANY)])
def list_introductions_of_company(
    session: Reading, company: OwnCompany, words: Words
) -> Listed[IntroductionSummary]:
    """List who was introduced to the own company, without names; what waits comes first."""
    rows = introductions_for_employer(session, employer_id=company)
    return Listed(items=[IntroductionSummary.of(one, words) for one in rows])


@router.get("/introductions", dependencies=[may(Act.GUIDE)])
def list_introductions_of_coach(
    session: Writing, viewer: Viewing, words: Words, now: Now
) -> Listed[IntroductionSummary]:
    """List the introductions of the people you guide; what came back without an answer first."""
    rows = introductions_of_coach(session, coach_id=viewer.account_id or 0)
    for one in sorted({row.candidate_id for row in rows}):
        note(session, viewer, AuditAction.INTRODUCTION_SEEN, candidate_id=one, now=now)
    return Listed(items=[IntroductionSummary.of(one, words) for one in rows])


@router.post(
    "/vacancies/{vacancyId}/introductions",
    status_code=201,
    response_model=IntroductionView,
    dependencies=[may(Act.REVIEW)],
)
def add_introduction(
    vacancy: VacancyId,
    draft: AskDraft,
    session: Writing,
    app: App,
    viewer: Viewing,
    words: Words,
    now: Now,
    once: Once,
) -> Response:
    """Ask somebody you guide, who was approved on the shortlist, whether to be introduced."""

    def work() -> IntroductionView:
        entry = find_entry(session, entry_id=draft.entry_id)
        if vacancy_of_entry(session, entry=entry).id != vacancy:
            raise nothing_here()
        row = ask_for(session, app, viewer, entry_id=entry.id, words=draft.words, now=now)
        return _view(session, row, viewer, words)

    return once.answer(session, work, headers=_etag)


@router.get("/introductions/{introductionId}", dependencies=[may(Act.SEE_INTRODUCTION)])
def get_introduction(
    introduction: IntroductionId,
    response: Response,
    session: Reading,
    app: App,
    viewer: Viewing,
    words: Words,
    now: Now,
) -> IntroductionView:
    """Tell what you may know of one introduction; the candidate sees that you looked."""
    row = find_introduction(session, introduction_id=introduction)
    if viewer.role is not Role.CANDIDATE:
        note_seen(app.engine, viewer, candidate_id=row.candidate_id, now=now)
    view = _view(session, row, viewer, words)
    response.headers.update(_etag(view))
    return view


@router.post(
    "/introductions/{introductionId}/candidate-answers",
    status_code=201,
    response_model=IntroductionView,
    dependencies=[may(Act.ANSWER_AS_CANDIDATE)],
)
def add_candidate_answer(
    introduction: IntroductionId,
    draft: CandidateAnswerDraft,
    session: Writing,
    app: App,
    viewer: Viewing,
    words: Words,
    now: Now,
    once: Once,
    if_match: IfMatch = None,
) -> Response:
    """Agree, refuse, or stop an introduction that runs; stopping closes your name at once."""

    def answer(seen: int) -> Introduction:
        return answer_for_candidate(
            session,
            app,
            viewer,
            introduction_id=introduction,
            draft=draft,
            seen=seen,
            now=now,
        )

    work = _step(session, introduction, if_match, viewer, words, answer)
    return once.answer(session, work, headers=_etag)


@router.post(
    "/introductions/{introductionId}/employer-answers",
    status_code=201,
    response_model=IntroductionView,
    dependencies=[may(Act.ANSWER_AS_EMPLOYER)],
)
def add_employer_answer(
    introduction: IntroductionId,
    draft: EmployerAnswerDraft,
    session: Writing,
    app: App,
    viewer: Viewing,
    words: Words,
    now: Now,
    once: Once,
    if_match: IfMatch = None,
) -> Response:
    """Meet, accept, or decline with a reason; the two texts go to whom they are for."""

    def answer(seen: int) -> Introduction:
        return answer_for_employer(
            session,
            app,
            viewer,
            introduction_id=introduction,
            draft=draft,
            seen=seen,
            now=now,
        )

    work = _step(session, introduction, if_match, viewer, words, answer)
    return once.answer(session, work, headers=_etag)


@router.post(
    "/introductions/{introductionId}/coach-decisions",
    status_code=201,
    response_model=IntroductionView,
    dependencies=[may(Act.LEAD_INTRODUCTION)],
)
def add_coach_decision(
    introduction: IntroductionId,
    draft: CoachDecisionDraft,
    session: Writing,
    app: App,
    viewer: Viewing,
    words: Words,
    now: Now,
    once: Once,
    if_match: IfMatch = None,
) -> Response:
    """Give five working days more, close without an answer, or stop what runs."""

    def answer(seen: int) -> Introduction:
        return decide_for_coach(
            session,
            app,
            viewer,
            introduction_id=introduction,
            decision=draft.decision,
            seen=seen,
            now=now,
        )

    work = _step(session, introduction, if_match, viewer, words, answer)
    return once.answer(session, work, headers=_etag)


def _step(
    session: Session,
    introduction_id: int,
    if_match: str | None,
    viewer: Viewer,
    words: Catalogue,
    answer: Callable[[int], Introduction],
) -> Callable[[], IntroductionView]:
    """Make the work of one step: only on what was seen, when the program says what it saw."""

    def work() -> IntroductionView:
        row = find_introduction(session, introduction_id=introduction_id)
        asked = (if_match or "*").strip()
        if asked != "*" and _tag(row.revision) not in [one.strip() for one in asked.split(",")]:
            raise changed_meanwhile()
        return _view(session, answer(row.revision), viewer, words)

    return work


def _view(
    session: Session, row: Introduction, viewer: Viewer, words: Catalogue
) -> IntroductionView:
    reader = READERS[viewer.role or Role.CANDIDATE]
    return IntroductionView.of(show_introduction(session, row, reader=reader), words)


def _tag(revision: int) -> str:
    return etag(revision)


def _etag(view: object) -> dict[str, str]:
    return {"ETag": _tag(view.revision)} if isinstance(view, IntroductionView) else {}
