"""Outcomes: what came of guiding somebody is logged, and afterwards ended or corrected.

An outcome is never edited. Locks are taken in the order of coaching/introduction_steps.py: the
candidate, then the introduction. With the candidate held nobody logs, ends or corrects an outcome
of that person in between; the unique index on running placements holds also where that is
forgotten.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session, col, select

from coaching.caseload import coach_of
from coaching.introduction_steps import What
from coaching.introductions import NotYourCandidate
from coaching.models import IntroductionState
from foundation.clock import day_here
from foundation.database import guarded
from foundation.errors import Conflict, Invalid, NotFound
from placements.check_ins import cancel_check_ins, plan_check_ins
from placements.drafts import CorrectionDraft, EndDraft, OutcomeDraft, ReplyDraft
from placements.drawing_up import Origin, draw_up
from placements.learned import offer_learned
from placements.models import (
    PLACEMENTS,
    HandoverEvent,
    Outcome,
    OutcomeKind,
    OutcomeSkill,
    OutcomeState,
)
from placements.outbox import hand_over_later
from placements.placing import (
    check_free,
    introduction_of,
    move_along,
    placement_runs,
    with_employer,
)
from placements.rules import check_draft, check_end, said, wrong
from profiles.models import Candidate
from profiles.service import ENDED, ProfileEnded, hold_candidate


class UnknownOutcome(NotFound):
    """There is no such outcome."""


class OutcomeChanged(Conflict):
    """The outcome is not as it was shown."""


class NotRunning(Conflict):
    """The outcome has ended, was corrected, or never lasted: there is nothing to end."""


class CorrectedAlready(Conflict):
    """The outcome was corrected: what it became is what counts."""


class RepliedAlready(Conflict):
    """The reply of the partner was noted."""


def find_outcome(session: Session, *, outcome_id: int) -> Outcome:
    """Find an outcome in any state.

    Raises:
        UnknownOutcome: there is none with this number.
    """
    row = session.get(Outcome, outcome_id, populate_existing=True)
    if row is None:
        raise unknown_outcome()
    return row


def unknown_outcome() -> UnknownOutcome:
    """Build the one refusal for what is not there and for what is there no more."""
    return UnknownOutcome("Deze uitkomst is er niet. Controleer het adres.")


def outcomes_of(session: Session, *, candidate_id: int) -> list[Outcome]:
    """List somebody's outcomes as they count now: what runs first, then the newest start."""
    counted = select(Outcome).where(
        Outcome.candidate_id == candidate_id, col(Outcome.state) != OutcomeState.CORRECTED
    )
    return in_order(session.exec(counted.execution_options(populate_existing=True)))


def in_order(rows: Iterable[Outcome]) -> list[Outcome]:
    """Put what runs first, then the newest start."""
    newest = sorted(rows, key=lambda row: (row.starts_on, row.id), reverse=True)
    return sorted(newest, key=lambda row: row.state is not OutcomeState.RUNNING)


def log_outcome(
    session: Session,
    *,
    candidate_id: int,
    coach_id: int,
    draft: OutcomeDraft,
    introduction_id: int | None = None,
    now: datetime,
) -> Outcome:
    """Log what came of guiding somebody; from an accepted introduction it becomes placed.

    Raises:
        UnknownCandidate, ProfileEnded, NotYourCandidate: nobody, or nobody of this coach.
        Invalid: a field is missing, goes with another kind, or a day is out of order or reach.
        UnknownEmployer, EmployerWaits, HiddenFrom, UnknownCourse, CourseRetired, UnknownPartner,
        PartnerNotActive: what was chosen cannot be.
        UnknownIntroduction, StepNotPossible: it is of somebody else, or nobody was accepted.
        AcceptedElsewhere, PlacementRuns: the person has a place or a placement.
    """
    candidate = hold_candidate(session, candidate_id=candidate_id)
    if candidate.state in ENDED:
        raise ProfileEnded("Dit profiel is gestopt. Er is niets meer vast te leggen.")
    check_guides(session, candidate_id=candidate_id, coach_id=coach_id)
    introduction = None
    if introduction_id is not None:
        introduction = introduction_of(
            session, introduction_id=introduction_id, candidate_id=candidate_id
        )
        draft = with_employer(session, introduction=introduction, draft=draft)
    check_draft(draft, today=day_here(now))
    row = draw_up(session, candidate, coach_id, draft, Origin(introduction), now)
    check_free(session, row)
    _keep(session, row, draft)
    _move(session, row, What.PLACED, coach_id, now)
    plan_check_ins(session, outcome=row, now=now)
    hand_over_later(session, outcome=row, event=HandoverEvent.LOGGED, now=now)
    return row


def end_outcome(
    session: Session,
    *,
    outcome_id: int,
    draft: EndDraft,
    coach_id: int,
    seen: int | None,
    now: datetime,
) -> Outcome:
    """End what runs; a placement frees its place, a finished course offers what it teaches.

    Raises:
        UnknownOutcome, NotYourCandidate, OutcomeChanged, NotRunning: there is nothing to end.
        Invalid: the day or the reason cannot be.
    """
    row = outcome_to_change(session, outcome_id=outcome_id, coach_id=coach_id, seen=seen)
    if row.state is not OutcomeState.RUNNING:
        raise NotRunning("Deze uitkomst loopt niet meer. Klopt er iets niet? Verbeter haar dan.")
    check_end(draft, kind=row.kind, starts_on=row.starts_on, today=day_here(now))
    row.state, row.ended_on, row.ended_at = OutcomeState.ENDED, draft.ended_on, now
    row.end_reason, row.revision = draft.reason, row.revision + 1
    session.flush()
    _move(session, row, What.FINISHED, coach_id, now)
    cancel_check_ins(session, outcome_id=row.id, now=now)
    offer_learned(session, outcome=row, coach_id=coach_id, now=now)
    hand_over_later(session, outcome=row, event=HandoverEvent.ENDED, now=now)
    return row


def correct_outcome(
    session: Session,
    *,
    outcome_id: int,
    draft: CorrectionDraft,
    coach_id: int,
    seen: int | None,
    now: datetime,
) -> Outcome:
    """Put right what was logged: a new row replaces it, or nothing does when it never was.

    What an introduction had to do with it goes along: a placement that was none brings it back to
    accepted. What was at the start (town, work) stays as it was noted then.

    Returns:
        What counts now: the new row, or the old one when it was a mistake.

    Raises:
        UnknownOutcome, NotYourCandidate, OutcomeChanged, CorrectedAlready: nothing to correct.
        The rest: see `log_outcome` and `end_outcome`.
    """
    old = outcome_to_change(session, outcome_id=outcome_id, coach_id=coach_id, seen=seen)
    if old.state is OutcomeState.CORRECTED:
        raise CorrectedAlready("Deze uitkomst is al verbeterd. Kijk wat er nu geldt.")
    if draft.outcome is None:
        _set_aside(session, old, coach_id, now)
        cancel_check_ins(session, outcome_id=old.id, now=now)
        hand_over_later(session, outcome=old, event=HandoverEvent.CORRECTED, now=now)
        return old
    return _replaced(session, old, draft.outcome, draft.end, coach_id, now)


def note_reply(
    session: Session,
    *,
    outcome_id: int,
    draft: ReplyDraft,
    coach_id: int,
    seen: int | None,
    now: datetime,
) -> Outcome:
    """Note on which day a partner replied, once; another day takes a correction.

    Raises:
        UnknownOutcome, NotYourCandidate, OutcomeChanged: there is nothing to note it at.
        Invalid: it is no referral to a partner, or the day cannot be.
        RepliedAlready: it was noted.
    """
    row = outcome_to_change(session, outcome_id=outcome_id, coach_id=coach_id, seen=seen)
    if row.kind is not OutcomeKind.PARTNER_REFERRAL or row.state is OutcomeState.CORRECTED:
        raise Invalid("Dit is geen verwijzing naar een partner. Er is geen antwoord te noteren.")
    if row.answered_on is not None:
        raise RepliedAlready(f"De partner antwoordde op {said(row.answered_on)}. Dat staat er al.")
    if not row.starts_on <= draft.answered_on <= day_here(now):
        raise wrong("answered_on", f"moet liggen tussen {said(row.starts_on)} en vandaag")
    row.answered_on, row.revision = draft.answered_on, row.revision + 1
    session.flush()
    return row


def outcome_to_change(
    session: Session, *, outcome_id: int, coach_id: int, seen: int | None
) -> Outcome:
    """Take an outcome for a change: hold its candidate, then read it as it stands now.

    Raises:
        UnknownOutcome: there is none with this number.
        NotYourCandidate: another coach guides the person, or logged it when nobody does.
        OutcomeChanged: its revision is not the one that was seen.
    """
    row = find_outcome(session, outcome_id=outcome_id)
    hold_candidate(session, candidate_id=row.candidate_id)
    row = find_outcome(session, outcome_id=outcome_id)
    guides = coach_of(session, candidate_id=row.candidate_id) or row.coach_id
    if guides != coach_id:
        raise _not_yours()
    if seen is not None and seen != row.revision:
        raise OutcomeChanged(
            "Er is intussen iets veranderd aan deze uitkomst. Kijk wat er nu staat en kies opnieuw."
        )
    return row


def check_guides(session: Session, *, candidate_id: int, coach_id: int) -> None:
    """Refuse a coach who does not guide somebody.

    Raises:
        NotYourCandidate: so it is.
    """
    if coach_of(session, candidate_id=candidate_id) != coach_id:
        raise _not_yours()


def _replaced(
    session: Session,
    old: Outcome,
    draft: OutcomeDraft,
    end: EndDraft | None,
    coach_id: int,
    now: datetime,
) -> Outcome:
    today = day_here(now)
    introduction = None
    if old.introduction_id is not None and draft.kind in PLACEMENTS:
        introduction = introduction_of(
            session, introduction_id=old.introduction_id, candidate_id=old.candidate_id
        )
        draft = with_employer(session, introduction=introduction, draft=draft)
    check_draft(draft, today=today, earliest=old.starts_on)
    if end is not None:
        check_end(end, kind=draft.kind, starts_on=draft.starts_on, today=today)
    candidate = session.get_one(Candidate, old.candidate_id)
    row = draw_up(session, candidate, coach_id, draft, Origin(introduction, old), now)
    if end is not None:
        row.state, row.ended_on = OutcomeState.ENDED, end.ended_on
        row.ended_at, row.end_reason = old.ended_at or now, end.reason
    _set_aside(session, old, coach_id, now, stays_placed=introduction is not None)
    check_free(session, row)
    _keep(session, row, draft)
    if row.state is OutcomeState.ENDED:
        _move(session, row, What.FINISHED, coach_id, now)
        offer_learned(session, outcome=row, coach_id=coach_id, now=now)
    plan_check_ins(session, outcome=row, now=now)
    cancel_check_ins(session, outcome_id=old.id, now=now)
    if row.state is not OutcomeState.RUNNING:
        cancel_check_ins(session, outcome_id=row.id, now=now)
    hand_over_later(session, outcome=row, event=HandoverEvent.CORRECTED, now=now)
    return row


def _set_aside(
    session: Session, row: Outcome, coach_id: int, now: datetime, *, stays_placed: bool = False
) -> None:
    """Mark an outcome as corrected; who was only thought to be placed is accepted again."""
    row.state, row.revision = OutcomeState.CORRECTED, row.revision + 1
    session.flush()
    if not stays_placed:
        _move(session, row, What.UNPLACED, coach_id, now)


# Where the introduction goes with what happens to its outcome.
_GOES = {
    What.PLACED: IntroductionState.PLACED,
    What.FINISHED: IntroductionState.FINISHED,
    What.UNPLACED: IntroductionState.ACCEPTED,
}


def _move(session: Session, row: Outcome, what: What, coach_id: int, now: datetime) -> None:
    move_along(session, row, _GOES[what], what=what, coach_id=coach_id, now=now)


def _keep(session: Session, row: Outcome, draft: OutcomeDraft) -> None:
    with guarded(session, placement_runs()):
        session.add(row)
    session.add_all(
        OutcomeSkill(outcome_id=row.id, skill_id=one) for one in sorted(draft.skill_ids)
    )
    session.flush()


def _not_yours() -> NotYourCandidate:
    return NotYourCandidate("Jij begeleidt deze persoon niet. Vraag het aan zijn of haar coach.")
