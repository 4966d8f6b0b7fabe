"""Promises of logging in through an organisation: the whole way through a real provider."""

from dataclasses import replace
from urllib.parse import urlsplit

import pytest
import requests
from fastapi.testclient import TestClient

from accounts.models import Role
from accounts.service import AccountDraft, open_account
from api.main import create_app
from foundation.clock import utc_now
from foundation.database import writing
from foundation.entry import validated
from tests.accounts.test_organisation import known_there, organisation  # noqa: F401 - a fixture

SITE = "https://testserver"
COACH = "linde@gemeente.example"


@pytest.fixture
def browser(settings, engine, organisation):  # noqa: F811 - the fixture above
    named = replace(organisation, label="de gemeente")
    with writing(engine) as session:
        values = {"role": Role.COACH.value, "name": "Demo Linde", "email": COACH}
        open_account(session, draft=validated(AccountDraft, values), now=utc_now())
    app = create_app(replace(settings, address=SITE, organisation=named))
    with TestClient(app, base_url=SITE, follow_redirects=False) as client:
        yield client


def agree(address: str, subject: str) -> str:
    """Agree at the provider, and give the address it sends the browser back to."""
    answer = requests.post(address, data={"sub": subject}, timeout=5, allow_redirects=False)
    back = urlsplit(answer.headers["Location"])
    return f"{back.path}?{back.query}"


def test_a_coach_comes_in_through_the_organisation(browser, organisation):  # noqa: F811
    known_there(organisation, "linde", email=COACH, email_verified=True)
    page = browser.get("/inloggen/medewerker").text
    assert 'href="/inloggen/organisatie"' in page
    assert "Log in via de gemeente" in page
    away = browser.get("/inloggen/organisatie")
    assert away.status_code == 303
    assert "code_challenge_method=S256" in away.headers["location"]
    arrived = browser.get(agree(away.headers["location"], "linde"))
    assert (arrived.status_code, "Je bent ingelogd" in arrived.text) == (200, True)
    assert "Demo Linde" in browser.get("/account").text


def test_whoever_was_not_invited_stays_outside(browser, organisation):  # noqa: F811
    known_there(organisation, "kim", email="kim@gemeente.example", email_verified=True)
    away = browser.get("/inloggen/organisatie")
    refused = browser.get(agree(away.headers["location"], "kim"))
    assert refused.status_code == 403
    assert browser.get("/account").status_code == 303


def test_a_way_back_that_began_in_another_browser_is_refused(browser, organisation):  # noqa: F811
    known_there(organisation, "linde", email=COACH, email_verified=True)
    away = browser.get("/inloggen/organisatie")
    browser.cookies.clear()
    refused = browser.get(agree(away.headers["location"], "linde"))
    assert (refused.status_code, "Begin opnieuw met inloggen." in refused.text) == (400, True)
