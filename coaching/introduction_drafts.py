"""What may come in about an introduction: the question, the answers, the texts with them."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field, ValidationInfo, field_validator

from coaching.drafts import Told
from coaching.models import DeclineReason
from foundation.entry import Draft, Text, Whole


class CandidateAnswer(StrEnum):
    """What a candidate says: agree, refuse, or stop an introduction that runs."""

    AGREE = "akkoord"
    REFUSE = "liever niet"
    WITHDRAW = "stoppen"


class EmployerAnswer(StrEnum):
    """What an employer says."""

    MEET = "kennismaken"
    ACCEPT = "aangenomen"
    DECLINE = "afgewezen"


class CoachDecision(StrEnum):
    """What a coach does with an introduction that runs."""

    MORE_TIME = "meer tijd"
    CLOSE = "sluiten"
    WITHDRAW = "stoppen"


class AskDraft(Draft):
    """Which entry of the shortlist is asked, in which words of the coach."""

    entry_id: Annotated[Whole, Field(ge=1)]
    words: Told


class CandidateAnswerDraft(Draft):
    """A candidate's answer.

    `presentation` is what the employer will read, for agreeing only; `text` is for the coach.
    """

    answer: CandidateAnswer
    presentation: Text = ""
    text: Text = ""


class EmployerAnswerDraft(Draft):
    """An employer's answer: a reason with a no, and a text for each of the two who read it."""

    answer: EmployerAnswer
    reason: Annotated[DeclineReason | None, Field(validate_default=True)] = None
    text_for_coach: Text = ""
    text_for_candidate: Text = ""

    @field_validator("reason")
    @classmethod
    def _is_with_a_no(
        cls, reason: DeclineReason | None, fields: ValidationInfo
    ) -> DeclineReason | None:
        answer = fields.data.get("answer")
        if answer is not None and (answer is EmployerAnswer.DECLINE) != (reason is not None):
            raise ValueError("hoort bij een afwijzing, en alleen daarbij")
        return reason


class CoachDecisionDraft(Draft):
    """What a coach does with an introduction that runs."""

    decision: CoachDecision
