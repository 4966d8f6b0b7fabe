"""Promises of the pages of campaigns: the manager makes them, anybody joins, nothing typed goes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlalchemy import Engine
from sqlmodel import select

from accounts.campaigns import CampaignDraft, make_campaign
from accounts.login import ask_code
from accounts.models import (
    Account,
    AuditEntry,
    Campaign,
    CampaignInvite,
    CampaignPlace,
    OutgoingMail,
    Region,
    Role,
)
from accounts.permissions import Relation
from api import campaigning
from api.main import create_app
from api.tidying import tidy
from foundation.database import reading, writing
from foundation.entry import validated
from profiles.models import Candidate
from tests.access.people import NOW, ORIGIN, Browser, browsers, make_world, settings_for_browsers
from tests.api.worlds import form_in

HOME = "/programma/campagnes"
LINK = "/meedoen/zorg-2026"
MANAGER, SELF, NOBODY = Relation.MANAGER, Relation.SELF, Relation.ANONYMOUS
FORM = {
    "naam": "Werken in de zorg",
    "woord": "zorg-2026",
    "plekken": "2",
    "begin": "2026-09-01",
    "eind": "2026-12-31",
    "regio": "",
}


@dataclass
class Town:
    """Everybody at the site; somebody new has a browser without a cookie."""

    everybody: dict[Relation, Browser]
    engine: Engine
    app: object

    def get(self, who: Relation, address: str) -> Response:
        return self.everybody[who].ask("GET", address)

    def post(self, who: Relation, address: str, **form: str) -> Response:
        return self.everybody[who].ask("POST", address, data=form)

    def anew(self) -> TestClient:
        """Somebody who was never here, and keeps the cookies that come."""
        headers = {"Origin": ORIGIN}
        return TestClient(self.app, base_url=ORIGIN, headers=headers, follow_redirects=False)

    def made(self, **more: object) -> int:
        """Make a campaign; gives its number."""
        values = {"name": "Werken in de zorg", "code": "zorg-2026", "quota": 2}
        draft = validated(CampaignDraft, {**values, "starts_on": "2026-09-01", **more})
        with writing(self.engine) as session:
            by = session.exec(select(Account.id).where(Account.role == Role.MANAGER)).one()
            return make_campaign(session, draft=draft, account_id=by, scope=None, now=NOW).id

    def rows(self, model: type) -> list:
        with reading(self.engine) as session:
            return list(session.exec(select(model)))

    def invitation(self, campaign: int, address: str = "een@voorbeeld.nl") -> str:
        """Let the manager invite somebody; gives the address of the link in the mail."""
        self.post(MANAGER, f"{HOME}/{campaign}/uitnodigen", adressen=address)
        mail = next(one for one in self.rows(OutgoingMail) if one.to_address == address)
        return re.search(rf"{ORIGIN}(/meedoen/uitnodiging/\S+)", mail.text)[1]


@pytest.fixture
def town(settings, engine) -> Iterator[Town]:
    world = make_world(engine)
    app = create_app(settings_for_browsers(settings), clock=lambda: NOW)
    with browsers(app, world) as everybody:
        yield Town(everybody, engine, app)


def in_region(town: Town, key: str) -> int:
    """Put the manager in a region of this name; gives its number."""
    with writing(town.engine) as session:
        region = Region(key=key, name=key.capitalize())
        session.add(region)
        session.flush()
        manager = session.exec(select(Account).where(Account.role == Role.MANAGER)).one()
        manager.region_id = region.id
        return region.id


# Running one


def test_a_manager_makes_a_campaign_and_finds_it_with_its_link(town):
    assert "Er zijn nog geen campagnes" in town.get(MANAGER, HOME).text
    answer = town.post(MANAGER, f"{HOME}/nieuw", **FORM)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{HOME}/1?gedaan=gemaakt")
    shown = town.get(MANAGER, answer.headers["location"]).text
    assert "De campagne is gemaakt." in shown
    assert "0 van de 2 plekken bezet. Er zijn nog 2 plekken vrij." in shown
    assert f"{ORIGIN}{LINK}" in shown
    assert "Werken in de zorg" in town.get(MANAGER, HOME).text
    assert [one.action for one in town.rows(AuditEntry)][-1] == "campagne gewijzigd"


@pytest.mark.parametrize(
    ("wrong", "field", "told"),
    [
        ({"naam": ""}, "naam", "Geef de campagne een naam."),
        ({"woord": ""}, "woord", "Kies een woord voor in de link."),
        ({"woord": "zorg 2026"}, "woord", "Mag alleen letters, cijfers en streepjes hebben"),
        ({"plekken": "veel"}, "plekken", "Schrijf hoeveel plekken er zijn"),
        ({"plekken": "0"}, "plekken", "Moet minstens 1 zijn"),
        ({"begin": ""}, "begin", "Kies de eerste dag."),
        ({"eind": "2026-08-01"}, "eind", "Ligt voor de eerste dag, 01-09-2026"),
        ({"regio": "77"}, "regio", "Kies een regio uit de lijst."),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_what_was_typed_stays(town, wrong, field, told):
    in_region(town, "leiden")
    with reading(town.engine) as session:
        region = session.exec(select(Region.id)).one()
    typed = {**FORM, "regio": str(region), **wrong}
    answer = town.post(MANAGER, f"{HOME}/nieuw", **typed)
    assert answer.status_code == 400
    assert f'<a href="#{field}">{told}' in answer.text
    kept = form_in(answer, f"{HOME}/nieuw")
    shown = {name: kept[name][0] for name in typed if name != "regio"}
    assert shown == {name: value for name, value in typed.items() if name != "regio"}
    assert town.rows(Campaign) == []


def test_a_name_that_is_taken_is_told(town):
    town.made()
    answer = town.post(MANAGER, f"{HOME}/nieuw", **FORM)
    assert answer.status_code == 409
    assert 'href="#naam">Heeft een andere campagne al' in answer.text
    assert 'href="#woord">Heeft een andere campagne al' in answer.text


def test_a_manager_of_a_region_sees_its_own_campaigns_and_no_others(town):
    elsewhere = town.made()
    region = in_region(town, "leiden")
    own = town.made(name="Eigen", code="eigen", region_id=region)
    listed = town.get(MANAGER, HOME).text
    assert "Eigen" in listed
    assert "Werken in de zorg" not in listed
    assert town.get(MANAGER, f"{HOME}/{own}").status_code == 200
    for address in ("", "/uitnodigen", "/sluiten"):
        form = {"zeker": "ja", "adressen": "een@voorbeeld.nl", **FORM}
        there = town.post(MANAGER, f"{HOME}/{elsewhere}{address}", **form)
        assert there.status_code == 404
    assert town.get(MANAGER, f"{HOME}/{elsewhere}").status_code == 404
    assert "alle regio’s" not in town.get(MANAGER, f"{HOME}/nieuw").text


def test_the_quota_is_changed_and_not_under_what_is_taken(town):
    number = town.made(quota=3)
    for _ in range(2):
        town.anew().post(LINK)
    page = town.get(MANAGER, f"{HOME}/{number}")
    typed = {name: values[0] for name, values in form_in(page, f"{HOME}/{number}").items()}
    answer = town.post(MANAGER, f"{HOME}/{number}", **{**typed, "plekken": "1"})
    assert answer.status_code == 400
    assert '<a href="#plekken">Er zijn al 2 plekken bezet. Kies 2 of meer.' in answer.text
    answer = town.post(MANAGER, f"{HOME}/{number}", **{**typed, "plekken": "2"})
    assert answer.headers["location"] == f"{HOME}/{number}?gedaan=bewaard"
    assert "De campagne is vol." in town.get(MANAGER, f"{HOME}/{number}").text


def test_a_change_that_another_tab_made_first_is_told_and_nothing_is_lost(town):
    number = town.made()
    address = f"{HOME}/{number}"
    old = {name: one[0] for name, one in form_in(town.get(MANAGER, address), address).items()}
    town.post(MANAGER, address, **{**old, "naam": "Anders"})
    answer = town.post(MANAGER, address, **{**old, "plekken": "9"})
    assert answer.status_code == 409
    assert "Dit is in een ander tabblad veranderd" in answer.text
    assert "Anders" in answer.text
    again = {name: one[0] for name, one in form_in(answer, address).items()}
    assert again["plekken"] == "9"
    assert town.post(MANAGER, address, **again).status_code == 303
    [row] = town.rows(Campaign)
    assert (row.name, row.quota) == ("Werken in de zorg", 9)


def test_invitations_are_sent_and_doubles_are_told(town):
    number = town.made()
    text = "Een@voorbeeld.nl, twee@voorbeeld.nl\r\neen@voorbeeld.nl"
    answer = town.post(MANAGER, f"{HOME}/{number}/uitnodigen", adressen=text)
    assert answer.status_code == 200
    assert "2 uitnodigingen gaan weg" in answer.text
    assert "Deze adressen stonden er vaker." in answer.text
    answer = town.post(MANAGER, f"{HOME}/{number}/uitnodigen", adressen=text)
    assert "0 uitnodigingen gaan weg" in answer.text
    assert "Deze mensen zijn al uitgenodigd." in answer.text
    assert len(town.rows(OutgoingMail)) == 2


def test_a_wrong_address_sends_nothing_and_the_text_stays(town):
    number = town.made()
    text = "een@voorbeeld.nl\r\njan@@x"
    answer = town.post(MANAGER, f"{HOME}/{number}/uitnodigen", adressen=text)
    assert answer.status_code == 400
    assert "Er is nog niets verstuurd." in answer.text
    assert "regel 2: “jan@@x” is geen e-mailadres" in answer.text
    assert "een@voorbeeld.nl\r\njan@@x</textarea>" in answer.text
    assert town.rows(OutgoingMail) == []
    assert town.rows(CampaignInvite) == []


def test_more_invitations_than_places_is_told(town):
    number = town.made(quota=1)
    answer = town.post(
        MANAGER, f"{HOME}/{number}/uitnodigen", adressen="een@voorbeeld.nl,twee@voorbeeld.nl"
    )
    assert "Er wachten meer uitnodigingen dan er plekken vrij zijn." in answer.text


def test_closing_asks_to_be_sure_and_then_is_for_good(town):
    number = town.made()
    town.invitation(number)
    close = f"{HOME}/{number}/sluiten"
    answer = town.post(MANAGER, close)
    assert answer.status_code == 400
    assert "Vink aan dat je het zeker weet." in answer.text
    answer = town.post(MANAGER, close, zeker="ja")
    assert answer.headers["location"] == f"{HOME}/{number}?gedaan=gesloten"
    shown = town.get(MANAGER, answer.headers["location"]).text
    assert "De adressen van wie was uitgenodigd zijn gewist." in shown
    assert f'action="{HOME}/{number}"' not in shown
    assert [one.email for one in town.rows(CampaignInvite)] == [None]
    late = town.post(MANAGER, f"{HOME}/{number}/uitnodigen", adressen="twee@voorbeeld.nl")
    assert late.status_code == 409
    assert "Deze campagne is voorbij." in late.text


@pytest.mark.parametrize("who", [one for one in Relation if one is not MANAGER])
def test_nobody_else_runs_a_campaign(town, who):
    number = town.made()
    wanted = 303 if who is NOBODY else 403
    for address in (HOME, f"{HOME}/{number}"):
        assert town.get(who, address).status_code == wanted
    assert town.post(who, f"{HOME}/{number}/sluiten", zeker="ja").status_code in (401, 303, 403)
    assert town.rows(Campaign)[0].closed_at is None


# Joining


def test_anybody_joins_with_one_press_and_begins_a_profile_without_a_name(town):
    town.made()
    somebody = town.anew()
    assert "Doe mee met “Werken in de zorg”" in somebody.get(LINK).text
    assert town.rows(CampaignPlace) == []  # looking takes nothing
    answer = somebody.post(LINK)
    assert (answer.status_code, answer.headers["location"]) == (303, LINK)
    shown = somebody.get(LINK).text
    assert "Je hebt een plek." in shown
    assert "Anders is het na een dag weg, en je plek ook." in shown
    [place] = town.rows(CampaignPlace)
    with reading(town.engine) as session:
        account = session.get_one(Account, place.account_id)
        begun = session.exec(select(Candidate).where(Candidate.account_id == account.id)).one()
    assert (account.email, begun.name, place.number) == (None, "", 1)
    assert somebody.get("/profiel").status_code == 200
    somebody.post(LINK)
    assert len(town.rows(CampaignPlace)) == 1


def test_somebody_with_a_profile_takes_a_place_with_it(town):
    town.made()
    assert town.post(SELF, LINK).status_code == 303
    assert "Je hebt een plek." in town.get(SELF, LINK).text
    town.made(name="Techniek", code="techniek")
    other = town.get(SELF, "/meedoen/techniek").text
    assert "Je hebt al een plek, bij “Werken in de zorg”." in other
    town.post(SELF, "/meedoen/techniek")
    assert len(town.rows(CampaignPlace)) == 1


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"quota": 1}, "Alle plekken zijn bezet."),
        ({"starts_on": "2026-09-02"}, "Je kunt meedoen vanaf 2 september 2026."),
        ({"starts_on": "2026-08-01", "ends_on": "2026-08-31"}, "Deze campagne is voorbij."),
    ],
)
def test_who_cannot_join_is_told_why_and_what_can_be_done(town, more, told):
    town.made(**more)
    if "quota" in more:
        town.anew().post(LINK)
    somebody = town.anew()
    page = somebody.get(LINK)
    assert told in page.text
    assert "Je kunt ook zonder campagne een profiel maken." in page.text
    assert 'href="/beginnen"' in page.text
    before = len(town.rows(Account))
    answer = somebody.post(LINK)
    assert answer.status_code == 409
    assert "Je kunt ook zonder campagne een profiel maken." in answer.text
    assert "set-cookie" not in answer.headers
    assert len(town.rows(Account)) == before


@pytest.mark.parametrize("address", ["/meedoen/is-er-niet", "/meedoen/uitnodiging/is-er-niet"])
def test_a_link_that_is_none_says_what_can_be_done(town, address):
    for method in ("GET", "POST"):
        answer = town.everybody[NOBODY].ask(method, address)
        assert answer.status_code == 404
        assert 'href="/beginnen"' in answer.text


def test_staff_see_the_page_and_cannot_join(town):
    town.made()
    for who in (MANAGER, Relation.OWN_EMPLOYER, Relation.ASSIGNED_COACH):
        assert "Met dit account kun je niet meedoen." in town.get(who, LINK).text
        assert town.post(who, LINK).status_code == 403


def test_an_invitation_lets_in_once_and_its_address_is_forgotten(town):
    link = town.invitation(town.made())
    somebody = town.anew()
    assert "Wis mijn mailadres" in somebody.get(link).text
    assert town.rows(CampaignPlace) == []
    assert somebody.post(link).headers["location"] == LINK
    assert [one.email for one in town.rows(CampaignInvite)] == [None]
    late = town.anew().get(link)
    assert late.status_code == 404
    assert "Deze uitnodiging is al gebruikt of is te oud." in late.text


def test_an_invitation_waits_while_all_places_are_taken(town):
    link = town.invitation(town.made(quota=1))
    town.anew().post(LINK)
    somebody = town.anew()
    assert "Jouw uitnodiging blijft geldig." in somebody.get(link).text
    assert somebody.post(link).status_code == 409
    assert town.rows(CampaignInvite)[0].email == "een@voorbeeld.nl"


def test_who_does_not_want_it_is_forgotten_at_once(town):
    link = town.invitation(town.made())
    answer = town.anew().post(f"{link}/wissen")
    assert "Je mailadres is gewist" in answer.text
    assert [one.email for one in town.rows(CampaignInvite)] == [None]
    assert town.anew().post(f"{link}/wissen").status_code == 404


def test_a_place_comes_along_when_a_visitor_logs_in(town):
    town.made()
    somebody = town.anew()
    somebody.post(LINK)
    with writing(town.engine) as session:
        asked = ask_code(session, email="kandidaat@voorbeeld.nl", now=NOW)
    somebody.post(f"/inloggen/link/{asked.link_token}")
    [place] = town.rows(CampaignPlace)
    with reading(town.engine) as session:
        assert session.get_one(Account, place.account_id).email == "kandidaat@voorbeeld.nl"
    assert "Je hebt een plek." in somebody.get(LINK).text


def test_a_place_moves_to_the_account_somebody_already_had(town):
    town.made()
    address = town.everybody[SELF].person.canary + "@talent.example"
    somebody = town.anew()
    somebody.post(LINK)
    with writing(town.engine) as session:
        asked = ask_code(session, email=address, now=NOW)
    somebody.post(f"/inloggen/link/{asked.link_token}")
    [place] = town.rows(CampaignPlace)
    with reading(town.engine) as session:
        assert session.get_one(Account, place.account_id).email == address
    tidy(town.engine, now=NOW + timedelta(days=2))
    assert [one.account_id for one in town.rows(CampaignPlace)] == [place.account_id]


def test_who_never_saves_makes_room_again_after_a_day(town):
    town.made(quota=1)
    town.anew().post(LINK)
    tidy(town.engine, now=NOW + timedelta(hours=23))
    assert len(town.rows(CampaignPlace)) == 1
    tidy(town.engine, now=NOW + timedelta(hours=25))
    assert town.rows(CampaignPlace) == []
    assert town.anew().post(LINK).status_code == 303


def test_old_invitations_are_forgotten_by_the_round(town):
    town.invitation(town.made())
    assert tidy(town.engine, now=NOW + timedelta(days=29)).invites == 0
    assert tidy(town.engine, now=NOW + timedelta(days=30)).invites == 1
    assert [one.email for one in town.rows(CampaignInvite)] == [None]


def test_one_network_cannot_take_every_place(town, monkeypatch):
    monkeypatch.setattr(campaigning, "MOST_JOINED", 3)
    town.made(quota=100)
    answers = [town.anew().post(LINK).status_code for _ in range(5)]
    assert answers == [303, 303, 303, 429, 429]
    assert len(town.rows(CampaignPlace)) == 3
