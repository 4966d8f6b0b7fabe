"""What may come in about employers and vacancies: checked, bounded and frozen."""

from functools import partial
from typing import Annotated

from pydantic import AfterValidator, Field, ValidationInfo, field_validator

from accounts.service import LONGEST_NAME, AddressDraft
from foundation.entry import (
    Day,
    Draft,
    Flag,
    Hours,
    Kvk,
    Level,
    Line,
    OptionalLine,
    Postcode,
    Text,
    Whole,
    clean_line,
    language_code,
)
from foundation.terms import LanguageLevel, Licence, Weekday, WorkKind
from vacancies.models import Importance, LimitKind

LONGEST_LIMIT = 100
LONGEST_REASON = 500
SHORTEST_REASON = 5


class EmployerDraft(Draft):
    """A company: its KvK number, the name it trades under, its sector and where it is."""

    kvk: Kvk
    trade_name: Line
    sector: Line
    postcode: Postcode
    contact_name: OptionalLine = ""


class CompanyDraft(Draft):
    """What people of a company may change about it themselves; its KvK number is not."""

    trade_name: Line
    sector: Line
    postcode: Postcode
    contact_name: OptionalLine = ""


PersonName = Annotated[
    str,
    AfterValidator(partial(clean_line, longest=LONGEST_NAME)),
    Field(min_length=1, json_schema_extra={"maxLength": LONGEST_NAME}),
]


class ColleagueDraft(AddressDraft):
    """Somebody who will act for the same company."""

    name: PersonName


class SignUpDraft(AddressDraft):
    """A company that wants to take part, and whoever signs it up."""

    kvk: Kvk
    trade_name: Line
    sector: Line
    postcode: Postcode
    contact_name: PersonName


class MembershipDraft(Draft):
    """The last day of a membership; None ends it."""

    member_until: Day | None = None


class VacancyDraft(Hours):
    """Work that is offered; None and the empty set mean "not said".

    `wage_cents` is an hourly wage in cents; `occupation_id` is a row of the current taxonomy.
    """

    title: Line
    sector: Line
    occupation_id: Whole | None = None
    description: Text = ""
    postcode: Postcode | None = None
    days: frozenset[Weekday] = frozenset()
    wage_cents: Annotated[Whole, Field(ge=1, le=100_000)] | None = None
    starts_on: Day | None = None
    kinds: frozenset[WorkKind] = frozenset()
    places: Annotated[Whole, Field(ge=1, le=1000)] = 1


class RequirementDraft(Draft):
    """A skill the work asks; level None asks no level, `learnable` means taught on the job."""

    skill_id: Whole
    importance: Importance
    level: Level | None = None
    learnable: Flag = False


class LimitDraft(Draft):
    """A hard limit and the law or rule it rests on.

    `value` is a licence of `foundation.terms.Licence`, an ISO 639-3 language code, or the name of a
    diploma; only a language has a `level`.
    """

    kind: LimitKind
    value: Annotated[
        str, AfterValidator(partial(clean_line, longest=LONGEST_LIMIT)), Field(min_length=1)
    ]
    level: Annotated[LanguageLevel | None, Field(validate_default=True)] = None
    legal_reason: Annotated[
        str,
        AfterValidator(partial(clean_line, longest=LONGEST_REASON)),
        Field(validate_default=True),
    ] = ""

    @field_validator("value")
    @classmethod
    def _is_one_we_know(cls, value: str, fields: ValidationInfo) -> str:
        kind = fields.data.get("kind")
        licences = [licence.value for licence in Licence]
        if kind is LimitKind.LICENCE and value not in licences:
            raise ValueError(f"kies uit: {', '.join(licences)}")
        return language_code(value) if kind is LimitKind.LANGUAGE else value

    @field_validator("level")
    @classmethod
    def _is_for_a_language(
        cls, level: LanguageLevel | None, fields: ValidationInfo
    ) -> LanguageLevel | None:
        asked = fields.data.get("kind") is LimitKind.LANGUAGE
        if asked != (level is not None):
            raise ValueError("moet bij een taal staan, van A1 tot C2, en alleen daar")
        return level

    @field_validator("legal_reason")
    @classmethod
    def _rests_on_a_rule(cls, reason: str) -> str:
        if len(reason) < SHORTEST_REASON:
            raise ValueError("schrijf op welke wet of regel deze harde eis rust, of haal hem weg")
        return reason
