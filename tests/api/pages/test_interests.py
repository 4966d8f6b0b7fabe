"""Promises about the interest test: thirty screens, an outcome, and a sector in one's wishes."""

import re
from collections.abc import Callable, Iterator, Mapping

import pytest

from api.pages.interests import OUTCOME
from api.versions import stamp
from foundation.database import reading
from profiles.interests import QUESTIONS, answers_of, outcome_of
from profiles.wishes import preferences_of
from tests.api.worlds import Visitor, form_in, visitor_at

LAST = len(QUESTIONS)


@pytest.fixture
def visitor(settings, engine) -> Iterator[Visitor]:
    """Somebody who begins."""
    with visitor_at(settings, engine) as somebody:
        yield somebody


@pytest.fixture
def given(engine, visitor) -> Callable[[], Mapping[str, int]]:
    """Reads the answers that are kept, by the key of the question."""

    def read() -> Mapping[str, int]:
        with reading(engine) as session:
            return answers_of(session, candidate_id=visitor.candidate_id)

    return read


@pytest.fixture
def outcome(engine, visitor) -> Callable[[], set[str] | None]:
    """Reads the letters of the outcome; None when the test was not finished."""

    def read() -> set[str] | None:
        with reading(engine) as session:
            row = outcome_of(session, candidate_id=visitor.candidate_id)
            return None if row is None else {one.value for one in row.interests}

    return read


def send(visitor: Visitor, number: int, answer: object):
    """Answer a question as a browser does."""
    path = f"/interesses/{number}"
    shown = form_in(visitor.browser.get(path), path)
    return visitor.browser.post(path, data={**shown, "antwoord": str(answer)})


def answer_all(visitor: Visitor, liking: Mapping[str, int], *, but: int = 0) -> str:
    """Answer everything by the letter of its kind, 1 for the others; give where that leads."""
    where = ""
    for number, question in enumerate(QUESTIONS, 1):
        if number != but:
            sent = {"antwoord": str(liking.get(question.key[0], 1)), "gezien": nothing_yet()}
            answer = visitor.browser.post(f"/interesses/{number}", data=sent)
            where = answer.headers["location"]
    return where


def nothing_yet() -> str:
    """The stamp of a question that was not answered."""
    return stamp([None])


def test_the_test_is_introduced_and_begins_at_the_first_question(visitor):
    page = visitor.browser.get("/interesses").text
    assert "Beantwoord 30 korte vragen." in page
    assert 'href="/interesses/1"' in page


def test_a_question_has_five_answers_in_words_and_none_is_chosen(visitor):
    page = visitor.browser.get("/interesses/7")
    assert "Vraag 7 van 30" in page.text
    assert "Een kast in elkaar zetten" in page.text
    assert page.text.count('type="radio"') == 5
    assert "antwoord" not in form_in(page, "/interesses/7")


@pytest.mark.parametrize("answer", range(5))
def test_an_answer_is_kept_shown_again_and_followed_by_the_next_question(visitor, given, answer):
    sent = send(visitor, 7, answer)
    assert (sent.headers["location"], given()) == ("/interesses/8", {"R2": answer})
    again = visitor.browser.get("/interesses/7")
    assert form_in(again, "/interesses/7")["antwoord"] == [str(answer)]
    assert 'href="/interesses/6"' in again.text, "back"


def test_whoever_stops_goes_on_where_the_first_answer_is_missing(visitor):
    for number in (1, 2, 4):
        send(visitor, number, 3)
    page = visitor.browser.get("/interesses").text
    assert "Je hebt 3 van de 30 vragen beantwoord." in page
    assert "Ga verder met vraag 3" in page


@pytest.mark.parametrize("answer", ["", "5", "-1", "leuk", "<b>leuk</b>"])
def test_no_answer_or_a_wrong_one_is_explained(visitor, given, answer):
    sent = send(visitor, 1, answer)
    assert (sent.status_code, given()) == (400, {})
    assert sent.text.count("Kies een antwoord. Twijfel je?") == 2
    assert "<b>leuk" not in sent.text


@pytest.mark.parametrize("number", ["0", "31", "x", "99999999999"])
def test_a_question_that_is_not_there_is_not_found(visitor, number):
    assert visitor.browser.get(f"/interesses/{number}").status_code == 404


def test_a_second_tab_is_told_and_loses_nothing(visitor, given):
    old = form_in(visitor.browser.get("/interesses/1"), "/interesses/1")
    send(visitor, 1, 4)
    answer = visitor.browser.post("/interesses/1", data={**old, "antwoord": "0"})
    assert (answer.status_code, given()) == (409, {"R1": 4})
    assert "Dit is in een ander tabblad veranderd" in answer.text
    assert "<strong>Heel leuk</strong>" in answer.text
    shown = form_in(answer, "/interesses/1")
    assert shown["antwoord"] == ["0"]
    assert visitor.browser.post("/interesses/1", data=shown).status_code == 303
    assert given() == {"R1": 0}


def test_an_answer_is_kept_while_it_is_chosen(visitor, given):
    old = form_in(visitor.browser.get("/interesses/1"), "/interesses/1")
    part = visitor.browser.post(
        "/interesses/1", data={**old, "antwoord": "3"}, headers={"HX-Request": "true"}
    )
    assert (part.status_code, given()) == (200, {"R1": 3})
    assert "Bewaard om 14:02" in part.text
    shown = form_in(visitor.browser.get("/interesses/1"), "/interesses/1")
    assert f'value="{shown["gezien"][0]}"' in part.text
    wrong = visitor.browser.post("/interesses/1", headers={"HX-Request": "true"})
    assert (wrong.status_code, given()) == (400, {"R1": 3})
    assert "Kies een antwoord." in wrong.text


def test_the_whole_test_leads_to_its_outcome(visitor, outcome):
    assert visitor.browser.get("/interesses/uitkomst").headers["location"] == "/interesses"
    assert answer_all(visitor, {"S": 4, "I": 3}) == "/interesses/uitkomst"
    assert outcome() == {"S", "I"}
    page = visitor.browser.get("/interesses/uitkomst").text
    rows = re.findall(
        r'<th scope="row">([^<]+)<br>.*?width="(\d+)" height="8" fill="currentColor".*?'
        r'<td class="number">(\d+)</td>',
        page,
        re.DOTALL,
    )
    assert rows == [
        ("Mensen helpen", "100", "100"),
        ("Uitzoeken", "75", "75"),
        ("Maken en doen", "25", "25"),
        ("Bedenken en vormgeven", "25", "25"),
        ("Regelen en overtuigen", "25", "25"),
        ("Ordenen en bijhouden", "25", "25"),
    ], "the bars are as long as the numbers say"
    # Zorg asks SR, horeca ES and techniek RI most: one kind each, so by name.
    assert re.findall(r'id="sector-(\w+)"', page) == ["horeca", "techniek", "zorg"]
    assert 'href="/verkennen"' in page
    assert 'href="/werk?sector=zorg"' in page


def test_the_sector_that_shares_most_stands_first(visitor):
    answer_all(visitor, {"S": 4, "R": 3})
    page = visitor.browser.get("/interesses/uitkomst").text
    assert re.findall(r'id="sector-(\w+)"', page) == ["zorg", "horeca", "techniek"]


def test_whoever_likes_everything_alike_is_told_so(visitor, outcome):
    answer_all(visitor, {})
    page = visitor.browser.get("/interesses/uitkomst")
    assert (page.status_code, outcome()) == (200, set())
    assert "Je vindt alles ongeveer even leuk." in page.text
    assert 'href="/verkennen"' in page.text


def test_a_question_that_was_skipped_is_asked_before_the_outcome(visitor, outcome):
    assert answer_all(visitor, {"S": 4}, but=12) == "/interesses/12"
    assert visitor.browser.post("/interesses/uitkomst").headers["location"] == "/interesses/12"
    assert outcome() is None
    assert send(visitor, 12, 2).headers["location"] == "/interesses/uitkomst"
    assert outcome() == {"S"}


def test_a_test_that_was_kept_but_not_concluded_is_concluded_by_a_button(visitor, outcome):
    answer_all(visitor, {"S": 4}, but=LAST)
    visitor.browser.post(
        f"/interesses/{LAST}",
        data={"antwoord": "1", "gezien": nothing_yet()},
        headers={"HX-Request": "true"},
    )
    assert 'action="/interesses/uitkomst"' in visitor.browser.get("/interesses").text
    assert visitor.browser.post("/interesses/uitkomst").headers["location"] == OUTCOME
    assert outcome() == {"S"}


def test_an_answer_that_changes_later_changes_the_outcome(visitor, outcome):
    answer_all(visitor, {"S": 4})
    for number, question in enumerate(QUESTIONS, 1):
        if question.key[0] == "R":
            assert send(visitor, number, 4).headers["location"] == f"/interesses/{number + 1}"
    assert outcome() == {"R", "S"}


def test_beginning_again_is_asked_first_and_throws_everything_away(visitor, given, outcome):
    answer_all(visitor, {"S": 4})
    assert "Dat kun je niet terugdraaien." in visitor.browser.get("/interesses/opnieuw").text
    assert len(given()) == LAST
    answer = visitor.browser.post("/interesses/opnieuw")
    assert answer.headers["location"] == "/interesses/1"
    assert (given(), outcome()) == ({}, None)


def test_one_button_puts_a_sector_in_the_wishes_and_leaves_the_rest(engine, visitor):
    answer_all(visitor, {"S": 4})
    old = form_in(visitor.browser.get("/wensen/uren"), "/wensen/uren")
    visitor.browser.post("/wensen/uren", data={**old, "hours_min": "8"})
    for key in ("zorg", "horeca"):
        answer = visitor.browser.post("/interesses/sectoren", data={"sector": key})
        assert answer.headers["location"] == f"/interesses/uitkomst#sector-{key}"
    with reading(engine) as session:
        wishes = preferences_of(session, candidate_id=visitor.candidate_id)
        assert (wishes.sectors, wishes.hours_min) == ({"zorg", "horeca"}, 8)
    page = visitor.browser.get("/interesses/uitkomst").text
    assert page.count("Staat in je wensen.") == 2


@pytest.mark.parametrize("key", ["", "ruimtevaart", "<b>zorg</b>"])
def test_a_sector_that_is_not_there_is_refused(visitor, key):
    answer = visitor.browser.post("/interesses/sectoren", data={"sector": key})
    assert answer.status_code == 400
    assert "<b>zorg" not in answer.text
