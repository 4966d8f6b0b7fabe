"""How the work of a coach goes out: the people guided, what waits, notes, proposed skills."""

from collections.abc import Sequence
from datetime import date, datetime

from pydantic import Field

from api.routes.views import RowId, View
from coaching.guided import Guided
from coaching.models import (
    IntroductionState,
    Objection,
    ObjectionOutcome,
    ObjectionSubject,
    SkillProposal,
)
from coaching.notes import ReadNote
from coaching.objections import WaitingObjection
from coaching.pool_by_hand import InPool
from coaching.proposals import Proposed
from coaching.waiting import Back, BackIntroduction, Desk
from foundation.terms import WorkKind
from profiles.models import CandidateState, Evidence
from profiles.pseudonyms import pseudonym

PSEUDONYM = ["K-204"]


class GuidedView(View):
    """Somebody the coach guides; `waits_since` null: an introduction runs, or a pause."""

    candidate_id: RowId
    name: str = Field(examples=["Zoë de Vries"])
    pseudonym: str = Field(examples=PSEUDONYM)
    state: CandidateState
    municipality: str | None = Field(examples=["Leiden"])
    since: datetime = Field(description="When the guidance began.")
    confirmed_at: datetime
    stale: bool = Field(description="Not confirmed for more than 90 days.")
    proposed: int = Field(ge=0, description="On how many shortlists the person ever stood.")
    running: IntroductionState | None = Field(description="Where a running introduction stands.")
    waits_since: datetime | None

    @classmethod
    def of(cls, one: Guided) -> "GuidedView":
        """Show somebody on the caseload."""
        return cls(
            candidate_id=str(one.candidate_id),
            name=one.name,
            pseudonym=one.pseudonym,
            state=one.state,
            municipality=one.municipality,
            since=one.since,
            confirmed_at=one.confirmed_at,
            stale=one.is_stale,
            proposed=one.proposed,
            running=one.running,
            waits_since=one.waits_since,
        )


class BackView(View):
    """An introduction that is back with the coach; `called` is a name, or a number."""

    introduction_id: RowId
    candidate_id: RowId
    called: str = Field(examples=PSEUDONYM)
    title: str = Field(examples=["Procesoperator"])
    employer: str = Field(examples=["Demo Zuivel"])
    why: Back
    due_on: date | None

    @classmethod
    def of(cls, one: BackIntroduction) -> "BackView":
        """Show an introduction without an answer."""
        return cls(
            introduction_id=str(one.introduction_id),
            candidate_id=str(one.candidate_id),
            called=one.called,
            title=one.title,
            employer=one.employer,
            why=one.why,
            due_on=one.due_on,
        )


class WaitingObjectionView(View):
    """An objection without an answer; `may_answer` false: another coach must."""

    id: RowId
    pseudonym: str = Field(examples=PSEUDONYM)
    subject: ObjectionSubject
    raised_at: datetime
    due_on: date
    days_left: int = Field(examples=[12], description="Below zero: late.")
    may_answer: bool

    @classmethod
    def of(cls, one: WaitingObjection) -> "WaitingObjectionView":
        """Show an objection without its text."""
        return cls(
            id=str(one.row.id),
            pseudonym=pseudonym(one.row.candidate_id),
            subject=one.row.subject,
            raised_at=one.row.raised_at,
            due_on=one.row.due_on,
            days_left=one.days_left,
            may_answer=not one.is_own,
        )


class AnsweredProposalView(View):
    """A skill that somebody guided took or left."""

    candidate_id: RowId
    name: str = Field(examples=["Zoë de Vries"])
    skill: str = Field(examples=["heftruck rijden"])
    taken: bool
    answered_at: datetime


class HarvestView(View):
    """An employer met the daily limit of the pool search."""

    employer: str = Field(examples=["Demo Zuivel"])
    day: date


class TasksView(View):
    """What waits for a coach: to answer first, then the news of two weeks."""

    introductions_back: Sequence[BackView]
    objections: Sequence[WaitingObjectionView]
    answered_proposals: Sequence[AnsweredProposalView]
    harvest_notices: Sequence[HarvestView]

    @classmethod
    def of(cls, desk: Desk) -> "TasksView":
        """Show what waits; of objections those this coach may answer, and every late one."""
        shown = [one for one in desk.objections if one.is_late or not one.is_own]
        return cls(
            introductions_back=[BackView.of(one) for one in desk.back],
            objections=[WaitingObjectionView.of(one) for one in shown],
            answered_proposals=[
                AnsweredProposalView(
                    candidate_id=str(one.candidate_id),
                    name=one.called,
                    skill=one.skill,
                    taken=one.taken,
                    answered_at=one.answered_at,
                )
                for one in desk.answered
            ],
            harvest_notices=[HarvestView(employer=one.trade_name, day=one.day)
                             for one in desk.harvests],
        )  # fmt: skip


class NoteView(View):
    """What a coach noted about somebody, who may read it."""

    id: RowId
    text: str = Field(examples=["Wil weer met zijn handen werken."])
    writer: str = Field(examples=["Demo Anemoon"])
    written_at: datetime
    can_change: bool = Field(description="Yours, and not older than a day.")

    @classmethod
    def of(cls, one: ReadNote) -> "NoteView":
        """Show a note."""
        return cls(
            id=str(one.row.id),
            text=one.row.text,
            writer=one.writer,
            written_at=one.row.written_at,
            can_change=one.can_change,
        )


class ProposalView(View):
    """A skill that a coach proposes; `taken` null is not answered yet."""

    id: RowId
    skill_id: RowId
    label: str = Field(examples=["heftruck rijden"])
    text: str = Field(examples=["Je vertelde dat je dit elke week doet."])
    coach: str = Field(examples=["Demo Anemoon"])
    proposed_at: datetime
    answered_at: datetime | None
    taken: bool | None

    @classmethod
    def of(cls, one: Proposed) -> "ProposalView":
        """Show a proposed skill."""
        row: SkillProposal = one.row
        return cls(
            id=str(row.id),
            skill_id=str(row.skill_id),
            label=one.skill.label,
            text=row.text,
            coach=one.coach,
            proposed_at=row.proposed_at,
            answered_at=row.answered_at,
            taken=row.taken,
        )


class GuidanceView(View):
    """Who guides somebody; null is nobody."""

    coach: str | None = Field(examples=["Demo Anemoon"])
    since: datetime | None


class HeardObjectionView(View):
    """An objection as the coach who decides reads it; the person stays a number."""

    id: RowId
    pseudonym: str = Field(examples=PSEUDONYM)
    subject: ObjectionSubject
    text: str = Field(examples=["Ik heb dit diploma wel."])
    raised_at: datetime
    due_on: date
    outcome: ObjectionOutcome | None = Field(description="Null: no answer yet.")
    reason: str = Field(examples=["We rekenen het opnieuw."])
    answered_at: datetime | None

    @classmethod
    def of(cls, row: Objection) -> "HeardObjectionView":
        """Show an objection with its answer."""
        return cls(
            id=str(row.id),
            pseudonym=pseudonym(row.candidate_id),
            subject=row.subject,
            text=row.text,
            raised_at=row.raised_at,
            due_on=row.due_on,
            outcome=row.outcome,
            reason=row.answer,
            answered_at=row.answered_at,
        )


class PoolSkillView(View):
    """A skill on a card; level null is unknown."""

    skill_id: RowId
    label: str = Field(examples=["heftruck rijden"])
    level: int | None = Field(ge=1, le=5, examples=[3])
    evidence: Evidence


class PoolCardView(View):
    """Somebody in the pool, without a name; null is not said or never."""

    candidate_id: RowId
    pseudonym: str = Field(examples=PSEUDONYM)
    skills: Sequence[PoolSkillView]
    municipality: str | None = Field(examples=["Leiden"])
    hours_min: int | None = Field(examples=[24])
    hours_max: int | None = Field(examples=[32])
    kinds: Sequence[WorkKind]
    confirmed_at: datetime
    stale: bool
    proposed_at: datetime | None = Field(description="Last time on a shortlist; null: never.")
    coach: str | None = Field(examples=["Demo Anemoon"], description="Null: nobody guides.")

    @classmethod
    def of(cls, one: InPool) -> "PoolCardView":
        """Show a card."""
        card = one.card
        return cls(
            candidate_id=str(card.candidate_id),
            pseudonym=card.pseudonym,
            skills=[
                PoolSkillView(
                    skill_id=str(skill.skill_id),
                    label=skill.label,
                    level=skill.level,
                    evidence=skill.evidence,
                )
                for skill in card.skills
            ],
            municipality=card.municipality,
            hours_min=card.hours_min,
            hours_max=card.hours_max,
            kinds=[kind for kind in WorkKind if kind in card.kinds],
            confirmed_at=card.confirmed_at,
            stale=one.is_stale,
            proposed_at=one.proposed_at,
            coach=one.coach,
        )
