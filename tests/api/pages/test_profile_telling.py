"""Promises about telling and starting from an occupation: only what is ticked is linked."""

import pytest

from api.pages.telling import Piece, marked
from foundation.database import reading, writing
from profiles.drafts import SkillDraft
from profiles.history import experiences_of
from profiles.models import ExperienceKind
from profiles.skillset import candidate_skills, set_skill
from tests.api.worlds import (
    COOK,
    COOKING,
    LISTENING,
    TELEGRAPHIST,
    TELEX,
    TRUCK,
    WAREHOUSE,
    add_words,
    form_in,
    visitor_at,
)

TELL = "/profiel/vertel"
CHOOSE = "/profiel/vertel/kiezen"
OCCUPATION = "/profiel/beroep"
STORY = "Ik reed op de heftruck.\nThuis <b>koken</b> voor mijn moeder."


@pytest.fixture
def visitor(settings, engine):
    with visitor_at(settings, engine) as opened:
        with writing(engine) as session:
            add_words(session)
        yield opened


def skills_of(engine, visitor):
    with reading(engine) as session:
        rows = candidate_skills(session, candidate_id=visitor.candidate_id)
        return [(row.skill_id, row.level) for row in rows]


def history_of(engine, visitor):
    with reading(engine) as session:
        rows = experiences_of(session, candidate_id=visitor.candidate_id)
        return [(row.kind, row.title, row.occupation_id) for row in rows]


def box(number, *, ticked):
    return f'name="vaardigheid" value="{number}"{" checked" if ticked else ""}>'


@pytest.mark.parametrize(
    ("text", "words", "pieces"),
    [
        ("", [], []),
        ("Ik kookte.", [], [("Ik kookte.", False)]),
        ("Ik lees en las.", ["las"], [("Ik lees en ", False), ("las", True), (".", False)]),
        ("C++ en C", ["C", "C++"], [("C++", True), (" en ", False), ("C", True)]),
        ("lassen las", ["las"], [("lassen ", False), ("las", True)]),
        ("(.*)", [".*"], [("(", False), (".*", True), (")", False)]),
    ],
)
def test_the_words_that_count_are_marked_whole_and_nothing_is_lost(text, words, pieces):
    assert marked(text, words) == tuple(Piece(piece, marked=is_it) for piece, is_it in pieces)


def test_a_story_gives_suggestions_with_their_words_marked_and_none_ticked(visitor, engine):
    page = visitor.browser.post(TELL, data={"verhaal": STORY}).text
    assert "Ik reed op de <mark>heftruck</mark>.<br>" in page
    assert "&lt;b&gt;<mark>koken</mark>&lt;/b&gt; voor mijn moeder." in page
    assert box(TRUCK, ticked=False) in page
    assert box(COOKING, ticked=False) in page
    assert "<b>" not in page.partition("<main")[2]
    assert (skills_of(engine, visitor), history_of(engine, visitor)) == ([], [])


def test_only_what_is_ticked_stands_on_the_profile_and_the_story_is_not_kept(visitor, engine):
    answer = visitor.browser.post(CHOOSE, data={"verhaal": STORY, "vaardigheid": [str(TRUCK)]})
    assert answer.headers["location"] == f"/profiel/vaardigheden/{TRUCK}"
    assert (skills_of(engine, visitor), history_of(engine, visitor)) == ([(TRUCK, None)], [])


def test_a_line_of_the_story_is_kept_as_experience_when_that_is_asked(visitor, engine):
    data = {"verhaal": STORY, "bewaar": "ja", "soort": "zorg", "titel": "Mijn moeder verzorgd"}
    answer = visitor.browser.post(CHOOSE, data={**data, "vaardigheid": [str(COOKING)]})
    assert answer.status_code == 303
    assert history_of(engine, visitor) == [(ExperienceKind.CARE, "Mijn moeder verzorgd", None)]
    assert skills_of(engine, visitor) == [(COOKING, None)]


def test_an_experience_can_be_kept_without_a_skill(visitor, engine):
    data = {"verhaal": STORY, "bewaar": "ja", "soort": "werk", "titel": "Magazijn"}
    assert visitor.browser.post(CHOOSE, data=data).headers["location"].startswith("/profiel/ervar")
    assert (skills_of(engine, visitor), len(history_of(engine, visitor))) == ([], 1)


WRONG = {
    "nothing ticked": ({}, "Vink eerst aan wat je kunt."),
    "unknown": ({"vaardigheid": ["1", "999"]}, "Deze vaardigheid staat niet in de lijst."),
    "retired": (
        {"vaardigheid": ["1", str(TELEX)]},
        "“telex bedienen” staat niet meer in de lijst.",
    ),
    "twice": ({"vaardigheid": ["1", "1"]}, "Dezelfde vaardigheid staat er twee keer."),
    "no line": (
        {"vaardigheid": ["1"], "bewaar": "ja", "soort": "werk", "titel": ""},
        "Schrijf in één regel wat je deed.",
    ),
    "no kind": (
        {"vaardigheid": ["1"], "bewaar": "ja", "soort": "iets", "titel": "Werk"},
        "Kies wat voor ervaring het is.",
    ),
}


@pytest.mark.parametrize(("data", "sentence"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_told_with_story_and_ticks_still_there(visitor, engine, data, sentence):
    page = visitor.browser.post(CHOOSE, data={"verhaal": STORY, **data})
    assert (page.status_code, sentence in page.text) == (400, True)
    assert "Thuis &lt;b&gt;koken&lt;/b&gt; voor mijn moeder.</textarea>" in page.text
    assert box(TRUCK, ticked="vaardigheid" in data) in page.text
    assert ('name="bewaar" value="ja" checked' in page.text) == ("bewaar" in data)
    assert (skills_of(engine, visitor), history_of(engine, visitor)) == ([], [])


@pytest.mark.parametrize(
    ("story", "sentence"),
    [
        ("", "Schrijf eerst iets op. Eén zin is genoeg."),
        ("x" * 5001, "mag hoogstens 5000 tekens lang zijn"),
        ("111222333", "bevat een burgerservicenummer"),
    ],
)
def test_a_story_that_cannot_be_read_stays_in_the_field(visitor, story, sentence):
    page = visitor.browser.post(TELL, data={"verhaal": story})
    assert (page.status_code, sentence in page.text) == (400, True)
    assert f"{story}</textarea>" in page.text


def test_a_story_that_says_nothing_we_know_gets_advice(visitor):
    page = visitor.browser.post(TELL, data={"verhaal": "qqq www zzz"})
    assert (page.status_code, "We vonden geen nieuwe vaardigheden" in page.text) == (200, True)
    assert "qqq www zzz</textarea>" in page.text


def test_what_was_ticked_stays_ticked_when_the_story_changes(visitor):
    data = {"verhaal": "Ik was telefonist.", "vaardigheid": [str(TRUCK)]}
    assert box(TRUCK, ticked=True) in visitor.browser.post(TELL, data=data).text


def test_what_is_on_the_profile_is_named_and_not_asked_again(visitor, engine):
    with writing(engine) as session:
        draft = SkillDraft(skill_id=TRUCK, level=5)
        set_skill(session, candidate_id=visitor.candidate_id, draft=draft)
    page = visitor.browser.post(TELL, data={"verhaal": STORY}).text
    assert f'<a href="/profiel/vaardigheden/{TRUCK}">heftruck rijden</a>' in page
    assert f'value="{TRUCK}"' not in page


# From an occupation


def test_an_occupation_shows_what_it_asks_with_the_essential_ticked_and_the_rest_not(visitor):
    search = visitor.browser.get(OCCUPATION, params={"q": "magazijn"}).text
    assert f'name="beroep" value="{WAREHOUSE}" checked' in search
    page = visitor.browser.get(OCCUPATION, params={"beroep": WAREHOUSE}).text
    assert box(TRUCK, ticked=True) in page
    assert box(LISTENING, ticked=False) in page
    assert f'value="{TELEX}"' not in page


def test_what_stays_ticked_stands_on_the_profile(visitor, engine):
    data = {"beroep": str(WAREHOUSE), "vaardigheid": [str(LISTENING)]}
    answer = visitor.browser.post(OCCUPATION, data=data)
    assert answer.headers["location"] == f"/profiel/vaardigheden/{LISTENING}"
    assert (skills_of(engine, visitor), history_of(engine, visitor)) == ([(LISTENING, None)], [])


def test_the_occupation_becomes_an_experience_when_that_is_asked(visitor, engine):
    data = {"beroep": str(COOK), "vaardigheid": [str(COOKING)], "bewaar": "ja"}
    visitor.browser.post(OCCUPATION, data=data)
    assert history_of(engine, visitor) == [(ExperienceKind.WORK, "kok", COOK)]


def test_a_wrong_tick_keeps_the_other_ticks_and_no_experience(visitor, engine):
    data = {"beroep": str(WAREHOUSE), "vaardigheid": [str(LISTENING), "999"], "bewaar": "ja"}
    page = visitor.browser.post(OCCUPATION, data=data)
    assert (page.status_code, "Deze vaardigheid staat niet in de lijst." in page.text) == (
        400,
        True,
    )
    assert (box(LISTENING, ticked=True) in page.text, box(TRUCK, ticked=False) in page.text) == (
        True, True,
    )  # fmt: skip
    assert 'name="bewaar" value="ja" checked' in page.text
    assert (skills_of(engine, visitor), history_of(engine, visitor)) == ([], [])


@pytest.mark.parametrize("number", ["", "999", str(TELEGRAPHIST), "abc", "-1", "9" * 40, "<b>"])
def test_an_occupation_that_cannot_be_chosen_is_searched_again(visitor, engine, number):
    page = visitor.browser.post(OCCUPATION, data={"beroep": number, "vaardigheid": ["1"]})
    assert (page.status_code, "Dit beroep kennen we niet." in page.text) == (400, True)
    assert visitor.browser.get(OCCUPATION, params={"beroep": number}).status_code == 200
    assert skills_of(engine, visitor) == []


def test_a_search_for_an_occupation_that_finds_nothing_says_so(visitor):
    page = visitor.browser.get(OCCUPATION, params={"q": "<i>piraat</i>"}).text
    assert "We vonden geen beroep voor “&lt;i&gt;piraat&lt;/i&gt;”." in page


@pytest.mark.parametrize("path", [OCCUPATION, CHOOSE, TELL])
def test_a_form_with_10_000_skills_is_refused_in_dutch(visitor, engine, path):
    data = {"beroep": str(COOK), "vaardigheid": [str(number) for number in range(1, 10_001)]}
    page = visitor.browser.post(path, data=data)
    assert (page.status_code, "Dit formulier is te groot" in page.text) == (400, True)
    assert skills_of(engine, visitor) == []


def test_the_fields_of_a_story_come_back_as_they_were(visitor):
    data = {"verhaal": STORY, "bewaar": "ja", "soort": "zorg", "titel": "<b>Demo</b>"}
    page = visitor.browser.post(TELL, data=data)
    assert form_in(page, TELL)["titel"] == ["<b>Demo</b>"]
    assert '<option value="zorg" selected>' in page.text
