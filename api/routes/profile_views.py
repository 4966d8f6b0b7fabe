"""How a profile goes out: the person, the skills, the wishes, the history, the interests."""

from collections.abc import Sequence
from datetime import date, datetime

from pydantic import Field

from api.routes.views import Listed, RowId, View
from foundation.terms import LanguageLevel, Licence, TravelMeans, Weekday, WorkKind
from profiles.models import (
    Candidate,
    CandidateLanguage,
    CandidateSkill,
    CandidateState,
    Evidence,
    Experience,
    ExperienceKind,
    HiddenEmployer,
    Interest,
    OwnWord,
    Preferences,
)
from profiles.service import is_stale


class CandidateView(View):
    """Who the person is and where the profile stands."""

    id: RowId
    name: str = Field(examples=["Zoë de Vries"], description="Empty: not said yet.")
    presentation: str = Field(examples=["Ik pak graag aan."])
    working: bool | None = Field(examples=[False], description="Null: not said.")
    state: CandidateState
    created_at: datetime
    confirmed_at: datetime
    stale: bool = Field(description="Not confirmed for more than 90 days.")

    @classmethod
    def of(cls, row: Candidate, now: datetime) -> "CandidateView":
        """Show a profile at a moment."""
        return cls(
            id=str(row.id),
            name=row.name,
            presentation=row.presentation,
            working=row.working,
            state=row.state,
            created_at=row.created_at,
            confirmed_at=row.confirmed_at,
            stale=is_stale(row, now),
        )


class BegunView(View):
    """A profile that was begun."""

    candidate_id: RowId
    token: str | None = Field(
        examples=["kX9…"],
        description="Send it as `Authorization: Bearer …`. Told once. Null for who is logged in.",
    )


class ProfileSkill(View):
    """A skill on a profile; level null is unknown."""

    skill_id: RowId
    label: str = Field(examples=["heftruck rijden"])
    level: int | None = Field(ge=1, le=5, examples=[3])
    evidence: Evidence
    evidence_note: str = Field(examples=["Drie jaar in het magazijn van de bouwmarkt."])

    @classmethod
    def of(cls, row: CandidateSkill, label: str) -> "ProfileSkill":
        """Show a skill with its label."""
        return cls(
            skill_id=str(row.skill_id),
            label=label,
            level=row.level,
            evidence=row.evidence,
            evidence_note=row.evidence_note,
        )


class PreferencesView(View):
    """Wishes and limits; null and the empty list are "not said"."""

    postcode: str | None = Field(examples=["2312"])
    travel_minutes: int | None = Field(examples=[30])
    travel_means: TravelMeans | None
    hours_min: int | None = Field(examples=[24])
    hours_max: int | None = Field(examples=[32])
    days: Sequence[Weekday]
    wage_floor_cents: int | None = Field(examples=[1550])
    starts_from: date | None
    course_days: int | None = Field(examples=[10])
    sectors: Sequence[str] = Field(examples=[["techniek", "zorg"]])
    kinds: Sequence[WorkKind]
    licences: Sequence[Licence]

    @classmethod
    def of(cls, row: Preferences | None) -> "PreferencesView":
        """Show wishes; None is somebody who never said any."""
        row = row or Preferences(candidate_id=0)
        return cls(
            postcode=row.postcode,
            travel_minutes=row.travel_minutes,
            travel_means=row.travel_means,
            hours_min=row.hours_min,
            hours_max=row.hours_max,
            days=[one for one in Weekday if one in row.days],
            wage_floor_cents=row.wage_floor_cents,
            starts_from=row.starts_from,
            course_days=row.course_days,
            sectors=sorted(row.sectors),
            kinds=[one for one in WorkKind if one in row.kinds],
            licences=[one for one in Licence if one in row.licences],
        )


class SpokenLanguage(View):
    """A language the person speaks (ISO 639-3); level null is unknown."""

    language: str = Field(examples=["nld"])
    level: LanguageLevel | None

    @classmethod
    def all_of(cls, rows: Sequence[CandidateLanguage]) -> "Listed[SpokenLanguage]":
        """Show the languages of a profile."""
        return Listed(items=[cls(language=row.language, level=row.level) for row in rows])


class HiddenEmployerView(View):
    """An employer who must not see this person."""

    id: RowId
    kvk: str | None = Field(examples=["12345678"])
    trade_name: str = Field(examples=["Bakker BV"])

    @classmethod
    def of(cls, row: HiddenEmployer) -> "HiddenEmployerView":
        """Show one line of the list."""
        return cls(id=str(row.id), kvk=row.kvk or None, trade_name=row.trade_name)


class ExperienceView(View):
    """Something the person did."""

    id: RowId
    kind: ExperienceKind
    title: str = Field(examples=["magazijnmedewerker"])
    occupation_id: RowId | None
    years: int | None = Field(examples=[3])

    @classmethod
    def of(cls, row: Experience) -> "ExperienceView":
        """Show one experience."""
        occupation = None if row.occupation_id is None else str(row.occupation_id)
        return cls(
            id=str(row.id),
            kind=row.kind,
            title=row.title,
            occupation_id=occupation,
            years=row.years,
        )


class OwnWordView(View):
    """What a person can do in own words."""

    id: RowId
    text: str = Field(examples=["palingroken"])

    @classmethod
    def of(cls, row: OwnWord) -> "OwnWordView":
        """Show own words."""
        return cls(id=str(row.id), text=row.text)


class InterestAnswerView(View):
    """One question of the interest test; answer null is not answered yet."""

    question: str = Field(examples=["R1"])
    text: str = Field(examples=["Een fiets repareren"])
    interest: Interest
    answer: int | None = Field(ge=0, le=4, examples=[3])


class InterestOutcomeView(View):
    """The kinds of work that the test points to; `finished_at` null is not finished."""

    interests: Sequence[Interest]
    scores: dict[Interest, int] = Field(examples=[{"R": 70, "I": 55}])
    finished_at: datetime | None
