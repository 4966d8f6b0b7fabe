"""Promises about the texts somebody agrees to: one for each purpose, whole, short and plain."""

import re

import pytest

from profiles.consent_texts import TEXTS
from profiles.drafts import LONGEST_VERSION, ConsentDraft
from profiles.models import Purpose

MOST_WORDS = 15


def test_each_purpose_has_its_own_text():
    assert set(TEXTS) == set(Purpose)
    assert {purpose: text.purpose for purpose, text in TEXTS.items()} == {p: p for p in Purpose}
    assert len({text.title for text in TEXTS.values()}) == len(Purpose)


@pytest.mark.parametrize("purpose", Purpose)
def test_a_text_can_be_agreed_to_in_its_version(purpose):
    version = TEXTS[purpose].version
    assert 0 < len(version) <= LONGEST_VERSION
    assert ConsentDraft(purpose=purpose, text_version=version).text_version == version


@pytest.mark.parametrize("purpose", Purpose)
def test_a_text_is_in_short_sentences_and_says_what_happens_without_it(purpose):
    text = TEXTS[purpose]
    assert text.without.startswith("Zonder deze toestemming")
    for line in (text.title, *text.lines, text.without):
        for sentence in filter(None, re.split(r"[.?!] ?", line)):
            assert len(sentence.split()) <= MOST_WORDS, sentence
            assert not re.search(r"\b(u|uw)\b", sentence, re.IGNORECASE)
