"""Agreement with the engine as data: how often coaches decide as it would have."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Integer, cast, func
from sqlmodel import Session, col, select

from coaching.models import Entry, Review, ReviewKind, Shortlist


@dataclass(frozen=True, slots=True)
class Agreement:
    """How often one kind of decision was taken, and how often it followed the engine.

    `seconds` is the mean time a card was open before the decision; None when no card was.
    """

    kind: ReviewKind
    decisions: int
    agreed: int
    seconds: int | None


def agreement(
    session: Session, *, vacancy_id: int | None = None, since: datetime | None = None
) -> list[Agreement]:
    """Count decisions by kind, in the order of the kinds; a kind nobody took is there with 0.

    What agreeing means stands at `coaching.reviews.agrees`. Nobody is named in it.
    """
    counted = (
        select(
            Review.kind,
            func.count(),
            func.sum(cast(col(Review.agreed), Integer)),
            func.avg(col(Review.seconds_open)),
        )
        .join(Entry, col(Entry.id) == col(Review.entry_id))
        .join(Shortlist, col(Shortlist.id) == col(Entry.shortlist_id))
        .group_by(col(Review.kind))
    )
    if vacancy_id is not None:
        counted = counted.where(Shortlist.vacancy_id == vacancy_id)
    if since is not None:
        counted = counted.where(col(Review.at) >= since)
    found = {
        kind: Agreement(
            ReviewKind(kind), decisions, int(agreed), None if open_ is None else round(open_)
        )
        for kind, decisions, agreed, open_ in session.exec(counted)
    }
    return [found.get(kind, Agreement(kind, 0, 0, None)) for kind in ReviewKind]
