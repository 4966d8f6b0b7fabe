"""What other rooms ask of the shared language: find, look up, and read what belongs together."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlmodel import Session, col, or_, select

from foundation.database import batches
from foundation.entry import LINE, clean_line
from foundation.errors import Invalid, NotFound
from skills.models import (
    LONGEST_LABEL,
    Course,
    CourseSkill,
    Occupation,
    OccupationSkill,
    OccupationSynonym,
    Skill,
    Synonym,
    Taxonomy,
)

RowType = TypeVar("RowType", Skill, Occupation)


class NoTaxonomy(NotFound):
    """Nothing was loaded yet."""


class NotText(Invalid):
    """What was typed is too long or holds characters that are no text."""


class SkillNotFound(NotFound):
    """No skill has this URI."""


class OccupationNotFound(NotFound):
    """No occupation has this URI."""


@dataclass(frozen=True, slots=True)
class Found(Generic[RowType]):
    """The concepts an exact text names: none, one, or several among which a person chooses.

    By URI. A label goes before a synonym: synonyms count when nothing has the text as its label.
    """

    rows: tuple[RowType, ...]

    @property
    def is_ambiguous(self) -> bool:
        """Tell whether the text names more than one concept."""
        return len(self.rows) > 1

    @property
    def only(self) -> RowType | None:
        """Give the one concept the text names; None when there is none or more than one."""
        return self.rows[0] if len(self.rows) == 1 else None


@dataclass(frozen=True, slots=True)
class AskedSkill:
    """A skill that an occupation asks, essentially or optionally."""

    skill: Skill
    essential: bool


@dataclass(frozen=True, slots=True)
class Lesson:
    """A course that teaches a skill up to `level`, 1 to 5."""

    course: Course
    level: int


@dataclass(frozen=True, slots=True)
class Names:
    """A concept with everything it is called; retired concepts have no names any more."""

    uri: str
    label: str
    synonyms: tuple[str, ...]


def current_taxonomy(session: Session) -> Taxonomy:
    """Give the taxonomy that is in use.

    Raises:
        NoTaxonomy: none was ever loaded.
    """
    taxonomy = session.exec(select(Taxonomy).where(col(Taxonomy.current))).first()
    if taxonomy is None:
        raise NoTaxonomy("Er is nog geen taxonomie geladen. Draai eerst: talent taxonomy load")
    return taxonomy


def skill_of(session: Session, *, uri: str) -> Skill:
    """Give the skill with this URI, even a retired one.

    Raises:
        SkillNotFound: no skill has this URI.
    """
    skill = session.exec(select(Skill).where(Skill.uri == uri)).first()
    if skill is None:
        raise SkillNotFound("Deze vaardigheid kennen we niet. Zoek haar op met een ander woord.")
    return skill


def occupation_of(session: Session, *, uri: str) -> Occupation:
    """Give the occupation with this URI, even a retired one.

    Raises:
        OccupationNotFound: no occupation has this URI.
    """
    occupation = session.exec(select(Occupation).where(Occupation.uri == uri)).first()
    if occupation is None:
        raise OccupationNotFound("Dit beroep kennen we niet. Zoek het op met een ander woord.")
    return occupation


def find_skills(session: Session, *, text: str) -> Found[Skill]:
    """Find the skills that have this text as URI, label or synonym; capitals make no difference.

    Retired skills are not found: nobody should choose them any more.

    Raises:
        NotText: the text holds characters that are no text, or is longer than a label can be.
    """
    return _found(session, Skill, select(Synonym.skill_id, Synonym.text), text)


def find_occupations(session: Session, *, text: str) -> Found[Occupation]:
    """Find the occupations that have this text as URI, label or synonym, as `find_skills` does."""
    synonyms = select(OccupationSynonym.occupation_id, OccupationSynonym.text)
    return _found(session, Occupation, synonyms, text)


def _found(session: Session, model: type[RowType], synonyms: Any, text: str) -> Found[RowType]:
    wanted = typed(text, longest=LONGEST_LABEL)
    if not wanted:
        return Found(())
    pattern = _pattern(wanted)
    called = synonyms.where(synonyms.selected_columns[1].ilike(pattern, escape="\\"))
    keys = {key for key, name in session.exec(called) if _is_same(name, wanted)}
    labelled = or_(model.uri == wanted, col(model.label).ilike(pattern, escape="\\"))
    statement = select(model).where(~col(model.retired), or_(labelled, col(model.id).in_(keys)))
    rows = sorted(session.exec(statement), key=lambda row: row.uri)
    named = [row for row in rows if row.uri == wanted or _is_same(row.label, wanted)]
    return Found(tuple(named or [row for row in rows if row.id in keys]))


def _is_same(name: str, text: str) -> bool:
    return name.casefold() == text.casefold()


def _pattern(text: str) -> str:
    """Build a LIKE pattern that lets through all that is the same text, and a little more.

    SQLite knows capitals of plain letters only, and ß and ſ are the same as s: what the database
    cannot be trusted with is left open here and compared in Python.
    """
    plain = re.sub(r"([\\%_])", r"\\\1", text.casefold())
    return re.sub(r"[^\x00-\x7f]|s", "%", plain)


def typed(text: str, *, longest: int = LINE) -> str:
    """Give one line of text that a person typed back in its clean form.

    Raises:
        NotText: it is longer than `longest` characters or holds what is no text.
    """
    try:
        return clean_line(text, longest=longest)
    except ValueError as error:
        raise NotText(f"Deze tekst {error}.") from error


def skills_of(session: Session, *, occupation_id: int) -> tuple[AskedSkill, ...]:
    """List what an occupation asks: the essential skills first, each half by label."""
    statement = (
        select(Skill, OccupationSkill.essential)
        .join(OccupationSkill, col(OccupationSkill.skill_id) == Skill.id)
        .where(OccupationSkill.occupation_id == occupation_id, ~col(Skill.retired))
    )
    asked = [AskedSkill(skill, essential) for skill, essential in session.exec(statement)]
    return tuple(
        sorted(asked, key=lambda each: (not each.essential, each.skill.label, each.skill.uri))
    )


def courses_teaching(
    session: Session, *, skill_ids: Iterable[int]
) -> dict[int, tuple[Lesson, ...]]:
    """List the courses per skill, the shortest first; a skill that no course teaches is absent."""
    lessons: dict[int, list[Lesson]] = defaultdict(list)
    for batch in batches(sorted(set(skill_ids))):
        statement = (
            select(CourseSkill.skill_id, Course, CourseSkill.level)
            .join(Course, col(CourseSkill.course_id) == Course.id)
            .where(col(CourseSkill.skill_id).in_(batch), ~col(Course.retired))
        )
        for skill_id, course, level in session.exec(statement):
            lessons[skill_id].append(Lesson(course, level))
    return {
        skill_id: tuple(sorted(found, key=lambda each: (each.course.days, each.course.uri)))
        for skill_id, found in sorted(lessons.items())
    }


def skills_by_id(session: Session, *, ids: Iterable[int]) -> dict[int, Skill]:
    """Look up many skills at once, retired ones too; an unknown number is absent."""
    found: dict[int, Skill] = {}
    for batch in batches(sorted(set(ids))):
        rows = session.exec(select(Skill).where(col(Skill.id).in_(batch)))
        found |= {row.id: row for row in rows}
    return found


def skill_labels(session: Session, *, ids: Iterable[int]) -> dict[int, str]:
    """Look up the label of many skills at once, retired ones too; an unknown id is absent."""
    return _labels(session, Skill, ids)


def occupation_labels(session: Session, *, ids: Iterable[int]) -> dict[int, str]:
    """Look up the label of many occupations at once, as `skill_labels` does."""
    return _labels(session, Occupation, ids)


def _labels(session: Session, model: type[RowType], ids: Iterable[int]) -> dict[int, str]:
    labels: dict[int, str] = {}
    for batch in batches(sorted(set(ids))):
        statement = select(model.id, model.label).where(col(model.id).in_(batch))
        labels |= dict(session.exec(statement).all())
    return labels


def skill_names(session: Session) -> tuple[Names, ...]:
    """Give every skill in use with all it is called, by URI; food for a resolver."""
    return _names(session, Skill, select(Synonym.skill_id, Synonym.text))


def occupation_names(session: Session) -> tuple[Names, ...]:
    """Give every occupation in use with all it is called, by URI; food for a resolver."""
    return _names(
        session, Occupation, select(OccupationSynonym.occupation_id, OccupationSynonym.text)
    )


def _names(session: Session, model: type[RowType], synonyms: Any) -> tuple[Names, ...]:
    texts: dict[int, list[str]] = defaultdict(list)
    for key, text in session.exec(synonyms):
        texts[key].append(text)
    statement = select(model.id, model.uri, model.label).where(~col(model.retired))
    found = [
        Names(uri, label, tuple(sorted(texts.get(key, ()))))
        for key, uri, label in session.exec(statement)
    ]
    return tuple(sorted(found, key=lambda names: names.uri))
