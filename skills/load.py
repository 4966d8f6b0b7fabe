"""Makes a taxonomy the current one: known concepts keep their row, lost ones are retired."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col, select

from skills.bulk import Progress, Stage, Tally, Values, Writer, ids_by_uri, silent
from skills.entries import OccupationEntry, SkillEntry, TaxonomyFiles
from skills.models import (
    Course,
    CourseSkill,
    IscoGroup,
    Occupation,
    OccupationSkill,
    OccupationSynonym,
    Sector,
    Skill,
    SkillGroup,
    SkillInGroup,
    SkillRelation,
    Synonym,
    Taxonomy,
)
from skills.rows import RowProblem

Ids = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What a load did; with `already_current` nothing was written and there are no tallies."""

    taxonomy_id: int
    tallies: tuple[Tally, ...]
    problems: tuple[RowProblem, ...]
    already_current: bool = False

    @property
    def changed(self) -> int:
        """Count the concepts and courses that are new, different or retired."""
        return sum(tally.added + tally.altered + tally.retired for tally in self.tallies)

    def of(self, stage: Stage) -> Tally:
        """Give the tally of one stage; all zero when it was left alone."""
        return next((tally for tally in self.tallies if tally.stage is stage), Tally(stage, 0))


def load_taxonomy(
    session: Session,
    files: TaxonomyFiles,
    *,
    source: str,
    version: str,
    now: datetime,
    progress: Progress = silent,
) -> LoadReport:
    """Make this taxonomy the current one.

    Skills, occupations and courses keep their row and id by URI; what is no longer there is
    retired, never deleted, for profiles and vacancies point to it. Synonyms, relations and
    headings are replaced. Courses and sectors stay as they are when the folder brings none. The
    same digest as the current one changes nothing. The caller owns the transaction: when it fails,
    the old taxonomy is still there whole.
    """
    session.flush()
    current = session.exec(select(Taxonomy).where(col(Taxonomy.current))).first()
    if current is not None and current.digest == files.digest:
        return LoadReport(current.id, (), files.problems, already_current=True)
    taxonomy_id = _make_current(session, files.digest, source=source, version=version, now=now)
    writer = Writer(session, progress)
    skills = _write_skills(writer, files, {"taxonomy_id": taxonomy_id})
    occupations = _write_occupations(writer, files, {"taxonomy_id": taxonomy_id})
    _write_groups(writer, files, skills)
    _write_relations(writer, files, skills, occupations)
    _write_lists(writer, files)
    _write_courses(writer, files, skills)
    session.expire_all()  # rows read before would still show the old taxonomy
    return LoadReport(taxonomy_id, tuple(writer.tallies), files.problems)


def load_offer(session: Session, files: TaxonomyFiles) -> tuple[Tally, ...]:
    """Bring only the sectors and courses of a folder, whatever taxonomy is current.

    A course teaches those of its skills that the current taxonomy knows.
    """
    writer = Writer(session, silent)
    if files.sectors is not None:
        writer.replace(Stage.SECTORS, Sector, [asdict(entry) for entry in files.sectors])
    _write_courses(writer, files, ids_by_uri(session, Skill))
    session.expire_all()
    return tuple(writer.tallies)


def _make_current(
    session: Session, digest: str, *, source: str, version: str, now: datetime
) -> int:
    """Give the current mark to the row of this digest; one that was loaded before gets it back."""
    session.execute(update(Taxonomy).values(current=False))
    row = session.exec(select(Taxonomy).where(Taxonomy.digest == digest)).first()
    row = row or Taxonomy(source=source, version=version, digest=digest, loaded_at=now)
    row.source, row.version, row.loaded_at, row.current = source, version, now, True
    session.add(row)
    session.flush()
    return row.id


def _concept(entry: SkillEntry | OccupationEntry) -> Values:
    return {
        "uri": entry.uri,
        "label": entry.label,
        "description": entry.description,
        "language": entry.language,
    }


def _synonyms(
    column: str, entries: Iterable[SkillEntry | OccupationEntry], ids: Ids
) -> list[Values]:
    return [{column: ids[entry.uri], "text": text} for entry in entries for text in entry.synonyms]


def _write_skills(writer: Writer, files: TaxonomyFiles, same: Values) -> Ids:
    rows = [_concept(entry) | {"kind": entry.kind} for entry in files.skills]
    ids = writer.bring_up_to_date(Stage.SKILLS, Skill, rows, same)
    writer.replace(Stage.SYNONYMS, Synonym, _synonyms("skill_id", files.skills, ids))
    return ids


def _write_occupations(writer: Writer, files: TaxonomyFiles, same: Values) -> Ids:
    rows = [_concept(entry) | {"isco": entry.isco} for entry in files.occupations]
    ids = writer.bring_up_to_date(Stage.OCCUPATIONS, Occupation, rows, same)
    names = _synonyms("occupation_id", files.occupations, ids)
    writer.replace(Stage.OCCUPATION_SYNONYMS, OccupationSynonym, names)
    return ids


def _write_groups(writer: Writer, files: TaxonomyFiles, skills: Ids) -> None:
    """Write the headings first without, then with the heading above them."""
    rows = [{"uri": g.uri, "label": g.label, "code": g.code} for g in files.groups]
    writer.replace(Stage.GROUPS, SkillGroup, rows)
    ids = ids_by_uri(writer.session, SkillGroup)
    writer.update(
        SkillGroup,
        [{"row_id": ids[g.uri], "parent_id": ids[g.parent]} for g in files.groups if g.parent],
    )
    memberships = [
        {"skill_id": skills[stands.skill], "group_id": ids[stands.group]}
        for stands in files.memberships
    ]
    writer.replace(Stage.MEMBERSHIPS, SkillInGroup, memberships)


def _write_relations(writer: Writer, files: TaxonomyFiles, skills: Ids, occupations: Ids) -> None:
    relations = [
        {"skill_id": skills[row.skill], "other_id": skills[row.other], "kind": row.kind}
        for row in files.relations
    ]
    writer.replace(Stage.RELATIONS, SkillRelation, relations)
    asks = [
        {
            "occupation_id": occupations[row.occupation],
            "skill_id": skills[row.skill],
            "essential": row.essential,
        }
        for row in files.asks
    ]
    writer.replace(Stage.ASKS, OccupationSkill, asks)


def _write_lists(writer: Writer, files: TaxonomyFiles) -> None:
    writer.replace(Stage.ISCO, IscoGroup, [asdict(entry) for entry in files.isco])
    if files.sectors is not None:
        writer.replace(Stage.SECTORS, Sector, [asdict(entry) for entry in files.sectors])


def _write_courses(writer: Writer, files: TaxonomyFiles, skills: Ids) -> None:
    if files.courses is None:
        return
    rows = [asdict(entry) for entry in files.courses]
    courses = writer.bring_up_to_date(Stage.COURSES, Course, rows, {})
    teaches = [
        {"course_id": courses[row.course], "skill_id": skills[row.skill], "level": row.level}
        for row in files.teaches
        if row.skill in skills
    ]
    writer.replace(Stage.TEACHES, CourseSkill, teaches)
