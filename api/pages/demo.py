"""The demonstration's own page: how to log in as each role, and the mails that were sent."""

from fastapi import APIRouter, Depends, Request, Response

from accounts.mail import mails_in
from accounts.permissions import Act
from api.asking import Allowed, App, Now, Reading
from api.pages.rendering import page
from seed.logins import demo_logins

router = APIRouter(dependencies=[Depends(Allowed(Act.READ_PUBLIC))])


@router.get("/demo")
def demo(request: Request, app: App, now: Now, session: Reading) -> Response:
    """Tell the invented passwords and show the mails; the demonstration has no real people."""
    mails = [] if app.settings.mail else mails_in(app.settings.folder)
    return page(request, "start/demo.html", logins=demo_logins(session, now=now), mails=mails)
