"""Promises about working days: no clock runs in a weekend or on a public holiday."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coaching.working_days import (
    easter_sunday,
    end_of_day,
    holidays,
    is_working_day,
    kings_day,
    working_day_before,
    working_days_after,
)
from foundation.clock import day_here

YEARS = st.integers(min_value=1990, max_value=2150)
DAYS = st.dates(min_value=date(1990, 1, 1), max_value=date(2150, 12, 31))


@pytest.mark.parametrize(
    ("year", "month", "day"),
    [
        (1818, 3, 22),  # as early as it comes
        (1943, 4, 25),  # as late as it comes
        (1954, 4, 18),  # an exception in the rule of Gauss
        (1981, 4, 19),  # the other one
        (2000, 4, 23),
        (2008, 3, 23),
        (2024, 3, 31),
        (2025, 4, 20),
        (2026, 4, 5),
        (2027, 3, 28),
        (2038, 4, 25),
        (2100, 3, 28),
    ],
)
def test_easter_falls_on_the_day_it_did_and_will(year, month, day):
    assert easter_sunday(year) == date(year, month, day)


@pytest.mark.parametrize(
    ("year", "days"),
    [
        # Hemelvaart on 29 May; a lustrum of the liberation; 27 April is a Sunday.
        (2025, "01-01 04-20 04-21 04-26 05-05 05-29 06-08 06-09 12-25 12-26"),
        (2026, "01-01 04-05 04-06 04-27 05-14 05-24 05-25 12-25 12-26"),
        # Koningsdag and Tweede Paasdag apart; no lustrum.
        (2027, "01-01 03-28 03-29 04-27 05-06 05-16 05-17 12-25 12-26"),
        (2030, "01-01 04-21 04-22 04-27 05-05 05-30 06-09 06-10 12-25 12-26"),
        # 27 April is a Sunday again.
        (2031, "01-01 04-13 04-14 04-26 05-22 06-01 06-02 12-25 12-26"),
    ],
)
def test_the_holidays_of_a_year_are_these(year, days):
    assert sorted(f"{one:%m-%d}" for one in holidays(year)) == days.split()


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 4, 3), True),  # Goede Vrijdag
        (date(2026, 5, 5), True),  # Bevrijdingsdag, no lustrum
        (date(2025, 5, 5), False),
        (date(2026, 5, 15), True),  # the day after Hemelvaart
        (date(2026, 5, 14), False),
        (date(2026, 9, 5), False),  # Saturday
        (date(2026, 9, 6), False),
        (date(2026, 12, 31), True),
    ],
)
def test_a_day_works_or_not(day, works):
    assert is_working_day(day) is works


@pytest.mark.parametrize(
    ("asked", "count", "due"),
    [
        (date(2026, 9, 1), 5, date(2026, 9, 8)),  # Tuesday to Tuesday
        (date(2026, 9, 4), 1, date(2026, 9, 7)),  # Friday to Monday
        (date(2026, 9, 5), 5, date(2026, 9, 11)),  # a Saturday counts for nothing
        (date(2026, 12, 23), 5, date(2026, 12, 31)),  # over Christmas
        (date(2026, 12, 31), 5, date(2027, 1, 8)),  # over New Year
        (date(2027, 3, 25), 5, date(2027, 4, 2)),  # over Easter
        (date(2025, 4, 25), 5, date(2025, 5, 2)),  # Koningsdag on a Saturday
        (date(2025, 5, 2), 5, date(2025, 5, 12)),  # over a lustrum
        (date(2026, 5, 13), 10, date(2026, 5, 29)),  # Hemelvaart and Pinksteren
    ],
)
def test_a_clock_counts_working_days(asked, count, due):
    assert working_days_after(asked, count) == due


@given(DAYS, st.integers(min_value=1, max_value=30))
def test_so_many_working_days_lie_between(day, count):
    due = working_days_after(day, count)
    between = [day + timedelta(days=one) for one in range(1, (due - day).days + 1)]
    assert sum(is_working_day(one) for one in between) == count
    assert is_working_day(due)


@given(DAYS)
def test_the_working_day_before_is_the_one_it_follows(day):
    before = working_day_before(day)
    assert before < day
    assert is_working_day(before)
    if is_working_day(day):
        assert working_days_after(before, 1) == day


@given(YEARS)
def test_easter_is_a_sunday_in_spring_and_koningsdag_never_a_sunday(year):
    assert easter_sunday(year).weekday() == 6
    assert date(year, 3, 22) <= easter_sunday(year) <= date(year, 4, 25)
    assert kings_day(year).weekday() != 6


def test_a_clock_of_no_days_is_refused():
    with pytest.raises(ValueError, match="one working day"):
        working_days_after(date(2026, 9, 1), 0)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 9, 1, 21, 59, tzinfo=UTC), date(2026, 9, 1)),  # summer: two hours
        (datetime(2026, 9, 1, 22, 0, tzinfo=UTC), date(2026, 9, 2)),
        (datetime(2026, 12, 1, 22, 59, tzinfo=UTC), date(2026, 12, 1)),  # winter: one
        (datetime(2026, 12, 1, 23, 0, tzinfo=UTC), date(2026, 12, 2)),
    ],
)
def test_a_day_is_a_day_here(moment, day):
    assert day_here(moment) == day


@pytest.mark.parametrize("day", [date(2026, 9, 1), date(2026, 3, 29), date(2026, 10, 25)])
def test_a_day_ends_at_midnight_here_also_when_the_clock_changes(day):
    end = end_of_day(day)
    assert day_here(end - timedelta(seconds=1)) == day
    assert day_here(end) == day + timedelta(days=1)
