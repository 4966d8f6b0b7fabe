"""A small world in which people are placed, on top of the one in which they are introduced."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session

from coaching.introduction_drafts import EmployerAnswer
from coaching.models import Introduction
from foundation.entry import validated
from placements.drafts import CorrectionDraft, EndDraft, OutcomeDraft, PartnerDraft
from placements.models import EndReason, Outcome, OutcomeKind, Partner
from placements.outcomes import correct_outcome, end_outcome, log_outcome
from placements.partners import add_partner
from skills.models import Course, CourseForm, CourseSkill
from tests.coaching.introducing import Region, answered, introduced
from tests.profiles.worlds import DRIVING, NOW, PIANO, WELDING

TODAY = NOW.date()
WORK = OutcomeKind.LEERWERKPLEK


def drafted(kind: str = WORK, starts_on: date = TODAY, **more: Any) -> OutcomeDraft:
    """Write down an outcome that starts today, as it comes in."""
    return validated(OutcomeDraft, {"kind": kind, "starts_on": starts_on, **more})


def accepted(session: Session, region: Region, number: int = 0) -> Introduction:
    """Let a candidate be introduced and accepted."""
    row = introduced(session, region, number)
    return answered(session, region, row, EmployerAnswer.ACCEPT)


def logged(
    session: Session,
    region: Region,
    draft: OutcomeDraft,
    *,
    number: int = 0,
    introduction: int | None = None,
    now: datetime = NOW,
) -> Outcome:
    """Log an outcome of one of the region's people, by the coach."""
    return log_outcome(
        session,
        candidate_id=region.people[number],
        coach_id=region.coach,
        draft=draft,
        introduction_id=introduction,
        now=now,
    )


def placed(
    session: Session, region: Region, number: int = 0, *, now: datetime = NOW, **more: Any
) -> Outcome:
    """Let a candidate be introduced, accepted and placed; `more` goes into the draft."""
    introduction = accepted(session, region, number)
    values = {"hours": 32, "starts_on": now.date(), **more}
    draft = drafted(values.pop("kind", WORK), **values)
    return logged(session, region, draft, number=number, introduction=introduction.id, now=now)


def placed_by_hand(
    session: Session, region: Region, number: int = 0, *, now: datetime = NOW, **more: Any
) -> Outcome:
    """Place a candidate at the region's employer without an introduction."""
    values = {"employer_id": region.employer, "starts_on": now.date(), **more}
    draft = drafted(values.pop("kind", WORK), **values)
    return logged(session, region, draft, number=number, now=now)


def ended(
    session: Session,
    region: Region,
    row: Outcome,
    reason: EndReason = EndReason.AGREED_END,
    *,
    on: date | None = None,
    seen: int | None = None,
    now: datetime = NOW,
) -> Outcome:
    """End an outcome, by the coach, today unless told otherwise."""
    draft = EndDraft(ended_on=on or now.date(), reason=reason)
    return end_outcome(
        session, outcome_id=row.id, draft=draft, coach_id=region.coach, seen=seen, now=now
    )


def corrected(
    session: Session,
    region: Region,
    row: Outcome,
    draft: OutcomeDraft | None = None,
    *,
    end: EndDraft | None = None,
    seen: int | None = None,
    now: datetime = NOW,
) -> Outcome:
    """Correct an outcome, by the coach; without a draft it was a mistake."""
    correction = CorrectionDraft(outcome=draft, end=end)
    return correct_outcome(
        session, outcome_id=row.id, draft=correction, coach_id=region.coach, seen=seen, now=now
    )


def a_course(session: Session, **more: Any) -> int:
    """A course that teaches welding up to 4, driving up to 3 and the piano up to 1."""
    values = {"uri": "http://example.nl/course/1", "name": "Lassen voor starters", **more}
    row = Course(provider="Demo College", days=10, form=CourseForm.CLASSROOM, **values)
    session.add(row)
    session.flush()
    lessons = ((WELDING, 4), (DRIVING, 3), (PIANO, 1))
    session.add_all(
        CourseSkill(course_id=row.id, skill_id=skill, level=level) for skill, level in lessons
    )
    session.flush()
    return row.id


def a_partner(session: Session, name: str = "Leerwerkloket", **more: Any) -> Partner:
    """Put a partner on the list."""
    return add_partner(session, draft=PartnerDraft(name=name, **more))


def days_ago(days: int) -> date:
    """Give a day before today."""
    return TODAY - timedelta(days=days)
