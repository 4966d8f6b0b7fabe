"""Journeys to count by hand: so many people of a kind, each so far, so many days after another."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from sqlmodel import Session

from accounts.models import Region
from placements.models import Journey
from profiles.models import Candidate, CandidateState
from skills.models import Sector

BEGAN = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
FIELDS = ("began_at", "profile_at", "intake_at", "coached_at", "introduced_at", "outcome_at")


def two_regions(session: Session) -> None:
    """Region 1 holds region 3; region 2 stands beside it."""
    session.add_all([Region(id=1, key="een", name="Een"), Region(id=2, key="twee", name="Twee")])
    session.flush()
    session.add(Region(id=3, key="drie", name="Drie", parent_id=1))
    session.add_all([Sector(key="techniek", label="Techniek"), Sector(key="zorg", label="Zorg")])
    session.flush()


def people(
    session: Session,
    number: int,
    *days: int | None,
    began: datetime = BEGAN,
    **values: object,
) -> list[int]:
    """Add people whose steps come so many days after the beginning; None is not taken."""
    moments = {
        name: None if day is None else began + timedelta(days=day)
        for name, day in zip(FIELDS[1:], days, strict=False)
    }
    rows = [
        Candidate(
            name="", state=CandidateState.ACTIVE, revision=1, created_at=began, confirmed_at=began
        )
        for _ in range(number)
    ]
    session.add_all(rows)
    session.flush()
    session.add_all(
        Journey(candidate_id=row.id, began_at=began, **moments, **values) for row in rows
    )
    session.flush()
    return [row.id for row in rows]


def counts(steps: Sequence[object]) -> list[object]:
    return [getattr(one, "count", None) for one in steps]
