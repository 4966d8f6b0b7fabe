"""Passwords of staff and employers: what is good enough, keeping them and checking them."""

import re
import unicodedata
from datetime import datetime
from functools import cache
from string import digits

from pwdlib import PasswordHash
from sqlmodel import Session, col, select

from accounts.models import Account, Credential
from accounts.service import address_of, open_account_of
from accounts.tokens import new_token
from accounts.visits import end_visits_of
from foundation.database import guarded
from foundation.errors import Conflict, Invalid, NotAllowed, Problem

SHORTEST = 12
LONGEST = 128
# Parts of a name or address shorter than this stand in too many good passwords.
SHORTEST_OWN_PART = 4

_HASHER = PasswordHash.recommended()

# What people think of first. Digits around such a word, and the word twice, do not help.
_WORDS = """
abc admin administrator ajax amsterdam appeltaart arnhem azerty banaan beheerder bloemetje
boterham breda changeme chocola chocolade computer correcthorsebatterystaple default denhaag
ditiseenwachtwoord ditismijnwachtwoord eindhoven feyenoord football geenidee geheim
geheimwachtwoord goedemorgen groningen haarlem hallo hello herfst holland hondje ikbenhet
ikhouvanjou ikhouvanjullie ikweethetniet iloveyou inloggen kanjer knuffel koekje konijn
koningsdag leiden lente letmein liefje lieverd login maandag master mijnwachtwoord monkey
mypassword nederland november october oktober oranje paard paashaas password paswoord pindakaas
poesje princess prinses qwerty qwertyuiop rotterdam schatje secret september sinterklaas
snoepje sunshine superman talent talentopmaat test tester tilburg utrecht vacature vergeten
verjaardag voetbal wachtwoord wachtwoordvergeten welcome welkom welkomthuis werkgever winter
zomer zonnebloem zonneschijn zwolle
"""
_COMMON = frozenset(_WORDS.split())
_ROWS = ("abcdefghijklmnopqrstuvwxyz", "0123456789", "qwertyuiopasdfghjklzxcvbnm", "1qaz2wsx3edc")
_LOOKALIKES = str.maketrans("01345", "oieas")


class WeakPassword(Invalid):
    """The password is too easy to guess, or cannot be kept."""


class WrongPassword(NotAllowed):
    """The address and the password do not belong together; no more is told."""


def set_password(
    session: Session,
    *,
    account_id: int,
    password: str,
    now: datetime,
    except_visit: int | None = None,
) -> None:
    """Keep a new password and end the visits of the account, all or all but one.

    Raises:
        UnknownAccount: there is none, or it was closed.
        WeakPassword: the problem stands at `password`.
    """
    account = open_account_of(session, account_id=account_id)
    written = _HASHER.hash(good_password(password, account=account))
    credential = session.get(Credential, account_id)
    with guarded(session, Conflict("Iemand koos net een wachtwoord. Probeer het opnieuw.")):
        if credential is None:
            session.add(Credential(account_id=account_id, password_hash=written))
        else:
            credential.password_hash = written
    end_visits_of(session, account_id=account_id, now=now, except_visit=except_visit)


def check_password(session: Session, *, email: str, password: str) -> Account:
    """Find the account that an address and a password belong to; a second step may follow.

    The work is the same whether or not the address is known: one query, one hash. When the advised
    strength of the hash rose, a right password is hashed anew.

    Raises:
        WrongPassword: in the same words whatever is wrong.
    """
    nobody = _hash_of_nobody()
    found = _with_password(session, email)
    typed = _as_kept(password)
    written = found[1].password_hash if found else nobody
    right, renewed = _HASHER.verify_and_update("" if typed is None else typed, written)
    if found is None or not right:
        raise WrongPassword(
            "Dit adres en dit wachtwoord horen niet bij elkaar. Probeer het opnieuw, of vraag je "
            "beheerder om een nieuwe link."
        )
    account, credential = found
    if renewed is not None:
        credential.password_hash = renewed
        session.flush()
    return account


def good_password(password: str, *, account: Account) -> str:
    """Give a password in the form that is hashed.

    Raises:
        WeakPassword: too short, too long, the person's own name or address, or a common one.
    """
    typed = _as_kept(password)
    if typed is None or len(typed) < SHORTEST:
        raise _weak(f"moet {SHORTEST} tot en met {LONGEST} tekens lang zijn")
    if _holds_own(typed, account):
        raise _weak("mag je naam of e-mailadres niet bevatten; kies iets anders")
    if _is_common(typed):
        raise _weak("is te makkelijk te raden; kies bijvoorbeeld vier losse woorden")
    return typed


def _with_password(session: Session, email: str) -> tuple[Account, Credential] | None:
    try:
        address = address_of(email)
    except Invalid:
        address = ""  # nobody's, and looked for all the same
    own = (
        select(Account, Credential)
        .join(Credential, col(Credential.account_id) == col(Account.id))
        .where(Account.email == address, col(Account.closed_at).is_(None))
    )
    return session.exec(own).first()


@cache
def _hash_of_nobody() -> str:
    return _HASHER.hash(new_token())


def _as_kept(password: str) -> str | None:
    """Write a password one way, however the keyboard did; None for what can be nobody's."""
    if len(password) > LONGEST:
        return None
    typed = unicodedata.normalize("NFC", password)
    if len(typed) > LONGEST or re.search(r"[\x00-\x1f\x7f\ud800-\udfff]", typed):
        return None
    return typed


def _holds_own(typed: str, account: Account) -> bool:
    email = account.email or ""
    own = (email, email.partition("@")[0], account.name, *account.name.split())
    bare = _letters(typed)
    return any(part in bare for part in map(_letters, own) if len(part) >= SHORTEST_OWN_PART)


def _is_common(typed: str) -> bool:
    lowered = _letters(typed.replace("@", "a").replace("$", "s")) or typed
    if len(_unit(lowered)) < SHORTEST_OWN_PART:
        return True
    if any(lowered in row * 3 or lowered[::-1] in row * 3 for row in _ROWS):
        return True
    once = _unit(lowered.strip(digits)).strip(digits)
    return once.translate(_LOOKALIKES) in _COMMON


def _letters(text: str) -> str:
    """Keep letters and digits, small."""
    return "".join(sign for sign in text.casefold() if sign.isalnum())


def _unit(text: str) -> str:
    """Give the shortest piece that, said again and again, is the text; its end may be cut off."""
    for size in range(1, len(text)):
        if text == (text[:size] * (len(text) // size + 1))[: len(text)]:
            return text[:size]
    return text


def _weak(message: str) -> WeakPassword:
    problem = Problem("password", message)
    return WeakPassword(f"Dit wachtwoord {message}.", (problem,))
