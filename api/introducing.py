"""Introductions at the door: one step each, with its line in the audit trail, for pages and API."""

from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session

from accounts.audit import AuditAction, AuditReason
from accounts.models import Role
from accounts.permissions import Viewer
from api.asking import Running
from api.noting import note
from api.pages.reviewing import AboutSomebody
from api.pages.shown_work import ShownExplanation, courses_of, shown_explanation
from coaching.clocks import give_more_time
from coaching.introduction_drafts import (
    CandidateAnswer,
    CandidateAnswerDraft,
    CoachDecision,
    EmployerAnswerDraft,
)
from coaching.introduction_steps import Actor, What
from coaching.introduction_views import Shown
from coaching.introductions import agree, ask_candidate, refuse
from coaching.models import Introduction
from coaching.replies import answer_as_employer
from coaching.stopping import running_stop
from coaching.withdrawing import close_without_answer, withdraw_introduction
from foundation.database import writing
from matching.service import match_pair


def actor_of(viewer: Viewer, link_id: int | None = None) -> Actor:
    """Say who makes a step."""
    return Actor(viewer.account_id, viewer.role, link_id)


def ask_for(
    session: Session, app: Running, viewer: Viewer, *, entry_id: int, words: str, now: datetime
) -> Introduction:
    """Let a coach ask a candidate; see `coaching.introductions.ask_candidate`."""
    row = ask_candidate(
        session,
        entry_id=entry_id,
        coach_id=viewer.account_id or 0,
        words=words,
        address=app.settings.address,
        now=now,
    )
    _note(session, viewer, row, now, AuditAction.INTRODUCTION_ASKED)
    return row


def answer_for_candidate(
    session: Session,
    app: Running,
    viewer: Viewer,
    *,
    introduction_id: int,
    draft: CandidateAnswerDraft,
    seen: int | None,
    now: datetime,
    link_id: int | None = None,
) -> Introduction:
    """Do what a candidate answers: agree, refuse, or stop what runs."""
    by, address = actor_of(viewer, link_id), app.settings.address
    if draft.answer is CandidateAnswer.AGREE:
        row = agree(
            session,
            introduction_id=introduction_id,
            presentation=draft.presentation,
            by=by,
            seen=seen,
            address=address,
            now=now,
        )
        actions = (AuditAction.INTRODUCTION_AGREED, AuditAction.INTRODUCED)
        _note(session, viewer, row, now, *actions)
    elif draft.answer is CandidateAnswer.REFUSE:
        row = refuse(
            session,
            introduction_id=introduction_id,
            text=draft.text,
            by=by,
            seen=seen,
            address=address,
            now=now,
        )
        _note(session, viewer, row, now, AuditAction.INTRODUCTION_ANSWERED)
    else:
        row = withdraw_introduction(
            session, introduction_id=introduction_id, by=by, seen=seen, address=address, now=now
        )
        _note(session, viewer, row, now, AuditAction.INTRODUCTION_ENDED)
    return row


def answer_for_employer(
    session: Session,
    app: Running,
    viewer: Viewer,
    *,
    introduction_id: int,
    draft: EmployerAnswerDraft,
    seen: int | None,
    now: datetime,
    link_id: int | None = None,
) -> Introduction:
    """Do what an employer answers."""
    row = answer_as_employer(
        session,
        introduction_id=introduction_id,
        draft=draft,
        by=actor_of(viewer, link_id),
        seen=seen,
        address=app.settings.address,
        now=now,
    )
    _note(session, viewer, row, now, AuditAction.INTRODUCTION_ANSWERED)
    return row


def decide_for_coach(
    session: Session,
    app: Running,
    viewer: Viewer,
    *,
    introduction_id: int,
    decision: CoachDecision,
    seen: int | None,
    now: datetime,
) -> Introduction:
    """Do what a coach decides: more time, close without an answer, or stop."""
    by, address = actor_of(viewer), app.settings.address
    if decision is CoachDecision.MORE_TIME:
        return give_more_time(
            session, introduction_id=introduction_id, by=by, seen=seen, address=address, now=now
        )
    if decision is CoachDecision.CLOSE:
        row = close_without_answer(
            session,
            introduction_id=introduction_id,
            by=by,
            what=What.CLOSED,
            seen=seen,
            address=address,
            now=now,
        )
    else:
        row = withdraw_introduction(
            session, introduction_id=introduction_id, by=by, seen=seen, address=address, now=now
        )
    _note(session, viewer, row, now, AuditAction.INTRODUCTION_ENDED)
    return row


def note_seen(engine: Engine, viewer: Viewer, *, candidate_id: int, now: datetime) -> None:
    """Note that somebody else opened an introduction, before it is shown."""
    with writing(engine) as session:
        reason = AuditReason.COACHING if viewer.role is Role.COACH else AuditReason.INTRODUCING
        action = AuditAction.INTRODUCTION_SEEN
        note(session, viewer, action, candidate_id=candidate_id, now=now, reason=reason)


def explained_for(
    session: Session, app: Running, shown: Shown, *, language: str
) -> ShownExplanation | None:
    """Compare the person with the work, where that is there to see: skills alone, no wishes."""
    if shown.card is None or running_stop(session) is not None:
        return None
    matcher = app.engines.matcher(session)
    pair = match_pair(
        session, matcher, candidate=shown.row.candidate_id, vacancy=shown.row.vacancy_id
    )
    said = pair.explanation
    words = AboutSomebody.of(session, matcher, language, [said])
    return shown_explanation(words, courses_of(session, [said]), said)


def _note(
    session: Session, viewer: Viewer, row: Introduction, now: datetime, *actions: AuditAction
) -> None:
    note(
        session,
        viewer,
        *actions,
        candidate_id=row.candidate_id,
        now=now,
        reason=AuditReason.INTRODUCING,
    )
