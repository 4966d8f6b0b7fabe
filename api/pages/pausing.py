"""Pausing and going on, and saying that a profile is still right."""

from datetime import datetime

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from accounts.audit import AuditAction
from api.asking import Now, Reading, Viewing, Writing
from api.noting import note
from api.pages.consent import ended
from api.pages.forms import to
from api.pages.own_rights import FIRST, OwnRights, days_of
from api.pages.rendering import page
from api.pages.steps import steps_of
from foundation.errors import Conflict, TalentError
from profiles.models import Candidate, CandidateState
from profiles.service import (
    ENDED,
    ProfileEnded,
    candidate_to_change,
    find_candidate,
    is_stale,
    reconfirm,
)
from profiles.states import activate, pause

router = APIRouter(prefix="/rechten")


@router.get("/pauze")
def show_pause(request: Request, session: Reading, own: OwnRights) -> Response:
    """Show whether the profile is on, and the button for the other."""
    _going_on(session, own)
    return _pause_page(request, session, own)


@router.post("/pauze/begin")
def begin_pause(
    request: Request, session: Writing, own: OwnRights, viewer: Viewing, now: Now
) -> Response:
    """Take the profile out of matching for a while."""
    try:
        pause(session, candidate_id=own)
    except Conflict as error:
        session.rollback()
        return _pause_page(request, session, own, error)
    note(session, viewer, AuditAction.PAUSED, candidate_id=own, now=now)
    return to("/rechten/pauze?gedaan=gepauzeerd")


@router.post("/pauze/einde")
def end_pause(
    request: Request, session: Writing, own: OwnRights, viewer: Viewing, now: Now
) -> Response:
    """Let the profile take part again; who never did joins in first."""
    if candidate_to_change(session, candidate_id=own).state is CandidateState.DRAFT:
        return to("/rechten/meedoen")
    try:
        activate(session, candidate_id=own, now=now)
    except Conflict as error:
        session.rollback()
        return _pause_page(request, session, own, error)
    note(session, viewer, AuditAction.RESUMED, candidate_id=own, now=now)
    return to("/rechten/pauze?gedaan=actief")


@router.get("/bevestigen")
def show_profile(request: Request, session: Reading, own: OwnRights, now: Now) -> Response:
    """Ask whether the profile is still right, with a way to change each part."""
    candidate = _going_on(session, own)
    return page(
        request,
        "rights/confirming.html",
        candidate=candidate,
        age=_age(candidate, now),
        is_stale=is_stale(candidate, now),
        steps=steps_of(session, candidate_id=own),
        done=request.query_params.get("gedaan", ""),
        days=days_of(request),
    )


@router.post("/bevestigen")
def confirm(session: Writing, own: OwnRights, viewer: Viewing, now: Now) -> Response:
    """Note that the profile is still right."""
    reconfirm(session, candidate_id=own, now=now)
    note(session, viewer, AuditAction.PROFILE_CONFIRMED, candidate_id=own, now=now)
    return to("/rechten/bevestigen?gedaan=ja")


def _going_on(session: Session, own: int) -> Candidate:
    candidate = find_candidate(session, candidate_id=own)
    if candidate.state in ENDED:
        raise ended()
    return candidate


def _age(candidate: Candidate, now: datetime) -> int:
    return max(0, (now - candidate.confirmed_at).days)


def _pause_page(
    request: Request, session: Session, own: int, refused: TalentError | None = None
) -> Response:
    candidate = find_candidate(session, candidate_id=own)
    if candidate.state in ENDED:
        raise refused if isinstance(refused, ProfileEnded) else ended()
    return page(
        request,
        "rights/pause.html",
        status=refused.status if refused else 200,
        candidate=candidate,
        refused=refused.message if refused else "",
        first=FIRST.get(type(refused)) if refused else None,
        done=request.query_params.get("gedaan", ""),
        days=days_of(request),
    )
