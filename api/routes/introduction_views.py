"""How introductions go out: each side reads its own words, and only what that side may know."""

from collections.abc import Sequence
from datetime import date, datetime

from pydantic import Field

from api.language import Catalogue
from api.routes.views import RowId, View
from coaching.cards import Card
from coaching.introduction_views import Listed, Shown
from coaching.models import DeclineReason, IntroductionState
from profiles.models import Evidence


class IntroductionSummary(View):
    """An introduction on a list."""

    id: RowId
    state: IntroductionState
    stands: str = Field(
        examples=["Je wacht op het antwoord van het bedrijf."],
        description="Where it stands, in the words of whoever asks.",
    )
    called: str = Field(examples=["K-204"], description="A name where you may know it.")
    title: str = Field(examples=["Procesoperator"])
    company: str = Field(examples=["Demo Zuivel"])
    due_on: date | None = Field(description="The last day of the clock that runs.")
    waits_for_you: bool

    @classmethod
    def of(cls, one: Listed, words: Catalogue) -> "IntroductionSummary":
        """Show a line of a list."""
        return cls(
            id=str(one.id),
            state=one.state,
            stands=words.say(one.stands),
            called=one.name or one.pseudonym,
            title=one.title,
            company=one.company,
            due_on=one.due_on,
            waits_for_you=one.waits,
        )


class ShownSkillView(View):
    """A skill on the card; level null is unknown."""

    label: str = Field(examples=["heftruck rijden"])
    level: int | None = Field(ge=1, le=5, examples=[3])
    evidence: Evidence


class ShownCardView(View):
    """What somebody can, where and how much."""

    skills: Sequence[ShownSkillView]
    municipality: str | None = Field(examples=["Leiden"])
    hours_min: int | None
    hours_max: int | None

    @classmethod
    def of(cls, card: Card) -> "ShownCardView":
        """Show a card."""
        return cls(
            skills=[
                ShownSkillView(label=one.label, level=one.level, evidence=one.evidence)
                for one in card.skills
            ],
            municipality=card.municipality,
            hours_min=card.hours_min,
            hours_max=card.hours_max,
        )


class HappeningView(View):
    """A line of the history."""

    at: datetime
    sentence: str = Field(examples=["Het bedrijf wil kennismaken."])


class IntroductionView(View):
    """One introduction; what is empty or null is not there, or not for whoever asks."""

    id: RowId
    vacancy_id: RowId
    state: IntroductionState
    stands: str = Field(examples=["Je coach wil je voorstellen. Kies of je dat wilt."])
    title: str = Field(examples=["Procesoperator"])
    company: str = Field(examples=["Demo Zuivel"])
    due_on: date | None
    name: str = Field(description="For the employer only while it runs and the person takes part.")
    presentation: str
    words: str = Field(description="What the coach wrote to the candidate.")
    card: ShownCardView | None
    reason: DeclineReason | None
    text_for_coach: str
    text_for_candidate: str
    revision: int = Field(ge=1, description="Rises with every step.")
    history: Sequence[HappeningView]

    @classmethod
    def of(cls, shown: Shown, words: Catalogue) -> "IntroductionView":
        """Show what one side may know."""
        row = shown.row
        return cls(
            id=str(row.id),
            vacancy_id=str(row.vacancy_id),
            state=row.state,
            stands=words.say(shown.stands),
            title=shown.advert.vacancy.title,
            company=shown.advert.trade_name,
            due_on=row.due_on,
            name=shown.name,
            presentation=shown.presentation,
            words=shown.words,
            card=ShownCardView.of(shown.card) if shown.card else None,
            reason=shown.reason,
            text_for_coach=shown.text_for_coach,
            text_for_candidate=shown.text_for_candidate,
            revision=row.revision,
            history=[
                HappeningView(at=one.at, sentence=words.say(one.sentence)) for one in shown.history
            ],
        )
