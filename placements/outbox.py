"""What must still be handed over: a row in the transaction of what happened, never later."""

from datetime import datetime

from sqlmodel import Session, col, select

from accounts.models import Region
from accounts.tokens import new_public_id
from placements.models import HandoverEvent, HandoverRow, Outcome


def hand_over_later(
    session: Session, *, outcome: Outcome, event: HandoverEvent, now: datetime
) -> HandoverRow:
    """Put an outcome in line for the next batch of its region, after what was told of it before.

    A correction comes after the last row about the outcome it replaces.
    """
    before = _last_row(session, outcome.id)
    if before is None and outcome.replaces_id is not None:
        before = _last_row(session, outcome.replaces_id)
    row = HandoverRow(
        public_id=new_public_id(),
        chain=chain_of(session, region_id=outcome.region_id),
        event=event,
        outcome_id=outcome.id,
        previous_id=before.id if before else None,
        created_at=now,
    )
    session.add(row)
    session.flush()
    return row


def chain_of(session: Session, *, region_id: int | None) -> str:
    """Name the chain of batches a region has: its key, empty without a region."""
    row = None if region_id is None else session.get(Region, region_id)
    return row.key if row else ""


def _last_row(session: Session, outcome_id: int) -> HandoverRow | None:
    told = select(HandoverRow).where(HandoverRow.outcome_id == outcome_id)
    return session.exec(told.order_by(col(HandoverRow.id).desc()).limit(1)).first()
