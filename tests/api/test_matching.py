"""Promises of `talent match` and `talent explain`; the keys are those of docs/opdrachten.md."""

import os
import re
import subprocess
import sys

import pytest

MATCH = {
    "place",
    "candidate",
    "vacancy",
    "fit",
    "afterTraining",
    "wish",
    "supported",
    "use",
    "points",
    "most",
    "travelMinutes",
    "limits",
}
EXPLAINED = MATCH | {"model", "parts", "gaps", "counterfactuals", "wishes"}
PART = {
    "skill",
    "uri",
    "required",
    "askedLevel",
    "tier",
    "usedSkill",
    "usedLevel",
    "nearness",
    "levelFit",
    "weight",
    "points",
    "sentence",
}
COURSE = {"name", "provider", "days", "costEuro", "form"}


def keys(rows) -> set[frozenset[str]]:
    return {frozenset(row) for row in rows}


def test_people_for_a_vacancy_have_stable_keys(talent, region):
    told = talent("match", "vacancy", "V-40", "--everyone", "--json", at=region).json
    assert told.keys() == {
        "vacancy",
        "title",
        "model",
        "total",
        "skilled",
        "matches",
        "setApart",
    }
    assert (told["vacancy"], told["title"], told["skilled"]) == (
        40,
        "Procesoperator, Demo Zuivel",
        True,
    )
    everyone = told["matches"] + told["setApart"]
    assert keys(everyone) == {frozenset(MATCH)}
    assert keys(limit for one in everyone for limit in one["limits"]) == {
        frozenset({"gate", "closed", "reason"})
    }


def test_work_for_a_candidate_has_stable_keys(talent, region):
    told = talent("match", "candidate", "K-50", "--json", at=region).json
    assert told.keys() == {"candidate", "model", "total", "skilled", "matches", "setApart"}
    assert (told["candidate"], told["skilled"]) == (50, True)
    assert keys(told["matches"] + told["setApart"]) == {frozenset(MATCH)}


def test_an_explanation_has_stable_keys(talent, region):
    told = talent("explain", "V-40", "K-50", "--json", at=region).json
    assert told.keys() == EXPLAINED
    assert keys(told["parts"]) == {frozenset(PART)}
    assert keys(told["gaps"]) == {frozenset({"skill", "learnableOnTheJob", "after", "courses"})}
    assert keys(one for gap in told["gaps"] for one in gap["courses"]) == {frozenset(COURSE)}
    assert keys(told["counterfactuals"]) == {frozenset({"skill", "level", "fit", "points"})}
    assert told["wishes"].keys() == {"met", "unmet", "unknown"}


@pytest.mark.parametrize("candidate", range(46, 51))
def test_the_parts_of_an_explanation_add_up_to_its_points(talent, sqlite_region, candidate):
    told = talent("explain", "V-40", candidate, "--json", at=sqlite_region).json
    parts = told["parts"]
    for part in parts:
        assert part["points"] == part["nearness"] * part["levelFit"] * part["weight"]
        assert part["sentence"].endswith(f"= {part['points']} punten.")
    assert sum(part["points"] for part in parts) == told["points"]
    assert sum(10_000 * part["weight"] for part in parts) == told["most"]
    assert told["fit"] == 100 * told["points"] // told["most"]
    assert told["afterTraining"] >= told["fit"]


def test_a_list_and_an_explanation_give_the_same_numbers(talent, region):
    listed = talent("match", "vacancy", "40", "--everyone", "--json", at=region).json
    (mine,) = [one for one in listed["matches"] if one["candidate"] == 50]
    alone = talent("explain", "40", "50", "--json", at=region).json
    assert {key: alone[key] for key in MATCH} == mine | {"place": 0}


def test_everyone_reaches_the_last_of_the_pool_in_one_order(talent, region):
    told = talent("match", "vacancy", "V-40", "--everyone", "--json", at=region).json
    everyone = sorted(told["matches"] + told["setApart"], key=lambda one: one["place"])
    assert [one["place"] for one in everyone] == list(range(1, told["total"] + 1))
    points = [one["points"] for one in everyone]
    assert points == sorted(points, reverse=True)
    assert all(any(limit["closed"] for limit in one["limits"]) for one in told["setApart"])


def test_top_gives_as_many_as_asked(talent, region):
    told = talent("match", "vacancy", "V-40", "--top", "3", "--json", at=region).json
    every = talent("match", "vacancy", "V-40", "--everyone", "--json", at=region).json
    assert told["matches"] == every["matches"][:3]


def test_both_databases_give_the_same_bytes(talent, sqlite_region, postgresql_region):
    words = ("match", "candidate", "K-50", "--everyone", "--json")
    assert talent(*words, at=sqlite_region) == talent(*words, at=postgresql_region)


def test_a_vacancy_without_skills_is_a_task_and_is_not_ranked(talent, region):
    told = talent("match", "vacancy", "V-39", "--json", at=region).json
    assert (told["skilled"], told["matches"], told["setApart"]) == (False, [], [])
    for words in (("match", "vacancy", "V-39"), ("explain", "V-39", "K-50")):
        shown = talent(*words, at=region)
        assert (shown.code, shown.err) == (0, "")
        assert shown.out.endswith("nog niet verskild. Voeg eerst vaardigheden toe.\n")


def test_people_read_a_table_with_the_numbers_and_how_to_see_everyone(talent, sqlite_region):
    told = talent("match", "vacancy", "V-40", "--top", "2", "--json", at=sqlite_region).json
    shown = talent("match", "vacancy", "V-40", "--top", "2", at=sqlite_region)
    assert (shown.code, shown.err) == (0, "")
    assert "V-40 Procesoperator, Demo Zuivel" in shown.out
    for one in told["matches"]:
        assert f"K-{one['candidate']}" in shown.out
        assert f"{one['fit']} %" in shown.out
    shown_to = len(told["matches"]) + len(told["setApart"])
    assert (
        f"Je ziet plaats 1 tot en met {shown_to} van {told['total']}. "
        "Met --everyone zie je de hele lijst."
    ) in shown.out


def test_the_whole_list_says_so(talent, sqlite_region):
    shown = talent("match", "vacancy", "V-40", "--everyone", at=sqlite_region)
    assert "Dit is de hele lijst, tot en met plaats " in shown.out
    assert "--everyone" not in shown.out


@pytest.mark.parametrize("words", [("match", "vacancy", "V-40"), ("explain", "V-40", "K-50")])
def test_a_narrow_screen_breaks_words_and_loses_no_letter(talent, sqlite_region, words):
    wide, narrow = (
        subprocess.run(
            [sys.executable, "-m", "api.cli", *words, "--database", sqlite_region],
            env=os.environ | {"COLUMNS": width},
            stdout=subprocess.PIPE,
            encoding="utf-8",
            check=True,
        ).stdout
        for width in ("200", "60")
    )
    assert "…" not in narrow
    assert max(map(len, narrow.splitlines())) <= 60
    assert max(map(len, wide.splitlines())) > 60


def test_people_read_an_explanation_down_to_the_points(talent, sqlite_region):
    told = talent("explain", "V-40", "K-50", "--json", at=sqlite_region).json
    shown = talent("explain", "V-40", "K-50", at=sqlite_region)
    assert (shown.code, shown.err) == (0, "")
    words = " ".join(shown.out.split())
    assert re.search(rf"samen [│ ]+{told['points']} │", words)
    assert re.search(rf"hoogstens [│ ]+{told['most']} │", words)
    assert f"Past nu {told['fit']} %. Na scholing {told['afterTraining']} %." in words
    assert [part["sentence"] for part in told["parts"] if part["sentence"] not in words] == []


def test_what_is_still_to_learn_adds_up_to_after_training(talent, sqlite_region):
    told = talent("explain", "V-40", "K-50", "--json", at=sqlite_region).json
    shown = talent("explain", "V-40", "K-50", at=sqlite_region).out
    gaps = shown.partition("nog te leren")[2]
    gains = [int(number) for number in re.findall(r"^│ [^│]+ │ +(\d+) │", gaps, re.MULTILINE)]
    assert len(gains) == len(told["gaps"])
    assert told["afterTraining"] == 100 * (told["points"] + sum(gains)) // told["most"]


@pytest.mark.parametrize("number", ["V-40", "v40", "V40", " 40 "])
def test_a_number_is_understood_as_people_type_it(talent, sqlite_region, number):
    assert talent("explain", number, "K-50", "--json", at=sqlite_region).json["vacancy"] == 40


def test_what_stands_beside_the_score_is_said_in_words(talent, sqlite_region):
    told = talent("match", "vacancy", "V-40", "--everyone", "--json", at=sqlite_region).json
    apart = told["setApart"][0]
    shown = talent("explain", "V-40", apart["candidate"], at=sqlite_region).out
    words = " ".join(shown.split())
    for limit in apart["limits"]:
        lead = f"Apart gezet, {limit['gate']}" if limit["closed"] else "Vraag nog na"
        assert f"{lead}: {limit['reason']}" in words


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("match", "vacancy", "V-41"), "Vacature 41 is er niet. Controleer het nummer."),
        (
            ("match", "candidate", "K-51"),
            "Kandidaat 51 is er niet, of doet niet mee. Controleer het nummer.",
        ),
        (("explain", "V-41", "K-50"), "Vacature 41 is er niet. Controleer het nummer."),
        (
            ("explain", "V-40", "K-999999999", "--json"),
            "Kandidaat 999999999 is er niet, of doet niet mee. Controleer het nummer.",
        ),
    ],
)
def test_somebody_who_is_not_there_is_refused_in_one_line(talent, region, words, sentence):
    answer = talent(*words, at=region)
    assert (answer.code, answer.out, answer.err) == (2, "", f"{sentence}\n")


@pytest.mark.parametrize(
    ("words", "letter"),
    [
        (("match", "vacancy", "K-abc"), "V"),
        (("match", "vacancy", "K-1"), "V"),
        (("match", "candidate", "99999999999"), "K"),
        (("match", "candidate", "٣"), "K"),
        (("explain", "V-1", "V-1"), "K"),
        (("explain", "V-1", ""), "K"),
    ],
)
def test_what_is_no_number_is_refused_with_an_example(talent, words, letter):
    answer = talent(*words)
    who = {"K": "kandidaat", "V": "vacature"}[letter]
    sentence = f"“{words[-1]}” is geen nummer van een {who}. Geef een nummer zoals {letter}-12.\n"
    assert (answer.code, answer.out, answer.err) == (2, "", sentence)
