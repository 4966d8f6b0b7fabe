"""A coach's introductions: asking a candidate, following the clock, more time, close or stop."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, Response
from sqlmodel import Session

from accounts.audit import AuditAction, AuditReason
from accounts.permissions import Act, Subject, nothing_here
from api.asking import LARGEST_ID, Allowed, App, Now, Reading, Running, Viewing, Writing
from api.introducing import ask_for, decide_for_coach, note_seen
from api.noting import note
from api.pages.forms import Form, to
from api.pages.introducing import IntroductionNumber, account_of, seen_in, shown_to
from api.pages.logging_outcomes import prefilled
from api.pages.own import errors_of
from api.pages.own_rights import days_of
from api.pages.rendering import page
from coaching.caseload import coach_of
from coaching.clocks import had_more_time
from coaching.introduction_drafts import CoachDecisionDraft
from coaching.introduction_steps import find_introduction
from coaching.introduction_views import introductions_of_coach
from coaching.introduction_words import Reader
from coaching.introductions import vacancy_of_entry
from coaching.models import Entry
from coaching.opening import find_entry
from foundation.clock import day_here
from foundation.entry import validated
from foundation.errors import Conflict, Invalid, NotAllowed, TalentError
from profiles.pseudonyms import pseudonym
from profiles.service import ENDED, find_candidate
from vacancies.adverts import adverts_of

router = APIRouter(prefix="/coach")
Guides = Annotated[Subject, Depends(Allowed(Act.GUIDE))]
Reviews = Annotated[Subject, Depends(Allowed(Act.REVIEW))]
Leads = Annotated[Subject, Depends(Allowed(Act.LEAD_INTRODUCTION))]
EntryNumber = Annotated[int, Path(alias="entryId", ge=1, le=LARGEST_ID)]
VacancyNumber = Annotated[int, Path(alias="vacancyId", ge=1, le=LARGEST_ID)]


@router.get("/voordrachten")
def show_all(
    request: Request, session: Writing, viewer: Viewing, now: Now, _allowed: Guides
) -> Response:
    """List the introductions of all of the coach's people: what came back first."""
    listed = introductions_of_coach(session, coach_id=account_of(viewer))
    for one in sorted({one.candidate_id for one in listed}):
        note(session, viewer, AuditAction.INTRODUCTION_SEEN, candidate_id=one, now=now)
    return page(request, "introductions/led_list.html", listed=listed, days=days_of(request))


@router.get("/voordrachten/{introductionId}")
def show_one(
    request: Request,
    session: Reading,
    app: App,
    viewer: Viewing,
    now: Now,
    introduction: IntroductionNumber,
    subject: Leads,
) -> Response:
    """Show one introduction and what can be done now."""
    note_seen(app.engine, viewer, candidate_id=subject.candidate_id or 0, now=now)
    return _page(request, session, app, introduction, now)


@router.post("/voordrachten/{introductionId}")
def decide(
    request: Request,
    session: Writing,
    app: App,
    viewer: Viewing,
    now: Now,
    form: Form,
    introduction: IntroductionNumber,
    _allowed: Leads,
) -> Response:
    """Give more time, close without an answer, or stop."""
    try:
        draft = validated(CoachDecisionDraft, {"decision": form.one("besluit")})
        decide_for_coach(
            session,
            app,
            viewer,
            introduction_id=introduction,
            decision=draft.decision,
            seen=seen_in(form),
            now=now,
        )
    except (Invalid, Conflict) as error:
        session.rollback()
        return _page(request, session, app, introduction, now, error)
    return to(f"/coach/voordrachten/{introduction}?gedaan=ja")


@router.get("/vacatures/{vacancyId}/voordragen/{entryId}")
def show_asking(
    request: Request,
    session: Writing,
    viewer: Viewing,
    now: Now,
    vacancy: VacancyNumber,
    entry: EntryNumber,
    _allowed: Reviews,
) -> Response:
    """Show the form with which a coach asks one of his people."""
    row = _entry(session, vacancy, entry)
    answer = _asking_page(request, session, account_of(viewer), row)
    note(
        session,
        viewer,
        AuditAction.CARD_SEEN,
        candidate_id=row.candidate_id,
        now=now,
        reason=AuditReason.INTRODUCING,
    )
    return answer


@router.post("/vacatures/{vacancyId}/voordragen/{entryId}")
def ask(
    request: Request,
    session: Writing,
    app: App,
    viewer: Viewing,
    now: Now,
    form: Form,
    vacancy: VacancyNumber,
    entry: EntryNumber,
    _allowed: Reviews,
) -> Response:
    """Ask the candidate."""
    row, words = _entry(session, vacancy, entry), form.one("woorden")
    try:
        made = ask_for(session, app, viewer, entry_id=row.id, words=words, now=now)
    except (Invalid, Conflict, NotAllowed) as error:
        session.rollback()
        row = _entry(session, vacancy, entry)
        return _asking_page(request, session, account_of(viewer), row, words, error)
    return to(f"/coach/voordrachten/{made.id}?gedaan=gevraagd")


def _entry(session: Session, vacancy_id: int, entry_id: int) -> Entry:
    row = find_entry(session, entry_id=entry_id)
    has_left = find_candidate(session, candidate_id=row.candidate_id).state in ENDED
    if has_left or vacancy_of_entry(session, entry=row).id != vacancy_id:
        raise nothing_here()
    return row


def _asking_page(
    request: Request,
    session: Session,
    coach_id: int,
    entry: Entry,
    words: str = "",
    refused: TalentError | None = None,
) -> Response:
    vacancy = vacancy_of_entry(session, entry=entry)
    guides = coach_of(session, candidate_id=entry.candidate_id) == coach_id
    called = pseudonym(entry.candidate_id)
    if guides:
        called = find_candidate(session, candidate_id=entry.candidate_id).name or called
    better = {} if words else {"woorden": "Schrijf op waarom dit werk bij deze persoon past."}
    return page(
        request,
        "introductions/asking.html",
        status=refused.status if refused else 200,
        entry=entry,
        guides=guides,
        called=called,
        advert=adverts_of(session, vacancy_ids=[vacancy.id])[vacancy.id],
        typed=words,
        errors=errors_of(refused, {"words": "woorden", "": "woorden"}, better) if refused else {},
    )


def _page(
    request: Request,
    session: Session,
    app: Running,
    introduction_id: int,
    now: datetime,
    refused: TalentError | None = None,
) -> Response:
    values = shown_to(request, session, app, introduction_id, reader=Reader.COACH, refused=refused)
    row = find_introduction(session, introduction_id=introduction_id)
    return page(
        request,
        "introductions/led.html",
        status=refused.status if refused else 200,
        is_late=row.escalated_at is not None,
        had_more=had_more_time(session, row),
        place=prefilled(session, row, today=day_here(now)),
        to=f"/coach/voordrachten/{introduction_id}",
        **values,
    )
