"""Promises of the analysis pages: who sees them, which region, and that files say the same."""

import re
import sys

import pytest
from sqlmodel import col, select

from accounts.models import Account, AuditEntry, Region
from accounts.permissions import Relation
from foundation.database import reading, writing
from placements.figures import FIGURES
from tests.access.people import canary_of
from tests.api.company_worlds import town_at

ME = Relation.MANAGER
PAGES = ("vraag-en-aanbod", "samenwerking", "resultaten")
TABLES = (
    ("vraag-en-aanbod", "vaardigheden"),
    ("vraag-en-aanbod", "sectoren"),
    ("samenwerking", "antwoorden"),
    ("samenwerking", "besluiten"),
    ("samenwerking", "tevreden-kandidaat"),
    ("resultaten", "soorten"),
    ("resultaten", "cv-filter"),
    ("resultaten", "gebleven"),
)


@pytest.fixture
def town(settings, engine):
    with town_at(settings, engine) as found:
        yield found


def page(town, address: str, who: Relation = ME):
    return town.get(who, f"/programma/{address}")


def in_region(town, name: str) -> int:
    """Make two regions, put the manager in the first; gives the number of the one named."""
    with writing(town.engine) as session:
        rows = {key: Region(key=key, name=key.title()) for key in ("hier", "daar")}
        session.add_all(rows.values())
        session.flush()
        session.get_one(Account, town.account(ME)).region_id = rows["hier"].id
        return rows[name].id


@pytest.mark.parametrize("address", [*PAGES, "rapport", "rapport.pdf", "resultaten/soorten.csv"])
def test_only_a_manager_sees_the_analysis(town, address):
    answers = {who: page(town, address, who).status_code for who in Relation}
    assert answers.pop(ME) == 200
    assert answers.pop(Relation.ANONYMOUS) == 303
    assert set(answers.values()) == {403}


@pytest.mark.parametrize("address", PAGES)
def test_every_table_has_its_file_and_its_meaning(town, address):
    text = page(town, address).text
    files = re.findall(rf'href="(/programma/{address}/[a-z-]+\.csv)', text)
    meant = re.findall(r'href="/programma/cijfers/([a-z0-9-]+)"', text)
    assert len(files) >= 2
    assert set(meant) <= {one.key for one in FIGURES}
    for one in files:
        assert town.get(ME, one).headers["content-type"] == "text/csv; charset=utf-8"


@pytest.mark.parametrize(("address", "table"), TABLES)
def test_a_file_holds_the_rows_of_the_page(town, address, table):
    shown = re.sub(r"<[^>]+>", " ", page(town, address).text)
    answer = page(town, f"{address}/{table}.csv")
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert answer.headers["content-disposition"].startswith(f'attachment; filename="{table}')
    assert len(lines) >= 2
    for line in lines[1:]:
        assert line.split(";")[0].replace("'", "&#39;") in shown


def test_a_table_that_is_not_there_is_not_found(town):
    assert page(town, "resultaten/niets.csv").status_code == 404
    assert page(town, "vraag-en-aanbod/soorten.csv").status_code == 404


@pytest.mark.parametrize("address", PAGES)
def test_no_page_names_anybody_and_small_numbers_are_hidden(town, address):
    text = page(town, address).text
    assert not [who for who in Relation if canary_of(who) in text and who is not ME]
    assert "K-1" not in text


def test_two_people_who_take_part_are_hidden(town):
    text = page(town, "vraag-en-aanbod").text
    (told,) = re.findall(r"mensen die meedoen</dt><dd class=\"unsaid\">(.*?)</dd>", text)
    assert "verborgen" in told


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("jaar=x", "Geef een jaar in cijfers, zoals 2026."),
        ("jaar=1", "Geef een jaar van 2000 tot en met 2100."),
        ("jaar=99999999999999", "Geef een jaar in cijfers, zoals 2026."),
    ],
)
@pytest.mark.parametrize("address", ["resultaten", "rapport.pdf"])
def test_what_is_no_year_is_told_and_can_be_chosen_again(town, address, query, sentence):
    answer = page(town, f"{address}?{query}")
    assert answer.status_code == 400
    assert sentence in answer.text
    assert 'name="jaar"' in answer.text


def test_what_is_no_sector_is_told(town):
    answer = page(town, "vraag-en-aanbod?sector=vliegen")
    assert (answer.status_code, "Deze sector kennen we niet." in answer.text) == (400, True)


@pytest.mark.parametrize("region", ["x", "0", "-1", "99", "99999999999"])
def test_a_region_that_is_not_there_is_not_found(town, region):
    assert page(town, f"resultaten?regio={region}").status_code == 404


@pytest.mark.parametrize("address", [*PAGES, "rapport.pdf"])
def test_a_manager_of_a_region_finds_no_other(town, address):
    there = in_region(town, "daar")
    assert page(town, f"{address}?regio={there}").status_code == 404


def test_a_manager_of_a_region_reads_it_without_asking(town):
    in_region(town, "hier")
    text = page(town, "resultaten").text
    assert "<strong>Hier</strong>" in text
    assert "Daar" not in text


def test_the_trail_tells_that_figures_were_seen(town):
    page(town, "resultaten")
    with reading(town.engine) as session:
        newest = select(AuditEntry).order_by(col(AuditEntry.number).desc())
        last = session.exec(newest).first()
    assert (last.action, last.actor_role, last.candidate_id) == (
        "cijfers bekeken",
        "programmamanager",
        None,
    )


@pytest.mark.parametrize("query", ["?jaar=2026", "?jaar=2026&beelden=nee"])
def test_the_report_is_a_file_with_or_without_plots(town, query):
    answer = page(town, f"rapport.pdf{query}")
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"] == ('attachment; filename="jaarverslag-2026.pdf"')
    assert answer.content.startswith(b"%PDF-")


def test_without_the_extra_the_page_says_how_to_have_the_report(town, monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    answer = page(town, "rapport.pdf")
    assert answer.status_code == 503
    assert "De beelden kunnen hier niet worden getekend." in answer.text
    assert '<option value="nee" selected>' in answer.text
    assert page(town, "rapport.pdf?beelden=nee").status_code == 200
