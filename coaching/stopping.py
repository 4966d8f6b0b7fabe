"""The stop button: the administrator turns the comparing off, and on again.

A stop is one row, read in the transaction of every result. Nothing of it is kept in memory, so it
holds in every process from the moment the stop was committed.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, Field
from sqlalchemy import update
from sqlmodel import Session, col, select

from coaching.models import MatchingStop
from foundation.database import guarded
from foundation.entry import LINE, Draft, clean_line
from foundation.errors import Conflict, Unavailable

SHORTEST_REASON = 5


class MatchingStopped(Unavailable):
    """The administrator stopped the comparing; the people and the work are all still there."""


class AlreadyStopped(Conflict):
    """The comparing is stopped."""


class NotStopped(Conflict):
    """The comparing is on."""


def _reason(value: str) -> str:
    cleaned = clean_line(value)
    if len(cleaned) < SHORTEST_REASON:
        raise ValueError("schrijf in een paar woorden waarom, zodat iedereen het begrijpt")
    return cleaned


class StopDraft(Draft):
    """Why the comparing is stopped, in words for everybody."""

    reason: Annotated[
        str,
        AfterValidator(_reason),
        Field(json_schema_extra={"minLength": SHORTEST_REASON, "maxLength": LINE}),
    ]


@dataclass(frozen=True, slots=True)
class RunningStop:
    """Since when the comparing is stopped, and why."""

    id: int
    since: datetime
    reason: str


def running_stop(session: Session) -> RunningStop | None:
    """Tell whether the comparing is stopped, at the moment of this transaction."""
    running = select(MatchingStop.id, MatchingStop.stopped_at, MatchingStop.reason)
    found = session.exec(running.where(col(MatchingStop.running).is_(True))).first()
    return None if found is None else RunningStop(*found)


def check_matching(session: Session) -> None:
    """Refuse when the comparing is stopped.

    Raises:
        MatchingStopped: with the reason.
    """
    stop = running_stop(session)
    if stop is not None:
        raise MatchingStopped(
            "Het vergelijken staat nu stil. Je ziet nog wel wie er is en welk werk er is, "
            "zonder cijfers. Er is niets weg."
        )


def stop_matching(
    session: Session, *, account_id: int, draft: StopDraft, now: datetime
) -> MatchingStop:
    """Stop the comparing: every result that starts after the commit is refused.

    Raises:
        AlreadyStopped: it was stopped before.
    """
    row = MatchingStop(stopped_by=account_id, reason=draft.reason, stopped_at=now)
    refusal = AlreadyStopped("Vergelijken staat al stil. Ververs de pagina.")
    if running_stop(session) is not None:
        raise refusal
    with guarded(session, refusal):
        session.add(row)
    return row


def resume_matching(session: Session, *, account_id: int, now: datetime) -> None:
    """Turn the comparing on again.

    Raises:
        NotStopped: it is on.
    """
    # The condition is the guard: of two administrators who do this at once, one is told.
    resumed = session.execute(
        update(MatchingStop)
        .where(col(MatchingStop.running).is_(True))
        .values(running=False, resumed_by=account_id, resumed_at=now)
        .returning(col(MatchingStop.id))
        .execution_options(synchronize_session=False)
    )
    if resumed.first() is None:
        raise NotStopped("Vergelijken staat al aan. Ververs de pagina.")
    session.expire_all()


def past_stops(session: Session, *, most: int = 20) -> list[MatchingStop]:
    """List the stops that are over, the latest first."""
    over = select(MatchingStop).where(col(MatchingStop.running).is_(False))
    return list(session.exec(over.order_by(col(MatchingStop.id).desc()).limit(most)))
