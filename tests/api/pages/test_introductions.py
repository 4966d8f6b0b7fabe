"""Promises about the pages of introductions: each side its own, one tap, nothing lost."""

from datetime import timedelta

import pytest
from sqlmodel import select

from accounts.models import OutgoingMail
from coaching.clocks import run_clocks
from coaching.models import DeclineReason, IntroductionState, ReplyLink
from foundation.database import writing
from tests.api.introducing import introducing_at
from tests.coaching.introducing import ADDRESS, asked, introduced
from tests.profiles.worlds import NOW

S = IntroductionState
OWN, RECEIVED, LED = "/voordrachten/1", "/werkgever/voordrachten/1", "/coach/voordrachten/1"
NAME, TEXT = "Naam 0", "Voor dit bedrijf."


@pytest.fixture
def site(settings, engine):
    with introducing_at(settings, engine) as opened:
        yield opened


@pytest.fixture
def asking(site):
    with writing(site.engine) as session:
        asked(session, site.region)
    return site


@pytest.fixture
def running(site):
    with writing(site.engine) as session:
        introduced(session, site.region)
    return site


# The coach asks


def ask_page(site) -> str:
    return f"/coach/vacatures/{site.region.vacancy}/voordragen/{site.region.entries[0]}"


def test_a_coach_asks_one_of_his_people(site):
    page = site.get("coach", ask_page(site))
    assert NAME in page.text
    answer = site.ask("coach", "POST", ask_page(site), data={"woorden": "Je kunt dit."})
    assert (answer.status_code, answer.headers["location"]) == (303, f"{LED}?gedaan=gevraagd")
    assert "krijgt een mail" in site.get("coach", f"{LED}?gedaan=gevraagd").text
    assert site.row().words == "Je kunt dit."
    assert ("loopbaancoach", "gevraagd om voor te dragen", "voordragen aan een werkgever") in (
        site.trail()
    )


def test_a_coach_who_forgets_the_words_keeps_the_page(site):
    answer = site.ask("coach", "POST", ask_page(site), data={"woorden": " "})
    assert answer.status_code == 400
    assert "Schrijf op waarom dit werk" in answer.text


def test_words_that_cannot_be_sent_now_stay_on_the_page(asking):
    answer = asking.ask("coach", "POST", ask_page(asking), data={"woorden": "Nog een keer."})
    assert answer.status_code == 409
    assert "Nog een keer." in answer.text


def test_another_coach_reads_no_name_and_cannot_ask(site):
    page = site.get("stranger", ask_page(site))
    assert NAME not in page.text
    assert "Alleen de eigen coach kan vragen" in page.text
    answer = site.ask("stranger", "POST", ask_page(site), data={"woorden": "Toch."})
    assert answer.status_code == 403
    assert NAME not in answer.text


def test_an_entry_of_another_vacancy_is_not_here(site):
    assert (
        site.get("coach", f"/coach/vacatures/{site.region.vacancy}/voordragen/99").status_code
        == 404
    )


# The candidate chooses


def test_a_candidate_reads_what_the_employer_would_and_agrees(asking):
    page = asking.get("person", OWN).text
    for word in ("Dit past bij je.", NAME, "Ik ben nummer 0.", "metalen lassen"):
        assert word in page
    answer = asking.send("person", OWN, antwoord="akkoord", tekst="Nieuw verhaal.")
    assert answer.headers["location"] == f"{OWN}?gedaan=ja"
    assert (asking.row().state, asking.row().presentation) == (S.INTRODUCED, "Nieuw verhaal.")
    assert asking.trail()[-2:] == [
        ("kandidaat", "akkoord met voordragen", "door de persoon zelf"),
        ("kandidaat", "voorgedragen", "door de persoon zelf"),
    ]


def test_a_candidate_refuses_with_a_word_for_the_coach(asking):
    asking.send("person", OWN, antwoord="liever niet", waarom="Te vroeg op.")
    assert asking.row().state is S.REFUSED
    assert "Te vroeg op." in asking.get("coach", LED).text
    assert asking.get("contact", RECEIVED).status_code == 404


def test_a_candidate_stops_and_the_name_is_closed_at_once(running):
    assert NAME in running.get("contact", RECEIVED).text
    running.send("person", OWN, antwoord="stoppen")
    after = running.get("contact", RECEIVED)
    assert after.status_code == 200
    assert NAME not in after.text
    assert TEXT not in after.text


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"antwoord": "misschien"}, 400),
        ({}, 400),
        ({"antwoord": "akkoord", "waarom": "x" * 5_001}, 400),
        ({"antwoord": "akkoord", "revisie": "0"}, 400),
        ({"antwoord": "akkoord", "revisie": ""}, 400),
        ({"antwoord": "akkoord", "revisie": "7"}, 409),
    ],
)
def test_what_is_wrong_is_told_and_what_was_typed_stays(asking, fields, status):
    sent = {"revisie": "1", "tekst": "Getypt.", **fields}
    answer = asking.ask("person", "POST", OWN, data=sent)
    assert answer.status_code == status
    assert asking.row().state is S.ASKED
    assert "Getypt." in answer.text
    assert "data-error-summary" in answer.text
    assert ("Er is intussen iets veranderd" in answer.text) is (status == 409)


def test_the_lists_are_never_empty_pages(site):
    for who, address in (
        ("person", "/voordrachten"),
        ("contact", "/werkgever/voordrachten"),
        ("coach", "/coach/voordrachten"),
    ):
        page = site.get(who, address)
        assert page.status_code == 200
        assert "utrecht-button" in page.text


def test_each_list_leads_to_the_introduction_with_names_where_they_may_be(running):
    assert f'href="{OWN}"' in running.get("person", "/voordrachten").text
    received = running.get("contact", "/werkgever/voordrachten").text
    assert f'href="{RECEIVED}"' in received
    assert NAME not in received
    assert NAME in running.get("coach", "/coach/voordrachten").text


def test_staff_who_follow_a_link_for_candidates_come_at_their_own_page(running):
    assert running.get("coach", OWN).headers["location"] == LED
    assert running.get("contact", OWN).headers["location"] == RECEIVED


def test_others_find_nothing(running):
    assert running.get("other", OWN).status_code == 404
    assert running.get("stranger", LED).status_code == 404
    assert running.get("", OWN).headers["location"].startswith("/inloggen")


# The employer answers


def test_an_employer_reads_the_person_and_that_is_in_the_trail(running):
    page = running.get("contact", RECEIVED).text
    for word in (NAME, TEXT, "metalen lassen", "past nu"):
        assert word in page
    assert running.trail()[-1] == (
        "werkgever", "voordracht bekeken", "voordragen aan een werkgever",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("button", "state"),
    [
        ("kennismaken", S.MEETING),
        ("aangenomen", S.ACCEPTED),
        *((one.value, S.DECLINED) for one in DeclineReason),
    ],
)
def test_one_button_is_an_answer(running, button, state):
    fields = {"antwoord": button, "voor-coach": "Voor jou, coach.", "voor-kandidaat": "Succes!"}
    answer = running.send("contact", RECEIVED, **fields)
    assert answer.status_code == 303
    assert running.row().state is state
    own, led = running.get("person", OWN).text, running.get("coach", LED).text
    assert "Succes!" in own
    assert "Voor jou, coach." not in own
    assert "Voor jou, coach." in led


def test_the_second_of_two_colleagues_is_told_and_loses_no_text(running):
    running.send("contact", RECEIVED, antwoord="kennismaken")
    fields = {"revisie": "2", "antwoord": "aangenomen", "voor-kandidaat": "Welkom!"}
    answer = running.ask("contact", "POST", RECEIVED, data=fields)
    assert answer.status_code == 409
    assert "Welkom!" in answer.text
    assert running.row().state is S.MEETING


def test_who_pauses_is_gone_from_the_page_of_the_employer_at_once(running):
    answer = running.ask("person", "POST", "/rechten/pauze/begin")
    assert answer.status_code == 303
    assert running.row().state is S.WITHDRAWN
    assert NAME not in running.get("contact", RECEIVED).text
    assert RECEIVED not in running.get("contact", "/werkgever/voordrachten").text
    assert LED not in running.get("coach", "/coach/voordrachten").text
    assert ("programma", "voordracht beëindigd", "voordragen aan een werkgever") in running.trail()


# From the mail


def test_an_employer_answers_from_the_mail_without_logging_in(running):
    link = running.link("bedrijf")
    for _ in range(2):  # a mail scanner looks as well
        page = running.get("", link)
        assert page.status_code == 200
        assert NAME in page.text
    assert running.row().state is S.INTRODUCED
    answer = running.send("", link, antwoord="kennismaken")
    assert "set-cookie" not in answer.headers
    assert running.row().state is S.MEETING
    thanks = running.get("", answer.headers["location"])
    assert "Dank je" in thanks.text
    assert running.trail()[-1][:2] == ("werkgever", "voordracht beantwoord")
    assert running.get("", "/werkgever").status_code == 303


def test_a_candidate_answers_from_the_mail(asking):
    link = asking.link("kandidaat")
    asking.send("", link, antwoord="akkoord", tekst="Uit de mail.")
    assert asking.row().presentation == "Uit de mail."
    asking.send("", asking.link("kandidaat"), antwoord="stoppen")
    assert asking.row().state is S.WITHDRAWN


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_link_that_was_used_says_how_things_stand_and_names_nobody(running, method):
    link = running.link("bedrijf")
    running.send("", link, antwoord="kennismaken")
    page = running.ask("", method, link, data={"revisie": "3", "antwoord": "aangenomen"})
    assert page.status_code == 410
    assert "Deze link is al gebruikt" in page.text
    assert "Laat daarna weten wat je besluit" in page.text
    assert NAME not in page.text
    assert running.row().state is S.MEETING


def test_after_closing_a_link_says_it_is_over(running):
    link = running.link("bedrijf")
    running.send("coach", LED, besluit="stoppen")
    page = running.get("", link)
    assert page.status_code == 410
    assert "Deze voordracht is voorbij" in page.text
    assert NAME not in page.text


def test_a_link_of_somebody_else_is_for_somebody_else(running):
    page = running.get("other", running.link("bedrijf"))
    assert page.status_code == 403
    assert "voor iemand anders" in page.text
    assert NAME not in page.text


@pytest.mark.parametrize("token", ["onzin", "%00", "x" * 2_000, "%F0%9F%99%82"])
def test_a_link_we_do_not_know_is_told_so(site, token):
    page = site.get("", f"/antwoord/{token}")
    assert page.status_code == 404
    assert "Inloggen" in page.text


def test_a_link_that_expired_names_nobody(running):
    with writing(running.engine) as session:
        for row in session.exec(select(ReplyLink)):
            row.expires_at = NOW - timedelta(seconds=1)
    page = running.get("", running.link("bedrijf"))
    assert page.status_code == 410
    assert "De link is verlopen" in page.text
    assert NAME not in page.text


def test_a_button_that_is_unknown_keeps_what_was_typed(running):
    link = running.link("bedrijf")
    answer = running.send("", link, antwoord="raar", **{"voor-coach": "Getypt."})
    assert answer.status_code == 400
    assert "Getypt." in answer.text
    assert running.get("", link).status_code == 200


# The coach leads


def test_a_coach_gives_more_time_or_closes_when_it_is_late(running):
    assert running.send("coach", LED, besluit="meer tijd").status_code == 409
    with writing(running.engine) as session:
        run_clocks(session, address=ADDRESS, now=NOW + timedelta(days=8))
    page = running.get("coach", LED).text
    assert "Bel het bedrijf" in page
    assert running.send("coach", LED, besluit="meer tijd").status_code == 303
    assert running.row().escalated_at is None
    assert running.send("coach", LED, besluit="sluiten").status_code == 303
    assert running.row().state is S.NO_ANSWER


def test_no_mail_holds_anything_about_anybody(running):
    running.send("contact", RECEIVED, antwoord="kennismaken")
    with writing(running.engine) as session:
        texts = [row.subject + row.text for row in session.exec(select(OutgoingMail))]
    assert len(texts) > 5
    for word in (NAME, TEXT, "Lasser", "lassen", "Demo Staal", "Dit past bij je"):
        assert not [text for text in texts if word in text]
