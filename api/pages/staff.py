"""Logging in with a password and a second step: staff and employers; and their invitations."""

from typing import Annotated

import segno
from fastapi import APIRouter, Depends, Request, Response
from sqlmodel import Session

from accounts.invitations import INVITATION_LASTS, accept_invitation, invitation_of
from accounts.letters import invitation_letter
from accounts.login import Refused
from accounts.models import Account, Role, Visit, VisitStep
from accounts.outbox import post_later
from accounts.passwords import check_password
from accounts.permissions import Act, Viewer
from accounts.second_factor import (
    check,
    confirm,
    enrol,
    enrolment_under_way,
    has_second_factor,
    needs_second_factor,
)
from accounts.service import AccountDraft
from accounts.visits import begin_visit, end_visit, note_wrong_code
from api.asking import Allowed, App, Now, Viewing, Writing
from api.entering import MOST_TRIED, home_of, open_visit
from api.inviting import invite_in
from api.pages.forms import Fields, Form, to
from api.pages.rendering import page
from api.pages.visiting import bring_in, show_out
from api.throttling import network_of
from foundation.entry import validated
from foundation.errors import Invalid, TalentError

router = APIRouter()
Door = Depends(Allowed(Act.LOG_IN))
HOME = {Role.CANDIDATE: "/profiel"}
INVITED_ROLES = [(role.value, role.value) for role in Role if role is not Role.CANDIDATE]


@router.get("/inloggen/medewerker", dependencies=[Door])
def ask_password(request: Request) -> Response:
    """Ask for an address and a password."""
    return page(request, "login/staff.html", problem="", email="")


@router.post("/inloggen/medewerker", dependencies=[Door])
def use_password(
    request: Request, app: App, form: Form, viewer: Viewing, now: Now, session: Writing
) -> Response:
    """Check a password; some roles have a second step to go."""
    email = form.one("email")
    for who in (email.casefold()[:200], network_of(request)):
        app.throttle.count("password", who, most=MOST_TRIED, minutes=15)
    try:
        account = check_password(session, email=email, password=form.one("wachtwoord"))
    except TalentError as error:
        session.rollback()
        return page(request, "login/staff.html", status=400, problem=error.message, email=email)
    if not needs_second_factor(account.role):
        return bring_in(
            to(home_of(account.role)), app.settings, open_visit(session, account, viewer, now)
        )
    if viewer.visit_id is not None:
        end_visit(session, visit_id=viewer.visit_id, now=now)
    half = begin_visit(session, account_id=account.id, step=VisitStep.SECOND_FACTOR, now=now)
    return bring_in(to("/inloggen/tweede-stap"), app.settings, half.token)


@router.get("/inloggen/tweede-stap", dependencies=[Door])
def ask_second(request: Request, viewer: Viewing, session: Writing) -> Response:
    """Ask for the digits of the second step; the first time, show how to set it up."""
    visit = _half_way(session, viewer)
    if visit is None:
        return to("/inloggen/medewerker")
    return _second(request, session, visit, problem="")


def _second(request: Request, session: Session, visit: Visit, problem: str) -> Response:
    status = 400 if problem else 200
    if has_second_factor(session, account_id=visit.account_id):
        return page(request, "login/second.html", status=status, problem=problem, setting_up=None)
    made = enrolment_under_way(session, account_id=visit.account_id)
    made = made or enrol(session, account_id=visit.account_id)
    picture = segno.make(made.uri, error="m")
    return page(
        request,
        "login/second.html",
        status=status,
        problem=problem,
        setting_up=made,
        picture=picture.svg_data_uri(scale=5, border=2),
    )


@router.post("/inloggen/tweede-stap", dependencies=[Door])
def use_second(
    request: Request, app: App, form: Form, viewer: Viewing, now: Now, session: Writing
) -> Response:
    """Come in with the second step; a wrong try is counted, and the fifth ends the login."""
    visit = _half_way(session, viewer)
    if visit is None:
        return to("/inloggen/medewerker")
    known = has_second_factor(session, account_id=visit.account_id)
    passes = check if known else confirm
    if passes(session, account_id=visit.account_id, code=form.one("code"), now=now):
        account = session.get_one(Account, visit.account_id)
        return bring_in(
            to(home_of(account.role)), app.settings, open_visit(session, account, viewer, now)
        )
    if not note_wrong_code(session, visit_id=visit.id, now=now):
        return show_out(to("/inloggen/medewerker"), app.settings)
    sentence = "Deze code klopt niet. Kijk in je app en typ de code die er nu staat."
    return _second(request, session, visit, problem=sentence)


def _half_way(session: Session, viewer: Viewer) -> Visit | None:
    if viewer.account_id is not None or viewer.visit_id is None:
        return None
    return session.get(Visit, viewer.visit_id)


# Invitations


@router.get("/uitnodiging/{token}", dependencies=[Door])
def show_invitation(request: Request, token: str, now: Now, session: Writing) -> Response:
    """Ask whoever was invited for a password."""
    found = invitation_of(session, token=token, now=now)
    if isinstance(found, Refused):
        return page(request, "login/staff.html", status=400, problem=found.message, email="")
    return page(request, "login/invitation.html", token=token, problem="")


@router.post("/uitnodiging/{token}", dependencies=[Door])
def use_invitation(
    request: Request, token: str, form: Form, now: Now, session: Writing
) -> Response:
    """Keep the first password, and go on to logging in with it."""
    if form.one("wachtwoord") != form.one("nog-eens"):
        sentence = "De twee wachtwoorden zijn niet gelijk. Typ twee keer hetzelfde."
        return page(request, "login/invitation.html", status=400, token=token, problem=sentence)
    try:
        found = accept_invitation(session, token=token, password=form.one("wachtwoord"), now=now)
    except Invalid as error:
        session.rollback()
        return page(
            request, "login/invitation.html", status=400, token=token, problem=error.message
        )
    if isinstance(found, Refused):
        return page(request, "login/staff.html", status=400, problem=found.message, email="")
    return to("/inloggen/medewerker")


Inviting = Annotated[object, Depends(Allowed(Act.INVITE))]


@router.get("/account/uitnodigen")
def ask_whom(request: Request, _allowed: Inviting) -> Response:
    """Ask whom to invite."""
    return page(request, "login/invite.html", form=Fields(), problems={}, invited="",
                roles=INVITED_ROLES)  # fmt: skip


@router.post("/account/uitnodigen")
def invite_somebody(
    request: Request, app: App, form: Form, viewer: Viewing, now: Now, session: Writing,
    _allowed: Inviting,
) -> Response:  # fmt: skip
    """Open an account and mail its invitation; who has one already gets a new link."""
    try:
        draft = validated(
            AccountDraft,
            {"role": form.one("rol"), "name": form.one("naam"), "email": form.one("email")},
        )
        invited = invite_in(session, draft=draft, kvk=form.one("kvk"), by=viewer, now=now)
    except TalentError as error:
        session.rollback()
        problems = {one.where: one.message for one in error.problems} or {"": error.message}
        return page(request, "login/invite.html", status=error.status, form=form,
                    problems=problems, invited="", roles=INVITED_ROLES)  # fmt: skip
    link = f"{app.settings.address}/uitnodiging/{invited.link_token}"
    letter = invitation_letter(draft.email, link=link, days=INVITATION_LASTS.days)
    post_later(session, letter, now=now)
    return page(request, "login/invite.html", form=Fields(), problems={}, invited=draft.email,
                roles=INVITED_ROLES)  # fmt: skip
