"""Reads the relations of a taxonomy folder, and the courses with what they teach."""

from collections.abc import Container

from foundation.terms import LEVELS
from skills import cells
from skills.entries import Asks, CourseEntry, Related, Teaches
from skills.hierarchy import Pair, circular
from skills.models import CourseForm, RelationKind
from skills.rows import Folder, Row

_BROADER = ("conceptType", "conceptUri", "broaderType", "broaderUri")
_COURSE = ("conceptUri", "name", "provider", "days", "costEuro", "form", "description")


def read_broader(
    folder: Folder, skills: Container[str], groups: Container[str] | None
) -> tuple[Pair, ...]:
    """Read the pairs (narrower, broader) of skills and headings, each once, without circles.

    `groups` None means that the folder names no headings: then every heading is taken as it comes.
    """
    rows = folder.rows(folder.relation_file("broaderRelationsSkillPillar"), _BROADER)
    ends = (("conceptUri", "conceptType"), ("broaderUri", "broaderType"))

    def is_known(row: Row, uri: str, kind: str) -> bool:
        if groups is None and row[kind] == "SkillGroup":
            return True
        return row[uri] in skills or (groups is not None and row[uri] in groups)

    pairs: dict[Pair, Row] = {}
    for row in rows:
        unknown = [uri for uri, kind in ends if not is_known(row, uri, kind)]
        if unknown:
            folder.report(row, f"onbekende vaardigheid of groep in {unknown[0]}")
        else:
            pairs.setdefault((row["conceptUri"], row["broaderUri"]), row)
    closing = circular(pairs)
    for pair, row in pairs.items():
        if pair in closing:
            folder.report(row, "maakt een kring: dit begrip staat zo boven zichzelf")
    return tuple(pair for pair in pairs if pair not in closing)


def read_related(folder: Folder, skills: Container[str]) -> tuple[Related, ...]:
    """Read which skill helps with which, each pair once; no skill helps with itself."""
    columns = ("originalSkillUri", "relatedSkillUri")
    found: dict[Related, None] = {}
    for row in folder.rows(folder.relation_file("skillSkillRelations"), columns):
        skill, other = (row[column] for column in columns)
        if skill == other:
            folder.report(row, "een vaardigheid verwijst naar zichzelf")
        elif all(_is_known(folder, row, column, skills, "vaardigheid") for column in columns):
            found[Related(skill, other, RelationKind.RELATED)] = None
    return tuple(found)


def read_asks(
    folder: Folder, occupations: Container[str], skills: Container[str]
) -> tuple[Asks, ...]:
    """Read which occupation asks which skill; where both are given, essential wins."""
    name = folder.relation_file("occupationSkillRelations")
    essential: dict[tuple[str, str], bool] = {}
    for row in folder.rows(name, ("occupationUri", "relationType", "skillUri")):
        if row["relationType"] not in ("essential", "optional"):
            folder.report(row, "relationType kennen we niet; gebruik essential of optional")
        elif _is_known(folder, row, "occupationUri", occupations, "beroep") and _is_known(
            folder, row, "skillUri", skills, "vaardigheid"
        ):
            pair = row["occupationUri"], row["skillUri"]
            essential[pair] = essential.get(pair, False) or row["relationType"] == "essential"
    return tuple(Asks(*pair, is_essential) for pair, is_essential in essential.items())


def read_courses(folder: Folder) -> dict[str, CourseEntry] | None:
    """Read the courses by URI; None when the folder has none."""
    if not folder.has("courses_nl.csv"):
        return None
    found: dict[str, CourseEntry] = {}
    for row in folder.rows("courses_nl.csv", _COURSE):
        entry = cells.accepted(folder, row, _course)
        if entry is not None and found.setdefault(entry.uri, entry) is not entry:
            folder.report(row, "conceptUri staat al eerder in dit bestand")
    return found


def read_teaches(
    folder: Folder, courses: Container[str], skills: Container[str]
) -> tuple[Teaches, ...]:
    """Read what the courses teach; of two levels for the same skill the highest counts."""
    if not folder.has("courseSkillRelations_nl.csv"):
        return ()
    levels: dict[tuple[str, str], int] = {}
    for row in folder.rows("courseSkillRelations_nl.csv", ("courseUri", "skillUri", "level")):
        if _is_known(folder, row, "courseUri", courses, "cursus") and _is_known(
            folder, row, "skillUri", skills, "vaardigheid"
        ):
            level = cells.accepted(folder, row, _level) or 0
            pair = row["courseUri"], row["skillUri"]
            levels[pair] = max(level, levels.get(pair, 0))
    return tuple(Teaches(*pair, level) for pair, level in levels.items() if level)


def _is_known(folder: Folder, row: Row, column: str, known: Container[str], kind: str) -> bool:
    """Tell whether a cell names a known concept, and report it when it does not."""
    if row[column] in known:
        return True
    article = "onbekend" if kind == "beroep" else "onbekende"
    folder.report(row, f"{article} {kind} in {column}")
    return False


def _level(_folder: Folder, row: Row) -> int:
    return cells.number(row, "level", LEVELS[0], LEVELS[-1])


def _course(folder: Folder, row: Row) -> CourseEntry:
    forms = [form.value for form in CourseForm]
    if row["form"] not in forms:
        raise ValueError(f"form kennen we niet; kies uit {', '.join(forms)}")
    return CourseEntry(
        uri=cells.uri(row),
        name=cells.line(row, "name", 200),
        provider=cells.line(row, "provider", 200),
        days=cells.number(row, "days", 1, 1000),
        cost_euro=cells.number(row, "costEuro", 0, 100_000) if row["costEuro"].strip() else None,
        form=CourseForm(row["form"]),
        description=cells.description(folder, row),
    )
