"""How rights go out: consents with their texts, objections, and who looked."""

from collections.abc import Sequence
from datetime import date, datetime

from pydantic import Field

from api.language import Catalogue
from api.routes.views import RowId, View
from coaching.models import Objection, ObjectionOutcome, ObjectionSubject
from profiles.consent_texts import ConsentText
from profiles.models import Consent, Purpose


class ConsentView(View):
    """One purpose somebody can agree to, in the words we have now."""

    purpose: Purpose
    title: str = Field(examples=["Zoek werk dat bij mij past"])
    lines: Sequence[str] = Field(description="The whole text.")
    without: str = Field(description="What happens without.")
    text_version: str = Field(examples=["2026-1"], description="Send it along when agreeing.")
    agreed: bool
    agreed_version: str | None = Field(description="The version that was agreed to.")
    given_at: datetime | None

    @classmethod
    def of(cls, text: ConsentText, given: Consent | None, words: Catalogue) -> "ConsentView":
        """Show a purpose with its text, and whether it is on."""
        return cls(
            purpose=text.purpose,
            title=words.say(text.title),
            lines=[words.say(line) for line in text.lines],
            without=words.say(text.without),
            text_version=text.version,
            agreed=given is not None,
            agreed_version=given.text_version if given else None,
            given_at=given.given_at if given else None,
        )


class ObjectionView(View):
    """An objection; `answered_at` null is not answered yet."""

    id: RowId
    subject: ObjectionSubject
    text: str = Field(examples=["Ik heb dit diploma wel."])
    raised_at: datetime
    due_on: date
    outcome: ObjectionOutcome | None = Field(description="Null: no answer yet.")
    answer: str = Field(examples=["We rekenen het opnieuw."], description="The reason.")
    answered_at: datetime | None

    @classmethod
    def of(cls, row: Objection) -> "ObjectionView":
        """Show an objection with its answer."""
        return cls(
            id=str(row.id),
            subject=row.subject,
            text=row.text,
            raised_at=row.raised_at,
            due_on=row.due_on,
            outcome=row.outcome,
            answer=row.answer,
            answered_at=row.answered_at,
        )


class AccessView(View):
    """Somebody saw or changed something of the profile, and why."""

    number: int = Field(examples=[17])
    at: datetime
    by_you: bool
    role: str = Field(examples=["loopbaancoach"])
    action: str = Field(examples=["profiel bekeken"])
    reason: str = Field(examples=["begeleiding naar werk"])
