"""Notes in the audit trail what a program did with a profile."""

from datetime import datetime

from sqlmodel import Session

from accounts.audit import AuditAction, AuditReason, record
from accounts.permissions import Viewer


def note(
    session: Session, viewer: Viewer, action: AuditAction, *, candidate_id: int, now: datetime
) -> None:
    """Note what was done, at the end of the transaction that does it."""
    own = viewer.candidate_id == candidate_id
    record(
        session,
        actor_id=viewer.account_id,
        actor_role=viewer.role,
        action=action,
        candidate_id=candidate_id,
        reason=AuditReason.OWN if own else AuditReason.COACHING,
        now=now,
    )
