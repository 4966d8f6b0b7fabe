"""Reviews: a coach decides about somebody on a shortlist, with a reason and what was seen.

Of two coaches who decide on the same entry at once the second is told: an entry has a revision,
and one statement that asks for it is the guard.
"""

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col, select

from accounts.models import Account
from coaching.caseload import check_coach
from coaching.drafts import ReviewDraft
from coaching.listing import NO_PLACE, Order, order_of
from coaching.models import (
    CardOpening,
    Entry,
    EntryState,
    Introduction,
    Review,
    ReviewKind,
    Shortlist,
)
from coaching.opening import card_of, check_opened, find_entry
from foundation.clock import HERE
from foundation.errors import Conflict
from matching.explain import tier
from matching.service import Match, Matcher
from vacancies.models import VacancyState
from vacancies.service import VacancyEnded, find_vacancy

# What each decision makes of an entry, and from where it may be taken.
STEPS: dict[ReviewKind, tuple[EntryState, frozenset[EntryState]]] = {
    ReviewKind.APPROVE: (
        EntryState.APPROVED,
        frozenset({EntryState.PROPOSED, EntryState.SET_ASIDE}),
    ),
    ReviewKind.SET_ASIDE: (
        EntryState.SET_ASIDE,
        frozenset({EntryState.PROPOSED, EntryState.APPROVED}),
    ),
    ReviewKind.REOPEN: (
        EntryState.PROPOSED,
        frozenset({EntryState.APPROVED, EntryState.SET_ASIDE}),
    ),
}
# Decisions that would take away the ground under an introduction that runs.
UNDOING = frozenset({ReviewKind.SET_ASIDE, ReviewKind.REOPEN})


class StepNotPossible(Conflict):
    """The entry is not in a state from which this can be decided."""


class IntroductionRuns(Conflict):
    """The person is being introduced: end that first."""


class DecidedMeanwhile(Conflict):
    """Somebody decided on this entry since it was shown.

    `by` is the name of the coach, `review` what was decided; both are there unless only the place
    of the entry changed hands in a way nobody decided on.
    """

    def __init__(self, message: str, by: str, review: Review | None) -> None:
        super().__init__(message)
        self.by = by
        self.review = review


@dataclass(frozen=True, slots=True)
class Seen:
    """What a coach has before his eyes when he decides.

    `match` None: the vacancy is "nog niet verskild", or the comparing is stopped.
    """

    match: Match | None
    order: Order
    spread: bool
    places: int


@dataclass(frozen=True, slots=True)
class ReadReview:
    """A review with the name of the coach."""

    row: Review
    coach: str


def decide(
    session: Session,
    matcher: Matcher | None,
    *,
    entry_id: int,
    coach_id: int,
    draft: ReviewDraft,
    revision: int,
    now: datetime,
) -> Review:
    """Approve, set aside, reopen or move an entry, once, and keep what the coach saw.

    `revision` is that of the entry when it was shown. Whether the decision agrees with the engine
    is kept with it: see `agrees`.

    While the comparing is stopped there is no `matcher`, and no numbers are kept.

    Raises:
        UnknownEntry: there is no such entry, or the person takes part no longer.
        NoCoach: the account is not that of a career coach.
        CardNotOpened: this coach has not opened the skills card.
        VacancyEnded: the vacancy is not open any more.
        DecidedMeanwhile: somebody decided since; told who, when and what.
        StepNotPossible: this cannot be decided from where the entry stands.
        IntroductionRuns: the person is being introduced, and so cannot be set aside or reopened.
    """
    check_coach(session, coach_id=coach_id)
    entry = find_entry(session, entry_id=entry_id, hold=True)
    card_of(session, candidate_id=entry.candidate_id)
    opening = check_opened(session, entry_id=entry_id, coach_id=coach_id)
    shortlist = session.get_one(Shortlist, entry.shortlist_id, populate_existing=True)
    if find_vacancy(session, vacancy_id=shortlist.vacancy_id).state is not VacancyState.OPEN:
        raise VacancyEnded("Deze vacature staat niet meer open. Er valt niets meer te besluiten.")
    if entry.revision != revision:
        raise decided_meanwhile(session, entry)
    _check_step(entry, draft)
    seen = seen_by(session, matcher, entry=entry, shortlist=shortlist, now=now)
    row = review_of(matcher, entry, coach_id, draft, seen, opening, now)
    _change(session, entry, draft, revision)
    if draft.kind in UNDOING:
        _check_no_introduction(session, entry)
    if draft.kind is ReviewKind.MOVE:
        _renumber(seen.order, entry, draft.place or 1)
    session.add(row)
    session.flush()
    return row


def reviews_of(session: Session, *, entry_id: int) -> list[ReadReview]:
    """List what was decided about an entry, the first first, each with the name of the coach."""
    rows = session.exec(
        select(Review, Account.name)
        .join(Account, col(Account.id) == col(Review.coach_id))
        .where(Review.entry_id == entry_id)
        .order_by(col(Review.id))
    )
    return [ReadReview(row, name) for row, name in rows]


def decided_meanwhile(session: Session, entry: Entry) -> DecidedMeanwhile:
    """Say who decided about an entry last, when and what."""
    found = reviews_of(session, entry_id=entry.id)
    if not found:
        return DecidedMeanwhile("Dit is intussen veranderd. Kijk wat er nu staat.", "", None)
    last = found[-1]
    at = last.row.at.astimezone(HERE)
    dutch = _DONE[last.row.kind]
    return DecidedMeanwhile(
        f"{last.coach} besloot hier op {at:%d-%m-%Y} om {at:%H:%M} over: {dutch}. "
        "Jouw besluit is niet bewaard. Kijk en besluit opnieuw.",
        last.coach,
        last.row,
    )


def seen_by(
    session: Session, matcher: Matcher | None, *, entry: Entry, shortlist: Shortlist, now: datetime
) -> Seen:
    """Work out what is before the eyes of whoever decides about an entry now."""
    order = order_of(session, matcher, shortlist, now=now, explained=[entry.candidate_id])
    places = find_vacancy(session, vacancy_id=shortlist.vacancy_id).places
    return Seen(order.pairs.get(entry.candidate_id), order, shortlist.spread, places)


def review_of(
    matcher: Matcher | None,
    entry: Entry,
    coach_id: int,
    draft: ReviewDraft,
    seen: Seen,
    opening: CardOpening | None,
    now: datetime,
) -> Review:
    """Build the row of a decision; without an opening the numbers were not seen by the coach."""
    said = seen.match.explanation if seen.match else None
    return Review(
        entry_id=entry.id,
        coach_id=coach_id,
        kind=draft.kind,
        reason=draft.reason,
        text=draft.text,
        at=now,
        seconds_open=max(0, int((now - opening.opened_at).total_seconds())) if opening else None,
        engine_place=entry.engine_place,
        place=seen.order.place_of(entry),
        spread=seen.spread,
        score=said.points if said else None,
        score_max=said.most if said else None,
        fit=said.fit if said else None,
        potential=said.after_training if said else None,
        parts=_parts(matcher, seen.match),
        model_version=matcher.model.version if matcher else "",
        taxonomy_version=matcher.model.taxonomy if matcher else "",
        agreed=agrees(entry, draft, seen),
    )


def agrees(entry: Entry, draft: ReviewDraft, seen: Seen) -> bool:
    """Tell whether a decision follows the engine; the data for agreement with it.

    The engine's choice is who would be next without a coach: of those on the list whom it proposed
    itself and about whom nobody decided yet, the first in its order, as many as the vacancy has
    places. The person the decision is about counts as undecided, too.

    - Approving, and reopening, agrees when the person is in that choice.
    - Setting aside agrees when the person is not in it.
    - Moving agrees when the new place is the one the engine's order gives.
    - Adding somebody by hand agrees when the engine ranks him before the last of those it proposed
      itself; so never when it proposed nobody.
    """
    mine = [one for one in (*seen.order.plain, *seen.order.aside) if not one.by_hand]
    if draft.kind is ReviewKind.ADD:
        last = max((one.engine_place for one in mine), default=NO_PLACE)
        return NO_PLACE < entry.engine_place < last
    if draft.kind is ReviewKind.MOVE:
        return draft.place == _engine_order(seen).index(entry.id) + 1 if _ranked(entry) else False
    waiting = [one for one in mine if one.state is EntryState.PROPOSED or one.id == entry.id]
    choice = sorted(waiting, key=lambda one: (one.engine_place, one.id))[: seen.places]
    chosen = entry.id in {one.id for one in choice}
    return not chosen if draft.kind is ReviewKind.SET_ASIDE else chosen


def _engine_order(seen: Seen) -> list[int]:
    order = sorted(seen.order.plain, key=lambda one: (not _ranked(one), one.engine_place, one.id))
    return [one.id for one in order]


def _ranked(entry: Entry) -> bool:
    return entry.engine_place != NO_PLACE


def _parts(matcher: Matcher | None, match: Match | None) -> str:
    """Write down how each requirement stood, the heaviest first."""
    if matcher is None or match is None:
        return "[]"
    parts = sorted(match.explanation.parts, key=lambda one: (-one.weight, one.asking.skill))
    told = [
        {
            "requirement": matcher.numbers.name(one.asking.skill),
            "skill_id": matcher.numbers.ids[one.asking.skill],
            "weight": one.weight,
            "part": one.part,
            "tier": tier(one).value,
        }
        for one in parts
    ]
    return json.dumps(told, ensure_ascii=False)


def _check_step(entry: Entry, draft: ReviewDraft) -> None:
    if draft.kind is ReviewKind.ADD:
        raise StepNotPossible("Deze kandidaat staat al op de lijst.")
    if draft.kind is ReviewKind.MOVE:
        if entry.state is EntryState.SET_ASIDE:
            raise StepNotPossible("Wie opzij staat, heeft geen plaats. Bekijk opnieuw, dan wel.")
    elif entry.state not in STEPS[draft.kind][1]:
        dutch = _STANDS[entry.state]
        raise StepNotPossible(f"Dat kan niet: deze kandidaat is {dutch}. Ververs de pagina.")


def _change(session: Session, entry: Entry, draft: ReviewDraft, revision: int) -> None:
    values: dict[str, object] = {"revision": revision + 1}
    if draft.kind in STEPS:
        values["state"] = STEPS[draft.kind][0]
    # The condition is the guard: of two coaches who decide at once, one is told.
    changed = session.execute(
        update(Entry)
        .where(col(Entry.id) == entry.id, col(Entry.revision) == revision)
        .values(**values)
        .returning(col(Entry.id))
        .execution_options(synchronize_session=False)
    )
    if changed.first() is None:
        raise decided_meanwhile(session, entry)
    session.refresh(entry)


def _check_no_introduction(session: Session, entry: Entry) -> None:
    running = select(Introduction.id).where(
        Introduction.entry_id == entry.id, col(Introduction.ended_at).is_(None)
    )
    if session.exec(running).first() is not None:
        raise IntroductionRuns(
            "Voor deze kandidaat loopt een voordracht. Beëindig die eerst. Besluit daarna."
        )


def _renumber(order: Order, moved: Entry, place: int) -> None:
    """Give everybody who stands on a place by hand the place he has once somebody was moved."""
    others = [one for one in order.entries if one.id != moved.id]
    others.insert(place - 1, moved)
    for number, one in enumerate(others, 1):
        if one.place is not None or one.id == moved.id:
            one.place = number


_DONE = {
    ReviewKind.APPROVE: "goedgekeurd",
    ReviewKind.SET_ASIDE: "opzij gezet",
    ReviewKind.MOVE: "verplaatst",
    ReviewKind.ADD: "op de lijst gezet",
    ReviewKind.REOPEN: "opnieuw te bekijken",
}
_STANDS = {
    EntryState.PROPOSED: "nog niet beoordeeld",
    EntryState.APPROVED: "al goedgekeurd",
    EntryState.SET_ASIDE: "al opzij gezet",
}
