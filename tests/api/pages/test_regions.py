"""Promises of the administrator's page about regions: what lies where, and who works where."""

import re

import pytest
from sqlmodel import select

from accounts.models import Account, Role
from accounts.permissions import Relation
from accounts.regions import municipalities_of, region_with_key, regions
from foundation.database import reading, writing
from foundation.places import Postcode
from tests.api.company_worlds import town_at
from vacancies.models import Employer

ME = Relation.ADMINISTRATOR
HOME = "/beheer/regios"
RIVER = {"sleutel": "rijnstreek", "naam": "Rijnstreek", "gemeenten": "Nieuwkoop, Alphen"}


@pytest.fixture
def town(settings, engine):
    with town_at(settings, engine) as found:
        yield found


def send(town, address, **form):
    return town.browsers[ME].ask("POST", address, data=form)


def stored(town):
    with reading(town.engine) as session:
        lying = municipalities_of(session)
        return {row.key: (row.name, lying.get(row.id, [])) for row in regions(session)}


def test_without_regions_the_page_says_what_that_means(town):
    page = town.get(ME, HOME).text
    assert "Er zijn nog geen regio" in page
    assert "medewerkers/" not in page


def test_a_region_is_added_and_changed(town):
    answer = send(town, f"{HOME}/nieuw", **RIVER)
    assert answer.headers["location"] == f"{HOME}?gedaan=bewaard"
    assert stored(town) == {"rijnstreek": ("Rijnstreek", ["Alphen", "Nieuwkoop"])}
    page = town.get(ME, f"{HOME}/rijnstreek").text
    seen = re.search(r'name="gezien" value="([^"]+)"', page)[1]
    send(town, f"{HOME}/rijnstreek", gezien=seen, naam="De Rijn", gemeenten="Alphen")
    assert stored(town) == {"rijnstreek": ("De Rijn", ["Alphen"])}


@pytest.mark.parametrize(
    ("form", "status", "said"),
    [
        ({**RIVER, "sleutel": "Rijn Streek"}, 400, "kleine letters"),
        ({**RIVER, "naam": ""}, 400, "niet leeg zijn"),
        ({**RIVER, "binnen": "nergens"}, 404, "is er niet"),
    ],
)
def test_a_wrong_region_is_told_and_what_was_typed_stays(town, form, status, said):
    answer = send(town, f"{HOME}/nieuw", **form)
    assert answer.status_code == status
    assert said in answer.text
    assert "Nieuwkoop, Alphen" in answer.text
    assert stored(town) == {}


def test_a_key_that_is_taken_changes_nothing_of_that_region(town):
    send(town, f"{HOME}/nieuw", **RIVER)
    answer = send(town, f"{HOME}/nieuw", **{**RIVER, "naam": "Anders"})
    assert answer.status_code == 409
    assert stored(town)["rijnstreek"][0] == "Rijnstreek"


def test_who_saves_an_old_page_is_told_what_stands_there_now(town):
    send(town, f"{HOME}/nieuw", **RIVER)
    old = re.search(r'name="gezien" value="([^"]+)"', town.get(ME, f"{HOME}/rijnstreek").text)[1]
    send(town, f"{HOME}/rijnstreek", gezien=old, naam="Eerst", gemeenten="Alphen")
    answer = send(town, f"{HOME}/rijnstreek", gezien=old, naam="Later", gemeenten="Nieuwkoop")
    assert answer.status_code == 409
    assert "Nu staat er: Eerst" in answer.text
    assert 'value="Later"' in answer.text
    assert stored(town)["rijnstreek"][0] == "Eerst"


def test_a_coach_works_in_a_region_and_then_in_all(town):
    send(town, f"{HOME}/nieuw", **RIVER)
    with reading(town.engine) as session:
        coach = session.exec(select(Account.id).where(Account.role == Role.COACH)).first()
        number = region_with_key(session, key="rijnstreek").id
    for key, expected in (("rijnstreek", number), ("", None)):
        answer = send(town, f"{HOME}/medewerkers/{coach}", regio=key)
        assert answer.headers["location"] == f"{HOME}?gedaan=medewerker"
        with reading(town.engine) as session:
            assert session.get_one(Account, coach).region_id == expected


def test_who_works_in_all_regions_is_listed_so(town):
    send(town, f"{HOME}/nieuw", **RIVER)
    answer = town.get(ME, HOME)
    assert answer.status_code == 200
    assert '<option value="" selected>alle regio’s</option>' in answer.text


def test_nobody_but_staff_gets_a_region(town):
    send(town, f"{HOME}/nieuw", **RIVER)
    with reading(town.engine) as session:
        person = session.exec(select(Account.id).where(Account.role == Role.CANDIDATE)).first()
    answer = send(town, f"{HOME}/medewerkers/{person}", regio="rijnstreek")
    assert answer.status_code == 409


def test_companies_follow_their_postcode_also_into_a_region_that_is_new(town):
    with writing(town.engine) as session:
        assert {row.region_id for row in session.exec(select(Employer))} == {None}
        point = {"latitude": 52.2, "longitude": 4.5}
        session.add(Postcode(code="2312", place="Leiden", municipality="Leiden", **point))
    program = town.browsers[ME]
    body = {"name": "Leidse regio", "municipalities": ["Leiden"]}
    made = program.ask("PUT", "/v1/regions/leidse-regio", json=body)
    assert made.json() == {
        "key": "leidse-regio",
        "name": "Leidse regio",
        "parent": None,
        "municipalities": ["Leiden"],
    }
    with reading(town.engine) as session:
        number = region_with_key(session, key="leidse-regio").id
        assert {row.region_id for row in session.exec(select(Employer))} == {number}
    stale = program.ask("PUT", "/v1/regions/leidse-regio", json=body, headers={"If-Match": '"oud"'})
    assert stale.status_code == 412
    listed = program.ask("GET", "/v1/regions").json()["items"]
    assert [row["key"] for row in listed] == ["leidse-regio"]
    assert program.ask("GET", "/v1/regions/elders").status_code == 404


def test_a_program_lets_a_coach_work_in_a_region(town):
    program = town.browsers[ME]
    program.ask("PUT", "/v1/regions/rijnstreek", json={"name": "Rijnstreek"})
    coach = town.account(Relation.ASSIGNED_COACH)
    answer = program.ask("PATCH", f"/v1/accounts/{coach}", json={"region": "rijnstreek"})
    assert answer.json()["region"] == "rijnstreek"
    old = {"If-Match": '"oud"'}
    stale = program.ask("PATCH", f"/v1/accounts/{coach}", json={"region": None}, headers=old)
    assert stale.status_code == 412
    listed = program.ask("GET", "/v1/accounts").json()["items"]
    assert [row["region"] for row in listed if row["account_id"] == str(coach)] == ["rijnstreek"]
