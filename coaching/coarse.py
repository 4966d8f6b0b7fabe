"""Makes where somebody lives and how much he works so coarse that it singles nobody out.

Everybody shown with the same words is one of at least `K`. Who is in a smaller group first goes by
the wider region and broader hours, then without hours, then without both; when the last group is
too small itself, the next smallest joins it. The outcome follows from the pool alone: no search can
make it finer.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

K = 5

NO_PLACE, NO_HOURS = "woonplaats onbekend", "uren onbekend"
OUTSIDE = "buiten de regio"
_BANDS = ((16, "tot 16 uur"), (24, "tot 24 uur"), (32, "tot 32 uur"))
_MOST = "meer dan 32 uur"
_BROAD = 24


class Whereabouts(NamedTuple):
    """What is known: municipality, the most hours somebody wants, region; None is unknown.

    `region` is the name of the region in which the municipality lies, None when it lies in none.
    """

    municipality: str | None
    hours: int | None
    region: str | None = None


@dataclass(frozen=True, slots=True, order=True)
class Shown:
    """What a card says of it; empty is nothing."""

    place: str = ""
    hours: str = ""


def _fine(known: Whereabouts) -> Shown:
    hours = known.hours
    if hours is None:
        band = NO_HOURS
    else:
        band = next((word for most, word in _BANDS if hours <= most), _MOST)
    return Shown(known.municipality or NO_PLACE, band)


def _broad(known: Whereabouts) -> Shown:
    place = _place(known)
    if known.hours is None:
        return Shown(place, NO_HOURS)
    words = f"tot {_BROAD} uur" if known.hours <= _BROAD else f"meer dan {_BROAD} uur"
    return Shown(place, words)


def _place(known: Whereabouts) -> str:
    if known.municipality is None:
        return NO_PLACE
    return known.region or OUTSIDE


def _place_alone(known: Whereabouts) -> Shown:
    return Shown(_place(known), "")


_LEVELS: tuple[Callable[[Whereabouts], Shown], ...] = (_fine, _broad, _place_alone)


def coarsened(everybody: Iterable[Whereabouts]) -> dict[Whereabouts, Shown]:
    """Tell what the card of somebody may say, by what is known, from everybody who can be found."""
    people = Counter(everybody)
    told: dict[Whereabouts, Shown] = {}
    groups: dict[tuple[int, Shown], list[Whereabouts]] = {}
    waiting = sorted(people, key=str)

    def size(members: Iterable[Whereabouts]) -> int:
        return sum(people[one] for one in members)

    for level, words in enumerate(_LEVELS):
        met: dict[Shown, list[Whereabouts]] = defaultdict(list)
        for one in waiting:
            met[words(one)].append(one)
        groups |= {(level, shown): one for shown, one in met.items() if size(one) >= K}
        waiting = [one for members in met.values() if size(members) < K for one in members]
    while 0 < size(waiting) < K and groups:
        smallest = min(groups, key=lambda key: (size(groups[key]), key))
        waiting += groups.pop(smallest)
    for (_, shown), members in groups.items():
        told |= dict.fromkeys(members, shown)
    return told | dict.fromkeys(waiting, Shown())
