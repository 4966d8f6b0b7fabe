"""Promises about objecting: a subject and a text, a day for the answer, and the answer."""

from datetime import timedelta

import pytest

from accounts.models import Account, Role
from coaching.drafts import AnswerDraft
from coaching.objections import MOST_OPEN, answer_objection, objections_of
from foundation.database import reading, writing
from profiles.models import CandidateState
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


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        ("gegrond", "Je krijgt gelijk. Je bezwaar is gegrond."),
        ("niet gegrond", "Je krijgt geen gelijk. Je bezwaar is niet gegrond."),
    ],
)
def test_the_answer_of_a_coach_is_shown(engine, member, outcome, said):
    send(member)
    with writing(engine) as session:
        coach = Account(role=Role.COACH, name="Cor", created_at=NOW, seen_at=NOW)
        session.add(coach)
        session.flush()
        row = objections_of(session, candidate_id=member.candidate_id)[0]
        draft = AnswerDraft(outcome=outcome, text="We rekenen het opnieuw.")
        later = NOW + timedelta(days=3)
        answer_objection(session, objection_id=row.id, coach_id=coach.id, draft=draft, now=later)
    page = member.browser.get(PATH).text
    assert "Antwoord van 4 september 2026" in page
    assert said in page
    assert "We rekenen het opnieuw." in page
    assert "Dit bezwaar is" not in page
    assert "Een andere coach dan die van jou besliste dit." in page
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


@pytest.mark.both_databases
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


def test_who_objects_can_stop_the_matching_at_once(joined, state, trail):
    assert "Zet het vergelijken stil" in joined.browser.get(PATH).text
    before = len(trail())
    joined.browser.post(PATH, data={"over": "besluit", "tekst": TEXT, "stil": "ja"})
    assert state() is CandidateState.PAUSED
    assert trail()[before:] == [("bezwaar gemaakt", *OWN), ("gepauzeerd", *OWN)]
    page = joined.browser.get(PATH).text
    assert "Zet het vergelijken stil" not in page
    assert "Je profiel staat op pauze." in page


def test_a_refused_objection_stops_nothing_and_stays_ticked(joined, state, trail):
    before = trail()
    sent = joined.browser.post(PATH, data={"over": "besluit", "tekst": "", "stil": "ja"})
    assert (sent.status_code, state(), trail()) == (400, CandidateState.ACTIVE, before)
    assert form_in(sent, PATH)["stil"] == ["ja"]


def test_an_objection_alone_stops_nothing(joined, state):
    send(joined)
    assert state() is CandidateState.ACTIVE
