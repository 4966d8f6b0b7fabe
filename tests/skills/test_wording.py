"""Promises about the words of a text."""

import pytest

from skills.wording import WINDOW, fold, folded_words, windows


def written(text):
    return [" ".join(word.written for word in window) for window in windows(text)]


@pytest.mark.parametrize(
    ("text", "folded"), [("Crème", "creme"), ("STRASSE", "strasse"), ("Straße", "strasse")]
)
def test_capitals_and_accents_make_no_difference(text, folded):
    assert fold(text) == folded


def test_names_with_signs_stay_whole():
    assert folded_words("C++, C# en foto's (MIG/MAG)") == [
        "c++", "c#", "en", "foto's", "mig", "mag",
    ]  # fmt: skip


def test_a_clause_is_a_window_without_its_empty_words():
    assert written("Ik reed op de heftruck, en ik telde de voorraad.\nSoms lassen") == [
        "reed heftruck",
        "telde voorraad",
        "lassen",
    ]


def test_a_long_clause_becomes_windows_that_overlap_by_half():
    words = [f"woord{n}" for n in range(WINDOW + 2)]
    assert written(" ".join(words)) == [
        " ".join(words[:WINDOW]),
        " ".join(words[WINDOW // 2 :]),
    ]


def test_a_window_that_returns_counts_once():
    assert written("Lassen. Lassen. Lassen.") == ["Lassen"]


@pytest.mark.parametrize("text", ["", "  ", "ik heb de", "!?", "—"])
def test_a_text_that_says_nothing_has_no_windows(text):
    assert windows(text) == []
