"""The tables of a candidate: skills with level and evidence, preferences, consents, history."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Column, Index, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from foundation.columns import Moment, ValueSet, generated_id, value_enum, within
from foundation.terms import LanguageLevel, Licence, TravelMeans, Weekday, WorkKind


class CandidateState(StrEnum):
    """Where a profile stands: draft → active → paused → withdrawn → erased."""

    DRAFT = "draft"
    ACTIVE = "active"
    PAUSED = "paused"
    WITHDRAWN = "withdrawn"
    ERASED = "erased"


class Evidence(StrEnum):
    """What a skill rests on: the person's word, something shown, or a coach who confirmed it."""

    CLAIMED = "claimed"
    SUPPORTED = "supported"
    CONFIRMED = "confirmed"


class Interest(StrEnum):
    """The six kinds of work of Holland (RIASEC), by their letter."""

    REALISTIC = "R"
    INVESTIGATIVE = "I"
    ARTISTIC = "A"
    SOCIAL = "S"
    ENTERPRISING = "E"
    CONVENTIONAL = "C"


class Purpose(StrEnum):
    """What a candidate can agree to, each apart, off until given."""

    MATCHING = "matching"
    POOL_SEARCH = "pool_search"
    HANDOVER = "handover"
    RESEARCH = "research"


class ExperienceKind(StrEnum):
    """Where somebody learned things; work is only one of the places."""

    WORK = "werk"
    VOLUNTEERING = "vrijwilligerswerk"
    CARE = "zorg"
    HOBBY = "hobby"
    EDUCATION = "opleiding"


class Candidate(SQLModel, table=True):
    """A person who looks for work or for other work.

    `revision` rises with every change to the person or anything that hangs on it; the pool of
    matching follows it.
    """

    id: int = generated_id()
    account_id: int | None = Field(
        default=None, foreign_key="account.id", ondelete="SET NULL", unique=True
    )
    name: str = Field(max_length=200)
    state: CandidateState = Field(
        default=CandidateState.DRAFT,
        sa_type=value_enum(CandidateState),
    )
    working: bool | None = Field(default=None)
    presentation: str = Field(default="", sa_column=Column(Text, nullable=False))
    revision: int = Field(index=True)
    created_at: datetime = Field(sa_type=Moment)
    confirmed_at: datetime = Field(sa_type=Moment)
    reminded_at: datetime | None = Field(default=None, sa_type=Moment)


class CandidateSkill(SQLModel, table=True):
    """A skill the person ticked; level None is "weet ik niet" and stays unknown."""

    __tablename__ = "candidate_skill"
    __table_args__ = (UniqueConstraint("candidate_id", "skill_id"), within("level", 1, 5))

    id: int = generated_id()
    candidate_id: int = Field(foreign_key="candidate.id", ondelete="CASCADE")
    skill_id: int = Field(foreign_key="skill.id", index=True)
    level: int | None = Field(default=None)
    evidence: Evidence = Field(
        default=Evidence.CLAIMED,
        sa_type=value_enum(Evidence),
    )
    evidence_note: str = Field(default="", max_length=200)


class Preferences(SQLModel, table=True):
    """What a candidate wishes and cannot do without; None and the empty set mean "not said"."""

    __table_args__ = (
        within("travel_minutes", 1, 240),
        within("hours_min", 1, 60),
        within("hours_max", 1, 60),
        within("wage_floor_cents", 1, 100_000),
        within("course_days", 0, 1000),
        CheckConstraint("hours_min <= hours_max", name="hours_in_order"),
    )

    candidate_id: int = Field(foreign_key="candidate.id", ondelete="CASCADE", primary_key=True)
    postcode: str | None = Field(default=None, max_length=4)
    travel_minutes: int | None = Field(default=None)
    travel_means: TravelMeans | None = Field(
        default=None,
        sa_type=value_enum(TravelMeans),
    )
    hours_min: int | None = Field(default=None)
    hours_max: int | None = Field(default=None)
    days: frozenset[Weekday] = Field(default=frozenset(), sa_type=ValueSet(Weekday))
    wage_floor_cents: int | None = Field(default=None)
    starts_from: date | None = Field(default=None)
    course_days: int | None = Field(default=None)
    sectors: frozenset[str] = Field(default=frozenset(), sa_type=ValueSet(str))
    kinds: frozenset[WorkKind] = Field(default=frozenset(), sa_type=ValueSet(WorkKind))
    licences: frozenset[Licence] = Field(default=frozenset(), sa_type=ValueSet(Licence))


class CandidateLanguage(SQLModel, table=True):
    """A language the person speaks (ISO 639-3); level None is unknown."""

    __tablename__ = "candidate_language"

    candidate_id: int = Field(foreign_key="candidate.id", ondelete="CASCADE", primary_key=True)
    language: str = Field(max_length=3, primary_key=True)
    level: LanguageLevel | None = Field(
        default=None,
        sa_type=value_enum(LanguageLevel),
    )


class Experience(SQLModel, table=True):
    """Something the person did: work, care, volunteering, a hobby. Never read by the scorer."""

    id: int = generated_id()
    candidate_id: int = Field(foreign_key="candidate.id", ondelete="CASCADE", index=True)
    kind: ExperienceKind = Field(sa_type=value_enum(ExperienceKind))
    title: str = Field(max_length=200)
    occupation_id: int | None = Field(default=None, foreign_key="occupation.id")
    years: int | None = Field(default=None)


class OwnWord(SQLModel, table=True):
    """What a person can do in own words that the taxonomy lacks: for the coach and its gap list."""

    __tablename__ = "own_word"
    __table_args__ = (UniqueConstraint("candidate_id", "text"),)

    id: int = generated_id()
    candidate_id: int = Field(foreign_key="candidate.id", ondelete="CASCADE")
    text: str = Field(max_length=200)
    created_at: datetime = Field(sa_type=Moment)


class InterestAnswer(SQLModel, table=True):
    """What a person answered to one question of the interest test, 0 (not at all) to 4 (gladly)."""

    __tablename__ = "interest_answer"
    __table_args__ = (within("answer", 0, 4),)

    candidate_id: int = Field(foreign_key="candidate.id", ondelete="CASCADE", primary_key=True)
    question: str = Field(max_length=8, primary_key=True)
    answer: int


class InterestOutcome(SQLModel, table=True):
    """The kinds of work a finished interest test points to; read by *wil*."""

    __tablename__ = "interest_outcome"

    candidate_id: int = Field(foreign_key="candidate.id", ondelete="CASCADE", primary_key=True)
    interests: frozenset[Interest] = Field(sa_type=ValueSet(Interest))
    finished_at: datetime = Field(sa_type=Moment)


class HiddenEmployer(SQLModel, table=True):
    """An employer who must never see this person, by KvK number or by trade name."""

    __tablename__ = "hidden_employer"
    __table_args__ = (
        UniqueConstraint("candidate_id", "kvk", "trade_name"),
        CheckConstraint("kvk <> '' OR trade_name <> ''", name="names_somebody"),
    )

    id: int = generated_id()
    candidate_id: int = Field(foreign_key="candidate.id", ondelete="CASCADE")
    kvk: str = Field(default="", max_length=8)
    trade_name: str = Field(default="", max_length=200)


class Consent(SQLModel, table=True):
    """A candidate agreed to one purpose, in the words of one version of its text."""

    __table_args__ = (
        Index(
            "uq_consent_running",
            "candidate_id",
            "purpose",
            unique=True,
            sqlite_where=text("withdrawn_at IS NULL"),
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
    )

    id: int = generated_id()
    candidate_id: int = Field(foreign_key="candidate.id", ondelete="CASCADE")
    purpose: Purpose = Field(sa_type=value_enum(Purpose))
    text_version: str = Field(max_length=20)
    given_at: datetime = Field(sa_type=Moment)
    withdrawn_at: datetime | None = Field(default=None, sa_type=Moment)
