"""Promises about spreading: turns are counted, the order says what changed, scores stay."""

from datetime import timedelta

import pytest

from coaching.listing import NoList
from coaching.models import Entry, Introduction
from coaching.shortlists import set_spread
from coaching.spread import NO_TURNS, Shift, Turns, shifts_between, spread_out, turns_of
from foundation.database import writing
from tests.coaching.lists import Lists, build_lists
from tests.coaching.test_shortlists import names, seen
from tests.conftest import NOW


def entries(*people):
    return [
        Entry(id=one, shortlist_id=1, candidate_id=one, engine_place=place, proposed_at=NOW)
        for place, one in enumerate(people, 1)
    ]


@pytest.mark.parametrize(
    ("fits", "turns", "order"),
    [
        ({1: 80, 2: 78}, {1: 3}, [2, 1]),
        ({1: 80, 2: 75}, {1: 1}, [2, 1]),
        ({1: 80, 2: 74}, {1: 3}, [1, 2]),
        ({1: 80, 2: 78}, {}, [1, 2]),
        ({1: 80, 2: 76, 3: 73}, {1: 2, 2: 1}, [2, 1, 3]),
        ({1: 80, 2: 78, 3: 77}, {1: 2, 2: 2}, [3, 1, 2]),
        ({}, {1: 5, 2: 1}, [1, 2]),
    ],
)
def test_among_people_who_fit_about_as_well_who_had_fewest_turns_goes_first(fits, turns, order):
    people = sorted(fits) or [1, 2]
    had = {one: Turns(number) for one, number in turns.items()}
    assert [one.id for one in spread_out(entries(*people), fits, had)] == order


def test_nobody_leaves_his_band_and_nobody_is_lost():
    people = entries(*range(1, 41))
    fits = {one: 100 - one for one in range(1, 41)}
    had = {one: Turns(41 - one) for one in range(1, 41)}
    spread = spread_out(people, fits, had)
    assert sorted(one.id for one in spread) == list(range(1, 41))
    assert all(abs(one.id - place) <= 5 for place, one in enumerate(spread, 1))


def test_the_shifts_are_exactly_what_moved():
    first, second, third = entries(31, 118, 7)
    found = shifts_between([first, second, third], [second, first, third])
    assert found == (Shift(118, 2, 1), Shift(31, 1, 2))
    assert [one.pseudonym for one in found] == ["K-118", "K-031"]


@pytest.fixture
def lists(engine, settings) -> Lists:
    return build_lists(engine, settings)


@pytest.fixture
def session(lists):
    with writing(lists.engine) as opened:
        yield opened


def test_turns_elsewhere_in_the_last_thirty_days_are_counted(lists, session):
    who = lists.people["first"]
    work = lists.world.work(session)
    lists.proposed(session, vacancy_id=work)
    lists.proposed(session)
    found = turns_of(
        session, candidate_ids=lists.people.values(), vacancy_id=lists.vacancy, now=NOW
    )
    assert found[who] == Turns(proposed=1)
    later = NOW + timedelta(days=30)
    assert not turns_of(session, candidate_ids=[who], vacancy_id=lists.vacancy, now=later)


def test_introductions_elsewhere_are_counted_beside_proposals(lists, session):
    work = lists.world.work(session)
    entry = lists.proposed(session, vacancy_id=work)[0]
    session.add(
        Introduction(
            entry_id=entry.id,
            vacancy_id=work,
            candidate_id=entry.candidate_id,
            coach_id=lists.coach,
            asked_at=NOW,
            introduced_at=NOW,
        )
    )
    session.flush()
    found = turns_of(session, candidate_ids=[entry.candidate_id], vacancy_id=lists.vacancy, now=NOW)
    assert found == {entry.candidate_id: Turns(1, 1)}
    here = turns_of(session, candidate_ids=[entry.candidate_id], vacancy_id=work, now=NOW)
    assert here.get(entry.candidate_id, NO_TURNS) == NO_TURNS


def test_spreading_changes_the_order_says_so_and_leaves_every_score(lists, session):
    twin = lists.person(session, "twin", {"lassen": 3, "samenwerken": 5})
    ids = [one.id for one in lists.proposed(session)]
    for one in ids:
        lists.opened(session, one)
    plain = seen(lists, session)
    best = plain.lines[0].entry.candidate_id
    other = ({lists.people["first"], twin} - {best}).pop()
    work = lists.world.work(session)
    row = lists.proposed(session, vacancy_id=work)
    for one in row:
        if one.candidate_id == other:
            session.delete(one)
    session.flush()
    set_spread(session, vacancy_id=lists.vacancy, spread=True)
    spread = seen(lists, session)
    assert [one.entry.candidate_id for one in spread.lines[:2]] == [other, best]
    assert spread.shifts == (Shift(other, 2, 1), Shift(best, 1, 2))

    def fits(listed):
        return {one.entry.candidate_id: one.match.explanation for one in listed.lines}

    assert fits(plain) == fits(spread)
    set_spread(session, vacancy_id=lists.vacancy, spread=False)
    assert names(lists, seen(lists, session).lines) == names(lists, plain.lines)
    assert seen(lists, session).shifts == ()


def test_there_is_nothing_to_spread_before_there_is_a_list(lists, session):
    with pytest.raises(NoList):
        set_spread(session, vacancy_id=lists.vacancy, spread=True)
