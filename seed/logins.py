"""One login for each role of the demonstration: invented people, with passwords that are told.

They are made when the demonstration starts and never belong to the region itself: a password has a
random salt, and the region is the same bytes every time.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

import pyotp
from sqlmodel import Session, col, select

from accounts.models import Account, Credential, Role
from accounts.passwords import set_password
from accounts.second_factor import confirm, enrol, needs_second_factor
from accounts.service import AccountDraft, find_account, open_account
from coaching.caseload import assign
from foundation.entry import validated
from foundation.errors import Conflict
from profiles.models import Candidate, CandidateState
from seed.story import MUSICIAN
from vacancies.employers import name_contact
from vacancies.models import Employer

PASSWORD = "een-fiets-naar-leiden"  # noqa: S105 - told on the page, of people who do not exist
DOMAIN = "talent.example"
STEP = timedelta(seconds=30)
CASELOAD = 40

MUSICIANS = "muzikant"

_PEOPLE = (
    (Role.CANDIDATE, MUSICIAN, MUSICIANS),
    (Role.EMPLOYER, "Demo Zuivel", "zuivel"),
    (Role.COACH, "Demo Anemoon", "demo.anemoon"),
    (Role.MANAGER, "Demo Wilg", "manager"),
    (Role.MANAGER, "Demo Hyacint", "hyacint"),
    (Role.ADMINISTRATOR, "Demo Eik", "beheer"),
)


@dataclass(frozen=True, slots=True)
class DemoLogin:
    """How to log in as somebody; `code` is the second step at this moment."""

    role: str
    name: str
    email: str
    password: str = ""
    code: str = ""


def make_logins(session: Session, *, now: datetime) -> None:
    """Make the accounts that are not there yet, and give the coach people to guide."""
    for role, name, address in _PEOPLE:
        account = _account(session, role, name, f"{address}@{DOMAIN}", now)
        if role is not Role.CANDIDATE and session.get(Credential, account.id) is None:
            set_password(session, account_id=account.id, password=PASSWORD, now=now)
            if needs_second_factor(role):
                _second_factor(session, account.id, now)
        if role is Role.COACH:
            _people_to_guide(session, account.id, now)


def _account(session: Session, role: Role, name: str, email: str, now: datetime) -> Account:
    found = find_account(session, email=email)
    if found is not None:
        return found
    draft = validated(AccountDraft, {"role": role.value, "name": name, "email": email})
    account = open_account(session, draft=draft, now=now)
    if role is Role.CANDIDATE:
        musician = session.exec(select(Candidate).where(Candidate.name == name)).first()
        if musician is not None:
            musician.account_id = account.id
    if role is Role.EMPLOYER:
        employer = session.exec(select(Employer).where(Employer.trade_name == name)).first()
        if employer is not None:
            name_contact(session, account_id=account.id, employer_id=employer.id)
    session.flush()
    return account


def _second_factor(session: Session, account_id: int, now: datetime) -> None:
    made = enrol(session, account_id=account_id)
    # Confirmed with the code of a minute ago, so that the code of this moment is still unused.
    then = now - 4 * STEP
    confirm(session, account_id=account_id, code=pyotp.TOTP(made.secret).at(then), now=then)


def _people_to_guide(session: Session, coach_id: int, now: datetime) -> None:
    active = select(Candidate).where(Candidate.state == CandidateState.ACTIVE)
    first = session.exec(active.order_by(col(Candidate.id)).limit(CASELOAD)).all()
    musician = session.exec(active.where(Candidate.name == MUSICIAN)).all()
    for candidate in {one.id: one for one in (*musician, *first)}.values():
        try:
            with session.begin_nested():
                assign(session, candidate_id=candidate.id, coach_id=coach_id, now=now)
        except Conflict:
            continue  # somebody guides this person already


def demo_logins(session: Session, *, now: datetime) -> list[DemoLogin]:
    """Tell how to log in as each role, at this moment."""
    logins = []
    for role, name, address in _PEOPLE:
        account = find_account(session, email=f"{address}@{DOMAIN}")
        if account is None:
            continue
        found = session.get(Credential, account.id)
        secret = found.totp_secret if found else None
        logins.append(
            DemoLogin(
                role=role.value,
                name=account.name or name,
                email=account.email or "",
                password=PASSWORD if found else "",
                code=pyotp.TOTP(secret).at(now) if secret else "",
            )
        )
    return logins
