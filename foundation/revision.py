"""Numbers that rise with every change, in the order of the commits, so that a reader can follow.

A plain sequence can hand out 10 and 11 and commit 11 first; a reader that has seen 11 then misses
10 for ever. One counter row per stream, updated in the changing transaction, holds its lock until
the commit: revision order is commit order, on both databases.
"""

from enum import StrEnum

from sqlalchemy import bindparam, update
from sqlmodel import Field, Session, SQLModel, select


class Stream(StrEnum):
    """What is being followed."""

    CANDIDATES = "candidates"
    VACANCIES = "vacancies"
    AUDIT = "audit"


class RevisionCounter(SQLModel, table=True):
    """The latest revision of one stream; the rows are made by the first migration."""

    __tablename__ = "revision_counter"

    stream: str = Field(primary_key=True, max_length=40)
    value: int = Field(default=0)


_TABLE = RevisionCounter.metadata.tables["revision_counter"]
_RAISE = (
    update(_TABLE)
    .where(_TABLE.c.stream == bindparam("stream_name"))
    .values(value=_TABLE.c.value + 1)
    .returning(_TABLE.c.value)
)


def next_revision(session: Session, stream: Stream) -> int:
    """Raise the counter of a stream by one and give the new number, starting at 1."""
    return int(session.execute(_RAISE, {"stream_name": stream.value}).scalar_one())


def latest_revision(session: Session, stream: Stream) -> int:
    """Tell the latest committed revision of a stream; 0 when nothing ever changed."""
    counter = RevisionCounter.value
    found = session.exec(select(counter).where(RevisionCounter.stream == stream.value)).first()
    return found or 0
