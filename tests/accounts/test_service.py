"""Promises about accounts: an address has one, and the coaches are known."""

from datetime import UTC, datetime

import pytest
from sqlmodel import select

from accounts.login import ask_code
from accounts.models import Account, Credential, LoginCode, OrganisationIdentity, Role, VisitStep
from accounts.service import (
    AccountAlreadyThere,
    AccountDraft,
    UnknownAccount,
    accounts_of,
    address_of,
    close_account,
    coaches,
    find_account,
    open_account,
    open_account_of,
    open_visitor,
)
from accounts.visits import begin_visit, visits_of
from foundation.database import reading, writing
from foundation.entry import validated
from foundation.errors import Invalid

NOW = datetime(2026, 9, 1, 9, 0, tzinfo=UTC)


def draft(name: str = "Demo Anemoon", **other: object) -> AccountDraft:
    address = f"{name.lower().replace(' ', '.')}@talent.example"
    return validated(AccountDraft, {"role": Role.COACH, "name": name, "email": address} | other)


def everyone(engine) -> list[tuple[Role, str, str]]:
    with reading(engine) as session:
        return list(session.exec(select(Account.role, Account.name, Account.email)))


def test_an_account_keeps_its_role_and_its_name_and_the_address_in_small_letters(engine):
    with writing(engine) as session:
        open_account(
            session, draft=draft("Demo  Dotter ", email=" Dotter@Talent.Example "), now=NOW
        )
    assert everyone(engine) == [(Role.COACH, "Demo Dotter", "dotter@talent.example")]


def test_an_address_has_one_account_whatever_its_letters(engine):
    with writing(engine) as session:
        open_account(session, draft=draft(), now=NOW)
    again = draft("Iemand Anders", role=Role.ADMINISTRATOR, email="DEMO.ANEMOON@talent.example")
    with pytest.raises(AccountAlreadyThere, match="ander adres"), writing(engine) as session:
        open_account(session, draft=again, now=NOW)
    assert everyone(engine) == [(Role.COACH, "Demo Anemoon", "demo.anemoon@talent.example")]


def test_only_coaches_are_coaches_and_they_stand_in_order_of_name(session):
    for name in ("Demo Klaproos", "Demo Anemoon", "Demo Dotter"):
        open_account(session, draft=draft(name), now=NOW)
    open_account(session, draft=draft("Demo Bakker", role=Role.EMPLOYER), now=NOW)
    assert [one.name for one in coaches(session)] == [
        "Demo Anemoon",
        "Demo Dotter",
        "Demo Klaproos",
    ]


def test_accounts_are_listed_by_role_without_visitors_and_without_who_left(session):
    known = open_account(session, draft=draft(role=Role.CANDIDATE), now=NOW)
    left = open_account(session, draft=draft("Demo Dotter"), now=NOW)
    open_visitor(session, now=NOW)
    close_account(session, account_id=left.id, now=NOW)
    assert accounts_of(session, roles=frozenset(Role)) == [known]
    assert coaches(session) == []


def test_an_account_is_found_by_its_address_however_that_is_typed(session):
    account = open_account(session, draft=draft(), now=NOW)
    open_visitor(session, now=NOW)
    assert find_account(session, email=" Demo.ANEMOON@talent.example ") == account
    assert find_account(session, email="iemand.anders@talent.example") is None
    with pytest.raises(Invalid, match="email"):
        find_account(session, email="")


def test_a_closed_account_loses_its_address_and_every_way_in_and_keeps_its_number(engine):
    with writing(engine) as session:
        number = open_account(session, draft=draft(), now=NOW).id
        session.add(Credential(account_id=number, password_hash="x" * 97))
        session.add(OrganisationIdentity(issuer="i", subject="s", account_id=number))
        begin_visit(session, account_id=number, step=VisitStep.COMPLETE, now=NOW)
        ask_code(session, email="demo.anemoon@talent.example", now=NOW)
    with writing(engine) as session:
        close_account(session, account_id=number, now=NOW)
    with reading(engine) as session:
        row = session.exec(select(Account)).one()
        assert (row.id, row.email, row.closed_at, row.name) == (number, None, NOW, "Demo Anemoon")
        for table in (Credential, OrganisationIdentity, LoginCode):
            assert session.exec(select(table)).all() == []
        assert visits_of(session, account_id=number, now=NOW) == []


def test_of_a_candidate_who_leaves_no_name_is_kept(session):
    account = open_account(session, draft=draft(role=Role.CANDIDATE), now=NOW)
    assert close_account(session, account_id=account.id, now=NOW).name == ""


def test_a_closed_or_unknown_account_is_not_there(session):
    account = open_account(session, draft=draft(), now=NOW)
    assert open_account_of(session, account_id=account.id) == account
    close_account(session, account_id=account.id, now=NOW)
    for number in (account.id, 9999):
        with pytest.raises(UnknownAccount):
            open_account_of(session, account_id=number)
        with pytest.raises(UnknownAccount):
            close_account(session, account_id=number, now=NOW)


def test_an_address_that_grows_in_small_letters_is_refused_when_it_no_longer_fits():
    with pytest.raises(Invalid, match="200 tekens"):
        address_of("İ" * 187 + "@voorbeeld.nl")


def test_the_longest_name_and_address_that_may_come_in_can_be_kept(engine):
    address = "a" * 188 + "@voorbeeld.nl"
    longest = draft("é" * 80, email=address[-200:])
    with writing(engine) as session:
        open_account(session, draft=longest, now=NOW)
    assert everyone(engine) == [(Role.COACH, "é" * 80, address[-200:])]


REFUSED = {
    "no name": ("name", ""),
    "a long name": ("name", "é" * 81),
    "NUL": ("name", "Demo\0"),
    "a lone surrogate": ("name", "Demo \ud800"),
    "no address": ("email", ""),
    "no at": ("email", "voorbeeld.nl"),
    "nobody": ("email", "@voorbeeld.nl"),
    "no dot": ("email", "naam@voorbeeld"),
    "two domains": ("email", "naam@een@voorbeeld.nl"),
    "spaces": ("email", "naam van mij@voorbeeld.nl"),
    "a long address": ("email", "n" * 189 + "@voorbeeld.nl"),
    "an unknown role": ("role", "baas"),
    "something else": ("password", "geheim"),
}


@pytest.mark.parametrize(("field", "value"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_an_account_is_refused_by_its_field(field, value):
    sound = {"role": Role.COACH, "name": "Demo Dotter", "email": "naam@voorbeeld.nl"}
    with pytest.raises(Invalid) as refused:
        validated(AccountDraft, sound | {field: value})
    assert [one.where for one in refused.value.problems] == [field]
