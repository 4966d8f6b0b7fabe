"""Promises about the page of skills: what is found, ticked, taken away and kept in own words."""

import pytest

from foundation.database import reading, writing
from profiles.drafts import ConfirmationDraft, SkillDraft
from profiles.models import Evidence
from profiles.own_words import own_words_of
from profiles.skillset import candidate_skills, confirm_skill, set_skill
from skills.models import Skill
from tests.api.worlds import (
    COOKING,
    ENGLISH_ONLY,
    LISTENING,
    NOW,
    TELEX,
    TRUCK,
    WELDING,
    add_words,
    form_in,
    visitor_at,
)

LIST = "/profiel/vaardigheden"


@pytest.fixture
def visitor(settings, engine):
    with visitor_at(settings, engine) as opened:
        with writing(engine) as session:
            add_words(session)
        yield opened


def skills_of(engine, visitor):
    with reading(engine) as session:
        rows = candidate_skills(session, candidate_id=visitor.candidate_id)
        return {row.skill_id: (row.level, row.evidence, row.evidence_note) for row in rows}


def put(engine, visitor, **more):
    with writing(engine) as session:
        set_skill(session, candidate_id=visitor.candidate_id, draft=SkillDraft(**more))


def confirm(engine, visitor, skill):
    with writing(engine) as session:
        draft = ConfirmationDraft(skill_id=skill, coach="Coach Demo", note="gezien op de baan")
        confirm_skill(session, candidate_id=visitor.candidate_id, draft=draft, now=NOW)


def own_words(engine, visitor):
    with reading(engine) as session:
        return [row.text for row in own_words_of(session, candidate_id=visitor.candidate_id)]


@pytest.mark.parametrize("typed", ["heftruk", "HEFTRUCK", "heft", "vorkheftruck"])
def test_everyday_words_offer_the_skill_while_typing(visitor, typed):
    answer = visitor.browser.get("/vaardigheden/zoeken", params={"q": typed})
    assert [(one["id"], one["label"]) for one in answer.json()] == [(str(TRUCK), "heftruck rijden")]


def test_occupations_are_offered_while_typing_too(visitor):
    answer = visitor.browser.get("/beroepen/zoeken", params={"q": "magazijnm"})
    assert [one["label"] for one in answer.json()] == ["magazijnmedewerker"]


@pytest.mark.parametrize("typed", ["", "   ", "qqqq", "телекс", "telex bedienen"])
def test_nothing_is_offered_for_nonsense_or_what_was_retired(visitor, typed):
    assert visitor.browser.get("/vaardigheden/zoeken", params={"q": typed}).json() == []


@pytest.mark.parametrize("typed", ["x" * 201, "las\0sen", "\u202elassen"])
def test_what_is_no_text_is_refused_at_the_field(visitor, typed):
    assert visitor.browser.get("/vaardigheden/zoeken", params={"q": typed}).status_code == 400
    page = visitor.browser.get(LIST, params={"q": typed})
    assert (page.status_code, "Deze tekst" in page.text, 'id="q-fout"' in page.text) == (
        400, True, True,
    )  # fmt: skip


def test_without_javascript_a_search_gives_a_list_to_tick(visitor):
    page = visitor.browser.get(LIST, params={"q": "heftruk"})
    assert page.status_code == 200
    assert set(form_in(page, LIST)["q"]) == {"heftruk"}
    assert (
        f'type="checkbox" id="vaardigheid-{TRUCK}" name="vaardigheid" value="{TRUCK}">' in page.text
    )


def test_a_search_that_finds_nothing_says_so_and_offers_own_words(visitor):
    page = visitor.browser.get(LIST, params={"q": "<b>jongleren</b>"}).text
    assert "We vonden niets voor “&lt;b&gt;jongleren&lt;/b&gt;”." in page
    assert "Staat er niet bij?" in page


def test_a_choice_while_typing_leads_to_its_question_and_puts_nothing_on_the_profile(
    visitor, engine
):
    answer = visitor.browser.get(LIST, params={"q": "heftruck rijden", "vaardigheid": str(TRUCK)})
    assert (answer.status_code, answer.headers["location"]) == (303, f"{LIST}/{TRUCK}")
    assert skills_of(engine, visitor) == {}


def test_what_is_ticked_stands_on_the_profile_unknown_and_claimed(visitor, engine):
    ticked = {"vaardigheid": [str(TRUCK), str(COOKING)]}
    answer = visitor.browser.post(LIST, data=ticked)
    assert answer.headers["location"] == f"{LIST}/{TRUCK}?ronde={TRUCK}-{COOKING}"
    unknown = (None, Evidence.CLAIMED, "")
    assert skills_of(engine, visitor) == {TRUCK: unknown, COOKING: unknown}


def test_ticking_again_changes_no_level(visitor, engine):
    put(engine, visitor, skill_id=TRUCK, level=4)
    answer = visitor.browser.post(LIST, data={"vaardigheid": [str(TRUCK)]})
    assert answer.headers["location"] == f"{LIST}?gedaan=stond-er-al"
    assert skills_of(engine, visitor) == {TRUCK: (4, Evidence.CLAIMED, "")}
    assert "Er is niets veranderd." in visitor.browser.get(answer.headers["location"]).text


def test_the_list_tells_level_and_evidence_in_words(visitor, engine):
    put(engine, visitor, skill_id=TRUCK, level=3)
    put(
        engine, visitor, skill_id=WELDING, level=5,
        evidence=Evidence.SUPPORTED, evidence_note="Bij Demo Werf",
    )  # fmt: skip
    put(engine, visitor, skill_id=COOKING)
    confirm(engine, visitor, COOKING)
    page = visitor.browser.get(LIST).text
    assert "zelfstandig · zelf opgegeven" in page
    assert "ik leer het anderen · onderbouwd: Bij Demo Werf" in page
    told = "bevestigd door coach: Coach Demo, 2026-09-01: gezien op de baan"
    assert f"niveau: weet ik niet · {told}" in page


def test_a_label_in_another_language_is_marked_as_such(visitor, engine):
    put(engine, visitor, skill_id=ENGLISH_ONLY)
    assert '<span lang="en">operate a crane</span>' in visitor.browser.get(LIST).text


def test_a_skill_is_taken_away_and_can_be_put_back(visitor, engine):
    put(engine, visitor, skill_id=TRUCK, level=3)
    answer = visitor.browser.post(f"{LIST}/{TRUCK}/weg")
    assert (answer.headers["location"], skills_of(engine, visitor)) == (f"{LIST}?weg={TRUCK}", {})
    page = visitor.browser.get(answer.headers["location"])
    assert "“heftruck rijden” is van je profiel gehaald." in page.text
    visitor.browser.post(LIST, data=form_in(page, LIST) | {"vaardigheid": [str(TRUCK)]})
    assert list(skills_of(engine, visitor)) == [TRUCK]


def test_taking_away_what_is_gone_is_all_right(visitor, engine):
    assert visitor.browser.post(f"{LIST}/{TRUCK}/weg").headers["location"] == LIST


def test_a_confirmed_skill_is_not_taken_away_from_the_list_but_on_its_own_page(visitor, engine):
    put(engine, visitor, skill_id=TRUCK)
    confirm(engine, visitor, TRUCK)
    assert f'action="{LIST}/{TRUCK}/weg"' not in visitor.browser.get(LIST).text
    page = visitor.browser.get(f"{LIST}/{TRUCK}").text
    assert f'action="{LIST}/{TRUCK}/weg"' in page
    assert "Dan is de bevestiging van de coach ook weg." in page


def test_what_was_retired_stays_visible_and_says_that_it_does_not_count(visitor, engine):
    put(engine, visitor, skill_id=LISTENING)
    with writing(engine) as session:
        session.get_one(Skill, LISTENING).retired = True
    assert "Het telt niet mee bij werk." in visitor.browser.get(LIST).text
    assert visitor.browser.get(f"{LIST}/{LISTENING}").status_code == 200


NUMBERS = {
    "unknown": (["1", "999"], "Deze vaardigheid staat niet in de lijst. Kies een andere."),
    "no number": (["1", "abc"], "Deze vaardigheid staat niet in de lijst. Kies een andere."),
    "negative": (["1", "-1"], "Deze vaardigheid staat niet in de lijst. Kies een andere."),
    "too large": (["1", "9" * 30], "Deze vaardigheid staat niet in de lijst. Kies een andere."),
    "retired": (["1", str(TELEX)], "“telex bedienen” staat niet meer in de lijst."),
    "twice": (["1", "1"], "Dezelfde vaardigheid staat er twee keer. Kies die één keer."),
    "markup": (["1", "<b>1</b>"], "Deze vaardigheid staat niet in de lijst. Kies een andere."),
    "201": ([str(n) for n in range(1, 202)], "Kies hoogstens 200 vaardigheden. Dit zijn er 201."),
    "none": ([], "Vink eerst aan wat je kunt."),
}


@pytest.mark.parametrize(("ticked", "sentence"), NUMBERS.values(), ids=NUMBERS)
def test_a_wrong_list_is_told_so_with_what_was_ticked_still_ticked(
    visitor, engine, ticked, sentence
):
    page = visitor.browser.post(LIST, data={"q": "heftruk", "vaardigheid": ticked})
    assert (page.status_code, sentence in page.text) == (400, True)
    assert set(form_in(page, LIST)["q"]) == {"heftruk"}
    shown = form_in(page, LIST)["vaardigheid"]
    assert ("1" in shown) == bool(ticked)
    assert not {"999", str(TELEX), "<b>1</b>"} & set(shown)
    assert skills_of(engine, visitor) == {}


def test_a_form_with_10_000_skills_is_refused_in_dutch_and_keeps_nothing(visitor, engine):
    page = visitor.browser.post(LIST, data={"vaardigheid": [str(n) for n in range(1, 10_001)]})
    assert (page.status_code, "Dit formulier is te groot" in page.text) == (400, True)
    assert skills_of(engine, visitor) == {}


def test_own_words_are_kept_and_taken_away(visitor, engine):
    answer = visitor.browser.post("/profiel/eigen-woorden", data={"woorden": "  jongleren  "})
    assert (answer.status_code, own_words(engine, visitor)) == (303, ["jongleren"])
    page = visitor.browser.get(answer.headers["location"]).text
    assert "Je eigen woorden zijn bewaard." in page
    with reading(engine) as session:
        [row] = own_words_of(session, candidate_id=visitor.candidate_id)
    for _ in range(2):
        answer = visitor.browser.post(f"/profiel/eigen-woorden/{row.id}/weg")
        assert (answer.status_code, own_words(engine, visitor)) == (303, [])


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Schrijf eerst op wat je kunt."),
        ("x" * 201, "mag hoogstens 200 tekens lang zijn, dit zijn er 201"),
        ("mijn nummer is 111222333", "bevat een burgerservicenummer"),
    ],
)
def test_own_words_that_cannot_be_kept_stay_in_the_field(visitor, engine, typed, sentence):
    page = visitor.browser.post("/profiel/eigen-woorden", data={"woorden": typed})
    assert (page.status_code, sentence in page.text, own_words(engine, visitor)) == (400, True, [])
    assert form_in(page, "/profiel/eigen-woorden") == {"woorden": [typed]}


def test_the_own_words_of_another_are_out_of_reach(visitor, engine, settings):
    visitor.browser.post("/profiel/eigen-woorden", data={"woorden": "jongleren"})
    with reading(engine) as session:
        [row] = own_words_of(session, candidate_id=visitor.candidate_id)
    visitor.browser.cookies.clear()
    visitor.browser.post("/beginnen")
    visitor.browser.post(f"/profiel/eigen-woorden/{row.id}/weg")
    assert own_words(engine, visitor) == ["jongleren"]
