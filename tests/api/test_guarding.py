"""Promises about every request and every answer, whatever it asks: the guard at the door."""

from dataclasses import replace

import pytest
import structlog
from fastapi.testclient import TestClient

from api.guarding import LONGEST_FORM
from api.main import create_app
from foundation.entry import LONGEST_JSON
from foundation.settings import Settings

SITE = "https://testserver"
ANSWERS = [
    ("GET", "/", 200),
    ("GET", "/privacy", 200),
    ("GET", "/bestaat-niet", 404),
    ("GET", "/profiel", 303),
    ("PUT", "/", 405),
    ("GET", "/v1/openapi.json", 200),
    ("GET", "/v1/health", 503),
    ("GET", "/v1/bestaat-niet", 404),
    ("GET", "/v1/visits", 401),
]


@pytest.fixture
def made(tmp_path) -> Settings:
    """The settings of a site whose database is not there: the guard needs none."""
    return Settings(f"sqlite:///{tmp_path / 'none' / 'x.db'}", tmp_path, address=SITE)


def browser_of(settings: Settings) -> TestClient:
    return TestClient(
        create_app(settings), base_url=settings.address, follow_redirects=False,
        raise_server_exceptions=False,
    )  # fmt: skip


@pytest.fixture
def browser(made):
    return browser_of(made)


@pytest.mark.parametrize(("method", "address", "status"), ANSWERS)
def test_every_answer_forbids_what_a_page_does_not_need(browser, method, address, status):
    answer = browser.request(method, address, headers={"Origin": SITE})
    assert answer.status_code == status
    policy = dict(
        part.split(" ", 1) for part in answer.headers["content-security-policy"].split("; ")
    )
    assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'"
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    # "no-referrer" would make a browser hide the origin of our own forms, which we then refuse.
    assert answer.headers["referrer-policy"] == "same-origin"
    assert answer.headers["x-frame-options"] == "DENY"
    assert answer.headers["strict-transport-security"].startswith("max-age=31536000")
    assert "server" not in answer.headers


@pytest.mark.parametrize(
    ("method", "address", "status"), [one for one in ANSWERS if "openapi" not in one[1]]
)
def test_no_answer_is_kept_by_a_browser(browser, method, address, status):
    answer = browser.request(method, address, headers={"Origin": SITE})
    assert answer.headers["cache-control"] == "no-store"


def test_a_file_of_the_site_is_kept_as_long_as_its_address_names_what_is_in_it(browser):
    named = browser.get("/static/tom.css?v=abc").headers["cache-control"]
    assert named == "public, max-age=31536000, immutable"
    assert browser.get("/static/tom.css").headers["cache-control"] == "no-cache"


def test_plain_http_is_not_told_to_be_https(made):
    plain = browser_of(replace(made, address="http://127.0.0.1:8000"))
    assert "strict-transport-security" not in plain.get("/").headers


@pytest.mark.parametrize(
    ("headers", "passes"),
    [
        ({"Origin": SITE}, True),
        ({"Origin": SITE, "Sec-Fetch-Site": "same-origin"}, True),
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({}, True),  # a program without a cookie
        ({"Cookie": "__Host-tom=x"}, False),
        ({"Cookie": "__Host-tom=x", "Authorization": "Bearer y"}, True),
        ({"Origin": "https://evil.example"}, False),
        ({"Origin": "https://testserver.evil.example"}, False),
        ({"Origin": "http://testserver"}, False),
        ({"Origin": "null"}, False),
        ({"Origin": SITE, "Sec-Fetch-Site": "cross-site"}, False),
        ({"Origin": SITE, "Sec-Fetch-Site": "same-site"}, False),
        ({"Origin": "https://evil.example", "Sec-Fetch-Site": "same-origin"}, False),
    ],
)
def test_a_change_that_another_site_sends_is_refused(browser, headers, passes):
    answer = browser.post("/taal", data={"taal": "en"}, headers=headers)
    assert (answer.status_code == 403) is not passes
    if not passes:
        assert "Dit verzoek komt niet van deze site." in answer.text


@pytest.mark.parametrize(
    ("address", "kind", "longest"),
    [
        ("/inloggen", "application/x-www-form-urlencoded", LONGEST_FORM),
        ("/v1/login-codes", "application/json", LONGEST_JSON),
    ],
)
def test_no_more_is_read_than_a_request_may_hold(browser, address, kind, longest):
    headers = {"Origin": SITE, "Content-Type": kind}
    told = browser.post(address, content=b"a" * (longest + 1), headers=headers)
    untold = browser.post(address, content=(b"a" * 100_000 for _ in range(30)), headers=headers)
    assert told.status_code == untold.status_code == 413
    assert f"Stuur hoogstens {longest // 1000} kB." in told.text


def test_a_form_with_too_many_fields_is_refused_whole(browser):
    many = "&".join(f"v{number}=1" for number in range(10_000))
    headers = {"Origin": SITE, "Content-Type": "application/x-www-form-urlencoded"}
    answer = browser.post("/taal", content=many, headers=headers)
    assert (answer.status_code, "Stuur hoogstens 1000 velden." in answer.text) == (400, True)


@pytest.mark.parametrize("body", [b"taal=%ff%fe", b"\xff\xfe=1"])
def test_a_form_that_is_no_text_is_refused(browser, body):
    headers = {"Origin": SITE, "Content-Type": "application/x-www-form-urlencoded"}
    assert browser.post("/taal", content=body, headers=headers).status_code == 400


def test_one_network_is_slowed_down_and_told_for_how_long(made):
    slow = browser_of(replace(made, requests_per_minute=5))
    answers = [slow.get("/privacy") for _ in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    assert answers[-1].headers["retry-after"] == "60"
    assert slow.get("/static/tom.css").status_code == 200  # a page is no use without its files


def test_a_log_line_holds_the_shape_of_an_address_and_nothing_of_a_person(browser):
    with structlog.testing.capture_logs() as logged:
        browser.get("/inloggen/link/geheimzq?naam=geheimzq", headers={"User-Agent": "geheimzq"})
    assert [set(line) for line in logged] == [
        {"event", "log_level", "method", "route", "status", "milliseconds", "role"}
    ]
    assert logged[0]["route"] == "/inloggen/link/{token}"
    assert "geheimzq" not in str(logged)


def test_a_broken_page_says_so_and_tells_nothing_of_the_inside(made):
    app = create_app(made)

    @app.get("/stuk")
    def broken() -> None:
        raise ZeroDivisionError("geheimzq")

    with TestClient(app, base_url=SITE, raise_server_exceptions=False) as client:
        answer = client.get("/stuk")
    assert (answer.status_code, "geheimzq" in answer.text) == (500, False)
    assert "Er ging iets mis bij ons. Er is niets bewaard." in answer.text
    assert "content-security-policy" in answer.headers


@pytest.mark.parametrize("address", ["/profiel/", "/v1/health/", "/v1/"])
def test_an_address_with_a_slash_behind_it_is_another_address(browser, address):
    assert browser.get(address).status_code == 404


def test_a_piece_of_a_page_sends_the_whole_page_to_the_login(browser):
    answer = browser.get("/profiel", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["hx-redirect"]) == (401, "/inloggen?nodig=ja")
    assert answer.text == ""
