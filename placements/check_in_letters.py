"""The mails about how it goes, in Dutch and in English: what to do and a link, nothing else.

See accounts/letters.py: a mail can be read by others on its way and on a shared phone.
"""

from collections.abc import Mapping
from enum import StrEnum

from accounts.letters import DUTCH, ENGLISH
from accounts.mail import Mail

_END = "\n\nTalent op Maat"


class CheckInLetter(StrEnum):
    """Which mail; the first word tells to whom."""

    CANDIDATE_ASKED = "candidate asked how it goes"
    CANDIDATE_REMINDED = "candidate reminded how it goes"
    EMPLOYER_ASKED = "employer asked how it goes"
    EMPLOYER_REMINDED = "employer reminded how it goes"
    COACH_HELP = "coach told to call"
    COACH_STOPPED = "coach told it stopped"


TEXTS: Mapping[CheckInLetter, Mapping[str, tuple[str, str]]] = {
    CheckInLetter.CANDIDATE_ASKED: {
        DUTCH: (
            "Hoe gaat het op je werk?",
            """Hallo,

Je bent een tijdje bezig. Hoe gaat het? Vertel het met één tik:
{link}

Wil je even overleggen? Kies dat, dan belt je coach.
De link is alleen voor jou. Geef hem aan niemand.""",
        ),
        ENGLISH: (
            "How is your work going?",
            """Hello,

You have been at work for a while. How is it going? Tell us with one tap:
{link}

Do you want to talk? Choose that, and your coach will call.
The link is for you alone. Do not give it to anybody.""",
        ),
    },
    CheckInLetter.CANDIDATE_REMINDED: {
        DUTCH: (
            "We horen graag hoe het gaat",
            """Hallo,

We vroegen hoe het gaat op je werk. Er is nog geen antwoord.
Eén tik is genoeg:
{link}

Antwoord je niet? Dan belt je coach misschien even.""",
        ),
        ENGLISH: (
            "We would like to know how it goes",
            """Hello,

We asked how your work is going. There is no answer yet.
One tap is enough:
{link}

If you do not answer, your coach may call you.""",
        ),
    },
    CheckInLetter.EMPLOYER_ASKED: {
        DUTCH: (
            "Hoe gaat het met je nieuwe collega?",
            """Hallo,

Er werkt iemand bij je via Talent op Maat. Hoe gaat het?
Vertel het met één tik. Je hoeft niet in te loggen:
{link}

Wil je even overleggen? Kies dat, dan belt de coach.
De link is alleen voor jou. Stuur hem niet door.""",
        ),
        ENGLISH: (
            "How is your new colleague doing?",
            """Hello,

Somebody works with you through Talent op Maat. How is it going?
Tell us with one tap. You need not log in:
{link}

Do you want to talk? Choose that, and the coach will call.
The link is for you alone. Do not pass it on.""",
        ),
    },
    CheckInLetter.EMPLOYER_REMINDED: {
        DUTCH: (
            "We horen graag hoe het gaat met je collega",
            """Hallo,

We vroegen hoe het gaat met je nieuwe collega. Er is nog geen antwoord.
Eén tik is genoeg:
{link}

Antwoord je niet? Dan belt de coach misschien even.""",
        ),
        ENGLISH: (
            "We would like to know how your colleague is doing",
            """Hello,

We asked how your new colleague is doing. There is no answer yet.
One tap is enough:
{link}

If you do not answer, the coach may call you.""",
        ),
    },
    CheckInLetter.COACH_HELP: {
        DUTCH: (
            "Iemand wil met je praten",
            """Hallo,

Iemand wil met je praten over het werk. Bel hem of haar vandaag of morgen.
Log in en kijk wie het is:
{link}""",
        ),
        ENGLISH: (
            "Somebody wants to talk with you",
            """Hello,

Somebody wants to talk about a placement. Call today or tomorrow.
Log in and see who it is:
{link}""",
        ),
    },
    CheckInLetter.COACH_STOPPED: {
        DUTCH: (
            "Iemand zegt dat het werk is gestopt",
            """Hallo,

Iemand zegt dat het werk is gestopt. Vraag eerst wat er is gebeurd.
Klopt het? Leg dan het einde vast:
{link}

Er verandert niets vanzelf.""",
        ),
        ENGLISH: (
            "Somebody says that the work has stopped",
            """Hello,

Somebody says that a placement has stopped. First ask what happened.
Is it true? Then record the end:
{link}

Nothing changes by itself.""",
        ),
    },
}


def check_in_letter(letter: CheckInLetter, to: str, *, link: str, language: str = DUTCH) -> Mail:
    """Write a mail; a language we do not have gets the Dutch one."""
    texts = TEXTS[letter]
    subject, text = texts.get(language, texts[DUTCH])
    return Mail(to, subject, text.format(link=link) + _END)
