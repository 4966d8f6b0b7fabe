"""Promises about an organisation's own login: only the right person, once, in the same browser."""

import base64
import hashlib
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from sqlmodel import select

from accounts.models import Account, OrganisationIdentity, OrganisationLogin, Role
from accounts.openid import (
    OrganisationPerson,
    OrganisationRefused,
    UnderWay,
    finish,
    provider_of,
)
from accounts.organisation import (
    LoginNotUnderWay,
    NoAccountHere,
    account_for,
    arrive,
    begin,
)
from foundation.clock import utc_now
from foundation.database import reading, writing
from foundation.settings import OrganisationSettings

BACK = "https://talent.example/inloggen/organisatie/terug"
NOW = datetime(2026, 9, 1, 9, 0, tzinfo=UTC)
COACH = "coach@gemeente.example"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as door:
        return int(door.getsockname()[1])


@pytest.fixture(scope="module")
def organisation() -> Iterator[OrganisationSettings]:
    """An identity provider in a process of its own, on this machine."""
    port = free_port()
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port), "--require-nonce"]
    address = f"http://127.0.0.1:{port}"
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as provider:
        wait_for(port)
        yield OrganisationSettings(address, "talent", "geheim")
        provider.kill()  # asked nicely, it waits half a minute for its own threads


def wait_for(port: int) -> None:
    for _ in range(300):
        with socket.socket() as door:
            if door.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError


def known_there(organisation: OrganisationSettings, subject: str, **claims: object) -> str:
    address = f"{organisation.issuer}/users/{subject}"
    assert requests.put(address, json=claims, timeout=5).status_code == 204
    return subject


def agree(address: str, subject: str) -> dict[str, str]:
    """Do what a person does in the browser: agree at the provider; give what comes back."""
    answer = requests.post(address, data={"sub": subject}, timeout=5, allow_redirects=False)
    target = urlsplit(answer.headers["Location"])
    assert target._replace(query="").geturl() == BACK
    return {name: values[0] for name, values in parse_qs(target.query).items()}


def depart(engine, organisation, provider=None, now=None):
    with writing(engine) as session:
        return begin(
            session,
            organisation=organisation,
            provider=provider or provider_of(organisation),
            redirect_uri=BACK,
            now=now or utc_now(),
        )


def return_to(engine, state: str, browser_state: str | None = None, now=None) -> UnderWay:
    with writing(engine) as session:
        return arrive(
            session,
            state=state,
            browser_state=state if browser_state is None else browser_state,
            now=now or utc_now(),
        )


def told(organisation, under_way: UnderWay, code: str) -> OrganisationPerson:
    return finish(
        organisation=organisation,
        provider=provider_of(organisation),
        redirect_uri=BACK,
        under_way=under_way,
        code=code,
        now=utc_now(),
    )


def logged_in(engine, organisation, subject: str) -> OrganisationPerson:
    departure = depart(engine, organisation)
    back = agree(departure.address, subject)
    assert back["state"] == departure.state
    return told(organisation, return_to(engine, back["state"], departure.state), back["code"])


def account(engine, email: str | None = COACH, role: Role = Role.COACH, **other: Any) -> int:
    with writing(engine) as session:
        row = Account(role=role, email=email, created_at=NOW, seen_at=NOW, **other)
        session.add(row)
        session.flush()
        return row.id


def entered(engine, person: OrganisationPerson) -> int:
    with writing(engine) as session:
        return account_for(session, person=person).id


def test_an_invited_coach_comes_in_and_is_known_from_then_on(engine, organisation):
    number = account(engine)
    known_there(organisation, "s-1", email=COACH.upper(), email_verified=True)
    person = logged_in(engine, organisation, "s-1")
    assert person == OrganisationPerson(organisation.issuer, "s-1", COACH, email_verified=True)
    assert entered(engine, person) == number
    known_there(organisation, "s-1", email="ander@gemeente.example", email_verified=False)
    assert entered(engine, logged_in(engine, organisation, "s-1")) == number


def test_the_browser_is_sent_with_a_challenge_a_state_and_a_nonce_and_without_secrets(
    engine, organisation
):
    departure = depart(engine, organisation)
    asked = {name: one for name, (one,) in parse_qs(urlsplit(departure.address).query).items()}
    with reading(engine) as session:
        row = session.exec(select(OrganisationLogin)).one()
    challenge = hashlib.sha256(row.verifier.encode()).digest()
    assert asked == {
        "response_type": "code",
        "client_id": "talent",
        "redirect_uri": BACK,
        "scope": "openid email",
        "state": departure.state,
        "nonce": row.nonce,
        "code_challenge": base64.urlsafe_b64encode(challenge).decode().rstrip("="),
        "code_challenge_method": "S256",
    }
    assert row.state_hash == hashlib.sha256(departure.state.encode()).hexdigest()
    assert row.verifier not in departure.address


@pytest.mark.parametrize("state", ["", "verzonnen", "\ud800", "x" * 10_000])
def test_a_state_that_we_did_not_give_is_refused(engine, organisation, state):
    depart(engine, organisation)
    with pytest.raises(LoginNotUnderWay, match="Begin opnieuw"):
        return_to(engine, state)


def test_a_login_of_another_browser_is_refused_and_stays_open_for_its_own(engine, organisation):
    mine, other = depart(engine, organisation), depart(engine, organisation)
    for browser_state in (other.state, ""):
        with pytest.raises(LoginNotUnderWay):
            return_to(engine, mine.state, browser_state)
    assert return_to(engine, mine.state).nonce


def test_a_login_comes_back_once(engine, organisation):
    departure = depart(engine, organisation)
    return_to(engine, departure.state)
    with pytest.raises(LoginNotUnderWay, match="al gebruikt"):
        return_to(engine, departure.state)


def test_of_eight_that_come_back_at_once_one_gets_in(engine, organisation):
    departure = depart(engine, organisation)

    def attempt(_: int) -> bool:
        try:
            return bool(return_to(engine, departure.state))
        except LoginNotUnderWay:
            return False

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(attempt, range(8))) == 1


def test_a_login_lasts_ten_minutes_and_old_ones_are_swept(engine, organisation):
    first = depart(engine, organisation, now=NOW)
    late = depart(engine, organisation, now=NOW + timedelta(seconds=1))
    assert return_to(engine, late.state, now=NOW + timedelta(minutes=10))
    with pytest.raises(LoginNotUnderWay):
        return_to(engine, first.state, now=NOW + timedelta(minutes=10))
    depart(engine, organisation, now=NOW + timedelta(minutes=10))
    with reading(engine) as session:
        assert len(session.exec(select(OrganisationLogin)).all()) == 1


def test_a_code_works_once(engine, organisation):
    known_there(organisation, "s-2", email=COACH, email_verified=True)
    departure = depart(engine, organisation)
    back = agree(departure.address, "s-2")
    under_way = return_to(engine, back["state"])
    told(organisation, under_way, back["code"])
    with pytest.raises(OrganisationRefused, match="Begin opnieuw"):
        told(organisation, under_way, back["code"])


def test_an_answer_to_another_login_is_refused(engine, organisation):
    known_there(organisation, "s-3", email=COACH, email_verified=True)
    mine, other = depart(engine, organisation), depart(engine, organisation)
    code = agree(other.address, "s-3")["code"]
    with pytest.raises(OrganisationRefused):
        told(organisation, return_to(engine, mine.state), code)


UNKNOWN = {
    "nobody was invited": {"email": "nieuw@gemeente.example", "email_verified": True},
    "the address is not verified": {"email": COACH, "email_verified": False},
    "verified is only a word": {"email": COACH, "email_verified": "true"},
    "nobody says it is verified": {"email": COACH},
    "there is no address": {"email_verified": True},
    "the address is empty": {"email": "", "email_verified": True},
    "the address is no text": {"email": [COACH], "email_verified": True},
}


@pytest.mark.parametrize("claims", UNKNOWN.values(), ids=UNKNOWN)
def test_who_has_no_account_stays_out_and_reads_what_to_do(engine, organisation, claims):
    account(engine)
    account(engine, email=None, role=Role.CANDIDATE)
    known_there(organisation, "s-4", **claims)
    person = logged_in(engine, organisation, "s-4")
    with pytest.raises(NoAccountHere, match="Vraag de beheerder om je uit te nodigen"):
        entered(engine, person)
    with reading(engine) as session:
        assert session.exec(select(OrganisationIdentity)).all() == []


PERSON = OrganisationPerson("https://idp.example", "s-9", COACH, email_verified=True)


@pytest.mark.parametrize("role", [Role.CANDIDATE, Role.EMPLOYER])
def test_an_organisation_answers_for_its_own_people_only(engine, role):
    account(engine, role=role)
    with pytest.raises(NoAccountHere):
        entered(engine, PERSON)


@pytest.mark.parametrize("role", [Role.COACH, Role.MANAGER, Role.ADMINISTRATOR])
def test_every_role_inside_the_organisation_gets_in(engine, role):
    number = account(engine, role=role)
    assert entered(engine, PERSON) == number


def test_a_closed_account_stays_closed(engine):
    number = account(engine)
    assert entered(engine, PERSON) == number
    with writing(engine) as session:
        session.get_one(Account, number).closed_at = NOW
    with pytest.raises(NoAccountHere):
        entered(engine, PERSON)


def test_the_next_owner_of_an_address_does_not_get_the_account_of_the_last(engine):
    entered_before = account(engine)
    assert entered(engine, PERSON) == entered_before
    successor = OrganisationPerson(PERSON.issuer, "s-10", COACH, email_verified=True)
    with pytest.raises(NoAccountHere):
        entered(engine, successor)


def test_the_same_subject_elsewhere_is_somebody_else(engine):
    account(engine)
    entered(engine, PERSON)
    elsewhere = OrganisationPerson("https://ander.example", "s-9", None, email_verified=False)
    with pytest.raises(NoAccountHere):
        entered(engine, elsewhere)
