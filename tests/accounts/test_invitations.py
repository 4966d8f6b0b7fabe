"""Promises about invitations: a link that opens one account once, within a week."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from sqlmodel import select

from accounts.invitations import (
    NoInvitation,
    accept_invitation,
    invitation_of,
    invite,
    invite_again,
)
from accounts.login import Reason, Refused, redeem_code, redeem_link
from accounts.models import Account, CodeKind, Credential, LoginCode, Role, VisitStep
from accounts.passwords import WeakPassword, check_password
from accounts.service import AccountAlreadyThere, AccountDraft, close_account, open_visitor
from accounts.visits import begin_visit, visit_of
from foundation.database import reading, writing

NOW = datetime(2026, 9, 1, 9, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
WEEK = timedelta(days=7)
ADDRESS = "demo.anemoon@talent.example"
GOOD = "fiets lamp kaas toren"
OTHER = "molen regen brug appel"
WEAK = "welkom"


def invited(session, role=Role.COACH, email=ADDRESS):
    return invite(session, draft=AccountDraft(role=role, name="Demo Anemoon", email=email), now=NOW)


def accept(session, invitation, password=GOOD, now=NOW):
    return accept_invitation(session, token=invitation.link_token, password=password, now=now)


@pytest.mark.parametrize("role", [one for one in Role if one is not Role.CANDIDATE])
def test_who_is_invited_chooses_a_password_and_is_in(session, role):
    invitation = invited(session, role)
    assert invitation.account.role is role
    assert accept(session, invitation, now=NOW + WEEK - SECOND) == invitation.account
    assert check_password(session, email=ADDRESS, password=GOOD) == invitation.account


def test_an_invitation_ends_after_seven_days_to_the_second(session):
    invitation = invited(session)
    assert invitation.expires_at == NOW + WEEK
    assert accept(session, invitation, now=NOW + WEEK) == Refused(Reason.EXPIRED_LINK)
    assert session.exec(select(Credential)).all() == []


def test_an_invitation_works_once(session):
    invitation = invited(session)
    accept(session, invitation)
    again = accept(session, invitation, password=OTHER)
    assert again == Refused(Reason.USED_LINK)
    assert check_password(session, email=ADDRESS, password=GOOD) == invitation.account


def test_a_weak_password_does_not_use_the_link_up(engine):
    with writing(engine) as session:
        invitation = invited(session)
    with pytest.raises(WeakPassword), writing(engine) as session:
        accept(session, invitation, password=WEAK)
    with writing(engine) as session:
        assert accept(session, invitation).email == ADDRESS


def test_the_page_knows_who_is_invited_from_a_transaction_that_only_reads(engine):
    with writing(engine) as session:
        invitation = invited(session)
    with reading(engine) as session:
        shown = invitation_of(session, token=invitation.link_token, now=NOW)
        assert (shown.name, shown.email) == ("Demo Anemoon", ADDRESS)
        late = invitation_of(session, token=invitation.link_token, now=NOW + WEEK)
        assert late == Refused(Reason.EXPIRED_LINK)
        assert invitation_of(session, token="", now=NOW) == Refused(Reason.UNKNOWN_LINK)


def test_an_invitation_is_no_login_link_and_has_no_code(session):
    invitation = invited(session)
    token = invitation.link_token
    assert redeem_link(session, token=token, now=NOW) == Refused(Reason.UNKNOWN_LINK)
    got = redeem_code(session, challenge=token, code="123456", now=NOW)
    assert got == Refused(Reason.UNKNOWN)
    row = session.exec(select(LoginCode)).one()
    assert row.kind is CodeKind.INVITATION
    assert token not in str(row.model_dump())


def test_a_new_link_ends_the_older_one_and_the_old_password_works_until_then(session):
    first = invited(session)
    accept(session, first)
    second = invite_again(session, account_id=first.account.id, now=NOW)
    third = invite_again(session, account_id=first.account.id, now=NOW + SECOND)
    assert accept(session, second, now=NOW + SECOND) == Refused(Reason.EXPIRED_LINK)
    assert check_password(session, email=ADDRESS, password=GOOD) == first.account
    assert accept(session, third, password=OTHER, now=NOW + SECOND) == first.account
    assert check_password(session, email=ADDRESS, password=OTHER) == first.account


def test_choosing_a_password_ends_the_visits_there_were(session):
    account = invited(session).account
    opened = begin_visit(session, account_id=account.id, step=VisitStep.COMPLETE, now=NOW)
    accept(session, invite_again(session, account_id=account.id, now=NOW))
    assert visit_of(session, token=opened.token, now=NOW) is None


def test_candidates_are_not_invited(session):
    with pytest.raises(NoInvitation, match="code per mail"):
        invited(session, Role.CANDIDATE)
    visitor = open_visitor(session, now=NOW)
    with pytest.raises(NoInvitation):
        invite_again(session, account_id=visitor.id, now=NOW)


def test_an_address_is_invited_once(engine):
    with writing(engine) as session:
        invited(session)
    with pytest.raises(AccountAlreadyThere), writing(engine) as session:
        invited(session, Role.EMPLOYER)
    with reading(engine) as session:
        assert [one.role for one in session.exec(select(Account))] == [Role.COACH]


def test_a_closed_account_leaves_a_dead_link_and_a_free_address(session):
    invitation = invited(session)
    close_account(session, account_id=invitation.account.id, now=NOW)
    assert accept(session, invitation) == Refused(Reason.UNKNOWN_LINK)
    assert invited(session, Role.EMPLOYER).account.id != invitation.account.id


def test_of_many_who_accept_at_the_same_moment_one_chooses_the_password(engine):
    with writing(engine) as session:
        invitation = invited(session)
    start = Barrier(3)

    def choose(number: int) -> bool:
        start.wait()
        with writing(engine) as session:
            got = accept(session, invitation, password=f"{GOOD} {number}")
            return isinstance(got, Account)

    with ThreadPoolExecutor(3) as threads:
        answers = list(threads.map(choose, range(3)))
    assert sorted(answers) == [False, False, True]
    with writing(engine) as session:
        chosen = f"{GOOD} {answers.index(True)}"
        assert check_password(session, email=ADDRESS, password=chosen).email == ADDRESS
