"""The sectors of the region: which there are, which is meant, and where an occupation belongs."""

from collections.abc import Callable, Collection, Iterable

from sqlmodel import Session, select

from foundation.errors import Invalid
from skills.models import Sector
from skills.wording import without_capitals


class UnknownSector(Invalid):
    """A sector is not one of this region."""


def sectors(session: Session) -> tuple[Sector, ...]:
    """List the sectors by key."""
    return tuple(session.exec(select(Sector).order_by(Sector.key)))


def sector_of(isco: str, sectors: Iterable[Sector]) -> Sector | None:
    """Choose the sector with the longest prefix of an ISCO code, the first by key on a tie.

    None when no sector has a prefix of the code, or the code is empty (unknown).
    """
    best: tuple[int, Sector] | None = None
    for sector in sorted(sectors, key=lambda sector: sector.key):
        lengths = [len(prefix) for prefix in sector.isco.split() if isco.startswith(prefix)]
        if lengths and (best is None or max(lengths) > best[0]):
            best = max(lengths), sector
    return None if best is None else best[1]


def check_sectors(session: Session, keys: Collection[str]) -> None:
    """Check that these keys are sectors of this region.

    Raises:
        UnknownSector: one is not; the message lists what can be chosen.
    """
    known = [sector.key for sector in sectors(session)] if keys else []
    if not set(keys) <= set(known):
        raise UnknownSector(f"Deze sector kennen we niet. Kies uit: {', '.join(known)}.")


def sector_reader(session: Session) -> Callable[[str], str]:
    """Build a reader that gives the key of a sector named by key or label.

    The reader raises ValueError in Dutch, with what can be chosen.
    """
    known = sectors(session)
    keys = {without_capitals(word): each.key for each in known for word in (each.label, each.key)}

    def read(word: str) -> str:
        if without_capitals(word) not in keys:
            raise ValueError(f"kies uit: {', '.join(each.key for each in known)}")
        return keys[without_capitals(word)]

    return read
