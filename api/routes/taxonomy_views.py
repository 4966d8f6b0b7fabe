"""How the shared language goes out: skills, occupations, sectors and courses."""

from collections.abc import Sequence

from pydantic import Field

from api.routes.views import RowId, View
from skills.models import Course, CourseForm, SkillKind
from skills.service import Lesson


class CourseView(View):
    """A course; `cost_euro` null means the learner pays nothing."""

    id: RowId
    name: str = Field(examples=["Heftruck in drie dagen"])
    provider: str
    days: int = Field(ge=1, examples=[3])
    cost_euro: int | None = Field(examples=[250])
    form: CourseForm
    description: str

    @classmethod
    def of(cls, row: Course) -> "CourseView":
        """Show a course."""
        return cls(
            id=str(row.id),
            name=row.name,
            provider=row.provider,
            days=row.days,
            cost_euro=row.cost_euro,
            form=row.form,
            description=row.description,
        )


class LessonView(View):
    """A course that teaches a skill up to a level."""

    course: CourseView
    level: int = Field(ge=1, le=5, examples=[3])

    @classmethod
    def of(cls, lesson: Lesson) -> "LessonView":
        """Show what a course teaches."""
        return cls(course=CourseView.of(lesson.course), level=lesson.level)


class SkillChoice(View):
    """A skill or occupation that a text may mean; nothing is chosen until a person ticks it."""

    id: RowId
    label: str = Field(examples=["heftruck rijden"])
    language: str = Field(examples=["nl"])
    surface: str = Field(examples=["vorkheftruck"], description="The synonym; empty: the label.")
    words: Sequence[str] = Field(examples=[["heftruck"]], description="The words that led here.")


class SkillView(View):
    """A skill of the taxonomy."""

    id: RowId
    uri: str = Field(examples=["http://data.europa.eu/esco/skill/…"])
    label: str
    kind: SkillKind
    description: str
    language: str
    retired: bool = Field(description="The taxonomy no longer holds it; it counts for nothing.")
    courses: Sequence[LessonView]


class AskedSkillView(View):
    """A skill an occupation asks."""

    skill_id: RowId
    label: str
    essential: bool


class OccupationView(View):
    """An occupation of the taxonomy with the skills it asks."""

    id: RowId
    uri: str
    label: str
    isco: str = Field(examples=["7212"], description="Empty: unknown.")
    sector: str | None = Field(examples=["techniek"])
    description: str
    language: str
    retired: bool
    skills: Sequence[AskedSkillView]


class SectorView(View):
    """A sector of the region."""

    key: str = Field(examples=["techniek"])
    label: str = Field(examples=["Techniek"])
