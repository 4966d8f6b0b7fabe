"""What may come in for coaching: objections and their answers, notes, skills to propose."""

from typing import Annotated

from pydantic import Field, ValidationInfo, field_validator

from coaching.models import ObjectionOutcome, ObjectionSubject, ReviewKind, ReviewReason
from foundation.entry import Draft, Flag, Line, OptionalLine, Text, Whole

Told = Annotated[Text, Field(min_length=1)]


class ObjectionDraft(Draft):
    """What a candidate objects to, and why; `pause` stops the matching until he goes on."""

    subject: ObjectionSubject
    text: Told
    pause: Flag = False


class AnswerDraft(Draft):
    """What the coach decided and why, in words for the candidate."""

    outcome: ObjectionOutcome
    text: Told


class NoteDraft(Draft):
    """What a coach notes about a candidate, who may read it."""

    text: Told


class SkillProposalDraft(Draft):
    """A skill that a coach proposes to put on a profile, and why in one line."""

    skill_id: Whole
    text: OptionalLine = ""


class PoolFilter(Draft):
    """Whom to look for in the pool by hand; None and False filter nothing."""

    skill_id: Annotated[Whole, Field(ge=1)] | None = None
    sector: Line | None = None
    municipality: Line | None = None
    unguided: Flag = False
    never_proposed: Flag = False
    stale: Flag = False


class ReviewDraft(Draft):
    """What a coach decides about an entry and why; `place` goes with moving, from 1."""

    kind: ReviewKind
    reason: ReviewReason
    text: Text = Field(default="", validate_default=True)
    place: Annotated[Whole, Field(ge=1, le=10_000)] | None = Field(
        default=None, validate_default=True
    )

    @field_validator("text")
    @classmethod
    def _told(cls, text: str, fields: ValidationInfo) -> str:
        if fields.data.get("reason") is ReviewReason.OTHER and not text:
            raise ValueError("schrijf in een paar woorden waarom, want je koos “anders”")
        return text

    @field_validator("place")
    @classmethod
    def _with_moving(cls, place: int | None, fields: ValidationInfo) -> int | None:
        if (fields.data.get("kind") is ReviewKind.MOVE) != (place is not None):
            raise ValueError("hoort bij verplaatsen; vul een plaats in zoals 3")
        return place
