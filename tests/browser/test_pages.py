"""The promises every page keeps, for everybody who may see it: read, tapped, weighed.

The pages come from the running application, so that a new one cannot be forgotten.
"""

import os
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from accounts.models import Role
from accounts.permissions import TABLE, About, Relation
from api.main import create_app
from api.pages.rendering import STATIC
from api.pages.vacancy_own import STEPS
from foundation.settings import Settings
from tests.access.doors import doors
from tests.browser.measuring import (
    FOCUS,
    LAYOUT,
    MOST_BYTES,
    ORDER,
    complaints_of_layout,
    faults_of,
    hosts,
    unfold,
    weight,
)
from tests.browser.region import ANONYMOUS, VISITOR

OUTPUT = Path(__file__).parents[2] / "test-output" / "pages"
NO_PAGE = {
    "/paspoort.pdf",
    "/paspoort/json-resume.json",
    "/paspoort/europass.json",
    "/rechten/gegevens.json",
    "/vaardigheden/zoeken",
    "/beroepen/zoeken",
    "/werkgever/vacatures/{vacancyId}/telling",
    "/programma/rapport.pdf",
}
LOGGING = "/coach/kandidaten/{candidateId}/uitkomsten/nieuw"
# What must stand behind the address of a page.
ASKING = {
    "/coach/vacatures/{vacancyId}/vergelijk": "?kandidaat={candidateId}&met={listed}",
    LOGGING: "?soort=leerwerkplek",
}
# Where each side reads of an outcome; at the address of another it is led on, or there is nothing.
OUTCOMES = {
    Role.CANDIDATE: "/uitkomsten/",
    Role.EMPLOYER: "/werkgever/geplaatst/",
    Role.COACH: "/coach/uitkomsten/",
}
RELATIONS = {
    ANONYMOUS: {Relation.ANONYMOUS},
    VISITOR: {Relation.SELF},
    Role.CANDIDATE: {Relation.SELF},
    Role.EMPLOYER: {Relation.OWN_EMPLOYER},
    Role.COACH: {Relation.ASSIGNED_COACH, Relation.OTHER_COACH},
    Role.MANAGER: {Relation.MANAGER},
    Role.ADMINISTRATOR: {Relation.ADMINISTRATOR},
}
DOORS = [
    one
    for one in doors(create_app(Settings("sqlite:///nowhere.db", Path(), demo=True)))
    if one.method == "GET" and one.acts and not one.path.startswith("/v1")
]
STAFF = (Role.EMPLOYER, Role.COACH, Role.MANAGER, Role.ADMINISTRATOR)
LOOKED_AT = ("/werk/{vacancy_id}", "/profiel/vaardigheden/{skill_id}")
ENGLISH = ("/", "/profiel", "/werk", "/werk/{vacancy_id}", "/verkennen", "/rechten", "/wensen/waar")
TOLD = "Ik werkte in een magazijn. Ik hielp klanten en pakte bestellingen in."
# Sends a form as a page would, so that the answer becomes the page.
SEND = """([path, sent]) => {
    const form = document.createElement("form");
    Object.assign(form, { method: "post", action: path });
    for (const [name, value] of Object.entries(sent)) {
        form.append(Object.assign(document.createElement("input"), { name, value }));
    }
    document.body.append(form);
    form.submit();
}"""
PAGES = [one for one in DOORS if one.path not in NO_PAGE and not one.path.endswith(".csv")]


# The same page with something else in it: in another state, or for another somebody.
MORE = {
    ANONYMOUS: [
        "/antwoord/onbekend",
        "/hoe-gaat-het/onbekend",
        "/meedoen/onbekend",
        "/werkgevers/aanmelden?gedaan=ja",
    ],
    Role.CANDIDATE: [
        "/uitkomsten/{outcomeId}/hoe-gaat-het/{answered}",
        "/uitkomsten/{outcomeId}/hoe-gaat-het/{later}",
        "/uitkomsten/{finished}",
    ],
    Role.EMPLOYER: [
        "/werkgever/vacatures/{draft}",
        *(f"/werkgever/vacatures/{{draft}}/{step}" for step in STEPS),
        "/werkgever/pool",
    ],
    Role.COACH: [
        "/coach/vacatures/{vacancyId}?kandidaat={fresh}",
        "/coach/vacatures/{vacancyId}?kandidaat={listed}",
        "/coach/vacatures/{vacancyId}/vergelijk?kandidaat={candidateId}",
        "/coach/vacatures/{unlisted}",
        "/coach/vacatures/{bare}",
        "/coach/kandidaten/{candidateId}/vacatures?vacature={unlisted}",
        "/coach/voordrachten/{asked}",
        "/werkgever/vacatures/{bare}/vaardigheden",
        f"{LOGGING}?soort=verwijzing_partner",
        f"{LOGGING}?soort=verwijzing_scholing&opleiding={{course}}",
        "/coach/uitkomsten/{referred}",
        "/coach/uitkomsten/{finished}",
        "/coach/uitkomsten/{finished}/verbeteren",
    ],
    Role.MANAGER: [
        "/programma/per/regio",
        "/programma/per/kwartaal?toon=deel",
        "/programma?alleen=werk:ja",
        "/programma/overdracht/1",
    ],
    Role.ADMINISTRATOR: ["/beheer/bedrijven/{member}"],
}


def pages_of(role: str) -> list[str]:
    """List the pages that somebody of a role may see."""
    may = RELATIONS[role]
    found = [one for one in PAGES if may & TABLE[one.act].may.keys()]
    return [
        one.path + ASKING.get(one.path, "")
        for one in found
        if TABLE[one.act].about is not About.OUTCOME or one.path.startswith(OUTCOMES.get(role, "/"))
    ]


PUBLIC = pages_of(ANONYMOUS)
# Not every address shows a page to everybody: it leads on, or says that there is nothing.
STATUSES = {
    (ANONYMOUS, "/antwoord/onbekend"): 404,
    (ANONYMOUS, "/hoe-gaat-het/onbekend"): 404,
    (ANONYMOUS, "/meedoen/onbekend"): 404,
    (ANONYMOUS, "/inloggen/tweede-stap"): 303,
    (Role.EMPLOYER, "/werkgever/geen-bedrijf"): 303,
    (Role.EMPLOYER, "/voordrachten/{introductionId}"): 303,
    (Role.COACH, "/voordrachten/{introductionId}"): 303,
}
# What everybody sees is held to all promises once.
OWN = [(ANONYMOUS, path) for path in (*PUBLIC, *MORE[ANONYMOUS])] + [
    (role, path)
    for role in (Role.CANDIDATE, *STAFF)
    for path in (*pages_of(role), *MORE[role])
    if path not in PUBLIC
]


def picture(page, folder, name):
    """Leave a picture of the whole page in test-output, when somebody wants to look at it."""
    if "TOM_PICTURES" not in os.environ:
        return
    (OUTPUT / folder).mkdir(parents=True, exist_ok=True)
    file = re.sub(r"[^\w.-]+", "_", name).strip("_") or "start"
    page.screenshot(path=OUTPUT / folder / f"{file}.jpg", type="jpeg", quality=60, full_page=True)


@pytest.fixture
def open_page(region, page_at):
    """Opens a page of the running site for somebody of a role."""

    def make(role, path, width=360, **more):
        page = page_at(width, base_url=region.address, **more)
        page.context.add_cookies(region.cookies(role))
        page.goto(region.address_of(role, path))
        return page

    return make


def quiet(seen):
    """Leave out what the browser itself says of an answer that is a refusal."""
    return [one for one in seen.errors if "the server responded with a status of 4" not in one]


def check_everything(page, seen, region, language="nl"):
    """Hold one page, as it was first visited, to all promises."""
    assert hosts(seen.requests) == {urlsplit(region.address).netloc}
    weights = weight(seen.requests)
    assert sum(weights.values()) <= MOST_BYTES, weights
    unfold(page)
    assert page.evaluate(ORDER, language) == []
    assert complaints_of_layout(page) == []
    assert faults_of(page) == ""
    assert quiet(seen) == []


@pytest.mark.parametrize(("role", "path"), OWN)
def test_every_page_is_good_for_whom_it_is_made(open_page, seen, region, role, path):
    page = open_page(role, path)
    assert seen.requests[0].response().status == STATUSES.get((role, path), 200)
    picture(page, f"{role}-360", path)
    check_everything(page, seen, region)
    page.set_viewport_size({"width": 1280, "height": 900})
    picture(page, f"{role}-1280", path)


def check_briefly(page):
    """Hold a page to what can be measured without laying it out again."""
    assert page.evaluate(ORDER, "nl") == []
    assert page.evaluate(LAYOUT) == []
    assert faults_of(page) == ""


# What a page of somebody's own shows when nothing is there yet; the others are the same for all.
EMPTY = [one.path for one in PAGES if TABLE[one.act].about is About.OWN_PROFILE]


@pytest.mark.parametrize("path", EMPTY)
def test_every_page_of_an_empty_profile_is_good(open_page, seen, path):
    page = open_page(VISITOR, path)
    picture(page, "leeg", path)
    unfold(page)
    check_briefly(page)
    assert quiet(seen) == []


@pytest.mark.parametrize("role", STAFF)
def test_everybody_else_meets_good_pages_too(open_page, seen, region, role):
    page = open_page(role, "/profiel")  # not for them: the refusal is a page as well
    check_briefly(page)
    for path in PUBLIC:
        page.goto(region.address_of(role, path))
        check_briefly(page)
    assert quiet(seen) == []


@pytest.mark.parametrize("path", LOOKED_AT)
@pytest.mark.parametrize(("theme", "scheme"), [("maat", "dark"), ("zee", "light"), ("zee", "dark")])
def test_every_theme_can_be_read_light_and_dark(open_page, region, path, theme, scheme):
    def dressed(route):
        route.fulfill(path=STATIC / "themes" / f"{theme}.css", content_type="text/css")

    page = open_page(Role.CANDIDATE, "/privacy", dark=scheme == "dark")
    page.route("**/themes/*.css*", dressed)
    page.goto(region.address_of(Role.CANDIDATE, path))
    unfold(page)
    picture(page, f"{theme}-{scheme}", path)
    assert faults_of(page) == ""


# Pages that come after something was asked or went wrong: address, what was sent, what is told.
ASKED_FOR = {
    "zoeken": ("/profiel/vaardigheden?q=heftruk", None, "heftruck rijden"),
    "niets-gevonden": ("/profiel/vaardigheden?q=qqqq", None, "We vonden niets voor"),
    "niets-aangevinkt": ("/profiel/vaardigheden", {"q": "lassen"}, "Vink eerst aan"),
    "eigen-woorden-leeg": ("/profiel/eigen-woorden", {"woorden": ""}, "Schrijf eerst op"),
    "verteld": ("/profiel/vertel", {"verhaal": TOLD}, "Wat klopt?"),
    "niets-verteld": ("/profiel/vertel", {"verhaal": " "}, "Schrijf eerst iets op"),
    "ervaring-fout": ("/profiel/ervaring", {"soort": "", "jaren": "x"}, "Dit klopt nog niet"),
    "waar-fout": ("/wensen/waar", {"postcode": "12", "travel_minutes": "x"}, "4 cijfers"),
    "waar-ander-tabblad": ("/wensen/waar", {"postcode": "2333", "gezien": "x"}, "ander tabblad"),
    "uren-fout": ("/wensen/uren", {"hours_min": "40", "hours_max": "8"}, "Dit klopt nog niet"),
    "geen-antwoord": ("/interesses/1", {"gezien": "x"}, "Kies een antwoord"),
    "werkgever-fout": ("/wensen/werkgevers", {"kvk": "12"}, "Dit klopt nog niet"),
    "bezwaar-leeg": ("/rechten/bezwaar", {"tekst": ""}, "Dit klopt nog niet"),
    "geen-adres": ("/inloggen", {"email": "geen adres"}, "Dit klopt nog niet"),
    "foute-code": ("/inloggen/code", {"code": "000000"}, "code"),
    "fout-wachtwoord": ("/inloggen/medewerker", {"email": "a@b.example", "wachtwoord": "x"}, ""),
    "filters": ("/werk?soort=leerwerkplek&sector=techniek", None, "Wis filters"),
    "niets-past": ("/werk?reistijd=1&uren_min=60", None, "Niets past"),
    "filter-fout": ("/werk?reistijd=ver", None, "Dit klopt nog niet"),
    "tweede-bladzijde": ("/werk?pagina=2", None, "pagina"),
    "wat-als": ("/werk/{vacancy_id}?vaardigheid={skill_id}&niveau=5", None, "Plaats dan"),
    "vergelijken": ("/werk/{vacancy_id}/vergelijk?met=1", None, "Vergelijk"),
    "voordracht-veranderd": (
        "/voordrachten/{introductionId}",
        {"revisie": "99", "antwoord": "akkoord"},
        "Dit is niet gelukt",
    ),
    "weg": ("/niets-te-vinden", None, "Hier is niets"),
}


ENGLISH_TEXT = "We are looking for a welder who will work with the team and can read drawings."
DECIDE = {"regel": "{entryId}", "revisie": "1", "gezien": "x", "besluit": "opzij zetten"}
# The same for who works here: who asks, and then as above.
ASKED_BY_STAFF = {
    "aanmelden-fout": (ANONYMOUS, "/werkgevers/aanmelden", {"kvk": "1"}, "Dit klopt nog niet"),
    "tekst-te-lang": (
        Role.EMPLOYER,
        "/werkgever/vacatures/nieuw",
        {"titel": "Lasser", "tekst": "lassen " * 1_000},
        "Deze tekst is te lang",
    ),
    "alleen-een-naam": (
        Role.EMPLOYER,
        "/werkgever/vacatures/nieuw",
        {"titel": "Lasser"},
        "Er is nog geen tekst",
    ),
    "engelse-tekst": (
        Role.EMPLOYER,
        "/werkgever/vacatures/nieuw",
        {"titel": "Welder", "tekst": ENGLISH_TEXT},
        "Je tekst lijkt Engels",
    ),
    "welk-beroep": (
        Role.EMPLOYER,
        "/werkgever/vacatures/nieuw",
        {"titel": "Iets", "q": "monteur"},
        "Welk beroep bedoel je?",
    ),
    "geen-wet": (
        Role.EMPLOYER,
        "/werkgever/vacatures/{draft}/harde-eisen",
        {"soort": "licence", "rijbewijs": "C", "wet": ""},
        "Dit klopt nog niet",
    ),
    "vacature-ander-tabblad": (
        Role.EMPLOYER,
        "/werkgever/vacatures/{draft}/tekst",
        {"title": "Orderpikker", "description": "Je pakt orders in.", "gezien": "x"},
        "veranderd",
    ),
    "al-geantwoord": (
        Role.EMPLOYER,
        "/werkgever/voordrachten/{introductionId}",
        {"revisie": "1", "antwoord": "kennismaken"},
        "Dit is niet gelukt",
    ),
    "gezocht-in-de-pool": (
        Role.EMPLOYER,
        "/werkgever/pool",
        {"vacature": "{vacancyId}", "actie": "zoek"},
        "Ik wil kennismaken",
    ),
    "vacatures-niets-gevonden": (
        Role.COACH,
        "/coach/vacatures?zoek=qqqq",
        None,
        "Geen vacatures gevonden",
    ),
    "pool-woord-onbekend": (Role.COACH, "/coach/pool?zoek=qqqq", None, "Dit klopt nog niet"),
    "geen-reden": (
        Role.COACH,
        "/coach/vacatures/{vacancyId}/besluit",
        DECIDE,
        "Kies een reden uit de lijst",
    ),
    "al-besloten": (
        Role.COACH,
        "/coach/vacatures/{vacancyId}/besluit",
        {**DECIDE, "reden": "mist iets wat nodig is", "tekst": "Nog niet."},
        "Je besluit is nog niet bewaard",
    ),
    "al-geantwoord-bij-coach": (
        Role.COACH,
        "/coach/voordrachten/{introductionId}",
        {"revisie": "1", "besluit": "stoppen"},
        "Dit is niet gelukt",
    ),
    "niets-gevraagd": (
        Role.COACH,
        "/coach/vacatures/{vacancyId}/voordragen/{entryId}",
        {"woorden": ""},
        "Dit klopt nog niet",
    ),
    "lege-aantekening": (
        Role.COACH,
        "/coach/kandidaten/{candidateId}/notities",
        {"tekst": ""},
        "Dit klopt nog niet",
    ),
    "bezwaar-geen-uitkomst": (
        Role.COACH,
        "/coach/bezwaren/{objectionId}",
        {"reden": ""},
        "Dit klopt nog niet",
    ),
    "stoppen-zonder-reden": (Role.ADMINISTRATOR, "/beheer/stop", {}, "Dit klopt nog niet"),
    "geen-bestand": (Role.ADMINISTRATOR, "/beheer/vacatures/bekijken", {}, "Dit klopt nog niet"),
}
ASKED = [(name, (Role.CANDIDATE, *asked)) for name, asked in ASKED_FOR.items()]


@pytest.mark.parametrize(("name", "asked"), [*ASKED, *ASKED_BY_STAFF.items()])
def test_every_answer_to_a_question_or_a_mistake_is_good(open_page, seen, region, name, asked):
    role, path, sent, told = asked
    page = open_page(role, path if sent is None else "/privacy")
    if sent is not None:
        filled = {field: region.address_of(role, value) for field, value in sent.items()}
        with page.expect_navigation():
            page.evaluate(SEND, [region.address_of(role, path), filled])
    picture(page, "antwoorden", name)
    assert told in page.locator("body").inner_text()
    check_briefly(page)
    assert quiet(seen) == []


@pytest.fixture
def stopped(region, open_page):
    """Lets the administrator stop the comparing for a while."""
    page, origin = open_page(Role.ADMINISTRATOR, "/beheer/stop"), {"Origin": region.address}
    page.request.post("/beheer/stop", form={"reden": "Een proef."}, headers=origin)
    yield
    page.request.post("/beheer/stop/hervatten", headers=origin)


WITHOUT_NUMBERS = {
    Role.CANDIDATE: ("/werk", "/werk/{vacancyId}", "/voordrachten/{introductionId}"),
    Role.EMPLOYER: (
        "/werkgever/vacatures/{draft}/eisen",
        "/werkgever/pool",
        "/werkgever/voordrachten/{introductionId}",
    ),
    Role.COACH: (
        "/coach",
        "/coach/vacatures/{vacancyId}",
        "/coach/vacatures/{unlisted}",
        "/coach/vacatures/{vacancyId}/iedereen",
        "/coach/kandidaten/{candidateId}/vacatures",
    ),
    Role.ADMINISTRATOR: ("/beheer", "/beheer/stop"),
}


@pytest.mark.parametrize("role", WITHOUT_NUMBERS)
def test_every_page_tells_that_the_comparing_was_stopped(stopped, open_page, region, role):
    page = open_page(role, "/privacy")
    for path in WITHOUT_NUMBERS[role]:
        page.goto(region.address_of(role, path))
        picture(page, "stil", f"{role}-{path}")
        expect(page.locator("body")).to_contain_text("Vergelijken staat stil")
        check_briefly(page)


# A page on which everything is wrong that the measures look for.
BAD = """<!doctype html><html lang="en"><title></title>
<style>:focus-visible { outline: none } button { width: 20px; height: 20px; padding: 0 }</style>
<main><h1 id="a">A</h1><h1 id="a">B</h1><h3>C</h3><p>Ga <a href="#b">naar b</a></p>
<button>x</button><div style="width: 900px">breed</div>
<label style="display: block; width: 30px">twee woorden</label>
<p style="overflow: hidden; white-space: nowrap; width: 50px">een lange zin</p></main>"""


def test_the_measures_find_what_is_wrong(page_at):
    page = page_at(320)
    page.set_content(BAD)
    found = page.evaluate(ORDER, "nl") + page.evaluate(LAYOUT) + page.evaluate(FOCUS)
    assert [one.partition(":")[0] for one in found] == [
        "lang is en",
        "no title",
        "headings",
        "heading skips a level",
        "id twice",
        "leads nowhere",
        "scrolls sideways",
        "small target",
        "narrow",
        "cut off",
        "focus not seen",
        "focus not seen",
    ]


@pytest.fixture
def in_english(region, open_page):
    """Lets the musician read English for a while: the account remembers the choice."""
    page, origin = open_page(Role.CANDIDATE, "/privacy"), {"Origin": region.address}
    page.request.post("/taal", form={"taal": "en"}, headers=origin)
    yield page
    page.request.post("/taal", form={"taal": "nl"}, headers=origin)


def test_english_pages_say_that_they_are_english(in_english, seen, region):
    for path in ENGLISH:
        in_english.goto(region.address_of(Role.CANDIDATE, path))
        picture(in_english, "en", path)
        unfold(in_english)
        assert in_english.evaluate(ORDER, "en") == [], path
        assert in_english.evaluate(LAYOUT) == [], path
        assert faults_of(in_english) == "", path
    assert quiet(seen) == []
