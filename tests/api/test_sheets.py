"""Promises of `talent profiles import` and `talent vacancies import`: all of it, or nothing."""

import pytest
from sqlmodel import Session, SQLModel, func, select

from foundation.database import open_engine, reading
from foundation.settings import Settings

PEOPLE = "naam;postcode;vaardigheden;status"
WORK = "kvk;bedrijf;sector;postcode;functie;vereist;status"
LEVEL = "het niveau van “heftruck rijden” moet 1 tot en met 5 zijn"
UNREADABLE = "Dit bestand kan niet worden gelezen: het is beschadigd of iets anders."
NO_SHEET = "Dit is geen Excel-bestand en geen CSV."
KEYS = {"rowsRead", "ready", "added", "numbers", "problems"}


@pytest.fixture
def sheet(tmp_path):
    """Writes a sheet; lone surrogates go in as their bytes."""

    def write(*lines: str):
        path = tmp_path / "sheet.csv"
        path.write_bytes("\n".join(lines).encode("utf-8", "surrogatepass"))
        return path

    return write


@pytest.fixture
def untouched(region, tmp_path):
    """See that the region has as many rows after the test as before it."""
    engine = open_engine(Settings(region, tmp_path))

    def sizes(session: Session) -> list[int]:
        tables = SQLModel.metadata.sorted_tables
        return [session.execute(select(func.count()).select_from(t)).scalar_one() for t in tables]

    with reading(engine) as session:
        before = sizes(session)
    yield region
    with reading(engine) as session:
        assert sizes(session) == before
    engine.dispose()


LISTED = {
    "an unknown skill": (
        "Demo A;2312;heftruk rijde;",
        ("vaardigheden", "“heftruk rijde” kennen we niet; bedoel je “heftruck rijden”?"),
    ),
    "level 9": ("Demo A;2312;heftruck rijden: 9;", ("vaardigheden", LEVEL)),
    "level NaN": ("Demo A;2312;heftruck rijden: NaN;", ("vaardigheden", LEVEL)),
    "a postcode of NaN": (
        "Demo A;NaN;;",
        ("postcode", "moet een postcode van 4 cijfers zijn, zoals 2312"),
    ),
    "10,000 skills": (
        f'Demo A;2312;"{";".join(f"vak {n:05}" for n in range(10_000))}";',
        ("vaardigheden", "mag hoogstens 5000 tekens lang zijn, dit zijn er 99999"),
    ),
    "a text of 1 MB": (
        f"Demo A;2312;{'x' * 1_000_000};",
        ("vaardigheden", "mag hoogstens 5000 tekens lang zijn, dit zijn er 1000000"),
    ),
    "a control character": (
        "Demo \x1b[31mA;2312;;",
        ("naam", "bevat tekens die geen gewone tekst zijn; typ het opnieuw"),
    ),
}


@pytest.mark.parametrize(("row", "problem"), LISTED.values(), ids=LISTED)
def test_what_is_wrong_is_listed_and_nothing_is_written(talent, sheet, untouched, row, problem):
    answer = talent("profiles", "import", sheet(PEOPLE, row), at=untouched)
    assert (answer.code, answer.err) == (2, "")
    column, message = problem
    assert " ".join(answer.out.split()) == (
        f"Rij 2, {column}: {message} "
        "Er is niets toegevoegd. Verbeter deze rijen en probeer het opnieuw."
    )


REFUSED = {
    "NUL": ("Demo\0A;2312;;", NO_SHEET),
    "a lone surrogate": ("Zoë \ud800;2312;;", UNREADABLE),
}


@pytest.mark.parametrize(("row", "sentence"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_read_is_refused_in_one_line(talent, sheet, untouched, row, sentence):
    answer = talent("profiles", "import", sheet(PEOPLE, row), "--json", at=untouched)
    assert (answer.code, answer.out, answer.err.count("\n")) == (2, "", 1)
    assert answer.err.startswith(sentence)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(100), NO_SHEET),
        (b"%PDF-1.7", NO_SHEET),
        (b"PK\x03\x04 kapot", UNREADABLE),
        (b"", "In rij 1 ontbreekt een kolomnaam."),
        (b"naam;lengte\nDemo A;180\n", "Deze kolom kennen we niet: lengte."),
        (b"x" * 5_000_001, "Dit bestand is groter dan 5 MB."),
    ],
    ids=["a picture", "a PDF", "a broken XLSX", "nothing", "an unknown column", "5 MB"],
)
@pytest.mark.parametrize("kind", ["profiles", "vacancies"])
def test_a_file_that_is_no_such_sheet_is_refused(talent, tmp_path, region, kind, content, sentence):
    (tmp_path / "sheet.csv").write_bytes(content)
    answer = talent(kind, "import", tmp_path / "sheet.csv", at=region)
    assert (answer.code, answer.out, answer.err.count("\n")) == (2, "", 1)
    assert answer.err.startswith(sentence) or b"naam" in content


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("nergens.csv", "Het bestand {file} is er niet. Controleer de naam.\n"),
        (".", "{file} is een map. Geef een bestand.\n"),
    ],
)
def test_a_file_that_is_not_there_is_named(talent, tmp_path, name, sentence):
    answer = talent("profiles", "import", tmp_path / name)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == sentence.format(file=tmp_path / name)


def test_problems_in_json_name_row_column_and_message(talent, sheet, untouched):
    row = "99999990;Demo X;techniek;2312;Lasser;heftruck rijden: 9;open"
    answer = talent("vacancies", "import", sheet(WORK, row), "--json", at=untouched)
    assert (answer.code, answer.err) == (2, "")
    assert answer.json_of_refusal == {
        "rowsRead": 1,
        "ready": 0,
        "added": 0,
        "numbers": [],
        "problems": [{"row": 2, "column": "vereist", "message": LEVEL}],
    }


def test_a_preview_tells_what_would_come_and_writes_nothing(talent, sheet, untouched):
    row = "99999990;Demo X;techniek;2312;Lasser;heftruck rijden: 3;open"
    told = talent("vacancies", "import", sheet(WORK, row), "--preview", "--json", at=untouched)
    assert told.json == {"rowsRead": 1, "ready": 1, "added": 0, "numbers": [], "problems": []}


def test_a_preview_says_how_to_add_and_an_import_says_the_numbers(talent, sheet, empty):
    assert talent("taxonomy", "load", at=empty).code == 0
    people = sheet(PEOPLE, "Demo Meerkoet;2312;heftruck rijden: 3;", "Demo Fuut;2312;;")
    assert talent("profiles", "import", people, "--preview", at=empty).out == (
        "In orde: 2 van 2 rijen.\nEr is nog niets toegevoegd. Laat --preview weg om dat te doen.\n"
    )
    added = talent("profiles", "import", people, at=empty).out
    assert added == "Toegevoegd: 2. Het nummer is K-1 tot en met K-2.\n"


def test_sheets_come_in_once_and_can_be_matched_at_once(talent, sheet, empty):
    assert talent("taxonomy", "load", at=empty).code == 0
    row = "99999990;Demo X;techniek;2312;[/b]Lasser :key:;heftruck rijden: 3;open"
    came = talent("vacancies", "import", sheet(WORK, row), "--json", at=empty).json
    assert came == {"rowsRead": 1, "ready": 1, "added": 1, "numbers": [1], "problems": []}
    people = sheet(PEOPLE, "Demo Meerkoet;2312;heftruck rijden: 3;")
    shown = talent("profiles", "import", people, at=empty)
    assert (shown.code, shown.err) == (0, "")
    assert shown.out == "Toegevoegd: 1. Het nummer is K-1.\n"
    again = talent("profiles", "import", people, "--json", at=empty)
    assert (again.code, again.json_of_refusal["added"]) == (2, 0)
    listed = talent("match", "vacancy", "1", at=empty)
    assert (listed.code, listed.err) == (0, "")
    assert "V-1 [/b]Lasser :key:, Demo X" in listed.out


def test_without_a_taxonomy_no_skill_is_known(talent, sheet, empty):
    answer = talent("profiles", "import", sheet(PEOPLE, "Demo A;2312;lassen;"), "--json", at=empty)
    assert (answer.code, answer.json_of_refusal.keys()) == (2, KEYS)
    (problem,) = answer.json_of_refusal["problems"]
    assert (problem["row"], problem["column"]) == (2, "vaardigheden")
