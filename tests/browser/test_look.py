"""The promises of the look: all parts on one page, in every width, light, dark, without script."""

import gzip
import json
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from jinja2 import ChoiceLoader, FileSystemLoader

from accounts.models import Role
from accounts.permissions import Viewer
from api.pages.rendering import STATIC, environment
from api.strip import Block, draw
from matching.explain import Tier
from tests.browser.conftest import give_up

OUTPUT = Path(__file__).parents[2] / "test-output" / "look"
SITE = "http://talent.test"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "font-src 'none'; manifest-src 'self'"
)
TYPES = {".css": "text/css", ".js": "text/javascript"}
OPERATOR = [
    Block("Productielijn bedienen", 9, 6_000, 6_000, Tier.ALMOST, "lijkt op: mengpaneel bedienen"),
    Block("Nauwkeurig werken", 3, 10_000, 10_000, Tier.HAS, "niveau 4"),
    Block("Storingen opsporen", 9, 10_000, 10_000, Tier.HAS, "versterkers repareren"),
    Block("Meetwaarden aflezen", 6, 8_000, 8_000, Tier.ALMOST, "lijkt op: geluid meten"),
    Block("Veilig werken (VCA)", 6, 0, 10_000, Tier.MISSING, "cursus van 1 dag"),
    Block("In ploegen werken", 3, 10_000, 10_000, Tier.HAS, "niveau 3"),
    Block("Nederlands spreken", 3, 6_600, 10_000, Tier.UNKNOWN, "niveau onbekend"),
]
OTHER = [
    Block(one.label, one.weight, one.part // 2, one.after, Tier.ALMOST, one.note)
    for one in OPERATOR
]
MANY = [
    Block(f"Eis {number}", weight, 5_000, 7_500, Tier.ALMOST)
    for number, weight in enumerate([1, 9, 9, 9, 6, 6, 6, 3, 3, 9, 9, 2], start=1)
]
WIDTHS = [320, 360, 640, 1280]


@pytest.fixture(scope="session", autouse=True)
def _files():
    if not (STATIC / "assets" / "base.css").is_file():
        give_up("De bestanden van npm zijn er niet; python3 run.py test haalt ze op.")


def sketch(theme="maat", language="nl"):
    """Fill the page on which every part stands."""
    made = environment(language).overlay(
        loader=ChoiceLoader([environment(language).loader, FileSystemLoader(Path(__file__).parent)])
    )
    return made.get_template("sketch.html").render(
        viewer=Viewer(role=Role.CANDIDATE, account_id=1, candidate_id=1),
        path="/werk",
        demo=True,
        stop=None,
        theme=theme,
        operator=draw(OPERATOR),
        other=draw(OTHER),
        many=draw(MANY),
    )


@pytest.fixture
def site(page_at):
    """Opens the sketch page in a browser, with the server played by this function."""

    def make(width=1280, theme="maat", answers=None, **more):
        page = page_at(width, base_url=SITE, **more)
        html, answers = sketch(theme), answers or {}

        def answer(route):
            path = urlsplit(route.request.url).path
            file = STATIC / path.removeprefix("/static/")
            if path in answers:
                answers[path](route)
            elif path.startswith("/static/") and file.is_file():
                route.fulfill(body=file.read_bytes(), content_type=TYPES[file.suffix])
            else:
                headers = {"Content-Security-Policy": POLICY}
                route.fulfill(body=html, content_type="text/html; charset=utf-8", headers=headers)

        page.route("**/*", answer)
        page.goto("/", wait_until="domcontentloaded")
        return page

    return make


def keep_picture(page, name):
    """Leave a picture of the whole page in test-output."""
    OUTPUT.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=OUTPUT / f"{name}.png", full_page=True)


@pytest.mark.parametrize(
    ("width", "dark", "theme"),
    [
        (320, False, "maat"),
        (360, True, "maat"),
        (640, False, "zee"),  # 1280 at a zoom of 200 %
        (1280, False, "maat"),
        (1280, True, "maat"),
        (1280, True, "zee"),
    ],
)
def test_every_part_is_accessible_and_fits(site, seen, width, dark, theme):
    page = site(width, theme, dark=dark)
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    page.wait_for_selector(".autocomplete__input")
    keep_picture(page, f"{theme}-{'donker' if dark else 'licht'}-{width}")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert seen.errors == []


@pytest.mark.parametrize("width", [640, 1280])
def test_letters_twice_as_large_still_fit(site, width):
    page = site(width)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    keep_picture(page, f"grote-letters-{width}")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_without_script_everything_is_there(site, seen):
    page = site(360, js=False)
    keep_picture(page, "zonder-script-360")
    assert page.locator("#zoek").is_visible()
    assert page.get_by_role("button", name="Lees voor").count() == 0
    assert page.locator("details").first.locator("table").is_hidden()


@pytest.mark.parametrize("width", WIDTHS)
def test_what_one_taps_is_large_enough(site, width):
    page = site(width)
    small = page.evaluate(
        """() => [...document.querySelectorAll('a, button, input, select, summary, textarea')]
            .map(one => one.closest('label') ?? one)
            .filter(one => one.checkVisibility() && getComputedStyle(one).display !== 'inline')
            .map(one => [one.outerHTML.slice(0, 80), one.getBoundingClientRect()])
            .filter(([, box]) => box.width && (box.height < 40 || box.width < 40))
            .map(([html, box]) => [html, box.width, box.height])"""
    )
    assert [one for one in small if "skip-link" not in one[0] and 'href="#' not in one[0]] == []


@pytest.mark.parametrize("width", [320, 360])
def test_a_label_has_room_for_its_words(site, width):
    widths = site(width).evaluate(
        """() => [...document.querySelectorAll('.choice span')]
            .map(one => one.getBoundingClientRect().width)"""
    )
    assert min(widths) > 150


@pytest.mark.parametrize(("width", "picture"), [(360, False), (1280, True)])
def test_on_a_phone_the_blocks_become_rows(site, width, picture):
    page = site(width)
    assert page.locator("#strook-1 .strip-picture").is_visible() == picture
    assert page.locator("#strook-1 li svg").first.is_visible() != picture


def test_two_strips_of_one_vacancy_line_up(site):
    page = site()

    def edges(strip):
        tracks = page.locator(f"#{strip} .strip-picture .strip-edge").all()
        return [(track.bounding_box()["x"], track.bounding_box()["width"]) for track in tracks]

    assert edges("strook-1") == edges("strook-2")


def test_a_refused_form_starts_at_the_summary_and_leads_to_the_field(site):
    page = site()
    assert page.locator(":focus").get_attribute("data-error-summary") is not None
    page.get_by_role("link", name="Kies hoe je reist.").click()
    assert page.locator(":focus").get_attribute("value") == "fiets"


def kept(route):
    route.fulfill(body="Bewaard om 14:02", content_type="text/html")


def write(page, text):
    """Fill in the story and leave the field."""
    page.locator("#verhaal").fill(text)
    page.locator("#verhaal").blur()


def test_what_is_typed_is_kept_by_itself(site, seen):
    page = site(answers={"/bewaar": kept})
    write(page, "Ik repareer versterkers.")
    page.get_by_text("Bewaard om 14:02").wait_for()
    assert parse_qs(seen.requests[-1].post_data)["verhaal"] == ["Ik repareer versterkers."]


def test_a_lost_connection_loses_nothing(site):
    sent = []

    def keep(route):
        sent.append(route.request.post_data)
        route.abort("internetdisconnected") if len(sent) == 1 else kept(route)

    page = site(answers={"/bewaar": keep})
    write(page, "Ik speel gitaar.")
    page.get_by_text("Geen verbinding. Wat je invult blijft staan").wait_for()
    page.evaluate("window.dispatchEvent(new Event('online'))")
    page.get_by_text("Bewaard om 14:02").wait_for()
    assert page.locator("#verhaal").input_value() == "Ik speel gitaar."
    assert sent[0] == sent[1]


def test_a_server_that_is_away_loses_nothing(site):
    refused = {"status": 503, "body": "<p>Een andere zin.</p>", "content_type": "text/html"}
    page = site(answers={"/bewaar": lambda route: route.fulfill(**refused)})
    write(page, "Ik speel gitaar.")
    page.get_by_text("Bewaren lukt nu niet. Wat je invult blijft staan").wait_for()
    assert page.get_by_text("Een andere zin.").count() == 0


def test_what_the_server_says_about_a_refused_form_is_shown(site):
    refused = {"status": 412, "body": "Dit veranderde in een ander tabblad."}
    page = site(answers={"/bewaar": lambda route: route.fulfill(**refused)})
    write(page, "Ik speel gitaar.")
    page.get_by_text("Dit veranderde in een ander tabblad.").wait_for()
    assert page.locator("#bewaard").get_attribute("data-state") == "refused"


def test_a_choice_is_made_with_the_keyboard_and_markup_in_it_stays_text(site, seen):
    found = json.dumps([{"label": "Heftruck <b>rijden</b>", "id": "17"}])
    page = site(
        answers={
            "/zoek": lambda route: route.fulfill(body=found, content_type="application/json"),
            "/bewaar": kept,
        }
    )
    page.locator("#zoek").press_sequentially("heftr")
    page.get_by_role("option", name="Heftruck <b>rijden</b>").wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.locator("#zoek").input_value() == "Heftruck <b>rijden</b>"
    assert page.locator("[name=skill]").input_value() == "17"
    assert seen.errors == []


def test_who_types_before_the_combobox_is_there_types_on(site):
    held = []
    library = "/static/assets/autocomplete.min.js"
    page = site(answers={library: held.append})
    page.locator("#zoek").press_sequentially("heft")
    held[0].fulfill(path=STATIC / "assets" / "autocomplete.min.js", content_type="text/javascript")
    page.locator(".autocomplete__input").wait_for()
    page.keyboard.type("ruck")
    assert page.locator("#zoek").input_value() == "heftruck"


def test_the_page_asks_only_its_own_server(site, seen):
    site().wait_for_selector(".autocomplete__input")
    assert {urlsplit(one.url).hostname for one in seen.requests if "data:" not in one.url} == {
        "talent.test"
    }


def test_a_piece_that_the_server_refuses_is_shown(site):
    def refuse(route):
        route.fulfill(status=409, body="<p>Dit is al gedaan.</p>", content_type="text/html")

    page = site(answers={"/deel": refuse})
    page.get_by_role("button", name="Haal op").click()
    page.locator("#deel").get_by_text("Dit is al gedaan.").wait_for()


def test_without_a_connection_a_click_tells_so(site):
    page = site(answers={"/deel": lambda route: route.abort("internetdisconnected")})
    page.get_by_role("button", name="Haal op").click()
    page.get_by_text("Geen verbinding. Probeer het zo nog eens.").wait_for()


def test_the_page_is_read_aloud_in_its_language(site):
    page = site()
    page.evaluate(
        """() => {
            window.spoken = []
            speechSynthesis.speak = one => window.spoken.push([one.lang, one.text])
        }"""
    )
    page.get_by_role("button", name="Lees voor").click()
    assert page.evaluate("window.spoken[0]") == ["nl", "Dit werk past bij wat jij kunt"]
    assert page.get_by_role("button", name="Stop voorlezen").is_visible()


def test_all_sheets_and_scripts_together_are_light():
    names = ["assets/base.css", "themes/maat.css", "tom.css", "tom.js"]
    names += ["assets/htmx.min.js", "assets/autocomplete.min.js"]
    weights = {name: len(gzip.compress((STATIC / name).read_bytes())) for name in names}
    assert sum(weights.values()) <= 60 * 1024, weights
