"""The tables of work: employers with their membership, vacancies, requirements and hard limits."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Column, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from foundation.columns import Moment, ValueSet, generated_id, value_enum, within
from foundation.terms import LanguageLevel, Weekday, WorkKind


class VacancyState(StrEnum):
    """Where a vacancy stands: draft → open → filled or closed."""

    DRAFT = "draft"
    OPEN = "open"
    FILLED = "filled"
    CLOSED = "closed"


class Importance(StrEnum):
    """How much a requirement weighs: three times as much when required."""

    REQUIRED = "vereist"
    DESIRED = "gewenst"


class LimitKind(StrEnum):
    """What a hard limit is about; each needs a legal reason."""

    LICENCE = "licence"
    LANGUAGE = "language"
    DIPLOMA = "diploma"


class Employer(SQLModel, table=True):
    """A company; a member until a date may search the pool.

    `kvk` and `postcode` None: a company known from a national vacancy only. With
    `waiting_since` it signed up by itself and the administrator has not admitted it yet: it may
    write vacancies and not open them. `region_id` None belongs to no region: a national one.
    """

    id: int = generated_id()
    kvk: str | None = Field(default=None, max_length=8, unique=True)
    trade_name: str = Field(max_length=200)
    sector: str = Field(max_length=40)
    postcode: str | None = Field(default=None, max_length=4)
    contact_name: str = Field(default="", max_length=200)
    member_until: date | None = Field(default=None)
    waiting_since: datetime | None = Field(default=None, sa_type=Moment)
    region_id: int | None = Field(default=None, foreign_key="region.id", index=True)


class Contact(SQLModel, table=True):
    """An account that acts for an employer."""

    account_id: int = Field(foreign_key="account.id", ondelete="CASCADE", primary_key=True)
    employer_id: int = Field(foreign_key="employer.id", ondelete="CASCADE", index=True)


class Vacancy(SQLModel, table=True):
    """Work that is offered; without requirements it is "nog niet verskild" and is not ranked.

    `revision` rises with every change to the vacancy, its requirements or its limits.
    """

    __table_args__ = (
        within("hours_min", 1, 60),
        within("hours_max", 1, 60),
        within("wage_cents", 1, 100_000),
        within("places", 1, 1000),
        CheckConstraint("hours_min <= hours_max", name="hours_in_order"),
    )

    id: int = generated_id()
    employer_id: int = Field(foreign_key="employer.id", index=True)
    occupation_id: int | None = Field(default=None, foreign_key="occupation.id", index=True)
    title: str = Field(max_length=200)
    description: str = Field(default="", sa_column=Column(Text, nullable=False))
    sector: str = Field(max_length=40)
    postcode: str | None = Field(default=None, max_length=4)
    hours_min: int | None = Field(default=None)
    hours_max: int | None = Field(default=None)
    days: frozenset[Weekday] = Field(default=frozenset(), sa_type=ValueSet(Weekday))
    wage_cents: int | None = Field(default=None)
    starts_on: date | None = Field(default=None)
    kinds: frozenset[WorkKind] = Field(default=frozenset(), sa_type=ValueSet(WorkKind))
    places: int = Field(default=1)
    state: VacancyState = Field(
        default=VacancyState.DRAFT,
        sa_type=value_enum(VacancyState),
    )
    revision: int = Field(index=True)


class Requirement(SQLModel, table=True):
    """A skill the work asks; level None asks no level, `learnable` means taught on the job."""

    __table_args__ = (UniqueConstraint("vacancy_id", "skill_id"), within("level", 1, 5))

    id: int = generated_id()
    vacancy_id: int = Field(foreign_key="vacancy.id", ondelete="CASCADE")
    skill_id: int = Field(foreign_key="skill.id", index=True)
    importance: Importance = Field(sa_type=value_enum(Importance))
    level: int | None = Field(default=None)
    learnable: bool = Field(default=False)


class Limit(SQLModel, table=True):
    """A hard limit with the law or rule it rests on: a licence, a language minimum, a diploma."""

    __tablename__ = "vacancy_limit"
    __table_args__ = (
        UniqueConstraint("vacancy_id", "kind", "value"),
        CheckConstraint("length(trim(legal_reason)) >= 5", name="has_a_legal_reason"),
    )

    id: int = generated_id()
    vacancy_id: int = Field(foreign_key="vacancy.id", ondelete="CASCADE")
    kind: LimitKind = Field(sa_type=value_enum(LimitKind))
    value: str = Field(max_length=100)
    level: LanguageLevel | None = Field(
        default=None,
        sa_type=value_enum(LanguageLevel),
    )
    legal_reason: str = Field(max_length=500)


class Posting(SQLModel, table=True):
    """Where a vacancy from elsewhere came from (schema.org JobPosting), so that it comes in once.

    `digest` tells whether the posting changed since it was read.
    """

    __table_args__ = (UniqueConstraint("source", "identifier"),)

    id: int = generated_id()
    vacancy_id: int = Field(foreign_key="vacancy.id", ondelete="CASCADE", unique=True)
    source: str = Field(max_length=200)
    identifier: str = Field(max_length=200)
    address: str = Field(default="", max_length=500)
    valid_through: date | None = Field(default=None)
    digest: str = Field(max_length=64)
    read_at: datetime = Field(sa_type=Moment)
