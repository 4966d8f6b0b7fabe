"""Promises about keeping: a year after the last visit somebody goes, and was asked twice before."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, select

from accounts.audit import check_trail, entries_about
from accounts.models import Account, OutgoingMail, Role
from profiles.models import Candidate, CandidateState
from profiles.retention import Parting, accounts_left_alone, part_with
from tests.profiles.worlds import NOW

SITE = "https://talent.example"
ADDRESS = "zo@voorbeeld.nl"


def days(count: int) -> datetime:
    return NOW + timedelta(days=count)


@pytest.fixture
def account(session, person) -> int:
    """The account of somebody with a profile, who was there last at NOW."""
    row = Account(role=Role.CANDIDATE, email=ADDRESS, created_at=NOW, seen_at=NOW)
    session.add(row)
    session.flush()
    session.get(Candidate, person).account_id = row.id
    session.flush()
    return row.id


def walk(session: Session, day: int) -> list[Parting | None]:
    """What one night does."""
    now = days(day)
    alone = accounts_left_alone(session, now=now)
    return [part_with(session, account_id=one, site=SITE, now=now) for one in alone]


def years(session: Session, until: int, first: int = 0) -> dict[int, Parting]:
    """Walk every night of a time; gives the nights on which something was done."""
    done = {day: walk(session, day) for day in range(first, until)}
    return {day: one[0] for day, one in done.items() if one and one[0]}


def mails(session: Session) -> list[tuple[str, str]]:
    rows = session.exec(select(OutgoingMail).order_by(OutgoingMail.id))
    return [(row.to_address, row.subject) for row in rows]


def test_an_account_is_erased_after_a_year_and_two_reminders(session, account, person):
    assert years(session, 400, 300) == {
        335: Parting.REMINDED,
        350: Parting.REMINDED,
        365: Parting.ERASED,
    }
    row = session.get(Candidate, person)
    assert (row.state, row.name, session.get(Account, account)) == (CandidateState.ERASED, "", None)
    # The reminders were still waiting: now there is only one thing left to say.
    assert mails(session) == [(ADDRESS, "Je gegevens zijn gewist")]


def test_the_trail_tells_what_was_done_and_why(session, account, person):
    years(session, 400, 300)
    told = entries_about(session, candidate_id=person, most=9)
    assert [(one.action, one.actor_role, one.reason) for one in reversed(told)] == [
        ("herinnering gestuurd", "programma", "de bewaartermijn is voorbij"),
        ("herinnering gestuurd", "programma", "de bewaartermijn is voorbij"),
        ("gewist", "programma", "de bewaartermijn is voorbij"),
    ]
    assert check_trail(session).broken_at is None


def test_the_two_reminders_say_how_long_there_is(session, account):
    years(session, 351, 300)
    texts = [row.text for row in session.exec(select(OutgoingMail).order_by(OutgoingMail.id))]
    assert [("over een maand" in text, "over twee weken" in text) for text in texts] == [
        (True, False),
        (False, True),
    ]
    assert all(f"{SITE}/inloggen\n" in text for text in texts)


@pytest.mark.parametrize("night", [334, 336, 351, 364])
def test_who_comes_back_begins_a_new_year(session, account, night):
    years(session, night + 1, 300)
    session.get(Account, account).seen_at = days(night)
    session.flush()
    assert years(session, night + 335, night + 300) == {}
    assert years(session, night + 400, night + 335) == {
        night + 335: Parting.REMINDED,
        night + 350: Parting.REMINDED,
        night + 365: Parting.ERASED,
    }


def test_who_was_not_reminded_in_time_gets_the_time_all_the_same(session, account):
    assert years(session, 560, 500) == {
        500: Parting.REMINDED,
        515: Parting.REMINDED,
        530: Parting.ERASED,
    }


def test_walking_twice_in_one_night_does_no_more(session, account):
    assert walk(session, 335) == [Parting.REMINDED]
    assert walk(session, 335) == [None]
    assert len(mails(session)) == 1


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.CANDIDATE])
def test_accounts_of_staff_and_employers_stay(session, account, role):
    session.get(Account, account).role = role
    session.flush()
    assert years(session, 400, 300) == {}


def test_an_address_without_a_profile_goes_after_a_year(session):
    row = Account(role=Role.CANDIDATE, email=ADDRESS, created_at=NOW, seen_at=NOW)
    session.add(row)
    session.flush()
    assert years(session, 400, 300) == {365: Parting.ERASED}
    assert (row.email, row.closed_at, mails(session)) == (None, days(365), [])


def test_somebody_who_logs_in_between_the_list_and_the_deed_stays(session, account):
    years(session, 364)
    alone = accounts_left_alone(session, now=days(365))
    session.get(Account, account).seen_at = days(365)
    session.flush()
    assert [part_with(session, account_id=one, site=SITE, now=days(365)) for one in alone] == [None]
