"""The promise of the whole: a vacancy becomes work that lasts, and a person decides at every step.

One story through all roles: the employer writes, the engine proposes, the coach reviews and asks,
the candidate agrees, the employer answers from the mail, the coach sees it. The coach logs the
place with one click; two weeks later both sides tell how it goes with one tap; the manager sees it
counted and hands it over to WIJIJ; then it ends and the place is free.
"""

import re
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlmodel import func, select

from accounts.mail import Mail, mails_in
from accounts.models import Role
from api.rounds import MAIL
from coaching.introductions import free_seats
from foundation.database import reading
from placements.models import Outcome
from profiles.pseudonyms import pseudonym
from seed.neighbours import HOME
from seed.story import MUSICIAN
from tests.api.handing import receipt
from tests.browser.hands import Finger
from tests.browser.measuring import LAYOUT, ORDER, faults_of, hosts
from tests.browser.region import ANONYMOUS, LaterRegion, running_later
from tests.browser.walking import Walker
from vacancies.models import Vacancy

TEXT = """Wij repareren spullen van podia in de hele streek.
Je gaat versterkers en geluidsapparatuur repareren en je kunt solderen.
Je kunt storingen opsporen en verhelpen, en je kunt nauwkeurig werken."""
ASKED = (
    "versterkers en geluidsapparatuur repareren",
    "solderen",
    "storingen opsporen en verhelpen",
    "nauwkeurig werken",
)
WHY = "Herstelt al jaren zijn eigen versterkers."
TO_CANDIDATE = "Je herstelt al jaren versterkers. Hier is dat je werk. Zullen we het proberen?"
ABOUT_HIMSELF = "Ik maak en repareer geluid."
TO_COACH = "Kan hij in september beginnen?"
LINK = re.compile(r"https?://\S+/(?:antwoord|hoe-gaat-het)/\S+")
VERIFIER = Path(__file__).parents[2] / "placements" / "verify_batches.py"


@dataclass
class Told:
    """The story while it is told: who takes part in it, and which mails have been read."""

    region: LaterRegion
    somebody: Callable[[str], Walker]
    title: str
    keys: bool
    by_mail: bool
    downloads: Path
    before: int
    read: set[str] = field(default_factory=set)

    def mail_to(self, name: str) -> Mail:
        """Wait for a mail that was not read yet, and read it."""
        for _ in range(100):
            for mail in mails_in(self.region.folder):
                if mail.to == f"{name}@talent.example" and mail.text not in self.read:
                    self.read.add(mail.text)
                    return mail
            time.sleep(0.1)
        raise AssertionError(f"Er kwam geen mail voor {name}.")


def good(one: Walker) -> None:
    """Hold a station of the story to what every page promises; axe needs a page with script."""
    assert one.page.evaluate(ORDER, "nl") == []
    assert one.page.evaluate(LAYOUT) == []
    assert not one.has_script or faults_of(one.page) == ""


def follow_to(one: Walker, words: str, heading: str) -> None:
    """Press the button of a screen, and hold the next one to what it promises."""
    one.press(words)
    one.reads(heading)
    good(one)


def write(told: Told) -> None:
    """The employer writes a vacancy from an old text, looks at it as a candidate, and opens it."""
    one = told.somebody(Role.EMPLOYER)
    one.page.goto("/werkgever")
    one.menu("Vacatures")
    one.follow("Schrijf een vacature")
    one.hand.fill(one.field("Hoe heet het werk?"), told.title)
    one.hand.fill(one.field("Plak hier je tekst (hoeft niet)"), TEXT)
    follow_to(one, "Bewaar en ga verder", "Wat moet iemand kunnen?")
    expect(one.page.locator("p mark").first).to_be_visible()
    for label in ASKED:
        box = one.page.get_by_label(label)
        assert not box.is_checked()
        one.hand.tick(box)
    follow_to(one, "Vraag wat ik aanvinkte", "Hoe belangrijk is wat je vraagt?")
    follow_to(one, "Bewaar en ga verder", "Wat voor werk is het?")
    follow_to(one, "Bewaar en ga verder", "Eist een wet of regel iets?")
    one.follow("Ga verder")
    one.reads("Wat lezen mensen over dit werk?")
    follow_to(one, "Bewaar en ga verder", "Zo ziet een kandidaat je vacature")
    follow_to(one, "Zet open", told.title)
    expect(one.page.locator("main")).to_contain_text("Je vacature staat open.")


def review(told: Told) -> None:
    """The coach lets the engine propose, reads the card, sees the numbers, and approves."""
    one, who = told.somebody(Role.COACH), musician(told)
    one.page.goto("/coach")
    one.menu("Vacatures")
    one.hand.press(one.page.locator("ol.people a", has_text=told.title))
    one.press("Laat mensen voorstellen")
    expect(one.page.get_by_role("heading", level=1)).to_contain_text(told.title)
    if told.keys:
        review_with_keys(one, who)
    else:
        review_with_pages(one, who)
    expect(one.page.locator("main")).to_contain_text(f"Bewaard: {who} is goedgekeurd.")
    good(one)
    ask(told, one)


def musician(told: Told) -> str:
    """Tell how a list calls the musician."""
    number = told.region.ids.all["candidateId"]
    assert isinstance(number, int)
    return pseudonym(number)


def chosen(one: Walker, who: str) -> None:
    """See whose card is open; nobody sees a name here."""
    expect(one.page.locator("#kandidaat")).to_have_text(f"Kandidaat {who}")
    assert MUSICIAN not in one.page.locator("main").inner_text()


def review_with_pages(one: Walker, who: str) -> None:
    one.hand.press(one.page.locator("ol.people a", has_text=f"Kandidaat {who}"))
    chosen(one, who)
    card = one.page.locator("section.card")
    expect(card).not_to_contain_text("past nu")  # first what somebody can, then the numbers
    good(one)
    one.follow("Toon hoe het past")
    expect(card).to_contain_text("past nu")
    good(one)
    one.field("Waarom?").select_option("kan meer dan het profiel laat zien")
    one.hand.fill(one.field("Toelichting"), WHY)
    one.press("Goedkeuren")


def review_with_keys(one: Walker, who: str) -> None:
    """Do the same without a mouse: j is the next, o opens, a approves."""
    keyboard, heading = one.page.keyboard, one.page.locator("#kandidaat")
    for _ in range(50):
        if heading.inner_text() == f"Kandidaat {who}":
            break
        with one.page.expect_navigation():
            keyboard.press("j")
    chosen(one, who)
    with one.page.expect_navigation():
        keyboard.press("o")
    expect(one.page.locator("section.card")).to_contain_text("past nu")
    keyboard.press("a")
    expect(one.field("Waarom?")).to_be_focused()  # a decision has a reason
    keyboard.type("kan meer")
    keyboard.press("Enter")


def ask(told: Told, one: Walker) -> None:
    """The coach asks whoever he guides; the candidate gets a mail without a name in it."""
    one.follow("Draag deze kandidaat voor")
    good(one)
    one.hand.fill(one.field("Waarom past dit werk?"), TO_CANDIDATE)
    one.press("Vraag de kandidaat")
    expect(one.page.locator("main")).to_contain_text("De kandidaat is gevraagd en krijgt een mail.")
    good(one)


def agree(told: Told) -> None:
    """The candidate sees what the company would see, and says yes: on the site or from the mail."""
    mail = told.mail_to("muzikant")
    one = told.somebody(ANONYMOUS if told.by_mail else Role.CANDIDATE)
    if told.by_mail:
        one.page.goto(link_in(mail))
    else:
        one.page.goto("/voordrachten")
        one.hand.press(one.page.get_by_role("link", name=told.title))
    one.reads(told.title)
    expect(one.page.locator("main")).to_contain_text(TO_CANDIDATE)
    good(one)
    one.hand.fill(one.field("Je tekst over jezelf"), ABOUT_HIMSELF)
    one.press("Ja, stel mij voor")
    expect(one.page.locator("main")).to_contain_text("antwoord is bewaard")
    good(one)


def link_in(mail: Mail) -> str:
    """Find the link with which a mail is answered; the mail itself tells nothing of anybody."""
    assert not any(word in mail.subject + mail.text for word in (*MUSICIAN.split()[1:], TEXT))
    found = LINK.search(mail.text)
    assert found is not None, mail.text
    return found[0]


def answer(told: Told) -> None:
    """The employer answers with one tap, without logging in, and once."""
    link, one = link_in(told.mail_to("zuivel")), told.somebody(ANONYMOUS)
    one.page.goto(link)
    one.reads(f"Iemand voor {told.title}")
    one.reads(MUSICIAN, level=2)
    expect(one.page.locator("main")).to_contain_text(ABOUT_HIMSELF)
    good(one)
    one.hand.fill(one.field("Voor de coach"), TO_COACH)
    one.press("Ja, ik wil kennismaken")
    one.reads("Dank je. Je antwoord is bewaard.")
    good(one)
    one.page.goto(link)
    one.reads("Deze link is al gebruikt")
    good(one)
    assert MUSICIAN not in one.page.locator("main").inner_text()


def see(told: Told) -> None:
    """The coach and the candidate see what came of it, each in his own words."""
    coach, candidate = told.somebody(Role.COACH), told.somebody(Role.CANDIDATE)
    for one, home in ((coach, "/coach/voordrachten"), (candidate, "/voordrachten")):
        one.page.goto(home)
        card = one.page.locator("li.card", has_text=told.title)
        expect(card).to_contain_text("kennismaken")
        one.hand.press(card.get_by_role("link"))
        expect(one.page.get_by_role("heading", level=1)).to_contain_text(told.title)
        good(one)
    expect(coach.page.locator("main")).to_contain_text(TO_COACH)
    expect(candidate.page.locator("main")).not_to_contain_text(TO_COACH)


def place(told: Told) -> None:
    """The dairy takes the candidate on; the coach logs the place with one click."""
    employer, coach = told.somebody(Role.EMPLOYER), told.somebody(Role.COACH)
    for one, home in ((employer, "/werkgever/voordrachten"), (coach, "/coach/voordrachten")):
        one.page.goto(home)
        one.hand.press(one.page.locator("li.card", has_text=told.title).get_by_role("link"))
        if one is employer:
            one.press("Ja, aangenomen")
            expect(one.page.locator("main")).to_contain_text("De coach neemt contact met je op")
    good(coach)
    assert seats_at(told) == []
    coach.press("Leg de plaatsing vast")
    expect(coach.page.locator("main")).to_contain_text("De uitkomst is vastgelegd.")
    expect(coach.page.locator("main .pill").first).to_have_text("loopt")
    good(coach)


def check_in(told: Told) -> None:
    """Two weeks later both tell how it goes, from the mail and without logging in."""
    told.region.calendar.let_pass(days=14)
    told.region.walk("check-ins", MAIL)
    for name, asks in (
        ("muzikant", "Hoe gaat het op je werk?"),
        ("zuivel", f"Hoe gaat het met {MUSICIAN}?"),
    ):
        link, one = link_in(told.mail_to(name)), told.somebody(ANONYMOUS)
        one.page.goto(link)
        one.reads(asks)
        one.press("Het gaat goed")
        one.reads("Dank je. Je antwoord is bewaard.")
        good(one)
        one.page.goto(link)
        expect(one.page.locator("main")).to_contain_text("Het gaat goed")
    coach = told.somebody(Role.COACH)
    coach.page.goto("/coach/uitkomsten")
    running = coach.page.locator("li.card", has_text=MUSICIAN).filter(has_text="loopt")
    coach.hand.press(running.get_by_role("link"))
    answered = coach.page.locator("section", has=coach.page.locator("#hoe-gaat-het")).locator("li")
    for line, who in ((0, "Kandidaat"), (1, "Werkgever")):
        expect(answered.nth(line)).to_contain_text(f"Na 2 weken · {who}: Het gaat goed")
    good(coach)


def hand_over(told: Told) -> None:
    """The manager logs in, sees the place counted, and gives a batch that WIJIJ can check."""
    one = told.somebody(ANONYMOUS)
    log_in_as_manager(told, one)
    expect(counted(one)).to_have_text(str(told.before + 1))
    one.menu("Overdracht")
    good(one)
    one.press("Maak de overdracht")
    expect(one.page.locator("main")).to_contain_text("De overdracht is gemaakt.")
    good(one)
    with one.page.expect_download() as fetched:
        one.press("Haal het bestand op (zip)")
    file = told.downloads / fetched.value.suggested_filename
    fetched.value.save_as(file)
    check_apart(told.downloads)
    receive(told, one, file)


def log_in_as_manager(told: Told, one: Walker) -> None:
    """Come in as the demonstration tells: a password, and the code of this moment."""
    one.page.goto("/demo")
    card = one.page.locator("article", has_text="manager@talent.example").first
    _, email, password, code = card.locator("dd").all_inner_texts()
    one.page.goto("/inloggen/medewerker")
    one.hand.fill(one.field("Je e-mailadres"), email)
    one.hand.fill(one.field("Je wachtwoord"), password)
    one.press("Log in")
    one.hand.fill(one.field("De code van zes cijfers"), code)
    one.press("Log in")
    one.reads("Cijfers van het programma")


def counted(one: Walker) -> Locator:
    """Find how many outcomes the figures tell."""
    numbers = one.page.locator("dl.numbers > div")
    return numbers.filter(has=one.page.get_by_text("uitkomsten", exact=True)).locator("dd")


def check_apart(folder: Path) -> None:
    """Let a receiver look at everything that was given so far, with the script alone."""
    looked = subprocess.run(
        [sys.executable, "-I", str(VERIFIER), str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (looked.returncode, looked.stderr) == (0, ""), looked.stdout
    assert looked.stdout.startswith("In orde. ")


def receive(told: Told, one: Walker, file: Path) -> None:
    """WIJIJ answers that every row is in; the lines of the batch go."""
    with zipfile.ZipFile(file) as batch:
        held = {name: batch.read(name) for name in batch.namelist()}
    answer = receipt(held["manifest.json"], held, chain=HOME)
    one.menu("Overdracht")
    one.field("Bestand van WIJIJ").set_input_files(
        {"name": "ontvangst.json", "mimeType": "application/json", "buffer": answer.encode()}
    )
    one.press("Lees het ontvangstbewijs")
    expect(one.page.locator("main")).to_contain_text("Het ontvangstbewijs is gelezen en bewaard.")
    refused = one.page.locator("dl.numbers > div").filter(has_text="rijen niet gelukt")
    expect(refused.locator("dd")).to_have_text("0")
    good(one)


def end(told: Told) -> None:
    """The coach logs how it ended; the place at the dairy is free, and no name is left there."""
    told.region.calendar.let_pass(days=1)
    coach, employer = told.somebody(Role.COACH), told.somebody(Role.EMPLOYER)
    coach.page.goto("/coach/uitkomsten")
    running = coach.page.locator("li.card", has_text=MUSICIAN).filter(has_text="loopt")
    coach.hand.press(running.get_by_role("link"))
    coach.hand.tick(coach.field("De kandidaat stopte"))
    coach.press("Leg het einde vast")
    expect(coach.page.locator("main")).to_contain_text("Het einde is vastgelegd.")
    good(coach)
    employer.page.goto("/werkgever/geplaatst")
    employer.reads("Wie bij je werkt of werkte")
    assert MUSICIAN not in employer.page.locator("main").inner_text()
    assert seats_at(told) == [1]


def seats_at(told: Told) -> list[int]:
    """List the places of the story that nobody has."""
    with reading(told.region.running.engine) as session:
        vacancy = session.exec(select(Vacancy).where(Vacancy.title == told.title)).one()
        return free_seats(session, vacancy=vacancy)


def outcomes_at(later: LaterRegion) -> int:
    """Count what came of it so far."""
    with reading(later.running.engine) as session:
        return session.exec(select(func.count()).select_from(Outcome)).one()


@pytest.fixture(scope="session")
def later(region, tmp_path_factory):
    """A site of its own, on which time passes: once for all stories of a worker."""
    with running_later(region, tmp_path_factory.mktemp("later")) as running:
        yield running


@pytest.fixture(scope="session")
def downloads(tmp_path_factory):
    """The folder with every batch that was given, as WIJIJ keeps it."""
    return tmp_path_factory.mktemp("batches")


@pytest.fixture
def told(later, downloads, page_at):
    """Begins a story: `told(name, width, js, keys)`; every role has a browser of its own."""

    def begin(name: str, width: int, js: bool, keys: bool) -> Told:
        def somebody(role: str) -> Walker:
            page: Page = page_at(width, js=js, base_url=later.address)
            page.set_default_timeout(15_000)
            page.context.add_cookies(later.cookies(role))
            return Walker(page, Finger(), str, js, later.address, "")

        read = {one.text for one in mails_in(later.folder)}
        title = f"Hersteller van geluid ({name})"
        return Told(later, somebody, title, keys, not js, downloads, outcomes_at(later), read)

    return begin


@pytest.mark.parametrize(
    ("width", "js", "keys"),
    [(360, True, False), (1280, True, True), (360, False, False), (1280, False, False)],
    ids=["telefoon", "toetsen", "telefoon-zonder-script", "zonder-script"],
)
def test_a_vacancy_becomes_work_that_lasts(told, seen, later, request, width, js, keys):
    story = told(request.node.callspec.id, width, js, keys)
    for step in (write, review, agree, answer, see, place, check_in, hand_over, end):
        step(story)
    assert hosts(seen.requests) == {later.address.removeprefix("http://")}
    refused = "the server responded with a status of 410"
    assert [one for one in seen.errors if refused not in one] == []
