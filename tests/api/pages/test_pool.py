"""Promises of the page of the pool search: members, no names, nothing lost, asking to meet."""

import re
from datetime import date

import pytest
from sqlmodel import select

from accounts.models import AuditEntry
from accounts.permissions import Relation
from api.main import create_app
from coaching.models import Entry
from foundation.database import reading, writing
from profiles.consent import give_consent, withdraw_consent
from profiles.drafts import ConsentDraft
from tests.access.people import NOW, browsers, make_world, settings_for_browsers
from vacancies.models import Employer, Vacancy

HERE = "/werkgever/pool"


@pytest.fixture
def world(engine):
    made = make_world(engine)
    with writing(engine) as session:
        vacancy = session.get_one(Vacancy, made.vacancy_id)
        session.get_one(Employer, vacancy.employer_id).member_until = date(2026, 9, 1)
        for one in (made.candidate_id, made.other_candidate_id):
            consent = ConsentDraft(purpose="pool_search", text_version="1")
            give_consent(session, candidate_id=one, draft=consent, now=NOW)
    return made


@pytest.fixture
def everybody(settings, engine, world):
    app = create_app(settings_for_browsers(settings), clock=lambda: NOW)
    with browsers(app, world) as found:
        yield found
    app.state.running.engine.dispose()


@pytest.fixture
def us(everybody):
    return everybody[Relation.OWN_EMPLOYER]


def cards_in(text: str) -> list[str]:
    return re.findall(r"<h4>(T-[0-9A-Z]{7})</h4>", text)


def search(us, **form):
    return us.ask("POST", HERE, data={"actie": "zoek", **form})


def test_a_member_searches_with_a_vacancy_and_reads_no_name(us, world, engine):
    assert f'<option value="{world.vacancy_id}">' in us.ask("GET", HERE).text
    found = search(us, vacature=str(world.vacancy_id))
    assert found.status_code == 200
    assert len(cards_in(found.text)) == 2
    assert "Past nu" in found.text
    assert "kanarie" not in found.text.replace(us.person.canary, "")
    with reading(engine) as session:
        entries = session.exec(select(AuditEntry).where(AuditEntry.action == "gezien in de pool"))
        assert len(entries.all()) == 2


def test_a_skill_is_typed_chosen_and_taken_away(us):
    added = us.ask("POST", HERE, data={"actie": "erbij", "q": "heftruck rijden", "niveau": "3"})
    assert 'name="eis" value="2:3:vereist"' in added.text
    two = us.ask("POST", HERE, data={"actie": "erbij", "keuze": "1", "eis": "2:3:vereist"})
    assert 'value="1::vereist"' in two.text
    found = us.ask(
        "POST", HERE, data={"actie": "vaardigheden", "eis": ["2:3:vereist", "1::vereist"]}
    )
    assert len(cards_in(found.text)) == 2
    less = us.ask("POST", HERE, data={"actie": "weg:2", "eis": ["2:3:vereist", "1::vereist"]})
    assert 'value="2:3:vereist"' not in less.text
    assert 'value="1::vereist"' in less.text


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"actie": "zoek"}, "Er is nog niets om op te zoeken"),
        ({"actie": "erbij", "q": "qqqqqqqq"}, "We vinden dit niet"),
        ({"actie": "erbij"}, "Typ een vaardigheid"),
        ({"actie": "zoek", "eis": "onzin:9:x"}, "Er is nog niets om op te zoeken"),
        ({"actie": "zoek", "eis": "999::vereist"}, "staat niet in de lijst"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(us, form, said):
    shown = us.ask("POST", HERE, data=form)
    assert shown.status_code == 400
    assert said in shown.text


def test_who_asks_to_meet_puts_the_person_on_the_list_once(us, world, engine):
    vacancy = str(world.vacancy_id)
    name = cards_in(search(us, vacature=vacancy).text)[0]
    wish = {"actie": f"kennismaken:{name}", "vacature": vacancy}
    assert "Je vraag ligt bij een coach" in us.ask("POST", HERE, data=wish).text
    again = us.ask("POST", HERE, data=wish)
    assert "staat al op de lijst" in again.text
    assert cards_in(again.text)
    with reading(engine) as session:
        [entry] = session.exec(select(Entry).where(Entry.by_hand)).all()
    assert entry.engine_place > 0


def test_nobody_meets_somebody_whose_card_was_never_seen(us, world):
    wish = {"actie": "kennismaken:T-0000000", "vacature": str(world.vacancy_id)}
    shown = us.ask("POST", HERE, data=wish)
    assert shown.status_code == 404
    assert "Zoek opnieuw" in shown.text


def test_who_is_no_member_reads_what_membership_gives(everybody, engine, world):
    with writing(engine) as session:
        for employer in session.exec(select(Employer)):
            employer.member_until = None
    them = everybody[Relation.OTHER_EMPLOYER]
    for shown in (them.ask("GET", HERE), search(them, eis="1::vereist")):
        assert shown.status_code == 403
        assert "Wat geeft een lidmaatschap?" in shown.text


def test_when_nobody_agreed_the_page_says_what_to_do(us, world, engine):
    from profiles.models import Purpose

    with writing(engine) as session:
        for one in (world.candidate_id, world.other_candidate_id):
            withdraw_consent(session, candidate_id=one, purpose=Purpose.POOL_SEARCH, now=NOW)
    assert "Er is nog niemand te vinden" in search(us, vacature=str(world.vacancy_id)).text


def test_a_program_searches_and_asks_to_meet(us, world):
    body = {"vacancy_id": str(world.vacancy_id)}
    found = us.ask("POST", "/v1/pool-searches", json=body)
    assert found.status_code == 200
    assert (found.json()["total"], found.json()["left_today"]) == (2, 58)
    card = found.json()["cards"][0]
    assert set(card) == {"card", "fit", "skills", "other_skills", "place", "hours"}
    wish = {"card": card["card"], "vacancy_id": body["vacancy_id"]}
    made = us.ask("POST", "/v1/meeting-wishes", json=wish)
    assert (made.status_code, made.json()["is_new"]) == (201, True)
    asked = {"requirements": [{"skill_id": "2", "importance": "gewenst", "level": 2}]}
    assert us.ask("POST", "/v1/pool-searches", json=asked).status_code == 200
    assert us.ask("POST", "/v1/pool-searches", json={}).status_code == 400


@pytest.mark.parametrize("relation", [Relation.SELF, Relation.OTHER_COACH, Relation.ANONYMOUS])
def test_the_search_is_for_employers(everybody, relation):
    assert everybody[relation].ask("POST", "/v1/pool-searches", json={}).status_code in (401, 403)
