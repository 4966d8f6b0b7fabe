"""Notes in the audit trail what somebody did with a profile, and why that was allowed."""

from datetime import datetime

from sqlmodel import Session

from accounts.audit import AuditAction, AuditReason, record
from accounts.permissions import Viewer


def note(
    session: Session,
    viewer: Viewer,
    *actions: AuditAction,
    candidate_id: int | None,
    now: datetime,
    reason: AuditReason = AuditReason.COACHING,
) -> None:
    """Note what was done, in its order; the last thing of the transaction that does it.

    `reason` is why somebody else may do this; whoever does it with his own profile needs none.
    Somebody who is not logged in can only be the visitor whose profile it is.
    """
    own = candidate_id is not None and viewer.candidate_id == candidate_id
    own = own or viewer.role is None
    for action in actions:
        record(
            session,
            actor_id=viewer.account_id,
            actor_role=viewer.role,
            action=action,
            candidate_id=candidate_id,
            reason=AuditReason.OWN if own else reason,
            now=now,
        )
