"""The administrator's desk: what waits, and the stop button."""

from fastapi import APIRouter, Depends, Request, Response
from sqlmodel import Session

from accounts.audit import AuditAction, AuditReason
from accounts.permissions import Act
from accounts.service import accounts_of
from api.asking import Allowed, Now, Reading, Viewing, Writing
from api.noting import note
from api.pages.forms import Form, to
from api.pages.own import errors_of
from api.pages.own_rights import days_of
from api.pages.rendering import page
from coaching.leaving import STAFF
from coaching.stopping import (
    AlreadyStopped,
    NotStopped,
    StopDraft,
    past_stops,
    resume_matching,
    running_stop,
    stop_matching,
)
from foundation.entry import validated
from foundation.errors import Invalid, TalentError
from vacancies.admission import count_waiting, search_employers

router = APIRouter(prefix="/beheer", dependencies=[Depends(Allowed(Act.ADMINISTER))])
REASON = "Schrijf in een paar woorden waarom. Iedereen leest dit."


@router.get("")
def show(request: Request, session: Reading) -> Response:
    """Show what waits for the administrator and where everything is."""
    return page(
        request,
        "admin/overview.html",
        waiting=count_waiting(session),
        companies=search_employers(session, most=1)[1],
        staff=len(accounts_of(session, roles=STAFF)),
        running=running_stop(session),
        days=days_of(request),
    )


@router.get("/stop")
def ask(request: Request, session: Reading) -> Response:
    """Show whether the comparing is on, with the button to turn it off or on."""
    return _stop(request, session)


@router.post("/stop")
def stop(request: Request, session: Writing, viewer: Viewing, now: Now, form: Form) -> Response:
    """Stop the comparing; a reason is required."""
    typed = form.one("reden")
    try:
        draft = validated(StopDraft, {"reason": typed})
        stop_matching(session, account_id=viewer.account_id or 0, draft=draft, now=now)
    except (Invalid, AlreadyStopped) as error:
        session.rollback()
        return _stop(request, session, typed=typed, error=error)
    note(session, viewer, AuditAction.MATCHING_STOPPED, candidate_id=None, now=now,
         reason=AuditReason.ADMINISTRATION)  # fmt: skip
    return to("/beheer/stop?gedaan=gestopt")


@router.post("/stop/hervatten")
def resume(request: Request, session: Writing, viewer: Viewing, now: Now) -> Response:
    """Turn the comparing on again."""
    try:
        resume_matching(session, account_id=viewer.account_id or 0, now=now)
    except NotStopped as error:
        session.rollback()
        return _stop(request, session, error=error)
    note(session, viewer, AuditAction.MATCHING_RESUMED, candidate_id=None, now=now,
         reason=AuditReason.ADMINISTRATION)  # fmt: skip
    return to("/beheer/stop?gedaan=hervat")


def _stop(
    request: Request, session: Session, *, typed: str = "", error: TalentError | None = None
) -> Response:
    wrong = error if isinstance(error, Invalid) else None
    better = {} if typed else {"reden": REASON}
    return page(
        request,
        "admin/stop.html",
        status=error.status if error else 200,
        running=running_stop(session),
        past=past_stops(session),
        typed=typed,
        errors=errors_of(wrong, {"reason": "reden", "": "reden"}, better) if wrong else {},
        refused=error.message if error and not wrong else "",
        done="" if error else request.query_params.get("gedaan", ""),
        days=days_of(request),
    )
