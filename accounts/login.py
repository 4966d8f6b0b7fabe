"""Logging in by mail: a link that works anywhere, and six digits for the browser that asked.

Nothing here looks whether an address has an account before its owner has shown to read its mail:
what happens, and what it costs, is the same for known and unknown addresses.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, func
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, and_, col, select, update

from accounts.models import Account, CodeKind, LoginCode, Role
from accounts.service import address_of, find_account
from accounts.tokens import hashed, hashed_code, new_code, new_token, same

CODE_LASTS = timedelta(minutes=15)
MOST_TRIES = 5
MOST_LIVING = 3
MOST_MAILS = 5
THROTTLE_WINDOW = timedelta(minutes=15)

# A row whose mail was never sent: over its tries, so that asking more gives no more guesses, and
# told apart from a row that was tried five times, so that asking in vain does not add to the wait.
_NEVER_SENT = MOST_TRIES + 1


class Reason(StrEnum):
    """Why a code or link did not work; the value is what to tell and what to do."""

    UNKNOWN = "Deze code werkt niet in deze browser, of is te oud. Vraag een nieuwe code."
    EXPIRED = "Deze code is verlopen. Vraag een nieuwe code."
    USED = "Deze code is al gebruikt. Vraag een nieuwe code."
    WRONG = "Deze code klopt niet. Kijk in de mail en probeer het opnieuw."
    TOO_MANY = (
        "Dit is te vaak geprobeerd. Gebruik de link in de mail, of vraag over een kwartier een "
        "nieuwe code."
    )
    UNKNOWN_LINK = "Deze link werkt niet of is te oud. Vraag een nieuwe mail."
    EXPIRED_LINK = "Deze link is verlopen. Vraag een nieuwe mail."
    USED_LINK = "Deze link is al gebruikt. Vraag een nieuwe mail."


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for: the challenge for the cookie; the code and the link for the mail.

    Without `send` nothing may be mailed, and code and link are empty; the person is told the same.
    """

    email: str
    challenge: str
    code: str
    link_token: str
    expires_at: datetime
    send: bool


@dataclass(frozen=True, slots=True)
class Redeemed:
    """Somebody has shown to read the mail of an address."""

    email: str


@dataclass(frozen=True, slots=True)
class Refused:
    """A code or link did not work. `tries_left` is None where there is nothing to try again."""

    reason: Reason
    tries_left: int | None = None

    @property
    def message(self) -> str:
        """What to tell the person, in Dutch."""
        if self.tries_left is None:
            return self.reason.value
        return f"{self.reason.value} Je kunt het nog {self.tries_left} keer proberen."


@dataclass(frozen=True, slots=True)
class LoggedIn:
    """The account somebody is in now.

    `joined_from` is the account without an address that was used until now, when it is another
    one: move what was made there, then remove it. The visit still has to begin.
    """

    account: Account
    is_new: bool
    joined_from: int | None


@dataclass(frozen=True, slots=True)
class OtherDoor:
    """The address belongs to staff or an employer, who log in with a password."""

    role: Role

    @property
    def message(self) -> str:
        """What to tell the person, in Dutch."""
        return f"Je account is voor een {self.role.value}. Log in met je wachtwoord."


def ask_code(session: Session, *, email: str, now: datetime) -> Asked:
    """Make a code and a link for an address, whether or not it has an account.

    At most three codes of an address live at once: the oldest ends. After five mails in fifteen
    minutes the same is made and answered but nothing is to be sent (`send`), and what is made
    cannot be redeemed. Two requests for one address take turns.

    Raises:
        Invalid: it is no address.
    """
    address = address_of(email)
    _take_turns(session, address)
    send = _mails(session, address, now) < MOST_MAILS
    _end_oldest(session, address, leave=MOST_LIVING - 1 if send else MOST_LIVING, now=now)
    challenge, code, link = new_token(), new_code(), new_token()
    session.add(
        LoginCode(
            kind=CodeKind.LOGIN,
            email=address,
            challenge_hash=hashed(challenge),
            code_hash=hashed_code(challenge, code),
            link_hash=hashed(link),
            created_at=now,
            expires_at=now + CODE_LASTS,
            tries=0 if send else _NEVER_SENT,
        )
    )
    session.flush()
    told = (code, link) if send else ("", "")
    return Asked(address, challenge, *told, now + CODE_LASTS, send)


def redeem_code(
    session: Session, *, challenge: str, code: str, now: datetime
) -> Redeemed | Refused:
    """Use the six digits, in the browser that asked for them; once.

    A wrong code is returned, not raised: it counts as a try, and that count must be committed.
    The try is counted before the code is looked at, so that guesses at the same moment count too.
    """
    mine = and_(col(LoginCode.challenge_hash) == hashed(challenge), _for_login())
    tried = session.exec(
        update(LoginCode)
        .where(mine, _usable(now), col(LoginCode.tries) < MOST_TRIES)
        .values(tries=col(LoginCode.tries) + 1)
    )
    fresh = select(LoginCode).where(mine).execution_options(populate_existing=True)
    row = session.exec(fresh).first()
    if row is None:
        return Refused(Reason.UNKNOWN)
    if not tried.rowcount:
        return Refused(_why_not(row, now))
    if not same(row.code_hash, hashed_code(challenge, "".join(code.split()))):
        left = MOST_TRIES - row.tries
        return Refused(Reason.WRONG, left) if left else Refused(Reason.TOO_MANY)
    return _use(session, col(LoginCode.id) == row.id, now) or Refused(Reason.USED)


def redeem_link(session: Session, *, token: str, now: datetime) -> Redeemed | Refused:
    """Use the link of a mail, in any browser; once. It ends the code of that mail as well.

    Call this on a press of a button: programs that read mail open links by themselves.
    """
    return use_link(session, token=token, kind=CodeKind.LOGIN, now=now)


def use_link(session: Session, *, token: str, kind: CodeKind, now: datetime) -> Redeemed | Refused:
    """Use a link of one kind, once; of many at the same moment one gets it."""
    mine = and_(col(LoginCode.link_hash) == hashed(token), col(LoginCode.kind) == kind)
    used = _use(session, mine, now)
    if used is not None:
        return used
    row = session.exec(select(LoginCode).where(mine)).first()
    return Refused(why_no_link(row))


def why_no_link(row: LoginCode | None) -> Reason:
    """Tell why a link that cannot be used cannot."""
    if row is None:
        return Reason.UNKNOWN_LINK
    return Reason.USED_LINK if row.used_at is not None else Reason.EXPIRED_LINK


def log_in_candidate(
    session: Session, *, email: str, visit_account_id: int | None, now: datetime
) -> LoggedIn | OtherDoor:
    """Find or open the candidate's account of an address that was just redeemed.

    An unknown address goes to the account of this visit when that has none, else to a new one.
    Only an account without an address is ever joined: who was logged in as somebody else loses
    nothing. Two first logins at once end in one account, by the unique index.
    """
    address = address_of(email)
    known = find_account(session, email=address)
    if known is None:
        own = _name_visitor(session, address, visit_account_id)
        own = own or _open_candidate(session, address, now)
        if own is not None:
            return LoggedIn(own, is_new=True, joined_from=None)
        known = session.exec(select(Account).where(Account.email == address)).one()
    if known.role is not Role.CANDIDATE:
        return OtherDoor(known.role)
    return LoggedIn(known, is_new=False, joined_from=_visitor(session, visit_account_id))


def _name_visitor(session: Session, address: str, account_id: int | None) -> Account | None:
    """Give the visitor's account its address; None when it has one, or the address was taken."""
    number = _visitor(session, account_id)
    if number is None:
        return None
    nameless = update(Account).where(col(Account.id) == number, *_is_visitor())
    try:
        with session.begin_nested():
            if not session.exec(nameless.values(email=address)).rowcount:
                return None
    except IntegrityError:
        return None
    return session.get(Account, number, populate_existing=True)


def _open_candidate(session: Session, address: str, now: datetime) -> Account | None:
    """Open an account; None when another login did so at the same moment."""
    account = Account(role=Role.CANDIDATE, email=address, created_at=now, seen_at=now)
    try:
        with session.begin_nested():
            session.add(account)
    except IntegrityError:
        return None
    return account


def _visitor(session: Session, account_id: int | None) -> int | None:
    if account_id is None:
        return None
    return session.exec(select(Account.id).where(Account.id == account_id, *_is_visitor())).first()


def _is_visitor() -> tuple[ColumnElement[bool], ...]:
    return (
        col(Account.role) == Role.CANDIDATE,
        col(Account.email).is_(None),
        col(Account.closed_at).is_(None),
    )


def _take_turns(session: Session, address: str) -> None:
    """Hold an address until the commit; on SQLite a writing transaction is alone anyway."""
    if session.get_bind().dialect.name == "postgresql":
        number = int(hashed(address)[:15], 16)
        session.exec(select(func.pg_advisory_xact_lock(number)))


def _mails(session: Session, address: str, now: datetime) -> int:
    sent = select(func.count()).where(
        LoginCode.email == address,
        _for_login(),
        col(LoginCode.created_at) > now - THROTTLE_WINDOW,
        col(LoginCode.tries) != _NEVER_SENT,
    )
    return session.exec(sent).one()


def _end_oldest(session: Session, address: str, *, leave: int, now: datetime) -> None:
    living = (
        select(LoginCode.id)
        .where(LoginCode.email == address, _for_login(), _usable(now))
        .where(col(LoginCode.tries) != _NEVER_SENT)
        .order_by(col(LoginCode.id).desc())
        .offset(leave)
    )
    ended = update(LoginCode).where(col(LoginCode.id).in_(living)).values(expires_at=now)
    session.exec(ended)


def _use(session: Session, mine: ColumnElement[bool], now: datetime) -> Redeemed | None:
    used = update(LoginCode).where(mine, _usable(now)).values(used_at=now)
    email = session.exec(used.returning(col(LoginCode.email))).first()
    return None if email is None else Redeemed(email[0])


def _usable(now: datetime) -> ColumnElement[bool]:
    return and_(col(LoginCode.used_at).is_(None), col(LoginCode.expires_at) > now)


def _for_login() -> ColumnElement[bool]:
    return col(LoginCode.kind) == CodeKind.LOGIN


def _why_not(row: LoginCode, now: datetime) -> Reason:
    if row.used_at is not None:
        return Reason.USED
    return Reason.EXPIRED if row.expires_at <= now else Reason.TOO_MANY
