"""How outcomes and partners go out: each side reads only what that side may know."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from pydantic import Field

from api.routes.views import RowId, View
from coaching.introduction_words import Reader
from placements.learned import Taught
from placements.models import (
    CvFilter,
    EndReason,
    Outcome,
    OutcomeKind,
    OutcomeState,
    Partner,
    WageBand,
)
from placements.outcome_views import Listed, Shown
from placements.partners import Delay
from vacancies.models import Employer

PLACES = "The company, the course or the partner; empty where there is none."


def _id(number: int | None) -> RowId | None:
    return None if number is None else str(number)


class OutcomeSummary(View):
    """An outcome on a list."""

    id: RowId
    kind: OutcomeKind
    state: OutcomeState
    called: str = Field(examples=["K-204"], description="A name where you may know it.")
    at: str = Field(examples=["Demo Zuivel"], description=PLACES)
    title: str = Field(examples=["Procesoperator"])
    starts_on: date
    ends_on: date | None
    ended_on: date | None
    end_reason: EndReason | None

    @classmethod
    def of(cls, one: Listed) -> "OutcomeSummary":
        """Show a line of a list."""
        row = one.row
        return cls(
            id=str(row.id),
            kind=row.kind,
            state=row.state,
            called=one.called,
            at=one.at,
            title=one.title,
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            ended_on=row.ended_on,
            end_reason=row.end_reason,
        )


class LearnedSkillView(View):
    """A skill that a finished course taught, beside the profile as it is now."""

    skill_id: RowId
    label: str = Field(examples=["heftruck rijden"])
    level: int = Field(ge=1, le=5, description="The level the course leads to.")
    on_profile: bool
    own_level: int | None = Field(ge=1, le=5, description="Null is unknown.")
    offered_at: datetime | None = Field(description="When it was last offered to the person.")
    taken: bool | None = Field(description="Null: not offered, or it waits for an answer.")

    @classmethod
    def of(cls, one: Taught) -> "LearnedSkillView":
        """Show a skill."""
        return cls(
            skill_id=str(one.skill.id),
            label=one.skill.label,
            level=one.level,
            on_profile=one.is_there,
            own_level=one.own,
            offered_at=one.proposal.proposed_at if one.proposal else None,
            taken=one.proposal.taken if one.proposal else None,
        )


class OutcomeView(View):
    """One outcome; what is empty or null is not there, or not for whoever asks."""

    id: RowId
    kind: OutcomeKind
    state: OutcomeState
    called: str = Field(examples=["K-204"], description="A name where you may know it.")
    at: str = Field(examples=["Demo Zuivel"], description=PLACES)
    candidate_id: RowId | None = Field(description="For the person and the coach.")
    introduction_id: RowId | None
    employer_id: RowId | None
    vacancy_id: RowId | None
    course_id: RowId | None
    partner_id: RowId | None
    starts_on: date
    ends_on: date | None = Field(description="The day that was agreed.")
    hours: int | None = Field(ge=1, le=60)
    wage_band: WageBand | None
    ended_on: date | None = Field(description="The day on which it really ended.")
    end_reason: EndReason | None
    possible_ends: Sequence[EndReason] = Field(description="For the coach, while it runs.")
    answered_on: date | None = Field(description="When the partner replied.")
    gap_skill_ids: Sequence[RowId] = Field(description="What the course is for.")
    learned: Sequence[LearnedSkillView] = Field(description="Once the course was finished.")
    cv_filter: CvFilter | None = Field(
        description="Whether a filter on the CV would have excluded the person; for the coach."
    )
    replaces_id: RowId | None = Field(description="The outcome that this one puts right.")
    replaced_by_id: RowId | None
    logged_at: datetime
    revision: int = Field(ge=1, description="Rises with every step.")

    @classmethod
    def of(cls, shown: Shown) -> "OutcomeView":
        """Show what one side may know."""
        row, reader = shown.row, shown.reader
        is_employer = reader is Reader.EMPLOYER
        return cls(
            id=str(row.id),
            kind=row.kind,
            state=row.state,
            called=shown.called,
            at=shown.at,
            candidate_id=None if is_employer else str(row.candidate_id),
            **_told(row),
            possible_ends=shown.ends,
            gap_skill_ids=[str(one.id) for one in shown.gap],
            learned=[LearnedSkillView.of(one) for one in shown.taught],
            cv_filter=row.cv_filter if reader is Reader.COACH else None,
            replaces_id=None if is_employer else _id(row.replaces_id),
            replaced_by_id=_id(shown.successor.id) if shown.successor else None,
            logged_at=row.logged_at,
            revision=row.revision,
        )


def _told(row: Outcome) -> dict[str, Any]:
    """Give what every side of an outcome reads as it stands."""
    return {
        "introduction_id": _id(row.introduction_id),
        "employer_id": _id(row.employer_id),
        "vacancy_id": _id(row.vacancy_id),
        "course_id": _id(row.course_id),
        "partner_id": _id(row.partner_id),
        "starts_on": row.starts_on,
        "ends_on": row.ends_on,
        "hours": row.hours,
        "wage_band": row.wage_band,
        "ended_on": row.ended_on,
        "end_reason": row.end_reason,
        "answered_on": row.answered_on,
    }


class OutcomeEmployerView(View):
    """A company where somebody can be placed by hand."""

    id: RowId
    trade_name: str = Field(examples=["Demo Zuivel"])
    sector: str = Field(examples=["techniek"])

    @classmethod
    def of(cls, row: Employer) -> "OutcomeEmployerView":
        """Show a company."""
        return cls(id=str(row.id), trade_name=row.trade_name, sector=row.sector)


class PartnerView(View):
    """An organisation people are referred to, with how long it takes to reply."""

    id: RowId
    name: str = Field(examples=["Leerwerkloket"])
    does: str = Field(examples=["Zoekt mee naar een opleiding."])
    email: str | None = Field(examples=["loket@talent.example"])
    region_id: RowId | None = Field(description="Null: everywhere.")
    active: bool = Field(description="False: nobody can be referred to it any more.")
    revision: int = Field(ge=1, description="Rises with every change.")
    reply_days: int | None = Field(
        ge=0, description="Mean days between referral and reply; null without a reply."
    )
    replies: int = Field(ge=0)
    waiting: int = Field(ge=0, description="Referrals that wait for a reply.")

    @classmethod
    def of(cls, row: Partner, delay: Delay) -> "PartnerView":
        """Show a partner."""
        return cls(
            id=str(row.id),
            name=row.name,
            does=row.does,
            email=row.email,
            region_id=_id(row.region_id),
            active=row.active,
            revision=row.revision,
            reply_days=delay.days,
            replies=delay.replies,
            waiting=delay.open,
        )
