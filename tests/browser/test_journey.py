"""The promises of the whole way: from nothing to work that fits, and out again without a trace."""

import re
from dataclasses import replace

import pytest
from playwright.sync_api import BrowserContext, expect

from accounts.models import Role
from api.entering import HOMES
from api.language import catalogue
from api.versions import stamp
from profiles.interests import QUESTIONS
from tests.browser.hands import Finger, Keys
from tests.browser.measuring import hosts
from tests.browser.walking import Walker

TOLD = "Ik werkte in een magazijn. Ik hielp klanten en pakte bestellingen in."
UNANSWERED = stamp([None])


@pytest.fixture
def walker(region, page_at):
    """Makes somebody who has never been here."""

    def make(width, *, js=True, keys=False, language="nl", name="wie"):
        page = page_at(width, js=js, base_url=region.address, locale=language)
        page.set_default_timeout(15_000)
        hand = Keys(page) if keys else Finger()
        email = f"{name}@voorbeeld.example"
        return Walker(page, hand, catalogue(language[:2]).gettext, js, region.address, email)

    return make


def begin(one: Walker) -> None:
    one.page.goto("/")
    one.follow("Begin met mijn profiel")
    one.reads("Begin met wat je kunt")
    one.press("Zoek vaardigheden")
    one.reads("Wat kun je?")


def search(one: Walker) -> None:
    """Type a word as people spell it, choose what it means, and say how well."""
    field = one.field("Zoek een vaardigheid")
    if one.has_script:
        expect(field).to_have_role("combobox")
        one.hand.fill(field, "heftruk")
        if isinstance(one.hand, Finger):
            one.page.get_by_role("option", name="heftruck rijden").click()
        else:
            expect(one.page.get_by_role("option", name="heftruck rijden")).to_be_visible()
            one.page.keyboard.press("ArrowDown")
            one.page.keyboard.press("Enter")
    else:
        one.hand.fill(field, "heftruk")
        one.press("Zoek")
        one.hand.tick(one.page.get_by_label("heftruck rijden"))
        one.press("Zet op mijn profiel")
    expect(one.page.get_by_role("heading", level=1)).to_contain_text("heftruck rijden")
    how_well(one, "Zet op mijn profiel" if one.has_script else "Bewaar")


def how_well(one: Walker, button: str) -> None:
    one.hand.tick(one.field("Ik kan het zelfstandig"))
    one.press(button)


def tell(one: Walker) -> None:
    """Tell what one did, and tick what is right of what was heard in it."""
    one.reads("Wat kun je?")
    one.follow("Vertel wat je deed")
    one.hand.fill(one.field("Wat deed je?"), TOLD)
    one.press("Zoek vaardigheden in mijn verhaal")
    expect(one.page.locator("p mark").first).to_be_visible()
    boxes = one.page.locator("input[name=vaardigheid]")
    for place in range(2):
        assert not boxes.nth(place).is_checked()
        one.hand.tick(boxes.nth(place))
    one.press("Bewaar wat ik koos")
    how_well(one, "Bewaar en ga naar de volgende")
    expect(one.page.locator(".steps").first).to_contain_text("2")
    how_well(one, "Bewaar")
    one.reads("Wat kun je?")
    expect(one.page.get_by_role("article")).to_have_count(3)


def wish(one: Walker) -> None:
    """Skip what may be skipped, and say where, how far and how long."""
    one.follow("Verder")
    one.reads("Wat deed je?")
    one.follow("Sla over")
    one.reads("Welke talen spreek je?")
    one.follow("Sla over")
    one.reads("Wat wil je?")
    one.follow("Begin met de vragen")
    one.hand.fill(one.field("De 4 cijfers van je postcode"), "2312")
    one.hand.tick(one.field("Met de fiets"))
    one.hand.fill(one.field("Hoeveel minuten wil je hoogstens reizen?"), "45")
    one.press("Bewaar en ga verder")
    one.reads("Hoeveel uur per week wil je werken?")
    one.hand.fill(one.field("Minstens"), "16")
    one.hand.fill(one.field("Hoogstens"), "40")
    one.press("Bewaar en ga verder")
    one.reads("Op welke dagen kun je werken?")
    one.page.goto("/wensen")
    expect(one.page.locator("main")).to_contain_text("2312")


def try_interests(one: Walker) -> None:
    """Answer the first and the last question by hand, and those between them at once."""
    one.follow("Naar de interessetest")
    one.follow("Begin met de test")
    one.hand.tick(one.field("Heel leuk"))
    one.press("Volgende")
    expect(one.page).to_have_url(re.compile("/interesses/2$"))
    for number in range(2, len(QUESTIONS)):
        given = {"antwoord": str(number % 5), "gezien": UNANSWERED}
        answer = one.page.request.post(
            f"/interesses/{number}", form=given, headers={"Origin": one.address}, max_redirects=0
        )
        assert answer.status == 303
    one.page.goto(f"/interesses/{len(QUESTIONS)}")
    one.hand.tick(one.field("Leuk"))
    one.press("Klaar")
    one.reads("Wat je leuk vindt")


def look_at_work(one: Walker) -> None:
    """See work at once, and how one number of it was made."""
    one.menu("Werk")
    one.reads("Dit werk past bij wat jij kunt")
    cards = one.page.locator("article.card")
    assert cards.count() > 3
    expect(cards.first).to_contain_text(one.say("past nu"))
    one.hand.press(cards.first.get_by_role("link").first)
    one.reads("Zo past dit bij jou", level=2)
    expect(one.page.locator("#strook table, .strip table").first).to_be_visible()
    one.hand.press(one.page.get_by_text(one.say("Dezelfde berekening in zinnen")))
    expect(one.page.locator("details ol li").first).to_be_visible()
    one.press("Kijk wat er beweegt")
    expect(one.page.locator("#beweegt").get_by_role("status")).to_be_visible()


def explore(one: Walker) -> None:
    one.menu("Verkennen")
    one.reads("Waar kun je heen met wat je kunt?")
    one.hand.press(one.page.locator("main ol.rows a").last)
    expect(one.page).to_have_url(re.compile("/verkennen/beroep/"))


def take_passport(one: Walker) -> None:
    one.menu("Profiel")
    one.follow("Bekijk je paspoort")
    expect(one.page.locator("#vaardigheden")).to_contain_text("heftruck rijden")
    paper = one.page.request.get("/paspoort.pdf")
    assert paper.body().startswith(b"%PDF")
    assert one.page.request.get("/paspoort/json-resume.json").json()["skills"]


def save(one: Walker) -> None:
    """Save the profile with a code that came by mail."""
    one.follow("Profiel bewaren")
    one.reads("Bewaar je profiel")
    one.hand.fill(one.field("Je e-mailadres"), one.email)
    one.press("Mail mij een code")
    one.reads("Typ de code uit je mail")
    one.hand.fill(one.field("De code van zes cijfers"), code_for(one.page.context, one.email))
    one.press("Log in")
    one.reads("Meedoen")


def code_for(context: BrowserContext, email: str) -> str:
    """Read the code in the mail, on the page of the demonstration."""
    tab = context.new_page()
    tab.goto("/demo")
    mail = tab.locator("article", has_text=email)
    for _ in range(50):  # the mail is sent after the answer
        if mail.count():
            break
        tab.reload()
    found = re.search(r"\b\d{6}\b", mail.first.inner_text())
    tab.close()
    assert found is not None
    return found[0]


def join_in(one: Walker) -> None:
    one.hand.fill(one.field("Hoe heet je?"), "Demo Wandelaar")
    one.hand.tick(one.page.locator("#toestemming"))
    one.press("Ik doe mee")
    one.reads("Je doet mee")


def use_rights(one: Walker) -> None:
    """See what is held and who saw it, and pause."""
    one.menu("Rechten")
    one.follow("Bekijk mijn gegevens")
    expect(one.page.locator("main")).to_contain_text("Demo Wandelaar")
    one.follow("Terug naar mijn rechten")
    one.follow("Bekijk wie keek")
    expect(one.page.locator("ul.rows li").first).to_contain_text(one.say("jij"))
    one.follow("Terug naar mijn rechten")
    one.follow("Pauze")
    one.press("Zet op pauze")
    one.reads("Je profiel staat op pauze")


def erase(one: Walker) -> None:
    """Leave, with nothing left."""
    one.menu("Rechten")
    one.follow("Alles wissen")
    one.follow("Ik wil alles wissen")
    one.press("Ja, wis alles")
    one.reads("Alles is gewist")
    one.page.goto("/profiel")
    one.reads("Inloggen")


WAY = (
    begin,
    search,
    tell,
    wish,
    try_interests,
    look_at_work,
    explore,
    take_passport,
    save,
    join_in,
    use_rights,
    erase,
)


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("telefoon", {"width": 360}),
        ("zonder-script", {"width": 1280, "js": False}),
        ("toetsen", {"width": 1280, "keys": True}),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_the_whole_way_can_be_walked(walker, seen, region, name, given):
    one = walker(**given, name=name)
    for step in WAY:
        step(one)
    assert hosts(seen.requests) == {region.address.removeprefix("http://")}
    assert seen.errors == []


def test_the_way_can_be_walked_in_english(walker, seen, region):
    one = walker(360, language="en-GB", name="english")
    for step in (begin, search, look_at_work, explore, save, join_in, use_rights, erase):
        step(one)
        assert one.page.locator("html").get_attribute("lang") == "en"
    assert seen.errors == []


def test_the_first_tab_leads_past_the_menu(walker):
    one = walker(1280, keys=True)
    one.page.goto("/")
    one.page.keyboard.press("Tab")
    expect(one.link("Naar de inhoud")).to_be_focused()
    one.page.keyboard.press("Enter")
    expect(one.page.locator("main")).to_be_focused()


@pytest.mark.parametrize("role", ["werkgever", "loopbaancoach"])
def test_staff_come_in_with_what_the_demonstration_tells(walker, seen, role):
    one = walker(360)
    one.page.goto("/demo")
    card = one.page.locator("article", has=one.page.get_by_role("heading", name=role, exact=True))
    told = card.locator("dd").all_inner_texts()
    one.page.goto("/inloggen/medewerker")
    one.hand.fill(one.field("Je e-mailadres"), told[1])
    one.hand.fill(one.field("Je wachtwoord"), told[2])
    one.press("Log in")
    if role == "loopbaancoach":
        one.reads("De tweede stap")
        one.hand.fill(one.field("De code van zes cijfers"), told[3])
        one.press("Log in")
    expect(one.page).to_have_url(re.compile(f"{HOMES[Role(role)]}$"))
    one.page.goto("/account")
    one.reads("Mijn account")
    expect(one.page.locator("main")).to_contain_text(told[1])
    assert seen.errors == []


@pytest.fixture
def asked(walker):
    """Somebody with an empty profile, before the question how many hours."""
    one = walker(360)
    begin(one)
    one.page.goto("/wensen/uren")
    return one


def test_what_is_typed_is_kept_at_once_and_the_page_says_so(asked, seen):
    asked.field("Minstens").fill("24")
    asked.field("Minstens").blur()
    expect(asked.page.locator("#bewaard")).to_have_text(re.compile(r"^Bewaard om \d\d:\d\d"))
    asked.page.reload()
    expect(asked.field("Minstens")).to_have_value("24")
    asked.field("Hoogstens").fill("8")
    asked.field("Hoogstens").blur()
    expect(asked.page.locator("#bewaard")).to_contain_text("Nog niet bewaard")
    expect(asked.field("Hoogstens")).to_have_value("8")


def test_without_a_connection_nothing_typed_is_lost(asked):
    status = asked.page.locator("#bewaard")
    asked.page.context.set_offline(True)
    asked.field("Minstens").fill("28")
    asked.field("Minstens").blur()
    expect(status).to_have_text(re.compile("^Geen verbinding. Wat je invult blijft staan"))
    expect(asked.field("Minstens")).to_have_value("28")
    asked.page.context.set_offline(False)
    expect(status).to_contain_text("Bewaard om")
    asked.page.reload()
    expect(asked.field("Minstens")).to_have_value("28")


def test_the_second_of_two_tabs_is_told_and_nothing_is_lost(asked):
    second = replace(asked, page=asked.page.context.new_page())
    second.page.goto("/wensen/uren")
    asked.field("Minstens").fill("20")
    asked.press("Bewaar en ga verder")
    asked.reads("Op welke dagen kun je werken?")
    second.field("Minstens").fill("32")
    second.field("Minstens").blur()
    expect(second.page.locator("#bewaard")).to_contain_text("in een ander tabblad veranderd")
    second.press("Bewaar en ga verder")
    warning = second.page.locator(".utrecht-alert--warning")
    expect(warning).to_contain_text("Dit is in een ander tabblad veranderd")
    expect(warning).to_contain_text("minstens 20 uur per week")
    expect(second.field("Minstens")).to_have_value("32")
    second.press("Bewaar en ga verder")
    second.page.goto("/wensen/uren")
    expect(second.field("Minstens")).to_have_value("32")


def test_search_as_you_type_tells_a_screen_reader_what_happens(walker, seen):
    one = walker(360)
    begin(one)
    field = one.field("Zoek een vaardigheid")
    expect(field).to_have_role("combobox")
    field.press_sequentially("heft")
    options = one.page.get_by_role("option")
    expect(options.first).to_be_visible()
    expect(field).to_have_attribute("aria-expanded", "true")
    assert field.get_attribute("aria-controls") == one.page.get_by_role("listbox").get_attribute(
        "id"
    )
    spoken = one.page.locator("[role=status][aria-live=polite]").filter(has_text="gevonden")
    expect(spoken.first).to_contain_text(f"{options.count()} gevonden. Kies met de pijltjes.")
    field.press("ArrowDown")
    active = one.page.locator("[role=option][aria-selected=true]")
    expect(active).to_have_count(1)
    expect(active).to_be_focused()
    one.page.keyboard.press("Escape")
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(field).to_have_value("heft")
    assert seen.errors == []
