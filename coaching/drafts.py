"""What may come in for coaching: an objection, and the answer to it."""

from typing import Annotated

from pydantic import Field

from coaching.models import ObjectionSubject
from foundation.entry import Draft, Text

Told = Annotated[Text, Field(min_length=1)]


class ObjectionDraft(Draft):
    """What a candidate objects to, and why."""

    subject: ObjectionSubject
    text: Told


class AnswerDraft(Draft):
    """What the coach decided and why, in words for the candidate."""

    text: Told
