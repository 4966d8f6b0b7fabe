"""Promises about our mails to companies: both languages say the same, and name nobody."""

import inspect
import re

import pytest

from accounts import company_letters

TO = "jan.jansen@voorbeeld.nl"
LINK = "https://talent.example/werkgever"
WRITTEN = {
    name: write
    for name, write in inspect.getmembers(company_letters, inspect.isfunction)
    if name.endswith("_letter") and name[0] != "_"
}
EVERY = pytest.mark.parametrize("write", WRITTEN.values(), ids=WRITTEN)


def test_there_are_five():
    assert len(WRITTEN) == 5


@EVERY
def test_both_languages_have_as_many_lines_and_a_strange_language_is_dutch(write):
    dutch, english = write(TO, link=LINK), write(TO, link=LINK, language="en")
    assert len(dutch.text.splitlines()) == len(english.text.splitlines())
    assert dutch.text != english.text
    assert write(TO, link=LINK, language="xx") == dutch


@EVERY
@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_link_stands_alone_and_sentences_are_short(write, language):
    mail = write(TO, link=LINK, language=language)
    assert mail.to == TO
    assert mail.text.splitlines().count(LINK) == 1
    assert [word for word in ("jan", "jansen") if word in mail.text.lower()] == []
    plain = " ".join(mail.text.replace(LINK, "").split())
    sentences = re.split(r"(?<=[.!?:]) ", plain)
    assert max(len(sentence.split()) for sentence in sentences) <= 16
