"""Promises of the second language: every sentence has English, and no page mixes the two."""

import ast
import re
from collections.abc import Callable, Iterator

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session, select

from accounts.models import Account
from accounts.permissions import Relation
from api.language import (
    CHOICES,
    FREE,
    LISTS,
    PERHAPS_TOLD,
    PLACE,
    TOLD,
    catalogue,
)
from api.main import create_app
from api.sentences import ENGLISH, english, gathered, untranslated, updated, written
from api.source_texts import is_dutch, texts_in
from foundation.database import writing
from tests.access.doors import Door, doors
from tests.access.people import (
    NOW,
    ORIGIN,
    browsers,
    make_world,
    settings_for_browsers,
)
from tests.api.reading import shown_on, without
from tests.api.work_worlds import work_at

ENTRIES = [entry for entry in english() if entry.id]
PATTERNS = [str(one.id) for one in ENTRIES if isinstance(one.id, str) and PLACE.search(one.id)]
# The Dutch of everything that is called otherwise in English.
DUTCH = {
    text
    for one in ENTRIES
    for text, told in zip(
        (one.id, one.id) if isinstance(one.id, str) else one.id,
        (one.string, one.string) if isinstance(one.string, str) else one.string,
        strict=True,
    )
    if text != told
}
say = catalogue("en").say


def both(entry) -> list[tuple[str, str]]:
    """The Dutch and the English of an entry, for one and for more."""
    if isinstance(entry.id, str):
        return [(entry.id, entry.string)]
    return list(zip(entry.id, entry.string, strict=True))


def places(text: str) -> list[str]:
    return sorted(re.findall(r"%\(\w+\)s|%%s|%%|\{[^{}]*\}|<[^>]*>", text))


def test_the_catalogue_holds_every_sentence_of_the_source_and_no_other():
    source, kept = ({one.id for one in entries} for entries in (gathered(), english()))
    assert (source - kept, kept - source) == (set(), set()), "run: python3 run.py words"


def test_the_catalogue_is_kept_as_the_command_writes_it():
    assert written(english()) == ENGLISH.read_bytes()


def test_new_sentences_keep_the_english_there_was():
    fresh = updated(english())
    assert untranslated(fresh) == []
    assert fresh.get("Dit mag niet.").string == "This is not allowed."
    assert fresh.get("Albanees").string == "Albanian"


def test_every_sentence_has_english_that_somebody_looked_at():
    assert [one.id for one in untranslated(english())] == []
    assert [one.id for one in ENTRIES if one.fuzzy] == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('raise NotFound("Dit is er niet.")', ["Dit is er niet."]),
        ('raise ValueError(f"mag hoogstens {MOST} zijn")', ["mag hoogstens {MOST} zijn"]),
        ('raise ValueError(f"kies uit: {\', \'.join(names)}")', ["kies uit: {names}"]),
        ('say = f"Van {low} naar {one.most}, dan {low}."', ["Van {low} naar {most}, dan {low_2}."]),
        ('row.refuse("naam", "ontbreekt")', ["ontbreekt"]),
        ('raise ValueError("this must not be empty")', []),
        ('"""Dit is een uitleg voor wie programmeert."""', []),
        ('field(examples=["Ik heb dit diploma niet."])', []),
        ('raise Here("/naar/de/werkgever")', []),
        ('both = {"nl": {1: "met de hulp van een ander"}, "en": {1: "met de hulp van X"}}',
         ["met de hulp van een ander"]),
    ],
)  # fmt: skip
def test_what_a_person_reads_is_found_in_the_source(source, found):
    assert list(dict.fromkeys(texts_in(ast.parse(source), "x.py"))) == found


def test_the_same_is_filled_in_on_both_sides():
    pairs = [pair for entry in ENTRIES for pair in both(entry)]
    assert [pair for pair in pairs if places(pair[0]) != places(pair[1])] == []


def test_both_sides_begin_and_end_alike():
    def edges(text: str) -> tuple[bool, bool, str]:
        return text[:1].isspace(), text[-1:].isspace(), text[-1] if text[-1] in ".:" else ""

    pairs = [pair for entry in ENTRIES for pair in both(entry)]
    assert [pair for pair in pairs if edges(pair[0]) != edges(pair[1])] == []


def test_the_english_is_english():
    assert [one.string for one in ENTRIES for _, one_said in both(one) if is_dutch(one_said)] == []


# What may be filled in: our own words where those belong, else anything short.
_WORD = st.text("abcdefghjkmnpqrstuvwxyzé0123456789-\ue000\ue001", min_size=1, max_size=12)
_OWN = st.sampled_from(
    [("heeft", "has"), ("zelfstandig", "on my own"), ("ontbreekt", "is missing")]
)


def filling(name: str) -> st.SearchStrategy[tuple[str, str]]:
    """Something that may stand in a place, in Dutch and in English."""
    if name in TOLD:
        return _OWN
    if name in LISTS:
        return _WORD.map(lambda where: (f"{where}: ontbreekt", f"{where}: is missing"))
    if name in FREE:
        return st.just(("artikel 3. En lid 2", "artikel 3. En lid 2"))
    return _WORD.map(lambda word: (word, word))


ENGLISH_OF = {one.id: one.string for one in ENTRIES}


@given(st.sampled_from(PATTERNS), st.data())
def test_what_was_filled_in_stands_in_the_english(dutch, data):
    filled = {name: data.draw(filling(name), label=name) for name in PLACE.findall(dutch)}
    assert say(fill(dutch, filled, 0)) == fill(ENGLISH_OF[dutch], filled, 1)


@pytest.mark.parametrize("dutch", PATTERNS)
def test_each_sentence_with_places_is_recognised(dutch):
    filled = {name: example(name) for name in PLACE.findall(dutch)}
    assert say(fill(dutch, filled, 0)) == fill(ENGLISH_OF[dutch], filled, 1)


def example(name: str) -> tuple[str, str]:
    if name in TOLD:
        return "heeft", "has"
    return ("naam: ontbreekt", "naam: is missing") if name in LISTS else ("12", "12")


def fill(text: str, filled: dict[str, tuple[str, str]], side: int) -> str:
    return PLACE.sub(lambda place: filled[place[1]][side], text)


@given(st.text())
def test_what_we_never_wrote_stays_as_it_is(text):
    assert say(text) in (text, catalogue("en").sentences.get(text))


@pytest.mark.parametrize(
    ("dutch", "told"),
    [
        ("Wij eten vandaag soep.", "Wij eten vandaag soep."),
        ("Dit wachtwoord is mooi.", "Dit wachtwoord is mooi."),
        ("Dit mag niet. Wij eten soep.", "Dit mag niet. Wij eten soep."),
        ("Dit mag niet. Kies uit de lijst.", "This is not allowed. Choose from the list."),
        ("Dit klopt nog niet. naam: bevat tekens die geen gewone tekst zijn; typ het opnieuw.",
         "This is not right yet. naam: holds characters that are not plain text; type it again."),
        ("Dit klopt nog niet. a: ontbreekt; b: kies uit: 'x' of 'y'; c: mag niet leeg zijn.",
         "This is not right yet. a: is missing; b: choose from: 'x' or 'y'; c: must not be empty."),
        ("Lassen: bijna. Lijkt hierop: solderen. 60 % × 75 % × gewicht 2 = 9000 punten.",
         "Lassen: almost. Is like this: solderen. 60 % × 75 % × weight 2 = 9000 points."),
        ("Je hebt geen rijbewijs C. Dat moet van: de wet. Artikel 3.",
         "You have no driving licence C. This is required by: de wet. Artikel 3."),
        ("De schijf is vol. Maak ruimte en probeer opnieuw. Er is niets bewaard.",
         "The disk is full. Make room and try again. Nothing was saved."),
    ],
)  # fmt: skip
def test_sentences_in_a_row_are_told_only_when_each_is_known(dutch, told):
    assert say(dutch) == told


def test_dutch_says_what_it_was_given():
    assert catalogue("nl").say("Dit mag niet.") == catalogue("nl").gettext("Dit mag niet.")
    assert catalogue("nl").ngettext("een", "meer", 2) == "meer"


def test_the_places_that_are_told_apart_are_places_of_the_catalogue():
    known = {name for dutch in PATTERNS for name in PLACE.findall(dutch)}
    assert known >= TOLD | PERHAPS_TOLD | LISTS | FREE | CHOICES


# The pages


def pages_of(app) -> list[Door]:
    """Every address that shows a page."""
    all_doors = [door for door in doors(app) if door.method == "GET"]
    return [one for one in all_doors if not one.path.startswith(("/v1", "/static"))]


Ask = Callable[[str], tuple[int, str, str]]


@pytest.fixture(params=["anonymous", "everything filled in", "with work"])
def asking(request, settings, engine) -> Iterator[tuple[list[Door], Ask]]:
    """Somebody who reads English: nobody we know, one with a full profile, and one with work."""
    if request.param == "with work":
        with work_at(settings, engine) as site:
            speak_english(engine)
            browser = site.visitor.browser
            browser.cookies.set("taal", "en")
            yield pages_of(browser.app), lambda path: seen(browser.get(path))
        return
    world = make_world(engine)
    speak_english(engine)
    app = create_app(settings_for_browsers(settings), clock=lambda: NOW)
    who = Relation.ANONYMOUS if request.param == "anonymous" else Relation.SELF
    with browsers(app, world) as everybody:
        browser = everybody[who]
        english_browser = {"headers": {"Accept-Language": "en", "Origin": ORIGIN}}
        yield pages_of(app), lambda path: seen(browser.ask("GET", path, **english_browser))


def speak_english(engine) -> None:
    with writing(engine) as session:
        for account in _accounts(session):
            account.language = "en"


def _accounts(session: Session) -> list[Account]:
    return list(session.exec(select(Account)))


def seen(answer) -> tuple[int, str, str]:
    is_page = answer.headers.get("content-type", "").startswith("text/html")
    return (
        answer.status_code,
        answer.headers.get("content-language", ""),
        (answer.text if is_page else ""),
    )


def test_an_english_page_holds_no_dutch(asking):
    pages, ask = asking
    read, dutch = 0, []
    for door in pages:
        path = door.address(vacancy_id=1, number=1, skill_id=1, occupation_id=1)
        status, language, html = ask(path)
        if not html or status in (303, 307):
            continue
        shown = shown_on(html)
        read_out = (text.replace("Talent op Maat", "") for text in shown.texts)
        texts = without(read_out, ("kanarie", "Demo ", "talent.example"))
        read += 1
        assert language == "en", path
        if html.lstrip().lower().startswith("<!doctype"):
            assert shown.language == "en", path
        dutch += [(path, text) for text in texts if text in DUTCH or is_dutch(text)]
    assert not dutch, "\n".join(f"{path}: {text}" for path, text in dutch)
    assert read >= 5


# Refusals


@pytest.mark.parametrize(
    ("asks", "language", "title"),
    [
        ("en", "en", "There is nothing here. Check the address or go back to the start."),
        ("en-GB,en;q=0.9,nl;q=0.8", "en",
         "There is nothing here. Check the address or go back to the start."),
        ("nl", "nl", "Hier is niets te vinden. Controleer het adres of ga terug naar de start."),
        ("de", "nl", "Hier is niets te vinden. Controleer het adres of ga terug naar de start."),
    ],
)  # fmt: skip
def test_a_program_hears_a_refusal_in_the_language_it_asks(settings, asks, language, title):
    with TestClient(create_app(settings), base_url=ORIGIN) as client:
        answer = client.get("/v1/nowhere", headers={"Accept-Language": asks})
    assert (answer.headers["content-language"], answer.json()["title"]) == (language, title)


def test_every_problem_is_told_in_english(settings):
    with TestClient(create_app(settings_for_browsers(settings)), base_url=ORIGIN) as client:
        answer = client.post(
            "/v1/login-codes", json={"email": 3, "more": 1}, headers={"Accept-Language": "en"}
        )
    problems = answer.json()["problems"]
    assert (answer.status_code, answer.headers["content-language"]) == (400, "en")
    assert [one for one in problems if is_dutch(one["message"])] == []
    assert "is not something we know; take it away" in {one["message"] for one in problems}


def test_the_buttons_of_the_language_change_the_page_they_stand_on(settings):
    app = create_app(settings_for_browsers(settings))
    with TestClient(app, base_url=ORIGIN, headers={"Origin": ORIGIN}) as browser:
        assert "Wat we vergelijken" in browser.get("/privacy").text
        to_english = browser.post("/taal", data={"taal": "en", "terug": "/privacy"})
        assert to_english.url.path == "/privacy"
        assert "What we compare" in to_english.text
        back = browser.post("/taal", data={"taal": "nl", "terug": "/privacy"})
    assert shown_on(back.text).language == "nl"
