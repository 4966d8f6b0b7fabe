"""A candidate and two coaches."""

import pytest
from sqlmodel import Session

from accounts.models import Account, Role
from profiles.drafts import ProfileDraft
from profiles.service import open_profile
from tests.profiles.worlds import NOW


def an_account(session: Session, role: Role) -> int:
    account = Account(role=role, name=role.value, created_at=NOW, seen_at=NOW)
    session.add(account)
    session.flush()
    return account.id


@pytest.fixture
def coach(session: Session) -> int:
    return an_account(session, Role.COACH)


@pytest.fixture
def other_coach(session: Session) -> int:
    return an_account(session, Role.COACH)


@pytest.fixture
def candidate(session: Session) -> int:
    return open_profile(session, draft=ProfileDraft(name="Zoë de Vries"), now=NOW).id
