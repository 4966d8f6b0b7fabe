"""The tables of coaching: who guides whom, and objections of candidates."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Column, Index, Text, text
from sqlmodel import Field, SQLModel

from foundation.columns import Moment, generated_id, value_enum


class ObjectionSubject(StrEnum):
    """What a candidate objects to."""

    SCORE = "berekening"
    DECISION = "besluit"
    DATA = "gegevens"
    OTHER = "iets anders"


class Assignment(SQLModel, table=True):
    """A coach guides a candidate; one coach at a time."""

    __table_args__ = (
        Index(
            "uq_assignment_running",
            "candidate_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: int = generated_id()
    candidate_id: int = Field(foreign_key="candidate.id", ondelete="CASCADE")
    coach_id: int = Field(foreign_key="account.id", index=True)
    since: datetime = Field(sa_type=Moment)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)


class Objection(SQLModel, table=True):
    """A candidate objects; another coach answers before `due_on`, within four weeks."""

    id: int = generated_id()
    candidate_id: int = Field(foreign_key="candidate.id", ondelete="CASCADE", index=True)
    subject: ObjectionSubject = Field(sa_type=value_enum(ObjectionSubject))
    text: str = Field(sa_column=Column(Text, nullable=False))
    raised_at: datetime = Field(sa_type=Moment)
    due_on: date
    handler_id: int | None = Field(default=None, foreign_key="account.id")
    answer: str = Field(default="", sa_column=Column(Text, nullable=False))
    answered_at: datetime | None = Field(default=None, sa_type=Moment)
