"""Promises about importing vacancies: shown first, all or nothing, and none twice."""

import shutil
from datetime import date

import pytest
from sqlmodel import select

from foundation.database import open_engine, reading, writing
from foundation.errors import Problem
from foundation.imports import BrokenImport
from foundation.revision import Stream, latest_revision
from foundation.settings import Settings
from foundation.sheets import Row, Sheet, read_sheet
from foundation.terms import Weekday, WorkKind
from skills.models import Occupation, OccupationSynonym
from skills.occupations import UnknownOccupation
from tests.profiles.worlds import DRIVING, WELDING, speak
from vacancies.columns import COLUMNS
from vacancies.employers import EmployerAlreadyKnown
from vacancies.imports import VacancyAlreadyThere, import_vacancies, preview_vacancies
from vacancies.models import Employer, Importance, LimitKind, Vacancy, VacancyState
from vacancies.requirements import limits_of, requirements_of
from vacancies.service import close_vacancy

HEADER = "kvk;bedrijf;sector;postcode;functie"
LINE = "12345678;Bakker BV;techniek;2352;operator"


def sheet(*rows: str) -> Sheet:
    return read_sheet("\n".join(rows).encode())


def forge(session) -> None:
    """Two more occupations, one retired; "metaalman" means two of the three that are left."""
    session.add_all(
        Occupation(id=n, uri=f"urn:{n}", label=label, taxonomy_id=1, retired=label == "koetsier")
        for n, label in ((2, "ijzersmid"), (3, "koetsier"))
    )
    session.flush()
    words = ((2, "smid"), (1, "metaalman"), (2, "metaalman"))
    session.add_all(OccupationSynonym(occupation_id=n, text=word) for n, word in words)
    session.flush()


def nothing(_: str) -> list[str]:
    return []


@pytest.fixture
def sqlite(sqlite_template, tmp_path):
    """A small shared language on SQLite alone, for what has nothing to do with the database."""
    shutil.copy(sqlite_template, tmp_path / "one.db")
    engine = open_engine(Settings(f"sqlite:///{tmp_path / 'one.db'}", tmp_path))
    with writing(engine) as session:
        speak(session)
        yield session
    engine.dispose()


EXAMPLES = {column.name: column.example for column in COLUMNS} | {
    "gewenst": "lassen: 2",
    "status": "open",
}
FULL = Sheet(tuple(EXAMPLES), (Row(2, tuple(EXAMPLES.values())),))


def test_a_full_row_becomes_an_open_vacancy_with_its_employer(session):
    speak(session)
    preview = preview_vacancies(session, FULL, nothing)
    assert (preview.problems, preview.rows_read) == ((), 1)
    (vacancy,) = import_vacancies(session, preview)
    session.expire_all()
    employer = session.get(Employer, vacancy.employer_id)
    assert employer.model_dump(exclude={"id"}) == {
        "kvk": "12345678",
        "trade_name": "Bakker BV",
        "sector": "techniek",
        "postcode": "2352",
        "contact_name": "",
        "member_until": None,
        "waiting_since": None,
        "region_id": None,
    }
    assert vacancy.model_dump(exclude={"id", "employer_id", "revision"}) == {
        "title": "procesoperator",
        "occupation_id": 1,
        "description": "Je bedient de lijn.",
        "sector": "techniek",
        "postcode": "2352",
        "hours_min": 24,
        "hours_max": 36,
        "days": {Weekday.MONDAY, Weekday.TUESDAY, Weekday.THURSDAY},
        "wage_cents": 1550,
        "starts_on": date(2026, 9, 1),
        "kinds": {WorkKind.LEERWERKPLEK},
        "places": 2,
        "state": VacancyState.OPEN,
    }
    assert [
        (row.skill_id, row.importance, row.level, row.learnable)
        for row in requirements_of(session, vacancy_id=vacancy.id)
    ] == [(DRIVING, Importance.REQUIRED, 3, True), (WELDING, Importance.DESIRED, 2, False)]
    limits = limits_of(session, vacancy_id=vacancy.id)
    assert [(row.kind, row.value, row.legal_reason) for row in limits] == [
        (LimitKind.LICENCE, "C", "Wegenverkeerswet art. 107"),
        (LimitKind.LICENCE, "code 95", "Wegenverkeerswet art. 107"),
    ]


@pytest.mark.parametrize(
    ("cell", "number"),
    [("lasser", 1), (" LASSER ", 1), ("http://example.nl/o/1", 1), ("smid", 2), ("", None)],
)
def test_an_occupation_is_read_by_label_synonym_or_uri(sqlite, cell, number):
    forge(sqlite)
    (row,) = preview_vacancies(sqlite, sheet(f"{HEADER};beroep", f"{LINE};{cell}"), nothing).rows
    assert row.vacancy.occupation_id == number


@pytest.mark.parametrize(
    ("cell", "advice"),
    [
        ("astronaut", "kennen we niet; kies een beroep uit de lijst, of laat dit leeg"),
        ("metaalman", "kan meer betekenen; kies uit “ijzersmid” of “lasser”"),
        ("koetsier", "kennen we niet; kies een beroep uit de lijst, of laat dit leeg"),
    ],
)
def test_an_occupation_that_means_nothing_or_too_much_is_a_problem(sqlite, cell, advice):
    forge(sqlite)
    found = preview_vacancies(sqlite, sheet(f"{HEADER};beroep", f"{LINE};{cell}"), nothing)
    assert [str(one.as_problem()) for one in found.problems] == [f"rij 2, kolom beroep: {advice}"]


def test_an_occupation_that_went_after_the_preview_is_refused(sqlite):
    forge(sqlite)
    preview = preview_vacancies(sqlite, sheet(f"{HEADER};beroep", f"{LINE};lasser"), nothing)
    sqlite.get(Occupation, 1).retired = True
    with pytest.raises(UnknownOccupation, match="Kies een ander beroep"):
        import_vacancies(sqlite, preview)


def test_a_preview_writes_nothing(engine):
    with writing(engine) as session:
        speak(session)
    with reading(engine) as session:
        assert len(preview_vacancies(session, sheet(HEADER, LINE), nothing).rows) == 1
        assert latest_revision(session, Stream.VACANCIES) == 0
        assert session.exec(select(Employer)).all() == []


def test_one_wrong_row_of_five_lists_everything_and_writes_nothing(engine):
    with writing(engine) as session:
        speak(session)
    broken = sheet(
        f"{HEADER};vereist;gewenst;te_leren;grens_rijbewijs;wettelijke_reden;uurloon",
        f"{LINE} A;lassen;;lassen;;;15,50",
        f"{LINE} B;;;;C;Wegenverkeerswet art. 107;",
        "1;;ruimtevaart;;;lassen: 9;;heftruck rijden;C;;veel",
        f"{LINE} D;;;;;;",
        f"{LINE} E;;;;;;",
    )
    with reading(engine) as session:
        preview = preview_vacancies(session, broken, nothing)
    assert (len(preview.rows), preview.rows_read) == (4, 5)
    with (
        pytest.raises(BrokenImport, match="niets toegevoegd") as refused,
        writing(engine) as session,
    ):
        import_vacancies(session, preview)
    assert {problem.where for problem in refused.value.problems} == {
        f"rij 4, kolom {column}"
        for column in (
            "kvk",
            "bedrijf",
            "sector",
            "postcode",
            "functie",
            "vereist",
            "te_leren",
            "wettelijke_reden",
            "uurloon",
        )
    }
    with reading(engine) as session:
        assert session.exec(select(Vacancy)).all() == []
        assert session.exec(select(Employer)).all() == []


@pytest.mark.parametrize(
    ("column", "cells", "words"),
    [
        ("grens_rijbewijs", {"wettelijke_reden": "Wegenverkeerswet"}, "ontbreekt"),
        ("grens_rijbewijs", {"grens_rijbewijs": "Z", "wettelijke_reden": ""}, "kies uit"),
        ("wettelijke_reden", {"grens_rijbewijs": "C"}, "welke wet"),
        ("gewenst", {"vereist": "lassen", "gewenst": "metalen lassen: 2"}, "ook vereist"),
        ("te_leren", {"te_leren": "lassen"}, "niet vereist of gewenst"),
        ("te_leren", {"vereist": "lassen", "te_leren": "lassen: 2"}, "geen niveau"),
        ("vereist", {"vereist": "toetsen"}, "kan meer betekenen"),
        ("plaatsen", {"plaatsen": "0"}, "minstens 1"),
        ("uren_max", {"uren_min": "36", "uren_max": "24"}, "niet minder"),
        ("status", {"status": "gesloten"}, "kies uit: concept, open"),
    ],
)
def test_a_wrong_cell_is_named_with_its_row_column_and_reason(sqlite, column, cells, words):
    wrong = sheet(";".join((HEADER, *cells)), ";".join((LINE, *cells.values())))
    preview = preview_vacancies(sqlite, wrong, nothing)
    (problem,) = preview.problems
    assert (problem.row, problem.column) == (2, column)
    assert words in problem.message


def test_a_new_employer_needs_a_name_and_a_postcode(sqlite):
    preview = preview_vacancies(sqlite, sheet(HEADER, "12345678;;techniek;;operator"), nothing)
    assert [problem.as_problem() for problem in preview.problems] == [
        Problem("rij 2, kolom bedrijf", "ontbreekt"),
        Problem("rij 2, kolom postcode", "ontbreekt"),
    ]


def test_an_employer_that_is_known_is_used_and_must_go_by_its_own_name(session, employer):
    rows = (
        "12345678;;techniek;;operator",
        "12345678;bakker bv;techniek;;lasser",
        "12345678;Smid;zorg;;kok",
    )
    preview = preview_vacancies(session, sheet(HEADER, *rows), nothing)
    assert [(problem.row, problem.column) for problem in preview.problems] == [(4, "bedrijf")]
    assert "dat is van Bakker BV" in preview.problems[0].message
    good = preview_vacancies(session, sheet(HEADER, *rows[:2]), nothing)
    assert {row.employer_id for row in import_vacancies(session, good)} == {employer}


def test_two_vacancies_of_a_new_employer_make_one_employer(session):
    speak(session)
    rows = (LINE, "12345678;;techniek;2352;lasser")
    import_vacancies(session, preview_vacancies(session, sheet(HEADER, *rows), nothing))
    assert session.exec(select(Employer.kvk)).all() == ["12345678"]


def test_the_same_vacancy_is_not_imported_twice(session):
    speak(session)
    preview = preview_vacancies(session, sheet(HEADER, LINE, LINE.upper()), nothing)
    assert [problem.row for problem in preview.problems] == [3]
    assert "haal deze rij weg" in preview.problems[0].message
    first = preview_vacancies(session, sheet(HEADER, LINE), nothing)
    (vacancy,) = import_vacancies(session, first)
    with pytest.raises(VacancyAlreadyThere, match="Bekijk het opnieuw"):
        import_vacancies(session, first)
    close_vacancy(session, vacancy_id=vacancy.id)
    assert preview_vacancies(session, sheet(HEADER, LINE), nothing).problems == ()


def test_an_employer_that_came_in_since_the_preview_stops_the_import(engine):
    with writing(engine) as session:
        speak(session)
        preview = preview_vacancies(session, sheet(HEADER, LINE), nothing)
        other = preview_vacancies(session, sheet(HEADER, f"{LINE} B"), nothing)
        import_vacancies(session, other)
    with pytest.raises(EmployerAlreadyKnown), writing(engine) as session:
        import_vacancies(session, preview)
    with reading(engine) as session:
        assert session.exec(select(Vacancy.title)).all() == ["operator B"]


def test_every_column_says_what_to_write():
    assert len({column.name for column in COLUMNS}) == len(COLUMNS) == 20
    assert all(column.meaning.endswith(".") and column.example for column in COLUMNS)
