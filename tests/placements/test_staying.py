"""Promises about who still works there: known by days and answers, and unknown told apart."""

from datetime import date, timedelta

import pytest

from accounts.models import Region
from placements.models import EndReason, OutcomeKind
from placements.staying import (
    Heard,
    Stayed,
    StayFigure,
    StayRow,
    stay_figures,
    stay_rows,
    stayed_on,
)
from tests.coaching.introducing import a_region
from tests.placements.following import STOPPED, WEEK_2, WEEK_6, WELL, C, E, answer, check_in
from tests.placements.placing import corrected, ended, placed, placed_by_hand
from tests.profiles.worlds import NOW

START = date(2026, 1, 5)
LATER = START + timedelta(weeks=30)
YES, NO, UNKNOWN = Stayed.YES, Stayed.NO, Stayed.UNKNOWN


def day(week: int) -> date:
    return START + timedelta(weeks=week)


def a_row(**more) -> StayRow:
    return StayRow(1, OutcomeKind.LEERWERKPLEK, "zorg", "Leiden", START, **more)


def heard(*told: tuple[int, bool]) -> tuple[Heard, ...]:
    return tuple(Heard(day(week), at_work) for week, at_work in told)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (a_row(), [UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN]),
        (a_row(ended_on=day(13)), [YES, YES, YES, NO]),
        (a_row(ended_on=day(13) - timedelta(days=1)), [YES, YES, NO, NO]),
        (a_row(ended_on=day(13), stayed_on=True), [YES, YES, YES, UNKNOWN]),
        (a_row(ended_on=day(13), stayed_on=True, heard=heard((26, True))), [YES, YES, YES, YES]),
        (a_row(ended_on=day(13), stayed_on=True, heard=heard((20, False))), [YES, YES, YES, NO]),
        (a_row(heard=heard((6, True))), [YES, YES, UNKNOWN, UNKNOWN]),
        (a_row(heard=heard((2, True), (13, True))), [YES, YES, YES, UNKNOWN]),
        (a_row(heard=heard((2, True), (6, False))), [YES, NO, NO, NO]),
        (a_row(heard=heard((6, False))), [UNKNOWN, NO, NO, NO]),
        (a_row(heard=heard((6, False), (6, True))), [YES, UNKNOWN, NO, NO]),
        (a_row(ended_on=day(6), heard=heard((13, True))), [YES, YES, NO, NO]),
    ],
)
def test_whether_somebody_still_works_there(row, expected):
    assert [stayed_on(row, day(week)) for week in (2, 6, 13, 26)] == expected


def test_only_weeks_that_were_reached_are_counted():
    rows = [a_row(heard=heard((6, True))), a_row(ended_on=day(1)), a_row()]
    assert stay_figures(rows, today=day(6)) == (
        StayFigure(2, 1, 1, 1), StayFigure(6, 1, 1, 1), StayFigure(13, 0, 0, 0),
        StayFigure(26, 0, 0, 0),
    )  # fmt: skip
    assert [one.reached for one in stay_figures(rows, today=day(6) - timedelta(days=1))] == [
        3, 0, 0, 0,
    ]  # fmt: skip


def test_the_share_is_of_those_we_know_of():
    assert StayFigure(2, 3, 1, 6).share == 0.75
    assert StayFigure(2, 0, 0, 6).share is None


def test_every_week_adds_up_to_who_reached_it():
    rows = [
        a_row(ended_on=day(end), stayed_on=stays, heard=heard((told, end % 2 == 0)))
        for end in (1, 4, 8, 20)
        for stays in (True, False)
        for told in (2, 6, 13, 26)
    ]
    for one in stay_figures(rows, today=LATER):
        assert one.stayed + one.left + one.unknown == one.reached == len(rows)


# From the tables


@pytest.fixture
def region(session):
    return a_region(session, people=3, places=3)


def test_an_answer_tells_how_it_was_on_the_day_it_came_and_a_coach_how_it_was_that_week(
    session, region
):
    row = placed(session, region)
    answer(session, region, check_in(session, row, 2, C), day="2026-10-01")
    answer(session, region, check_in(session, row, 2, E), STOPPED, day=WEEK_6, by="coach")
    assert stay_rows(session)[0].heard == (
        Heard(date(2026, 10, 1), True), Heard(date.fromisoformat(WEEK_2), False),
    )  # fmt: skip


def test_placements_are_read_and_other_outcomes_and_mistakes_are_not(session, region):
    row = placed(session, region)
    placed_by_hand(session, region, 1, kind=OutcomeKind.ORIENTATION_DAY)
    corrected(session, region, placed(session, region, 2), now=NOW)
    assert [one.outcome_id for one in stay_rows(session)] == [row.id]


def test_the_end_and_its_reason_are_read(session, region):
    row = placed(session, region, starts_on=date(2026, 7, 1))
    ended(session, region, row, EndReason.STAYED, on=date(2026, 9, 1))
    (found,) = stay_rows(session)
    assert (found.ended_on, found.stayed_on) == (date(2026, 9, 1), True)


def test_rows_are_of_regions_and_of_days_asked(session, region):
    one, other = Region(key="a", name="A"), Region(key="b", name="B")
    session.add_all([one, other])
    session.flush()
    first = placed(session, region, starts_on=date(2026, 7, 1))
    second = placed(session, region, 1)
    first.region_id, second.region_id = one.id, other.id
    session.flush()
    assert numbers(session, region_ids={one.id}) == [first.id]
    assert numbers(session, since=date(2026, 8, 1)) == [second.id]
    assert numbers(session, until=date(2026, 8, 1)) == [first.id]
    assert numbers(session) == [first.id, second.id]


def numbers(session, **asked):
    return [one.outcome_id for one in stay_rows(session, **asked)]


def test_figures_of_a_small_year(session, region):
    for number, (end, told) in enumerate([(None, WELL), (date(2026, 9, 20), WELL), (None, None)]):
        row = placed(session, region, number)
        if told is not None:
            answer(session, region, check_in(session, row, 2, C), told, day=WEEK_2, by="coach")
        if end is not None:
            ended(session, region, row, on=end, now=NOW.replace(day=20))
    assert stay_figures(stay_rows(session), today=date.fromisoformat(WEEK_6))[:2] == (
        StayFigure(2, 2, 0, 1),
        StayFigure(6, 0, 1, 2),
    )
