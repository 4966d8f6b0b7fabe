"""How it goes, at the door: asking who is due, and each answer with its line in the trail."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import structlog
from sqlalchemy import Engine
from sqlmodel import Session

from accounts.audit import AuditAction, AuditReason
from accounts.models import Role
from accounts.permissions import Viewer, nothing_here
from api.asking import Running
from api.noting import note
from foundation.database import reading, writing
from foundation.errors import Conflict, TalentError
from placements.aftercare import write_aftercare
from placements.answering import Answerer, add_words, answer_check_in
from placements.asking import AskedHow, ask_how, check_ins_due
from placements.check_in_drafts import (
    AftercareDraft,
    CheckInDraft,
    CommentDraft,
    SatisfactionDraft,
)
from placements.check_in_links import sweep_check_in_links
from placements.models import CheckIn, Outcome, Side
from placements.satisfaction import tell_satisfaction

SIDES = {Role.CANDIDATE: Side.CANDIDATE, Role.EMPLOYER: Side.EMPLOYER}

log = structlog.get_logger("talent")


class NoSide(Conflict):
    """Only the two sides are asked this."""


@dataclass(frozen=True, slots=True)
class AskedRound:
    """What a round did: how many check-ins were asked, and how many reminded of."""

    asked: int
    reminded: int


def ask_everybody(
    engine: Engine, *, site: str, now: datetime, stopped: Callable[[], bool] = lambda: False
) -> AskedRound:
    """Ask how it goes wherever that is due; twice, or in two processes at once, mails nobody twice.

    One check-in is one transaction: what cannot be asked now is left for the next round.

    Raises:
        Unavailable: the database is locked or away; try again later.
    """
    with writing(engine) as session:
        sweep_check_in_links(session, now=now)
    with reading(engine) as session:
        due = check_ins_due(session, now=now)
    done: Counter[AskedHow | None] = Counter()
    for number in due:
        if stopped():
            break
        try:
            with writing(engine) as session:
                done[ask_how(session, check_in_id=number, address=site, now=now)] += 1
        except TalentError as error:
            log.warning("check-in", done=False, error=type(error).__name__)
    return AskedRound(done[AskedHow.ASKED], done[AskedHow.REMINDED])


def answer_for(
    session: Session,
    app: Running,
    viewer: Viewer,
    *,
    outcome_id: int,
    check_in_id: int,
    draft: CheckInDraft,
    now: datetime,
    link_id: int | None = None,
) -> CheckIn:
    """Write down what a side answers, or what the coach heard on the phone."""
    row = answer_check_in(
        session,
        outcome_id=outcome_id,
        check_in_id=check_in_id,
        draft=draft,
        by=answerer(viewer, link_id),
        address=app.settings.address,
        now=now,
    )
    _note(session, viewer, outcome_id, AuditAction.CHECKED_IN, now)
    return row


def add_words_for(
    session: Session,
    viewer: Viewer,
    *,
    outcome_id: int,
    check_in_id: int,
    draft: CommentDraft,
    now: datetime,
) -> CheckIn:
    """Keep the few words of a side after its answer."""
    row = add_words(
        session,
        outcome_id=outcome_id,
        check_in_id=check_in_id,
        draft=draft,
        by=answerer(viewer),
        now=now,
    )
    _note(session, viewer, outcome_id, AuditAction.AFTERCARE_NOTED, now)
    return row


def note_for_coach(
    session: Session, viewer: Viewer, *, outcome_id: int, draft: AftercareDraft, now: datetime
) -> None:
    """Keep a note of the coach; a button that is pressed twice keeps one."""
    row = write_aftercare(
        session, outcome_id=outcome_id, coach_id=viewer.account_id or 0, draft=draft, now=now
    )
    if row.written_at == now:
        _note(session, viewer, outcome_id, AuditAction.AFTERCARE_NOTED, now)


def satisfaction_for(
    session: Session, viewer: Viewer, *, outcome_id: int, draft: SatisfactionDraft, now: datetime
) -> None:
    """Keep the three answers of a side; a coach has none to give.

    Raises:
        NoSide: the coach asks.
    """
    side = answerer(viewer).side
    if side is None:
        raise NoSide("Deze vragen zijn voor de kandidaat en voor het bedrijf, niet voor jou.")
    tell_satisfaction(session, outcome_id=outcome_id, side=side, draft=draft, now=now)


def answerer(viewer: Viewer, link_id: int | None = None) -> Answerer:
    """Say who answers; the table of permissions let only the sides and the coach come here."""
    side = SIDES.get(viewer.role) if viewer.role else None
    if side is None and viewer.role is not Role.COACH:
        raise nothing_here()
    return Answerer(viewer.account_id, side, link_id)


def _note(
    session: Session, viewer: Viewer, outcome_id: int, action: AuditAction, now: datetime
) -> None:
    candidate_id = session.get_one(Outcome, outcome_id).candidate_id
    note(session, viewer, action, candidate_id=candidate_id, now=now, reason=AuditReason.FOLLOWING)
