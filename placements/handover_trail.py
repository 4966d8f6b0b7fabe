"""The trail of a handover: everybody whose profile is in a batch can see that it was given."""

from datetime import datetime

from sqlmodel import Session, col, select

from accounts.audit import AuditAction, AuditReason, record
from accounts.models import Role
from placements.models import HandoverBatch, HandoverLine


def people_in(session: Session, *, batch: HandoverBatch) -> list[int]:
    """List whose profile stands in a batch, while its lines are kept."""
    about = select(HandoverLine.candidate_id).where(
        HandoverLine.batch_id == batch.id, col(HandoverLine.candidate_id).is_not(None)
    )
    return sorted({one for one in session.exec(about.distinct()) if one is not None})


def record_given(
    session: Session,
    *,
    batch: HandoverBatch,
    actor_id: int | None,
    actor_role: Role | None,
    now: datetime,
) -> int:
    """Note of everybody in a batch that it was given to WIJIJ; the last thing of the transaction.

    Call it where a batch is given for the first time. Without a role the program gave it.

    Returns:
        How many people stand in it.
    """
    people = people_in(session, batch=batch)
    for candidate_id in [None, *people]:
        record(
            session,
            actor_id=actor_id,
            actor_role=actor_role,
            action=AuditAction.HANDED_OVER,
            candidate_id=candidate_id,
            reason=AuditReason.HANDOVER,
            now=now,
        )
    return len(people)
