"""How a passport goes out, and all that is held about somebody."""

from collections.abc import Sequence
from datetime import date

from pydantic import Field

from api.routes.views import View
from foundation.terms import LanguageLevel, Licence
from profiles.held import Held
from profiles.models import Evidence, ExperienceKind
from profiles.passport import Passport
from skills.models import SkillKind


class PassportSkillView(View):
    """One skill on a passport; level null is unknown."""

    uri: str
    label: str
    kind: SkillKind
    heading: str = Field(examples=["techniek"])
    level: int | None = Field(ge=1, le=5)
    evidence: Evidence
    note: str


class PassportLanguageView(View):
    """A language by its ISO 639-3 code; level null is unknown."""

    code: str = Field(examples=["nld"])
    level: LanguageLevel | None


class PassportExperienceView(View):
    """Something the person did."""

    kind: ExperienceKind
    title: str
    years: int | None
    occupation: str | None
    occupation_uri: str | None


class PassportView(View):
    """What a person can do, to take along: no address, no score."""

    name: str
    presentation: str
    municipality: str | None = Field(examples=["Leiden"])
    skills: Sequence[PassportSkillView]
    languages: Sequence[PassportLanguageView]
    experiences: Sequence[PassportExperienceView]
    licences: Sequence[Licence]
    confirmed_on: date
    made_on: date

    @classmethod
    def of(cls, passport: Passport) -> "PassportView":
        """Show a passport."""
        return cls(
            name=passport.name,
            presentation=passport.presentation,
            municipality=passport.municipality,
            skills=[
                PassportSkillView(
                    uri=one.uri,
                    label=one.label,
                    kind=one.kind,
                    heading=one.heading,
                    level=one.level,
                    evidence=one.evidence,
                    note=one.note,
                )
                for one in passport.skills
            ],
            languages=[
                PassportLanguageView(code=one.code, level=one.level) for one in passport.languages
            ],
            experiences=[
                PassportExperienceView(
                    kind=one.kind,
                    title=one.title,
                    years=one.years,
                    occupation=one.occupation,
                    occupation_uri=one.occupation_uri,
                )
                for one in passport.experiences
            ],
            licences=passport.licences,
            confirmed_on=passport.confirmed_on,
            made_on=passport.made_on,
        )


class HeldColumnView(View):
    """A column, and what it is called for a person."""

    name: str = Field(examples=["travel_minutes"])
    label: str = Field(examples=["reistijd in minuten"])


class HeldTableView(View):
    """The rows about a person in one table, in the order of the columns."""

    name: str = Field(examples=["preferences"])
    title: str = Field(examples=["wensen"])
    columns: Sequence[HeldColumnView]
    rows: Sequence[Sequence[str | int | float | bool | Sequence[str] | None]]


class LeftOutView(View):
    """A column whose content is not shown, and why."""

    table: str
    column: str
    reason: str


class HeldView(View):
    """All that is held about somebody."""

    tables: Sequence[HeldTableView]
    left_out: Sequence[LeftOutView]

    @classmethod
    def of(cls, held: Held) -> "HeldView":
        """Show what is held."""
        return cls(
            tables=[
                HeldTableView(
                    name=table.name,
                    title=table.title,
                    columns=[
                        HeldColumnView(name=one.name, label=one.label) for one in table.columns
                    ],
                    rows=table.rows,
                )
                for table in held.tables
            ],
            left_out=[
                LeftOutView(table=one.table, column=one.column, reason=one.reason)
                for one in held.left_out
            ],
        )
