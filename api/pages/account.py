"""One's own account: where one is logged in, the language, and logging out."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from accounts.models import Account, Visit
from accounts.permissions import Act, nothing_here
from accounts.visits import end_visit, end_visits_of, visits_of
from api.asking import Allowed, App, Now, Reading, Viewing, Writing
from api.language import COOKIE, LANGUAGES
from api.pages.forms import Form, to
from api.pages.rendering import page
from api.pages.visiting import show_out

router = APIRouter()
Mine = Annotated[object, Depends(Allowed(Act.USE_ACCOUNT))]
A_YEAR = 31_536_000


@router.get("/account")
def account(request: Request, viewer: Viewing, now: Now, session: Reading, _mine: Mine) -> Response:
    """Show who is logged in, and where else."""
    row = session.get_one(Account, viewer.account_id)
    visits = visits_of(session, account_id=row.id, now=now)
    return page(request, "login/account.html", account=row, visits=visits)


@router.post("/account/bezoeken/{visit_id}/stoppen")
def stop_visit(
    visit_id: int, app: App, viewer: Viewing, now: Now, session: Writing, _mine: Mine
) -> Response:
    """Log one of one's other browsers out."""
    visit = session.get(Visit, visit_id)
    if visit is None or visit.account_id != viewer.account_id:
        raise nothing_here()
    end_visit(session, visit_id=visit_id, now=now)
    if visit_id == viewer.visit_id:
        return show_out(to("/"), app.settings)
    return to("/account")


@router.post("/account/bezoeken/stoppen")
def stop_others(viewer: Viewing, now: Now, session: Writing, _mine: Mine) -> Response:
    """Log every other browser out."""
    if viewer.account_id is not None:
        end_visits_of(session, account_id=viewer.account_id, now=now, except_visit=viewer.visit_id)
    return to("/account")


@router.post("/uitloggen", dependencies=[Depends(Allowed(Act.LOG_IN))])
def log_out(app: App, viewer: Viewing, now: Now, session: Writing) -> Response:
    """End the visit of this browser."""
    if viewer.visit_id is not None:
        end_visit(session, visit_id=viewer.visit_id, now=now)
    return show_out(to("/"), app.settings)


@router.post("/taal", dependencies=[Depends(Allowed(Act.READ_PUBLIC))])
def speak(app: App, form: Form, viewer: Viewing, session: Writing) -> Response:
    """Choose the language of the site, for this browser and for the account."""
    language = form.one("taal") if form.one("taal") in LANGUAGES else "nl"
    if viewer.account_id is not None:
        session.get_one(Account, viewer.account_id).language = language
    answer = to(_own_path(form.one("terug")))
    answer.set_cookie(
        COOKIE, language, max_age=A_YEAR, secure=app.settings.https, httponly=True, samesite="lax"
    )
    return answer


def _own_path(path: str) -> str:
    """Keep to this site: an address that a browser could read as another host leads home."""
    inside = path.startswith("/") and not path.startswith(("//", "/\\"))
    return path if inside and path.isprintable() and path.isascii() else "/"
