"""Promises about skills named in a cell: exact, or refused with suggestions."""

import pytest

from skills.mentions import Mention, UnknownSkill, check_skills, skill_words
from tests.profiles.worlds import DRIVING, DUTCH, LABELS, OLD, TYPING, WELDING, speak, uri


def look_alike(text: str) -> list[str]:
    """Suggest the labels that share a first letter with the text."""
    return sorted(label for label in LABELS.values() if label[0] == text[0])


@pytest.fixture
def vocabulary(sqlite):
    return skill_words(sqlite, look_alike)


WELDS = Mention(WELDING, "metalen lassen", None)
DRIVES = Mention(DRIVING, "heftruck rijden", 3)


@pytest.mark.parametrize(
    ("cell", "mentions"),
    [
        ("", ()),
        (" ; ;", ()),
        ("heftruck rijden: 3; metalen lassen", (DRIVES, WELDS)),
        ("Heftruck  RIJDEN :3\nlassen", (DRIVES, WELDS)),
        (f"{uri(WELDING)}; {uri(DRIVING)}:3", (WELDS, DRIVES)),
        ("Nederlands spreken:2", (Mention(DUTCH, "Nederlands spreken", 2),)),
        ("toetsen: blind typen", (Mention(TYPING, "toetsen: blind typen", None),)),
        ("toetsen: blind typen: 4", (Mention(TYPING, "toetsen: blind typen", 4),)),
    ],
)
def test_a_skill_is_found_by_label_synonym_or_uri(vocabulary, cell, mentions):
    assert vocabulary.read(cell) == (mentions, ())


@pytest.mark.parametrize(
    ("cell", "problem"),
    [
        ("heftruk: 3", "“heftruk” kennen we niet; bedoel je “heftruck rijden”?"),
        ("monteren", "“monteren” kennen we niet; bedoel je “metalen lassen”?"),
        (
            "toetsen",
            "“toetsen” kan meer betekenen; kies uit “piano spelen” of “toetsen: blind typen”",
        ),
        ("zwemmen", "“zwemmen” kennen we niet; kies een naam uit de lijst"),
        ("rijden:heftruck", "“rijden:heftruck” kennen we niet; kies een naam uit de lijst"),
        (LABELS[OLD], "“telex bedienen” kennen we niet; bedoel je “telex bedienen” of “toetsen: …"),
        ("telexen", "“telexen” kennen we niet; bedoel je “telex bedienen” of “toetsen: …"),
        ("lassen: 9", "het niveau van “lassen” moet 1 tot en met 5 zijn"),
        ("lassen: 0", "het niveau van “lassen” moet 1 tot en met 5 zijn"),
        ("lassen: goed", "het niveau van “lassen” moet 1 tot en met 5 zijn"),
        ("lassen: NaN", "het niveau van “lassen” moet 1 tot en met 5 zijn"),
        ("lassen:", "het niveau van “lassen” moet 1 tot en met 5 zijn"),
        ("lassen: ３", "het niveau van “lassen” moet 1 tot en met 5 zijn"),
    ],
)
def test_what_is_unknown_or_ambiguous_is_a_problem_and_never_a_mention(vocabulary, cell, problem):
    mentions, problems = vocabulary.read(cell)
    assert mentions == ()
    assert len(problems) == 1
    assert problems[0].startswith(problem.removesuffix("…"))


def test_the_same_skill_twice_is_a_problem(vocabulary):
    assert vocabulary.read("lassen: 2; metalen lassen") == (
        (Mention(WELDING, "metalen lassen", 2),),
        ("“metalen lassen” staat er twee keer; haal er een weg",),
    )


def test_what_is_right_in_a_cell_stays_beside_what_is_wrong(vocabulary):
    mentions, problems = vocabulary.read("heftruck rijden: 3; zwemmen; lassen: 7")
    assert (mentions, len(problems)) == ((DRIVES,), 2)


def test_at_most_three_suggestions_are_named(sqlite):
    _, problems = skill_words(sqlite, lambda _: ["a", "b", "c", "d"]).read("x")
    assert problems == ("“x” kennen we niet; bedoel je “a”, “b” of “c”?",)


def test_a_file_full_of_nonsense_does_not_search_for_ever(sqlite):
    asked: list[str] = []

    def suggest(text: str) -> list[str]:
        asked.append(text)
        return []

    words = skill_words(sqlite, suggest)
    _, problems = words.read("; ".join(f"onzin {number}" for number in range(10_000)))
    words.read("onzin 1; onzin 1")
    assert (len(problems), len(asked)) == (10_000, 200)


def test_only_skills_in_use_can_be_chosen(session):
    speak(session)
    check_skills(session, [WELDING, DRIVING])
    check_skills(session, [])
    with pytest.raises(UnknownSkill):
        check_skills(session, [WELDING, OLD])
