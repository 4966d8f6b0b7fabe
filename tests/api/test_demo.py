"""Promises of `talent demo`: it works out of the box, says where things are, and works again."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def demo(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "api.cli", "demo"],
        cwd=ROOT,
        env=os.environ | {"TOM_FOLDER": str(folder)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.parametrize("words", [("match", "vacancy", "V-40"), ("taxonomy", "status")])
def test_other_commands_do_not_look_in_the_demo(talent, tmp_path, monkeypatch, words):
    monkeypatch.setenv("TOM_FOLDER", str(tmp_path))
    assert talent(*words).err == (
        "Er is nog geen taxonomie geladen. Draai eerst: talent taxonomy load\n"
    )
    assert not (tmp_path / "demo.db").exists()


def test_the_demo_works_out_of_the_box_and_a_second_time(talent, tmp_path, monkeypatch):
    first = demo(tmp_path)
    monkeypatch.setenv("TOM_FOLDER", str(tmp_path))
    second = talent("demo")
    assert (first.returncode, first.stderr, second.code, second.err) == (0, "", 0, "")
    for shown in (first.stdout, second.out):
        assert f"De database staat in sqlite:///{tmp_path / 'demo.db'}\n" in shown
        assert "Het verhaal van K-600" in shown
        assert "K-600 voor V-120 Procesoperator, Demo Zuivel" in shown
    assert "600 mensen, 25 werkgevers, 120 vacatures" in first.stdout
    assert second.out.startswith("De regio van een vorige keer staat er nog.\n")
    tried = [shlex.split(line) for line in re.findall(r"^  talent (.*)$", second.out, re.MULTILINE)]
    assert [words[0] for words in tried] == ["match", "explain", "skills"]
    assert [talent(*words).code for words in tried] == [0, 0, 0]


def test_a_database_with_other_work_in_it_is_not_used_for_a_demo(talent, region_without_story):
    answer = talent("demo", at=region_without_story)
    assert (answer.code, answer.err) == (
        2,
        "Hier staan al werkgevers. Maak de regio in een lege database, met --database.\n",
    )


@pytest.fixture
def region_without_story(talent, tmp_path):
    url = f"sqlite:///{tmp_path / 'talent.db'}"
    assert talent("taxonomy", "load", at=url).code == 0
    sheet = tmp_path / "work.csv"
    sheet.write_text("kvk;bedrijf;sector;postcode;functie\n99999990;Demo X;techniek;2312;Lasser\n")
    assert talent("vacancies", "import", sheet, at=url).code == 0
    return url
