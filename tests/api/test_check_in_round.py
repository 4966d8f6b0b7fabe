"""Promises of the round of check-ins: once a day, twice does no more, and one stops no other."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlmodel import select

import api.checking_in
from accounts.models import Account
from api.checking_in import AskedRound, ask_everybody
from api.rounds import ROUNDS
from foundation.database import reading, writing
from foundation.errors import Unavailable
from placements.models import CheckInLink
from tests.api.delivering import delivered
from tests.coaching.introducing import ADDRESS, a_region, mails
from tests.placements.following import WEEK_2, at, followed


@pytest.fixture
def followers(engine):
    """Two people placed on the same day."""
    with writing(engine) as session:
        region = a_region(session, people=2, places=2)
        for number in range(2):
            followed(session, region, number)
    return engine


def walk(engine, day=WEEK_2, **more):
    return ask_everybody(engine, site=ADDRESS, now=at(day), **more)


def test_everybody_is_asked_once(followers):
    assert walk(followers) == AskedRound(4, 0)
    assert walk(followers) == AskedRound(0, 0)
    assert walk(followers, "2026-09-22") == AskedRound(0, 4)
    assert walk(followers, "2026-09-23") == AskedRound(0, 0)


def test_two_rounds_at_once_ask_once(followers):
    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(lambda _: walk(followers), range(2)))
    assert sum(one.asked for one in done) == 4
    with reading(followers) as session:
        assert len(mails(session)) == 4


def test_one_that_cannot_be_asked_stops_no_other(followers, monkeypatch):
    real = api.checking_in.ask_how

    def failing(session, *, check_in_id, **rest):
        if check_in_id == first:
            real(session, check_in_id=check_in_id, **rest)
            raise Unavailable("De database is bezet.")
        return real(session, check_in_id=check_in_id, **rest)

    with reading(followers) as session:
        first = api.checking_in.check_ins_due(session, now=at(WEEK_2))[0]
    monkeypatch.setattr(api.checking_in, "ask_how", failing)
    assert walk(followers) == AskedRound(3, 0)
    monkeypatch.undo()
    assert walk(followers) == AskedRound(1, 0)


def test_links_that_stopped_working_long_ago_go(followers):
    walk(followers)
    walk(followers, "2027-01-10")  # they expired on 14 October
    with reading(followers) as session:
        assert len(session.exec(select(CheckInLink)).all()) == 4
    walk(followers, "2027-01-13")
    with reading(followers) as session:
        assert session.exec(select(CheckInLink)).all() == []


def test_who_is_told_to_stop_leaves_the_rest(followers):
    assert walk(followers, stopped=lambda: True) == AskedRound(0, 0)
    assert walk(followers) == AskedRound(4, 0)


def test_one_bad_address_stops_no_mail(followers, settings):
    with writing(followers) as session:
        session.get_one(Account, 3).email = "b@x, c@y"
    walk(followers)
    assert len(delivered(settings)) == 3


def test_the_round_goes_once_a_day_in_the_early_morning():
    (one,) = [one for one in ROUNDS if one.name == "check-ins"]
    assert (one.minute, one.hour) == ("15", "6")
