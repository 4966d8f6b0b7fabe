"""Numbers that rise with every change, in the order of the commits, so that a reader can follow.

A plain sequence can hand out 10 and 11 and commit 11 first; a reader that has seen 11 then misses
10 for ever. One counter row per stream, updated in the changing transaction, holds its lock until
the commit: revision order is commit order, on both databases.
"""

from enum import StrEnum

from sqlalchemy import update
from sqlmodel import Field, Session, SQLModel, select


class Stream(StrEnum):
    """What is being followed."""

    CANDIDATES = "candidates"
    VACANCIES = "vacancies"


class RevisionCounter(SQLModel, table=True):
    """The latest revision of one stream; the rows are made by the first migration."""

    __tablename__ = "revision_counter"

    stream: str = Field(primary_key=True, max_length=40)
    value: int = Field(default=0)


def next_revision(session: Session, stream: Stream) -> int:
    """Raise the counter of a stream by one and give the new number, starting at 1."""
    statement = (
        update(RevisionCounter)
        .where(RevisionCounter.stream == stream.value)  # type: ignore[arg-type]
        .values(value=RevisionCounter.value + 1)
        .returning(RevisionCounter.value)  # type: ignore[call-overload]
    )
    return int(session.execute(statement).scalar_one())


def latest_revision(session: Session, stream: Stream) -> int:
    """Tell the latest committed revision of a stream; 0 when nothing ever changed."""
    counter = RevisionCounter.value
    found = session.exec(select(counter).where(RevisionCounter.stream == stream.value)).first()
    return found or 0
