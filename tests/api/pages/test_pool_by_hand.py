"""Promises of "Iedereen": cards without names, filters, and a trace only of what was opened."""

from collections.abc import Iterator

import pytest

from accounts.audit import entries_about
from accounts.permissions import Relation
from api.main import create_app
from foundation.database import reading, writing
from foundation.places import Postcode
from profiles.drafts import PreferencesDraft
from profiles.states import pause
from profiles.wishes import set_preferences
from tests.access.people import NOW, browsers, canary_of, make_world, settings_for_browsers

COACH, OTHER = Relation.ASSIGNED_COACH, Relation.OTHER_COACH
HERE = "/coach/pool"


@pytest.fixture
def world(engine):
    made = make_world(engine)
    with writing(engine) as session:
        session.add(
            Postcode(code="2312", place="Leiden", municipality="Leiden", latitude=52, longitude=4)
        )
        session.flush()
        wishes = PreferencesDraft(postcode="2312", sectors={"techniek"}, hours_min=24, hours_max=32)
        set_preferences(session, candidate_id=made.other_candidate_id, draft=wishes)
    return made


@pytest.fixture
def everybody(settings, world) -> Iterator[dict]:
    app = create_app(settings_for_browsers(settings), clock=lambda: NOW)
    with browsers(app, world) as found:
        yield found


def shown(world, page) -> list[str]:
    """Who stands on a page, in order."""
    known = {f"K-{one:03d}": name for one, name in
             ((world.candidate_id, "mine"), (world.other_candidate_id, "theirs"))}  # fmt: skip
    places = {name: page.text.find(f">{number}<") for number, name in known.items()}
    return sorted((name for name in places if places[name] >= 0), key=places.__getitem__)


def seen(engine, candidate) -> list[tuple[str, str]]:
    with reading(engine) as session:
        rows = entries_about(session, candidate_id=candidate, most=100)
        return [(row.action, row.reason) for row in rows if row.action == "kaart bekeken"]


def test_the_list_holds_everybody_without_a_name_and_says_its_order(everybody, world, engine):
    page = everybody[OTHER].ask("GET", HERE)
    assert shown(world, page) == ["theirs", "mine"]
    assert "De volgorde trekt niemand voor." in page.text
    assert "kanarie" not in page.text.replace(canary_of(OTHER), "")
    assert seen(engine, world.candidate_id) == []


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("vaardigheid=1", ["theirs", "mine"]),
        ("vaardigheid=2", []),
        ("zoek=lassen", ["theirs", "mine"]),
        ("zoek=&vaardigheid=2", ["theirs", "mine"]),
        ("zoek=lassen&vaardigheid=2", ["theirs", "mine"]),
        ("sector=techniek", ["theirs"]),
        ("gemeente=Leiden", ["theirs"]),
        ("alleen=zonder-coach", ["theirs"]),
        ("alleen=nooit-voorgesteld", ["theirs"]),
        ("alleen=verouderd", []),
        ("gemeente=Leiden&alleen=verouderd", []),
        ("pagina=99", ["theirs", "mine"]),
        ("pagina=x&alleen=iets", ["theirs", "mine"]),
    ],
)
def test_a_choice_narrows_the_list(everybody, world, asked, found):
    page = everybody[OTHER].ask("GET", f"{HERE}?{asked}")
    assert (page.status_code, shown(world, page)) == (200, found)
    if not found:
        assert "Niemand past bij deze keuze" in page.text


@pytest.mark.parametrize(
    ("asked", "field"),
    [("zoek=xqzzq", "zoek"), ("sector=x", "sector"), ("gemeente=Parijs", "gemeente")],
)
def test_what_cannot_be_chosen_is_explained_and_narrows_nothing(everybody, world, asked, field):
    page = everybody[OTHER].ask("GET", f"{HERE}?{asked}")
    assert (page.status_code, shown(world, page)) == (400, ["theirs", "mine"])
    assert f'href="#{field}"' in page.text


def test_who_pauses_is_gone_from_list_and_card_at_once(everybody, world, engine):
    with writing(engine) as session:
        pause(session, candidate_id=world.other_candidate_id)
    assert shown(world, everybody[OTHER].ask("GET", HERE)) == ["mine"]
    card = everybody[OTHER].ask("GET", f"{HERE}/{world.other_candidate_id}")
    assert (card.status_code, "doet iemand niet meer mee" in card.text) == (404, True)
    assert seen(engine, world.other_candidate_id) == []


def test_an_opened_card_leaves_a_trace_and_offers_guidance(everybody, world, engine):
    number = world.other_candidate_id
    page = everybody[OTHER].ask("GET", f"{HERE}/{number}").text
    assert seen(engine, number) == [("kaart bekeken", "zoeken in de pool")]
    assert f'action="/coach/kandidaten/{number}/begeleiden"' in page
    assert canary_of(Relation.OTHER_CANDIDATE) not in page


def test_a_card_of_somebody_guided_names_the_coach_and_offers_nothing(everybody, world):
    page = everybody[OTHER].ask("GET", f"{HERE}/{world.candidate_id}").text
    assert f"Begeleid door Demo {canary_of(COACH)}." in page
    assert "/begeleiden" not in page
    assert canary_of(Relation.SELF) not in page
    own = everybody[COACH].ask("GET", f"{HERE}/{world.candidate_id}").text
    assert f'href="/coach/kandidaten/{world.candidate_id}"' in own


@pytest.mark.parametrize("number", ["999", "0", "x", "99999999999"])
def test_a_card_that_is_not_there_is_not_here(everybody, number):
    assert everybody[OTHER].ask("GET", f"{HERE}/{number}").status_code == 404
