"""Promises about passwords: strong enough, kept as a hash, and nothing told to who guesses."""

from datetime import UTC, datetime

import pytest
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy import event
from sqlmodel import select

from accounts.models import Account, Credential, Role, VisitStep
from accounts.passwords import (
    WeakPassword,
    WrongPassword,
    check_password,
    good_password,
    set_password,
)
from accounts.service import UnknownAccount, close_account
from accounts.visits import begin_visit, visits_of
from foundation.database import writing

NOW = datetime(2026, 9, 1, 9, 0, tzinfo=UTC)
ADDRESS = "demo.anemoon@talent.example"
GOOD = "fiets lamp kaas toren"
OTHER = "molen regen brug appel"


def coach(session, email=ADDRESS) -> Account:
    account = Account(
        role=Role.COACH, name="Demo Anemoon", email=email, created_at=NOW, seen_at=NOW
    )
    session.add(account)
    session.flush()
    return account


def with_password(session, password=GOOD) -> Account:
    account = coach(session)
    set_password(session, account_id=account.id, password=password, now=NOW)
    return account


def test_the_right_password_finds_its_account_however_the_address_is_typed(session):
    account = with_password(session)
    assert check_password(session, email=" Demo.Anemoon@Talent.example", password=GOOD) == account


def test_a_password_is_the_same_from_every_keyboard(session):
    account = with_password(session, "caf\u00e9 lamp kaas toren")
    typed = "cafe\u0301 lamp kaas toren"
    assert check_password(session, email=ADDRESS, password=typed) == account


WRONG = {
    "another password": (ADDRESS, GOOD + "!"),
    "nothing": (ADDRESS, ""),
    "too long": (ADDRESS, GOOD * 9000),
    "a lone surrogate": (ADDRESS, "\ud800" * 12),
    "NUL": (ADDRESS, GOOD + "\0"),
    "an unknown address": ("onbekend@talent.example", GOOD),
    "no address": ("geen adres", GOOD),
    "an address without a password": ("ander@talent.example", GOOD),
}


@pytest.mark.parametrize(("email", "password"), WRONG.values(), ids=WRONG)
def test_whatever_is_wrong_costs_and_tells_the_same(engine, monkeypatch, email, password):
    with writing(engine) as session:
        with_password(session)
        coach(session, "ander@talent.example")
    with pytest.raises(WrongPassword), writing(engine) as session:
        check_password(session, email=ADDRESS, password=OTHER)
    work: list[str] = []
    for name in ("hash", "verify"):
        real = getattr(Argon2Hasher, name)

        def counted(*given, real=real, name=name, **named):
            work.append(name)
            return real(*given, **named)

        monkeypatch.setattr(Argon2Hasher, name, counted)
    event.listen(engine, "before_cursor_execute", lambda *_: work.append("statement"))
    with writing(engine) as session:
        session.connection()
        begun = len(work)
        with pytest.raises(WrongPassword) as refused:
            check_password(session, email=email, password=password)
        assert work[begun:] == ["statement", "verify"]
    assert refused.value.message.startswith("Dit adres en dit wachtwoord horen niet bij elkaar.")


def test_a_closed_account_has_no_way_in(session):
    account = with_password(session)
    close_account(session, account_id=account.id, now=NOW)
    with pytest.raises(WrongPassword):
        check_password(session, email=ADDRESS, password=GOOD)
    with pytest.raises(UnknownAccount):
        set_password(session, account_id=account.id, password=GOOD, now=NOW)
    assert session.exec(select(Credential)).all() == []


def test_a_password_is_kept_as_an_argon2_hash(session):
    with_password(session)
    row = session.exec(select(Credential)).one()
    assert row.password_hash.startswith("$argon2id$")
    assert len(row.password_hash) <= 200
    assert GOOD not in str(row.model_dump())


def test_a_hash_of_less_strength_is_made_anew_at_the_next_login(session):
    account = with_password(session)
    credential = session.get(Credential, account.id)
    strong = credential.password_hash.split("$")[3]
    credential.password_hash = Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1).hash(GOOD)
    session.flush()
    with pytest.raises(WrongPassword):
        check_password(session, email=ADDRESS, password=GOOD + "!")
    assert credential.password_hash.split("$")[3] == "m=8,t=1,p=1"
    check_password(session, email=ADDRESS, password=GOOD)
    session.expire_all()
    assert session.get(Credential, account.id).password_hash.split("$")[3] == strong
    assert check_password(session, email=ADDRESS, password=GOOD) == account


def test_a_new_password_replaces_the_old_one_and_ends_the_other_visits(session):
    account = with_password(session)
    visits = [
        begin_visit(session, account_id=account.id, step=VisitStep.COMPLETE, now=NOW).visit.id
        for _ in range(3)
    ]
    set_password(session, account_id=account.id, password=OTHER, now=NOW, except_visit=visits[1])
    assert [one.id for one in visits_of(session, account_id=account.id, now=NOW)] == [visits[1]]
    assert check_password(session, email=ADDRESS, password=OTHER) == account
    with pytest.raises(WrongPassword):
        check_password(session, email=ADDRESS, password=GOOD)


PERSON = Account(role=Role.COACH, name="Demo Anemoon", email=ADDRESS, created_at=NOW, seen_at=NOW)
WEAK = {
    "eleven signs": ("elf tekens!", "12 tot en met 128"),
    "129 signs": ("fiets lamp kaas" * 8 + "toren zon", "12 tot en met 128"),
    "NUL": ("fiets lamp\0kaas toren", "12 tot en met 128"),
    "a lone surrogate": ("fiets lamp \ud800 toren", "12 tot en met 128"),
    "the address": ("Demo.Anemoon@talent.example", "naam of e-mailadres"),
    "the address's name": ("x-Demo-Anemoon-99", "naam of e-mailadres"),
    "the last name": ("!!ANEMOON!!2026!!", "naam of e-mailadres"),
    "one sign": ("aaaaaaaaaaaa", "te makkelijk"),
    "one sign that is no letter": ("!!!!!!!!!!!!", "te makkelijk"),
    "counting": ("123456789012", "te makkelijk"),
    "counting down": ("987654321098", "te makkelijk"),
    "the alphabet": ("abcdefghijklm", "te makkelijk"),
    "the keyboard": ("qwertyuiop[]as", "te makkelijk"),
    "the keyboard, downwards": ("1qaz2wsx3edc", "te makkelijk"),
    "welkom twice": ("Welkom01Welkom01", "te makkelijk"),
    "wachtwoord and a year": ("Wachtwoord2026!", "te makkelijk"),
    "wachtwoord dressed up": ("W@chtw00rd1234", "te makkelijk"),
    "password and numbers": ("12password34!", "te makkelijk"),
    "a season and a year, twice": ("Zomer2026Zomer2026", "te makkelijk"),
    "a club": ("feyenoord!!010", "te makkelijk"),
}


@pytest.mark.parametrize(("password", "why"), WEAK.values(), ids=WEAK)
def test_a_weak_password_is_refused_with_what_to_do(password, why):
    with pytest.raises(WeakPassword, match=why) as refused:
        good_password(password, account=PERSON)
    assert [one.where for one in refused.value.problems] == ["password"]
    assert password not in refused.value.message


@pytest.mark.parametrize(
    "password", [GOOD, "a1b2c3d4e5f6", "fiets lamp kaas" * 8 + "toren zo", "смелая лампа кот"]
)
def test_a_good_password_is_taken_as_it_is(password):
    assert good_password(password, account=PERSON) == password
