"""Promises about joining in: a name, consent that is off until ticked, and a profile that is on."""

from dataclasses import replace

import pytest

from foundation.database import reading, writing
from profiles.consent import running_consents
from profiles.consent_texts import TEXTS
from profiles.drafts import ProfileDraft
from profiles.models import CandidateState, Purpose
from profiles.service import change_profile, find_candidate
from profiles.skillset import remove_skill
from tests.api.worlds import COOKING, form_in, visitor_at

OWN = ("kandidaat", "door de persoon zelf")
PATH = "/rechten/meedoen"


def send(member, **changes: object):
    shown = form_in(member.browser.get(PATH), PATH)
    return member.browser.post(PATH, data={**shown, **changes})


def agreed(engine, member) -> dict[str, str]:
    with reading(engine) as session:
        rows = running_consents(session, candidate_id=member.candidate_id)
        return {purpose.value: row.text_version for purpose, row in rows.items()}


def test_every_text_stands_there_whole_and_nothing_is_ticked(member):
    page = member.browser.get(PATH)
    for text in TEXTS.values():
        assert all(line in page.text for line in (text.title, *text.lines, text.without))
        assert f"Tekst {text.version}" in page.text
    assert page.text.count('type="checkbox"') == len(Purpose)
    assert "toestemming" not in form_in(page, PATH)


def test_a_visitor_without_an_address_is_told_to_save_the_profile_first(settings, engine):
    with visitor_at(settings, engine) as visitor:
        page = visitor.browser.get(PATH).text
        assert "Bewaar eerst je profiel" in page
        assert 'href="/inloggen"' in page
        assert TEXTS[Purpose.MATCHING].lines[0] in page
        sent = visitor.browser.post(PATH, data={"naam": "Al", "toestemming": "matching"})
        assert (sent.status_code, agreed(engine, visitor)) == (409, {})


def test_with_a_name_and_consent_the_profile_is_on_and_all_is_in_the_trail(
    engine, member, state, trail
):
    sent = send(member, naam="Kandidaat K-204", toestemming=["matching", "research"])
    assert sent.headers["location"] == f"{PATH}?gedaan=actief"
    assert state() is CandidateState.ACTIVE
    assert agreed(engine, member) == {"matching": "2026-2", "research": "2026-1"}
    actions = ["profiel gewijzigd", *["toestemming gegeven"] * 2, "profiel actief gemaakt"]
    assert trail() == [(action, *OWN) for action in actions]
    page = member.browser.get(sent.headers["location"]).text
    assert "Gelukt. Je doet mee." in page
    assert 'href="/werk"' in page


def test_without_name_and_consent_both_are_asked_and_nothing_is_kept(engine, member, state, trail):
    sent = send(member, toestemming="research")
    assert (sent.status_code, state(), trail()) == (400, CandidateState.DRAFT, [])
    assert "Vul je naam in. Je voornaam is genoeg." in sent.text
    assert "aan als je wilt meedoen." in sent.text
    assert 'href="#naam"' in sent.text
    assert 'href="#toestemming"' in sent.text
    assert form_in(sent, PATH)["toestemming"] == ["research"], "what was ticked stays"
    assert agreed(engine, member) == {}


def test_without_a_skill_it_says_where_to_choose_one_and_keeps_nothing(
    engine, member, state, trail
):
    with writing(engine) as session:
        remove_skill(session, candidate_id=member.candidate_id, skill_id=COOKING)
    assert "Kies eerst wat je kunt" in member.browser.get(PATH).text
    sent = send(member, naam="Al", toestemming="matching")
    assert (sent.status_code, state(), trail()) == (409, CandidateState.DRAFT, [])
    assert "Vink eerst minstens één vaardigheid aan." in sent.text
    assert 'href="/profiel/vaardigheden"' in sent.text
    assert form_in(sent, PATH)["naam"] == ["Al"]
    assert agreed(engine, member) == {}


def test_a_name_that_another_tab_changed_is_shown_and_the_second_press_keeps_mine(
    engine, member, state
):
    old = form_in(member.browser.get(PATH), PATH)
    with writing(engine) as session:
        draft = ProfileDraft(name="Ander")
        change_profile(session, candidate_id=member.candidate_id, draft=draft)
    sent = member.browser.post(PATH, data={**old, "naam": "Al", "toestemming": "matching"})
    assert (sent.status_code, state()) == (409, CandidateState.DRAFT)
    assert "Daar staat nu: Ander." in sent.text
    again = member.browser.post(PATH, data=form_in(sent, PATH))
    assert (again.status_code, state()) == (303, CandidateState.ACTIVE)
    with reading(engine) as session:
        assert find_candidate(session, candidate_id=member.candidate_id).name == "Al"


def test_joining_in_from_a_second_tab_says_that_it_is_done(joined):
    sent = joined.browser.post(
        PATH,
        data={"naam": "Kandidaat K-204", "toestemming": "matching"},
    )
    assert sent.status_code == 409
    assert "Dit profiel is actief" in sent.text
    assert "Je doet mee" in sent.text


def test_nobody_agrees_to_a_text_that_changed_since(monkeypatch, engine, member, state):
    new = {**TEXTS, Purpose.MATCHING: replace(TEXTS[Purpose.MATCHING], version="2027-1")}
    old = form_in(member.browser.get(PATH), PATH)
    for module in ("agreeing", "pages.joining_in"):
        monkeypatch.setattr(f"api.{module}.TEXTS", new)
    sent = member.browser.post(PATH, data={**old, "naam": "Al", "toestemming": "matching"})
    assert (sent.status_code, state()) == (409, CandidateState.DRAFT)
    assert "De tekst is veranderd." in sent.text
    assert form_in(sent, PATH)["versie-matching"] == ["2027-1"]
    assert agreed(engine, member) == {}


@pytest.mark.parametrize("name", ["a" * 201, "123456782"])
def test_a_name_that_cannot_be_kept_is_explained_at_its_field(member, state, name):
    sent = send(member, naam=name, toestemming="matching")
    assert (sent.status_code, state()) == (400, CandidateState.DRAFT)
    assert 'id="naam-fout"' in sent.text
