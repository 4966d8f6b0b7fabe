"""Promises about consent: per purpose, off until given, once, and as easy to take back."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlmodel import Session, select

from foundation.database import reading, writing
from foundation.errors import Conflict
from profiles.consent import (
    ConsentAlreadyGiven,
    ConsentNotGiven,
    agreed_purposes,
    give_consent,
    withdraw_consent,
)
from profiles.drafts import ConsentDraft, ProfileDraft
from profiles.models import CandidateState, Consent, Purpose
from profiles.service import find_candidate, open_profile
from profiles.states import activate
from tests.profiles.worlds import NOW

MATCHING = ConsentDraft(purpose="matching", text_version="2026-1")


def test_nothing_is_agreed_until_it_is_given(session):
    number = open_profile(session, draft=ProfileDraft(name="Zo"), now=NOW).id
    assert agreed_purposes(session, candidate_id=number) == frozenset()
    give_consent(session, candidate_id=number, draft=MATCHING, now=NOW)
    assert agreed_purposes(session, candidate_id=number) == {Purpose.MATCHING}


def test_consent_that_was_taken_back_stays_on_record_and_can_be_given_again(session, person):
    later = NOW + timedelta(days=1)
    withdraw_consent(session, candidate_id=person, purpose=Purpose.MATCHING, now=later)
    again = ConsentDraft(purpose="matching", text_version="2026-2")
    give_consent(session, candidate_id=person, draft=again, now=later)
    rows = session.exec(select(Consent).order_by(Consent.id)).all()
    assert [(row.text_version, row.given_at, row.withdrawn_at) for row in rows] == [
        ("2026-1", NOW, later),
        ("2026-2", later, None),
    ]


def test_consent_that_runs_cannot_be_given_twice(engine):
    with writing(engine) as session:
        number = open_profile(session, draft=ProfileDraft(name="Zo"), now=NOW).id
        give_consent(session, candidate_id=number, draft=MATCHING, now=NOW)
    with pytest.raises(ConsentAlreadyGiven, match="niets te doen"), writing(engine) as session:
        give_consent(session, candidate_id=number, draft=MATCHING, now=NOW)


def test_consent_that_does_not_run_cannot_be_taken_back(session, person):
    with pytest.raises(ConsentNotGiven, match="niets te doen"):
        withdraw_consent(session, candidate_id=person, purpose=Purpose.RESEARCH, now=NOW)


@pytest.mark.parametrize(
    ("purpose", "state"),
    [(Purpose.MATCHING, CandidateState.PAUSED), (Purpose.RESEARCH, CandidateState.ACTIVE)],
)
def test_taking_back_consent_for_matching_pauses_the_profile(session, person, purpose, state):
    research = ConsentDraft(purpose="research", text_version="1")
    give_consent(session, candidate_id=person, draft=research, now=NOW)
    activate(session, candidate_id=person, now=NOW)
    withdraw_consent(session, candidate_id=person, purpose=purpose, now=NOW)
    assert find_candidate(session, candidate_id=person).state is state


def test_of_eight_who_give_the_same_consent_at_once_one_wins(engine):
    with writing(engine) as session:
        number = open_profile(session, draft=ProfileDraft(name="Zo"), now=NOW).id
    start = Barrier(8)

    def give(_: int) -> str:
        start.wait()
        try:
            with writing(engine) as session:
                give_consent(session, candidate_id=number, draft=MATCHING, now=NOW)
        except Conflict as refused:
            return refused.message
        return "given"

    with ThreadPoolExecutor(8) as threads:
        answers = sorted(threads.map(give, range(8)))
    assert answers == ["Deze toestemming is al gegeven. Je hoeft niets te doen."] * 7 + ["given"]
    with reading(engine) as session:
        assert running(session) == 1


def running(session: Session) -> int:
    return len(session.exec(select(Consent)).all())
