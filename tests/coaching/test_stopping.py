"""Promises about the stop button: one stop at a time, read anew for every result."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlmodel import select

from accounts.models import Role
from coaching.models import MatchingStop
from coaching.stopping import (
    AlreadyStopped,
    MatchingStopped,
    NotStopped,
    RunningStop,
    StopDraft,
    check_matching,
    past_stops,
    resume_matching,
    running_stop,
    stop_matching,
)
from foundation.database import reading, writing
from foundation.entry import validated
from foundation.errors import Conflict, Invalid, Unavailable
from tests.coaching.conftest import an_account
from tests.profiles.worlds import NOW

LATER = NOW + timedelta(hours=3)
DRAFT = StopDraft(reason="We onderzoeken een fout.")


@pytest.fixture
def administrator(session) -> int:
    return an_account(session, Role.ADMINISTRATOR)


def test_a_stop_tells_since_when_and_why(session, administrator):
    assert running_stop(session) is None
    check_matching(session)
    row = stop_matching(session, account_id=administrator, draft=DRAFT, now=NOW)
    assert running_stop(session) == RunningStop(row.id, NOW, "We onderzoeken een fout.")
    assert row.stopped_by == administrator


def test_while_it_is_stopped_nothing_is_compared(session, administrator):
    stop_matching(session, account_id=administrator, draft=DRAFT, now=NOW)
    with pytest.raises(MatchingStopped, match="staat nu stil") as refused:
        check_matching(session)
    assert isinstance(refused.value, Unavailable)
    assert refused.value.status == 503


def test_one_stop_runs_at_a_time(session, administrator):
    stop_matching(session, account_id=administrator, draft=DRAFT, now=NOW)
    with pytest.raises(AlreadyStopped, match="staat al stil"):
        stop_matching(session, account_id=administrator, draft=DRAFT, now=LATER)
    assert len(session.exec(select(MatchingStop)).all()) == 1


def test_it_is_turned_on_again_and_kept_who_did_that(session, administrator):
    stop_matching(session, account_id=administrator, draft=DRAFT, now=NOW)
    resume_matching(session, account_id=administrator, now=LATER)
    check_matching(session)
    [row] = past_stops(session)
    assert (row.stopped_at, row.resumed_at, row.resumed_by) == (NOW, LATER, administrator)
    with pytest.raises(NotStopped, match="staat al aan"):
        resume_matching(session, account_id=administrator, now=LATER)


def test_it_is_stopped_again_after_it_was_turned_on(session, administrator):
    for moment in (NOW, LATER):
        stop_matching(session, account_id=administrator, draft=DRAFT, now=moment)
        resume_matching(session, account_id=administrator, now=moment)
    stop_matching(session, account_id=administrator, draft=DRAFT, now=LATER)
    assert [row.stopped_at for row in past_stops(session)] == [LATER, NOW]
    assert running_stop(session).since == LATER


@pytest.mark.parametrize("reason", ["", "   ", "nee", "x" * 201, "\x00\x00\x00\x00\x00\x00"])
def test_a_stop_without_a_reason_is_refused(reason):
    with pytest.raises(Invalid) as refused:
        validated(StopDraft, {"reason": reason})
    assert [one.where for one in refused.value.problems] == ["reason"]


def test_of_eight_who_stop_at_once_one_does(engine):
    with writing(engine) as session:
        account = an_account(session, Role.ADMINISTRATOR)
    start = Barrier(8)

    def stop(_: int) -> str:
        start.wait()
        try:
            with writing(engine) as session:
                stop_matching(session, account_id=account, draft=DRAFT, now=NOW)
        except Conflict as refused:
            return type(refused).__name__
        return "stopped"

    with ThreadPoolExecutor(8) as threads:
        answers = sorted(threads.map(stop, range(8)))
    assert answers == ["AlreadyStopped"] * 7 + ["stopped"]
    with reading(engine) as session:
        assert len(session.exec(select(MatchingStop)).all()) == 1
