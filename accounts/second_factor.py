"""The second factor: a code from an authenticator app (TOTP) for who sees other people."""

import re
from dataclasses import dataclass
from datetime import datetime

import pyotp
from sqlmodel import Session, col, or_, select, update

from accounts.models import Account, Credential, Role
from foundation.errors import Conflict, NotFound

# The name that stands in the app.
ISSUER = "Talent op Maat"
# A code of the step before or after will do: clocks differ, and people type slowly.
STEPS_AROUND = 1

_NEEDED = frozenset({Role.COACH, Role.MANAGER, Role.ADMINISTRATOR})


class NoPassword(NotFound):
    """The account has no password yet, so there is nothing to add a second step to."""


class SecondFactorAlreadyThere(Conflict):
    """The account has a second factor; only an administrator takes it away."""


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What to put in the app: as a picture of `uri`, or by typing `secret`. Shown once."""

    secret: str
    uri: str


def needs_second_factor(role: Role) -> bool:
    """Tell whether a role logs in with a second step: the coach and everybody above."""
    return role in _NEEDED


def has_second_factor(session: Session, *, account_id: int) -> bool:
    """Tell whether an account has a second factor that works; else it is to be enrolled first."""
    return _confirmed(session, account_id) is not None


def enrol(session: Session, *, account_id: int) -> Enrolment:
    """Draw a secret for the app; it counts once `confirm` has seen a code of it.

    Raises:
        NoPassword: there is no password yet.
        SecondFactorAlreadyThere: one was confirmed; knowing the password is not enough to swap it.
    """
    found = session.exec(
        select(Credential, Account.email)
        .join(Account, col(Account.id) == col(Credential.account_id))
        .where(Credential.account_id == account_id)
    ).first()
    if found is None:
        raise NoPassword("Dit account heeft nog geen wachtwoord. Kies dat eerst.")
    secret = pyotp.random_base32()
    drawn = update(Credential).where(
        col(Credential.account_id) == account_id, col(Credential.totp_confirmed_at).is_(None)
    )
    if not session.exec(drawn.values(totp_secret=secret, totp_step=None)).rowcount:
        raise SecondFactorAlreadyThere(
            "Dit account heeft al een tweede stap. Vraag je beheerder om hem weg te halen."
        )
    return _enrolment(secret, found[1])


def enrolment_under_way(session: Session, *, account_id: int) -> Enrolment | None:
    """Give the secret that was drawn and not confirmed yet, so that a typing error keeps it."""
    found = session.exec(
        select(Credential.totp_secret, Account.email)
        .join(Account, col(Account.id) == col(Credential.account_id))
        .where(Credential.account_id == account_id, col(Credential.totp_confirmed_at).is_(None))
    ).first()
    return _enrolment(found[0], found[1]) if found and found[0] else None


def _enrolment(secret: str, email: str | None) -> Enrolment:
    uri = pyotp.TOTP(secret).provisioning_uri(name=email or "", issuer_name=ISSUER)
    return Enrolment(secret, uri)


def confirm(session: Session, *, account_id: int, code: str, now: datetime) -> bool:
    """Take the second factor into use with a first code; False when the code is wrong."""
    found = session.get(Credential, account_id, populate_existing=True)
    if found is None or found.totp_secret is None or found.totp_confirmed_at is not None:
        return False
    step = _step_of(found.totp_secret, code, now)
    if step is None:
        return False
    confirmed = update(Credential).where(
        col(Credential.account_id) == account_id,
        col(Credential.totp_secret) == found.totp_secret,
        col(Credential.totp_confirmed_at).is_(None),
    )
    return session.exec(confirmed.values(totp_confirmed_at=now, totp_step=step)).rowcount == 1


def check(session: Session, *, account_id: int, code: str, now: datetime) -> bool:
    """Check a code; each works once, and none older than the last one that worked.

    A wrong one is False, not an error: call `visits.note_wrong_code` then, and commit.
    """
    secret = _confirmed(session, account_id)
    step = None if secret is None else _step_of(secret, code, now)
    if step is None:
        return False
    newer = or_(col(Credential.totp_step).is_(None), col(Credential.totp_step) < step)
    used = update(Credential).where(
        col(Credential.account_id) == account_id,
        col(Credential.totp_secret) == secret,
        col(Credential.totp_confirmed_at).is_not(None),
        newer,
    )
    return session.exec(used.values(totp_step=step)).rowcount == 1


def remove_second_factor(session: Session, *, account_id: int) -> None:
    """Take a second factor away, for who lost the telephone; the next login enrols anew."""
    session.exec(
        update(Credential)
        .where(col(Credential.account_id) == account_id)
        .values(totp_secret=None, totp_confirmed_at=None, totp_step=None)
    )


def _confirmed(session: Session, account_id: int) -> str | None:
    """Give the secret that is in use."""
    return session.exec(
        select(Credential.totp_secret).where(
            Credential.account_id == account_id, col(Credential.totp_confirmed_at).is_not(None)
        )
    ).first()


def _step_of(secret: str, code: str, now: datetime) -> int | None:
    """Tell which thirty seconds a code belongs to; None when it is none of those around now."""
    typed = "".join(code.split())
    if not re.fullmatch(r"\d{6}", typed, re.ASCII):
        return None
    try:
        return pyotp.TOTP(secret).verify_and_get_timecode(
            typed, for_time=now, valid_window=STEPS_AROUND
        )
    except pyotp.OTPVerificationError:
        return None
