"""Notes after the start: by the coach, or a few words of a side; the person may read them all."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from accounts.models import Account
from foundation.errors import Invalid
from placements.check_in_drafts import AftercareDraft
from placements.models import AftercareNote, Outcome, Side
from profiles.service import ENDED, ProfileEnded, hold_candidate

MOST_NOTES = 200
# Who sends the same words again within a day means the same note.
SAME_WITHIN = timedelta(days=1)


class TooManyAftercareNotes(Invalid):
    """There are as many notes about an outcome as anybody can read."""


@dataclass(frozen=True, slots=True)
class ReadAftercare:
    """A note with who wrote it; `side` None is a coach, whose name is `writer`."""

    text: str
    side: Side | None
    writer: str
    written_at: datetime


def write_aftercare(
    session: Session, *, outcome_id: int, coach_id: int, draft: AftercareDraft, now: datetime
) -> AftercareNote:
    """Let a coach note something about how it goes.

    Raises:
        ProfileEnded: the person has left; no text about him is kept.
        TooManyAftercareNotes: there are 200.
    """
    outcome = session.get_one(Outcome, outcome_id)
    return _write(session, outcome, None, draft.text, coach_id, now)


def note_of_side(
    session: Session,
    *,
    outcome: Outcome,
    side: Side,
    text: str,
    author_id: int | None,
    now: datetime,
) -> AftercareNote:
    """Keep a few words of a side, or what the coach heard from it on the phone.

    Raises:
        ProfileEnded, TooManyAftercareNotes: see `write_aftercare`.
    """
    return _write(session, outcome, side, text, author_id, now)


def aftercare_of(
    session: Session, *, outcome_id: int, side: Side | None = None
) -> list[ReadAftercare]:
    """List the notes about an outcome, the oldest first; with a side only what that side wrote."""
    written = (
        select(AftercareNote, Account.name)
        .join(Account, col(Account.id) == col(AftercareNote.author_id), isouter=True)
        .where(AftercareNote.outcome_id == outcome_id)
        .order_by(col(AftercareNote.written_at), col(AftercareNote.id))
    )
    return [
        ReadAftercare(row.text, row.side, name or "", row.written_at)
        for row, name in session.exec(written)
        if side is None or row.side is side
    ]


def _write(
    session: Session,
    outcome: Outcome,
    side: Side | None,
    text: str,
    author_id: int | None,
    now: datetime,
) -> AftercareNote:
    if hold_candidate(session, candidate_id=outcome.candidate_id).state in ENDED:
        raise ProfileEnded("Deze persoon doet niet meer mee. Er is niets meer op te schrijven.")
    rows = session.exec(select(AftercareNote).where(AftercareNote.outcome_id == outcome.id)).all()
    for one in rows:
        is_same = (one.author_id, one.side, one.text) == (author_id, side, text)
        if is_same and now - one.written_at <= SAME_WITHIN:
            return one
    if len(rows) >= MOST_NOTES:
        raise TooManyAftercareNotes(f"Er staan al {MOST_NOTES} berichten bij dit werk. Bel liever.")
    row = AftercareNote(
        outcome_id=outcome.id,
        candidate_id=outcome.candidate_id,
        author_id=author_id,
        side=side,
        text=text,
        written_at=now,
    )
    session.add(row)
    session.flush()
    return row
