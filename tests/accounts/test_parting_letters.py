"""Promises about the mails before an erasing: when, one link, short sentences, and nobody named."""

import pytest

from accounts.parting_letters import stay_letter

TO, LINK = "jan.jansen@voorbeeld.nl", "https://talent.example/inloggen"
WHEN = {
    ("nl", False): "over een maand",
    ("nl", True): "over twee weken",
    ("en", False): "in a month",
    ("en", True): "in two weeks",
    ("xx", True): "over twee weken",
}


@pytest.mark.parametrize(("language", "last"), WHEN)
def test_it_says_how_long_there_is_and_where_to_go(language, last):
    mail = stay_letter(TO, link=LINK, last=last, language=language)
    assert (mail.to, mail.text.splitlines().count(LINK)) == (TO, 1)
    assert WHEN[language, last] in mail.text
    assert "jan" not in mail.text.lower()
    assert "{" not in mail.text
    assert max(len(line.split()) for line in mail.text.splitlines()) <= 15
