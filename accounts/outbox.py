"""Mails that must leave: written in the transaction of what they tell about, sent afterwards.

Whoever sends first takes a mail by moving `due_at` forward, in a transaction of its own: two
workers never have the same mail in hand, and no row is locked while the mail server thinks. A
worker that dies lets the mail go when that lease is over. Between the sending and the note of it
a crash can come: then the mail leaves again with the same Message-ID.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import make_msgid

import structlog
from sqlalchemy import ColumnElement, Engine
from sqlmodel import Session, and_, col, delete, or_, select, update

from accounts.mail import Mail, Post
from accounts.models import OutgoingMail
from foundation.checkpoint import let_go_of_old_pages
from foundation.clock import Clock
from foundation.database import writing
from foundation.errors import TalentError

# Longer than a mail server can keep a worker busy: three tries, and ten seconds for each answer.
LEASE = timedelta(minutes=10)
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 720))
GIVEN_UP_AFTER = timedelta(days=3)
# A mail that brings down whoever sends it never gets as far as a pause.
MOST_TRIES = 50
KEPT_FOR = timedelta(days=30)

# Where a transaction remembers that a mail waits for its commit.
POSTED = "posted a mail"

log = structlog.get_logger("talent")


@dataclass(frozen=True, slots=True)
class Delivered:
    """How many mails left, how many will be tried again, and how many were given up."""

    sent: int = 0
    later: int = 0
    given_up: int = 0


@dataclass(frozen=True, slots=True)
class _Taken:
    """A mail one worker has in hand; `tries` tells this taking from every other."""

    id: int
    tries: int
    created_at: datetime
    mail: Mail


def post_later(session: Session, mail: Mail, *, now: datetime) -> OutgoingMail:
    """Put a mail in the outbox; it leaves after the commit, or never when there is none."""
    row = OutgoingMail(
        message_id=make_msgid(domain="talent"),
        to_address=mail.to,
        subject=mail.subject,
        text=mail.text,
        created_at=now,
        due_at=now,
    )
    session.add(row)
    session.flush()
    session.info[POSTED] = True
    return row


def has_posted(session: Session) -> bool:
    """Tell whether this transaction put a mail in the outbox."""
    return POSTED in session.info


def forget_mails(session: Session, *, address: str) -> int:
    """Throw away what still waits to leave for an address; tells how many.

    For when somebody is erased. Post the mail that tells so afterwards.
    """
    waiting = delete(OutgoingMail).where(_waiting(), col(OutgoingMail.to_address) == address)
    return session.exec(waiting).rowcount


def sweep_outbox(session: Session, *, now: datetime) -> int:
    """Remove what left or was given up 30 days ago; tells how many. What waits stays.

    A mail that nobody could even try to send is given up here.
    """
    session.exec(
        update(OutgoingMail)
        .where(_waiting(), col(OutgoingMail.tries) >= MOST_TRIES, col(OutgoingMail.due_at) <= now)
        .values(_emptied(given_up_at=now))
    )
    done = or_(
        col(OutgoingMail.sent_at) <= now - KEPT_FOR,
        col(OutgoingMail.given_up_at) <= now - KEPT_FOR,
    )
    return session.exec(delete(OutgoingMail).where(done)).rowcount


def deliver(
    engine: Engine,
    post: Post,
    *,
    clock: Clock,
    most: int = 100,
    stopped: Callable[[], bool] = lambda: False,
) -> Delivered:
    """Send the mails that are due, one by one, the longest due first.

    Args:
        engine: the database with the outbox; each step is a transaction of its own.
        post: how mails leave.
        clock: tells the moment of each step, for a mail server can take minutes.
        most: how many to try at most.
        stopped: asked before each mail; True leaves the rest for later.

    Raises:
        Unavailable: the database is locked or away; nothing is lost.
    """
    sent = later = given_up = 0
    for _ in range(most):
        taken = None if stopped() else _take(engine, clock())
        if taken is None:
            break
        try:
            post.send(taken.mail)
        except TalentError as error:
            gone = _note_failed(engine, taken, clock(), error)
            given_up, later = given_up + gone, later + (not gone)
        else:
            _note_sent(engine, taken, clock())
            sent += 1
    if sent + given_up:
        let_go_of_old_pages(engine)  # the addresses leave the log of the database as well
    return Delivered(sent, later, given_up)


def _waiting() -> ColumnElement[bool]:
    return and_(col(OutgoingMail.sent_at).is_(None), col(OutgoingMail.given_up_at).is_(None))


def _emptied(**when: datetime) -> dict[str, object]:
    """Say that a mail needs nothing more: neither its address nor its text stays."""
    return {"to_address": "", "text": "", **when}


def _take(engine: Engine, now: datetime) -> _Taken | None:
    """Take the mail that is due longest, and commit that, before anybody sends it."""
    with writing(engine) as session:
        due = (
            select(OutgoingMail.id)
            .where(_waiting(), col(OutgoingMail.due_at) <= now)
            .where(col(OutgoingMail.tries) < MOST_TRIES)
            .order_by(col(OutgoingMail.due_at), col(OutgoingMail.id))
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        row = session.execute(
            update(OutgoingMail)
            .where(col(OutgoingMail.id) == due.scalar_subquery(), _waiting())
            .where(col(OutgoingMail.due_at) <= now)
            .values(due_at=now + LEASE, tries=col(OutgoingMail.tries) + 1)
            .returning(
                col(OutgoingMail.id),
                col(OutgoingMail.tries),
                col(OutgoingMail.created_at),
                col(OutgoingMail.to_address),
                col(OutgoingMail.subject),
                col(OutgoingMail.text),
                col(OutgoingMail.message_id),
            )
            .execution_options(synchronize_session=False)
        ).first()
    if row is None:
        return None
    number, tries, created, *mail = row
    return _Taken(number, tries, created, Mail(*mail))


def _note_sent(engine: Engine, taken: _Taken, now: datetime) -> None:
    """Note that a mail left, also when somebody else took it over in the meantime."""
    with writing(engine) as session:
        session.exec(
            update(OutgoingMail)
            .where(col(OutgoingMail.id) == taken.id, _waiting())
            .values(_emptied(sent_at=now))
        )


def _note_failed(engine: Engine, taken: _Taken, now: datetime, error: TalentError) -> bool:
    """Try again after a pause, or give up; tells which. Who took it over meanwhile decides."""
    pause = PAUSES[min(taken.tries, len(PAUSES)) - 1]
    gives_up = now - taken.created_at >= GIVEN_UP_AFTER
    values = _emptied(given_up_at=now) if gives_up else {"due_at": now + pause}
    with writing(engine) as session:
        session.exec(
            update(OutgoingMail)
            .where(col(OutgoingMail.id) == taken.id, _waiting())
            .where(col(OutgoingMail.tries) == taken.tries)
            .values(values)
        )
    told = "given up" if gives_up else "later"
    log.warning("mail", sent=False, then=told, tries=taken.tries, error=type(error).__name__)
    return gives_up
