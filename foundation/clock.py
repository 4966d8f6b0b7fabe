"""Where the time comes from: a function that is passed in, so that a test can hold it still."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """Tell the present moment in UTC, whole seconds."""
    return datetime.now(UTC).replace(microsecond=0)
