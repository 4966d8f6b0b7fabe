"""What coaches note about the people they guide; whoever it is about may read every word."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from accounts.models import Account
from coaching.drafts import NoteDraft
from coaching.models import IntakeNote
from foundation.errors import Conflict, Invalid, NotFound
from profiles.service import ENDED, ProfileEnded, hold_candidate

# Afterwards somebody may have acted on it: then only a new note says what is right.
CORRECTED_WITHIN = timedelta(days=1)
MOST_NOTES = 500


class UnknownNote(NotFound):
    """There is no such note about this candidate."""


class NoteStands(Conflict):
    """The note is of another coach, or older than a day."""


class TooManyNotes(Invalid):
    """There are as many notes about somebody as anybody can read."""


@dataclass(frozen=True, slots=True)
class ReadNote:
    """A note with the name of its writer; `can_change`: whoever looks may still correct it."""

    row: IntakeNote
    writer: str
    can_change: bool


def write_note(
    session: Session, *, candidate_id: int, coach_id: int, draft: NoteDraft, now: datetime
) -> IntakeNote:
    """Note something; a coach who sends the same words twice within a day has noted them once.

    Raises:
        UnknownCandidate, ProfileEnded: there is nobody to note anything about.
        TooManyNotes: there are 500.
    """
    _held(session, candidate_id)
    owned = _rows(session, candidate_id)
    for row in owned:
        if row.text == draft.text and _is_fresh(row, coach_id, now):
            return row
    if len(owned) >= MOST_NOTES:
        raise TooManyNotes(f"Er zijn al {MOST_NOTES} aantekeningen. Haal er eerst een weg.")
    row = IntakeNote(candidate_id=candidate_id, coach_id=coach_id, text=draft.text, written_at=now)
    session.add(row)
    session.flush()
    return row


def correct_note(
    session: Session,
    *,
    candidate_id: int,
    note_id: int,
    coach_id: int,
    draft: NoteDraft,
    now: datetime,
) -> IntakeNote:
    """Put other words in the place of a note, as its writer and within a day.

    Raises:
        UnknownCandidate, ProfileEnded: there is nobody to note anything about.
        UnknownNote: the note is not about this candidate.
        NoteStands: it is of another coach, or older than a day.
    """
    row = note_to_change(
        session, candidate_id=candidate_id, note_id=note_id, coach_id=coach_id, now=now
    )
    row.text = draft.text
    session.flush()
    return row


def remove_note(
    session: Session, *, candidate_id: int, note_id: int, coach_id: int, now: datetime
) -> None:
    """Take a note away, as its writer and within a day.

    Raises:
        UnknownCandidate, ProfileEnded, UnknownNote, NoteStands: see `correct_note`.
    """
    row = note_to_change(
        session, candidate_id=candidate_id, note_id=note_id, coach_id=coach_id, now=now
    )
    session.delete(row)
    session.flush()


def note_to_change(
    session: Session, *, candidate_id: int, note_id: int, coach_id: int, now: datetime
) -> IntakeNote:
    """Take a note for a change, and keep it as it is read until the commit.

    Raises:
        UnknownCandidate, ProfileEnded, UnknownNote, NoteStands: see `correct_note`.
    """
    _held(session, candidate_id)
    row = find_note(session, candidate_id=candidate_id, note_id=note_id)
    if not _is_fresh(row, coach_id, now):
        raise NoteStands(
            "Deze aantekening staat vast. Alleen de schrijver verandert haar, binnen een dag. "
            "Schrijf een nieuwe aantekening."
        )
    return row


def find_note(session: Session, *, candidate_id: int, note_id: int) -> IntakeNote:
    """Find a note about a candidate.

    Raises:
        UnknownNote: it is not there, or about somebody else.
    """
    row = session.get(IntakeNote, note_id, populate_existing=True)
    if row is None or row.candidate_id != candidate_id:
        raise UnknownNote("Deze aantekening is er niet. Ververs de pagina.")
    return row


def notes_of(
    session: Session, *, candidate_id: int, reader_id: int | None, now: datetime
) -> list[ReadNote]:
    """List the notes about a candidate, the newest first, as one account reads them."""
    owned = select(IntakeNote, Account.name).join(
        Account, col(Account.id) == col(IntakeNote.coach_id)
    )
    rows = session.exec(
        owned.where(IntakeNote.candidate_id == candidate_id).order_by(
            col(IntakeNote.written_at).desc(), col(IntakeNote.id).desc()
        )
    )
    return [ReadNote(row, name, _is_fresh(row, reader_id, now)) for row, name in rows]


def _rows(session: Session, candidate_id: int) -> list[IntakeNote]:
    owned = select(IntakeNote).where(IntakeNote.candidate_id == candidate_id)
    return list(session.exec(owned))


def _is_fresh(row: IntakeNote, coach_id: int | None, now: datetime) -> bool:
    return row.coach_id == coach_id and now - row.written_at <= CORRECTED_WITHIN


def _held(session: Session, candidate_id: int) -> None:
    if hold_candidate(session, candidate_id=candidate_id).state in ENDED:
        raise ProfileEnded("Dit profiel is gestopt. Er is niets meer aan te tekenen.")
