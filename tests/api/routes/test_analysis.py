"""Promises of the API about the analysis of the programme and its report."""

import pytest

from accounts.models import Account, Region
from accounts.permissions import Relation
from foundation.database import writing
from tests.api.company_worlds import town_at

ME = Relation.MANAGER
PATHS = ("labour-market", "collaboration", "results")


@pytest.fixture
def town(settings, engine):
    with town_at(settings, engine) as found:
        yield found


def get(town, path: str, who: Relation = ME):
    return town.get(who, f"/v1/programme/{path}")


@pytest.mark.parametrize("path", [*PATHS, "report"])
def test_only_a_manager_may_ask(town, path):
    answers = {who: get(town, path, who).status_code for who in Relation}
    assert (answers.pop(ME), answers.pop(Relation.ANONYMOUS)) == (200, 401)
    assert set(answers.values()) == {403}


@pytest.mark.parametrize("path", PATHS)
def test_a_chapter_has_facts_and_tables_with_a_cell_per_column(town, path):
    told = get(town, path).json()
    assert (told["region_id"], told["year"], told["read_on"]) == (None, 2026, "2026-09-01")
    assert told["facts"]
    for table in told["tables"]:
        assert {len(row) for row in table["rows"]} <= {len(table["columns"])}


def test_the_labour_market_tells_what_is_asked_and_hides_who_can_do_it(town):
    told = get(town, "labour-market").json()
    (table,) = [one for one in told["tables"] if one["key"] == "vaardigheden"]
    assert told["facts"][2] == {"name": "mensen die meedoen", "value": None}
    assert table["rows"] == [["lassen", 2, 0, 3, None, 0, 0, "", ""]]


@pytest.mark.parametrize(
    "query",
    ["year=1999", "year=x", "regionId=0", "regionId=x", "jaar=2026", "year=2101"],
)
def test_what_cannot_be_asked_is_refused_in_dutch(town, query):
    answer = get(town, f"results?{query}")
    assert answer.status_code == 400
    assert answer.json()["problems"]


def test_a_sector_that_is_not_there_is_refused(town):
    assert get(town, "labour-market?sector=techniek").status_code == 200
    assert get(town, "labour-market?sector=vliegen").status_code == 400


def test_a_manager_of_a_region_asks_only_what_lies_within(town):
    with writing(town.engine) as session:
        rows = [Region(key=key, name=key) for key in ("hier", "daar")]
        session.add_all(rows)
        session.flush()
        session.get_one(Account, town.account(ME)).region_id = rows[0].id
        here, there = (row.id for row in rows)
    assert get(town, "results").json()["region_id"] == str(here)
    assert get(town, f"results?regionId={here}").status_code == 200
    for path in (*PATHS, "report"):
        assert get(town, f"{path}?regionId={there}").status_code == 404


def test_the_report_is_a_pdf(town):
    answer = get(town, "report?year=2026&plots=false")
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-language"] == "nl"
    assert answer.content.startswith(b"%PDF-")
