"""What may come in about an outcome: what is logged, how it ends, what was wrong, a partner."""

from datetime import date
from typing import Annotated

from pydantic import Field, ValidationInfo, field_validator

from accounts.service import Address
from foundation.entry import Day, Draft, Flag, Line, OptionalLine, Whole
from placements.models import EndReason, OutcomeKind, WageBand

RowNumber = Annotated[Whole, Field(ge=1)]
PartnerName = Annotated[Line, Field(max_length=120)]


class OutcomeDraft(Draft):
    """What came of guiding somebody; which fields go with which kind: see placements/rules.py.

    With an introduction the employer follows from it. `has_usual_diploma` is asked as a statistic
    alone; None is "weet ik niet".
    """

    kind: OutcomeKind
    starts_on: Day
    ends_on: Day | None = None
    employer_id: RowNumber | None = None
    course_id: RowNumber | None = None
    partner_id: RowNumber | None = None
    skill_ids: Annotated[frozenset[RowNumber], Field(max_length=100)] = frozenset()
    hours: Annotated[Whole, Field(ge=1, le=60)] | None = None
    wage_band: WageBand | None = None
    has_usual_diploma: Flag | None = None

    @field_validator("ends_on")
    @classmethod
    def _in_order(cls, last: date | None, fields: ValidationInfo) -> date | None:
        starts_on = fields.data.get("starts_on")
        if starts_on is not None and last is not None and last < starts_on:
            raise ValueError(f"ligt voor de start, {starts_on:%d-%m-%Y}")
        return last


class EndDraft(Draft):
    """When an outcome ended, and why."""

    ended_on: Day
    reason: EndReason


class CorrectionDraft(Draft):
    """What it should have been; without an outcome it was a mistake and never was.

    `end` goes with an outcome that has ended already; None lets it run again.
    """

    outcome: OutcomeDraft | None = None
    end: EndDraft | None = None


class ReplyDraft(Draft):
    """The day on which a partner replied."""

    answered_on: Day


class PartnerDraft(Draft):
    """An organisation people are referred to; `region_id` None is the whole installation."""

    name: PartnerName
    does: OptionalLine = ""
    email: Address | None = None
    region_id: RowNumber | None = None
    active: Flag = True
