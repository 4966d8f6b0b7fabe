"""Promises about objecting: a subject and a text, a day for the answer, and the answer."""

from datetime import timedelta

import pytest

from accounts.models import Account, Role
from coaching.objections import MOST_OPEN, answer_objection, objections_of
from foundation.database import reading, writing
from tests.api.worlds import NOW, form_in

PATH = "/rechten/bezwaar"
TEXT = "Ik kan wel lassen.\nKijk nog eens."
OWN = ("kandidaat", "door de persoon zelf")


def send(member, over: str = "berekening", tekst: str = TEXT):
    return member.browser.post(PATH, data={"over": over, "tekst": tekst})


def kept(engine, member) -> list[tuple[str, str]]:
    with reading(engine) as session:
        rows = objections_of(session, candidate_id=member.candidate_id)
        return [(row.subject.value, row.text) for row in rows]


@pytest.mark.parametrize("subject", ["berekening", "besluit", "gegevens", "iets anders"])
def test_an_objection_is_kept_and_shown_with_the_day_of_the_answer(engine, member, trail, subject):
    answer = send(member, subject)
    assert kept(engine, member) == [(subject, TEXT)]
    assert trail() == [("bezwaar gemaakt", *OWN)]
    page = member.browser.get(answer.headers["location"]).text
    assert "Ik kan wel lassen." in page
    assert "Je krijgt antwoord voor of op 29 september 2026." in page


def test_the_answer_of_a_coach_is_shown(engine, member):
    send(member)
    with writing(engine) as session:
        coach = Account(role=Role.COACH, name="Cor", created_at=NOW, seen_at=NOW)
        session.add(coach)
        session.flush()
        row = objections_of(session, candidate_id=member.candidate_id)[0]
        later = NOW + timedelta(days=3)
        answer_objection(
            session, objection_id=row.id, coach_id=coach.id, text="Je hebt gelijk.", now=later
        )
    page = member.browser.get(PATH).text
    assert "Antwoord van 4 september 2026" in page
    assert "Je hebt gelijk." in page
    assert "Cor" not in page


@pytest.mark.parametrize(
    ("over", "tekst", "field"),
    [
        ("", TEXT, "over"),
        ("weer", TEXT, "over"),
        ("besluit", "", "tekst"),
        ("besluit", "x" * 5_001, "tekst"),
        ("besluit", "mijn nummer is 123456782", "tekst"),
    ],
)
def test_what_is_missing_or_wrong_is_explained_and_stays_typed(
    engine, member, trail, over, tekst, field
):
    sent = send(member, over, tekst)
    assert (sent.status_code, kept(engine, member), trail()) == (400, [], [])
    assert f'href="#{field}"' in sent.text
    assert f'id="{field}-fout"' in sent.text
    assert tekst in sent.text


def test_the_same_objection_sent_twice_is_one(engine, member, trail):
    assert send(member).headers["location"] == send(member).headers["location"]
    assert len(kept(engine, member)) == len(trail()) == 1


def test_more_than_we_can_answer_is_refused_and_the_text_stays(engine, member):
    for number in range(MOST_OPEN):
        send(member, tekst=f"bezwaar {number}")
    sent = send(member, tekst="nog een")
    assert (sent.status_code, len(kept(engine, member))) == (400, MOST_OPEN)
    assert "Wacht eerst op een antwoord." in sent.text
    assert "nog een</textarea>" in sent.text


def test_a_page_can_choose_the_subject(member):
    chosen = form_in(member.browser.get(f"{PATH}?over=gegevens"), PATH)
    assert chosen["over"] == ["gegevens"]
    assert "over" not in form_in(member.browser.get(f"{PATH}?over=<b>"), PATH)
