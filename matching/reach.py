"""All open vacancies from where one person stands: in his order, with which a limit closes."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from sqlmodel import Session

from foundation.places import Point, points_of
from matching.gates import findings, is_open
from matching.model import Mask
from matching.open_work import OpenWork
from matching.service import Matcher, own_side
from matching.sides import CandidateSide, VacancySide, travel_to
from matching.work import RankedWork, rank_work


@dataclass(frozen=True, eq=False)
class Reach:
    """What one person can see of the work there is, at one moment.

    Args:
        person: the candidate's own side.
        work: the open vacancies.
        ranked: those written in skills, best first.
        points: where the postcodes of the vacancies lie; an unknown one is absent.
    """

    person: CandidateSide
    work: OpenWork
    ranked: RankedWork
    points: Mapping[str, Point]

    @cached_property
    def order(self) -> list[int]:
        """The ids of the ranked vacancies, best first."""
        ids: list[int] = self.ranked.ids.tolist()
        return ids

    @cached_property
    def places(self) -> dict[int, int]:
        """The place of each in that order, from 1; whatever is set apart counts."""
        return {one: place for place, one in enumerate(self.order, 1)}

    @cached_property
    def _minutes(self) -> dict[str, int]:
        told = {code: travel_to(self.person, point) for code, point in self.points.items()}
        return {code: minutes for code, minutes in told.items() if minutes is not None}

    def minutes_to(self, vacancy: int) -> int | None:
        """Estimate the minutes to a vacancy; None when a place is unknown."""
        return self._minutes.get(self.work.sides[vacancy].postcode or "")

    def side(self, vacancy: int) -> VacancySide:
        """Give the side of a vacancy with where it is."""
        side = self.work.sides[vacancy]
        return replace(side, place=self.points.get(side.postcode or ""))

    @cached_property
    def open_ids(self) -> frozenset[int]:
        """The ranked vacancies that no limit closes for this person."""
        stated, sides = self.person.person, self.work.sides
        return frozenset(
            one
            for one in self.order
            if is_open(findings(stated, sides[one].work, self.minutes_to(one), own=True))
        )

    @property
    def open_mask(self) -> Mask:
        """Which vacancies of the index no limit closes: bool[V]."""
        return np.isin(self.work.index.ids, sorted(self.open_ids))


def reach_of(session: Session, matcher: Matcher, *, candidate: int) -> Reach:
    """Look at all open vacancies for one person, in his own view.

    Raises:
        UnknownCandidate: no such person, or the profile was withdrawn or erased.
    """
    person = own_side(session, matcher, candidate=candidate)
    work = matcher.work.follow(session)
    ranked = rank_work(
        matcher.model, work.index, person.skills, candidate=candidate, key=matcher.tie_key
    )
    postcodes = {side.postcode for side in work.sides.values() if side.postcode}
    return Reach(person, work, ranked, points_of(session, postcodes))
