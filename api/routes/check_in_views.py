"""How a placement goes on, as the API tells it to each side."""

from collections.abc import Sequence
from datetime import date, datetime

from pydantic import Field

from api.routes.views import RowId, View
from placements.follow_up import CheckInLine, FollowUp, Standing
from placements.models import CheckInAnswer, Side


class CheckInView(View):
    """One side is asked how it goes, a number of weeks after the start."""

    id: RowId
    week: int = Field(examples=[6])
    side: Side
    due_on: date
    standing: Standing
    answer: CheckInAnswer | None = Field(description="Null when there is none.")
    answered_on: date | None
    by_coach: bool = Field(description="The coach asked and wrote the answer down.")
    can_answer: bool = Field(description="Whether you can answer it now.")

    @classmethod
    def of(cls, one: CheckInLine) -> "CheckInView":
        """Show a check-in."""
        return cls(
            id=str(one.id),
            week=one.week,
            side=one.side,
            due_on=one.due_on,
            standing=one.standing,
            answer=one.answer,
            answered_on=one.answered_on,
            by_coach=one.by_coach,
            can_answer=one.can_answer,
        )


class AftercareView(View):
    """What was written down after the start; `side` null is a coach."""

    text: str = Field(examples=["Bel volgende week nog eens."])
    side: Side | None
    written_at: datetime


class SatisfactionView(View):
    """Your own three answers, each from 1 (not at all) to 5 (very much)."""

    helped: int = Field(ge=1, le=5, examples=[4])
    fitting: int = Field(ge=1, le=5, examples=[5])
    again: int = Field(ge=1, le=5, examples=[4])


class FollowUpView(View):
    """How an outcome goes on, as far as you may know."""

    outcome_id: RowId
    items: Sequence[CheckInView] = Field(description="The check-ins, the first due first.")
    notes: Sequence[AftercareView]
    satisfaction: SatisfactionView | None
    asks_satisfaction: bool = Field(description="Whether the three questions can be put to you.")

    @classmethod
    def of(cls, follow: FollowUp) -> "FollowUpView":
        """Show how an outcome goes on."""
        own = next(iter(follow.told), None)
        return cls(
            outcome_id=str(follow.outcome_id),
            items=[CheckInView.of(one) for one in follow.lines],
            notes=[
                AftercareView(text=one.text, side=one.side, written_at=one.written_at)
                for one in follow.notes
            ],
            satisfaction=(
                SatisfactionView(helped=own.helped, fitting=own.fitting, again=own.again)
                if own
                else None
            ),
            asks_satisfaction=follow.asks_satisfaction,
        )
