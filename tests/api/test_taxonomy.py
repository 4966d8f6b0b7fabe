"""Promises of `talent taxonomy` and `talent skills`."""

import pytest

OWN = {
    "source": "Talent op Maat",
    "version": "2026.1",
    "withoutDutchLabel": 0,
    "retiredSkills": 0,
}
STATUS = OWN.keys() | {
    "digest",
    "loadedAt",
    "skills",
    "synonyms",
    "occupations",
    "relations",
    "courses",
}
STAGE = {"stage", "total", "added", "altered", "retired"}


def status(talent, at) -> dict[str, object]:
    return talent("taxonomy", "status", "--json", at=at).json


def test_the_own_taxonomy_loads_without_a_folder_and_twice_changes_nothing(talent, empty):
    first = talent("taxonomy", "load", "--json", at=empty).json
    assert first.keys() == {"alreadyCurrent", "changed", "stages", "problems"}
    assert {frozenset(one) for one in first["stages"]} == {frozenset(STAGE)}
    assert (first["alreadyCurrent"], first["problems"]) == (False, [])
    told = status(talent, empty)
    assert (told.keys(), {key: told[key] for key in OWN}) == (STATUS, OWN)
    again = talent("taxonomy", "load", "--json", at=empty).json
    assert again == {"alreadyCurrent": True, "changed": 0, "stages": [], "problems": []}
    assert status(talent, empty) == told


def test_a_folder_in_the_esco_format_is_loaded_under_its_own_name(talent, esco, empty):
    folder = esco.path.rename(esco.path.parent / "esco-9.9")
    told = talent("taxonomy", "load", folder, "--json", at=empty).json
    assert {one["stage"]: one["total"] for one in told["stages"]} == {
        "vaardigheden": 3,
        "synoniemen": 1,
        "beroepen": 1,
        "andere namen van beroepen": 0,
        "groepen": 0,
        "vaardigheden per groep": 0,
        "relaties tussen vaardigheden": 1,
        "vaardigheden per beroep": 2,
        "ISCO-groepen": 1,
    }
    now = status(talent, empty)
    assert (now["source"], now["version"], now["skills"], now["occupations"]) == (
        "ESCO",
        "9.9",
        3,
        1,
    )


def test_a_new_taxonomy_retires_what_it_lacks(talent, esco, empty):
    talent("taxonomy", "load", esco.path, "--source", "Eerst", "--version", "1", at=empty)
    esco.write("skills_nl.csv", *map(esco.skill, ["lassen", "MIG-lassen", "buigen"]))
    told = talent("taxonomy", "load", esco.path, "--source", "Daarna", "--json", at=empty).json
    assert told["stages"][0] == {
        "stage": "vaardigheden",
        "total": 3,
        "added": 1,
        "altered": 0,
        "retired": 1,
    }
    now = status(talent, empty)
    assert (now["source"], now["skills"], now["retiredSkills"]) == ("Daarna", 3, 1)


def test_people_read_what_was_loaded_and_that_retired_skills_no_longer_count(talent, esco, empty):
    first = talent("taxonomy", "load", esco.path, "--source", "Eerst", at=empty).out
    esco.write("skills_nl.csv", *map(esco.skill, ["lassen", "MIG-lassen", "buigen"]))
    words = ("taxonomy", "load", esco.path, "--source", "Daarna", "--version", "2")
    then = talent(*words, at=empty).out
    assert "Vervallen vaardigheden" not in first
    assert "De taxonomie Daarna 2 is geladen." in then
    assert "Vervallen vaardigheden: 1." in then


def test_rows_that_are_left_out_are_listed(talent, esco, empty):
    esco.asks(("lasser", "essential", "lassen"), ("lasser", "essential", "dansen"))
    told = talent("taxonomy", "load", esco.path, "--json", at=empty).json
    (problem,) = told["problems"]
    assert problem.keys() == {"file", "line", "reason"}
    assert (problem["file"], problem["line"]) == ("occupationSkillRelations.csv", 3)


def spoil(esco, what):
    """Damage a folder; give the folder to load."""
    skills = esco.path / "skills_nl.csv"
    if what == "a missing file":
        (esco.path / "occupations_nl.csv").unlink()
    elif what == "a file that breaks off":
        skills.write_bytes(skills.read_bytes()[:-20])
    elif what == "an empty file":
        skills.write_bytes(b"")
    return esco.path / "nergens" if what == "no folder" else esco.path


@pytest.mark.parametrize(
    ("what", "sentence"),
    [
        ("a missing file", "Het bestand occupations_nl.csv staat niet in de map "),
        ("a file that breaks off", "Het bestand skills_nl.csv "),
        ("an empty file", "Het bestand skills_nl.csv is leeg"),
        ("no folder", "De map "),
    ],
)
def test_a_folder_that_is_not_whole_leaves_the_old_taxonomy_whole(
    talent, esco, empty, what, sentence
):
    talent("taxonomy", "load", esco.path, at=empty)
    before = status(talent, empty)
    answer = talent("taxonomy", "load", spoil(esco, what), "--json", at=empty)
    assert (answer.code, answer.out, answer.err.count("\n")) == (2, "", 1)
    assert answer.err.startswith(sentence)
    assert status(talent, empty) == before


@pytest.mark.parametrize(
    ("option", "text", "reason"),
    [
        ("--source", "x" * 81, "mag hoogstens 80 tekens lang zijn, dit zijn er 81"),
        ("--version", "x" * 41, "mag hoogstens 40 tekens lang zijn, dit zijn er 41"),
        ("--source", "a\0b", "bevat tekens die geen gewone tekst zijn; typ het opnieuw"),
        ("--version", "\udcff", "bevat tekens die geen gewone tekst zijn; typ het opnieuw"),
    ],
)
def test_a_name_that_cannot_be_kept_is_refused(talent, esco, option, text, reason):
    answer = talent("taxonomy", "load", esco.path, option, text)
    assert (answer.code, answer.out, answer.err) == (2, "", f"De tekst bij {option} {reason}.\n")


def test_words_find_skills_and_nothing_is_chosen(talent, region):
    told = talent("skills", "suggest", "ik reed op de heftruck", "--json", at=region).json
    assert told.keys() == {"foundNothing", "suggestions"}
    assert {frozenset(one) for one in told["suggestions"]} == {
        frozenset({"uri", "label", "score", "surface", "words"})
    }
    assert told["suggestions"][0]["label"] == "heftruck rijden"


@pytest.mark.parametrize("typed", ["heftruk", "heft"])
def test_half_a_word_or_a_wrong_letter_finds_the_skill_while_typing(talent, region, typed):
    told = talent("skills", "suggest", typed, "--typed", "--json", at=region).json
    assert told["suggestions"][0]["label"] == "heftruck rijden"


def test_a_word_nobody_knows_finds_nothing_and_says_so(talent, region):
    told = talent("skills", "suggest", "qqqxyz", "--json", at=region).json
    assert told == {"foundNothing": True, "suggestions": []}
    shown = talent("skills", "suggest", "qqqxyz", at=region)
    assert (shown.code, shown.out, shown.err) == (
        0,
        "We vonden hier geen vaardigheid bij. Zeg het met andere woorden.\n",
        "",
    )


@pytest.mark.parametrize("text", ["a\0b", "\ud800", "x" * 1_000_000])
def test_a_text_that_is_no_text_is_refused_in_one_line(talent, sqlite_region, text):
    answer = talent("skills", "suggest", text, at=sqlite_region)
    assert (answer.code, answer.out, answer.err.count("\n")) == (2, "", 1)
    assert answer.err.startswith("Deze tekst ")


@pytest.mark.parametrize("words", [("taxonomy", "status"), ("skills", "suggest", "lassen")])
def test_people_see_a_table_in_dutch(talent, sqlite_region, words):
    shown = talent(*words, at=sqlite_region)
    assert (shown.code, shown.err) == (0, "")
    assert "vaardighe" in shown.out
