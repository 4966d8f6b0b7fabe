"""How a vacancy goes out: what is offered and what is asked."""

from collections.abc import Sequence
from datetime import date

from pydantic import Field

from api.routes.views import RowId, View
from foundation.terms import LanguageLevel, Weekday, WorkKind
from vacancies.adverts import Advert
from vacancies.models import Importance, Limit, LimitKind, VacancyState


class VacancyView(View):
    """Work that is offered; null and the empty list are "not said"."""

    id: RowId
    title: str = Field(examples=["Procesoperator"])
    employer: str = Field(examples=["Demo Zuivel"])
    sector: str = Field(examples=["techniek"])
    municipality: str | None = Field(examples=["Leiderdorp"])
    postcode: str | None = Field(examples=["2352"])
    occupation_id: RowId | None
    hours_min: int | None
    hours_max: int | None
    days: Sequence[Weekday]
    wage_cents: int | None = Field(examples=[1725], description="An hour, in cents.")
    starts_on: date | None
    kinds: Sequence[WorkKind]
    places: int = Field(ge=1)
    state: VacancyState

    @classmethod
    def of(cls, advert: Advert) -> "VacancyView":
        """Show a vacancy with its company."""
        row = advert.vacancy
        return cls(
            id=str(row.id),
            title=row.title,
            employer=advert.trade_name,
            sector=row.sector,
            municipality=advert.municipality,
            postcode=row.postcode,
            occupation_id=None if row.occupation_id is None else str(row.occupation_id),
            hours_min=row.hours_min,
            hours_max=row.hours_max,
            days=[one for one in Weekday if one in row.days],
            wage_cents=row.wage_cents,
            starts_on=row.starts_on,
            kinds=[one for one in WorkKind if one in row.kinds],
            places=row.places,
            state=row.state,
        )


class RequirementView(View):
    """A skill the work asks; level null asks no level."""

    skill_id: RowId
    label: str
    importance: Importance
    level: int | None = Field(ge=1, le=5)
    learnable: bool = Field(description="The employer teaches it on the job.")


class HardLimitView(View):
    """A hard limit with the law or rule it rests on."""

    id: RowId
    kind: LimitKind
    value: str
    level: LanguageLevel | None
    legal_reason: str

    @classmethod
    def of(cls, row: Limit) -> "HardLimitView":
        """Show a hard limit."""
        return cls(
            id=str(row.id),
            kind=row.kind,
            value=row.value,
            level=row.level,
            legal_reason=row.legal_reason,
        )


class VacancyInFull(View):
    """A vacancy in skills; without requirements it is "nog niet verskild" and not ranked."""

    vacancy: VacancyView
    description: str
    requirements: Sequence[RequirementView]
    limits: Sequence[HardLimitView]
