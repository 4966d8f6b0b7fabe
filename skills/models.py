"""The tables of the shared language: skills, occupations, courses and their version."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Column, Index, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from foundation.columns import Moment, generated_id, value_enum, within

# Characters of a label or a synonym, wherever one is stored or typed.
LONGEST_LABEL = 300


class SkillKind(StrEnum):
    """What sort of ability it is."""

    SKILL = "vaardigheid"
    KNOWLEDGE = "kennis"
    ATTITUDE = "houding"
    LANGUAGE = "taal"


class RelationKind(StrEnum):
    """How one skill relates to another: it is narrower than it, or helps with it."""

    BROADER = "broader"
    RELATED = "related"


class CourseForm(StrEnum):
    """How a course is followed."""

    CLASSROOM = "klassikaal"
    ONLINE = "online"
    EVENING = "avond"
    BBL = "bbl"
    ON_THE_JOB = "op de werkplek"
    SELF_STUDY = "zelfstudie"


class Taxonomy(SQLModel, table=True):
    """One loaded version of a taxonomy; exactly one is current."""

    __table_args__ = (
        Index(
            "uq_taxonomy_current",
            "current",
            unique=True,
            sqlite_where=text("current"),
            postgresql_where=text("current"),
        ),
    )

    id: int = generated_id()
    source: str = Field(max_length=80)
    version: str = Field(max_length=40)
    digest: str = Field(max_length=64, unique=True)
    loaded_at: datetime = Field(sa_type=Moment)
    current: bool = True


class Skill(SQLModel, table=True):
    """Something a person can do or know, known everywhere by its URI.

    `language` is that of the label: "en" marks a concept without a Dutch label. A skill that the
    current taxonomy no longer holds is `retired`: it stays on profiles, and counts for nothing.
    """

    id: int = generated_id()
    uri: str = Field(max_length=200, unique=True)
    label: str = Field(max_length=LONGEST_LABEL, index=True)
    kind: SkillKind = Field(sa_type=value_enum(SkillKind))
    description: str = Field(default="", sa_column=Column(Text, nullable=False))
    language: str = Field(default="nl", max_length=2)
    taxonomy_id: int = Field(foreign_key="taxonomy.id")
    retired: bool = Field(default=False)


class Synonym(SQLModel, table=True):
    """Another word for a skill that people really type."""

    __table_args__ = (UniqueConstraint("skill_id", "text"),)

    id: int = generated_id()
    skill_id: int = Field(foreign_key="skill.id", ondelete="CASCADE")
    text: str = Field(max_length=LONGEST_LABEL)


class SkillRelation(SQLModel, table=True):
    """`skill` is narrower than `other`, or helps with it."""

    __tablename__ = "skill_relation"
    __table_args__ = (UniqueConstraint("skill_id", "other_id", "kind"),)

    id: int = generated_id()
    skill_id: int = Field(foreign_key="skill.id", ondelete="CASCADE")
    other_id: int = Field(foreign_key="skill.id", ondelete="CASCADE")
    kind: RelationKind = Field(sa_type=value_enum(RelationKind))


class SkillGroup(SQLModel, table=True):
    """A heading of the hierarchy; the sectors and themes people browse by."""

    __tablename__ = "skill_group"

    id: int = generated_id()
    uri: str = Field(max_length=200, unique=True)
    label: str = Field(max_length=LONGEST_LABEL)
    code: str = Field(default="", max_length=40)
    parent_id: int | None = Field(default=None, foreign_key="skill_group.id")


class SkillInGroup(SQLModel, table=True):
    """A skill stands under a heading; it may stand under several."""

    __tablename__ = "skill_in_group"

    skill_id: int = Field(foreign_key="skill.id", ondelete="CASCADE", primary_key=True)
    group_id: int = Field(foreign_key="skill_group.id", ondelete="CASCADE", primary_key=True)


class IscoGroup(SQLModel, table=True):
    """A group of the international classification of occupations (ISCO-08)."""

    __tablename__ = "isco_group"

    code: str = Field(primary_key=True, max_length=4)
    label: str = Field(max_length=LONGEST_LABEL)


class Sector(SQLModel, table=True):
    """A sector of the region's labour market, described by the ISCO groups it holds.

    `isco` is a list of code prefixes separated by spaces; an occupation belongs to the sector with
    the longest prefix of its code. `interests` are the letters of Holland (RIASEC) that its work
    asks most, the strongest first.
    """

    key: str = Field(primary_key=True, max_length=40)
    label: str = Field(max_length=80)
    isco: str = Field(default="", max_length=600)
    interests: str = Field(default="", max_length=6)


class Occupation(SQLModel, table=True):
    """An occupation with the skills it asks."""

    id: int = generated_id()
    uri: str = Field(max_length=200, unique=True)
    label: str = Field(max_length=LONGEST_LABEL, index=True)
    isco: str = Field(default="", max_length=4, index=True)
    description: str = Field(default="", sa_column=Column(Text, nullable=False))
    language: str = Field(default="nl", max_length=2)
    taxonomy_id: int = Field(foreign_key="taxonomy.id")
    retired: bool = Field(default=False)


class OccupationSynonym(SQLModel, table=True):
    """Another name of an occupation."""

    __tablename__ = "occupation_synonym"
    __table_args__ = (UniqueConstraint("occupation_id", "text"),)

    id: int = generated_id()
    occupation_id: int = Field(foreign_key="occupation.id", ondelete="CASCADE")
    text: str = Field(max_length=LONGEST_LABEL)


class OccupationSkill(SQLModel, table=True):
    """An occupation asks a skill, essentially or optionally."""

    __tablename__ = "occupation_skill"

    occupation_id: int = Field(foreign_key="occupation.id", ondelete="CASCADE", primary_key=True)
    skill_id: int = Field(foreign_key="skill.id", ondelete="CASCADE", primary_key=True, index=True)
    essential: bool


class Course(SQLModel, table=True):
    """A course that exists as a kind in the region; no price means the learner pays nothing."""

    __table_args__ = (within("days", 1, 1000), within("cost_euro", 0, 100_000))

    id: int = generated_id()
    uri: str = Field(max_length=200, unique=True)
    name: str = Field(max_length=200)
    provider: str = Field(max_length=200)
    days: int
    cost_euro: int | None = Field(default=None)
    form: CourseForm = Field(sa_type=value_enum(CourseForm))
    description: str = Field(default="", sa_column=Column(Text, nullable=False))
    retired: bool = Field(default=False)


class CourseSkill(SQLModel, table=True):
    """A course teaches a skill up to a level (1 to 5)."""

    __tablename__ = "course_skill"
    __table_args__ = (within("level", 1, 5),)

    course_id: int = Field(foreign_key="course.id", ondelete="CASCADE", primary_key=True)
    skill_id: int = Field(foreign_key="skill.id", ondelete="CASCADE", primary_key=True)
    level: int
