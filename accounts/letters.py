"""The texts of our mails, in Dutch and in English.

A mail can be read by others on its way and on a shared phone: none holds a name, a skill or
anything else about a person.
"""

from collections.abc import Mapping

from accounts.mail import Mail

DUTCH = "nl"
ENGLISH = "en"

Texts = Mapping[str, tuple[str, str]]

_LOGIN: Texts = {
    DUTCH: (
        "Inloggen bij Talent op Maat",
        """Hallo,

Klik op deze link om in te loggen:
{link}

Of typ deze code op het scherm waar je begon:
{code}

De link en de code werken 15 minuten. Je kunt ze één keer gebruiken.
Geef ze aan niemand. Wij vragen er nooit om.

Heb jij dit niet gevraagd? Doe dan niets. Zonder deze mail kan niemand inloggen.

Talent op Maat""",
    ),
    ENGLISH: (
        "Log in to Talent op Maat",
        """Hello,

Click on this link to log in:
{link}

Or type this code on the screen where you started:
{code}

The link and the code work for 15 minutes. You can use them once.
Do not give them to anybody. We never ask for them.

Did you not ask for this? Then do nothing. Nobody can log in without this mail.

Talent op Maat""",
    ),
}

_OTHER_DOOR: Texts = {
    DUTCH: (
        "Inloggen bij Talent op Maat",
        """Hallo,

Iemand wil met dit mailadres inloggen. Voor dit adres werkt dat niet met een mail.
Log in met je wachtwoord:
{link}

Heb jij dit niet gevraagd? Doe dan niets.

Talent op Maat""",
    ),
    ENGLISH: (
        "Log in to Talent op Maat",
        """Hello,

Somebody wants to log in with this mail address. For this address that does not work by mail.
Log in with your password:
{link}

Did you not ask for this? Then do nothing.

Talent op Maat""",
    ),
}

_INVITATION: Texts = {
    DUTCH: (
        "Je uitnodiging voor Talent op Maat",
        """Hallo,

Je krijgt een account bij Talent op Maat. Kies hier je wachtwoord:
{link}

De link werkt {days} dagen. Je kunt hem één keer gebruiken.
Werkt de link niet meer? Vraag de beheerder om een nieuwe.

Ken je ons niet? Doe dan niets.

Talent op Maat""",
    ),
    ENGLISH: (
        "Your invitation to Talent op Maat",
        """Hello,

You get an account at Talent op Maat. Choose your password here:
{link}

The link works for {days} days. You can use it once.
Does the link no longer work? Ask the administrator for a new one.

Do you not know us? Then do nothing.

Talent op Maat""",
    ),
}

_REMINDER: Texts = {
    DUTCH: (
        "Klopt je profiel nog?",
        """Hallo,

Je keek 90 dagen geleden voor het laatst naar je profiel. Klopt het nog?
Kijk en bevestig het hier:
{link}

Is er iets veranderd? Pas het dan aan. Zo zie je werk dat bij je past.
Wil je niet meer meedoen? Dan kun je daar ook pauzeren of stoppen.

Talent op Maat""",
    ),
    ENGLISH: (
        "Is your profile still right?",
        """Hello,

You last looked at your profile 90 days ago. Is it still right?
Look and confirm it here:
{link}

Did something change? Then change your profile. So you see work that fits you.
Do you no longer want to take part? Then you can pause or stop there too.

Talent op Maat""",
    ),
}

_WITHDRAWN: Texts = {
    DUTCH: (
        "Je bent gestopt bij Talent op Maat",
        """Hallo,

Je bent gestopt. Niemand kan je profiel nog vinden.
Wil je ook dat we alles wissen? Log in en kies "wissen":
{link}

Heb jij dit niet gedaan? Log dan in en kijk bij "mijn rechten".

Talent op Maat""",
    ),
    ENGLISH: (
        "You stopped at Talent op Maat",
        """Hello,

You stopped. Nobody can find your profile any more.
Do you also want us to erase everything? Log in and choose "erase":
{link}

Did you not do this? Then log in and look at "my rights".

Talent op Maat""",
    ),
}

_ERASED: Texts = {
    DUTCH: (
        "Je gegevens zijn gewist",
        """Hallo,

We hebben je gegevens gewist. Dit is onze laatste mail aan jou.
Wil je later weer meedoen? Dan begin je opnieuw:
{link}

Talent op Maat""",
    ),
    ENGLISH: (
        "We erased your data",
        """Hello,

We erased your data. This is our last mail to you.
Do you want to take part again later? Then you start anew:
{link}

Talent op Maat""",
    ),
}


def login_letter(to: str, *, link: str, code: str, language: str = DUTCH) -> Mail:
    """Write the mail that logs somebody in; it is the same for an address we know and one not."""
    return _letter(_LOGIN, to, language, link=link, code=code)


def other_door_letter(to: str, *, link: str, language: str = DUTCH) -> Mail:
    """Write to an address that logs in with a password; `link` is the page where that is done."""
    return _letter(_OTHER_DOOR, to, language, link=link)


def invitation_letter(to: str, *, link: str, days: int, language: str = DUTCH) -> Mail:
    """Write the invitation with which staff and employers choose their first password."""
    return _letter(_INVITATION, to, language, link=link, days=str(days))


def reminder_letter(to: str, *, link: str, language: str = DUTCH) -> Mail:
    """Write after 90 days to ask whether the profile is still right."""
    return _letter(_REMINDER, to, language, link=link)


def withdrawn_letter(to: str, *, link: str, language: str = DUTCH) -> Mail:
    """Write that somebody stopped; `link` is the page to log in."""
    return _letter(_WITHDRAWN, to, language, link=link)


def erased_letter(to: str, *, link: str, language: str = DUTCH) -> Mail:
    """Write that everything is erased; `link` is the first page."""
    return _letter(_ERASED, to, language, link=link)


def _letter(texts: Texts, to: str, language: str, **filled: str) -> Mail:
    """Fill in a text; a language we do not have gets the Dutch one."""
    subject, text = texts.get(language, texts[DUTCH])
    return Mail(to, subject, text.format_map(filled))
