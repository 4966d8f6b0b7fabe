"""The mails before somebody's data go by themselves, in Dutch and in English; they name nobody."""

from accounts.letters import DUTCH, ENGLISH, Texts
from accounts.mail import Mail

_STAY: Texts = {
    DUTCH: (
        "Wil je je profiel houden?",
        """Hallo,

Je was bijna een jaar niet op Talent op Maat.
Daarom wissen we {when} je gegevens.

Wil je blijven? Log dan hier in:
{link}

Wil je niet meer meedoen? Dan hoef je niets te doen.

Talent op Maat""",
    ),
    ENGLISH: (
        "Do you want to keep your profile?",
        """Hello,

You were not at Talent op Maat for almost a year.
That is why we erase your data {when}.

Do you want to stay? Then log in here:
{link}

Do you no longer want to take part? Then you need not do anything.

Talent op Maat""",
    ),
}

_WHEN = {DUTCH: ("over een maand", "over twee weken"), ENGLISH: ("in a month", "in two weeks")}


def stay_letter(to: str, *, link: str, last: bool, language: str = DUTCH) -> Mail:
    """Ask whether somebody stays: a month before the erasing, and with `last` two weeks before."""
    spoken = language if language in _STAY else DUTCH
    subject, text = _STAY[spoken]
    return Mail(to, subject, text.format(link=link, when=_WHEN[spoken][last]))
