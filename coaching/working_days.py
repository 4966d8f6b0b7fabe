"""Working days as a reply clock counts them: Monday to Friday without the Dutch public holidays.

Goede Vrijdag and Bevrijdingsdag are days off by agreement, not for everybody: most people work on
Goede Vrijdag, and on 5 May too but for the fifth year (the "lustrum", 2025, 2030, …). So Goede
Vrijdag counts as a working day, and 5 May does not in a lustrum year only.
"""

from datetime import date, datetime, timedelta
from functools import cache

from foundation.clock import HERE

ONE_DAY = timedelta(days=1)
_SATURDAY, _SUNDAY = 5, 6
LUSTRUM = 5


def end_of_day(day: date) -> datetime:
    """Give the moment at which a day in the Netherlands is over."""
    after = day + ONE_DAY
    return datetime(after.year, after.month, after.day, tzinfo=HERE)


def easter_sunday(year: int) -> date:
    """Find Easter in the Gregorian calendar (Meeus/Jones/Butcher, without exceptions)."""
    golden = year % 19
    century, of_century = divmod(year, 100)
    skipped, left = divmod(century, 4)
    shift = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - skipped - shift + 15) % 30
    leaps, odd = divmod(of_century, 4)
    weekday = (32 + 2 * left + 2 * leaps - epact - odd) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def kings_day(year: int) -> date:
    """Find Koningsdag: 27 April, a day earlier when that is a Sunday."""
    day = date(year, 4, 27)
    return day - ONE_DAY if day.weekday() == _SUNDAY else day


@cache
def holidays(year: int) -> frozenset[date]:
    """List the public holidays of a year on which no clock runs, also those in a weekend."""
    easter = easter_sunday(year)
    found = {
        date(year, 1, 1),
        easter,
        easter + timedelta(days=1),
        kings_day(year),
        easter + timedelta(days=39),  # Hemelvaart
        easter + timedelta(days=49),  # Pinksteren
        easter + timedelta(days=50),
        date(year, 12, 25),
        date(year, 12, 26),
    }
    if year % LUSTRUM == 0:
        found.add(date(year, 5, 5))
    return frozenset(found)


def is_working_day(day: date) -> bool:
    """Tell whether a clock runs on a day."""
    return day.weekday() < _SATURDAY and day not in holidays(day.year)


def working_days_after(day: date, count: int) -> date:
    """Give the day that is so many working days later; the day itself does not count.

    Raises:
        ValueError: `count` is below 1.
    """
    if count < 1:
        raise ValueError("a clock runs one working day or more")
    found = day
    for _ in range(count):
        found = _next(found, ONE_DAY)
    return found


def working_day_before(day: date) -> date:
    """Give the last working day before a day."""
    return _next(day, -ONE_DAY)


def _next(day: date, step: timedelta) -> date:
    found = day + step
    while not is_working_day(found):
        found += step
    return found
