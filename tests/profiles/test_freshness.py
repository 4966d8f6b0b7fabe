"""Promises about reminders: who is due, and that nobody is reminded twice."""

from datetime import timedelta

import pytest

from accounts.models import Account, Role
from foundation.database import writing
from profiles.freshness import Due, due_for_reminder, note_reminded
from profiles.models import Candidate
from profiles.service import reconfirm
from profiles.states import activate, pause
from tests.profiles.worlds import NOW

STALE = NOW + timedelta(days=90, seconds=1)


@pytest.fixture
def active(session, person):
    """An active profile of somebody with an address."""
    account = Account(
        role=Role.CANDIDATE, email="zo@voorbeeld.nl", language="en", created_at=NOW, seen_at=NOW
    )
    session.add(account)
    session.flush()
    session.get(Candidate, person).account_id = account.id
    activate(session, candidate_id=person, now=NOW)
    return person


def due(session, now=STALE):
    return [one.candidate_id for one in due_for_reminder(session, now=now)]


def test_a_stale_profile_is_due_with_what_the_mail_needs(session, active):
    assert due_for_reminder(session, now=STALE) == [
        Due(active, "Zoë de Vries", "zo@voorbeeld.nl", "en")
    ]


def test_a_fresh_profile_is_not_due(session, active):
    assert due(session, NOW + timedelta(days=90)) == []


def test_a_paused_profile_is_not_due(session, active):
    pause(session, candidate_id=active)
    assert due(session) == []


@pytest.mark.parametrize("change", [{"email": None}, {"closed_at": NOW}])
def test_an_account_that_cannot_be_reached_is_not_due(session, active, change):
    account = session.get(Account, session.get(Candidate, active).account_id)
    account.sqlmodel_update(change)
    session.flush()
    assert due(session) == []


def test_a_profile_without_an_account_is_not_due(session, person):
    activate(session, candidate_id=person, now=NOW)
    assert due(session) == []


def test_a_reminder_is_claimed_once(session, active):
    assert note_reminded(session, candidate_id=active, now=STALE)
    assert not note_reminded(session, candidate_id=active, now=STALE)
    assert due(session) == []


def test_a_profile_that_was_confirmed_in_between_is_not_claimed(session, active):
    reconfirm(session, candidate_id=active, now=STALE)
    assert not note_reminded(session, candidate_id=active, now=STALE)


def test_confirming_makes_room_for_a_reminder_ninety_days_later(session, active):
    note_reminded(session, candidate_id=active, now=STALE)
    assert reconfirm(session, candidate_id=active, now=STALE).reminded_at is None
    assert due(session) == []
    assert due(session, STALE + timedelta(days=91)) == [active]


def test_of_two_runs_one_gets_the_claim(engine, request):
    with writing(engine) as session:
        account = Account(role=Role.CANDIDATE, email="a@b.nl", created_at=NOW, seen_at=NOW)
        session.add(account)
        session.flush()
        row = Candidate(
            account_id=account.id,
            name="Zo",
            state="active",
            revision=1,
            created_at=NOW,
            confirmed_at=NOW,
        )
        session.add(row)
    claims = []
    for _ in range(2):
        with writing(engine) as session:
            claims.append(note_reminded(session, candidate_id=row.id, now=STALE))
    assert claims == [True, False]
