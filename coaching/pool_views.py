"""Who saw whose card in the pool: counted a day, so that nobody carries the whole pool off."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from accounts.audit import AuditAction, AuditReason, record
from accounts.models import Role
from coaching.models import HarvestNotice, PoolView
from foundation.clock import day_here
from vacancies.models import Employer

# People whose card one employer sees on a day: three full pages; a vacancy needs fewer.
MOST_A_DAY = 60


@dataclass(frozen=True, slots=True)
class Searcher:
    """Who searches: an account of an employer, and the key of the names on its cards."""

    employer_id: int
    account_id: int
    key: bytes


@dataclass(frozen=True, slots=True)
class Harvest:
    """An employer met the daily limit."""

    employer_id: int
    trade_name: str
    day: date
    met_at: datetime


def hold_employer(session: Session, *, employer_id: int) -> Employer:
    """Take the employer until the commit: its searches are counted one after the other."""
    mine = select(Employer).where(Employer.id == employer_id)
    held = mine.with_for_update(key_share=True).execution_options(populate_existing=True)
    return session.exec(held).one()


def let_see(
    session: Session, searcher: Searcher, ids: Sequence[int], *, now: datetime
) -> tuple[list[int], int]:
    """Count who is about to be seen, and give those who may be, with how many more today.

    Who was seen today already stays visible and counts once. The employer must be held. A card is
    given only for somebody whose view stands in the table. Meeting the limit is told to coaches.
    """
    day = day_here(now)
    mine = select(PoolView.candidate_id).where(
        PoolView.employer_id == searcher.employer_id, PoolView.day == day
    )
    seen = set(session.exec(mine).all())
    new = [one for one in ids if one not in seen]
    allowed = new[: max(0, MOST_A_DAY - len(seen))]
    if allowed:
        rows = [
            {
                "employer_id": searcher.employer_id,
                "account_id": searcher.account_id,
                "candidate_id": one,
                "day": day,
            }
            for one in allowed
        ]
        added = _added(session, PoolView, rows, ["employer_id", "candidate_id", "day"])
        seen |= set(session.execute(added.returning(col(PoolView.candidate_id))).scalars())
    if len(allowed) < len(new):
        notice = {"employer_id": searcher.employer_id, "day": day, "met_at": now}
        session.execute(_added(session, HarvestNotice, [notice], ["employer_id", "day"]))
    return [one for one in ids if one in seen], max(0, MOST_A_DAY - len(seen))


def note_seen(session: Session, searcher: Searcher, ids: Sequence[int], *, now: datetime) -> None:
    """Note in the trail of each person that this employer saw the card; last in a transaction."""
    for one in ids:
        record(
            session,
            actor_id=searcher.account_id,
            actor_role=Role.EMPLOYER,
            action=AuditAction.FOUND_IN_POOL,
            candidate_id=one,
            reason=AuditReason.POOL_SEARCH,
            now=now,
        )


def seen_lately(session: Session, *, employer_id: int, since: date) -> list[int]:
    """List whose card an employer saw since a day, each once."""
    mine = select(PoolView.candidate_id).where(
        PoolView.employer_id == employer_id, col(PoolView.day) >= since
    )
    return sorted(set(session.exec(mine).all()))


def harvest_notices(session: Session, *, since: date) -> list[Harvest]:
    """List the employers that met the limit since a day, the latest first; coaches see it."""
    met = (
        select(HarvestNotice, Employer.trade_name)
        .join(Employer, col(Employer.id) == col(HarvestNotice.employer_id))
        .where(col(HarvestNotice.day) >= since)
        .order_by(col(HarvestNotice.day).desc(), col(HarvestNotice.id).desc())
    )
    return [Harvest(row.employer_id, name, row.day, row.met_at) for row, name in session.exec(met)]


def _added(session: Session, table: Any, rows: Sequence[Any], unique: list[str]) -> Any:
    """Insert rows; one that the unique index knows already is left as it is."""
    kind = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    return kind.insert(table).values(rows).on_conflict_do_nothing(index_elements=unique)
