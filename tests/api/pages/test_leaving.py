"""Promises about leaving: two screens, what stays possible, and after erasing nothing at all."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import inspect, text

from accounts.audit import entries_about
from foundation.database import reading
from profiles.models import CandidateState
from profiles.service import find_candidate
from tests.api.delivering import delivered
from tests.api.pages.conftest import EMAIL
from tests.api.worlds import form_in, visitor_at

OWN = ("kandidaat", "door de persoon zelf")


def found(engine, words: str) -> set[str]:
    """Every column of the database in which these words stand."""
    columns = set()
    with reading(engine) as session:
        for table in inspect(session.connection()).get_table_names():
            for row in session.execute(text(f'SELECT * FROM "{table}"')).mappings():  # noqa: S608
                columns |= {f"{table}.{key}" for key, value in row.items() if words in str(value)}
    return columns


def mails(settings) -> list[tuple[str, str]]:
    return [(mail.to, mail.subject) for mail in delivered(settings)]


def test_stopping_takes_two_screens_ends_everything_and_is_mailed(settings, joined, state, trail):
    assert 'href="/rechten/stoppen/zeker"' in joined.browser.get("/rechten/stoppen").text
    assert state() is CandidateState.ACTIVE
    assert form_in(joined.browser.get("/rechten/stoppen/zeker"), "/rechten/stoppen") == {}
    answer = joined.browser.post("/rechten/stoppen")
    assert state() is CandidateState.WITHDRAWN
    assert trail()[-1] == ("gestopt", *OWN)
    assert mails(settings) == [(EMAIL, "Je bent gestopt bij Talent op Maat")]
    assert "Je bent gestopt." in joined.browser.get(answer.headers["location"]).text


def test_stopping_twice_shows_what_can_be_done_now(settings, joined, trail):
    joined.browser.post("/rechten/stoppen")
    known = trail()
    again = joined.browser.post("/rechten/stoppen")
    assert again.status_code == 409
    assert "Dit profiel is gestopt" in again.text
    assert 'href="/rechten/wissen"' in again.text
    assert (trail(), len(mails(settings))) == (known, 1)


POSSIBLE = [
    "/rechten",
    "/rechten/gegevens",
    "/rechten/gegevens.json",
    "/rechten/inzage",
    "/rechten/bezwaar",
    "/rechten/wissen",
    "/rechten/wissen/zeker",
    "/paspoort",
    "/paspoort.pdf",
]
OVER = [
    "/rechten/meedoen",
    "/rechten/toestemming",
    "/rechten/pauze",
    "/rechten/bevestigen",
    "/rechten/stoppen",
    "/rechten/stoppen/zeker",
]
CHANGES = [
    "/rechten/meedoen",
    "/rechten/toestemming/research/geven",
    "/rechten/toestemming/matching/intrekken",
    "/rechten/pauze/begin",
    "/rechten/pauze/einde",
    "/rechten/bevestigen",
    "/rechten/stoppen",
]


def test_whoever_stopped_keeps_the_rights_that_are_left_and_nothing_else(joined, state):
    joined.browser.post("/rechten/stoppen")
    assert {path: joined.browser.get(path).status_code for path in POSSIBLE} == dict.fromkeys(
        POSSIBLE, 200
    )
    assert {path: joined.browser.get(path).status_code for path in OVER} == dict.fromkeys(OVER, 409)
    assert {path: joined.browser.post(path).status_code for path in CHANGES} == dict.fromkeys(
        CHANGES, 409
    )
    assert state() is CandidateState.WITHDRAWN
    page = joined.browser.get("/rechten").text
    assert not any(f'href="{path}"' in page for path in OVER)


def test_whoever_stopped_can_still_object(joined, trail):
    joined.browser.post("/rechten/stoppen")
    joined.browser.post("/rechten/bezwaar", data={"over": "besluit", "tekst": "Waarom?"})
    assert trail()[-1] == ("bezwaar gemaakt", *OWN)


@pytest.mark.parametrize("stopped_before", [False, True])
def test_erasing_takes_two_screens_and_leaves_nothing_but_a_goodbye(
    settings, engine, joined, state, trail, stopped_before
):
    joined.browser.post("/rechten/bezwaar", data={"over": "besluit", "tekst": "kanarie"})
    if stopped_before:
        joined.browser.post("/rechten/stoppen")
    assert 'href="/rechten/wissen/zeker"' in joined.browser.get("/rechten/wissen").text
    assert form_in(joined.browser.get("/rechten/wissen/zeker"), "/rechten/wissen") == {}
    assert found(engine, "kanarie")
    answer = joined.browser.post("/rechten/wissen")
    assert answer.headers["location"] == "/tot-ziens"
    assert '__Host-tom="";' in answer.headers["set-cookie"]
    assert "Max-Age=0" in answer.headers["set-cookie"]
    assert "Alles is gewist" in joined.browser.get("/tot-ziens").text
    assert state() is CandidateState.ERASED
    assert trail()[-1] == ("gewist", *OWN)
    assert mails(settings)[0] == (EMAIL, "Je gegevens zijn gewist")
    assert [found(engine, words) for words in ("kanarie", EMAIL, "K-204")] == [set()] * 3


def test_nothing_stays_in_the_file_of_sqlite_or_in_its_log(settings, joined):
    joined.browser.post("/rechten/wissen")
    delivered(settings)  # the mail that tells so holds the address until it has left
    files = list(settings.folder.glob("talent.db*"))
    assert bool(files) is settings.database_url.startswith("sqlite")
    assert not any(EMAIL.encode() in file.read_bytes() for file in files)


def test_the_old_visit_is_over_also_in_a_second_browser_tab(joined):
    cookie = joined.browser.cookies.get("__Host-tom")
    joined.browser.post("/rechten/wissen")
    joined.browser.cookies.set("__Host-tom", cookie)
    for path in ("/rechten", "/profiel", "/paspoort"):
        answer = joined.browser.get(path)
        assert (answer.status_code, answer.headers["location"]) == (303, "/inloggen?nodig=ja")


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("path", "last", "subject"),
    [
        ("/rechten/stoppen", "gestopt", "Je bent gestopt bij Talent op Maat"),
        ("/rechten/wissen", "gewist", "Je gegevens zijn gewist"),
    ],
)
def test_two_tabs_that_leave_at_once_leave_once(settings, joined, trail, path, last, subject):
    with ThreadPoolExecutor(2) as tabs:
        answers = list(tabs.map(joined.browser.post, [path] * 2))
    assert {answer.status_code for answer in answers} <= {303, 409}
    assert [action for action, *_ in trail()].count(last) == 1
    assert mails(settings) == [(EMAIL, subject)]


def test_a_visitor_without_an_address_wipes_everything_with_one_button(settings, engine):
    with visitor_at(settings, engine) as visitor:
        page = visitor.browser.get("/rechten")
        assert form_in(page, "/rechten/wissen") == {}
        assert "Wis alles nu" in page.text
        answer = visitor.browser.post("/rechten/wissen")
        assert answer.headers["location"] == "/tot-ziens"
        with reading(engine) as session:
            row = find_candidate(session, candidate_id=visitor.candidate_id)
            entries = entries_about(session, candidate_id=row.id, most=9)
            assert (row.state, row.account_id) == (CandidateState.ERASED, None)
            assert [entry.action for entry in entries] == ["gewist"]
    assert mails(settings) == []
