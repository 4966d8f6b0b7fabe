"""Where the time comes from: a function that is passed in, so that a test can hold it still."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

Clock = Callable[[], datetime]

HERE = ZoneInfo("Europe/Amsterdam")


def utc_now() -> datetime:
    """Tell the present moment in UTC, whole seconds."""
    return datetime.now(UTC).replace(microsecond=0)


def day_here(now: datetime) -> date:
    """Tell which day it is in the Netherlands; memberships and vacancies end with that day."""
    return now.astimezone(HERE).date()
