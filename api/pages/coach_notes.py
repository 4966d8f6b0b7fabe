"""Notes about somebody a coach guides: writing one, and correcting it within a day."""

from dataclasses import dataclass

from fastapi import APIRouter, Request, Response

from accounts.audit import AuditAction
from api.asking import Now, Reading, Viewing, Writing
from api.noting import note
from api.pages.coach_candidate import Asked, candidate_page
from api.pages.coaching import GuidedCandidate, NoteNumber, own_account
from api.pages.forms import Form, to
from api.pages.own import SEEN, errors_of
from api.pages.own_rights import days_of
from api.pages.rendering import page
from api.versions import stamp
from coaching.drafts import NoteDraft
from coaching.models import IntakeNote
from coaching.notes import (
    NoteStands,
    correct_note,
    find_note,
    note_to_change,
    remove_note,
    write_note,
)
from foundation.entry import validated
from foundation.errors import Conflict, Invalid, TalentError

router = APIRouter(prefix="/coach/kandidaten/{candidateId}/notities")
FIELDS = {"text": "tekst", "": "tekst"}


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a correction was not kept: what is wrong, or that another tab was first."""

    status: int
    error: str = ""
    is_changed: bool = False


@router.post("")
def write(
    request: Request,
    session: Writing,
    candidate: GuidedCandidate,
    viewer: Viewing,
    now: Now,
    form: Form,
) -> Response:
    """Keep a note; a button that is pressed twice keeps one."""
    typed = form.one("tekst")
    try:
        draft = validated(NoteDraft, {"text": typed})
        row = write_note(
            session,
            candidate_id=candidate,
            coach_id=own_account(viewer),
            draft=draft,
            now=now,
        )
    except Invalid as error:
        session.rollback()
        errors = {"tekst": _sentence(error, typed)}
        asked = Asked(note=typed, errors=errors, status=error.status)
        return candidate_page(request, session, candidate, viewer, now, asked)
    if row.written_at == now:
        note(session, viewer, AuditAction.NOTE_WRITTEN, candidate_id=candidate, now=now)
    return to(f"/coach/kandidaten/{candidate}?gedaan=notitie#aantekeningen")


@router.get("/{noteId}")
def show(
    request: Request, session: Reading, candidate: GuidedCandidate, number: NoteNumber
) -> Response:
    """Show a note with a form to correct it."""
    row = find_note(session, candidate_id=candidate, note_id=number)
    return _shown(request, row, row.text)


@router.post("/{noteId}")
def correct(
    request: Request,
    session: Writing,
    candidate: GuidedCandidate,
    number: NoteNumber,
    viewer: Viewing,
    now: Now,
    form: Form,
) -> Response:
    """Put other words in the place of a note, unless another tab was first."""
    typed, coach_id = form.one("tekst"), own_account(viewer)
    which = {"candidate_id": candidate, "note_id": number, "coach_id": coach_id}
    row = find_note(session, candidate_id=candidate, note_id=number)
    try:
        row = note_to_change(session, **which, now=now)
        draft = validated(NoteDraft, {"text": typed})
    except (Invalid, Conflict) as error:
        session.rollback()
        return _shown(request, row, typed, Trouble(error.status, _sentence(error, typed)))
    if draft.text == row.text:
        return to(f"/coach/kandidaten/{candidate}#aantekeningen")
    if form.one(SEEN) != stamp(row.text):
        return _shown(request, row, typed, Trouble(Conflict.status, is_changed=True))
    correct_note(session, **which, draft=draft, now=now)
    note(session, viewer, AuditAction.NOTE_WRITTEN, candidate_id=candidate, now=now)
    return to(f"/coach/kandidaten/{candidate}?gedaan=verbeterd#aantekeningen")


@router.post("/{noteId}/weg")
def remove(
    request: Request,
    session: Writing,
    candidate: GuidedCandidate,
    number: NoteNumber,
    viewer: Viewing,
    now: Now,
) -> Response:
    """Take a note away, within a day."""
    which = {"candidate_id": candidate, "note_id": number}
    row = find_note(session, **which)
    try:
        remove_note(session, **which, coach_id=own_account(viewer), now=now)
    except NoteStands as error:
        session.rollback()
        return _shown(request, row, row.text, Trouble(error.status, error.message))
    note(session, viewer, AuditAction.NOTE_WRITTEN, candidate_id=candidate, now=now)
    return to(f"/coach/kandidaten/{candidate}?gedaan=weg#aantekeningen")


def _sentence(error: TalentError, typed: str) -> str:
    better = {} if typed else {"tekst": "Schrijf eerst iets op."}
    return errors_of(error, FIELDS, better)["tekst"]


def _shown(
    request: Request, row: IntakeNote, typed: str, trouble: Trouble | None = None
) -> Response:
    return page(
        request,
        "coach/note.html",
        status=trouble.status if trouble else 200,
        row=row,
        typed=typed,
        seen=stamp(row.text),
        trouble=trouble,
        days=days_of(request),
    )
