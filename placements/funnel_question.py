"""What can be asked of the funnel: a region, and at most one choice within it.

With two choices there would be a table for every pair, and one could find people back by
subtracting: they would all have to be hidden together. So there is one at a time.
"""

from dataclasses import dataclass

from sqlmodel import Session

from accounts.models import Region
from accounts.regions import UnknownRegion, find_region, regions, regions_within
from foundation.errors import Invalid, Problem
from placements.funnel_counts import Dimension


class UnknownChoice(Invalid):
    """People cannot be divided so, or there is no such value."""


@dataclass(frozen=True, slots=True)
class Only:
    """The people with one value of one dimension."""

    dimension: Dimension
    value: str

    def __str__(self) -> str:
        """Write it as it stands in an address."""
        return f"{self.dimension}:{self.value}"


@dataclass(frozen=True, slots=True)
class Question:
    """Of whom the funnel is asked: a region with all within it, None is every region."""

    region_id: int | None = None
    only: Only | None = None


def question_of(
    session: Session, *, own_region_id: int | None, region_id: int | None = None, only: str = ""
) -> Question:
    """Read what is asked, within what the viewer may see.

    Args:
        session: to look the region up.
        own_region_id: the region of the viewer; None sees the whole installation.
        region_id: the region that is asked; None is all that the viewer may see.
        only: one choice as it stands in an address, such as "sector:techniek"; empty is everybody.

    Raises:
        UnknownRegion: there is none, or the viewer may not know of it.
        UnknownChoice: people cannot be divided so.
    """
    asked = own_region_id if region_id is None else region_id
    if asked is not None:
        find_region(session, region_id=asked)
    if own_region_id is not None and asked not in regions_within(session, region_id=own_region_id):
        raise UnknownRegion("Deze regio is er niet. Kies een regio uit de lijst.")
    return Question(asked, _read_only(only) if only else None)


def regions_to_choose(session: Session, *, own_region_id: int | None) -> list[Region]:
    """List the regions a viewer may choose, by name."""
    if own_region_id is None:
        return regions(session)
    within = regions_within(session, region_id=own_region_id)
    return [row for row in regions(session) if row.id in within]


def _read_only(text: str) -> Only:
    word, colon, value = text.partition(":")
    known = {one.value: one for one in Dimension if one is not Dimension.REGION}
    if word not in known or not colon:
        raise no_such_choice()
    return Only(known[word], value)


def no_such_choice() -> UnknownChoice:
    """Build the refusal of a choice that is not there."""
    problem = Problem("alleen", "deze keuze is er niet; kies een uit de lijst")
    return UnknownChoice("Deze keuze is er niet. Kies een uit de lijst.", (problem,))
