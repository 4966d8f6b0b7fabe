"""Promises about regions: data that is loaded, what lies within what, and who belongs where."""

import pytest

from accounts.models import Account, Role
from accounts.regions import (
    MunicipalityTaken,
    NotRegional,
    RegionAlreadyThere,
    RegionDraft,
    RegionOfAccountDraft,
    UnknownRegion,
    WithinItself,
    load_regions,
    municipalities_of,
    region_of_municipality,
    region_with_key,
    regions,
    regions_of_postcodes,
    regions_within,
    set_region,
    set_region_of_account,
)
from foundation.entry import validated
from foundation.errors import Invalid
from foundation.places import Postcode
from foundation.sheets import read_sheet
from tests.profiles.worlds import NOW

SHEET = """key,name,parent,municipalities
leidse-regio,Leidse regio,holland-rijnland,Leiden;Katwijk
bollenstreek,Bollenstreek,holland-rijnland,Lisse
holland-rijnland,Holland Rijnland,,
"""


def loaded(session, text=SHEET):
    return load_regions(session, read_sheet(text.encode()))


def within(session, key):
    names = {row.id: row.key for row in regions(session)}
    found = regions_within(session, region_id=region_with_key(session, key=key).id)
    return {names[one] for one in found}


def drafted(**values):
    return validated(RegionDraft, {"key": "rijnstreek", "name": "Rijnstreek", **values})


def test_a_sheet_of_regions_is_loaded_whatever_its_order(session):
    assert loaded(session) == 3
    assert [row.name for row in regions(session)] == [
        "Bollenstreek",
        "Holland Rijnland",
        "Leidse regio",
    ]
    leiden = region_with_key(session, key="leidse-regio").id
    assert municipalities_of(session)[leiden] == ["Katwijk", "Leiden"]
    assert region_of_municipality(session, municipality="Katwijk") == leiden
    assert region_of_municipality(session, municipality="Gouda") is None


def test_a_larger_region_holds_what_lies_within_it_and_a_small_one_only_itself(session):
    loaded(session)
    assert within(session, "holland-rijnland") == {
        "holland-rijnland",
        "leidse-regio",
        "bollenstreek",
    }
    assert within(session, "bollenstreek") == {"bollenstreek"}


def test_loading_again_replaces_names_and_municipalities_and_keeps_the_rows(session):
    loaded(session)
    before = {row.key: row.id for row in regions(session)}
    changed = SHEET.replace("Leiden;Katwijk", "Leiden").replace(",Bollenstreek", ",Duin en Bollen")
    loaded(session, changed)
    assert {row.key: row.id for row in regions(session)} == before
    assert region_of_municipality(session, municipality="Katwijk") is None
    assert "Duin en Bollen" in [row.name for row in regions(session)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("key,name\na-b,AB\n", "ontbreken de kolommen: parent, municipalities"),
        (
            "key,name,parent,municipalities\nGroot,AB,,\nb,,,\n",
            "rij 2, kolom key: moet uit kleine",
        ),
    ],
)
def test_a_wrong_sheet_tells_what_is_wrong_and_changes_nothing(session, text, said):
    with pytest.raises(Invalid, match=said):
        loaded(session, text)
    assert regions(session) == []


@pytest.mark.parametrize(
    ("values", "refusal"),
    [
        ({"parent": "nergens"}, UnknownRegion),
        ({"name": "Bollenstreek"}, RegionAlreadyThere),
        ({"municipalities": ["Leiden"]}, MunicipalityTaken),
        ({"parent": "rijnstreek"}, UnknownRegion),
        ({"key": "holland-rijnland", "name": "HR", "parent": "leidse-regio"}, WithinItself),
    ],
)
def test_a_region_that_does_not_fit_beside_the_others_is_refused(session, values, refusal):
    loaded(session)
    with pytest.raises(refusal), session.begin_nested():
        set_region(session, draft=drafted(**values))
    assert len(regions(session)) == 3


def test_a_municipality_with_a_typing_error_is_named_when_there_are_postcodes(session):
    place = {"place": "Lisse", "municipality": "Lisse", "latitude": 52.3, "longitude": 4.6}
    session.add(Postcode(code="2161", **place))
    session.flush()
    with pytest.raises(Invalid, match="Lise"):
        set_region(session, draft=drafted(municipalities=["Lise", "Lisse"]))
    row = set_region(session, draft=drafted(municipalities=["Lisse"]))
    assert regions_of_postcodes(session, codes=["2161", "9999"]) == {"2161": row.id}


@pytest.mark.parametrize("role", [Role.COACH, Role.MANAGER])
def test_staff_work_in_a_region_or_in_the_whole_installation(session, role):
    loaded(session)
    session.add(Account(id=1, role=role, created_at=NOW, seen_at=NOW))
    session.flush()
    for key in ("leidse-regio", None):
        draft = RegionOfAccountDraft(region=key)
        account = set_region_of_account(session, account_id=1, draft=draft)
        expected = region_with_key(session, key=key).id if key else None
        assert account.region_id == expected


@pytest.mark.parametrize("role", [Role.CANDIDATE, Role.EMPLOYER, Role.ADMINISTRATOR, None])
def test_nobody_else_works_in_a_region(session, role):
    loaded(session)
    if role is not None:
        session.add(Account(id=1, role=role, created_at=NOW, seen_at=NOW))
        session.flush()
    with pytest.raises(NotRegional):
        set_region_of_account(
            session, account_id=1, draft=RegionOfAccountDraft(region="leidse-regio")
        )
