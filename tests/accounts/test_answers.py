"""Promises about repeated requests: the work is done once, and everybody gets the same answer."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, func, select

from accounts.answers import (
    KEPT_FOR,
    Answered,
    KeyNotUsable,
    KeyUsedForOther,
    digest_of,
    forget_answers,
    once,
    sweep_answers,
)
from accounts.models import Account, AnsweredRequest, Role
from foundation.database import reading, writing
from foundation.errors import Conflict, NotFound

NOW = datetime(2026, 9, 1, 9, 0, tzinfo=UTC)
DIGEST = digest_of("POST", "/v1/profiles", b'{"name": "Voorbeeld"}')
MADE = Answered(201, '{"id": "1", "naam": "Ré"}', {"Location": "/v1/profiles/1", "A": "b"})
DONE = "gedaan"

Do = Callable[..., Answered]


@pytest.fixture
def accounts(engine) -> list[int]:
    """The numbers of two accounts."""
    with writing(engine) as session:
        rows = [
            Account(role=Role.CANDIDATE, created_at=NOW, seen_at=NOW, email=f"{n}@voorbeeld.nl")
            for n in "ab"
        ]
        session.add_all(rows)
        session.flush()
        return [row.id for row in rows]


@pytest.fixture
def do(engine, accounts) -> Do:
    """Does a request in a transaction of its own; every time the work is done leaves a row."""

    def work(session: Session, pause: float) -> Answered:
        time.sleep(pause)
        session.add(Account(role=Role.CANDIDATE, name=DONE, created_at=NOW, seen_at=NOW))
        session.flush()
        return MADE

    def request(*, account=0, key="k-1", digest=DIGEST, now=NOW, pause=0.0) -> Answered:
        with writing(engine) as session:
            return once(
                session,
                account_id=accounts[account],
                key=key,
                request_digest=digest,
                now=now,
                make=lambda: work(session, pause),
            )

    return request


def times_done(engine: Engine) -> int:
    with reading(engine) as session:
        return session.exec(select(func.count()).where(Account.name == DONE)).one()


def kept(engine: Engine) -> int:
    with reading(engine) as session:
        return session.exec(select(func.count()).select_from(AnsweredRequest)).one()


def test_the_second_time_the_same_answer_comes_back_and_nothing_is_done(engine, do):
    assert [do(), do(), do(now=NOW + timedelta(hours=23))] == [MADE, MADE, MADE]
    assert list(do().headers) == ["Location", "A"]
    assert times_done(engine) == 1


@pytest.mark.parametrize("other", [{"key": "k-2"}, {"account": 1}])
def test_another_key_and_another_account_are_other_requests(engine, do, other):
    do()
    do(**other)
    assert times_done(engine) == 2


@pytest.mark.parametrize(
    "request_",
    [
        ("PUT", "/v1/profiles", b'{"name": "Voorbeeld"}'),
        ("POST", "/v1/profiles?x=1", b'{"name": "Voorbeeld"}'),
        ("POST", "/v1/profiles", b'{"name": "Anders"}'),
        ("POST", "/v1/profiles{", b'"name": "Voorbeeld"}'),
    ],
)
def test_a_key_that_was_used_for_another_request_is_refused(engine, do, request_):
    do()
    with pytest.raises(KeyUsedForOther, match="Neem een nieuwe") as refused:
        do(digest=digest_of(*request_))
    assert (refused.value.status, times_done(engine)) == (409, 1)
    assert do() == MADE


def test_requests_are_the_same_whatever_the_letters_of_the_method():
    assert digest_of("post", "/v1/profiles", b"") == digest_of("POST", "/v1/profiles", b"")


@pytest.mark.parametrize("key", ["", "k" * 101, "k 1", "k\n", "sleutel-é", "k\x7f", "k\ud800"])
def test_a_key_of_another_form_is_refused(engine, do, key):
    with pytest.raises(KeyNotUsable, match="zonder spaties"):
        do(key=key)
    assert times_done(engine) == 0


@pytest.mark.parametrize("key", ["k", "!" * 100, '"8e03978e-40d5"', "~"])
def test_every_visible_character_may_be_in_a_key(do, key):
    assert do(key=key) == MADE


def test_a_digest_of_another_form_is_an_error_of_the_programmer(do):
    with pytest.raises(ValueError, match="64 hexadecimal digits"):
        do(digest="abc")


def test_sixteen_requests_at_once_do_the_work_once_and_get_the_same_bytes(engine, do):
    together = threading.Barrier(16)

    def request(_: int) -> Answered:
        together.wait()
        return do(pause=0.2)

    with ThreadPoolExecutor(16) as threads:
        answers = list(threads.map(request, range(16)))
    assert answers == [MADE] * 16
    assert times_done(engine) == 1


def test_many_keys_at_once_are_each_done_once(engine, do):
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda number: do(key=f"k-{number % 20}"), range(100)))
    assert answers == [MADE] * 100
    assert (times_done(engine), kept(engine)) == (20, 20)


def test_work_that_failed_leaves_the_key_free(engine, accounts, do):
    def refuse() -> Answered:
        raise NotFound("Dit is er niet.")

    with pytest.raises(NotFound), writing(engine) as session:
        once(
            session,
            account_id=accounts[0],
            key="k-1",
            request_digest=DIGEST,
            now=NOW,
            make=refuse,
        )
    assert kept(engine) == 0
    assert do() == MADE


def test_who_waits_for_work_that_fails_does_it_instead(engine, accounts, do):
    started = threading.Event()

    def slow_refusal() -> Answered:
        started.set()
        time.sleep(0.3)
        raise NotFound("Dit is er niet.")

    def first() -> None:
        with pytest.raises(NotFound), writing(engine) as session:
            once(
                session,
                account_id=accounts[0],
                key="k-1",
                request_digest=DIGEST,
                now=NOW,
                make=slow_refusal,
            )

    with ThreadPoolExecutor(1) as threads:
        done = threads.submit(first)
        assert started.wait(5)
        assert do() == MADE
        done.result()
    assert times_done(engine) == 1


def test_an_account_that_is_not_there_keeps_nothing(engine, do, accounts):
    accounts[0] = 99
    with pytest.raises(Conflict):
        do()
    assert (kept(engine), times_done(engine)) == (0, 0)


def test_after_24_hours_a_key_is_free_even_when_nothing_was_swept(engine, do):
    do()
    do(now=NOW + KEPT_FOR - timedelta(seconds=1))
    assert times_done(engine) == 1
    do(now=NOW + KEPT_FOR, digest=digest_of("POST", "/v1/anders", b""))
    assert (times_done(engine), kept(engine)) == (2, 1)


def test_sweeping_removes_what_is_24_hours_old_and_nothing_else(engine, do):
    do(key="old")
    do(key="new", now=NOW + timedelta(seconds=1))
    with writing(engine) as session:
        assert sweep_answers(session, now=NOW + KEPT_FOR) == 1
    with reading(engine) as session:
        assert session.exec(select(AnsweredRequest.key)).all() == ["new"]


def test_the_answers_to_one_account_can_be_forgotten(engine, do, accounts):
    do()
    do(account=1)
    with writing(engine) as session:
        assert forget_answers(session, account_id=accounts[0]) == 1
    with reading(engine) as session:
        assert session.exec(select(AnsweredRequest.account_id)).all() == [accounts[1]]
