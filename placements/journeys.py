"""Journeys: when somebody first reached each step, read off the rooms below and kept for counting.

What is read goes with its retention; a journey stays. So a step that was reached is never unlearned
when its row is gone. An outcome alone is read anew each time: its rows stay, and one that was
corrected away never happened.
"""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func
from sqlalchemy import select as sa_select
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel, col, select

from accounts.audit import AuditAction
from accounts.models import AuditEntry
from coaching.working_days import end_of_day
from foundation.clock import day_here
from placements.models import Journey
from placements.steps_taken import Sources, erased_candidates, people, sources_of
from profiles.models import CandidateState

# Who became active before the trail began is taken to have had a profile since it was confirmed.
_HAD_A_PROFILE = frozenset({CandidateState.ACTIVE, CandidateState.PAUSED})


@dataclass(frozen=True, slots=True)
class Followed:
    """How many journeys were new, and how many others went on or changed."""

    new: int
    changed: int


@dataclass(frozen=True, slots=True)
class _Way:
    """A journey as a value; the fields are the columns of its table, in their order."""

    candidate_id: int
    region_id: int | None
    campaign_id: int | None
    municipality: str
    sector: str
    working: bool | None
    began_at: datetime
    profile_at: datetime | None = None
    intake_at: datetime | None = None
    coached_at: datetime | None = None
    introduced_at: datetime | None = None
    outcome_at: datetime | None = None


# Of these the first moment is kept for good.
_KEPT = ("began_at", "profile_at", "intake_at", "coached_at", "introduced_at")


def follow_journeys(session: Session, *, now: datetime) -> Followed:
    """Fill and update every journey from the rooms below; doing it twice changes nothing.

    Somebody who only looked around, with no saved account and no profile, has no journey. Where
    somebody lives, whether he works and which campaign he came through stay as they were at the
    profile. Of who was erased the municipality goes, and of each moment only the day stays: the
    numbers of a region and a quarter still add up, and nobody is found back in them.
    """
    before = {one.candidate_id: one for one in _stored(session)}
    sources = sources_of(session, now=now)
    after = [
        _followed(row, before.get(row.id), sources) for row in session.execute(people(now)).all()
    ]
    gone = erased_candidates(session) & before.keys()
    after += [_erased_way(before[one], sources) for one in sorted(gone)]
    changed = [one for one in after if before.get(one.candidate_id) != one]
    _keep(session, sorted(changed, key=lambda one: one.candidate_id))
    new = sum(one.candidate_id not in before for one in changed)
    return Followed(new, len(changed) - new)


# What follows from it


def _followed(row: Any, old: _Way | None, sources: Sources) -> _Way:
    noted = sources.noted.get(row.id)
    activated = sources.activated.get(row.id)
    if activated is None and row.state in _HAD_A_PROFILE:
        activated = old.profile_at if old is not None and old.profile_at else row.confirmed_at
    region = row.home_region or row.campaign_region or sources.coach_region.get(row.id)
    new = _Way(
        candidate_id=row.id,
        region_id=_snapshot(old, "region_id", region),
        campaign_id=_snapshot(old, "campaign_id", row.campaign_id),
        municipality=_snapshot(old, "municipality", row.municipality) or "",
        sector="",
        working=_snapshot(old, "working", row.working),
        began_at=row.created_at,
        profile_at=activated,
        # Only who takes somebody on can write of the talks with him: the one comes before the
        # other, and is where the intake begins.
        intake_at=_earliest(sources.taken_on.get(row.id), noted),
        coached_at=noted,
        introduced_at=_moment(sources.introduced.get(row.id)),
        outcome_at=_moment(sources.outcome.get(row.id)),
    )
    if old is not None:
        firsts: dict[str, Any] = {
            name: _earliest(getattr(old, name), getattr(new, name)) for name in _KEPT
        }
        new = replace(new, **firsts)
    return replace(new, sector=_sector(new, old, row.sectors, sources))


def _snapshot(old: _Way | None, name: str, found: Any) -> Any:
    """Choose what was so at the profile, else what is so now, else what was ever known."""
    known = None if old is None else getattr(old, name)
    if old is None or known in (None, ""):
        return found
    return known if old.profile_at is not None or found in (None, "") else found


def _sector(new: _Way, old: _Way | None, wished: frozenset[str] | None, sources: Sources) -> str:
    of_outcome = sources.outcome.get(new.candidate_id)
    of_introduction = sources.introduced.get(new.candidate_id)
    for told in (of_outcome, of_introduction):
        if told is not None and told[1]:
            return told[1]
    if old is not None and old.sector and new.introduced_at is not None:
        return old.sector  # of an introduction that is not kept any more
    only_wish = next(iter(wished)) if wished is not None and len(wished) == 1 else ""
    return only_wish or (old.sector if old is not None else "")


def _erased_way(old: _Way, sources: Sources) -> _Way:
    outcome = _moment(sources.outcome.get(old.candidate_id))
    moments: dict[str, Any] = {name: _day(getattr(old, name)) for name in _KEPT}
    return replace(old, municipality="", outcome_at=_day(outcome), **moments)


def _day(at: datetime | None) -> datetime | None:
    """Give the first moment of a day here."""
    return end_of_day(day_here(at) - timedelta(days=1)) if at is not None else None


def _moment(told: tuple[datetime, str] | None) -> datetime | None:
    return told[0] if told is not None else None


def _earliest(*moments: datetime | None) -> datetime | None:
    return min((one for one in moments if one is not None), default=None)


# Reading and keeping

_TABLE = SQLModel.metadata.tables["journey"]
_COLUMNS = tuple(_Way.__dataclass_fields__)


def _stored(session: Session) -> Iterator[_Way]:
    session.flush()
    for row in session.execute(sa_select(*(_TABLE.c[name] for name in _COLUMNS))):
        yield _Way(*row)


def _keep(session: Session, ways: Iterable[_Way]) -> None:
    """Write journeys in the order of their key, whatever another process wrote meanwhile."""
    rows = [asdict(one) for one in ways]
    if not rows:
        return
    on_sqlite = session.get_bind().dialect.name == "sqlite"
    statement = (sqlite if on_sqlite else postgresql).insert(_TABLE)
    least = func.min if on_sqlite else func.least
    told = dict(statement.excluded)
    for name in _KEPT:
        mine, theirs = _TABLE.c[name], statement.excluded[name]
        told[name] = least(func.coalesce(mine, theirs), func.coalesce(theirs, mine))
    del told["candidate_id"]
    upsert = statement.on_conflict_do_update(index_elements=["candidate_id"], set_=told)
    session.connection().execute(upsert, rows)
    for row in list(session.identity_map.values()):
        if isinstance(row, Journey):
            session.expire(row)


def follow_when_behind(session: Session, *, now: datetime) -> Followed | None:
    """Follow the journeys unless the last thing in the trail is that somebody saw figures.

    What changes a journey is in the trail, so then there is nothing new. What came in without one,
    such as a demonstration, is followed within the hour.
    """
    last = select(AuditEntry.action).order_by(col(AuditEntry.number).desc()).limit(1)
    if session.exec(last).first() == AuditAction.FIGURES_SEEN.value:
        return None
    return follow_journeys(session, now=now)
