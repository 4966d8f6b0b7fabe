"""Objections for a coach to answer: the list, first due first, and one with its decision."""

from dataclasses import dataclass, field
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, Response
from sqlmodel import Session

from accounts.audit import AuditAction, AuditReason
from accounts.permissions import Act
from api.asking import LARGEST_ID, Allowed, App, Now, Reading, Viewing, Writing
from api.noting import note
from api.pages.coaching import own_account
from api.pages.forms import Form, to
from api.pages.own import errors_of
from api.pages.own_rights import days_of
from api.pages.rendering import page
from coaching.answering import answer_and_tell
from coaching.cards import cards_of
from coaching.course import decisions_about
from coaching.drafts import AnswerDraft
from coaching.models import Objection
from coaching.objections import (
    AlreadyAnswered,
    objection_for,
    waiting_objections,
)
from foundation.entry import validated
from foundation.errors import Invalid
from profiles.pseudonyms import pseudonym

router = APIRouter(prefix="/coach/bezwaren", dependencies=[Depends(Allowed(Act.ANSWER_OBJECTIONS))])
Number = Annotated[int, Path(alias="objectionId", ge=1, le=LARGEST_ID)]
FIELDS = {"outcome": "besluit", "text": "reden", "": ""}
MOST_DECISIONS = 20


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the form, and what is wrong with it."""

    outcome: str = ""
    text: str = ""
    errors: dict[str, str] = field(default_factory=dict)
    status: int = 200


@router.get("")
def show_list(request: Request, session: Reading, viewer: Viewing, now: Now) -> Response:
    """Show what waits: late ones at the top for every coach, then what this coach may answer."""
    waiting = waiting_objections(session, coach_id=own_account(viewer), today=now.date())
    return page(
        request,
        "coach/objections.html",
        late=[one for one in waiting if one.is_late],
        waiting=[one for one in waiting if not one.is_late and not one.is_own],
        others=sum(one.is_own and not one.is_late for one in waiting),
        pseudonym=pseudonym,
        done=request.query_params.get("gedaan", ""),
        days=days_of(request),
    )


@router.get("/{objectionId}")
def show(request: Request, session: Writing, number: Number, viewer: Viewing, now: Now) -> Response:
    """Show an objection with what it is about; reading it stands in the trail."""
    row = objection_for(session, objection_id=number, coach_id=own_account(viewer))
    answer = _shown(request, session, row, Typed())
    note(
        session,
        viewer,
        AuditAction.CARD_SEEN,
        candidate_id=row.candidate_id,
        now=now,
        reason=AuditReason.OBJECTION,
    )
    return answer


@router.post("/{objectionId}")
def decide(
    request: Request,
    app: App,
    session: Writing,
    number: Number,
    viewer: Viewing,
    now: Now,
    form: Form,
) -> Response:
    """Answer it, once; of two coaches who answer at once, one is told."""
    coach_id, typed = own_account(viewer), Typed(form.one("besluit"), form.one("reden"))
    row = objection_for(session, objection_id=number, coach_id=coach_id)
    try:
        draft = validated(AnswerDraft, {"outcome": typed.outcome, "text": typed.text})
        answer_and_tell(
            session,
            objection_id=number,
            coach_id=coach_id,
            draft=draft,
            address=app.settings.address,
            now=now,
        )
    except (Invalid, AlreadyAnswered) as error:
        session.rollback()
        better = {"besluit": "Kies: gegrond of niet gegrond."}
        better |= {} if typed.text else {"reden": "Schrijf op waarom je dit besluit."}
        errors = errors_of(error, FIELDS, better)
        again = Typed(typed.outcome, typed.text, errors, error.status)
        row = objection_for(session, objection_id=number, coach_id=coach_id)
        return _shown(request, session, row, again)
    note(
        session,
        viewer,
        AuditAction.OBJECTION_DECIDED,
        candidate_id=row.candidate_id,
        now=now,
        reason=AuditReason.OBJECTION,
    )
    return to("/coach/bezwaren?gedaan=ja")


def _shown(request: Request, session: Session, row: Objection, typed: Typed) -> Response:
    return page(
        request,
        "coach/objection.html",
        status=typed.status,
        row=row,
        called=pseudonym(row.candidate_id),
        card=cards_of(session, candidate_ids=[row.candidate_id]).get(row.candidate_id),
        decisions=decisions_about(session, candidate_id=row.candidate_id, most=MOST_DECISIONS),
        typed=typed,
        days=days_of(request),
    )
