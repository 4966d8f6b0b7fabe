"""Promises about logging in by mail: once, in time, from one browser, told nothing by the way."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from sqlalchemy import event
from sqlmodel import select

from accounts.login import (
    Asked,
    LoggedIn,
    OtherDoor,
    Reason,
    Redeemed,
    Refused,
    ask_code,
    log_in_candidate,
    redeem_code,
    redeem_link,
)
from accounts.models import Account, LoginCode, Role, VisitStep
from accounts.service import open_visitor
from accounts.tokens import hashed, hashed_code
from accounts.visits import begin_visit
from foundation.database import reading, writing
from foundation.errors import Invalid

NOW = datetime(2026, 9, 1, 9, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
LASTS = 15 * MINUTE
ADDRESS = "naam@voorbeeld.nl"


def ask(session, email=ADDRESS, now=NOW) -> Asked:
    return ask_code(session, email=email, now=now)


def code(session, asked, typed=None, now=NOW):
    return redeem_code(session, challenge=asked.challenge, code=typed or asked.code, now=now)


def link(session, asked, now=NOW):
    return redeem_link(session, token=asked.link_token, now=now)


def wrong(asked, step=1) -> str:
    return f"{(int(asked.code) + step) % 1_000_000:06}"


def person(session, email=ADDRESS, role=Role.CANDIDATE) -> Account:
    account = Account(role=role, email=email, created_at=NOW, seen_at=NOW)
    session.add(account)
    session.flush()
    return account


def at_once(engine, count, work):
    """Do the same in as many transactions that begin at one moment."""
    start = Barrier(count)

    def one(number: int):
        start.wait()
        with writing(engine) as session:
            return work(session, number)

    with ThreadPoolExecutor(count) as threads:
        return list(threads.map(one, range(count)))


@pytest.mark.parametrize("way", [code, link])
def test_a_code_and_a_link_work_until_their_last_second(session, way):
    assert way(session, ask(session), now=NOW + LASTS - SECOND) == Redeemed(ADDRESS)
    late = way(session, ask(session), now=NOW + LASTS)
    assert late.reason in (Reason.EXPIRED, Reason.EXPIRED_LINK)
    assert "verlopen. Vraag een nieuwe" in late.message


@pytest.mark.parametrize("first", [code, link])
def test_using_the_code_or_the_link_ends_both(session, first):
    asked = ask(session)
    assert first(session, asked) == Redeemed(ADDRESS)
    assert code(session, asked) == Refused(Reason.USED)
    assert link(session, asked) == Refused(Reason.USED_LINK)


def test_an_address_is_the_same_however_it_is_typed(session):
    asked = ask(session, email="  Naam@Voorbeeld.NL ")
    assert asked.email == ADDRESS
    assert link(session, asked) == Redeemed(ADDRESS)


@pytest.mark.parametrize(
    "typed", ["geen adres", "", "naam@voorbeeld.nl\nBcc: a@b.nl", "\ud800@a.nl"]
)
def test_what_is_no_address_gets_no_code(session, typed):
    with pytest.raises(Invalid, match="email"):
        ask(session, email=typed)


def test_the_digits_may_be_typed_with_spaces(session):
    asked = ask(session)
    assert code(session, asked, f" {asked.code[:3]} {asked.code[3:]} ") == Redeemed(ADDRESS)


def test_the_code_works_in_the_browser_that_asked_alone(session):
    mine, other = ask(session), ask(session)
    if mine.code == other.code:  # once in a million
        other = ask(session)
    assert code(session, other, mine.code) == Refused(Reason.WRONG, 4)
    nobody = redeem_code(session, challenge="elsewhere", code=mine.code, now=NOW)
    assert nobody == Refused(Reason.UNKNOWN)
    assert code(session, mine) == Redeemed(ADDRESS)


def test_five_wrong_codes_are_counted_down_and_end_the_code(session):
    asked = ask(session)
    answers = [code(session, asked, wrong(asked, step)) for step in range(1, 6)]
    assert answers == [Refused(Reason.WRONG, left) for left in (4, 3, 2, 1)] + [
        Refused(Reason.TOO_MANY)
    ]
    assert code(session, asked) == Refused(Reason.TOO_MANY)
    assert answers[3].message.endswith("Je kunt het nog 1 keer proberen.")


def test_the_right_code_works_at_the_fifth_try(session):
    asked = ask(session)
    for step in range(1, 5):
        code(session, asked, wrong(asked, step))
    assert code(session, asked) == Redeemed(ADDRESS)


def test_wrong_codes_of_somebody_else_leave_the_link_alone(session):
    asked = ask(session)
    for step in range(1, 7):
        code(session, asked, wrong(asked, step))
    assert link(session, asked) == Redeemed(ADDRESS)


def test_a_wrong_code_is_remembered_in_the_next_transaction(engine):
    with writing(engine) as session:
        asked = ask(session)
    for left in (4, 3):
        with writing(engine) as session:
            assert code(session, asked, wrong(asked)) == Refused(Reason.WRONG, left)


@pytest.mark.parametrize("typed", ["", "12345", "１２３４５６", "\ud800", "é" * 9000, "' OR 1=1"])
def test_anything_that_is_no_code_is_a_wrong_code(session, typed):
    asked = ask(session)
    got = redeem_code(session, challenge=asked.challenge, code=typed, now=NOW)
    assert got == Refused(Reason.WRONG, 4)


@pytest.mark.parametrize("token", ["", "\ud800", "é" * 9000, "x" * 43])
def test_an_unknown_link_is_refused(session, token):
    ask(session)
    assert redeem_link(session, token=token, now=NOW) == Refused(Reason.UNKNOWN_LINK)


def test_neither_code_nor_link_nor_challenge_stands_in_any_column(session):
    asked = ask(session)
    row = session.exec(select(LoginCode)).one()
    kept = str(row.model_dump(exclude={"id", "created_at", "expires_at"}))
    for secret in (asked.code, asked.link_token, asked.challenge):
        assert secret not in kept


def test_the_hash_of_a_code_cannot_be_guessed_without_the_browser(session):
    first, second = ask(session), ask(session)
    rows = session.exec(select(LoginCode).order_by(LoginCode.id)).all()
    assert rows[0].code_hash == hashed_code(first.challenge, first.code)
    assert rows[0].code_hash != hashed_code(second.challenge, first.code)
    assert rows[0].code_hash not in {hashed(first.code), rows[1].code_hash}


def test_three_codes_of_an_address_live_and_the_oldest_makes_way(session):
    asked = [ask(session, now=NOW + number * SECOND) for number in range(4)]
    moment = NOW + MINUTE
    assert code(session, asked[0], now=moment) == Refused(Reason.EXPIRED)
    assert link(session, asked[0], now=moment) == Refused(Reason.EXPIRED_LINK)
    assert [link(session, one, now=moment) for one in asked[1:]] == [Redeemed(ADDRESS)] * 3


def test_after_five_mails_in_a_quarter_the_same_is_answered_and_nothing_is_sent(session):
    asked = [ask(session, now=NOW + number * MINUTE) for number in range(7)]
    assert [one.send for one in asked] == [True] * 5 + [False] * 2
    silent = asked[5]
    assert (silent.email, silent.expires_at) == (ADDRESS, NOW + 5 * MINUTE + LASTS)
    assert len(silent.challenge) == len(asked[0].challenge)
    assert (silent.code, silent.link_token) == ("", "")
    assert ask(session, email="ander@voorbeeld.nl").send


def test_what_was_not_sent_gives_no_guess_and_ends_no_code_that_was(session):
    asked = [ask(session) for _ in range(7)]
    assert code(session, asked[6], "123456") == Refused(Reason.TOO_MANY)
    assert code(session, asked[4]) == Redeemed(ADDRESS)


def test_asking_in_vain_does_not_make_the_wait_longer(session):
    asked = [ask(session, now=NOW + number * MINUTE) for number in range(15)]
    assert sum(one.send for one in asked) == 5
    assert not ask(session, now=NOW + LASTS - SECOND).send
    assert ask(session, now=NOW + LASTS).send


@contextmanager
def counted(engine):
    seen: list[str] = []

    def note(_connection, _cursor, statement, *_rest) -> None:
        seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)


def test_asking_does_the_same_work_for_known_and_unknown_addresses(engine):
    with writing(engine) as session:
        person(session)
        person(session, "coach@talent.example", Role.COACH)
    work = []
    for email in (ADDRESS, "coach@talent.example", "onbekend@voorbeeld.nl"):
        with counted(engine) as statements, writing(engine) as session:
            asked = ask(session, email=email)
        assert asked.send
        work.append(statements)
    assert work[0] == work[1] == work[2]
    assert not [one for one in work[0] if "account" in one]


def test_of_many_who_use_one_code_at_the_same_moment_one_gets_in(engine):
    with writing(engine) as session:
        asked = ask(session)
    ways = (code, link)
    answers = at_once(engine, 8, lambda session, number: ways[number % 2](session, asked))
    assert [one for one in answers if isinstance(one, Redeemed)] == [Redeemed(ADDRESS)]


def test_of_many_guesses_at_the_same_moment_five_are_looked_at(engine):
    with writing(engine) as session:
        asked = ask(session)
    answers = at_once(
        engine, 8, lambda session, number: code(session, asked, wrong(asked, number + 1))
    )
    left = sorted(one.tries_left for one in answers if one.tries_left is not None)
    assert left == [1, 2, 3, 4]
    assert [one.reason for one in answers].count(Reason.TOO_MANY) == 4


def test_of_many_who_ask_for_one_address_at_the_same_moment_five_are_sent(engine):
    answers = at_once(engine, 8, lambda session, _: ask(session))
    assert sorted(one.send for one in answers) == [False] * 3 + [True] * 5
    with writing(engine) as session:
        used = [link(session, one) for one in answers if one.send]
    assert used.count(Redeemed(ADDRESS)) == 3


def test_a_visitor_keeps_the_account_that_was_used_and_gives_it_the_address(session):
    visitor = open_visitor(session, now=NOW)
    got = log_in_candidate(session, email=ADDRESS, visit_account_id=visitor.id, now=NOW)
    assert got == LoggedIn(visitor, is_new=True, joined_from=None)
    assert visitor.email == ADDRESS


def test_an_unknown_address_without_a_visit_gets_an_account(session):
    got = log_in_candidate(session, email=ADDRESS, visit_account_id=None, now=NOW)
    assert got.is_new
    assert (got.account.role, got.account.email) == (Role.CANDIDATE, ADDRESS)


def test_a_known_candidate_takes_over_what_the_visitor_made(session):
    known, visitor = person(session), open_visitor(session, now=NOW)
    got = log_in_candidate(session, email=ADDRESS, visit_account_id=visitor.id, now=NOW)
    assert got == LoggedIn(known, is_new=False, joined_from=visitor.id)


def test_logging_in_again_joins_nothing(session):
    known = person(session)
    for visit_account in (None, known.id, 9999):
        got = log_in_candidate(session, email=ADDRESS, visit_account_id=visit_account, now=NOW)
        assert got == LoggedIn(known, is_new=False, joined_from=None)


@pytest.mark.parametrize("role", [Role.CANDIDATE, Role.COACH])
def test_an_account_with_an_address_is_never_joined_or_renamed(session, role):
    other = person(session, "ander@voorbeeld.nl", role)
    known = person(session)
    got = log_in_candidate(session, email=ADDRESS, visit_account_id=other.id, now=NOW)
    assert got == LoggedIn(known, is_new=False, joined_from=None)
    new = log_in_candidate(session, email="nieuw@voorbeeld.nl", visit_account_id=other.id, now=NOW)
    assert new.account.id not in (other.id, known.id)
    assert other.email == "ander@voorbeeld.nl"


@pytest.mark.parametrize("role", [one for one in Role if one is not Role.CANDIDATE])
def test_staff_and_employers_are_sent_to_the_other_door(session, role):
    person(session, role=role)
    got = log_in_candidate(session, email=ADDRESS, visit_account_id=None, now=NOW)
    assert got == OtherDoor(role)
    assert role.value in got.message


@pytest.mark.parametrize("visiting", [True, False], ids=["from visits", "from nowhere"])
def test_two_first_logins_at_the_same_moment_end_in_one_account(engine, visiting):
    with writing(engine) as session:
        visitors = [open_visitor(session, now=NOW).id for _ in range(4)]

    def log_in(session, number):
        own = visitors[number] if visiting else None
        got = log_in_candidate(session, email=ADDRESS, visit_account_id=own, now=NOW)
        begin_visit(session, account_id=got.account.id, step=VisitStep.COMPLETE, now=NOW)
        return got.is_new, got.account.id, got.joined_from

    answers = at_once(engine, 4, log_in)
    assert sorted(is_new for is_new, _, _ in answers) == [False, False, False, True]
    assert len({account for _, account, _ in answers}) == 1
    if visiting:
        winner = answers[0][1]
        assert {joined for _, _, joined in answers} == {*visitors, None} - {winner}
    with reading(engine) as session:
        assert len(session.exec(select(Account).where(Account.email == ADDRESS)).all()) == 1
