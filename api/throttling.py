"""Counts what one place or address asks, and refuses when it is too much; per process."""

from fastapi import Request
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from foundation.errors import TalentError


class TooMany(TalentError):
    """More requests than one place may send."""

    status = 429


class Throttle:
    """Keeps count; what it knows is gone when the process stops."""

    def __init__(self) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def count(self, what: str, who: str, *, most: int, minutes: int) -> None:
        """Count one more.

        Raises:
            TooMany: there were `most` in the last `minutes` already.
        """
        if not self._limiter.hit(RateLimitItemPerMinute(most, minutes), what, who):
            raise TooMany("Dat is te vaak achter elkaar. Wacht even en probeer het dan opnieuw.")


def network_of(request: Request) -> str:
    """Tell from which network a request comes: a neighbourhood of addresses, not one person."""
    host = request.client.host if request.client else ""
    if ":" in host:
        return ":".join(host.split(":")[:4])
    return ".".join(host.split(".")[:3])
