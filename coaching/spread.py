"""Spread over the pool: how often somebody had a turn lately, and an order that gives turns.

The score never changes by this; only who stands first among people who fit about as well.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, literal, union_all
from sqlalchemy import select as sa_select
from sqlmodel import Session, col

from coaching.models import Entry, Introduction, Shortlist
from foundation.database import batches
from profiles.pseudonyms import pseudonym

LATELY = timedelta(days=30)
# People whose fit differs by no more than this many percentage points count as equal.
BAND = 5


@dataclass(frozen=True, slots=True)
class Turns:
    """How often somebody was proposed and introduced lately, for other vacancies than this one."""

    proposed: int = 0
    introduced: int = 0


NO_TURNS = Turns()


@dataclass(frozen=True, slots=True)
class Shift:
    """What spreading changed for one person: the place without it and the place with it."""

    candidate_id: int
    before: int
    after: int

    @property
    def pseudonym(self) -> str:
        """What the person is called here."""
        return pseudonym(self.candidate_id)


def turns_of(
    session: Session, *, candidate_ids: Iterable[int], vacancy_id: int, now: datetime
) -> dict[int, Turns]:
    """Count the turns that some people had in the last thirty days; who had none is absent.

    The vacancy that is looked at does not count: everybody on its list was proposed for it.
    """
    found: dict[int, Turns] = {}
    for batch in batches(sorted(set(candidate_ids))):
        proposed: Any = (
            sa_select(col(Entry.candidate_id).label("who"), literal(1).label("p"), _none("i"))
            .join(Shortlist, col(Shortlist.id) == col(Entry.shortlist_id))
            .where(
                col(Entry.candidate_id).in_(batch),
                col(Entry.proposed_at) > now - LATELY,
                col(Shortlist.vacancy_id) != vacancy_id,
            )
        )
        introduced: Any = sa_select(
            col(Introduction.candidate_id).label("who"), _none("p"), literal(1).label("i")
        ).where(
            col(Introduction.candidate_id).in_(batch),
            col(Introduction.introduced_at) > now - LATELY,
            col(Introduction.vacancy_id) != vacancy_id,
        )
        both = union_all(proposed, introduced).subquery()
        counted = sa_select(both.c.who, func.sum(both.c.p), func.sum(both.c.i)).group_by(both.c.who)
        rows = session.execute(counted)
        found |= {who: Turns(int(turns), int(met)) for who, turns, met in rows}
    return found


def _none(name: str) -> ColumnElement[int]:
    return literal(0).label(name)


def spread_out(
    entries: Sequence[Entry], fits: Mapping[int, int], turns: Mapping[int, Turns]
) -> list[Entry]:
    """Order people who fit about as well by how seldom they were proposed lately.

    The order that comes in is the engine's. It is cut into bands: a band is a run of people whose
    fit is within `BAND` percentage points of the first of the band. Within a band whoever was
    proposed least goes first, then whoever was introduced least; who had as many turns stays in
    the engine's order. Nobody leaves his band.

    Args:
        entries: in the engine's order.
        fits: whole percentages by candidate; who is absent is a band by himself.
        turns: by candidate.
    """
    bands: list[list[Entry]] = []
    first: int | None = None
    for one in entries:
        fit = fits.get(one.candidate_id)
        if fit is None or first is None or abs(first - fit) > BAND:
            bands.append([])
            first = fit
        bands[-1].append(one)

    def had(one: Entry) -> tuple[int, int]:
        found = turns.get(one.candidate_id, NO_TURNS)
        return found.proposed, found.introduced

    return [one for band in bands for one in sorted(band, key=had)]


def shifts_between(plain: Sequence[Entry], spread: Sequence[Entry]) -> tuple[Shift, ...]:
    """Tell exactly what spreading changed, in the order as it now is."""
    before = {one.id: place for place, one in enumerate(plain, 1)}
    return tuple(
        Shift(one.candidate_id, before[one.id], place)
        for place, one in enumerate(spread, 1)
        if before[one.id] != place
    )
