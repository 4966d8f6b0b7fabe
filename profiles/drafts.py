"""What may come in about a candidate: checked, bounded and frozen before it becomes a row."""

from functools import partial
from typing import Annotated

from pydantic import AfterValidator, Field, ValidationInfo, field_validator

from foundation.entry import (
    Day,
    Draft,
    Flag,
    Hours,
    Kvk,
    LanguageCode,
    Level,
    Line,
    OptionalLine,
    Postcode,
    Text,
    Whole,
    clean_line,
)
from foundation.terms import LanguageLevel, Licence, TravelMeans, Weekday, WorkKind
from profiles.models import Evidence, ExperienceKind, Interest, Purpose

# The stored note of a confirmation is coach, day and note in 200 characters.
LONGEST_COACH = 80
LONGEST_NOTE = 100
LONGEST_VERSION = 20
# The questions of the interest test: five of each kind of work; profiles/interests.py words them.
QUESTIONS_PER_INTEREST = 5
QUESTION_KEYS = tuple(
    f"{kind.value}{number}" for number in range(1, QUESTIONS_PER_INTEREST + 1) for kind in Interest
)


def _line_of(longest: int) -> AfterValidator:
    return AfterValidator(partial(clean_line, longest=longest))


CoachName = Annotated[str, _line_of(LONGEST_COACH), Field(min_length=1)]
TextVersion = Annotated[str, _line_of(LONGEST_VERSION), Field(min_length=1)]


class ProfileDraft(Draft):
    """Who the person is; `working` None means "not said"."""

    name: Line
    working: Flag | None = None
    presentation: Text = ""


class SkillDraft(Draft):
    """A skill the person ticked: level 1 to 5 or None for unknown, and what it rests on.

    A confirmation is not for the person to write: see `profiles.skillset.confirm_skill`.
    """

    skill_id: Whole
    level: Level | None = None
    evidence: Evidence = Evidence.CLAIMED
    evidence_note: Annotated[OptionalLine, Field(validate_default=True)] = ""

    @field_validator("evidence")
    @classmethod
    def _is_not_confirmed(cls, evidence: Evidence) -> Evidence:
        if evidence is Evidence.CONFIRMED:
            raise ValueError("bevestigen kan alleen een coach; kies onderbouwd en schrijf waarmee")
        return evidence

    @field_validator("evidence_note")
    @classmethod
    def _says_where(cls, note: str, fields: ValidationInfo) -> str:
        if fields.data.get("evidence") is Evidence.SUPPORTED and not note:
            raise ValueError("schrijf in één regel waar je dit hebt gedaan of geleerd")
        return note


class ConfirmationDraft(Draft):
    """A coach confirms a skill on the profile; level None leaves the level as it stands."""

    skill_id: Whole
    coach: CoachName
    level: Level | None = None
    note: Annotated[str, _line_of(LONGEST_NOTE)] = ""


class PreferencesDraft(Hours):
    """What a person wishes and cannot do without; None and the empty set mean "not said".

    `wage_floor_cents` is an hourly wage in cents, `course_days` the days a course may take.
    """

    postcode: Postcode | None = None
    travel_minutes: Annotated[Whole, Field(ge=1, le=240)] | None = None
    travel_means: TravelMeans | None = None
    days: frozenset[Weekday] = frozenset()
    wage_floor_cents: Annotated[Whole, Field(ge=1, le=100_000)] | None = None
    starts_from: Day | None = None
    course_days: Annotated[Whole, Field(ge=0, le=1000)] | None = None
    sectors: Annotated[frozenset[Line], Field(max_length=12)] = frozenset()
    kinds: frozenset[WorkKind] = frozenset()
    licences: frozenset[Licence] = frozenset()


class LanguageDraft(Draft):
    """A language the person speaks, as an ISO 639-3 code; level None is unknown."""

    language: LanguageCode
    level: LanguageLevel | None = None


class ExperienceDraft(Draft):
    """Something the person did: work, care, volunteering, a hobby, a training."""

    kind: ExperienceKind
    title: Line
    occupation_id: Whole | None = None
    years: Annotated[Whole, Field(ge=0, le=70)] | None = None


def _question(value: str) -> str:
    if value not in QUESTION_KEYS:
        raise ValueError("is geen vraag van de test; ververs de pagina")
    return value


class OwnWordDraft(Draft):
    """What a person can do and the taxonomy has no word for."""

    text: Line


class InterestAnswerDraft(Draft):
    """The answer to one question of the interest test: 0, not at all, to 4, very much."""

    question: Annotated[str, AfterValidator(_question)]
    answer: Annotated[Whole, Field(ge=0, le=4)]


class HiddenEmployerDraft(Draft):
    """An employer who must not see this person: by KvK number, by trade name, or both."""

    kvk: Kvk | None = None
    trade_name: Annotated[OptionalLine, Field(validate_default=True)] = ""

    @field_validator("trade_name")
    @classmethod
    def _names_somebody(cls, name: str, fields: ValidationInfo) -> str:
        if not name and fields.data.get("kvk", "wrong") is None:
            raise ValueError("moet er staan als je geen KvK-nummer invult")
        return name


class ConsentDraft(Draft):
    """Agreement with one purpose, in the words of one version of its text."""

    purpose: Purpose
    text_version: TextVersion
