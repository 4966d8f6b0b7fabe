"""What may come in about how it goes: an answer, a note, and three answers about the help."""

from functools import partial
from typing import Annotated

from pydantic import AfterValidator, Field

from foundation.entry import Draft, Level, Text, clean_text
from placements.models import CheckInAnswer

# Written on a phone, after one tap.
SHORT = 1_000
ShortText = Annotated[
    str,
    AfterValidator(partial(clean_text, longest=SHORT)),
    Field(json_schema_extra={"maxLength": SHORT}),
]


class CheckInDraft(Draft):
    """How it goes, and if one likes a few words that the candidate may read too."""

    answer: CheckInAnswer
    text: ShortText = ""


class CommentDraft(Draft):
    """A few words after the tap."""

    text: Annotated[ShortText, Field(min_length=1)]


class AftercareDraft(Draft):
    """What a coach notes after the start; the candidate may read it."""

    text: Annotated[Text, Field(min_length=1)]


class SatisfactionDraft(Draft):
    """Three answers, each from 1 (not at all) to 5 (very much)."""

    helped: Level
    fitting: Level
    again: Level
