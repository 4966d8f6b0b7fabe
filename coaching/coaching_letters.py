"""The mails of guidance, in Dutch and in English: what to do and a link, and nothing about anybody.

See accounts/letters.py: a mail can be read by others on its way and on a shared phone.
"""

from collections.abc import Callable, Mapping
from datetime import datetime

from sqlmodel import Session

from accounts.letters import DUTCH, ENGLISH
from accounts.mail import Mail
from accounts.models import Account
from accounts.outbox import post_later
from profiles.service import find_candidate

Letter = Callable[[str, str, str], Mail]

_PROPOSED: Mapping[str, tuple[str, str]] = {
    DUTCH: (
        "Je coach heeft een tip voor je profiel",
        """Hallo,

Je coach denkt dat je meer kunt dan er op je profiel staat.
Kijk wat je coach aanraadt:
{link}

Jij kiest. Zet het op je profiel, of laat het staan.
Er verandert niets zonder jou.

Talent op Maat""",
    ),
    ENGLISH: (
        "Your coach has a tip for your profile",
        """Hello,

Your coach thinks you can do more than your profile says.
See what your coach suggests:
{link}

You choose. Put it on your profile, or leave it.
Nothing changes without you.

Talent op Maat""",
    ),
}

_ANSWERED: Mapping[str, tuple[str, str]] = {
    DUTCH: (
        "Er is een antwoord op je bezwaar",
        """Hallo,

Je maakte bezwaar. Een andere coach heeft ernaar gekeken.
Lees het antwoord hier:
{link}

Staat je profiel op pauze? Je gaat verder wanneer jij wilt.

Talent op Maat""",
    ),
    ENGLISH: (
        "There is an answer to your objection",
        """Hello,

You objected. Another coach has looked at it.
Read the answer here:
{link}

Is your profile paused? You go on when you want to.

Talent op Maat""",
    ),
}


def skills_proposed_letter(to: str, link: str, language: str = DUTCH) -> Mail:
    """Write that a coach proposed something for the profile."""
    return _letter(_PROPOSED, to, link, language)


def objection_answered_letter(to: str, link: str, language: str = DUTCH) -> Mail:
    """Write that there is an answer to an objection."""
    return _letter(_ANSWERED, to, link, language)


def post_to_candidate(
    session: Session, *, candidate_id: int, letter: Letter, link: str, now: datetime
) -> bool:
    """Put a letter to a candidate in the outbox, in the language of the account.

    False when there is no address to write to: nothing is sent then.
    """
    account_id = find_candidate(session, candidate_id=candidate_id).account_id
    account = None if account_id is None else session.get(Account, account_id)
    if account is None or account.email is None or account.closed_at is not None:
        return False
    post_later(session, letter(account.email, link, account.language), now=now)
    return True


def _letter(texts: Mapping[str, tuple[str, str]], to: str, link: str, language: str) -> Mail:
    subject, text = texts.get(language, texts[DUTCH])
    return Mail(to, subject, text.format(link=link))
