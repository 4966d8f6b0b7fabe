"""Promises about notes: the writer corrects one within a day, afterwards it stands."""

from datetime import timedelta

import pytest

from coaching.drafts import NoteDraft
from coaching.models import IntakeNote
from coaching.notes import (
    MOST_NOTES,
    NoteStands,
    TooManyNotes,
    UnknownNote,
    correct_note,
    notes_of,
    remove_note,
    write_note,
)
from foundation.entry import validated
from foundation.errors import Invalid
from profiles.drafts import ProfileDraft
from profiles.held import held_about
from profiles.service import ProfileEnded, UnknownCandidate, open_profile
from profiles.states import withdraw
from tests.profiles.worlds import NOW

SAID = NoteDraft(text="Wil weer met zijn handen werken.")
BETTER = NoteDraft(text="Wil weer met zijn handen werken, buiten.")
SOON = NOW + timedelta(days=1)
LATER = SOON + timedelta(seconds=1)


@pytest.fixture
def note(session, candidate, coach) -> dict[str, int]:
    row = write_note(session, candidate_id=candidate, coach_id=coach, draft=SAID, now=NOW)
    return {"candidate_id": candidate, "note_id": row.id}


def texts(session, candidate, reader=None, now=NOW) -> list[tuple[str, bool]]:
    found = notes_of(session, candidate_id=candidate, reader_id=reader, now=now)
    return [(one.row.text, one.can_change) for one in found]


def test_notes_are_read_newest_first_with_the_name_of_the_writer(session, candidate, coach, note):
    write_note(session, candidate_id=candidate, coach_id=coach, draft=BETTER, now=LATER)
    found = notes_of(session, candidate_id=candidate, reader_id=coach, now=LATER)
    assert [(one.row.text, one.writer, one.can_change) for one in found] == [
        (BETTER.text, "loopbaancoach", True),
        (SAID.text, "loopbaancoach", False),
    ]


def test_whoever_it_is_about_reads_every_note(session, candidate, note):
    held = held_about(session, candidate_id=candidate, account_id=None)
    [table] = [one for one in held.tables if one.name == "intake_note"]
    assert SAID.text in table.rows[0]


def test_the_writer_corrects_and_removes_within_a_day(session, candidate, coach, note):
    correct_note(session, **note, coach_id=coach, draft=BETTER, now=SOON)
    assert texts(session, candidate, coach) == [(BETTER.text, True)]
    remove_note(session, **note, coach_id=coach, now=SOON)
    assert texts(session, candidate) == []


def test_after_a_day_a_note_stands(session, candidate, coach, note):
    with pytest.raises(NoteStands, match="Schrijf een nieuwe"):
        correct_note(session, **note, coach_id=coach, draft=BETTER, now=LATER)
    with pytest.raises(NoteStands):
        remove_note(session, **note, coach_id=coach, now=LATER)
    assert texts(session, candidate, coach, LATER) == [(SAID.text, False)]


def test_another_coach_changes_nothing(session, candidate, other_coach, note):
    with pytest.raises(NoteStands):
        correct_note(session, **note, coach_id=other_coach, draft=BETTER, now=NOW)
    with pytest.raises(NoteStands):
        remove_note(session, **note, coach_id=other_coach, now=NOW)
    assert texts(session, candidate, other_coach) == [(SAID.text, False)]


def test_a_note_about_somebody_else_is_not_here(session, coach, note):
    other = open_profile(session, draft=ProfileDraft(name="Zo"), now=NOW).id
    for which in ({**note, "candidate_id": other}, {**note, "note_id": 2**31 - 1}):
        with pytest.raises(UnknownNote):
            correct_note(session, **which, coach_id=coach, draft=BETTER, now=NOW)


def test_the_same_words_twice_within_a_day_are_one_note(session, candidate, coach, other_coach):
    for who, now in ((coach, NOW), (coach, SOON), (other_coach, NOW), (coach, LATER)):
        write_note(session, candidate_id=candidate, coach_id=who, draft=SAID, now=now)
    assert len(texts(session, candidate)) == 3


@pytest.mark.parametrize("text", ["", "  ", "x" * 5_001, "zijn nummer is 123456782", "\ud800"])
def test_a_note_is_text_without_a_citizen_number(text):
    with pytest.raises(Invalid):
        validated(NoteDraft, {"text": text})


def test_nothing_is_noted_about_who_stopped_or_is_not_there(session, candidate, coach, note):
    withdraw(session, candidate_id=candidate, now=NOW)
    given = {"coach_id": coach, "draft": BETTER, "now": NOW}
    with pytest.raises(ProfileEnded):
        write_note(session, candidate_id=candidate, **given)
    with pytest.raises(ProfileEnded):
        correct_note(session, **note, **given)
    with pytest.raises(UnknownCandidate):
        write_note(session, candidate_id=2**31 - 1, **given)


def test_more_notes_than_anybody_reads_are_refused(session, candidate, coach):
    session.add_all(
        IntakeNote(candidate_id=candidate, coach_id=coach, text=f"{number}", written_at=NOW)
        for number in range(MOST_NOTES)
    )
    session.flush()
    with pytest.raises(TooManyNotes, match="Haal er eerst een weg"):
        write_note(session, candidate_id=candidate, coach_id=coach, draft=SAID, now=NOW)
