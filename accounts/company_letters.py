"""The texts of our mails to companies, in Dutch and in English; none names anybody."""

from accounts.letters import DUTCH, ENGLISH, Texts
from accounts.mail import Mail

_KNOWN_ADDRESS: Texts = {
    DUTCH: (
        "Je aanmelding bij Talent op Maat",
        """Hallo,

Iemand meldde een bedrijf aan met dit mailadres. Dit adres heeft al een account.
Log hier in:
{link}

Wil je een ander bedrijf aanmelden? Gebruik dan een ander mailadres.
Heb jij dit niet gedaan? Doe dan niets.

Talent op Maat""",
    ),
    ENGLISH: (
        "Your sign-up at Talent op Maat",
        """Hello,

Somebody signed a company up with this mail address. This address has an account already.
Log in here:
{link}

Do you want to sign another company up? Then use another mail address.
Did you not do this? Then do nothing.

Talent op Maat""",
    ),
}

_KNOWN_COMPANY: Texts = {
    DUTCH: (
        "Je aanmelding bij Talent op Maat",
        """Hallo,

Je meldde een bedrijf aan. Dit bedrijf doet al mee.
Vraag een collega om je uit te nodigen. Dat kan op deze pagina:
{link}

Weet je niet welke collega? Vraag het dan aan de beheerder.
Heb jij dit niet gedaan? Doe dan niets.

Talent op Maat""",
    ),
    ENGLISH: (
        "Your sign-up at Talent op Maat",
        """Hello,

You signed a company up. This company takes part already.
Ask a colleague to invite you. That can be done on this page:
{link}

Do you not know which colleague? Then ask the administrator.
Did you not do this? Then do nothing.

Talent op Maat""",
    ),
}

_ADMITTED: Texts = {
    DUTCH: (
        "Je bedrijf doet mee met Talent op Maat",
        """Hallo,

Je bedrijf doet nu mee. Je kunt werk open zetten voor mensen die dat zoeken.
Ga hier verder:
{link}

Talent op Maat""",
    ),
    ENGLISH: (
        "Your company takes part in Talent op Maat",
        """Hello,

Your company takes part now. You can open work for people who look for it.
Go on here:
{link}

Talent op Maat""",
    ),
}

_REFUSED: Texts = {
    DUTCH: (
        "Je bedrijf doet niet mee met Talent op Maat",
        """Hallo,

De beheerder heeft je bedrijf niet toegelaten. Je account is gesloten.
Denk je dat dit niet klopt? Meld je bedrijf dan opnieuw aan:
{link}

Talent op Maat""",
    ),
    ENGLISH: (
        "Your company does not take part in Talent op Maat",
        """Hello,

The administrator did not admit your company. Your account is closed.
Do you think this is not right? Then sign your company up again:
{link}

Talent op Maat""",
    ),
}

_NOT_INVITED: Texts = {
    DUTCH: (
        "Een uitnodiging van Talent op Maat",
        """Hallo,

Een collega wil je uitnodigen voor het account van jullie bedrijf.
Dat lukt niet met dit mailadres, want het heeft al een account.
Geef je collega een ander mailadres. Of log in:
{link}

Ken je ons niet? Doe dan niets.

Talent op Maat""",
    ),
    ENGLISH: (
        "An invitation from Talent op Maat",
        """Hello,

A colleague wants to invite you to the account of your company.
That does not work with this mail address: it has an account already.
Give your colleague another mail address. Or log in:
{link}

Do you not know us? Then do nothing.

Talent op Maat""",
    ),
}


def known_address_letter(to: str, *, link: str, language: str = DUTCH) -> Mail:
    """Write to an address that signed up and has an account; `link` is its page to log in."""
    return _letter(_KNOWN_ADDRESS, to, link, language)


def known_company_letter(to: str, *, link: str, language: str = DUTCH) -> Mail:
    """Write that the company is there already; `link` is where a colleague can invite."""
    return _letter(_KNOWN_COMPANY, to, link, language)


def admitted_letter(to: str, *, link: str, language: str = DUTCH) -> Mail:
    """Write that the company was admitted; `link` is its desk."""
    return _letter(_ADMITTED, to, link, language)


def refused_letter(to: str, *, link: str, language: str = DUTCH) -> Mail:
    """Write that the company was not admitted; `link` is the page to sign up."""
    return _letter(_REFUSED, to, link, language)


def not_invited_letter(to: str, *, link: str, language: str = DUTCH) -> Mail:
    """Write to an address that has an account of its own and cannot join a company with it."""
    return _letter(_NOT_INVITED, to, link, language)


def _letter(texts: Texts, to: str, link: str, language: str) -> Mail:
    subject, text = texts.get(language, texts[DUTCH])
    return Mail(to, subject, text.format_map({"link": link}))
