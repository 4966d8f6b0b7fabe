"""Promises of every command: one Dutch line and exit code 2, no traceback, clean JSON."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from api.cli import main

ROOT = Path(__file__).parents[2]
HELP = "Kijk met --help wat er kan.\n"
WRONG = "Dit klopt niet: de waarde bij"
STOPPED = "Gestopt. Wat nog niet klaar was, is niet bewaard.\n"


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
        (("match", "vacancy", "1", "--top", "0"), f"{WRONG} --top."),
        (("match", "vacancy", "1", "--top", "1001"), f"{WRONG} --top."),
        (("match", "vacancy", "1", "--top", "1,5"), f"{WRONG} --top."),
        (("match", "vacancy", "1", "--top", "veel"), f"{WRONG} --top."),
        (("seed", "region", "--vacancies", "39"), f"{WRONG} --vacancies."),
        (("seed", "region", "--candidates", "842"), f"{WRONG} --candidates."),
        (("web", "--port", "65536"), f"{WRONG} --port."),
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
    assert (answer.code, answer.err) == (2, f"Kies een opdracht uit deze lijst. {HELP}")
    assert " ".join(("Gebruik: talent", *words)) in answer.out


def test_every_command_of_the_product_is_there(talent):
    shown = talent("--help")
    commands = "demo evaluate explain match profiles seed skills taxonomy vacancies web database"
    assert (shown.code, shown.err) == (0, "")
    assert [name for name in commands.split() if f"│ {name} " not in shown.out] == []


ENGLISH = ("Usage", "Options", "Commands", "Arguments", "required", "default", "Show this", "FILE")


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("match",),
        ("match", "vacancy"),
        ("explain",),
        ("taxonomy", "load"),
        ("places", "load"),
        ("seed", "region"),
        ("database", "upgrade"),
        ("web",),
    ],
)
def test_a_help_page_is_in_dutch(talent, words):
    shown = talent(*words, "--help")
    assert (shown.code, shown.err) == (0, "")
    assert "Toon deze uitleg." in shown.out
    assert [word for word in ENGLISH if word in shown.out] == []


def test_a_folder_that_cannot_be_used_is_named(talent, sqlite_region, tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setenv("TOM_FOLDER", str(tmp_path / "file"))
    answer = talent("match", "vacancy", "V-40", at=sqlite_region)
    assert answer.err == (
        f"Het lezen of schrijven van {tmp_path / 'file' / 'models'} lukt niet. "
        "Controleer of je daar rechten hebt.\n"
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
    assert err == "“K-abc” is geen nummer van een vacature. Geef een nummer zoals V-12.\n"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no named pipes in a folder")
def test_an_interrupted_program_ends_with_130_and_says_that_nothing_was_kept(program, tmp_path):
    os.mkfifo(tmp_path / "sheet.csv")
    running = program("profiles", "import", str(tmp_path / "sheet.csv"))
    with running, (tmp_path / "sheet.csv").open("wb"):  # opens once the program begins to read
        running.send_signal(signal.SIGINT)
        out, err = running.communicate()
    assert (running.returncode, out, err) == (130, "", STOPPED)


def test_an_interrupt_while_the_libraries_load_is_no_traceback(capsys, monkeypatch):
    class Interrupted:
        def find_spec(self, name, *_):
            if name == "api.program":
                raise KeyboardInterrupt

    monkeypatch.delitem(sys.modules, "api.program", raising=False)
    monkeypatch.setattr(sys, "meta_path", [Interrupted(), *sys.meta_path])
    with pytest.raises(SystemExit) as ended:
        main()
    assert (ended.value.code, *capsys.readouterr()) == (130, "", STOPPED)


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
    full_disk = "De schijf is vol. Maak ruimte en probeer het opnieuw.\n"
    assert (done.returncode, done.stderr) == (2, full_disk)


def test_a_port_that_is_taken_is_said_in_one_line(talent):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        answer = talent("web", "--port", port)
    sentence = f"Poort {port} is bezet. Kies een andere met --port.\n"
    assert (answer.code, answer.out, answer.err) == (2, "", sentence)


@pytest.mark.skipif(os.name == "nt", reason="the shell closes the output")
def test_a_closed_output_is_no_traceback(models):
    line = f'"{sys.executable}" -m api.cli --help >&-'
    done = subprocess.run(
        ["sh", "-c", line], cwd=ROOT, stderr=subprocess.PIPE, encoding="utf-8", check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
