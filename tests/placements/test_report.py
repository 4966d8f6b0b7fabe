"""The report: what stands in it, what never does, and that the same report is the same file."""

import re
import sys
from dataclasses import replace
from datetime import date

import pytest

from accounts.regions import UnknownRegion
from placements.chapters import Part, asked_of, chapter_of
from placements.figures import FIGURES
from placements.models import HandoverEvent, HandoverRow, Journey, OutcomeKind, Side
from placements.report import read_report
from placements.report_pdf import report_name, report_pdf
from placements.report_plots import NoPlots, plot, plots_available
from placements.spans import NoYear
from placements.tables import Bar, Table, as_csv, said, table_of
from skills.sectors import UnknownSector
from tests.placements.figures_world import HERE, MONDAY, THERE, Figures, make_figures
from tests.profiles.worlds import WELDING
from vacancies.models import Importance

TODAY = date(2026, 11, 22)
TABLE = Table(
    key="t",
    name="Naam",
    figure="tekort",
    columns=("Wat", "Aantal", "Gemiddeld"),
    rows=(("=1+1", None, 4.5), ("lassen", 0, "")),
    bars=(Bar("=1+1", None), Bar("lassen", 7, mark=2)),
    unit="plekken",
)


@pytest.fixture
def world(session) -> Figures:
    made = make_figures(session)
    made.work({WELDING: (Importance.REQUIRED, 3)}, places=9)
    for candidate in made.people(6, {WELDING: 3}):
        journey = Journey(candidate_id=candidate, region_id=HERE, began_at=MONDAY)
        session.add(journey)
    for _ in range(6):
        outcome = made.outcome(OutcomeKind.LEERWERKPLEK, employer_id=made.employers[HERE])
    made.satisfied(Side.CANDIDATE, (5, 5, 5))
    session.add(
        HandoverRow(
            public_id="x",
            chain="hier",
            event=HandoverEvent.LOGGED,
            outcome_id=outcome,
            created_at=MONDAY,
        )
    )
    session.flush()
    return made


def asked(session, **more):
    return asked_of(session, **{"own_region_id": None, "today": TODAY, **more})


def test_a_report_has_every_section_in_order(session, world):
    report = read_report(session, asked=asked(session))
    assert [one.name for one in report.sections] == [
        "In het kort",
        "De trechter",
        "Resultaten",
        "Vraag en aanbod",
        "Samenwerking",
        "Overdracht aan WIJIJ",
    ]


def test_the_summary_tells_the_numbers_of_the_year(session, world):
    facts = dict(read_report(session, asked=asked(session)).sections[0].facts)
    assert facts["accounts, alle jaren samen"] == 6
    assert facts["uitkomsten, dit jaar"] == 7
    assert facts["bedrijven met een uitkomst, dit jaar"] == 1


def test_a_year_in_which_nobody_began_says_so(session, world):
    report = read_report(session, asked=asked(session, year=2025))
    assert report.sections[1].lead == "In 2025 is hier nog niemand begonnen."
    assert report.sections[1].tables == ()


def test_the_handover_tells_batches_and_what_waits_per_region(session, world):
    (table,) = read_report(session, asked=asked(session)).sections[-1].tables
    assert {row[0]: row[1:] for row in table.rows} == {
        "Daar": (0, "", 0, 0),
        "Hier": (0, "", 0, 1),
    }


def test_every_figure_in_a_report_and_a_chapter_has_a_definition(session, world):
    known = {one.key for one in FIGURES}
    report = read_report(session, asked=asked(session))
    explained = {one.key for one in report.definitions}
    tables = [table for section in report.sections for table in section.tables]
    tables += [
        table
        for part in Part
        for table in chapter_of(session, part=part, asked=asked(session)).tables
    ]
    assert {one.figure for one in tables} <= known & explained


def test_the_tables_of_a_chapter_have_a_key_of_their_own(session, world):
    for part in Part:
        tables = chapter_of(session, part=part, asked=asked(session)).tables
        assert len({one.key for one in tables}) == len(tables)
        assert all(len(row) == len(one.columns) for one in tables for row in one.rows)
        assert table_of(tables, key=tables[0].key) is tables[0]
        assert table_of(tables, key="niets") is None


@pytest.mark.parametrize("plots", [True, False])
def test_the_same_report_is_the_same_file_and_tagged(session, world, plots):
    report = read_report(session, asked=asked(session, region_id=HERE))
    made = report_pdf(report, plots=plots)
    assert made == report_pdf(report, plots=plots)
    assert made.startswith(b"%PDF-")
    assert b"pdfuaid" in made
    assert b"/StructTreeRoot" in made
    assert report_name(report) == f"jaarverslag-2026-regio-{HERE}.pdf"


def test_the_file_tells_the_day_it_was_read_and_no_moment(session, world):
    report = read_report(session, asked=asked(session))
    later = replace(report, asked=replace(report.asked, today=date(2026, 11, 23)))
    assert report_pdf(report, plots=False) != report_pdf(later, plots=False)
    assert set(re.findall(rb"D:(\d{14})", report_pdf(report, plots=False))) == {b"20261122000000"}


def test_an_empty_database_has_a_report(session):
    report = read_report(session, asked=asked(session))
    assert report_pdf(report).startswith(b"%PDF-")


def test_without_the_extra_the_tables_alone_still_work(session, world, monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    report = read_report(session, asked=asked(session))
    with pytest.raises(NoPlots, match=r"pip install 'talent-op-maat\[report\]'"):
        report_pdf(report)
    assert report_pdf(report, plots=False).startswith(b"%PDF-")


def test_a_plot_is_the_same_every_time_and_holds_no_moment():
    drawn = plot(TABLE)
    assert plots_available()
    assert drawn == plot(TABLE)
    assert not re.search(r"20\d\d-\d\d-\d\d", drawn)


def test_a_file_hides_what_the_page_hides_and_starts_no_formula():
    text = as_csv(TABLE).decode("utf-8-sig")
    assert text == "Wat;Aantal;Gemiddeld\r\n'=1+1;verborgen;4,5\r\nlassen;0;\r\n"
    assert [said(cell) for cell in TABLE.rows[0]] == ["=1+1", "verborgen", "4,5"]


def test_a_manager_of_a_region_may_ask_no_other(session, world):
    assert asked(session, own_region_id=HERE).region_ids == frozenset({HERE})
    with pytest.raises(UnknownRegion):
        asked(session, own_region_id=HERE, region_id=THERE)


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"year": 1}, NoYear),
        ({"sector": "vliegen"}, UnknownSector),
        ({"region_id": 9}, UnknownRegion),
    ],
)
def test_what_cannot_be_asked_is_refused(session, world, wrong, refusal):
    with pytest.raises(refusal):
        asked(session, **wrong)
