"""How work goes out to one person: how vacancies, occupations and sectors fit, and why."""

from collections.abc import Mapping, Sequence

from pydantic import Field

from api.routes.taxonomy_views import CourseView, LessonView
from api.routes.vacancy_views import VacancyView
from api.routes.views import Paged, Percent, RowId, View
from matching.explain import Tier
from matching.gates import Gate
from matching.market import FittingOccupation, FittingSector, UnlockingSkill
from matching.own import Choice
from matching.wishes import Wish


class LimitView(View):
    """What a limit says of a pair: closed, or not known."""

    gate: Gate
    closed: bool
    reason: str = Field(examples=["Je reist ongeveer 45 minuten. Je wilt hoogstens 30."])


class GapView(View):
    """A requirement that is not fully met, and what closes it."""

    skill_id: RowId
    label: str
    tier: Tier
    learnable: bool = Field(description="The employer teaches it on the job.")
    gain: int = Field(ge=0, description="The points that learning it adds.")
    courses: Sequence[CourseView] = Field(description="What brings it closer, the best first.")


class PartView(View):
    """What one requirement adds: weight × nearness × level fit."""

    skill_id: RowId
    label: str
    required: bool
    asked_level: int | None
    tier: Tier
    used_skill_id: RowId | None
    used_label: str | None
    used_level: int | None
    nearness: Percent
    level_fit: Percent
    weight: int
    points: int
    sentence: str = Field(examples=["Heftruck rijden: heeft. 100 % × 100 % × gewicht 9 = …"])


class CounterfactualView(View):
    """What the fit would be with one skill at one level; scored again, not estimated."""

    skill_id: RowId
    label: str
    level: int = Field(ge=1, le=5)
    fit: Percent
    sentence: str


class WishesView(View):
    """Which stated wishes are met, which are not, and which nobody can tell."""

    met: Sequence[Wish]
    unmet: Sequence[Wish]
    unknown: Sequence[Wish]


class MatchView(View):
    """A vacancy for a person, in short."""

    vacancy: VacancyView
    place: int = Field(ge=0, description="In the whole order; who is set apart counts. 0: none.")
    is_open: bool = Field(description="No limit closes this pair.")
    fit: Percent = Field(description="Past: as the person is now.")
    after_training: Percent = Field(description="Na scholing: with the learnable gaps closed.")
    wish: Percent | None = Field(description="Wil: the share of the stated wishes that is met.")
    supported: Percent = Field(description="Onderbouwd: which share of the fit rests on evidence.")
    travel_minutes: int | None
    tiers: Mapping[Tier, int] = Field(examples=[{"heeft": 4, "bijna": 1, "onbekend": 0, "mist": 2}])
    limits: Sequence[LimitView]
    gaps: Sequence[GapView]


class MatchInFull(MatchView):
    """A vacancy for a person, with everything that made the score."""

    points: int
    most: int
    use: Percent = Field(description="Benut: how much of what the person can, the work uses.")
    wishes: WishesView
    parts: Sequence[PartView] = Field(description="Their points add up to `points`.")
    counterfactuals: Sequence[CounterfactualView]
    model: str = Field(description="The version of the model that scored.")


class UnlockingView(View):
    """A skill the person lacks and what it would bring."""

    skill_id: RowId
    label: str
    vacancies: int = Field(ge=1, description="In how many vacancies the fit would rise.")
    rise_points: int = Field(ge=0, description="By how many percentage points together.")
    lessons: Sequence[LessonView]

    @classmethod
    def of(cls, one: UnlockingSkill) -> "UnlockingView":
        """Show a skill that unlocks."""
        return cls(
            skill_id=str(one.skill_id),
            label=one.label,
            vacancies=one.vacancies,
            rise_points=one.rise_points,
            lessons=[LessonView.of(lesson) for lesson in one.lessons],
        )


class WorkPageView(Paged[MatchView]):
    """One page of work for one person: what no limit closes first, then what is set apart."""

    opened: int = Field(description="How many of the total no limit closes.")
    apart: int = Field(description="How many of the total are set apart, with the reason.")
    unfiltered: int = Field(description="How many open vacancies there are, whatever the filters.")
    left_out: Mapping[Choice, int] = Field(description="What each filter leaves out by itself.")
    nearest: Sequence[MatchView] = Field(description="The nearest, when nothing is open here.")
    opener: UnlockingView | None = Field(description="Then also the skill that brings most.")
    unskilled: Sequence[RowId] = Field(description="Open, but nog niet verskild: not ranked.")


class FittingOccupationView(View):
    """An occupation for one person."""

    occupation_id: RowId
    label: str
    sector: str | None
    fit: Percent
    vacancies: int = Field(ge=0, description="How many open vacancies there are for it now.")

    @classmethod
    def of(cls, one: FittingOccupation) -> "FittingOccupationView":
        """Show how an occupation fits."""
        return cls(
            occupation_id=str(one.occupation_id),
            label=one.label,
            sector=one.sector,
            fit=one.fit,
            vacancies=one.vacancies,
        )


class FittingSectorView(View):
    """A sector for one person: the mean fit of its five best-fitting occupations."""

    key: str
    label: str
    fit: Percent
    vacancies: int = Field(ge=0)
    occupations: Sequence[FittingOccupationView]

    @classmethod
    def of(cls, one: FittingSector) -> "FittingSectorView":
        """Show how a sector fits."""
        return cls(
            key=one.key,
            label=one.label,
            fit=one.fit,
            vacancies=one.vacancies,
            occupations=[FittingOccupationView.of(each) for each in one.occupations],
        )


class UnlockingPageView(Paged[UnlockingView]):
    """Skills by what they would bring, the largest rise first."""

    counted: int = Field(description="How many vacancies were looked at.")
    within_limits: bool = Field(description="Only those that no limit closes; false: all.")


class MoveView(View):
    """One vacancy before and after a change."""

    vacancy_id: RowId
    title: str
    fit_before: Percent
    fit_after: Percent
    place_before: int
    place_after: int


class WhatIfView(View):
    """What a changed skill moves; nothing was changed."""

    moves: Sequence[MoveView]
    rising: int = Field(description="In how many open vacancies the score rises.")
    falling: int = Field(description="In how many it falls.")
