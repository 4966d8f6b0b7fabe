"""Of which days figures are counted, as days are in the Netherlands."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from coaching.working_days import end_of_day
from foundation.errors import Invalid

FIRST_YEAR, LAST_YEAR = 2000, 2100


class NoYear(Invalid):
    """What was asked is no year that figures can be of."""


@dataclass(frozen=True, slots=True)
class Span:
    """From a day up to and including another."""

    first: date
    last: date

    @property
    def begin(self) -> datetime:
        """The first moment of it."""
        return end_of_day(self.first - timedelta(days=1))

    @property
    def end(self) -> datetime:
        """The first moment after it."""
        return end_of_day(self.last)


def year_span(year: int) -> Span:
    """Give a whole year.

    Raises:
        NoYear: it lies before 2000 or after 2100.
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise NoYear(f"Geef een jaar van {FIRST_YEAR} tot en met {LAST_YEAR}.")
    return Span(date(year, 1, 1), date(year, 12, 31))
