"""Objections for a coach to answer; those of one's own are with one's rights."""

from typing import Annotated

from fastapi import APIRouter, Path, Response

from accounts.audit import AuditAction, AuditReason
from accounts.permissions import Act
from api.asking import App, Now, Reading, Viewing, Writing
from api.noting import note
from api.routes.caseload import own_account
from api.routes.coaching_views import HeardObjectionView, WaitingObjectionView
from api.routes.contract import Identity, may
from api.routes.paging import Pages
from api.routes.repeating import Once
from api.routes.views import Paged
from coaching.answering import answer_and_tell
from coaching.drafts import AnswerDraft
from coaching.objections import objection_for, waiting_objections

router = APIRouter(
    prefix="/objections", tags=["coaching"], dependencies=[may(Act.ANSWER_OBJECTIONS)]
)
ObjectionId = Annotated[Identity, Path(alias="objectionId", description="Which objection.")]


@router.get("")
def list_waiting_objections(
    session: Reading, viewer: Viewing, now: Now, pages: Pages
) -> Paged[WaitingObjectionView]:
    """List the objections without an answer, the first due first; late ones of everybody."""
    found = waiting_objections(session, coach_id=own_account(viewer), today=now.date())
    shown = [one for one in found if one.is_late or not one.is_own]
    views = [WaitingObjectionView.of(one) for one in pages.cut(shown)]
    return pages.paged(views, total=len(shown))


@router.get("/{objectionId}")
def get_objection(
    number: ObjectionId, session: Writing, viewer: Viewing, now: Now
) -> HeardObjectionView:
    """Read an objection of somebody you do not guide; reading it stands in the trail."""
    row = objection_for(session, objection_id=number, coach_id=own_account(viewer))
    note(
        session,
        viewer,
        AuditAction.CARD_SEEN,
        candidate_id=row.candidate_id,
        now=now,
        reason=AuditReason.OBJECTION,
    )
    return HeardObjectionView.of(row)


@router.post("/{objectionId}/answers", status_code=201, response_model=HeardObjectionView)
def answer_waiting_objection(
    number: ObjectionId,
    draft: AnswerDraft,
    app: App,
    session: Writing,
    viewer: Viewing,
    now: Now,
    once: Once,
) -> Response:
    """Answer an objection, once, with an outcome and a reason the candidate reads."""

    def work() -> HeardObjectionView:
        coach_id = own_account(viewer)
        objection_for(session, objection_id=number, coach_id=coach_id)
        row = answer_and_tell(
            session,
            objection_id=number,
            coach_id=coach_id,
            draft=draft,
            address=app.settings.address,
            now=now,
        )
        note(
            session,
            viewer,
            AuditAction.OBJECTION_DECIDED,
            candidate_id=row.candidate_id,
            now=now,
            reason=AuditReason.OBJECTION,
        )
        return HeardObjectionView.of(row)

    return once.answer(session, work)
