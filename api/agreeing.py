"""What every way to agree shares: to the text that was read, and only by who can take it back."""

from foundation.errors import Conflict
from profiles.consent_texts import TEXTS
from profiles.drafts import ConsentDraft
from profiles.models import Purpose


class TextChanged(Conflict):
    """What somebody agreed to on the page is not the text we have now."""


class NoAddressYet(Conflict):
    """Somebody without an address cannot agree: nobody could take it back tomorrow."""


def agreed_text(purpose: Purpose, version: str) -> ConsentDraft:
    """Build the consent to the text that somebody read.

    Raises:
        TextChanged: that was another version than we have now.
    """
    if version != TEXTS[purpose].version:
        raise TextChanged("De tekst is veranderd. Lees hem nog eens en kies dan opnieuw.")
    return ConsentDraft(purpose=purpose, text_version=version)
