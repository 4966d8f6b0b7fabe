"""Stopping and erasing, each with a second screen; afterwards a goodbye."""

from fastapi import APIRouter, BackgroundTasks, Depends, Request, Response
from sqlmodel import Session

from accounts.audit import AuditAction
from accounts.letters import erased_letter, withdrawn_letter
from accounts.models import Account
from accounts.outbox import post_later
from accounts.permissions import Act, Viewer
from api.asking import Allowed, App, Now, Reading, Viewing, Writing
from api.noting import note
from api.pages.consent import ended
from api.pages.forms import to
from api.pages.own_rights import OwnRights
from api.pages.rendering import page
from api.pages.rights import overview_page
from api.pages.visiting import show_out
from foundation.checkpoint import let_go_of_old_pages
from foundation.errors import Conflict
from profiles.service import ENDED, find_candidate
from profiles.states import StepNotPossible, erase_person, withdraw

router = APIRouter()


@router.get("/rechten/stoppen")
def about_stopping(request: Request, session: Reading, own: OwnRights) -> Response:
    """Tell what stopping means."""
    return _unless_ended(request, session, own, "rights/stopping.html")


@router.get("/rechten/stoppen/zeker")
def sure_to_stop(request: Request, session: Reading, own: OwnRights) -> Response:
    """Ask once more."""
    return _unless_ended(request, session, own, "rights/stopping_sure.html")


@router.post("/rechten/stoppen")
def stop(
    request: Request, app: App, session: Writing, own: OwnRights, viewer: Viewing, now: Now
) -> Response:
    """Withdraw the profile and end every consent."""
    try:
        withdraw(session, candidate_id=own, now=now)
    except Conflict as error:
        session.rollback()
        return overview_page(request, session, own, now, error)
    address = _address(session, viewer)
    if address is not None:
        link = f"{app.settings.address}/inloggen"
        letter = withdrawn_letter(address, link=link, language=viewer.language)
        post_later(session, letter, now=now)
    note(session, viewer, AuditAction.WITHDRAWN, candidate_id=own, now=now)
    return to("/rechten?gedaan=gestopt")


@router.get("/rechten/wissen")
def about_erasing(request: Request, session: Reading, own: OwnRights) -> Response:
    """Tell what erasing means; who has no address can do it here."""
    candidate = find_candidate(session, candidate_id=own)
    return page(request, "rights/erasing.html", candidate=candidate)


@router.get("/rechten/wissen/zeker", dependencies=[Depends(Allowed(Act.USE_OWN_RIGHTS))])
def sure_to_erase(request: Request) -> Response:
    """Ask once more."""
    return page(request, "rights/erasing_sure.html")


@router.post("/rechten/wissen")
def erase(
    app: App, session: Writing, own: OwnRights, viewer: Viewing, now: Now, after: BackgroundTasks
) -> Response:
    """Erase the profile and the account, end the visit, and say goodbye by mail."""
    address = _address(session, viewer)
    try:
        erase_person(session, candidate_id=own, now=now)
    except StepNotPossible:  # the other tab was first: it is done
        session.rollback()
        return show_out(to("/tot-ziens"), app.settings)
    if address is not None:
        link = f"{app.settings.address}/"
        post_later(session, erased_letter(address, link=link, language=viewer.language), now=now)
    after.add_task(let_go_of_old_pages, app.engine)
    note(session, viewer, AuditAction.ERASED, candidate_id=own, now=now)
    return show_out(to("/tot-ziens"), app.settings)


@router.get("/tot-ziens", dependencies=[Depends(Allowed(Act.READ_PUBLIC))])
def goodbye(request: Request) -> Response:
    """Say goodbye."""
    return page(request, "rights/goodbye.html")


def _address(session: Session, viewer: Viewer) -> str | None:
    account = session.get(Account, viewer.account_id)
    return account.email if account else None


def _unless_ended(request: Request, session: Session, own: int, template: str) -> Response:
    candidate = find_candidate(session, candidate_id=own)
    if candidate.state in ENDED:
        raise ended()
    return page(request, template, candidate=candidate)
