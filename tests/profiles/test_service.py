"""Promises about a profile: opening, changing, and how long it stays fresh."""

from datetime import timedelta

import pytest
from sqlmodel import select

from foundation.database import open_engine, reading, writing
from foundation.errors import Unavailable
from foundation.revision import Stream, next_revision
from foundation.settings import Settings
from profiles.drafts import ProfileDraft
from profiles.models import Candidate, CandidateState
from profiles.service import (
    ProfileEnded,
    UnknownCandidate,
    change_profile,
    find_candidate,
    is_stale,
    open_profile,
    reconfirm,
)
from profiles.states import withdraw
from tests.profiles.worlds import NOW

ZOE = ProfileDraft(name="Zoë de Vries", working=False, presentation="Ik pak graag aan.")


def test_a_new_profile_is_a_draft_and_has_the_first_revision(session):
    candidate = open_profile(session, draft=ZOE, now=NOW)
    assert candidate.model_dump() == {
        "id": candidate.id,
        "account_id": None,
        "name": "Zoë de Vries",
        "state": CandidateState.DRAFT,
        "working": False,
        "presentation": "Ik pak graag aan.",
        "revision": 1,
        "created_at": NOW,
        "confirmed_at": NOW,
        "reminded_at": None,
    }


def test_a_change_replaces_the_whole_person(session, person):
    change_profile(session, candidate_id=person, draft=ProfileDraft(name="Zo"))
    found = find_candidate(session, candidate_id=person)
    assert (found.name, found.working, found.presentation) == ("Zo", None, "")


def test_a_profile_that_is_not_there_is_not_found(session):
    with pytest.raises(UnknownCandidate, match="zoek opnieuw"):
        find_candidate(session, candidate_id=1)
    with pytest.raises(UnknownCandidate):
        change_profile(session, candidate_id=2**31 - 1, draft=ZOE)


def test_a_withdrawn_profile_takes_no_changes(session, person):
    withdraw(session, candidate_id=person, now=NOW)
    with pytest.raises(ProfileEnded, match="Open een nieuw"):
        change_profile(session, candidate_id=person, draft=ZOE)


@pytest.mark.parametrize(
    ("later", "stale"),
    [
        (timedelta(0), False),
        (timedelta(days=90), False),
        (timedelta(days=90, seconds=1), True),
        (timedelta(days=-1), False),
    ],
)
def test_a_profile_is_stale_after_ninety_days(later, stale):
    candidate = Candidate(name="Zo", revision=1, created_at=NOW, confirmed_at=NOW)
    assert is_stale(candidate, NOW + later) is stale


def test_confirming_a_profile_makes_it_fresh_again(session, person):
    later = NOW + timedelta(days=200)
    candidate = reconfirm(session, candidate_id=person, now=later)
    assert (is_stale(candidate, later), candidate.confirmed_at) == (False, later)


def test_a_change_sees_what_another_transaction_just_did(engine):
    with writing(engine) as session:
        number = open_profile(session, draft=ZOE, now=NOW).id
    with reading(engine) as reader:
        stale = reader.get(Candidate, number)
        with writing(engine) as session:
            withdraw(session, candidate_id=number, now=NOW)
        assert stale.state is CandidateState.DRAFT
    with writing(engine) as session:
        kept = session.merge(stale, load=False)  # as a page does that read the person before
        with pytest.raises(ProfileEnded):
            reconfirm(session, candidate_id=number, now=NOW)
        assert kept.state is CandidateState.WITHDRAWN


def test_a_change_keeps_what_this_transaction_did_but_did_not_yet_write(session, person):
    find_candidate(session, candidate_id=person).name = "Zo"
    assert reconfirm(session, candidate_id=person, now=NOW).name == "Zo"


def test_a_locked_database_refuses_the_change_and_keeps_everything(engine, settings):
    hasty = open_engine(Settings(settings.database_url, settings.folder, lock_seconds=0.2))
    with writing(engine) as holder:
        next_revision(holder, Stream.CANDIDATES)
        with pytest.raises(Unavailable, match="bezet"), writing(hasty) as session:
            open_profile(session, draft=ZOE, now=NOW)
    with reading(hasty) as session:
        assert session.exec(select(Candidate)).all() == []
    hasty.dispose()
