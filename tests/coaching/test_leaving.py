"""Promises about who leaves: the account is closed, and nobody is guided by it any more."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from accounts.models import Account, Role
from accounts.service import UnknownAccount
from coaching.caseload import NoCoach, assign, caseload, coach_of
from coaching.leaving import OwnAccount, close_for_good, people_guided_by
from foundation.database import reading, writing
from foundation.errors import TalentError
from tests.coaching.conftest import an_account
from tests.profiles.worlds import NOW


@pytest.fixture
def administrator(session) -> int:
    return an_account(session, Role.ADMINISTRATOR)


def test_whom_a_coach_guided_has_no_coach_after_the_coach_left(
    session, candidate, coach, other_coach, administrator
):
    assign(session, candidate_id=candidate, coach_id=coach, now=NOW)
    assert people_guided_by(session, account_id=coach) == 1
    left = close_for_good(session, account_id=coach, by_id=administrator, now=NOW)
    assert (left.account.id, left.account.closed_at, left.unguided) == (coach, NOW, (candidate,))
    assert (coach_of(session, candidate_id=candidate), caseload(session, coach_id=coach)) == (
        None,
        [],
    )
    with pytest.raises(NoCoach):
        assign(session, candidate_id=candidate, coach_id=coach, now=NOW)
    assign(session, candidate_id=candidate, coach_id=other_coach, now=NOW)


def test_the_people_of_another_coach_keep_theirs(session, candidate, coach, other_coach):
    assign(session, candidate_id=candidate, coach_id=other_coach, now=NOW)
    administrator = an_account(session, Role.ADMINISTRATOR)
    assert close_for_good(session, account_id=coach, by_id=administrator, now=NOW).unguided == ()
    assert coach_of(session, candidate_id=candidate) == other_coach


def test_nobody_closes_his_own_account_here(session, administrator):
    with pytest.raises(OwnAccount, match="andere beheerder"):
        close_for_good(session, account_id=administrator, by_id=administrator, now=NOW)


def test_a_candidate_and_who_is_not_there_cannot_be_closed(session, administrator):
    somebody = an_account(session, Role.CANDIDATE)
    for number in (somebody, 999):
        with pytest.raises(UnknownAccount):
            close_for_good(session, account_id=number, by_id=administrator, now=NOW)


def test_of_two_administrators_who_close_each_other_at_once_one_stays(engine):
    with writing(engine) as session:
        both = [an_account(session, Role.ADMINISTRATOR) for _ in range(2)]
    start = Barrier(2)

    def close(pair: tuple[int, int]) -> str:
        mine, theirs = pair
        start.wait()
        try:
            with writing(engine) as session:
                close_for_good(session, account_id=theirs, by_id=mine, now=NOW)
        except TalentError as refused:
            return type(refused).__name__
        return "closed"

    with ThreadPoolExecutor(2) as threads:
        answers = sorted(threads.map(close, [tuple(both), tuple(reversed(both))]))
    assert answers == ["UnknownAccount", "closed"]
    with reading(engine) as session:
        rows = [session.get_one(Account, one) for one in both]
        assert [row.closed_at for row in rows].count(None) == 1
