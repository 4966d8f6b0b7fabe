"""Reads a shortlist as one coach sees it: who is in view, in which order, and what may be known.

Who has no skills card any more (withdrawn, paused, consent taken back) is on no list, whatever
rows there are. Numbers belong to an entry whose card this coach has opened; before that there are
none here to leak.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from accounts.models import Account
from coaching.cards import Card, cards_of
from coaching.models import (
    Assignment,
    CardOpening,
    Entry,
    EntryState,
    Introduction,
    Shortlist,
)
from coaching.spread import NO_TURNS, Shift, Turns, shifts_between, spread_out, turns_of
from coaching.stopping import running_stop
from foundation.database import batches
from foundation.errors import NotFound
from matching.people import pairs_of
from matching.service import Match, Matcher

# Who was put on a list that cannot be ranked has no place with the engine, and comes last.
NO_PLACE = 0


class NoList(NotFound):
    """Nobody made a list for this vacancy yet."""


@dataclass(frozen=True, slots=True)
class Guide:
    """The coach who guides somebody."""

    coach_id: int
    name: str


@dataclass(frozen=True, slots=True)
class Line:
    """Somebody on a list.

    Args:
        entry: the row.
        card: what may be seen of the person.
        place: on the list as it now stands, from 1; None for who was set aside.
        turns: how often the person was proposed and introduced lately, elsewhere.
        opened_at: when this coach first opened the card; None is not yet.
        match: the numbers, when the card was opened and the vacancy can be ranked.
        guide: who guides the person; None is nobody.
        introduction: the one that runs, else the latest there was.
    """

    entry: Entry
    card: Card
    place: int | None
    turns: Turns
    opened_at: datetime | None
    match: Match | None
    guide: Guide | None
    introduction: Introduction | None


@dataclass(frozen=True, slots=True)
class Order:
    """Who is in view, in the order the coach sees, and in the order without spreading."""

    entries: tuple[Entry, ...]
    plain: tuple[Entry, ...]
    aside: tuple[Entry, ...]
    cards: Mapping[int, Card]
    turns: Mapping[int, Turns]
    pairs: Mapping[int, Match]

    def place_of(self, entry: Entry) -> int:
        """Tell the place of an entry, from 1; who was set aside follows after the last."""
        ids = [one.id for one in (*self.entries, *self.aside)]
        return ids.index(entry.id) + 1


@dataclass(frozen=True, slots=True)
class Listed:
    """A shortlist: the people in view, those set aside, and what spreading changed."""

    shortlist: Shortlist
    lines: tuple[Line, ...]
    aside: tuple[Line, ...]
    shifts: tuple[Shift, ...]

    @property
    def everyone(self) -> tuple[Line, ...]:
        """Everybody on the list, those set aside last."""
        return (*self.lines, *self.aside)

    def line_of(self, candidate_id: int) -> Line | None:
        """Find somebody on the list."""
        return next((one for one in self.everyone if one.entry.candidate_id == candidate_id), None)


def shortlist_of(session: Session, *, vacancy_id: int) -> Shortlist | None:
    """Find the list of a vacancy as it now is; None when nobody made one yet."""
    mine = select(Shortlist).where(Shortlist.vacancy_id == vacancy_id)
    return session.exec(mine.execution_options(populate_existing=True)).first()


def order_of(
    session: Session,
    matcher: Matcher | None,
    shortlist: Shortlist,
    *,
    now: datetime,
    explained: Iterable[int] = (),
) -> Order:
    """Put the entries of a list in order.

    The engine's order at the moment somebody was proposed is the base. When the list is spread,
    `spread_out` changes it within bands. Who was moved by hand stands on the place that was
    chosen; who was set aside takes no place.

    Args:
        session: where to read.
        matcher: works out the pairs; None while the comparing is stopped.
        shortlist: the list.
        now: until when turns count.
        explained: candidates whose pair is wanted, also when the list is not spread.
    """
    rows = select(Entry).where(Entry.shortlist_id == shortlist.id).order_by(col(Entry.id))
    entries = session.exec(rows.execution_options(populate_existing=True)).all()
    cards = cards_of(session, candidate_ids=[one.candidate_id for one in entries])
    shown = sorted((one for one in entries if one.candidate_id in cards), key=_by_engine)
    view = [one for one in shown if one.state is not EntryState.SET_ASIDE]
    wanted = {one.candidate_id for one in view} if shortlist.spread else set()
    pairs = _pairs(session, matcher, shortlist, (wanted | set(explained)) & set(cards))
    turns = turns_of(session, candidate_ids=cards, vacancy_id=shortlist.vacancy_id, now=now)
    plain = tuple(_placed(view))
    spread = plain
    if shortlist.spread:
        fits = {number: match.explanation.fit for number, match in pairs.items()}
        spread = tuple(_placed(spread_out(view, fits, turns)))
    aside = tuple(one for one in shown if one.state is EntryState.SET_ASIDE)
    return Order(spread, plain, aside, cards, turns, pairs)


def read_list(
    session: Session, matcher: Matcher | None, *, vacancy_id: int, coach_id: int, now: datetime
) -> Listed | None:
    """Read the list of a vacancy as this coach sees it; None when nobody made one yet."""
    shortlist = shortlist_of(session, vacancy_id=vacancy_id)
    if shortlist is None:
        return None
    opened = _openings(session, shortlist.id, coach_id)
    order = order_of(session, matcher, shortlist, now=now, explained=opened)
    entries = (*order.entries, *order.aside)
    people = [one.candidate_id for one in entries]
    guides = guides_of(session, candidate_ids=people)
    met = _introductions(session, [one.id for one in entries])

    def line(entry: Entry, place: int | None) -> Line:
        who, seen = entry.candidate_id, opened.get(entry.candidate_id)
        return Line(
            entry=entry,
            card=order.cards[who],
            place=place,
            turns=order.turns.get(who, NO_TURNS),
            opened_at=seen,
            match=order.pairs.get(who) if seen else None,
            guide=guides.get(who),
            introduction=met.get(entry.id),
        )

    return Listed(
        shortlist=shortlist,
        lines=tuple(line(one, place) for place, one in enumerate(order.entries, 1)),
        aside=tuple(line(one, None) for one in order.aside),
        shifts=shifts_between(order.plain, order.entries),
    )


def guides_of(session: Session, *, candidate_ids: Iterable[int]) -> dict[int, Guide]:
    """Tell who guides some people; who is guided by nobody is absent."""
    found: dict[int, Guide] = {}
    for batch in batches(sorted(set(candidate_ids))):
        rows = session.exec(
            select(Assignment.candidate_id, Account.id, Account.name)
            .join(Account, col(Account.id) == col(Assignment.coach_id))
            .where(col(Assignment.candidate_id).in_(batch), col(Assignment.ended_at).is_(None))
        )
        found |= {who: Guide(coach, name) for who, coach, name in rows}
    return found


def _by_engine(entry: Entry) -> tuple[bool, int, int]:
    return entry.engine_place == NO_PLACE, entry.engine_place, entry.id


def _placed(order: Sequence[Entry]) -> list[Entry]:
    """Put those with a place of their own on it, the others around them in their order."""
    placed = [one for one in order if one.place is None]
    for one in sorted((one for one in order if one.place is not None), key=_by_place):
        placed.insert((one.place or 1) - 1, one)
    return placed


def _by_place(entry: Entry) -> tuple[int, int]:
    return entry.place or 0, entry.id


def _pairs(
    session: Session, matcher: Matcher | None, shortlist: Shortlist, candidates: set[int]
) -> Mapping[int, Match]:
    if not candidates or matcher is None or running_stop(session) is not None:
        return {}
    found = pairs_of(session, matcher, vacancy=shortlist.vacancy_id, candidates=candidates)
    # Without anything that is asked there is nothing to add up: "nog niet verskild".
    return {number: match for number, match in found.items() if match.explanation.most}


def _openings(session: Session, shortlist_id: int, coach_id: int) -> dict[int, datetime]:
    """Read whose cards this coach has opened, and since when, by candidate."""
    rows = session.exec(
        select(Entry.candidate_id, CardOpening.opened_at)
        .join(CardOpening, col(CardOpening.entry_id) == col(Entry.id))
        .where(Entry.shortlist_id == shortlist_id, CardOpening.coach_id == coach_id)
    )
    return dict(rows.all())


def _introductions(session: Session, entries: Sequence[int]) -> dict[int, Introduction]:
    """Read of each entry the introduction that runs, else the latest."""
    found: dict[int, Introduction] = {}
    for batch in batches(entries):
        rows = select(Introduction).where(col(Introduction.entry_id).in_(batch))
        for row in session.exec(rows.order_by(col(Introduction.id))):
            known = found.get(row.entry_id)
            if known is None or known.ended_at is not None:
                found[row.entry_id] = row
    return found
