"""How a shortlist goes out: who is on it, a skills card, a decision, two people side by side."""

from collections.abc import Sequence
from datetime import datetime

from pydantic import Field

from api.routes.views import Paged, Percent, RowId, View
from api.routes.work_views import LimitView, MatchInFull
from coaching.cards import Card
from coaching.listing import Line, Listed
from coaching.models import EntryState, IntroductionState, Review, ReviewKind, ReviewReason
from coaching.reviews import ReadReview
from coaching.spread import Shift
from foundation.terms import LanguageLevel, WorkKind
from matching.explain import Tier
from profiles.models import Evidence


class ShiftView(View):
    """What spreading changed for one person."""

    candidate_id: RowId
    pseudonym: str = Field(examples=["K-031"])
    before: int = Field(ge=1, description="The place without spreading.")
    after: int = Field(ge=1, description="The place with it.")

    @classmethod
    def of(cls, one: Shift) -> "ShiftView":
        """Show a shift."""
        return cls(
            candidate_id=str(one.candidate_id),
            pseudonym=one.pseudonym,
            before=one.before,
            after=one.after,
        )


class ShortlistView(View):
    """The list of a vacancy: how many stand on it, and what spreading changed."""

    vacancy_id: RowId
    opened_at: datetime
    spread: bool = Field(description="Whether people who fit about as well take turns.")
    shifts: Sequence[ShiftView] = Field(description="Exactly what spreading changed.")
    in_view: int = Field(ge=0, description="Who is proposed or approved.")
    approved: int = Field(ge=0)
    set_aside: int = Field(ge=0)

    @classmethod
    def of(cls, listed: Listed) -> "ShortlistView":
        """Show a list."""
        row = listed.shortlist
        approved = sum(one.entry.state is EntryState.APPROVED for one in listed.lines)
        return cls(
            vacancy_id=str(row.vacancy_id),
            opened_at=row.opened_at,
            spread=row.spread,
            shifts=[ShiftView.of(one) for one in listed.shifts],
            in_view=len(listed.lines),
            approved=approved,
            set_aside=len(listed.aside),
        )


class EntryView(View):
    """Somebody on a list, without a name."""

    id: RowId
    candidate_id: RowId
    pseudonym: str = Field(examples=["K-204"])
    state: EntryState
    place: int | None = Field(description="On the list as it stands; null for who is set aside.")
    engine_place: int = Field(ge=0, description="In the whole order when proposed; 0 is no order.")
    by_hand: bool = Field(description="A coach added this person; the engine did not.")
    proposed: int = Field(ge=0, description="How often proposed elsewhere in thirty days.")
    introduced: int = Field(ge=0, description="How often introduced elsewhere in thirty days.")
    opened_at: datetime | None = Field(description="When you first opened the card.")
    fit: Percent | None = Field(description="Past; null until you opened the card.")
    guide: str | None = Field(description="The coach who guides this person.", examples=[None])
    introduction: IntroductionState | None = Field(description="The one that runs, or the latest.")
    revision: int = Field(ge=1, description="Rises with every decision.")

    @classmethod
    def of(cls, line: Line) -> "EntryView":
        """Show a line."""
        row, met = line.entry, line.introduction
        return cls(
            id=str(row.id),
            candidate_id=str(row.candidate_id),
            pseudonym=line.card.pseudonym,
            state=row.state,
            place=line.place,
            engine_place=row.engine_place,
            by_hand=row.by_hand,
            proposed=line.turns.proposed,
            introduced=line.turns.introduced,
            opened_at=line.opened_at,
            fit=line.match.explanation.fit if line.match else None,
            guide=line.guide.name if line.guide else None,
            introduction=met.state if met else None,
            revision=row.revision,
        )


class CardSkillView(View):
    """A skill on a card; level null is unknown."""

    skill_id: RowId
    label: str
    level: int | None
    evidence: Evidence


class SpokenView(View):
    """A language somebody speaks; level null is unknown."""

    language: str = Field(examples=["nld"])
    level: LanguageLevel | None


class CardView(View):
    """A skills card: what may be seen of somebody before the name may be known."""

    candidate_id: RowId
    pseudonym: str = Field(examples=["K-204"])
    skills: Sequence[CardSkillView]
    municipality: str | None
    hours_min: int | None
    hours_max: int | None
    kinds: Sequence[WorkKind]
    languages: Sequence[SpokenView]
    confirmed_at: datetime

    @classmethod
    def of(cls, card: Card) -> "CardView":
        """Show a card."""
        return cls(
            candidate_id=str(card.candidate_id),
            pseudonym=card.pseudonym,
            skills=[
                CardSkillView(
                    skill_id=str(one.skill_id),
                    label=one.label,
                    level=one.level,
                    evidence=one.evidence,
                )
                for one in card.skills
            ],
            municipality=card.municipality,
            hours_min=card.hours_min,
            hours_max=card.hours_max,
            kinds=[one for one in WorkKind if one in card.kinds],
            languages=[SpokenView(language=code, level=level) for code, level in card.languages],
            confirmed_at=card.confirmed_at,
        )


class ReviewView(View):
    """A decision with what the coach saw; numbers null: there was nothing to rank."""

    id: RowId
    entry_id: RowId
    coach: str
    kind: ReviewKind
    reason: ReviewReason
    text: str
    at: datetime
    seconds_open: int | None = Field(description="How long the card was open; null: it was not.")
    engine_place: int
    place: int
    spread: bool
    score: int | None
    score_max: int | None
    fit: Percent | None
    potential: Percent | None
    model: str
    taxonomy: str
    agreed: bool = Field(description="Whether the decision follows the order of the engine.")

    @classmethod
    def of(cls, read: ReadReview) -> "ReviewView":
        """Show a decision."""
        row: Review = read.row
        return cls(
            id=str(row.id),
            entry_id=str(row.entry_id),
            coach=read.coach,
            kind=row.kind,
            reason=row.reason,
            text=row.text,
            at=row.at,
            seconds_open=row.seconds_open,
            engine_place=row.engine_place,
            place=row.place,
            spread=row.spread,
            score=row.score,
            score_max=row.score_max,
            fit=row.fit,
            potential=row.potential,
            model=row.model_version,
            taxonomy=row.taxonomy_version,
            agreed=row.agreed,
        )


class BesideView(View):
    """One requirement beside two people; parts are 0 to 10,000."""

    skill_id: RowId
    label: str
    weight: int
    parts: Sequence[int] = Field(min_length=2, max_length=2, examples=[[10_000, 6_600]])
    tiers: Sequence[Tier] = Field(min_length=2, max_length=2, examples=[["heeft", "bijna"]])


class ComparisonView(View):
    """Two people for one vacancy, in the order they were asked."""

    matches: Sequence[MatchInFull] = Field(min_length=2, max_length=2)
    requirements: Sequence[BesideView]


class PersonView(View):
    """Somebody of the pool beside a vacancy: no numbers, those belong to a card on the list."""

    candidate_id: RowId
    pseudonym: str = Field(examples=["K-377"])
    place: int | None = Field(description="In the whole order; null: there is no order.")
    is_open: bool = Field(description="No limit closes this pair.")
    limits: Sequence[LimitView]
    municipality: str | None
    hours_min: int | None
    hours_max: int | None
    listed: bool = Field(description="Already on the list.")


class EveryoneView(Paged[PersonView]):
    """One page of everybody; the pages reach the last. Who paused leaves a gap on a page."""

    ranked: bool = Field(description="False: the order was drawn by lot.")
