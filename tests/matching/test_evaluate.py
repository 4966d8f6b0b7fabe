"""Promises about measuring: a benchmark with an obvious answer, and the floors on real ones."""

import shutil
from pathlib import Path

import pytest

from foundation.database import open_engine, reading, writing
from foundation.settings import Settings
from matching.evaluate import (
    NoBenchmark,
    Transitions,
    asked_skills,
    measure_titles,
    measure_transitions,
    read_transitions,
)
from matching.service import open_matcher
from skills.files import read_taxonomy
from skills.load import load_taxonomy
from tests.conftest import NOW
from tests.matching import worlds

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"
REAL, ESCO = SHARED / "benchmarks", SHARED / "esco-1.1.1"
MODEL = worlds.model_from([{} for _ in range(worlds.SKILLS)], [1] * worlds.SKILLS)
ASKED = {"a": {0: True, 1: True}, "b": {0: True, 1: True, 2: False}, "c": {5: True}, "d": {6: True}}
CODES = {code: frozenset({code.lower()}) for code in "ABCD"}


def test_the_related_occupation_first_is_a_perfect_score():
    related = {"A": frozenset("B"), "B": frozenset("A")}
    found = measure_transitions(MODEL, ASKED, Transitions(CODES, related))
    assert {name: (one.mean, one.queries) for name, one in found.items()} == {
        "one way": (1.0, 2),
        "both ways": (1.0, 2),
    }


def test_the_related_occupation_last_is_a_third():
    found = measure_transitions(MODEL, ASKED, Transitions(CODES, {"A": frozenset("D")}))
    assert found["both ways"].mean == pytest.approx(1 / 3)


def test_codes_that_share_an_occupation_are_left_out():
    codes = {**CODES, "B": frozenset({"a", "b"})}
    found = measure_transitions(MODEL, ASKED, Transitions(codes, {"A": frozenset("C")}))
    assert found["both ways"].mean == 1.0


def test_a_title_finds_its_concept(tmp_path):
    files = {
        "queries": "Q1\tLasser\nQ2\tKoster\n",
        "corpus_elements": "E1\tlasser\nE2\tbakker\nE3\tlasmonteur\n",
        "annotations": "Q1\t0\tE1\t1\nQ2\t0\tE2\t1\n",
        "concept_mapping": "E1\turn:1\nE2\turn:2\nE3\turn:1\n",
    }
    for name, text in files.items():
        (tmp_path / f"{name}.tsv").write_text(text)
    found = measure_titles(tmp_path)
    assert (found.queries, 0.5 <= found.mean <= 1) == (2, True)


@pytest.mark.parametrize("measure", [read_transitions, measure_titles])
def test_a_folder_without_a_benchmark_is_refused_in_dutch(measure, tmp_path):
    with pytest.raises(NoBenchmark, match="staat geen meetset"):
        measure(tmp_path)


def test_job_titles_are_linked_at_least_as_well_as_the_published_character_method():
    if not REAL.is_dir():
        pytest.skip(f"the benchmark folder {REAL.name} is not beside this checkout")
    found = measure_titles(REAL / "melo-nl")
    assert found.queries == 2605
    assert found.mean >= 0.506


@pytest.fixture
def esco(tmp_path, sqlite_template):
    """An engine on a database with the real ESCO."""
    if not (REAL.is_dir() and ESCO.is_dir()):
        pytest.skip(f"the folders {REAL.name} and {ESCO.name} are not beside this checkout")
    path = tmp_path / "esco.db"
    shutil.copy(sqlite_template, path)
    engine = open_engine(Settings(f"sqlite:///{path}", tmp_path))
    with writing(engine) as session:
        files = read_taxonomy(ESCO)
        load_taxonomy(session, files, source="ESCO", version="1.1.1", now=NOW)
    yield engine
    engine.dispose()


def test_the_real_esco_beats_the_floors_of_the_expert_transitions(esco, tmp_path):
    with reading(esco) as session:
        settings = Settings("", tmp_path)
        matcher = open_matcher(session, settings)
        asked = asked_skills(session, matcher.numbers)
    found = measure_transitions(matcher.model, asked, read_transitions(REAL / "onet-transitions"))
    assert {name: one.queries for name, one in found.items()} == {"one way": 763, "both ways": 763}
    assert found["one way"].mean >= 0.294
    assert found["both ways"].mean >= 0.336
