"""Asks everybody whose profile is 90 days old whether it is still right: once, in the outbox."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session

from accounts.audit import AuditAction, AuditReason, record
from accounts.letters import reminder_letter
from accounts.outbox import post_later
from foundation.database import reading, writing
from foundation.errors import TalentError
from profiles.freshness import Due, due_for_reminder, note_reminded

# Where somebody sees the profile, confirms it, pauses or stops.
PAGE = "/profiel"


@dataclass(frozen=True, slots=True)
class Reminded:
    """How many were due, and of whom the mail could not be written, with why."""

    due: int
    refused: tuple[tuple[int, str], ...]

    @property
    def posted(self) -> int:
        """How many mails are in the outbox now; who was reminded meanwhile counts too."""
        return self.due - len(self.refused)


def remind_everybody(
    engine: Engine,
    *,
    site: str,
    now: datetime,
    shown: Callable[[int, int], None] = lambda *_: None,
) -> Reminded:
    """Put a mail in the outbox for everybody who is due, each in a transaction of its own.

    That somebody was reminded and the mail itself are one commit: neither a crash nor a second run
    mails anybody twice, and nobody is left out. Who cannot be mailed stays due.

    Args:
        engine: the database.
        site: where people find the site, for the link in the mail.
        now: the moment.
        shown: told after each how many of how many are done.
    """
    with reading(engine) as session:
        due = due_for_reminder(session, now=now)
    refused = []
    for number, one in enumerate(due, start=1):
        try:
            with writing(engine) as session:
                _remind(session, one, f"{site}{PAGE}", now)
        except TalentError as error:
            refused.append((one.candidate_id, error.message))
        shown(number, len(due))
    return Reminded(len(due), tuple(refused))


def _remind(session: Session, one: Due, link: str, now: datetime) -> None:
    if not note_reminded(session, candidate_id=one.candidate_id, now=now):
        return
    post_later(session, reminder_letter(one.address, link=link, language=one.language), now=now)
    record(
        session,
        actor_id=None,
        actor_role=None,
        action=AuditAction.REMINDED,
        candidate_id=one.candidate_id,
        reason=AuditReason.FRESHNESS,
        now=now,
    )
