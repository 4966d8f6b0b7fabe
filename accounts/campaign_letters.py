"""The text of the mail that invites to a campaign, in Dutch and in English; it names nobody."""

from accounts.letters import DUTCH, ENGLISH, Texts
from accounts.mail import Mail

_INVITED: Texts = {
    DUTCH: (
        "Ontdek welk werk bij je past",
        """Hallo,

Zoek je werk, of ander werk? Bij Talent op Maat tel je mee met wat je kunt.
Je diploma’s en je cv doen er niet toe. Kijk hier wat het is en doe mee:
{link}

De link is voor jou alleen. Hij werkt {days} dagen, zolang er plek is.

Het programma in jouw regio gaf ons dit mailadres.
Doe je niet mee? Dan wissen we het na {days} dagen. Bij de link kan dat ook meteen.

Talent op Maat""",
    ),
    ENGLISH: (
        "Find out which work suits you",
        """Hello,

Are you looking for work, or for other work? At Talent op Maat what you can do counts.
Your diplomas and your CV do not matter. See here what it is and join in:
{link}

The link is for you alone. It works for {days} days, as long as there is room.

The programme in your region gave us this mail address.
Do you not join in? Then we erase it after {days} days. At the link you can do that at once.

Talent op Maat""",
    ),
}


def campaign_letter(to: str, *, link: str, days: int, language: str = DUTCH) -> Mail:
    """Write to somebody who is invited to a campaign; `link` works once, for so many days."""
    subject, text = _INVITED.get(language, _INVITED[DUTCH])
    return Mail(to, subject, text.format_map({"link": link, "days": str(days)}))
