"""Promises about consent: whole texts, one button to give, one to take back, each in the trail."""

import pytest

from foundation.database import reading, writing
from profiles.consent import give_consent, running_consents
from profiles.consent_texts import TEXTS
from profiles.drafts import ConsentDraft
from profiles.models import CandidateState, Purpose
from tests.api.worlds import NOW, form_in, visitor_at

PATH = "/rechten/toestemming"
OWN = ("kandidaat", "door de persoon zelf")


def given(engine, member) -> set[Purpose]:
    with reading(engine) as session:
        return set(running_consents(session, candidate_id=member.candidate_id))


def give(member, purpose: str):
    path = f"{PATH}/{purpose}/geven"
    return member.browser.post(path, data=form_in(member.browser.get(PATH), path))


@pytest.mark.parametrize("purpose", Purpose)
def test_each_consent_is_off_and_given_and_taken_back_with_one_button(
    engine, member, trail, purpose
):
    page = member.browser.get(PATH).text
    assert all(line in page for line in (*TEXTS[purpose].lines, TEXTS[purpose].without))
    assert f'action="{PATH}/{purpose}/intrekken"' not in page
    assert give(member, purpose).status_code == 303
    assert given(engine, member) == {purpose}
    page = member.browser.get(PATH).text
    assert "Je zei ja op 1 september 2026." in page
    assert f'action="{PATH}/{purpose}/geven"' not in page
    assert member.browser.post(f"{PATH}/{purpose}/intrekken").status_code == 303
    assert given(engine, member) == set()
    assert trail() == [("toestemming gegeven", *OWN), ("toestemming ingetrokken", *OWN)]


def test_taking_back_matching_pauses_and_the_page_says_so_before_and_after(joined, state, trail):
    assert "Dan staat je profiel meteen op pauze." in joined.browser.get(PATH).text
    answer = joined.browser.post(f"{PATH}/matching/intrekken")
    assert state() is CandidateState.PAUSED
    assert [action for action, *_ in trail()][-2:] == ["toestemming ingetrokken", "gepauzeerd"]
    page = joined.browser.get(answer.headers["location"]).text
    assert "Je profiel staat nu op pauze." in page
    assert 'href="/rechten/pauze"' in page


def test_a_second_tab_that_gives_or_takes_back_again_sees_how_it_stands(member, trail):
    assert give(member, "research").status_code == 303
    again = member.browser.post(f"{PATH}/research/geven", data={"versie": "2026-1"})
    assert again.status_code == 409
    assert "Deze toestemming is al gegeven." in again.text
    member.browser.post(f"{PATH}/research/intrekken")
    again = member.browser.post(f"{PATH}/research/intrekken")
    assert again.status_code == 409
    assert "Deze toestemming staat niet aan." in again.text
    assert len(trail()) == 2


@pytest.mark.parametrize("version", ["", "2025-9", "x" * 300])
def test_only_the_text_that_is_shown_can_be_agreed_to(engine, member, trail, version):
    sent = member.browser.post(f"{PATH}/matching/geven", data={"versie": version})
    assert (sent.status_code, given(engine, member), trail()) == (409, set(), [])
    assert "Lees hem nog eens" in sent.text


def test_a_consent_to_an_older_text_is_shown_as_such(engine, member):
    with writing(engine) as session:
        old = ConsentDraft(purpose="research", text_version="2025-3")
        give_consent(session, candidate_id=member.candidate_id, draft=old, now=NOW)
    assert "Toen was het tekst 2025-3." in member.browser.get(PATH).text


def test_a_visitor_without_an_address_is_told_to_save_first(settings, engine):
    with visitor_at(settings, engine) as visitor:
        sent = visitor.browser.post(f"{PATH}/matching/geven", data={"versie": "2026-2"})
        assert (sent.status_code, given(engine, visitor)) == (409, set())
        assert "Bewaar eerst je profiel." in sent.text
        assert 'href="/inloggen"' in sent.text


def test_a_purpose_that_is_not_there_is_not_found(member):
    assert member.browser.post(f"{PATH}/reclame/geven").status_code == 404
