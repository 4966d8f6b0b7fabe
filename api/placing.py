"""Outcomes at the door: one step each, with its line in the audit trail, for pages and API."""

from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session

from accounts.audit import AuditAction, AuditReason
from accounts.models import Role
from accounts.permissions import Viewer
from api.asking import Running
from api.noting import note
from coaching.advising import ADVISED
from foundation.database import writing
from placements.drafts import CorrectionDraft, EndDraft, OutcomeDraft, PartnerDraft, ReplyDraft
from placements.learned import offered_at, tell_offered
from placements.models import Outcome, Partner
from placements.outcomes import correct_outcome, end_outcome, log_outcome, note_reply
from placements.partners import add_partner, change_partner


def log_in(
    session: Session,
    viewer: Viewer,
    *,
    candidate_id: int,
    draft: OutcomeDraft,
    introduction_id: int | None,
    now: datetime,
) -> Outcome:
    """Let a coach log an outcome; see `placements.outcomes.log_outcome`."""
    row = log_outcome(
        session,
        candidate_id=candidate_id,
        coach_id=viewer.account_id or 0,
        draft=draft,
        introduction_id=introduction_id,
        now=now,
    )
    _note(session, viewer, AuditAction.OUTCOME_LOGGED, row, now)
    return row


def end_in(
    session: Session,
    app: Running,
    viewer: Viewer,
    *,
    outcome_id: int,
    draft: EndDraft,
    seen: int | None,
    now: datetime,
) -> Outcome:
    """Let a coach end an outcome; who finished a course gets a mail that skills wait."""
    row = end_outcome(
        session,
        outcome_id=outcome_id,
        draft=draft,
        coach_id=viewer.account_id or 0,
        seen=seen,
        now=now,
    )
    _tell_offered(session, app, row, now)
    _note(session, viewer, AuditAction.OUTCOME_ENDED, row, now)
    return row


def correct_in(
    session: Session,
    app: Running,
    viewer: Viewer,
    *,
    outcome_id: int,
    draft: CorrectionDraft,
    seen: int | None,
    now: datetime,
) -> Outcome:
    """Let a coach put an outcome right, or say that it never was."""
    row = correct_outcome(
        session,
        outcome_id=outcome_id,
        draft=draft,
        coach_id=viewer.account_id or 0,
        seen=seen,
        now=now,
    )
    _tell_offered(session, app, row, now)
    _note(session, viewer, AuditAction.OUTCOME_CORRECTED, row, now)
    return row


def reply_in(
    session: Session,
    viewer: Viewer,
    *,
    outcome_id: int,
    draft: ReplyDraft,
    seen: int | None,
    now: datetime,
) -> Outcome:
    """Let a coach note when a partner replied."""
    row = note_reply(
        session,
        outcome_id=outcome_id,
        draft=draft,
        coach_id=viewer.account_id or 0,
        seen=seen,
        now=now,
    )
    _note(session, viewer, AuditAction.AFTERCARE_NOTED, row, now)
    return row


def note_outcome_seen(engine: Engine, viewer: Viewer, *, candidate_id: int, now: datetime) -> None:
    """Note that somebody else opened an outcome, before it is shown."""
    with writing(engine) as session:
        note_outcomes_seen(session, viewer, candidate_ids={candidate_id}, now=now)


def note_outcomes_seen(
    session: Session, viewer: Viewer, *, candidate_ids: set[int], now: datetime
) -> None:
    """Note of everybody on a list that somebody else looked at their outcomes."""
    reason = AuditReason.COACHING if viewer.role is Role.COACH else AuditReason.FOLLOWING
    for one in sorted(candidate_ids):
        note(session, viewer, AuditAction.OUTCOME_SEEN, candidate_id=one, now=now, reason=reason)


def add_partner_in(
    session: Session, viewer: Viewer, *, draft: PartnerDraft, now: datetime
) -> Partner:
    """Let the administrator put a partner on the list."""
    row = add_partner(session, draft=draft)
    _note_partner(session, viewer, now)
    return row


def change_partner_in(
    session: Session,
    viewer: Viewer,
    *,
    partner_id: int,
    draft: PartnerDraft,
    seen: int | None,
    now: datetime,
) -> Partner:
    """Let the administrator change a partner."""
    row = change_partner(session, partner_id=partner_id, draft=draft, seen=seen)
    _note_partner(session, viewer, now)
    return row


def _tell_offered(session: Session, app: Running, row: Outcome, now: datetime) -> None:
    tell_offered(
        session,
        candidate_id=row.candidate_id,
        offered=offered_at(session, candidate_id=row.candidate_id, at=now),
        link=f"{app.settings.address}{ADVISED}",
        now=now,
    )


def _note(
    session: Session, viewer: Viewer, action: AuditAction, row: Outcome, now: datetime
) -> None:
    reason = AuditReason.FOLLOWING
    note(session, viewer, action, candidate_id=row.candidate_id, now=now, reason=reason)


def _note_partner(session: Session, viewer: Viewer, now: datetime) -> None:
    reason = AuditReason.ADMINISTRATION
    note(session, viewer, AuditAction.PARTNER_CHANGED, candidate_id=None, now=now, reason=reason)
