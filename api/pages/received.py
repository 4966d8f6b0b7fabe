"""What an employer receives: the people introduced, and an answer with one button."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from sqlmodel import Session

from accounts.permissions import Act, Subject
from api.asking import Allowed, App, Now, Reading, Running, Viewing, Writing
from api.companies import OwnCompany
from api.introducing import answer_for_employer, note_seen
from api.pages.forms import Fields, Form, to
from api.pages.introducing import IntroductionNumber, seen_in, shown_to
from api.pages.own import errors_of
from api.pages.own_rights import days_of
from api.pages.rendering import page
from coaching.introduction_drafts import EmployerAnswer, EmployerAnswerDraft
from coaching.introduction_views import introductions_for_employer
from coaching.introduction_words import Reader
from coaching.models import DeclineReason
from foundation.entry import validated
from foundation.errors import Conflict, Invalid, TalentError

router = APIRouter(prefix="/werkgever/voordrachten")
RunsCompany = Annotated[Subject, Depends(Allowed(Act.RUN_COMPANY))]
Answered = Annotated[Subject, Depends(Allowed(Act.ANSWER_AS_EMPLOYER))]

FIELDS = {"text_for_coach": "voor-coach", "text_for_candidate": "voor-kandidaat",
          "answer": "", "reason": "", "": ""}  # fmt: skip


@router.get("")
def show_all(
    request: Request, session: Reading, company: OwnCompany, _allowed: RunsCompany
) -> Response:
    """List who was introduced, without names: what waits for an answer first."""
    listed = introductions_for_employer(session, employer_id=company)
    return page(request, "introductions/received_list.html", listed=listed, days=days_of(request))


@router.get("/{introductionId}")
def show_one(
    request: Request,
    session: Reading,
    app: App,
    viewer: Viewing,
    now: Now,
    introduction: IntroductionNumber,
    subject: Answered,
) -> Response:
    """Show one person and the buttons to answer with; the person sees that it was opened."""
    note_seen(app.engine, viewer, candidate_id=subject.candidate_id or 0, now=now)
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
    """Meet, accept or decline."""
    try:
        answer_for_employer(
            session,
            app,
            viewer,
            introduction_id=introduction,
            draft=employer_draft(form),
            seen=seen_in(form),
            now=now,
        )
    except (Invalid, Conflict) as error:
        session.rollback()
        return _page(request, session, app, introduction, error, form)
    return to(f"/werkgever/voordrachten/{introduction}?gedaan=ja")


def employer_draft(form: Fields) -> EmployerAnswerDraft:
    """Read the answer of an employer: each reason for a no has a button of its own.

    Raises:
        Invalid: no button was used, or a text is too long or no text.
    """
    said = form.one("antwoord")
    reasons = {one.value for one in DeclineReason}
    return validated(
        EmployerAnswerDraft,
        {
            "answer": EmployerAnswer.DECLINE if said in reasons else said,
            "reason": said if said in reasons else None,
            "text_for_coach": form.one("voor-coach"),
            "text_for_candidate": form.one("voor-kandidaat"),
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
        request, session, app, introduction_id, reader=Reader.EMPLOYER, refused=refused
    )
    return page(
        request,
        "introductions/received.html",
        status=refused.status if refused else 200,
        typed=typed,
        errors=errors_of(refused, FIELDS) if refused and refused.problems else {},
        to=f"/werkgever/voordrachten/{introduction_id}",
        reasons=list(DeclineReason),
        **values,
    )
