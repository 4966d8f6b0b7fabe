"""What a candidate wishes against what a vacancy offers: *wil*, a share of its own."""

from dataclasses import dataclass
from enum import StrEnum

from foundation.terms import Weekday, WorkKind


class Wish(StrEnum):
    """The wishes that can be stated; the value is the word on the page."""

    SECTOR = "sector"
    KIND = "soort werk"
    DAYS = "dagen"
    INTEREST = "interesse"


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the candidate would like; an empty set is not stated.

    `interests` are the letters of Holland (RIASEC) that a finished interest test points to.
    """

    sectors: frozenset[str] = frozenset()
    kinds: frozenset[WorkKind] = frozenset()
    days: frozenset[Weekday] = frozenset()
    interests: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Offer:
    """What the vacancy offers; an empty set is not stated.

    `interests` are the two strongest letters of its sector.
    """

    sector: str = ""
    kinds: frozenset[WorkKind] = frozenset()
    days: frozenset[Weekday] = frozenset()
    interests: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class WishFit:
    """Which stated wishes are met, which are not, and which nobody can tell."""

    met: tuple[Wish, ...]
    unmet: tuple[Wish, ...]
    unknown: tuple[Wish, ...]

    @property
    def percent(self) -> int | None:
        """The share of the stated wishes that is met; None when there is none to hold."""
        stated = len(self.met) + len(self.unmet)
        return 100 * len(self.met) // stated if stated else None


def wish_fit(wishes: Wishes, offer: Offer) -> WishFit:
    """Hold a vacancy against the wishes; what either side left open is named as unknown."""
    answers: dict[Wish, bool | None] = {
        Wish.SECTOR: _answer(wishes.sectors, offer.sector, met=offer.sector in wishes.sectors),
        Wish.KIND: _answer(wishes.kinds, offer.kinds, met=bool(wishes.kinds & offer.kinds)),
        Wish.DAYS: _answer(wishes.days, offer.days, met=offer.days <= wishes.days),
        Wish.INTEREST: _answer(
            wishes.interests, offer.interests, met=bool(wishes.interests & offer.interests)
        ),
    }
    return WishFit(
        met=tuple(wish for wish, met in answers.items() if met is True),
        unmet=tuple(wish for wish, met in answers.items() if met is False),
        unknown=tuple(wish for wish, met in answers.items() if met is None),
    )


def _answer(wished: object, offered: object, *, met: bool) -> bool | None:
    return met if wished and offered else None
