"""The plain frozen values of a taxonomy folder: concepts by URI, and relations between them."""

from dataclasses import dataclass
from typing import NamedTuple

from skills.models import CourseForm, RelationKind, SkillKind
from skills.rows import RowProblem


@dataclass(frozen=True, slots=True)
class SkillEntry:
    """One skill; `language` is that of its label, synonyms and description."""

    uri: str
    label: str
    kind: SkillKind
    description: str
    language: str
    synonyms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OccupationEntry:
    """One occupation; `isco` is empty when the file names no known ISCO group."""

    uri: str
    label: str
    isco: str
    description: str
    language: str
    synonyms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GroupEntry:
    """One heading of the skills hierarchy; `parent` is the URI of the heading above it."""

    uri: str
    label: str
    code: str
    parent: str | None


@dataclass(frozen=True, slots=True)
class IscoEntry:
    """One ISCO-08 group of one to four digits."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class SectorEntry:
    """One sector; `isco` holds code prefixes separated by single spaces.

    `interests` are letters of Holland (RIASEC), the strongest first; empty is not told.
    """

    key: str
    label: str
    isco: str
    interests: str = ""


@dataclass(frozen=True, slots=True)
class CourseEntry:
    """One course; `cost_euro` None means the learner pays nothing."""

    uri: str
    name: str
    provider: str
    days: int
    cost_euro: int | None
    form: CourseForm
    description: str


class Asks(NamedTuple):
    """An occupation asks a skill."""

    occupation: str
    skill: str
    essential: bool


class Related(NamedTuple):
    """`skill` is narrower than `other`, or helps with it."""

    skill: str
    other: str
    kind: RelationKind


class Stands(NamedTuple):
    """A skill stands under a heading."""

    skill: str
    group: str


class Teaches(NamedTuple):
    """A course teaches a skill up to a level, 1 to 5."""

    course: str
    skill: str
    level: int


@dataclass(frozen=True, slots=True)
class TaxonomyFiles:
    """What a folder holds, in file order; every URI in a relation is that of an entry.

    `sectors` and `courses` are None when the folder does not bring them. `digest` is the SHA-256
    over names and bytes of the files read, in the order of reading.
    """

    skills: tuple[SkillEntry, ...]
    occupations: tuple[OccupationEntry, ...]
    groups: tuple[GroupEntry, ...]
    isco: tuple[IscoEntry, ...]
    asks: tuple[Asks, ...]
    relations: tuple[Related, ...]
    memberships: tuple[Stands, ...]
    sectors: tuple[SectorEntry, ...] | None
    courses: tuple[CourseEntry, ...] | None
    teaches: tuple[Teaches, ...]
    problems: tuple[RowProblem, ...]
    digest: str
