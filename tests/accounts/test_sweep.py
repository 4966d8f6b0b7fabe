"""Promises about the sweep: what is over goes, what lives stays, and erasing comes first."""

from datetime import UTC, datetime, timedelta

from sqlmodel import Session, select

from accounts.login import ask_code
from accounts.models import Account, LoginCode, OrganisationLogin, Role, Visit, VisitStep
from accounts.service import close_account, open_visitor
from accounts.sweep import Swept, remove_abandoned, sweep
from accounts.visits import begin_visit, end_visit
from foundation.database import writing
from profiles.models import Candidate

NOW = datetime(2026, 9, 1, 9, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


def visitor(session: Session, now: datetime = NOW) -> tuple[Account, Visit]:
    account = open_visitor(session, now=now)
    opened = begin_visit(session, account_id=account.id, step=VisitStep.COMPLETE, now=now)
    return account, opened.visit


def test_a_sweep_leaves_everything_that_lives(session):
    visitor(session)
    ask_code(session, email="naam@voorbeeld.nl", now=NOW)
    assert sweep(session, now=NOW + 15 * MINUTE - SECOND) == Swept(0, 0, ())


def test_codes_go_at_the_second_they_expire(session):
    ask_code(session, email="naam@voorbeeld.nl", now=NOW)
    assert sweep(session, now=NOW + 15 * MINUTE) == Swept(0, 1, ())
    assert session.exec(select(LoginCode)).all() == []


def test_a_code_that_made_way_for_a_newer_one_still_counts_for_the_throttle(session):
    for _ in range(5):
        ask_code(session, email="naam@voorbeeld.nl", now=NOW)
    sweep(session, now=NOW + 14 * MINUTE)
    assert not ask_code(session, email="naam@voorbeeld.nl", now=NOW + 14 * MINUTE).send


def test_a_login_at_the_organisation_that_was_never_finished_goes(session):
    for number, moment in enumerate((NOW, NOW + SECOND)):
        session.add(
            OrganisationLogin(state_hash=str(number), nonce="n", verifier="v", expires_at=moment)
        )
    session.flush()
    sweep(session, now=NOW)
    assert [one.state_hash for one in session.exec(select(OrganisationLogin))] == ["1"]


def test_an_account_without_an_address_goes_after_what_hangs_on_it(engine):
    with writing(engine) as session:
        account, _ = visitor(session)
        session.add(
            Candidate(name="", revision=1, created_at=NOW, confirmed_at=NOW, account_id=account.id)
        )
    with writing(engine) as session:
        swept = sweep(session, now=NOW + DAY)
        assert swept == Swept(1, 0, (account.id,))
        owner = session.exec(select(Candidate.account_id)).one()
        assert owner == account.id  # still to be found, so that it can be erased
        assert remove_abandoned(session, account_ids=swept.abandoned) == 1
    with writing(engine) as session:
        assert session.exec(select(Account)).all() == []


def test_an_account_without_an_address_is_abandoned_when_its_visit_ended(session):
    account, visit = visitor(session)
    end_visit(session, visit_id=visit.id, now=NOW)
    assert sweep(session, now=NOW).abandoned == (account.id,)


def test_accounts_that_somebody_can_come_back_to_stay(session):
    living, _ = visitor(session, now=NOW + DAY)
    known = Account(role=Role.CANDIDATE, email="naam@voorbeeld.nl", created_at=NOW, seen_at=NOW)
    session.add(known)
    closed, _ = visitor(session)
    close_account(session, account_id=closed.id, now=NOW)
    assert sweep(session, now=NOW + DAY).abandoned == ()
    assert remove_abandoned(session, account_ids=(known.id, closed.id)) == 0
    assert {one.id for one in session.exec(select(Account))} == {living.id, known.id, closed.id}
