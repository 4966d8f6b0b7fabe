"""Promises about the second factor: who needs it, in which seconds it works, and that once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from urllib.parse import parse_qs, urlparse

import pyotp
import pytest
from sqlmodel import Session

from accounts.models import Account, Credential, Role
from accounts.second_factor import (
    NoPassword,
    SecondFactorAlreadyThere,
    check,
    confirm,
    enrol,
    enrolment_under_way,
    has_second_factor,
    needs_second_factor,
    remove_second_factor,
)
from foundation.database import reading, writing

NOW = datetime(2026, 9, 1, 9, 0, tzinfo=UTC)  # a step of thirty seconds begins here
SECOND = timedelta(seconds=1)
STEP = timedelta(seconds=30)
ADDRESS = "demo.anemoon@talent.example"
HASH = "$argon2id$"


def coach(session: Session) -> int:
    account = Account(role=Role.COACH, email=ADDRESS, created_at=NOW, seen_at=NOW)
    session.add(account)
    session.flush()
    session.add(Credential(account_id=account.id, password_hash=HASH))
    session.flush()
    return account.id


def code(secret: str, moment: datetime) -> str:
    return pyotp.TOTP(secret).at(moment)


def confirmed(session: Session) -> tuple[int, str]:
    """Enrol a coach, a day ago."""
    number = coach(session)
    secret = enrol(session, account_id=number).secret
    earlier = NOW - timedelta(days=1)
    assert confirm(session, account_id=number, code=code(secret, earlier), now=earlier)
    return number, secret


def test_the_coach_and_everybody_above_need_a_second_step():
    assert {role for role in Role if needs_second_factor(role)} == {
        Role.COACH,
        Role.MANAGER,
        Role.ADMINISTRATOR,
    }


def test_what_goes_into_the_app_names_the_product_and_the_address(session):
    enrolment = enrol(session, account_id=coach(session))
    uri = urlparse(enrolment.uri)
    assert (uri.scheme, uri.netloc) == ("otpauth", "totp")
    assert uri.path == "/Talent%20op%20Maat:demo.anemoon%40talent.example"
    asked = parse_qs(uri.query)
    assert asked == {"secret": [enrolment.secret], "issuer": ["Talent op Maat"]}
    assert len(enrolment.secret) == 32


def test_a_second_factor_counts_after_its_first_code(session):
    number = coach(session)
    secret = enrol(session, account_id=number).secret
    assert not has_second_factor(session, account_id=number)
    assert not check(session, account_id=number, code=code(secret, NOW), now=NOW)
    assert not confirm(session, account_id=number, code=code(secret, NOW + 9 * STEP), now=NOW)
    assert confirm(session, account_id=number, code=code(secret, NOW), now=NOW)
    assert has_second_factor(session, account_id=number)


def test_the_code_that_confirmed_does_not_open_as_well(session):
    number = coach(session)
    secret = enrol(session, account_id=number).secret
    assert confirm(session, account_id=number, code=code(secret, NOW), now=NOW)
    assert not check(session, account_id=number, code=code(secret, NOW), now=NOW)
    assert check(session, account_id=number, code=code(secret, NOW + STEP), now=NOW + STEP)


EDGES = {
    "two steps ahead": (NOW - STEP - SECOND, False),
    "a step ahead": (NOW - STEP, True),
    "its first second": (NOW, True),
    "its last second": (NOW + STEP - SECOND, True),
    "the last second of the step after": (NOW + 2 * STEP - SECOND, True),
    "two steps later": (NOW + 2 * STEP, False),
}


@pytest.mark.parametrize(("moment", "works"), EDGES.values(), ids=EDGES)
def test_a_code_works_in_its_step_and_the_ones_beside_it(session, moment, works):
    number, secret = confirmed(session)
    assert check(session, account_id=number, code=code(secret, NOW), now=moment) is works


def test_no_code_works_twice_nor_one_before_it(session):
    number, secret = confirmed(session)
    assert check(session, account_id=number, code=code(secret, NOW), now=NOW)
    for moment in (NOW, NOW - STEP):
        assert not check(session, account_id=number, code=code(secret, moment), now=NOW)
    assert check(session, account_id=number, code=code(secret, NOW + STEP), now=NOW)


def test_of_many_who_use_one_code_at_the_same_moment_one_gets_in(engine):
    with writing(engine) as session:
        number, secret = confirmed(session)
    start = Barrier(6)

    def use(_: int) -> bool:
        start.wait()
        with writing(engine) as session:
            return check(session, account_id=number, code=code(secret, NOW), now=NOW)

    with ThreadPoolExecutor(6) as threads:
        assert sorted(threads.map(use, range(6))) == [False] * 5 + [True]


@pytest.mark.parametrize(
    "typed", ["", "12345", "1234567", "abcdef", "１２３４５６", "\ud800", "9" * 99]
)
def test_what_is_no_code_is_a_wrong_code(session, typed):
    number, _ = confirmed(session)
    assert not check(session, account_id=number, code=typed, now=NOW)


def test_a_code_may_be_typed_with_a_space(session):
    number, secret = confirmed(session)
    typed = code(secret, NOW)
    assert check(session, account_id=number, code=f"{typed[:3]} {typed[3:]}", now=NOW)


def test_the_password_alone_does_not_swap_a_second_factor(session):
    number, secret = confirmed(session)
    with pytest.raises(SecondFactorAlreadyThere, match="beheerder"):
        enrol(session, account_id=number)
    assert not confirm(session, account_id=number, code=code(secret, NOW), now=NOW)
    assert check(session, account_id=number, code=code(secret, NOW), now=NOW)


def test_a_second_factor_that_was_taken_away_is_enrolled_anew(engine):
    with writing(engine) as session:
        number, secret = confirmed(session)
        remove_second_factor(session, account_id=number)
        assert not check(session, account_id=number, code=code(secret, NOW), now=NOW)
        assert enrol(session, account_id=number).secret != secret
    with reading(engine) as session:
        assert not has_second_factor(session, account_id=number)


def test_a_secret_drawn_again_leaves_the_first_one_useless(session):
    number = coach(session)
    first, second = (enrol(session, account_id=number).secret for _ in range(2))
    assert not confirm(session, account_id=number, code=code(first, NOW), now=NOW)
    assert confirm(session, account_id=number, code=code(second, NOW), now=NOW)


def test_a_secret_is_shown_again_until_it_is_confirmed(session):
    number = coach(session)
    assert enrolment_under_way(session, account_id=number) is None
    drawn = enrol(session, account_id=number)
    assert enrolment_under_way(session, account_id=number) == drawn
    assert confirm(session, account_id=number, code=code(drawn.secret, NOW), now=NOW)
    assert enrolment_under_way(session, account_id=number) is None


def test_without_a_password_there_is_no_second_factor(session):
    with pytest.raises(NoPassword, match="Kies dat eerst"):
        enrol(session, account_id=9999)
    assert not confirm(session, account_id=9999, code="123456", now=NOW)
    assert not check(session, account_id=9999, code="123456", now=NOW)
