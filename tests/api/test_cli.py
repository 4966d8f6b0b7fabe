"""Promises of every command: one Dutch line and exit code 2, no traceback, clean JSON."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HELP = "Kijk met --help wat er kan.\n"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("vlieg",), "Dit begrijp ik niet: vlieg."),
        (("match", "iemand"), "Dit begrijp ik niet: match iemand."),
        (("match", "vacancy"), "Er ontbreekt iets: VACATURE."),
        (("explain", "V-1"), "Er ontbreekt iets: KANDIDAAT."),
        (("skills", "suggest"), "Er ontbreekt iets: TEKST."),
        (("profiles", "import"), "Er ontbreekt iets: BESTAND."),
        (("evaluate",), "Er ontbreekt iets: MAP."),
        (("match", "vacancy", "1", "2"), "Dit begrijp ik niet: match vacancy 1 2."),
        (("match", "vacancy", "1", "--snel"), "Deze optie bestaat niet: --snel."),
        (("--database", "x", "demo"), "Deze optie bestaat niet: --database."),
        (("match", "vacancy", "1", "--top"), "Er ontbreekt iets achter --top."),
        (("match", "vacancy", "1", "--top", "0"), "Dit klopt niet: de waarde bij --top."),
        (("match", "vacancy", "1", "--top", "1001"), "Dit klopt niet: de waarde bij --top."),
        (("match", "vacancy", "1", "--top", "1,5"), "Dit klopt niet: de waarde bij --top."),
        (("match", "vacancy", "1", "--top", "veel"), "Dit klopt niet: de waarde bij --top."),
        (("seed", "region", "--vacancies", "39"), "Dit klopt niet: de waarde bij --vacancies."),
        (("seed", "region", "--candidates", "842"), "Dit klopt niet: de waarde bij --candidates."),
        (("web", "--port", "65536"), "Dit klopt niet: de waarde bij --port."),
    ],
)
def test_words_that_are_no_command_are_refused_in_one_line(talent, words, sentence):
    answer = talent(*words)
    assert (answer.code, answer.out, answer.err) == (2, "", f"{sentence} {HELP}")


def test_a_very_long_word_with_new_lines_stays_one_short_line(talent):
    answer = talent("vlieg\nnaar\n" + "x" * 100_000)
    assert answer.err.startswith("Dit begrijp ik niet: vlieg naar xxx")
    assert (answer.code, answer.err.count("\n"), len(answer.err) < 160) == (2, 1, True)


@pytest.mark.parametrize("words", [(), ("match",), ("seed",), ("taxonomy",), ("database",)])
def test_half_a_command_shows_what_is_possible(talent, words):
    answer = talent(*words)
    assert (answer.code, answer.err) == (2, f"Geef aan wat je wilt. {HELP}")
    assert " ".join(("Usage: talent", *words)) in answer.out


def test_every_command_of_the_product_is_there(talent):
    shown = talent("--help")
    commands = "demo evaluate explain match profiles seed skills taxonomy vacancies web database"
    assert (shown.code, shown.err) == (0, "")
    assert [name for name in commands.split() if f"│ {name} " not in shown.out] == []


def test_a_folder_that_cannot_be_used_is_named(talent, sqlite_region, tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setenv("TOM_FOLDER", str(tmp_path / "file"))
    answer = talent("match", "vacancy", "V-40", at=sqlite_region)
    assert answer.err == (
        f"Het lezen of schrijven van {tmp_path / 'file' / 'models'} lukt niet. "
        "Controleer de rechten en of de schijf vol is.\n"
    )
    assert (answer.code, answer.out) == (2, "")


@pytest.fixture
def program(models):
    """Starts `python -m api.cli` with these words; gives the running program."""

    def start(*words, **environment):
        return subprocess.Popen(
            [sys.executable, "-m", "api.cli", *words],
            cwd=ROOT,
            env=os.environ | {"TOM_FOLDER": str(models)} | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )

    return start


def test_json_is_the_only_thing_a_program_writes_and_is_utf_8_anywhere(
    program, talent, sqlite_region
):
    words = ("explain", "V-40", "K-50", "--json")
    with program(*words, "--database", sqlite_region, PYTHONIOENCODING="ascii") as running:
        out, err = running.communicate()
    assert (running.returncode, err) == (0, "")
    assert out == talent(*words, at=sqlite_region).out


def test_a_refusal_ends_a_program_with_two_and_one_line(program):
    with program("match", "vacancy", "K-abc") as running:
        out, err = running.communicate()
    assert (running.returncode, out) == (2, "")
    assert err == "“K-abc” is geen nummer. Geef een nummer zoals V-12.\n"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no named pipes in a folder")
def test_an_interrupted_program_ends_with_130_and_without_a_word(program, tmp_path):
    os.mkfifo(tmp_path / "sheet.csv")
    running = program("profiles", "import", str(tmp_path / "sheet.csv"))
    with running, (tmp_path / "sheet.csv").open("wb"):  # opens once the program begins to read
        running.send_signal(signal.SIGINT)
        out, err = running.communicate()
    assert (running.returncode, out, err) == (130, "", "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk_is_said_in_one_line(models):
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "api.cli", "--help"],
            cwd=ROOT,
            stdout=full,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            check=False,
        )
    assert done.stderr.splitlines()[0].startswith("Het lezen of schrijven van de uitvoer lukt niet")
    assert done.returncode == 2
