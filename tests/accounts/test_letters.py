"""Promises about our mails: both languages say the same, in short sentences, and tell nothing."""

import inspect
import re
import string

import pytest

from accounts import letters
from accounts.mail import Mail

TO = "jan.jansen@voorbeeld.nl"
LINK = "https://talent.example/x?t=a_b-c"

WRITTEN = {
    "login": lambda language: letters.login_letter(TO, link=LINK, code="012345", language=language),
    "other door": lambda language: letters.other_door_letter(TO, link=LINK, language=language),
    "invitation": lambda language: letters.invitation_letter(
        TO, link=LINK, days=7, language=language
    ),
    "reminder": lambda language: letters.reminder_letter(TO, link=LINK, language=language),
    "withdrawn": lambda language: letters.withdrawn_letter(TO, link=LINK, language=language),
    "erased": lambda language: letters.erased_letter(TO, link=LINK, language=language),
}
EVERY = pytest.mark.parametrize(
    "mail",
    [write(language) for write in WRITTEN.values() for language in ("nl", "en")],
    ids=lambda mail: mail.subject,
)


def sentences(text: str) -> list[str]:
    plain = " ".join(text.replace(LINK, "").split())
    return re.split(r"(?<=[.!?:]) ", plain)


def test_every_letter_is_read_here():
    made = {name for name, _ in inspect.getmembers(letters, inspect.isfunction)}
    assert len({name for name in made if name.endswith("_letter") and name[0] != "_"}) == len(
        WRITTEN
    )


@EVERY
def test_a_letter_is_filled_in_and_its_link_stands_alone_on_a_line(mail: Mail):
    assert mail.to == TO
    assert mail.text.splitlines().count(LINK) == 1
    assert next(iter(string.Formatter().parse(mail.text)))[1:] == (None, None, None)


@EVERY
def test_a_letter_tells_nothing_of_the_person(mail: Mail):
    assert [word for word in ("jan", "jansen", TO) if word in mail.text.lower()] == []


@EVERY
def test_a_letter_has_short_sentences_and_lines(mail: Mail):
    assert max(len(sentence.split()) for sentence in sentences(mail.text)) <= 16
    assert max(len(line) for line in mail.text.splitlines()) <= 100


@pytest.mark.parametrize("write", WRITTEN.values(), ids=WRITTEN)
def test_both_languages_have_as_many_lines_and_a_strange_language_is_dutch(write):
    dutch, english = write("nl"), write("en")
    assert len(dutch.text.splitlines()) == len(english.text.splitlines())
    assert dutch.text != english.text
    assert write("xx") == dutch


def test_the_mail_to_log_in_has_the_code_and_says_how_long_and_what_if_it_was_not_you():
    mail = WRITTEN["login"]("nl")
    assert "012345" in mail.text.splitlines()
    assert "15 minuten" in mail.text
    assert "Heb jij dit niet gevraagd? Doe dan niets." in mail.text


def test_the_subject_of_the_mail_to_log_in_does_not_hold_the_code():
    assert "012345" not in WRITTEN["login"]("nl").subject
