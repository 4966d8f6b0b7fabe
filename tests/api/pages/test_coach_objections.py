"""Promises about objections at a coach: another coach decides once, late ones are everybody's."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlmodel import select

from accounts.audit import entries_about
from accounts.models import OutgoingMail
from accounts.permissions import Relation
from api.main import create_app
from coaching.models import Objection
from foundation.database import reading, writing
from tests.access.people import NOW, browsers, canary_of, make_world, settings_for_browsers

COACH, OTHER, SELF = Relation.ASSIGNED_COACH, Relation.OTHER_COACH, Relation.SELF
LIST = "/coach/bezwaren"
DECISION = {"besluit": "gegrond", "reden": "We rekenen het opnieuw."}


@pytest.fixture
def world(engine):
    return make_world(engine)


@pytest.fixture
def everybody(settings, world) -> Iterator[dict]:
    app = create_app(settings_for_browsers(settings), clock=lambda: NOW)
    with browsers(app, world) as found:
        yield found


@pytest.fixture
def mine(engine, world) -> str:
    """The address of the objection of `self`."""
    with reading(engine) as session:
        owned = select(Objection.id).where(Objection.candidate_id == world.candidate_id)
        return f"{LIST}/{session.exec(owned).one()}"


def trail(engine, world) -> list[tuple[str, str]]:
    with reading(engine) as session:
        rows = entries_about(session, candidate_id=world.candidate_id, most=100)
        return [(row.action, row.reason) for row in rows]


def answers(engine, world) -> list[str]:
    with reading(engine) as session:
        owned = select(Objection.answer).where(Objection.candidate_id == world.candidate_id)
        return list(session.exec(owned))


def test_the_list_shows_numbers_and_days_and_no_text(everybody, world, mine):
    page = everybody[OTHER].ask("GET", LIST).text
    assert f"K-{world.candidate_id:03d}" in page
    assert mine in page
    assert "nog 28 dagen" in page
    assert "kanarieself" not in page


def test_the_own_coach_neither_finds_it_nor_opens_it(everybody, mine):
    page = everybody[COACH].ask("GET", LIST).text
    assert f'href="{mine}"' not in page
    assert "Een collega beslist daarover." in page
    for method in ("GET", "POST"):
        answer = everybody[COACH].ask(method, mine, data=DECISION if method == "POST" else None)
        assert answer.status_code == 404
        assert canary_of(SELF) not in answer.text


def test_who_opens_it_reads_the_words_and_leaves_a_trace(everybody, engine, world, mine):
    page = everybody[OTHER].ask("GET", mine).text
    assert f"Bezwaar {canary_of(SELF)}" in page
    assert f"Naam {canary_of(SELF)}" not in page
    assert trail(engine, world)[0] == ("kaart bekeken", "behandelen van een bezwaar")


def test_a_decision_is_kept_mailed_and_read_by_the_candidate(everybody, engine, world, mine):
    assert everybody[OTHER].ask("POST", mine, data=DECISION).headers["location"] == (
        f"{LIST}?gedaan=ja"
    )
    assert trail(engine, world)[0] == ("bezwaar behandeld", "behandelen van een bezwaar")
    with reading(engine) as session:
        [mail] = session.exec(select(OutgoingMail)).all()
    assert mail.to_address == f"{canary_of(SELF)}@talent.example"
    assert "https://testserver/rechten/bezwaar" in mail.text
    assert "kanarie" not in mail.subject + mail.text
    page = everybody[SELF].ask("GET", "/rechten/bezwaar").text
    assert "Je krijgt gelijk. Je bezwaar is gegrond." in page
    assert "We rekenen het opnieuw." in page
    assert "We rekenen het opnieuw." in everybody[OTHER].ask("GET", mine).text
    assert mine not in everybody[OTHER].ask("GET", LIST).text


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"besluit": "", "reden": "Zo is het."}, "besluit"),
        ({"besluit": "misschien", "reden": "Zo is het."}, "besluit"),
        ({"besluit": "gegrond", "reden": ""}, "reden"),
        ({"besluit": "gegrond", "reden": "x" * 5_001}, "reden"),
    ],
)
def test_a_decision_needs_an_outcome_and_a_reason(everybody, engine, world, mine, sent, field):
    answer = everybody[OTHER].ask("POST", mine, data=sent)
    assert (answer.status_code, answers(engine, world)) == (400, [""])
    assert f'href="#{field}"' in answer.text
    assert sent["reden"] in answer.text


def test_the_second_who_decides_is_told_and_keeps_the_words(everybody, engine, world, mine):
    everybody[OTHER].ask("POST", mine, data=DECISION)
    late = everybody[OTHER].ask("POST", mine, data={"besluit": "niet gegrond", "reden": "Nee."})
    assert late.status_code == 409
    assert "al een antwoord" in late.text
    assert answers(engine, world) == ["We rekenen het opnieuw."]
    with reading(engine) as session:
        assert len(session.exec(select(OutgoingMail)).all()) == 1


def test_after_four_weeks_every_coach_sees_it_in_red(everybody, engine, mine):
    with writing(engine) as session:
        row = session.get_one(Objection, int(mine.rpartition("/")[2]))
        row.due_on = NOW.date() - timedelta(days=1)
    for who in (OTHER, COACH):
        page = everybody[who].ask("GET", LIST).text
        assert "utrecht-alert--error" in page
        assert "1 dag te laat" in page
        assert ("Vraag een collega." in page) == (who is COACH)
        assert (f'href="{mine}"' in page) == (who is OTHER)
        assert "1 bezwaar is te laat" in everybody[who].ask("GET", "/coach").text


def test_an_objection_that_is_not_there_is_not_here(everybody):
    assert everybody[OTHER].ask("GET", f"{LIST}/999").status_code == 404
    assert everybody[OTHER].ask("POST", f"{LIST}/999", data=DECISION).status_code == 404
