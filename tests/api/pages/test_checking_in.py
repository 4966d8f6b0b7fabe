"""Promises of the pages about how it goes: one tap from a mail, each side its own, nothing lost."""

import pytest
from sqlmodel import select

from foundation.database import reading, writing
from placements.aftercare import aftercare_of
from placements.models import CheckInAnswer, CheckInLink, HandoverRow, OutcomeState, Satisfaction
from profiles.states import withdraw
from tests.api.following import following_at
from tests.coaching.introducing import mails
from tests.placements.following import WEEK_6, C, E

WELL, HELP, STOPPED = CheckInAnswer.WELL, CheckInAnswer.HELP, CheckInAnswer.STOPPED
NAME = "Naam 0"
PAGES = {"person": "/uitkomsten/1", "contact": "/werkgever/geplaatst/1",
         "coach": "/coach/uitkomsten/1"}  # fmt: skip
MARKS = {"helped": "4", "fitting": "5", "again": "3"}


@pytest.fixture
def site(settings, engine):
    with following_at(settings, engine) as opened:
        yield opened


def tap(site, link, what=WELL, who=""):
    return site.ask(who, "POST", link, data={"antwoord": what.value})


def address(site, who, week=2):
    side = E if who == "contact" else C
    return f"{PAGES[who]}/hoe-gaat-het/{site.check_in(week, side).id}"


def notes(site):
    with reading(site.engine) as session:
        return [(one.text, one.side) for one in aftercare_of(session, outcome_id=1)]


# From the mail


@pytest.mark.parametrize(("who", "side"), [("kandidaat", C), ("bedrijf", E)])
def test_one_tap_from_the_mail(site, who, side):
    site.walk()
    link = site.mailed(who)
    page = site.get("", link)
    assert page.status_code == 200
    assert page.text.count('name="antwoord"') == 3
    assert site.check_in(2, side).answered_at is None
    answer = tap(site, link)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{link}?gedaan=ja")
    assert "Dank je. Je antwoord is bewaard." in site.get("", f"{link}?gedaan=ja").text
    assert site.check_in(2, side).answer is WELL


def test_looking_changes_nothing(site):
    site.walk()
    for _ in range(3):
        site.get("", site.mailed("kandidaat"))
        site.ask("", "HEAD", site.mailed("kandidaat"))
    with reading(site.engine) as session:
        assert {one.used_at for one in session.exec(select(CheckInLink))} == {None}
    assert site.check_in(2, C).answered_at is None


def test_a_second_tap_changes_nothing(site):
    site.walk()
    link = site.mailed("kandidaat")
    tap(site, link)
    again = tap(site, link, STOPPED)
    assert again.status_code == 409
    assert "Het gaat goed" in again.text
    assert site.check_in(2, C).answer is WELL


def test_a_link_that_is_forwarded_logs_nobody_in(site):
    site.walk()
    assert site.client.cookies.get("__Host-tom") is None
    tap(site, site.mailed("bedrijf"))
    assert site.get("", PAGES["contact"]).status_code in (303, 401)


def test_who_is_logged_in_as_somebody_else_cannot_use_it(site):
    site.walk()
    shown = site.get("other", site.mailed("kandidaat"))
    assert shown.status_code == 403
    assert "Deze link is voor iemand anders" in shown.text
    assert tap(site, site.mailed("kandidaat"), who="other").status_code == 403
    assert site.check_in(2, C).answered_at is None


@pytest.mark.parametrize("address", ["/hoe-gaat-het/niets", "/hoe-gaat-het/niets/tekst"])
def test_an_invented_link_says_what_to_do(site, address):
    method = "POST" if address.endswith("tekst") else "GET"
    shown = site.ask("", method, address, data={"tekst": "x"})
    assert shown.status_code == 404
    assert "Deze link kennen we niet" in shown.text


def test_a_link_is_over_when_the_person_has_left(site):
    site.walk()
    with writing(site.engine) as session:
        withdraw(session, candidate_id=site.region.person, now=site.now)
    shown = site.get("", site.mailed("bedrijf"))
    assert shown.status_code == 410
    assert "Deze vraag hoeft niet meer" in shown.text
    assert NAME not in shown.text


def test_an_expired_link_says_so(site):
    site.walk()
    link = site.mailed("kandidaat")
    site.go("2026-10-14")
    assert "De link is verlopen" in site.get("", link).text
    assert tap(site, link).status_code == 410


def test_a_button_that_is_not_ours_is_refused(site):
    site.walk()
    link = site.mailed("kandidaat")
    assert site.ask("", "POST", link, data={"antwoord": "misschien"}).status_code == 400
    assert site.ask("", "POST", link, data={}).status_code == 400
    assert site.check_in(2, C).answered_at is None


def test_a_few_words_after_the_tap(site):
    site.walk()
    link = site.mailed("bedrijf")
    tap(site, link, HELP)
    shown = site.get("", link)
    assert "De kandidaat kan het ook lezen" in shown.text
    sent = site.ask("", "POST", f"{link}/tekst", data={"tekst": "Bel me over het rooster."})
    assert sent.status_code == 303
    assert notes(site) == [("Bel me over het rooster.", E)]
    assert "Je bericht is bewaard" in site.get("", sent.headers["location"]).text


@pytest.mark.parametrize("text", ["", "Mijn BSN is 111222333.", "a" * 1001])
def test_words_that_cannot_be_kept_stay_on_the_page(site, text):
    site.walk()
    link = site.mailed("bedrijf")
    tap(site, link)
    shown = site.ask("", "POST", f"{link}/tekst", data={"tekst": text})
    assert shown.status_code == 400
    assert text in shown.text
    assert notes(site) == []


def test_words_without_an_answer_are_not_taken(site):
    site.walk()
    shown = site.ask("", "POST", f"{site.mailed('kandidaat')}/tekst", data={"tekst": "Hallo"})
    assert shown.status_code == 409
    assert "Hallo" not in notes(site)


def test_a_day_later_the_link_only_tells_the_answer(site):
    site.walk()
    link = site.mailed("kandidaat")
    tap(site, link)
    site.go("2026-09-17")
    shown = site.get("", link)
    assert (shown.status_code, "Op deze vraag is al geantwoord" in shown.text) == (410, True)
    assert site.ask("", "POST", f"{link}/tekst", data={"tekst": "x"}).status_code == 410


def test_an_employer_is_told_that_the_candidate_may_read_the_three_answers(site):
    told = "De kandidaat mag je antwoorden lezen."
    site.go(WEEK_6)
    site.walk()
    for who, expected in (("bedrijf", True), ("kandidaat", False)):
        link = site.mailed(who)
        tap(site, link)
        assert (told in site.get("", link).text) is expected


def test_the_three_questions_come_after_week_six_from_the_same_link(site):
    site.walk()
    tap(site, site.mailed("kandidaat"))
    assert "Nog drie korte vragen" not in site.get("", site.mailed("kandidaat")).text
    site.go(WEEK_6)
    site.walk()
    link = site.mailed("kandidaat")
    tap(site, link)
    assert "Past dit werk bij je?" in site.get("", link).text
    forgot = site.ask("", "POST", f"{link}/tevreden", data={"helped": "4"})
    assert forgot.status_code == 400
    assert "Kies een antwoord." in forgot.text
    assert 'value="4" checked' in forgot.text
    sent = site.ask("", "POST", f"{link}/tevreden", data=MARKS)
    assert "Dank je voor je antwoorden" in site.get("", sent.headers["location"]).text
    assert site.ask("", "POST", f"{link}/tevreden", data=MARKS).status_code == 409
    with reading(site.engine) as session:
        row = session.exec(select(Satisfaction)).one()
    assert (row.side, row.helped, row.fitting, row.again) == (C, 4, 5, 3)


def test_the_employer_reads_who_it_is_about_and_the_person_sees_that(site):
    site.walk()
    assert f"Hoe gaat het met {NAME}?" in site.get("", site.mailed("bedrijf")).text
    assert ("werkgever", "uitkomst bekeken", "volgen hoe het gaat") in site.trail()


# Logged in


@pytest.mark.parametrize(("who", "side"), [("person", C), ("contact", E)])
def test_each_side_answers_on_its_own_page(site, who, side):
    assert "Eén tik is genoeg" in site.get(who, PAGES[who]).text
    answer = tap(site, address(site, who), who=who)
    assert answer.status_code == 303
    assert "Je antwoord is bewaard" in site.get(who, answer.headers["location"]).text
    assert site.check_in(2, side).answer is WELL
    sent = site.ask(who, "POST", f"{address(site, who)}/tekst", data={"tekst": "Leuk werk."})
    assert sent.status_code == 303
    assert "Leuk werk." in site.get(who, PAGES[who]).text


def test_a_side_cannot_answer_for_the_other(site):
    other = f"{PAGES['person']}/hoe-gaat-het/{site.check_in(2, E).id}"
    assert tap(site, other, who="person").status_code == 403
    theirs = f"{PAGES['contact']}/hoe-gaat-het/{site.check_in(2, C).id}"
    assert tap(site, theirs, who="contact").status_code == 404
    assert site.check_in(2, E).answered_at is None


@pytest.mark.parametrize("who", ["other", "stranger", "rival", "manager"])
def test_nobody_else_finds_anything(site, who):
    for base in PAGES.values():
        shown = site.get(who, f"{base}/hoe-gaat-het/1")
        assert shown.status_code in (403, 404)
        assert tap(site, f"{base}/hoe-gaat-het/1", who=who).status_code in (403, 404)


def test_who_comes_by_the_address_of_another_side_gets_his_own_page(site):
    shown = site.get("person", f"{PAGES['coach']}/hoe-gaat-het/1")
    assert shown.status_code == 200
    assert f'action="{PAGES["person"]}/hoe-gaat-het/1' in shown.text
    assert f'action="{PAGES["coach"]}' not in shown.text


def test_what_comes_later_says_when(site):
    shown = site.get("person", address(site, "person", 6))
    assert "We vragen het op 13 oktober 2026" in shown.text
    assert tap(site, address(site, "person", 6), who="person").status_code == 409


def test_the_three_questions_while_logged_in(site):
    site.go(WEEK_6)
    early = site.get("person", f"{PAGES['person']}/tevreden")
    assert "Deze vragen komen later" in early.text
    tap(site, address(site, "person", 6), who="person")
    assert f"{PAGES['person']}/tevreden" in site.get("person", PAGES["person"]).text
    sent = site.ask("person", "POST", f"{PAGES['person']}/tevreden", data=MARKS)
    assert "Je hebt de vragen beantwoord" in site.get("person", sent.headers["location"]).text
    assert "drie korte vragen" not in site.get("coach", PAGES["coach"]).text.lower()


# The coach


def test_the_coach_writes_down_what_was_said_by_phone(site):
    page = site.get("coach", PAGES["coach"])
    assert "Schrijf het antwoord op" in page.text
    where = f"{PAGES['coach']}/hoe-gaat-het/{site.check_in(2, E).id}"
    assert "Wat zegt de werkgever?" in site.get("coach", where).text
    sent = site.ask(
        "coach", "POST", where, data={"antwoord": HELP.value, "tekst": "Wil een ander rooster."}
    )
    assert sent.headers["location"] == f"{PAGES['coach']}?gedaan=nagevraagd#hoe-gaat-het"
    row = site.check_in(2, E)
    assert (row.answer, row.by_coach) == (HELP, True)
    shown = site.get("coach", f"{PAGES['coach']}?gedaan=nagevraagd").text
    assert "via de coach" in shown
    assert "Wil een ander rooster." in shown
    with reading(site.engine) as session:
        assert mails(session) == []


def test_the_coach_is_not_thanked_for_the_answer_of_a_side(site):
    tap(site, address(site, "person"), who="person")
    shown = site.get("coach", f"{PAGES['coach']}/hoe-gaat-het/{site.check_in(2, C).id}").text
    assert "Op deze vraag is al geantwoord" in shown
    assert "Dank je" not in shown


def test_what_the_coach_heard_stays_typed_when_it_cannot_be_kept(site):
    where = f"{PAGES['coach']}/hoe-gaat-het/{site.check_in(2, E).id}"
    sent = site.ask("coach", "POST", where, data={"antwoord": "?", "tekst": "Gaat wel."})
    assert (sent.status_code, "Gaat wel." in sent.text) == (400, True)


def test_the_coach_notes_something_the_person_reads_and_the_employer_does_not(site):
    sent = site.ask(
        "coach", "POST", f"{PAGES['coach']}/nazorg", data={"nazorg-tekst": "Gebeld: gaat goed."}
    )
    assert sent.headers["location"] == f"{PAGES['coach']}?gedaan=notitie#nazorg"
    assert "Gebeld: gaat goed." in site.get("coach", PAGES["coach"]).text
    assert "Gebeld: gaat goed." in site.get("person", PAGES["person"]).text
    assert "Gebeld: gaat goed." not in site.get("contact", PAGES["contact"]).text
    assert ("loopbaancoach", "nazorg genoteerd", "volgen hoe het gaat") in site.trail()


@pytest.mark.parametrize(("text", "says"), [("", "Schrijf eerst iets op."),
                                            ("BSN 111222333", "burgerservicenummer")])  # fmt: skip
def test_a_note_that_cannot_be_kept_stays_on_the_page(site, text, says):
    sent = site.ask("coach", "POST", f"{PAGES['coach']}/nazorg", data={"nazorg-tekst": text})
    assert (sent.status_code, says in sent.text, text in sent.text) == (400, True, True)


@pytest.mark.parametrize("who", ["person", "contact", "stranger"])
def test_only_the_coach_notes(site, who):
    sent = site.ask(who, "POST", f"{PAGES['coach']}/nazorg", data={"nazorg-tekst": "x"})
    assert sent.status_code in (403, 404)
    assert notes(site) == []


@pytest.mark.parametrize(
    ("what", "words"),
    [(HELP, "overleggen over het werk"), (STOPPED, "het werk is gestopt")],
)
def test_what_is_urgent_is_on_the_desk_of_the_coach_at_once(site, what, words):
    site.walk()
    assert words not in site.get("coach", "/coach").text
    tap(site, site.mailed("kandidaat"), what)
    desk = site.get("coach", "/coach").text
    assert words in desk
    assert "/coach/uitkomsten/1#hoe-gaat-het" in desk
    assert site.outcome().state is OutcomeState.RUNNING
    with reading(site.engine) as session:
        assert mails(session)[-1][0] == "coach"


def test_silence_is_on_the_desk_after_ten_working_days(site):
    site.walk()
    site.go("2026-09-29")
    assert "bel even hoe het gaat" in site.get("coach", "/coach").text
    assert "bel even hoe het gaat" not in site.get("stranger", "/coach").text


def test_every_answer_is_handed_over(site):
    site.walk()
    tap(site, site.mailed("kandidaat"))
    tap(site, site.mailed("bedrijf"))
    with reading(site.engine) as session:
        assert [one.event.value for one in session.exec(select(HandoverRow))] == [
            "nieuw", "nagevraagd", "nagevraagd",
        ]  # fmt: skip


def test_the_pages_hold_in_english(site):
    site.walk()
    headers = {"Accept-Language": "en"}
    assert site.ask("", "GET", site.mailed("bedrijf"), headers=headers).status_code == 200
    assert site.ask("", "GET", "/hoe-gaat-het/niets", headers=headers).status_code == 404


# Programs


def test_a_program_does_the_same(site):
    told = site.program("person", "GET", "/outcomes/1/check-ins").json()
    open_now = [one for one in told["items"] if one["can_answer"]]
    assert [(one["week"], one["side"], one["standing"]) for one in open_now] == [
        (2, "kandidaat", "wacht op antwoord")
    ]
    one = open_now[0]["id"]
    body = {"answer": "het gaat goed", "text": "Fijn."}
    sent = site.program("person", "POST", f"/outcomes/1/check-ins/{one}/answers", json=body)
    assert sent.status_code == 201
    assert sent.json()["notes"][0]["text"] == "Fijn."
    again = site.program("person", "POST", f"/outcomes/1/check-ins/{one}/answers", json=body)
    assert again.status_code == 409


def test_a_program_that_sends_again_answers_once(site):
    one = site.check_in(2, C).id
    body, headers = {"answer": "het gaat goed"}, {"Idempotency-Key": "a"}
    where = f"/outcomes/1/check-ins/{one}/answers"
    first, second = (
        site.program("person", "POST", where, json=body, headers=headers) for _ in range(2)
    )
    assert (first.status_code, second.status_code, second.text) == (201, 201, first.text)


def test_a_program_of_the_employer_reads_his_own_side_alone(site):
    told = site.program("contact", "GET", "/outcomes/1/check-ins").json()
    assert {one["side"] for one in told["items"]} == {"werkgever"}
    theirs = site.check_in(2, C).id
    body = {"answer": "het gaat goed"}
    sent = site.program("contact", "POST", f"/outcomes/1/check-ins/{theirs}/answers", json=body)
    assert sent.status_code == 404


@pytest.mark.parametrize(
    ("who", "where", "body", "status"),
    [
        ("coach", "aftercare-notes", {"text": "Gebeld."}, 201),
        ("coach", "aftercare-notes", {"text": ""}, 400),
        ("person", "aftercare-notes", {"text": "x"}, 403),
        ("person", "satisfaction-answers", {"helped": 1, "fitting": 2, "again": 3}, 409),
        ("person", "satisfaction-answers", {"helped": 9}, 400),
        ("coach", "satisfaction-answers", {"helped": 1, "fitting": 2, "again": 3}, 409),
        ("stranger", "satisfaction-answers", {"helped": 1, "fitting": 2, "again": 3}, 404),
    ],
)
def test_what_a_program_may(site, who, where, body, status):
    sent = site.program(who, "POST", f"/outcomes/1/{where}", json=body)
    assert sent.status_code == status
