"""Promises of `talent report`: a whole file or none, and one Dutch line for what is wrong."""

import json
import sys

import pytest

from accounts.models import Region
from foundation.database import open_engine, writing
from foundation.migrate import upgrade
from foundation.settings import Settings
from placements.models import HandoverBatch
from tests.conftest import NOW


@pytest.fixture
def place(tmp_path) -> str:
    """A database with one region and nobody in it."""
    url = f"sqlite:///{tmp_path / 'talent.db'}"
    engine = open_engine(Settings(url, tmp_path))
    upgrade(engine)
    with writing(engine) as session:
        session.add(Region(key="leidse-regio", name="Leidse regio"))
    engine.dispose()
    return url


def test_the_report_of_a_region_is_written(talent, place, tmp_path):
    file = tmp_path / "verslag.pdf"
    words = ("report", "--year", 2026, "--region", "leidse-regio", "--to", file)
    answer = talent(*words, at=place)
    sentence = f"Het jaarverslag van 2026 (Leidse regio) staat in {file}."
    assert (answer.code, answer.err, " ".join(answer.out.split())) == (0, "", sentence)
    assert file.read_bytes().startswith(b"%PDF-")
    assert sorted(one.name for one in tmp_path.glob("*.pdf*")) == ["verslag.pdf"]


def test_a_program_reads_what_was_written(talent, place, tmp_path):
    file = tmp_path / "verslag.pdf"
    answer = talent("report", "--year", 2026, "--to", file, "--no-plots", "--json", at=place)
    told = json.loads(answer.out)
    size = file.stat().st_size
    assert told == {"file": str(file), "bytes": size, "year": 2026, "region": "alle regio's"}


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--year", "1999"), "Geef een jaar van 2000 tot en met 2100."),
        (("--year", "x"), "Dit klopt niet: de waarde bij --year. Kijk met --help wat er kan."),
        (("--region", "delft"), "De regio “delft” is er niet. Kies een regio uit de lijst."),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_written(talent, place, tmp_path, words, sentence):
    file = tmp_path / "verslag.pdf"
    answer = talent("report", *words, "--to", file, at=place)
    assert (answer.code, answer.out, answer.err) == (2, "", f"{sentence}\n")
    assert not file.exists()


def test_a_file_that_is_there_is_never_written_over(talent, place, tmp_path):
    file = tmp_path / "verslag.pdf"
    file.write_text("van vorig jaar")
    answer = talent("report", "--to", file, at=place)
    assert (answer.code, file.read_text()) == (2, "van vorig jaar")
    assert answer.err == f"{file} is er al. Kies een andere naam, of haal het bestand weg.\n"


def test_a_folder_that_is_not_there_is_told(talent, place, tmp_path):
    answer = talent("report", "--to", tmp_path / "weg" / "verslag.pdf", at=place)
    assert answer.err == f"De map {tmp_path / 'weg'} is er niet. Maak haar eerst.\n"


def test_a_name_is_needed(talent, place):
    answer = talent("report", at=place)
    assert answer.err == "Er ontbreekt iets: --to. Kijk met --help wat er kan.\n"


def test_without_the_extra_it_says_what_to_install(talent, place, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    file = tmp_path / "verslag.pdf"
    engine = open_engine(Settings(place, tmp_path))
    with writing(engine) as session:
        a_batch(session)
    engine.dispose()
    answer = talent("report", "--to", file, at=place)
    assert (answer.code, file.exists()) == (2, False)
    assert "pip install 'talent-op-maat[report]'" in answer.err
    assert talent("report", "--to", file, "--no-plots", at=place).code == 0


def a_batch(session) -> None:
    """Something to draw."""
    session.add(HandoverBatch(chain="leidse-regio", number=1, made_at=NOW))
