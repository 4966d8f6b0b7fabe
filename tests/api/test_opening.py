"""Promises about the database of a command: what cannot be opened says why and stays whole."""

import shutil

import pytest
from sqlalchemy import text

from foundation import migrate
from foundation.database import open_engine
from foundation.migrate import Standing, standing
from foundation.settings import Settings

EMPTY = "Er is nog geen taxonomie geladen. Draai eerst: talent taxonomy load\n"
NOTHING_KEPT = "Er is niets bewaard.\n"
NOT_WRITTEN = (
    "De database kan niet worden beschreven of geopend. "
    f"Controleer de rechten op het bestand. {NOTHING_KEPT}"
)


@pytest.fixture
def opened(engine, monkeypatch):
    """An engine beside the command, on the database of `empty`; a lock is waited for briefly."""
    monkeypatch.setenv("TOM_LOCK_SECONDS", "0.2")
    return engine


@pytest.fixture
def held(opened):
    """Another program has begun to write."""
    with opened.begin() as connection:  # BEGIN IMMEDIATE on SQLite
        if opened.dialect.name == "postgresql":
            connection.execute(text("LOCK TABLE taxonomy IN EXCLUSIVE MODE"))
        yield


def test_a_database_that_is_not_there_yet_is_set_up(talent, tmp_path):
    url = f"sqlite:///{tmp_path / 'new' / 'talent.db'}"
    answer = talent("taxonomy", "status", at=url)
    assert (answer.code, answer.out, answer.err) == (2, "", EMPTY)
    assert standing(open_engine(Settings(url, tmp_path))) is Standing.CURRENT


def test_a_database_can_be_brought_up_to_date_and_twice_is_no_problem(talent, tmp_path):
    url = f"sqlite:///{tmp_path / 'talent.db'}"
    for _ in range(2):
        answer = talent("database", "upgrade", at=url)
        assert (answer.code, answer.out, answer.err) == (
            0,
            "De database heeft nu de nieuwste versie.\n",
            "",
        )


@pytest.fixture
def a_newer_program(tmp_path, monkeypatch):
    """The program with one more migration than the database has seen."""
    scripts = tmp_path / "migrations"
    shutil.copytree(migrate.SCRIPTS, scripts, ignore=shutil.ignore_patterns("__pycache__"))
    (scripts / "versions" / "9999_next.py").write_text(
        "revision = '9999'\ndown_revision = '0004'\ndef upgrade(): pass\ndef downgrade(): pass\n"
    )
    monkeypatch.setattr(migrate, "SCRIPTS", scripts)


def test_an_older_database_is_left_alone_until_somebody_upgrades_it(talent, empty, a_newer_program):
    refused = talent("taxonomy", "load", at=empty)
    assert (refused.code, refused.out, refused.err) == (
        2,
        "",
        "Deze database is van een oudere versie. Draai eerst: talent database upgrade\n",
    )
    assert talent("database", "upgrade", at=empty).code == 0
    assert talent("taxonomy", "status", at=empty).err == EMPTY


@pytest.mark.parametrize(
    "words", [("taxonomy", "load"), ("seed", "region"), ("taxonomy", "status")]
)
@pytest.mark.parametrize("url", ["mysql://u:p@host/db", "talent.db", "sqlite://talent.db", "x://"])
def test_an_address_of_another_kind_is_refused(talent, words, url):
    answer = talent(*words, at=url)
    assert (answer.code, answer.out, answer.err) == (
        2,
        "",
        "Dit is geen adres van een database. Gebruik sqlite:///bestand of postgresql://…\n",
    )


@pytest.mark.parametrize("words", [("taxonomy", "status"), ("taxonomy", "load"), ("demo",)])
def test_a_file_that_is_no_database_is_left_as_it_is(talent, tmp_path, words):
    letter = tmp_path / "brief.db"
    letter.write_text("dit is een brief, geen database " * 40)
    answer = talent(*words, at=f"sqlite:///{letter}")
    sentence = f"Dit bestand is geen goede database. Zet een reservekopie terug. {NOTHING_KEPT}"
    assert (answer.code, answer.out, answer.err) == (2, "", sentence)
    assert letter.read_text() == "dit is een brief, geen database " * 40


def test_half_a_database_is_refused(talent, tmp_path, sqlite_template):
    whole = sqlite_template.read_bytes()
    (tmp_path / "half.db").write_bytes(whole[: len(whole) // 2])
    answer = talent("taxonomy", "status", at=f"sqlite:///{tmp_path / 'half.db'}")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("Dit bestand is geen goede database.")


def test_a_folder_in_place_of_a_database_is_refused(talent, tmp_path):
    answer = talent("taxonomy", "load", at=f"sqlite:///{tmp_path}")
    assert (answer.code, answer.out, answer.err) == (2, "", NOT_WRITTEN)


def test_a_database_in_a_folder_that_cannot_be_made_is_refused(talent, tmp_path):
    (tmp_path / "file").touch()
    answer = talent("demo", at=f"sqlite:///{tmp_path / 'file' / 'talent.db'}")
    refusal = f"De map {tmp_path / 'file'} voor de database kan niet worden gemaakt."
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == f"{refusal} Kies een andere plek.\n"


def test_a_server_that_does_not_answer_is_said(talent):
    answer = talent("taxonomy", "status", at="postgresql://niemand@127.0.0.1:1/talent")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("De database is niet bereikbaar.")
    assert answer.err.count("\n") == 1


def test_a_read_only_file_can_be_read_and_not_written(talent, tmp_path, sqlite_region):
    shutil.copy(sqlite_region.removeprefix("sqlite:///"), tmp_path / "region.db")
    url = f"sqlite:///file:{tmp_path / 'region.db'}?mode=ro&uri=true"
    assert talent("explain", "V-40", "K-50", "--json", at=url).json["candidate"] == 50
    sheet = tmp_path / "mensen.csv"
    sheet.write_text("naam;postcode\nDemo Meerkoet;2312\n")
    answer = talent("profiles", "import", sheet, at=url)
    assert (answer.code, answer.out, answer.err) == (2, "", NOT_WRITTEN)


def test_a_busy_database_refuses_a_writer_in_one_line(talent, empty, held):
    answer = talent("taxonomy", "load", at=empty)
    sentence = f"De database is bezet. Probeer het zo nog eens. {NOTHING_KEPT}"
    assert (answer.code, answer.out, answer.err) == (2, "", sentence)


def test_a_busy_database_can_still_be_read(talent, empty, held):
    answer = talent("taxonomy", "status", at=empty)
    assert (answer.code, answer.out, answer.err) == (2, "", EMPTY)
