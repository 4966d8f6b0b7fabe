"""The people of one company: who can log in, inviting a colleague, and ending one's access."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, Response
from sqlmodel import Session

from accounts.audit import AuditAction, AuditReason
from accounts.permissions import Act, Viewer
from api.asking import LARGEST_ID, Allowed, App, Now, Reading, Viewing, Writing
from api.companies import OwnCompany, invite_colleague_in
from api.noting import note
from api.pages.forms import Fields, Form, to
from api.pages.own import errors_of
from api.pages.rendering import page
from api.pages.visiting import show_out
from foundation.entry import validated
from foundation.errors import Invalid, TalentError
from vacancies.colleagues import (
    LastColleague,
    UnknownColleague,
    colleagues_of,
    end_access,
)
from vacancies.drafts import ColleagueDraft

router = APIRouter(prefix="/werkgever/collegas", dependencies=[Depends(Allowed(Act.RUN_COMPANY))])
AccountId = Annotated[int, Path(alias="accountId", ge=1, le=LARGEST_ID)]

FIELDS = {"name": "naam", "email": "email", "": "email"}
BETTER = {"email": "Schrijf een e-mailadres, zoals naam@voorbeeld.nl."}


@router.get("")
def show(request: Request, session: Reading, company: OwnCompany, viewer: Viewing) -> Response:
    """Show who can log in for the company, with a form to invite somebody."""
    return _list(request, session, company, viewer)


@router.post("")
def invite(
    request: Request,
    app: App,
    session: Writing,
    company: OwnCompany,
    viewer: Viewing,
    now: Now,
    form: Form,
) -> Response:
    """Invite a colleague by mail; the answer is the same for every address."""
    try:
        draft = validated(ColleagueDraft, {"name": form.one("naam"), "email": form.one("email")})
        invite_colleague_in(session, app, draft=draft, employer_id=company, viewer=viewer, now=now)
    except Invalid as error:
        session.rollback()
        return _list(request, session, company, viewer, form=form, error=error)
    return to("/werkgever/collegas?gedaan=uitgenodigd")


@router.post("/{accountId}/stoppen")
def end(
    request: Request,
    app: App,
    session: Writing,
    company: OwnCompany,
    viewer: Viewing,
    now: Now,
    account_id: AccountId,
) -> Response:
    """End somebody's access; whoever ends his own is logged out."""
    try:
        end_access(
            session,
            employer_id=company,
            account_id=account_id,
            viewer_id=viewer.account_id or 0,
            now=now,
        )
    except (UnknownColleague, LastColleague) as error:
        session.rollback()
        return _list(request, session, company, viewer, error=error)
    note(session, viewer, AuditAction.ACCOUNT_CLOSED, candidate_id=None, now=now,
         reason=AuditReason.ADMINISTRATION)  # fmt: skip
    if account_id == viewer.account_id:
        return show_out(to("/"), app.settings)
    return to("/werkgever/collegas?gedaan=gestopt")


def _list(
    request: Request,
    session: Session,
    company: int,
    viewer: Viewer,
    *,
    form: Fields | None = None,
    error: TalentError | None = None,
) -> Response:
    better = dict(BETTER)
    if form is not None and not form.one("naam"):
        better["naam"] = "Schrijf de naam van je collega."
    at_form = error is not None and form is not None
    return page(
        request,
        "company/colleagues.html",
        status=error.status if error else 200,
        people=colleagues_of(session, employer_id=company, viewer_id=viewer.account_id or 0),
        form=form or Fields(),
        errors=errors_of(error, FIELDS, better) if error and at_form else {},
        refused=error.message if error and not at_form else "",
        done="" if error else request.query_params.get("gedaan", ""),
    )
