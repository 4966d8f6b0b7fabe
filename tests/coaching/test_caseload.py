"""Promises about guidance: one coach at a time, and only a coach."""

from datetime import timedelta

import pytest

from accounts.models import Account, Role
from coaching.caseload import (
    AlreadyGuided,
    NoCoach,
    NotGuided,
    assign,
    caseload,
    coach_of,
    end_assignment,
)
from profiles.drafts import ProfileDraft
from profiles.service import ProfileEnded, open_profile
from profiles.states import withdraw
from tests.coaching.conftest import an_account
from tests.profiles.worlds import NOW

LATER = NOW + timedelta(days=1)


def test_a_candidate_has_the_coach_that_was_assigned(session, candidate, coach):
    assert coach_of(session, candidate_id=candidate) is None
    assign(session, candidate_id=candidate, coach_id=coach, now=NOW)
    assert coach_of(session, candidate_id=candidate) == coach


def test_a_second_coach_is_refused_while_the_first_guides(session, candidate, coach, other_coach):
    assign(session, candidate_id=candidate, coach_id=coach, now=NOW)
    with (
        pytest.raises(AlreadyGuided, match="Beëindig eerst"),
        session.begin_nested(),
    ):
        assign(session, candidate_id=candidate, coach_id=other_coach, now=NOW)
    assert coach_of(session, candidate_id=candidate) == coach


def test_another_coach_can_guide_when_the_first_has_ended(session, candidate, coach, other_coach):
    assign(session, candidate_id=candidate, coach_id=coach, now=NOW)
    assert end_assignment(session, candidate_id=candidate, now=LATER).ended_at == LATER
    assert coach_of(session, candidate_id=candidate) is None
    assign(session, candidate_id=candidate, coach_id=other_coach, now=LATER)
    assert coach_of(session, candidate_id=candidate) == other_coach


def test_guidance_that_does_not_run_cannot_end(session, candidate):
    with pytest.raises(NotGuided, match="geen coach"):
        end_assignment(session, candidate_id=candidate, now=NOW)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.COACH])
def test_only_a_career_coach_guides(session, candidate, role):
    with pytest.raises(NoCoach, match="Kies een coach"):
        assign(session, candidate_id=candidate, coach_id=an_account(session, role), now=NOW)


def test_an_account_that_is_closed_or_absent_does_not_guide(session, candidate, coach):
    session.get(Account, coach).closed_at = NOW
    session.flush()
    for number in (coach, 2**31 - 1):
        with pytest.raises(NoCoach):
            assign(session, candidate_id=candidate, coach_id=number, now=NOW)


def test_a_profile_that_ended_gets_no_coach(session, candidate, coach):
    withdraw(session, candidate_id=candidate, now=NOW)
    with pytest.raises(ProfileEnded):
        assign(session, candidate_id=candidate, coach_id=coach, now=NOW)


def test_a_caseload_lists_who_is_guided_now_the_longest_first(session, coach, other_coach):
    draft = ProfileDraft(name="Zo")
    first, second, third, gone = (open_profile(session, draft=draft, now=NOW).id for _ in range(4))
    assign(session, candidate_id=second, coach_id=coach, now=NOW)
    assign(session, candidate_id=first, coach_id=coach, now=LATER)
    assign(session, candidate_id=third, coach_id=other_coach, now=NOW)
    assign(session, candidate_id=gone, coach_id=coach, now=NOW)
    withdraw(session, candidate_id=gone, now=LATER)
    assert caseload(session, coach_id=coach) == [second, first]
    end_assignment(session, candidate_id=second, now=LATER)
    assert caseload(session, coach_id=coach) == [first]
