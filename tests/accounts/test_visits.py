"""Promises about visits: they open with their token alone, and end when they should."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from sqlmodel import select

from accounts.models import Account, Role, Visit, VisitStep
from accounts.service import close_account, open_visitor
from accounts.visits import (
    VisitOver,
    begin_visit,
    complete,
    end_visit,
    end_visits_of,
    is_due_for_refresh,
    note_wrong_code,
    refresh,
    visit_of,
    visits_of,
)
from foundation.database import reading, writing

NOW = datetime(2026, 9, 1, 9, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def person(session, role=Role.CANDIDATE, email="naam@voorbeeld.nl") -> Account:
    account = Account(role=role, email=email, created_at=NOW, seen_at=NOW)
    session.add(account)
    session.flush()
    return account


def visit(session, account, step=VisitStep.COMPLETE, now=NOW):
    return begin_visit(session, account_id=account.id, step=step, now=now)


def test_a_visit_is_found_by_its_token_in_a_transaction_that_only_reads(engine):
    with writing(engine) as session:
        opened = visit(session, person(session))
    with reading(engine) as session:
        found = visit_of(session, token=opened.token, now=NOW)
        assert (found.id, found.step) == (opened.visit.id, VisitStep.COMPLETE)
        for other in ("", opened.token[:-1], opened.visit.token_hash, "\ud800", "é"):
            assert visit_of(session, token=other, now=NOW) is None


def test_the_token_of_a_visit_stands_in_no_column(session):
    opened = visit(session, person(session))
    row = session.exec(select(Visit)).one()
    assert opened.token not in str(row.model_dump())


LIFETIMES = {
    "a candidate": (Role.CANDIDATE, "naam@voorbeeld.nl", VisitStep.COMPLETE, 30 * DAY),
    "a visitor": (Role.CANDIDATE, None, VisitStep.COMPLETE, DAY),
    "an employer": (Role.EMPLOYER, "naam@voorbeeld.nl", VisitStep.COMPLETE, HOUR),
    "a coach": (Role.COACH, "naam@voorbeeld.nl", VisitStep.COMPLETE, HOUR),
    "a second step": (Role.COACH, "naam@voorbeeld.nl", VisitStep.SECOND_FACTOR, 10 * MINUTE),
}


@pytest.mark.parametrize(("role", "email", "step", "lasts"), LIFETIMES.values(), ids=LIFETIMES)
def test_a_visit_lives_until_its_last_second(session, role, email, step, lasts):
    token = visit(session, person(session, role, email), step).token
    assert visit_of(session, token=token, now=NOW + lasts - SECOND) is not None
    assert visit_of(session, token=token, now=NOW + lasts) is None


def test_a_working_day_ends_after_twelve_hours_however_busy(session):
    opened = visit(session, person(session, Role.COACH))
    for minutes in range(30, 12 * 60, 30):
        moment = NOW + minutes * MINUTE
        assert visit_of(session, token=opened.token, now=moment) is not None
        refresh(session, visit_id=opened.visit.id, now=moment)
    assert visit_of(session, token=opened.token, now=NOW + 12 * HOUR - SECOND) is not None
    assert visit_of(session, token=opened.token, now=NOW + 12 * HOUR) is None


def test_a_refresh_moves_the_end_and_tells_the_account_when_it_was_seen(session):
    account = person(session)
    opened = visit(session, account)
    refresh(session, visit_id=opened.visit.id, now=NOW + DAY)
    session.expire_all()
    assert opened.visit.seen_at == account.seen_at == NOW + DAY
    assert opened.visit.expires_at == NOW + 31 * DAY


def test_a_refresh_wakes_no_visit_that_is_over_and_gives_the_second_step_no_time(session):
    account = person(session)
    ended, expired = visit(session, account), visit(session, account)
    half = visit(session, account, VisitStep.SECOND_FACTOR)
    end_visit(session, visit_id=ended.visit.id, now=NOW)
    for opened, moment in ((ended, NOW + HOUR), (expired, NOW + 30 * DAY), (half, NOW + MINUTE)):
        before = opened.visit.expires_at
        refresh(session, visit_id=opened.visit.id, now=moment)
        session.expire_all()
        assert (opened.visit.seen_at, opened.visit.expires_at) == (NOW, before)
    assert account.seen_at == NOW


@pytest.mark.parametrize(
    ("role", "pause"),
    [(Role.CANDIDATE, HOUR), (Role.COACH, 5 * MINUTE)],
    ids=["candidate", "coach"],
)
def test_a_refresh_is_due_after_a_pause_and_not_before(session, role, pause):
    opened = visit(session, person(session, role)).visit
    assert not is_due_for_refresh(opened, now=NOW + pause - SECOND)
    assert is_due_for_refresh(opened, now=NOW + pause)


def test_the_second_step_is_never_due(session):
    half = visit(session, person(session), VisitStep.SECOND_FACTOR).visit
    assert not is_due_for_refresh(half, now=NOW + 9 * MINUTE)


def test_a_visit_that_ended_stays_ended_and_is_ended_once(session):
    opened = visit(session, person(session))
    assert end_visit(session, visit_id=opened.visit.id, now=NOW)
    assert not end_visit(session, visit_id=opened.visit.id, now=NOW + MINUTE)
    assert visit_of(session, token=opened.token, now=NOW) is None


def test_all_visits_of_an_account_end_but_the_one_that_asks(session):
    account, other = person(session), person(session, email="ander@voorbeeld.nl")
    mine = [visit(session, account).visit for _ in range(3)]
    theirs = visit(session, other).visit
    ended = end_visits_of(session, account_id=account.id, now=NOW, except_visit=mine[1].id)
    assert ended == 2
    assert [one.id for one in visits_of(session, account_id=account.id, now=NOW)] == [mine[1].id]
    assert [one.id for one in visits_of(session, account_id=other.id, now=NOW)] == [theirs.id]


def test_a_closed_account_has_no_visits_and_begins_none(session):
    account = person(session)
    opened = visit(session, account)
    close_account(session, account_id=account.id, now=NOW)
    assert visit_of(session, token=opened.token, now=NOW) is None
    with pytest.raises(VisitOver, match="Log opnieuw in"):
        visit(session, account)


def test_a_second_step_goes_on_to_a_complete_visit_with_a_new_token(session):
    half = visit(session, person(session, Role.COACH), VisitStep.SECOND_FACTOR)
    whole = complete(session, visit=half.visit, now=NOW + MINUTE)
    assert whole.token != half.token
    assert whole.visit.step is VisitStep.COMPLETE
    assert whole.visit.expires_at == NOW + MINUTE + HOUR
    assert visit_of(session, token=half.token, now=NOW + MINUTE) is None


def test_a_second_step_that_took_too_long_goes_nowhere(session):
    half = visit(session, person(session, Role.COACH), VisitStep.SECOND_FACTOR)
    with pytest.raises(VisitOver):
        complete(session, visit=half.visit, now=NOW + 10 * MINUTE)


def test_a_second_step_goes_on_once_also_when_two_press_at_the_same_moment(engine):
    with writing(engine) as session:
        half = visit(session, person(session, Role.COACH), VisitStep.SECOND_FACTOR).visit
    start = Barrier(4)

    def press(_: int) -> str:
        start.wait()
        try:
            with writing(engine) as session:
                complete(session, visit=half, now=NOW)
        except VisitOver:
            return "over"
        return "on"

    with ThreadPoolExecutor(4) as threads:
        assert sorted(threads.map(press, range(4))) == ["on", "over", "over", "over"]


def test_the_fifth_wrong_code_ends_the_second_step(session):
    half = visit(session, person(session, Role.COACH), VisitStep.SECOND_FACTOR)
    answers = [note_wrong_code(session, visit_id=half.visit.id, now=NOW) for _ in range(5)]
    assert answers == [True] * 4 + [False]
    assert visit_of(session, token=half.token, now=NOW) is None


def test_wrong_codes_at_the_same_moment_all_count(engine):
    with writing(engine) as session:
        half = visit(session, person(session, Role.COACH), VisitStep.SECOND_FACTOR)
    start = Barrier(5)

    def guess(_: int) -> bool:
        start.wait()
        with writing(engine) as session:
            return note_wrong_code(session, visit_id=half.visit.id, now=NOW)

    with ThreadPoolExecutor(5) as threads:
        assert sorted(threads.map(guess, range(5))) == [False, True, True, True, True]
    with reading(engine) as session:
        assert visit_of(session, token=half.token, now=NOW) is None


def test_a_wrong_code_costs_a_complete_visit_nothing(session):
    opened = visit(session, person(session))
    assert not note_wrong_code(session, visit_id=opened.visit.id, now=NOW)
    assert visit_of(session, token=opened.token, now=NOW + 29 * DAY) is not None


def test_a_visitor_has_an_account_without_an_address(session):
    account = open_visitor(session, now=NOW, language="en")
    assert (account.role, account.email, account.language) == (Role.CANDIDATE, None, "en")
