"""Regions as data: which there are, which municipality lies where, and what lies within what."""

from collections.abc import Iterable

from sqlmodel import Session, col, select

from accounts.models import Region, RegionMunicipality
from foundation.errors import NotFound


class UnknownRegion(NotFound):
    """There is no such region."""


def regions(session: Session) -> list[Region]:
    """List every region by name."""
    return list(session.exec(select(Region).order_by(col(Region.name))))


def find_region(session: Session, *, region_id: int) -> Region:
    """Find a region.

    Raises:
        UnknownRegion: there is none with this number.
    """
    row = session.get(Region, region_id)
    if row is None:
        raise UnknownRegion("Deze regio is er niet. Kies een regio uit de lijst.")
    return row


def region_of_municipality(session: Session, *, municipality: str) -> int | None:
    """Tell in which region a municipality lies; None when no region holds it."""
    row = session.get(RegionMunicipality, municipality)
    return row.region_id if row else None


def regions_within(session: Session, *, region_id: int) -> frozenset[int]:
    """List a region and all that lie within it, however deep.

    Raises:
        UnknownRegion: there is none with this number.
    """
    found = frozenset({find_region(session, region_id=region_id).id})
    all_of_them = regions(session)
    while not _children(all_of_them, found) <= found:
        found |= _children(all_of_them, found)
    return found


def _children(rows: Iterable[Region], parents: frozenset[int]) -> frozenset[int]:
    return frozenset(row.id for row in rows if row.parent_id in parents)
