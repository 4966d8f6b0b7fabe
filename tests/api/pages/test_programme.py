"""Promises of the programme manager's pages: numbers that are right, explained, and hidden."""

import csv
import io
import re

import pytest

from accounts.audit import AuditAction
from accounts.permissions import Relation
from placements.figures import FIGURES
from placements.funnel_counts import Dimension
from tests.api.programme_world import Tables, programme_at


@pytest.fixture
def programme(settings, engine):
    with programme_at(settings, engine) as found:
        yield found


def file_of(answer) -> list[list[str]]:
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.content.startswith(b"\xef\xbb\xbf")
    text = answer.content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))


def shown_in(page: str, number: int) -> list[list[str]]:
    return Tables(page).found[number]


def test_the_page_shows_the_funnel_and_the_summary(programme):
    page = programme.get("/programma?regio=2").text

    assert shown_in(page, 1)[1:4] == [
        ["Account", "8", "", "100", "", "", ""],
        ["Profiel", "8", "100", "100", "4", "4", "4"],
        ["Intake", "0", "0", "0", "", "", ""],
    ]
    assert '<title id="trechterbeeld-naam">Mensen per stap</title>' in page
    assert page.count('class="bar"') == 2


@pytest.mark.parametrize(
    ("page", "table", "file"),
    [
        ("/programma", 1, "/programma/trechter.csv"),
        ("/programma", 0, "/programma/samenvatting.csv"),
        ("/programma?regio=1", 1, "/programma/trechter.csv?regio=1"),
        ("/programma?alleen=sector:techniek", 1, "/programma/trechter.csv?alleen=sector:techniek"),
        *(
            (f"/programma/per/{one}?toon={measure}", 0,
             f"/programma/per/{one}/tabel.csv?toon={measure}")
            for one in Dimension
            for measure in ("aantal", "deel", "dagen")
        ),
    ],
)  # fmt: skip
def test_the_file_holds_the_table_of_the_page_cell_by_cell(programme, page, table, file):
    seen = shown_in(programme.get(page).text, table)

    held = file_of(programme.get(file))

    assert len(held) > 1
    # An apostrophe keeps a spreadsheet from calculating; the page needs none.
    assert [[re.sub("^'(?==)", "", cell) for cell in row] for row in held] == seen


def test_a_cell_that_would_be_a_formula_is_made_harmless_in_the_file(programme):
    held = file_of(programme.get("/programma/per/gemeente/tabel.csv"))

    assert "'=Katwijk" in [row[0] for row in held]


def test_every_link_for_downloading_on_a_page_leads_to_the_same_table(programme):
    for address in (
        "/programma?regio=1&alleen=werk%3Aja",
        "/programma/per/sector?regio=1&toon=deel",
    ):
        page = programme.get(address).text
        file = re.findall(r'href="([^"]+\.csv[^"]*)"', page)[-1].replace("&amp;", "&")
        assert file_of(programme.get(file)) == Tables(page).found[-1]


def test_a_small_group_is_hidden_with_the_next_smallest_and_says_why(programme):
    page = programme.get("/programma/per/gemeente?regio=1").text

    rows = {row[0]: row[1] for row in shown_in(page, 0)[1:]}
    assert rows == {"=Katwijk": "verborgen", "Leiden": "verborgen", "samen": "35"}
    assert 'href="/programma/cijfers/verborgen"' in page


def test_every_figure_on_a_page_clicks_through_to_what_it_means(programme):
    found: set[str] = set()
    for address in (
        "/programma",
        "/programma/cijfers",
        *(f"/programma/per/{d}" for d in Dimension),
    ):
        found |= set(re.findall(r'href="(/programma/cijfers/[^"]+)"', programme.get(address).text))

    assert {f"/programma/cijfers/{one.key}" for one in FIGURES} == found
    for address in sorted(found):
        page = programme.get(address).text
        assert "Wat telt mee?" in page
        assert "Wat telt niet mee?" in page


def test_a_figure_that_is_not_there_is_not_found(programme):
    assert programme.get("/programma/cijfers/winst").status_code == 404
    assert programme.get("/programma/per/leeftijd").status_code == 404
    assert programme.get("/programma?regio=99").status_code == 404
    assert programme.get("/programma?regio=een").status_code == 404


def test_a_choice_that_is_not_there_shows_everybody_and_says_what_to_do(programme):
    answer = programme.get("/programma?regio=2&alleen=sector:ruimtevaart")

    assert answer.status_code == 400
    assert "Kies een uit de lijst." in answer.text
    assert shown_in(answer.text, 1)[1][1] == "8"


def test_a_manager_of_a_region_sees_that_one_alone(programme):
    programme.work_in(1)

    page = programme.get("/programma").text
    assert '<p class="lead">Een</p>' in page
    assert shown_in(page, 1)[1][1] == "35"
    assert "Twee" not in page
    for path in ("/programma", "/programma/trechter.csv", "/programma/per/sector"):
        assert programme.get(f"{path}?regio=2").status_code == 404
        assert programme.get(f"{path}?regio=1").status_code == 200


def test_looking_is_in_the_trail_also_when_it_is_a_file(programme):
    before = programme.trail()
    for path in ("/programma", "/programma/trechter.csv", "/programma/per/werk"):
        programme.get(path)

    assert programme.trail()[len(before):] == [AuditAction.FIGURES_SEEN.value] * 3  # fmt: skip


def test_nobody_else_sees_figures(programme):
    for who in Relation:
        expected = {Relation.MANAGER: 200, Relation.ANONYMOUS: 303}.get(who, 403)
        assert programme.get("/programma", who).status_code == expected


def test_no_name_and_no_number_of_a_person_is_on_a_page(programme):
    text = "".join(programme.get(f"/programma/per/{one}").text for one in Dimension)

    assert "kanarie" not in text.replace("Demo kanariemanagerzq", "")
    assert re.search(r"K-\d{3}", text) is None
