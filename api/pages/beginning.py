"""The first step: choose how to begin; a profile is opened without asking for a name or address."""

from datetime import datetime

from fastapi import APIRouter, Depends, Request, Response
from sqlmodel import Session

from accounts.models import VisitStep
from accounts.permissions import Act, Viewer
from accounts.service import open_visitor
from accounts.visits import begin_visit
from api.asking import Allowed, App, Now, Viewing, Writing
from api.pages.forms import Form, to
from api.pages.rendering import page
from api.pages.visiting import bring_in
from profiles.service import begin_profile, candidate_of_account

router = APIRouter()
Beginning = Depends(Allowed(Act.BEGIN_PROFILE))

# The ways in; what a form sends, and where it leads.
WAYS = {
    "zoeken": "/profiel/vaardigheden",
    "vertellen": "/profiel/vertel",
    "beroep": "/profiel/beroep",
}


@router.get("/beginnen", dependencies=[Beginning])
def ways(request: Request) -> Response:
    """Show the three ways to begin; nothing is stored by looking."""
    return page(request, "profile/begin.html")


@router.post("/beginnen", dependencies=[Beginning])
def begin(form: Form, app: App, viewer: Viewing, session: Writing, now: Now) -> Response:
    """Open what is not open yet, and go the chosen way."""
    answer = to(WAYS.get(form.one("weg"), WAYS["zoeken"]))
    if viewer.account_id is None:
        token = _open_for_visitor(session, viewer, now)
        return bring_in(answer, app.settings, token)
    if candidate_of_account(session, account_id=viewer.account_id) is None:
        begin_profile(session, account_id=viewer.account_id, now=now)
    return answer


def _open_for_visitor(session: Session, viewer: Viewer, now: datetime) -> str:
    account = open_visitor(session, now=now, language=viewer.language)
    begin_profile(session, account_id=account.id, now=now)
    opened = begin_visit(session, account_id=account.id, step=VisitStep.COMPLETE, now=now)
    return opened.token
