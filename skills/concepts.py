"""Reads the concepts of a taxonomy folder: skills, occupations, headings and ISCO groups."""

import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Protocol, TypeVar

from skills import cells
from skills.entries import GroupEntry, IscoEntry, OccupationEntry, SectorEntry, SkillEntry
from skills.models import SkillKind
from skills.rows import LANGUAGES, Folder, Row

# Six concepts of ESCO 1.1.1 have no skillType ("ICT safety", "digital content creation", …). All
# six are things a person does, and none stands under the knowledge heading: they count as skills.
SKILL_TYPES = {
    "knowledge": SkillKind.KNOWLEDGE,
    "skill/competence": SkillKind.SKILL,
    "": SkillKind.SKILL,
}

# The six kinds of work that interests are told in, after Holland.
HOLLAND = "RIASEC"

_ISCO = re.compile(r"\d{1,4}", re.ASCII)


class _Concept(Protocol):
    @property
    def uri(self) -> str: ...


ConceptType = TypeVar("ConceptType", bound=_Concept)


def read_skills(folder: Folder) -> dict[str, SkillEntry]:
    """Read the skills by URI; the kind still rests on the skillType alone."""
    return _concepts(folder, "skills", ("altLabels", "skillType"), _skill)


def read_occupations(folder: Folder, isco: Mapping[str, IscoEntry]) -> dict[str, OccupationEntry]:
    """Read the occupations by URI; an unknown ISCO group is reported and left empty."""
    return _concepts(folder, "occupations", ("altLabels", "iscoGroup"), partial(_occupation, isco))


def read_groups(folder: Folder) -> dict[str, GroupEntry] | None:
    """Read the headings by URI, still without their parents; None when the folder has none."""
    if not folder.has("skillGroups_nl.csv"):
        return None
    return _concepts(folder, "skillGroups", ("code",), _group)


def read_isco(folder: Folder) -> dict[str, IscoEntry]:
    """Read the ISCO groups by code."""
    found: dict[str, IscoEntry] = {}
    for row in folder.rows("ISCOGroups_nl.csv", ("code", "preferredLabel")):
        entry = cells.accepted(folder, row, _isco)
        if entry is not None:
            found.setdefault(entry.code, entry)
    return found


def read_sectors(folder: Folder) -> tuple[SectorEntry, ...] | None:
    """Read the sectors; None when the folder has none. The column `interests` may be absent."""
    if not folder.has("sectors_nl.csv"):
        return None
    found: dict[str, SectorEntry] = {}
    for row in folder.rows("sectors_nl.csv", ("key", "label", "isco")):
        entry = cells.accepted(folder, row, _sector)
        if entry is not None and found.setdefault(entry.key, entry) is not entry:
            folder.report(row, "key staat al eerder in dit bestand")
    return tuple(found.values())


def _concepts(
    folder: Folder,
    stem: str,
    columns: tuple[str, ...],
    build: Callable[[str, Folder, Row], ConceptType],
) -> dict[str, ConceptType]:
    """Read the Dutch file, and from the English one what has no usable Dutch row."""
    found: dict[str, ConceptType] = {}
    for language in LANGUAGES:
        name = f"{stem}_{language}.csv"
        if language == "nl" or folder.has(name):
            rows = folder.rows(name, ("conceptUri", "preferredLabel", *columns))
            new = [row for row in rows if row["conceptUri"] not in found]
            found |= _first_of_each(folder, new, partial(build, language))
    return found


def _first_of_each(
    folder: Folder, rows: list[Row], build: Callable[[Folder, Row], ConceptType]
) -> dict[str, ConceptType]:
    found: dict[str, ConceptType] = {}
    for row in rows:
        if row["conceptUri"] in found:
            folder.report(row, "conceptUri staat al eerder in dit bestand")
            continue
        entry = cells.accepted(folder, row, build)
        if entry is not None:
            found[entry.uri] = entry
    return found


def _skill(language: str, folder: Folder, row: Row) -> SkillEntry:
    uri, label = cells.uri(row), cells.line(row, "preferredLabel")
    kind = SKILL_TYPES.get(row["skillType"])
    if kind is None:
        raise ValueError("skillType kennen we niet; gebruik knowledge of skill/competence")
    description, synonyms = cells.description(folder, row), cells.synonyms(folder, row, label)
    return SkillEntry(uri, label, kind, description, language, synonyms)


def _occupation(
    isco: Mapping[str, IscoEntry], language: str, folder: Folder, row: Row
) -> OccupationEntry:
    uri, label, code = cells.uri(row), cells.line(row, "preferredLabel"), row["iscoGroup"]
    if code not in isco:
        folder.report(row, "onbekende ISCO-groep; het beroep blijft, zonder groep")
        code = ""
    description, synonyms = cells.description(folder, row), cells.synonyms(folder, row, label)
    return OccupationEntry(uri, label, code, description, language, synonyms)


def _group(_language: str, _folder: Folder, row: Row) -> GroupEntry:
    label = cells.line(row, "preferredLabel")
    return GroupEntry(cells.uri(row), label, cells.optional_line(row, "code", 40), None)


def _isco(_folder: Folder, row: Row) -> IscoEntry:
    if not _ISCO.fullmatch(row["code"]):
        raise ValueError("code is geen ISCO-groep van 1 tot 4 cijfers")
    return IscoEntry(row["code"], cells.line(row, "preferredLabel"))


def _sector(_folder: Folder, row: Row) -> SectorEntry:
    isco = cells.optional_line(row, "isco", 600)
    if not all(_ISCO.fullmatch(prefix) for prefix in isco.split()):
        raise ValueError("isco moet uit ISCO-codes bestaan met een spatie ertussen")
    key, label = cells.line(row, "key", 40), cells.line(row, "label", 80)
    interests = cells.optional_line(row, "interests", len(HOLLAND)).upper()
    if not set(interests) <= set(HOLLAND) or len(set(interests)) < len(interests):
        raise ValueError(f"interests mag elke letter van {HOLLAND} één keer hebben, en geen andere")
    return SectorEntry(key, label, isco, interests)
