"""Promises of the audit trail: nothing in it changes unseen, and it has no gap."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, text
from sqlmodel import Session, select

from accounts.audit import (
    BY_ITSELF,
    FIRST_PREVIOUS,
    AuditAction,
    AuditReason,
    Checked,
    check_trail,
    entries_about,
    record,
)
from accounts.models import AuditEntry, Role
from foundation.database import reading, writing
from foundation.errors import Conflict, Unavailable

NOW = datetime(2026, 9, 1, 9, 0, tzinfo=UTC)


def seen(session: Session, candidate_id: int = 204, **other: Any) -> AuditEntry:
    told: dict[str, Any] = {
        "actor_id": 7,
        "actor_role": Role.COACH,
        "action": AuditAction.PROFILE_SEEN,
        "candidate_id": candidate_id,
        "reason": AuditReason.COACHING,
        "now": NOW,
    }
    return record(session, **(told | other))


def five(engine: Engine) -> list[str]:
    """Record five entries and give their seals."""
    with writing(engine) as session:
        return [
            seen(session, number, now=NOW + timedelta(minutes=number)).seal
            for number in range(1, 6)
        ]


def checked(engine: Engine) -> Checked:
    with reading(engine) as session:
        return check_trail(session)


def behind_the_back(engine: Engine, *statements: str) -> None:
    """Change the table as somebody would who may drop its triggers."""
    sqlite = ("audit_entry_no_update", "audit_entry_no_delete")
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            drops = [f"DROP TRIGGER IF EXISTS {name}" for name in sqlite]
        else:
            drops = ["DROP TRIGGER IF EXISTS audit_entry_append_only ON audit_entry"]
        for statement in [*drops, *statements]:
            connection.execute(text(statement))


def test_an_entry_says_who_did_what_to_whom_when_and_why(engine):
    with writing(engine) as session:
        seen(session)
        record(
            session,
            actor_id=None,
            actor_role=None,
            action=AuditAction.ERASED,
            candidate_id=204,
            reason=AuditReason.RETENTION,
            now=NOW,
        )
    with reading(engine) as session:
        first, second = session.exec(select(AuditEntry).order_by("number"))
    assert first.model_dump(exclude={"seal"}) == {
        "number": 1,
        "at": NOW,
        "actor_id": 7,
        "actor_role": "loopbaancoach",
        "action": "profiel bekeken",
        "candidate_id": 204,
        "reason": "begeleiding naar werk",
        "previous": FIRST_PREVIOUS,
    }
    assert (second.actor_id, second.actor_role) == (None, BY_ITSELF)
    assert (second.number, second.previous) == (2, first.seal)


def test_the_same_entry_has_the_same_seal_on_both_databases(engine):
    assert five(engine)[-1] == "7e358193c8d19186659e529e19df101780bfafe3969260abd3a6e265a2af6e4c"


def test_a_trail_that_nobody_touched_is_sound(engine):
    assert checked(engine) == Checked(0, None, FIRST_PREVIOUS)
    seals = five(engine)
    assert checked(engine) == Checked(5, None, seals[-1])


def test_a_moment_in_another_zone_is_the_same_moment(engine):
    with writing(engine) as session:
        seen(session, now=datetime.fromisoformat("2026-09-01T11:00:00+02:00"))
    assert checked(engine).broken_at is None
    with reading(engine) as session:
        assert session.exec(select(AuditEntry.at)).one() == NOW


CHANGED = {
    "at": "'2026-09-01 09:03:01.000000'",
    "actor_id": "8",
    "nobody": "actor_id = NULL",
    "actor_role": "'beheerder'",
    "action": "'gewist'",
    "candidate_id": "4",
    "no candidate": "candidate_id = NULL",
    "reason": "'beheer van accounts'",
    "previous": f"'{'1' * 64}'",
    "seal": f"'{'2' * 64}'",
}


@pytest.mark.parametrize(("column", "value"), CHANGED.items(), ids=CHANGED)
def test_a_change_of_any_column_is_found(engine, column, value):
    five(engine)
    change = value if "=" in value else f"{column} = {value}"
    behind_the_back(engine, f"UPDATE audit_entry SET {change} WHERE number = 3")  # noqa: S608
    assert (checked(engine).entries, checked(engine).broken_at) == (2, 3)


def test_a_changed_number_is_found(engine):
    five(engine)
    behind_the_back(engine, "UPDATE audit_entry SET number = 6 WHERE number = 3")
    assert checked(engine).broken_at == 3


COPY = (
    "INSERT INTO audit_entry SELECT {number}, at, actor_id, actor_role, action, candidate_id, "
    "reason, {previous}, seal FROM audit_entry WHERE number = {of}"
)
ELSEWHERE = {
    "removed in the middle": (["DELETE FROM audit_entry WHERE number = 3"], 3),
    "removed at the start": (["DELETE FROM audit_entry WHERE number = 1"], 1),
    "removed at the end": (["DELETE FROM audit_entry WHERE number = 5"], 5),
    "all removed": (["DELETE FROM audit_entry"], 1),
    "swapped": (
        [
            "UPDATE audit_entry SET number = 9 WHERE number = 3",
            "UPDATE audit_entry SET number = 3 WHERE number = 4",
            "UPDATE audit_entry SET number = 4 WHERE number = 9",
        ],
        3,
    ),
    "added at the end": (
        [COPY.format(number=6, previous="seal", of=5)],
        6,
    ),
    "added before the first": (
        [COPY.format(number=0, previous="previous", of=1)],
        0,
    ),
    "put in between": (
        [
            "UPDATE audit_entry SET number = 6 WHERE number = 5",
            "UPDATE audit_entry SET number = 5 WHERE number = 4",
            COPY.format(number=4, previous="seal", of=3),
            "UPDATE revision_counter SET value = 6 WHERE stream = 'audit'",
        ],
        4,
    ),
    "the counter set back": (["UPDATE revision_counter SET value = 4 WHERE stream = 'audit'"], 5),
}


@pytest.mark.parametrize(("statements", "broken_at"), ELSEWHERE.values(), ids=ELSEWHERE)
def test_what_is_removed_swapped_or_added_is_found(engine, statements, broken_at):
    five(engine)
    behind_the_back(engine, *statements)
    assert checked(engine).broken_at == broken_at


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
@pytest.mark.parametrize("column", ["at", "actor_id", "reason", "seal"])
def test_what_sqlite_holds_but_nobody_can_read_is_an_entry_that_was_changed(engine, column):
    five(engine)
    behind_the_back(engine, f"UPDATE audit_entry SET {column} = x'00ff' WHERE number = 2")  # noqa: S608
    assert checked(engine).broken_at == 2


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET reason = '' WHERE number = 3",
        "DELETE FROM audit_entry WHERE number = 5",
        "DELETE FROM audit_entry",
    ],
)
def test_the_database_itself_refuses_to_change_or_remove_an_entry(engine, statement):
    seals = five(engine)
    with pytest.raises((Conflict, Unavailable)), writing(engine) as session:
        session.execute(text(statement))
    assert checked(engine) == Checked(5, None, seals[-1])


def test_a_hundred_and_sixty_entries_at_once_make_one_chain(engine):
    def add(number: int) -> int:
        with writing(engine) as session:
            return seen(session, number % 3).number

    with ThreadPoolExecutor(8) as threads:
        numbers = list(threads.map(add, range(160)))
    assert sorted(numbers) == list(range(1, 161))
    assert (checked(engine).entries, checked(engine).broken_at) == (160, None)


def test_what_was_rolled_back_leaves_no_gap(engine):
    five(engine)
    with pytest.raises(RuntimeError), writing(engine) as session:
        assert seen(session).number == 6
        raise RuntimeError
    with writing(engine) as session:
        assert seen(session).number == 6
    assert (checked(engine).entries, checked(engine).broken_at) == (6, None)


def test_a_trail_that_is_broken_still_takes_entries_and_stays_broken(engine):
    five(engine)
    behind_the_back(engine, "DELETE FROM audit_entry WHERE number = 5")
    with writing(engine) as session:
        assert seen(session).number == 6
    assert checked(engine).broken_at == 5


def test_a_trail_of_many_pages_is_walked_to_the_end(engine, monkeypatch):
    monkeypatch.setattr("accounts.audit._BATCH", 2)
    seals = five(engine)
    assert checked(engine) == Checked(5, None, seals[-1])
    behind_the_back(engine, "UPDATE audit_entry SET actor_id = 1 WHERE number = 5")
    assert checked(engine).broken_at == 5


def test_the_pages_about_one_person_reach_every_entry_once_newest_first(engine):
    with writing(engine) as session:
        mine = [seen(session, 1 + number % 2).number for number in range(14)][::2]
    pages, before = [], None
    with reading(engine) as session:
        while page := entries_about(session, candidate_id=1, most=3, before_number=before):
            pages.append([one.number for one in page])
            before = page[-1].number
        assert entries_about(session, candidate_id=99, most=3) == []
    assert [len(page) for page in pages] == [3, 3, 1]
    assert [number for page in pages for number in page] == sorted(mine, reverse=True)


@pytest.mark.parametrize(
    "other", [{"reason": "Jan keek"}, {"action": "gekeken"}, {"actor_role": "buurman"}]
)
def test_free_text_never_gets_into_the_trail(engine, other):
    with pytest.raises(ValueError, match="is not a valid"), writing(engine) as session:
        seen(session, **other)
    assert checked(engine).entries == 0


def test_every_action_and_reason_fits_its_column():
    assert max(len(one.value) for one in AuditAction) <= 60
    assert max(len(one.value) for one in AuditReason) <= 200
