"""A folder in the official ESCO CSV layout, read into plain frozen values; no database here."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from foundation.errors import Invalid
from skills.concepts import read_groups, read_isco, read_occupations, read_sectors, read_skills
from skills.entries import GroupEntry, Related, SkillEntry, Stands, TaxonomyFiles
from skills.hierarchy import Pair, below
from skills.links import read_asks, read_broader, read_courses, read_related, read_teaches
from skills.models import RelationKind, SkillKind
from skills.rows import Folder

# The headings "language skills and knowledge" (code L) and "self-management skills and
# competences" (code T3) of the ESCO skills hierarchy: skillGroups_en.csv of ESCO 1.1.1.
LANGUAGE_GROUP = "http://data.europa.eu/esco/skill/e35a5936-091d-4e87-bafe-f264e55bd656"
ATTITUDE_GROUP = "http://data.europa.eu/esco/skill/021a23e1-907e-4627-b05a-555f889cbb65"


class NoSkills(Invalid):
    """The folder holds no usable skill; loading it would retire everything there is."""


def read_taxonomy(path: Path) -> TaxonomyFiles:
    """Read a folder in the ESCO layout.

    A row that cannot be used is left out and listed in `problems`. A concept without a usable
    Dutch row takes label, synonyms and description from the English file when there is one.

    Raises:
        TaxonomyFileMissing: the folder or a required file is not there.
        TaxonomyFileDamaged: a file is empty, cut off, or no CSV in UTF-8.
        TaxonomyColumnMissing: a file lacks a column of the official layout.
        NoSkills: no row of the skill files could be used.
    """
    folder = Folder(path)
    isco = read_isco(folder)
    skills = read_skills(folder)
    if not skills:
        raise NoSkills(
            f"In de map {path} staat geen enkele bruikbare vaardigheid. Controleer skills_nl.csv."
        )
    occupations = read_occupations(folder, isco)
    groups = read_groups(folder)
    pairs = read_broader(folder, skills, groups)
    related = read_related(folder, skills)
    asks = read_asks(folder, occupations, skills)
    sectors = read_sectors(folder)
    courses = read_courses(folder)
    teaches = read_teaches(folder, courses or {}, skills)
    return TaxonomyFiles(
        skills=_with_kinds(skills.values(), pairs),
        occupations=tuple(occupations.values()),
        groups=_with_parents(groups or {}, pairs),
        isco=tuple(isco.values()),
        asks=asks,
        relations=(*_narrower(pairs, skills), *related),
        memberships=_memberships(pairs, skills, groups or {}),
        sectors=sectors,
        courses=None if courses is None else tuple(courses.values()),
        teaches=teaches,
        problems=tuple(folder.problems),
        digest=folder.digest(),
    )


def _with_kinds(skills: Iterable[SkillEntry], pairs: tuple[Pair, ...]) -> tuple[SkillEntry, ...]:
    """Tell languages and attitudes apart from other skills by where they stand.

    A language is everything below its heading, knowledge of it too. An attitude stands right under
    a heading of attitudes: what is narrower than it is a skill ("select costumes" is below it).
    """
    found = list(skills)
    uris = {skill.uri for skill in found}
    headings = tuple((child, parent) for child, parent in pairs if parent not in uris)
    languages, attitudes = below(LANGUAGE_GROUP, pairs), below(ATTITUDE_GROUP, headings)

    def placed(skill: SkillEntry) -> SkillEntry:
        if skill.uri in languages:
            return replace(skill, kind=SkillKind.LANGUAGE)
        if skill.kind is SkillKind.SKILL and skill.uri in attitudes:
            return replace(skill, kind=SkillKind.ATTITUDE)
        return skill

    return tuple(placed(skill) for skill in found)


def _with_parents(
    groups: Mapping[str, GroupEntry], pairs: tuple[Pair, ...]
) -> tuple[GroupEntry, ...]:
    """Hang every heading under the first one that is given as broader."""
    parents: dict[str, str] = {}
    for child, parent in pairs:
        if child in groups and parent in groups:
            parents.setdefault(child, parent)
    return tuple(replace(group, parent=parents.get(group.uri)) for group in groups.values())


def _narrower(pairs: tuple[Pair, ...], skills: Container[str]) -> tuple[Related, ...]:
    return tuple(
        Related(child, parent, RelationKind.BROADER)
        for child, parent in pairs
        if child in skills and parent in skills
    )


def _memberships(
    pairs: tuple[Pair, ...], skills: Container[str], groups: Container[str]
) -> tuple[Stands, ...]:
    return tuple(
        Stands(child, parent) for child, parent in pairs if child in skills and parent in groups
    )
