"""How the figures of the programme go out."""

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field

from api.routes.views import RowId, View
from placements.figures import Figure
from placements.funnel import Breakdown, Days, Line, StepFigure
from placements.funnel_counts import Dimension, Step
from placements.funnel_question import Question
from placements.models import OutcomeKind
from placements.pilot import Pilot

Percentage = Annotated[int, Field(ge=0, le=100, examples=[72])] | None
People = Annotated[int, Field(ge=0, examples=[486])] | None
HIDDEN = "Null: hidden, because it or a number that follows from it is from 1 to 4."


class DaysView(View):
    """How many days a step took, of the quickest quarter, in the middle, of the slowest quarter."""

    quick: int = Field(ge=0, examples=[3])
    median: int = Field(ge=0, examples=[8])
    slow: int = Field(ge=0, examples=[15])

    @classmethod
    def of(cls, days: Days) -> "DaysView":
        """Show how long a step took."""
        return cls(quick=days.quick, median=days.median, slow=days.slow)


class StepView(View):
    """One step of a funnel."""

    step: Step
    count: People = Field(description=f"How many people came at least as far. {HIDDEN}")
    percentage_of_before: Percentage = Field(description="Of the step it is a part of.")
    percentage_of_start: Percentage = Field(description="Of everybody with an account.")
    days: DaysView | None = Field(description="Since the step it is a part of.")

    @classmethod
    def of(cls, one: StepFigure) -> "StepView":
        """Show a step."""
        return cls(
            step=one.step,
            count=one.count,
            percentage_of_before=one.of_before,
            percentage_of_start=one.of_start,
            days=DaysView.of(one.days) if one.days else None,
        )


class FunnelView(View):
    """The funnel of a group of people."""

    region_id: RowId | None = Field(description="Null: every region.")
    only: str = Field(examples=["sector:techniek"], description="Empty: everybody.")
    name: str = Field(examples=["Techniek"])
    steps: Sequence[StepView]

    @classmethod
    def of(cls, question: Question, line: Line) -> "FunnelView":
        """Show a funnel."""
        return cls(
            region_id=_text(question.region_id),
            only=str(question.only or ""),
            name=line.name,
            steps=[StepView.of(one) for one in line.steps],
        )


class PartView(View):
    """A part of the people, with its funnel."""

    value: str = Field(examples=["techniek"], description="Empty: unknown.")
    name: str = Field(examples=["Techniek"])
    steps: Sequence[StepView]

    @classmethod
    def of(cls, line: Line) -> "PartView":
        """Show a part."""
        steps = [StepView.of(one) for one in line.steps]
        return cls(value=line.value, name=line.name, steps=steps)


class BreakdownView(View):
    """The same people divided by one dimension, by name, unknown last."""

    region_id: RowId | None = Field(description="Null: every region.")
    dimension: Dimension
    total: Sequence[StepView]
    parts: Sequence[PartView]

    @classmethod
    def of(cls, region_id: int | None, parts: Breakdown) -> "BreakdownView":
        """Show a breakdown."""
        return cls(
            region_id=_text(region_id),
            dimension=parts.dimension,
            total=[StepView.of(one) for one in parts.total.steps],
            parts=[PartView.of(one) for one in parts.lines],
        )


class OutcomesView(View):
    """How many outcomes of one kind stand."""

    kind: OutcomeKind
    count: People = Field(description=HIDDEN)


class SummaryView(View):
    """A region in short: accounts, companies, outcomes by kind, who had work at the start."""

    region_id: RowId | None = Field(description="Null: every region.")
    accounts: People = Field(description=HIDDEN)
    companies: int = Field(ge=0, examples=[25])
    outcomes: People = Field(description=HIDDEN)
    kinds: Sequence[OutcomesView]
    percentage_working_at_start: Percentage = Field(
        description="Of the people with a profile who told it. Null: hidden, or nobody told it."
    )

    @classmethod
    def of(cls, region_id: int | None, pilot: Pilot) -> "SummaryView":
        """Show the summary."""
        return cls(
            region_id=_text(region_id),
            accounts=pilot.accounts,
            companies=pilot.companies,
            outcomes=pilot.outcomes,
            kinds=[OutcomesView(kind=kind, count=number) for kind, number in pilot.kinds],
            percentage_working_at_start=pilot.working_at_start,
        )


class FigureView(View):
    """What a figure means, in Dutch."""

    key: str = Field(examples=["van-begin"])
    name: str = Field(examples=["Van het begin"])
    definition: str
    counts: str = Field(description="What is counted.")
    leaves_out: str = Field(description="What is not.")

    @classmethod
    def of(cls, one: Figure) -> "FigureView":
        """Show a figure."""
        return cls(
            key=one.key,
            name=one.name,
            definition=one.definition,
            counts=one.counts,
            leaves_out=one.leaves_out,
        )


def _text(number: int | None) -> str | None:
    return None if number is None else str(number)
