"""How what helps to write a vacancy goes out: suggestions, wording, and who would fit."""

from collections.abc import Callable, Sequence

from pydantic import Field

from api.routes.views import Percent, RowId, View
from matching.counting import Without
from matching.gates import Gate
from vacancies.wording import WordingFinding
from vacancies.wording_rules import Ground


class SuggestedRequirement(View):
    """A skill the text may ask; a person decides."""

    skill_id: RowId
    label: str = Field(examples=["metalen lassen"])
    score: int = Field(ge=0, le=100, examples=[92])
    surface: str = Field(examples=["lassen"], description="The label or synonym that matched.")
    words: Sequence[str] = Field(
        examples=[["lassen"]], description="The words of the text that led to it."
    )


class Suggestions(View):
    """What a text may ask, the best first."""

    is_english: bool = Field(
        description="The text looks English; suggestions work for Dutch texts only."
    )
    items: Sequence[SuggestedRequirement]


class WordingFindingView(View):
    """An expression that shuts people out; `start` and `end` are places in the field."""

    field: str = Field(examples=["description"])
    start: int = Field(ge=0, examples=[14])
    end: int = Field(ge=0, examples=[23])
    words: str = Field(examples=["jong team"])
    ground: Ground
    law: str
    why: str
    instead: str

    @classmethod
    def of(cls, field: str, one: WordingFinding, say: Callable[[str], str]) -> "WordingFindingView":
        """Show a finding, its sentences in the language of whoever asks."""
        return cls(
            field=field,
            start=one.start,
            end=one.end,
            words=one.words,
            ground=one.ground,
            law=say(one.law),
            why=say(one.why),
            instead=say(one.instead),
        )


class WithoutView(View):
    """A requirement or a limit, and how many more people fit without it; below five is null."""

    skill_id: RowId | None
    limit: Gate | None
    value: str = Field(examples=["C"], description="The licence or language; else empty.")
    more: int | None = Field(ge=5, examples=[14])

    @classmethod
    def of(cls, one: Without, *, more: int | None) -> "WithoutView":
        """Show what shrinks the pool."""
        skill = None if one.skill is None else str(one.skill)
        return cls(skill_id=skill, limit=one.gate, value=one.value, more=more)


class PoolCountView(View):
    """How many people a vacancy fits; a count below five is null, so that nobody is recognised.

    It counts people; it hides nobody: a ranking reaches everybody.
    """

    fits_from: Percent = Field(description="The share of the points from which a person counts.")
    now: int | None = Field(ge=5, examples=[14])
    after_training: int | None = Field(ge=5, examples=[22])
    skilled: bool = Field(description="False: the vacancy asks no skills, so nothing is counted.")
    tightest: WithoutView | None = Field(description="What shrinks the pool most.")
