"""Promises about pausing and going on, and about saying that a profile is still right."""

from datetime import timedelta

from foundation.database import reading, writing
from profiles.models import Candidate, CandidateState
from profiles.service import find_candidate
from tests.api.worlds import NOW

OWN = ("kandidaat", "door de persoon zelf")


def grow_old(engine, member, days: int) -> None:
    with writing(engine) as session:
        row = session.get_one(Candidate, member.candidate_id)
        row.confirmed_at = NOW - timedelta(days=days)


def test_a_profile_pauses_and_goes_on_with_one_button_each(joined, state, trail):
    assert "Zet op pauze" in joined.browser.get("/rechten/pauze").text
    answer = joined.browser.post("/rechten/pauze/begin")
    assert state() is CandidateState.PAUSED
    assert "Ga weer verder" in joined.browser.get(answer.headers["location"]).text
    answer = joined.browser.post("/rechten/pauze/einde")
    assert state() is CandidateState.ACTIVE
    assert "Je doet weer mee." in joined.browser.get(answer.headers["location"]).text
    assert trail()[-2:] == [("gepauzeerd", *OWN), ("weer actief", *OWN)]


def test_a_second_tab_that_pauses_or_goes_on_again_sees_how_it_stands(joined, state, trail):
    joined.browser.post("/rechten/pauze/begin")
    known = trail()
    again = joined.browser.post("/rechten/pauze/begin")
    assert (again.status_code, state()) == (409, CandidateState.PAUSED)
    assert "Dit profiel is gepauzeerd" in again.text
    assert "Ga weer verder" in again.text
    assert trail() == known
    joined.browser.post("/rechten/pauze/einde")
    again = joined.browser.post("/rechten/pauze/einde")
    assert (again.status_code, state()) == (409, CandidateState.ACTIVE)
    assert "Zet op pauze" in again.text


def test_going_on_without_consent_says_where_to_give_it(joined, state):
    joined.browser.post("/rechten/toestemming/matching/intrekken")
    sent = joined.browser.post("/rechten/pauze/einde")
    assert (sent.status_code, state()) == (409, CandidateState.PAUSED)
    assert "Geef eerst toestemming" in sent.text
    assert 'href="/rechten/toestemming"' in sent.text


def test_who_never_joined_in_has_nothing_to_pause(member, state):
    assert "Je doet nog niet mee" in member.browser.get("/rechten/pauze").text
    sent = member.browser.post("/rechten/pauze/begin")
    assert (sent.status_code, state()) == (409, CandidateState.DRAFT)
    assert member.browser.post("/rechten/pauze/einde").headers["location"] == "/rechten/meedoen"


def test_an_old_profile_says_how_old_it_is_and_is_fresh_after_one_button(engine, joined, trail):
    grow_old(engine, joined, 97)
    page = joined.browser.get("/rechten/bevestigen").text
    assert "Je profiel is 97 dagen oud." in page
    assert all(f'href="{path}"' in page for path in ("/wensen", "/profiel/over-mij", "/profiel"))
    assert "lang niet gezegd" in joined.browser.get("/rechten").text
    answer = joined.browser.post("/rechten/bevestigen")
    page = joined.browser.get(answer.headers["location"]).text
    assert "Je profiel is 0 dagen oud." in page
    assert trail()[-1] == ("profiel herbevestigd", *OWN)
    with reading(engine) as session:
        assert find_candidate(session, candidate_id=joined.candidate_id).confirmed_at == NOW


def test_the_profile_asks_when_it_is_old_and_the_answer_is_in_the_trail(engine, joined, trail):
    assert "Klopt dit nog?" not in joined.browser.get("/profiel").text
    grow_old(engine, joined, 91)
    assert "Klopt dit nog?" in joined.browser.get("/profiel").text
    joined.browser.post("/profiel/klopt")
    assert "Klopt dit nog?" not in joined.browser.get("/profiel").text
    assert trail()[-1] == ("profiel herbevestigd", *OWN)
