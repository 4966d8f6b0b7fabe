"""Promises of `talent audit check`."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from accounts.audit import AuditAction, AuditReason, record
from accounts.models import Role
from foundation.database import writing

NOW = datetime(2026, 9, 1, 9, 0, tzinfo=UTC)


@pytest.fixture
def seals(engine) -> list[str]:
    """The seals of three entries."""
    with writing(engine) as session:
        return [
            record(
                session,
                actor_id=7,
                actor_role=Role.COACH,
                action=AuditAction.PROFILE_SEEN,
                candidate_id=number,
                reason=AuditReason.COACHING,
                now=NOW,
            ).seal
            for number in range(3)
        ]


def forge(engine) -> None:
    """Let the counter tell of an entry that is not there."""
    with writing(engine) as session:
        session.execute(text("UPDATE revision_counter SET value = 4 WHERE stream = 'audit'"))


def test_a_sound_trail_is_said_with_its_last_seal(talent, empty, seals):
    shown = talent("audit", "check", at=empty)
    assert (shown.code, shown.out, shown.err) == (
        0,
        f"Het spoor klopt. Aantal regels: 3. Laatste zegel: {seals[-1]}.\n",
        "",
    )
    told = talent("audit", "check", "--json", at=empty).json
    assert told == {"entries": 3, "brokenAt": None, "seal": seals[-1]}


def test_a_trail_without_entries_is_sound(talent, empty):
    told = talent("audit", "check", "--json", at=empty).json
    assert told == {"entries": 0, "brokenAt": None, "seal": "0" * 64}


def test_a_broken_trail_ends_with_1_and_names_the_number(talent, empty, engine, seals):
    forge(engine)
    shown = talent("audit", "check", at=empty)
    assert (shown.code, shown.out) == (1, "")
    assert shown.err.startswith("Het spoor klopt niet bij nummer 4: ")
    assert shown.err.count("\n") == 1


def test_a_broken_trail_ends_with_1_in_json_too(talent, empty, engine, seals):
    forge(engine)
    shown = talent("audit", "check", "--json", at=empty)
    assert (shown.code, shown.err) == (1, "")
    assert f'"brokenAt": 4,\n  "seal": "{seals[-1]}"' in shown.out
