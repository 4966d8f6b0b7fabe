"""Promises of `talent seed region` and `talent evaluate`."""

import pytest


def test_a_region_tells_what_it_made_and_can_be_explained(talent, empty):
    words = ("seed", "region", "--candidates", "5", "--vacancies", "40")
    made = talent(*words, "--json", at=empty).json
    assert made == {
        "taxonomy": "Talent op Maat 2026.1",
        "candidates": 5,
        "employers": 25,
        "vacancies": 40,
        "story": {"candidate": 5, "vacancy": 40},
    }
    assert talent("explain", "V-40", "K-5", "--json", at=empty).json["candidate"] == 5
    again = talent(*words, at=empty)
    assert (again.code, again.out, again.err) == (
        2,
        "",
        "Hier staan al werkgevers. Maak de regio in een lege database, met --database.\n",
    )


def test_people_read_how_large_the_region_is_and_what_to_try(talent, tmp_path):
    words = ("seed", "region", "--candidates", "1", "--vacancies", "40")
    shown = talent(*words, at=f"sqlite:///{tmp_path / 'talent.db'}")
    assert (shown.code, shown.err) == (0, "")
    assert "1 kandidaten, 25 werkgevers en 40 vacatures" in " ".join(shown.out.split())
    assert shown.out.endswith("Probeer: talent explain V-40 K-1\n")


@pytest.mark.parametrize("name", ["", "nergens"])
def test_without_benchmarks_there_is_nothing_to_measure(talent, tmp_path, name):
    answer = talent("evaluate", tmp_path / name)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == (
        f"In {tmp_path / name} staan geen meetsets. Geef de map met melo-nl erin.\n"
    )


def test_a_benchmark_that_is_not_whole_is_said_in_one_line(talent, tmp_path):
    (tmp_path / "melo-nl").mkdir()
    answer = talent("evaluate", tmp_path, "--json")
    assert (answer.code, answer.out, answer.err.count("\n")) == (2, "", 1)
    assert str(tmp_path / "melo-nl") in answer.err
