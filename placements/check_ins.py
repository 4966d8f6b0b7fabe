"""The check-ins of a placement: when each side is asked how it goes, and when not any more."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from sqlalchemy import update
from sqlmodel import Session, col, select

from accounts.models import Account
from foundation.errors import NotFound
from placements.models import (
    PLACEMENTS,
    AftercareNote,
    CheckIn,
    EndReason,
    Outcome,
    OutcomeState,
    Satisfaction,
    Side,
)
from vacancies.models import Contact

# Weeks after the start (product.md, journey 9).
WEEKS = (2, 6, 13, 26)


class UnknownCheckIn(NotFound):
    """There is no such check-in of this outcome."""


def plan_check_ins(session: Session, *, outcome: Outcome, now: datetime) -> list[CheckIn]:
    """Plan when both sides of a placement are asked how it goes; doing it twice adds nothing.

    Without somebody at the employer who can be asked, the candidate alone is. An outcome that is no
    placement, or that is over, is not followed. One that replaces another takes over what was said
    about it and what was asked already.

    Returns:
        All check-ins of the outcome, the first due first, also those that were there before.
    """
    if outcome.replaces_id is not None:
        _take_over(session, outcome)
        cancel_check_ins(session, outcome_id=outcome.replaces_id, now=now)
    if is_followed(outcome):
        there = {(one.week, one.side) for one in check_ins_of(session, outcome_id=outcome.id)}
        for side in _sides(session, outcome):
            for week in WEEKS:
                if (week, side) not in there:
                    session.add(_planned(outcome, week, side))
        session.flush()
    return check_ins_of(session, outcome_id=outcome.id)


def cancel_check_ins(session: Session, *, outcome_id: int, now: datetime) -> int:
    """Ask nothing more about an outcome that has ended or was corrected; tells how many that were.

    Call it after the end is written: who stayed with the employer is followed until the last week.
    What was answered stays.
    """
    row = session.get_one(Outcome, outcome_id)
    session.flush()
    if row.state is OutcomeState.ENDED and is_followed(row):
        return 0
    cancelled = session.execute(
        update(CheckIn)
        .where(
            col(CheckIn.outcome_id) == outcome_id,
            col(CheckIn.answered_at).is_(None),
            col(CheckIn.cancelled_at).is_(None),
        )
        .values(cancelled_at=now)
        .returning(col(CheckIn.id))
        .execution_options(synchronize_session=False)
    )
    count = len(cancelled.all())
    check_ins_of(session, outcome_id=outcome_id)  # what the session had read before is stale
    return count


def is_followed(outcome: Outcome) -> bool:
    """Tell whether somebody is asked how it goes: at work, or taken on after the agreed time."""
    if outcome.kind not in PLACEMENTS:
        return False
    stayed = outcome.state is OutcomeState.ENDED and outcome.end_reason is EndReason.STAYED
    return outcome.state is OutcomeState.RUNNING or stayed


def check_ins_of(session: Session, *, outcome_id: int) -> list[CheckIn]:
    """List the check-ins of an outcome, the first due first, the candidate before the employer."""
    planned = select(CheckIn).where(CheckIn.outcome_id == outcome_id)
    rows = session.exec(planned.execution_options(populate_existing=True))
    return sorted(rows, key=lambda one: (one.week, one.side is Side.EMPLOYER))


def find_check_in(session: Session, *, outcome_id: int, check_in_id: int) -> CheckIn:
    """Find a check-in of an outcome, as it stands now.

    Raises:
        UnknownCheckIn: it is not there, or of another outcome.
    """
    row = session.get(CheckIn, check_in_id, populate_existing=True)
    if row is None or row.outcome_id != outcome_id:
        raise unknown_check_in()
    return row


def unknown_check_in() -> UnknownCheckIn:
    """Build the one refusal for what is not there and for what another side is asked."""
    return UnknownCheckIn("Deze vraag is er niet. Ververs de pagina.")


def due_day(starts_on: date, week: int) -> date:
    """Give the day on which somebody has worked so many weeks."""
    return starts_on + timedelta(weeks=week)


def contacts_at(session: Session, *, employer_id: int) -> list[Account]:
    """List who can be asked by mail on behalf of an employer."""
    acting = (
        select(Account)
        .join(Contact, col(Contact.account_id) == col(Account.id))
        .where(Contact.employer_id == employer_id, col(Account.closed_at).is_(None))
        .where(col(Account.email).is_not(None))
    )
    return list(session.exec(acting.order_by(col(Account.id))))


def _sides(session: Session, outcome: Outcome) -> Iterable[Side]:
    yield Side.CANDIDATE
    employer = outcome.employer_id
    if employer is not None and contacts_at(session, employer_id=employer):
        yield Side.EMPLOYER


def _planned(outcome: Outcome, week: int, side: Side) -> CheckIn:
    due_on = due_day(outcome.starts_on, week)
    return CheckIn(outcome_id=outcome.id, week=week, side=side, due_on=due_on)


def _take_over(session: Session, outcome: Outcome) -> None:
    """Let what was asked and said about the outcome that is replaced go on with the new one.

    A link that was mailed goes on working; nobody is asked twice. What a side said of another
    employer, or of something that was no placement, stays where it was.
    """
    old = session.get_one(Outcome, outcome.replaces_id)
    if old.candidate_id != outcome.candidate_id or outcome.kind not in PLACEMENTS:
        return
    same_employer = old.employer_id == outcome.employer_id
    sides = frozenset(Side) if same_employer else frozenset({Side.CANDIDATE})
    there = {(one.week, one.side) for one in check_ins_of(session, outcome_id=outcome.id)}
    for one in check_ins_of(session, outcome_id=old.id):
        if one.side in sides and (one.week, one.side) not in there:
            one.outcome_id = outcome.id
            one.due_on = due_day(outcome.starts_on, one.week)
            one.cancelled_at = None if is_followed(outcome) else one.cancelled_at
    for note in session.exec(select(AftercareNote).where(AftercareNote.outcome_id == old.id)):
        if note.side is None or note.side in sides:
            note.outcome_id = outcome.id
    for told in session.exec(select(Satisfaction).where(Satisfaction.outcome_id == old.id)):
        if told.side in sides:
            told.outcome_id = outcome.id
    session.flush()
