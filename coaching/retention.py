"""How long the data of an application are kept after the work is taken or withdrawn.

Four weeks after the last thing that happened on the list of a vacancy that ended; a year for who
agreed to research. Then the introductions go with their texts and links, and so does everybody the
engine proposed and no coach decided about. What coaches decided, why, and what they saw stays two
years without its free text, so that the decisions can be checked. Who was accepted stays.
"""

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, exists, not_
from sqlmodel import Session, and_, col, delete, or_, select, update

from coaching.models import Entry, Introduction, IntroductionState, Review, Shortlist
from foundation.database import batches
from profiles.models import Consent, Purpose
from vacancies.models import Vacancy
from vacancies.service import LIVING

AFTER_THE_END = timedelta(weeks=4)
FOR_RESEARCH = timedelta(days=365)
DECISIONS = timedelta(days=730)
_STANDING = (IntroductionState.ACCEPTED, IntroductionState.PLACED)


@dataclass(frozen=True, slots=True)
class Cleared:
    """How much went: introductions, texts of decisions, decisions, and places on a list."""

    introductions: int = 0
    texts: int = 0
    decisions: int = 0
    entries: int = 0


def clear_applications(session: Session, *, now: datetime) -> Cleared:
    """Let go of what was kept long enough; doing it twice lets go of nothing more."""
    over = or_(
        and_(_on_list_quiet_since(now - AFTER_THE_END), not_(_agreed_to_research())),
        _on_list_quiet_since(now - FOR_RESEARCH),
    )
    numbers = list(session.exec(select(Entry.id).where(over, not_(_accepted()))))
    cleared = [_clear(session, some, now) for some in batches(numbers)]
    return Cleared(*(sum(some) for some in zip(*map(astuple, cleared), strict=True)))


def _clear(session: Session, numbers: Sequence[int], now: datetime) -> Cleared:
    of_these = col(Review.entry_id).in_(numbers)
    old = and_(of_these, col(Review.at) <= now - DECISIONS)
    undecided = ~exists().where(col(Review.entry_id) == col(Entry.id))
    return Cleared(
        introductions=session.exec(
            delete(Introduction).where(col(Introduction.entry_id).in_(numbers))
        ).rowcount,
        texts=session.exec(
            update(Review).where(of_these, col(Review.text) != "").values(text="")
        ).rowcount,
        decisions=session.exec(delete(Review).where(old)).rowcount,
        entries=session.exec(delete(Entry).where(col(Entry.id).in_(numbers), undecided)).rowcount,
    )


def _on_list_quiet_since(moment: datetime) -> ColumnElement[bool]:
    """Say that the vacancy ended, and that nothing happened on its list since a moment."""
    living = exists().where(
        col(Shortlist.id) == col(Entry.shortlist_id),
        col(Vacancy.id) == col(Shortlist.vacancy_id),
        or_(col(Vacancy.state).in_(LIVING), col(Shortlist.opened_at) > moment),
    )
    same_list = Entry.__table__.alias("same_list")  # type: ignore[attr-defined]
    listed = same_list.c.shortlist_id == col(Entry.shortlist_id)
    proposed = exists().where(listed, same_list.c.proposed_at > moment)
    decided = exists().where(
        listed, col(Review.entry_id) == same_list.c.id, col(Review.at) > moment
    )
    under_way = exists().where(
        listed,
        col(Introduction.entry_id) == same_list.c.id,
        or_(
            col(Introduction.ended_at) > moment,
            and_(
                col(Introduction.ended_at).is_(None),
                col(Introduction.state).not_in(_STANDING),
            ),
        ),
    )
    return and_(not_(living), not_(proposed), not_(decided), not_(under_way))


def _agreed_to_research() -> ColumnElement[bool]:
    return exists().where(
        col(Consent.candidate_id) == col(Entry.candidate_id),
        col(Consent.purpose) == Purpose.RESEARCH,
        col(Consent.withdrawn_at).is_(None),
    )


def _accepted() -> ColumnElement[bool]:
    return exists().where(
        col(Introduction.entry_id) == col(Entry.id),
        col(Introduction.state).in_(_STANDING),
    )
