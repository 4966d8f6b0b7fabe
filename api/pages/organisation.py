"""Logging in through an organisation's own login (OpenID Connect), for whoever was invited."""

from fastapi import APIRouter, Depends, Request, Response

from accounts.models import Role
from accounts.openid import finish, provider_of
from accounts.organisation import LASTS, account_for, arrive, begin
from accounts.permissions import Act
from api.asking import Allowed, App, Now, Running, Viewing
from api.entering import MOST_ASKED, home_of, open_visit
from api.pages.forms import to
from api.pages.rendering import page
from api.pages.visiting import bring_in, keep_secret, secret_of
from api.throttling import network_of
from foundation.database import writing
from foundation.errors import NotFound
from foundation.settings import OrganisationSettings

router = APIRouter(dependencies=[Depends(Allowed(Act.LOG_IN))])
STATE = "organisatie"


@router.get("/inloggen/organisatie")
def leave(request: Request, app: App, now: Now) -> Response:
    """Send the browser to the organisation.

    A link and no form: our own policy (`form-action`) lets no form end at another site.
    """
    app.throttle.count("organisation", network_of(request), most=MOST_ASKED, minutes=15)
    organisation = _organisation(app)
    provider = provider_of(organisation)
    with writing(app.engine) as session:
        away = begin(
            session,
            organisation=organisation,
            provider=provider,
            redirect_uri=_back(app),
            now=now,
        )
    return keep_secret(to(away.address), app.settings, STATE, away.state, lasting=LASTS)


@router.get("/inloggen/organisatie/terug")
def come_back(
    request: Request, app: App, viewer: Viewing, now: Now, state: str = "", code: str = ""
) -> Response:
    """Take the browser back from the organisation, once."""
    organisation = _organisation(app)
    kept = secret_of(request, app.settings, STATE)
    with writing(app.engine) as session:
        under_way = arrive(session, state=state, browser_state=kept, now=now)
    person = finish(
        organisation=organisation,
        provider=provider_of(organisation),
        redirect_uri=_back(app),
        under_way=under_way,
        code=code,
        now=now,
    )
    with writing(app.engine) as session:
        account = account_for(session, person=person)
        token = open_visit(session, account, viewer, now)
    # A page and no redirect: the visit's cookie does not travel on a way that began elsewhere.
    home = home_of(Role(account.role))
    answer = page(request, "login/arrived.html", role=account.role.value, home=home)
    return bring_in(answer, app.settings, token)


def _organisation(app: Running) -> OrganisationSettings:
    if app.settings.organisation is None:
        raise NotFound("Deze manier van inloggen staat niet aan. Log in met je wachtwoord.")
    return app.settings.organisation


def _back(app: Running) -> str:
    return f"{app.settings.address}/inloggen/organisatie/terug"
