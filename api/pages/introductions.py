"""A candidate's introductions: what the coach asks, what the company would see, yes, no or stop."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from sqlmodel import Session

from accounts.models import Role
from accounts.permissions import Act, Subject
from api.asking import Allowed, App, Now, Reading, Running, Viewing, Writing
from api.introducing import answer_for_candidate
from api.pages.forms import Fields, Form, to
from api.pages.introducing import IntroductionNumber, seen_in, shown_to
from api.pages.own import OwnProfile, errors_of
from api.pages.own_rights import days_of
from api.pages.rendering import page
from coaching.introduction_drafts import CandidateAnswerDraft
from coaching.introduction_views import introductions_of_candidate
from coaching.introduction_words import Reader
from foundation.entry import validated
from foundation.errors import Conflict, Invalid, TalentError
from placements.outcome_views import listed_of_candidate

router = APIRouter(prefix="/voordrachten")
Seen = Annotated[Subject, Depends(Allowed(Act.SEE_INTRODUCTION))]
Answered = Annotated[Subject, Depends(Allowed(Act.ANSWER_AS_CANDIDATE))]

FIELDS = {"presentation": "tekst", "text": "waarom", "answer": "", "": ""}
# Each of the other two has a page of its own.
ELSEWHERE = {Role.EMPLOYER: "/werkgever/voordrachten", Role.COACH: "/coach/voordrachten"}


@router.get("")
def show_all(request: Request, session: Reading, own: OwnProfile) -> Response:
    """List what one was asked for: what waits for an answer first."""
    listed = introductions_of_candidate(session, candidate_id=own)
    outcomes = listed_of_candidate(session, candidate_id=own, reader=Reader.CANDIDATE)
    return page(
        request,
        "introductions/own_list.html",
        listed=listed,
        outcomes=outcomes,
        days=days_of(request),
    )


@router.get("/{introductionId}")
def show_one(
    request: Request,
    session: Reading,
    app: App,
    viewer: Viewing,
    introduction: IntroductionNumber,
    _allowed: Seen,
) -> Response:
    """Show one introduction with everything the company sees or would see."""
    if viewer.role in ELSEWHERE:
        return to(f"{ELSEWHERE[viewer.role]}/{introduction}")
    return _page(request, session, app, introduction)


@router.post("/{introductionId}")
def answer(
    request: Request,
    session: Writing,
    app: App,
    viewer: Viewing,
    now: Now,
    form: Form,
    introduction: IntroductionNumber,
    _allowed: Answered,
) -> Response:
    """Agree, refuse, or stop what runs."""
    try:
        answer_for_candidate(
            session,
            app,
            viewer,
            introduction_id=introduction,
            draft=candidate_draft(form),
            seen=seen_in(form),
            now=now,
        )
    except (Invalid, Conflict) as error:
        session.rollback()
        return _page(request, session, app, introduction, error, form)
    return to(f"/voordrachten/{introduction}?gedaan=ja")


def candidate_draft(form: Fields) -> CandidateAnswerDraft:
    """Read the answer of a candidate from the form of a page or of a mail.

    Raises:
        Invalid: no button was used, or a text is too long or no text.
    """
    return validated(
        CandidateAnswerDraft,
        {
            "answer": form.one("antwoord"),
            "presentation": form.one("tekst"),
            "text": form.one("waarom"),
        },
    )


def _page(
    request: Request,
    session: Session,
    app: Running,
    introduction_id: int,
    refused: TalentError | None = None,
    typed: Fields | None = None,
) -> Response:
    values = shown_to(
        request, session, app, introduction_id, reader=Reader.CANDIDATE, refused=refused
    )
    return page(
        request,
        "introductions/own.html",
        status=refused.status if refused else 200,
        typed=typed,
        errors=errors_of(refused, FIELDS) if refused and refused.problems else {},
        to=f"/voordrachten/{introduction_id}",
        **values,
    )
