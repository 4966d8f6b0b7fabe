"""Promises of `talent accounts invite`: the first administrator gets in."""

import re

from fastapi.testclient import TestClient

from api.main import create_app
from foundation.settings import Settings

PASSWORD = "een-fiets-naar-leiden"  # noqa: S105


def test_the_link_of_the_command_lets_the_first_administrator_choose_a_password(
    talent, empty, tmp_path
):
    told = talent("accounts", "invite", "beheerder", "Demo Eik", "eik@talent.example", at=empty)
    assert (told.code, told.err) == (0, "")
    path = re.search(r"https?://[^/]+(/uitnodiging/\S+)", told.out)[1]
    site = "https://testserver"
    settings = Settings(empty, tmp_path, address=site)
    with TestClient(create_app(settings), base_url=site, headers={"Origin": site}) as browser:
        browser.post(path, data={"wachtwoord": PASSWORD, "nog-eens": PASSWORD})
        form = {"email": "eik@talent.example", "wachtwoord": PASSWORD}
        assert browser.post("/inloggen/medewerker", data=form).url.path == "/inloggen/tweede-stap"


def test_a_role_that_is_none_is_refused_in_dutch(talent, empty):
    told = talent("accounts", "invite", "baas", "Demo", "a@talent.example", at=empty)
    assert told.code == 2
    assert told.err.startswith("Dit klopt nog niet. role: kies uit:")
