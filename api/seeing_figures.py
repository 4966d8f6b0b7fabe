"""Notes in the trail that somebody saw figures, without anybody waiting for it."""

from datetime import datetime

from accounts.audit import AuditAction, AuditReason
from accounts.permissions import Viewer
from api.asking import Running
from api.noting import note
from foundation.database import writing
from placements.journeys import follow_when_behind


def note_figures(app: Running, viewer: Viewer, now: datetime) -> None:
    """Note that somebody saw figures, after the journeys went on: the trail tells that too.

    In a transaction of its own, so that nobody waits while figures are counted or a report is set.
    """
    with writing(app.engine) as session:
        follow_when_behind(session, now=now)
        note(
            session,
            viewer,
            AuditAction.FIGURES_SEEN,
            candidate_id=None,
            now=now,
            reason=AuditReason.STATISTICS,
        )
