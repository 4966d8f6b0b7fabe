"""Promises about the whole profile: filled in without JavaScript, and told honestly."""

import re
from datetime import timedelta

import pytest

from foundation.database import reading, writing
from profiles.drafts import InterestAnswerDraft, PreferencesDraft
from profiles.interests import QUESTIONS, answer, finish
from profiles.models import Candidate, CandidateState
from profiles.service import find_candidate
from profiles.states import withdraw
from profiles.wishes import set_preferences
from tests.api.worlds import COOKING, NOW, TRUCK, WAREHOUSE, add_words, form_in, visitor_at

PAGE = "/profiel"
ABOUT = "/profiel/over-mij"
HTMX = {"HX-Request": "true"}
MARKUP = "<img src=x onerror=alert(1)>"


@pytest.fixture
def visitor(settings, engine):
    with visitor_at(settings, engine) as opened:
        with writing(engine) as session:
            add_words(session)
        yield opened


def about(engine, visitor):
    with reading(engine) as session:
        row = find_candidate(session, candidate_id=visitor.candidate_id)
        return row.name, row.presentation, row.working


def seen(visitor, page=ABOUT):
    return form_in(visitor.browser.get(page), page)["gezien"][0]


def visible(page):
    """The words of a page as a person reads them."""
    text = re.sub(r"<[^>]+>", " ", page.text.partition("<main")[2].partition("</main>")[0])
    return " ".join(text.split()).replace(" ,", ",").replace(" .", ".")


def test_an_empty_profile_says_so_and_points_to_the_first_step(visitor):
    page = visitor.browser.get(PAGE)
    words = visible(page)
    assert "0 van de 6 delen ingevuld" in words
    assert (
        "Je bent nog niet klaar. Nog leeg: Vaardigheden, Ervaring, Talen, Wensen, Interesses, "
        "Over mij." in words
    )
    assert "Werk bekijken kan al." not in words
    primary = re.findall(r'utrecht-button--primary-action" href="([^"]+)"', page.text)
    assert primary == ["/profiel/vaardigheden"]


def test_the_whole_journey_works_without_javascript(visitor, engine):
    browser = visitor.browser
    browser.post("/profiel/vaardigheden", data={"vaardigheid": [str(TRUCK), str(COOKING)]})
    for skill, level in ((TRUCK, "4"), (COOKING, "")):
        path = f"/profiel/vaardigheden/{skill}"
        form = form_in(browser.get(path), path)
        browser.post(path, data={**form, "niveau": level, "waar": "Demo Keuken"})
    browser.post("/profiel/eigen-woorden", data={"woorden": "jongleren"})
    data = {"soort": "werk", "titel": "Nachtdienst", "jaren": "1", "beroep_nummer": str(WAREHOUSE)}
    browser.post("/profiel/ervaring", data=data)
    talen = {"taal": "fra", "niveau": "B2", "gezien": seen(visitor, "/profiel/talen")}
    browser.post("/profiel/talen", data=talen)
    over = {"naam": "Demo Persoon", "tekst": "Eén.\nTwee.", "werkt": "nee", "gezien": seen(visitor)}
    assert browser.post(ABOUT, data=over).headers["location"] == "/profiel?gedaan=bewaard"
    page = browser.get(PAGE)
    words = visible(page)
    for told in (
        "Het profiel van Demo Persoon",
        "heftruck rijden ook als het moeilijk is · onderbouwd: Demo Keuken",
        "maaltijden koken niveau: weet ik niet · onderbouwd: Demo Keuken",
        "In je eigen woorden: “jongleren”",
        "Nachtdienst werk · magazijnmedewerker · 1 jaar",
        "Frans – Français B2: goed",
        "Eén. Twee.",
        "4 van de 6 delen ingevuld",
        "Nog leeg: Wensen, Interesses. Werk bekijken kan al.",
    ):
        assert told in words
    primary = re.findall(r'utrecht-button--primary-action" href="([^"]+)"', page.text)
    assert primary == ["/werk"]
    for path in ("/vaardigheden", "/ervaring", "/talen", "/over-mij"):
        assert f'href="/profiel{path}"' in page.text
    assert (about(engine, visitor)) == ("Demo Persoon", "Eén.\nTwee.", False)


def test_you_are_not_ready_is_said_only_when_it_is_true(visitor, engine):
    browser, own = visitor.browser, {"candidate_id": visitor.candidate_id}
    browser.post("/profiel/vaardigheden", data={"vaardigheid": [str(TRUCK)]})
    browser.post("/profiel/ervaring", data={"soort": "hobby", "titel": "Tuin"})
    talen = {"taal": "fra", "gezien": seen(visitor, "/profiel/talen")}
    browser.post("/profiel/talen", data=talen)
    browser.post(ABOUT, data={"naam": "Demo", "gezien": seen(visitor)})
    with writing(engine) as session:
        set_preferences(session, draft=PreferencesDraft(postcode="2312"), **own)
        for one in QUESTIONS:
            draft = InterestAnswerDraft(question=one.key, answer=2)
            answer(session, draft=draft, now=NOW, **own)
    assert "Je bent nog niet klaar. Nog leeg: Interesses." in visible(browser.get(PAGE))
    with writing(engine) as session:
        finish(session, now=NOW, **own)
    words = visible(browser.get(PAGE))
    assert ("nog niet klaar" in words, "6 van de 6 delen ingevuld" in words) == (False, True)
    assert "postcode 2312" in words


def test_wishes_that_say_nothing_are_not_counted(visitor, engine):
    with writing(engine) as session:
        set_preferences(session, candidate_id=visitor.candidate_id, draft=PreferencesDraft())
    assert "0 van de 6 delen ingevuld" in visible(visitor.browser.get(PAGE))


@pytest.mark.parametrize(("typed", "kept"), [("ja", True), ("nee", False), ("", None)])
def test_whether_somebody_works_may_be_left_unsaid(visitor, engine, typed, kept):
    data = {"naam": "Demo", "tekst": "", "werkt": typed, "gezien": seen(visitor)}
    visitor.browser.post(ABOUT, data=data)
    assert about(engine, visitor) == ("Demo", "", kept)
    assert form_in(visitor.browser.get(ABOUT), ABOUT)["werkt"] == [typed]


WRONG = {
    "no name": ({"naam": ""}, "naam", "Vul je naam in. Je voornaam is genoeg."),
    "long name": ({"naam": "x" * 201}, "naam", "Mag hoogstens 200 tekens lang zijn"),
    "long text": ({"tekst": "x" * 5001}, "tekst", "Mag hoogstens 5000 tekens lang zijn"),
    "citizen number": ({"tekst": "111222333"}, "tekst", "Bevat een burgerservicenummer"),
    "no answer of ours": ({"werkt": MARKUP}, "werkt", "Moet ja of nee zijn"),
}


@pytest.mark.parametrize(("wrong", "field", "sentence"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_stands_at_its_field_and_the_rest_stays(
    visitor, engine, wrong, field, sentence
):
    data = {"naam": "Demo", "tekst": MARKUP, "werkt": "ja", "gezien": seen(visitor), **wrong}
    page = visitor.browser.post(ABOUT, data=data)
    assert (page.status_code, about(engine, visitor)) == (400, ("", "", None))
    at_field = page.text.partition(f'id="{field}-fout">')[2].partition("</p>")[0]
    assert at_field.startswith(sentence)
    assert f'href="#{field}"' in page.text
    assert form_in(page, ABOUT)["naam"] == [data["naam"]]
    assert MARKUP not in page.text


def test_markup_is_kept_as_it_was_typed_and_never_rendered(visitor, engine):
    data = {"naam": MARKUP, "tekst": MARKUP, "werkt": "ja", "gezien": seen(visitor)}
    visitor.browser.post(ABOUT, data=data)
    visitor.browser.post("/profiel/eigen-woorden", data={"woorden": MARKUP})
    assert about(engine, visitor) == (MARKUP, MARKUP, True)
    for path in (PAGE, ABOUT, "/profiel/vaardigheden"):
        page = visitor.browser.get(path).text
        assert (MARKUP in page, "&lt;img src=x onerror=alert(1)&gt;" in page) == (False, True)


def test_autosave_answers_with_the_time_and_the_next_stamp(visitor, engine):
    data = {"naam": "Demo", "tekst": "", "werkt": "", "gezien": seen(visitor)}
    part = visitor.browser.post(ABOUT, data=data, headers=HTMX)
    assert (part.status_code, "Bewaard om 14:02" in part.text) == (200, True)
    assert f'value="{seen(visitor)}" hx-swap-oob="true"' in part.text
    assert about(engine, visitor) == ("Demo", "", None)


def test_autosave_without_a_name_says_why_it_waits(visitor, engine):
    data = {"naam": "", "tekst": "Hallo", "werkt": "", "gezien": seen(visitor)}
    part = visitor.browser.post(ABOUT, data=data, headers=HTMX)
    assert (part.status_code, "Nog niet bewaard. Vul je naam in." in visible_part(part)) == (
        400, True,
    )  # fmt: skip
    assert about(engine, visitor) == ("", "", None)


def visible_part(part):
    return " ".join(part.text.split())


def test_the_second_tab_is_told_what_the_first_kept_and_loses_nothing(visitor, engine):
    old = seen(visitor)
    first = {"naam": "Eerste", "tekst": "", "werkt": "ja", "gezien": old}
    second = {"naam": "Tweede", "tekst": "Meer", "werkt": "nee", "gezien": old}
    visitor.browser.post(ABOUT, data=first)
    assert visitor.browser.post(ABOUT, data=second, headers=HTMX).status_code == 409
    page = visitor.browser.post(ABOUT, data=second)
    assert (page.status_code, about(engine, visitor)) == (409, ("Eerste", "", True))
    words = visible(page)
    assert "Dit is in een ander tabblad veranderd" in words
    assert "Naam Eerste" in words
    form = form_in(page, ABOUT)
    assert (form["naam"], form["werkt"]) == (["Tweede"], ["nee"])
    again = {**second, "gezien": form["gezien"]}
    assert visitor.browser.post(ABOUT, data=again).status_code == 303
    assert about(engine, visitor) == ("Tweede", "Meer", False)


def test_a_form_without_the_stamp_cannot_undo_what_was_kept(visitor, engine):
    visitor.browser.post(ABOUT, data={"naam": "Eerste", "gezien": seen(visitor)})
    assert visitor.browser.post(ABOUT, data={"naam": "Tweede"}).status_code == 409
    assert about(engine, visitor)[0] == "Eerste"


def test_a_profile_that_was_not_confirmed_for_long_asks_whether_it_is_right(visitor, engine):
    with writing(engine) as session:
        row = session.get_one(Candidate, visitor.candidate_id)
        row.state, row.confirmed_at = CandidateState.ACTIVE, NOW - timedelta(days=91)
    assert "Klopt dit nog?" in visible(visitor.browser.get(PAGE))
    answer = visitor.browser.post("/profiel/klopt")
    words = visible(visitor.browser.get(answer.headers["location"]))
    assert ("Klopt dit nog?" in words, "weer drie maanden actueel" in words) == (False, True)


def test_a_stopped_profile_can_be_seen_and_no_longer_changed(visitor, engine):
    with writing(engine) as session:
        withdraw(session, candidate_id=visitor.candidate_id, now=NOW)
    assert "Je profiel is gestopt." in visible(visitor.browser.get(PAGE))
    page = visitor.browser.post("/profiel/vaardigheden", data={"vaardigheid": [str(TRUCK)]})
    assert (page.status_code, "Dit profiel is gestopt" in page.text) == (409, True)


@pytest.mark.parametrize(
    "path",
    ["", "/vaardigheden", "/vaardigheden/1", "/vertel", "/beroep", "/ervaring", "/talen",
     "/over-mij"],
)  # fmt: skip
def test_every_page_has_one_heading_and_no_script_or_style_of_its_own(visitor, path):
    page = visitor.browser.get(f"/profiel{path}")
    assert (page.status_code, page.text.count("<h1")) == (200, 1)
    inside = page.text.partition("<main")[2]
    assert not re.search(r"<script|<style|\sstyle=|\son\w+=", inside)
