"""Objecting: what somebody does not agree with, and what another coach answers."""

from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from accounts.audit import AuditAction
from api.asking import Now, Reading, Viewing, Writing
from api.noting import note
from api.pages.forms import Form, to
from api.pages.own import errors_of
from api.pages.own_rights import OwnRights, days_of
from api.pages.rendering import page
from coaching.drafts import ObjectionDraft
from coaching.models import Objection, ObjectionOutcome, ObjectionSubject
from coaching.objections import object_to, objections_of, take_for
from foundation.entry import validated
from foundation.errors import Invalid
from profiles.models import CandidateState
from profiles.service import find_candidate

router = APIRouter(prefix="/rechten/bezwaar")

FIELDS = {"subject": "over", "text": "tekst", "": ""}


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the form."""

    subject: str = ""
    text: str = ""
    pause: bool = False


@router.get("")
def show(request: Request, session: Reading, own: OwnRights, over: str = "") -> Response:
    """Show the form, the subject chosen by the page one comes from, and one's objections."""
    chosen = over if over in {one.value for one in ObjectionSubject} else ""
    return _shown(request, session, own, Typed(chosen))


@router.post("")
def send(
    request: Request, session: Writing, own: OwnRights, viewer: Viewing, now: Now, form: Form
) -> Response:
    """Note the objection; a button that is pressed twice notes one."""
    typed = Typed(form.one("over"), form.one("tekst"), form.one("stil") == "ja")
    values = {"subject": typed.subject, "text": typed.text, "pause": typed.pause}
    try:
        draft = validated(ObjectionDraft, values)
        was = take_for(session, candidate_id=own, draft=draft).state
        if any(_is_same(row, draft) for row in objections_of(session, candidate_id=own)):
            return to("/rechten/bezwaar?gedaan=ja")
        object_to(session, candidate_id=own, draft=draft, now=now)
    except Invalid as error:
        session.rollback()
        return _shown(request, session, own, typed, error)
    actions = [AuditAction.OBJECTED]
    if typed.pause and was is CandidateState.ACTIVE:
        actions.append(AuditAction.PAUSED)
    note(session, viewer, *actions, candidate_id=own, now=now)
    return to("/rechten/bezwaar?gedaan=ja")


def _is_same(row: Objection, draft: ObjectionDraft) -> bool:
    return row.answered_at is None and (row.subject, row.text) == (draft.subject, draft.text)


def _shown(
    request: Request, session: Session, own: int, typed: Typed, wrong: Invalid | None = None
) -> Response:
    better: Mapping[str, str] = {
        "over": "Kies waar je bezwaar over gaat.",
        **({} if typed.text else {"tekst": "Schrijf op waar je het niet mee eens bent."}),
    }
    return page(
        request,
        "rights/objections.html",
        status=wrong.status if wrong else 200,
        typed=typed,
        errors=errors_of(wrong, FIELDS, better) if wrong else {},
        objections=list(reversed(objections_of(session, candidate_id=own))),
        upheld=ObjectionOutcome.UPHELD,
        state=find_candidate(session, candidate_id=own).state.value,
        done=request.query_params.get("gedaan", ""),
        days=days_of(request),
    )
