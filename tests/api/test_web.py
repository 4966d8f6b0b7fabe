"""Promises of `talent web`: one command, an invented region, and a way in for every role."""

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from accounts.models import Role
from api.entering import home_of

ROOT = Path(__file__).resolve().parents[2]


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Iterator[tuple[str, list[str]]]:
    """A running site in an empty folder: its address, and the lines it printed."""
    folder = tmp_path_factory.mktemp("web")
    port = free_port()
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TOM_")}
    started = subprocess.Popen(
        [sys.executable, "-m", "api.cli", "web", "--port", str(port)],
        cwd=folder,
        env=kept | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )
    lines = []
    try:
        for line in started.stdout:
            lines.append(line.strip())
            if "Ctrl-C" in line:
                break
        yield f"http://127.0.0.1:{port}", lines
    finally:
        started.terminate()
        started.wait(30)
        started.stdout.close()


@pytest.fixture
def browser(site) -> Iterator[httpx2.Client]:
    address, _ = site
    with httpx2.Client(
        base_url=address, headers={"Origin": address, "Accept-Language": "nl"}, timeout=60,
        follow_redirects=True,
    ) as client:  # fmt: skip
        yield client


def logins(browser: httpx2.Client) -> dict[str, dict[str, str]]:
    """Read the page that tells how to log in, as a person would."""
    cards = browser.get("/demo").text.split('<article class="card">')[1:]
    found = {}
    for card in cards:
        role = re.search(r"<h2>(\w+)</h2>", card)
        if role:
            terms = re.findall(r"<dt>(.+?)</dt><dd>(?:<code>)?(.+?)(?:</code>)?</dd>", card)
            found[role[1]] = dict(terms)
    return found


def test_it_says_where_it_is_and_how_to_log_in(site):
    address, lines = site
    assert lines[-3:] == [
        f"Talent op Maat staat op {address}",
        f"Zo log je in als elke rol, en de mails: {address}/demo",
        "Stop met Ctrl-C.",
    ]


def test_the_page_tells_a_way_in_for_each_role(browser):
    assert list(logins(browser)) == [
        "kandidaat", "werkgever", "loopbaancoach", "programmamanager", "beheerder",
    ]  # fmt: skip


@pytest.mark.parametrize("role", ["werkgever", "loopbaancoach", "programmamanager", "beheerder"])
def test_every_role_with_a_password_comes_in(browser, role):
    login = logins(browser)[role]
    form = {"email": login["E-mailadres"], "wachtwoord": login["Wachtwoord"]}
    answer = browser.post("/inloggen/medewerker", data=form)
    if "Code voor de tweede stap, nu" in login:
        code = logins(browser)[role]["Code voor de tweede stap, nu"]
        answer = browser.post("/inloggen/tweede-stap", data={"code": code})
    assert answer.url.path == home_of(Role(role))
    assert f"<dd>{role}</dd>" in browser.get("/account").text


def test_the_candidate_comes_in_by_mail_and_sees_work_at_once(browser):
    browser.post("/inloggen", data={"email": logins(browser)["kandidaat"]["E-mailadres"]})
    code = re.search(r"^(\d{6})$", browser.get("/demo").text, re.MULTILINE)[1]
    assert browser.post("/inloggen/code", data={"code": code}).url.path == "/profiel"
    work = browser.get("/werk")
    assert (work.status_code, "Procesoperator" in work.text) == (200, True)
