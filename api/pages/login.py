"""Logging in by mail: ask for a code, type it or use the link, and come in."""

from datetime import datetime

from fastapi import APIRouter, BackgroundTasks, Depends, Request, Response
from sqlmodel import Session

from accounts.login import (
    CODE_LASTS,
    OtherDoor,
    Redeemed,
    Refused,
    ask_code,
    log_in_candidate,
    redeem_code,
    redeem_link,
)
from accounts.models import Role
from accounts.permissions import Act, Viewer
from accounts.visits import CANDIDATE_IDLE
from api.asking import Allowed, App, Now, Running, Viewing, Writing
from api.entering import MOST_ASKED, bring_profile, open_visit, send_code
from api.pages.forms import Form, to
from api.pages.rendering import page
from api.pages.visiting import bring_in, keep_secret, secret_of
from api.throttling import network_of
from foundation.errors import Invalid

router = APIRouter(dependencies=[Depends(Allowed(Act.LOG_IN))])

CHALLENGE = "vraag"


@router.get("/inloggen")
def ask(request: Request, nodig: str = "") -> Response:
    """Ask for an address."""
    return page(request, "login/ask.html", needed=nodig == "ja", email="", problem="")


@router.post("/inloggen")
def mail_code(
    request: Request, app: App, form: Form, viewer: Viewing, now: Now, session: Writing,
    after: BackgroundTasks,
) -> Response:  # fmt: skip
    """Mail a link and a code; the answer is the same for every address."""
    app.throttle.count("login code", network_of(request), most=MOST_ASKED, minutes=15)
    try:
        asked = ask_code(session, email=form.one("email"), now=now)
    except Invalid as error:
        return page(
            request, "login/ask.html", status=400, needed=False, email=form.one("email"),
            problem=error.problems[0].message if error.problems else error.message,
        )  # fmt: skip
    after.add_task(send_code, app, asked, viewer.language)
    answer = to("/inloggen/code")
    return keep_secret(answer, app.settings, CHALLENGE, asked.challenge, lasting=CODE_LASTS)


@router.get("/inloggen/code")
def ask_digits(request: Request) -> Response:
    """Ask for the six digits."""
    return page(request, "login/code.html", problem="")


@router.post("/inloggen/code")
def use_digits(
    request: Request, app: App, form: Form, viewer: Viewing, now: Now, session: Writing
) -> Response:
    """Come in with the six digits; a wrong try is counted, so this returns and never raises."""
    challenge = secret_of(request, app.settings, CHALLENGE)
    found = redeem_code(session, challenge=challenge, code=form.one("code"), now=now)
    return _come_in(request, app, session, viewer, found, now)


@router.get("/inloggen/link/{token}")
def show_link(request: Request, token: str) -> Response:
    """Ask for one press: programs that read mail open links by themselves."""
    return page(request, "login/link.html", token=token)


@router.post("/inloggen/link/{token}")
def use_link(
    request: Request, app: App, token: str, viewer: Viewing, now: Now, session: Writing
) -> Response:
    """Come in with the link of a mail."""
    found = redeem_link(session, token=token, now=now)
    return _come_in(request, app, session, viewer, found, now)


def _come_in(
    request: Request,
    app: Running,
    session: Session,
    viewer: Viewer,
    found: Redeemed | Refused,
    now: datetime,
) -> Response:
    if isinstance(found, Refused):
        return page(request, "login/code.html", status=400, problem=found.message)
    visitor = viewer.account_id if viewer.role is Role.CANDIDATE else None
    entered = log_in_candidate(session, email=found.email, visit_account_id=visitor, now=now)
    if isinstance(entered, OtherDoor):
        return page(request, "login/staff.html", status=400, problem=entered.message, email="")
    entered.account.language = viewer.language if entered.is_new else entered.account.language
    way_on = bring_profile(session, entered.account, entered.joined_from, now)
    token = open_visit(session, entered.account, viewer, now)
    return bring_in(to(way_on), app.settings, token, lasting=CANDIDATE_IDLE)
