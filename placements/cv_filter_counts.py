"""Counts what a filter on the CV would have done: with a shortlist, and with what came of it."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, func, select

from coaching.cards import cards_of
from coaching.models import Entry, Shortlist
from matching.counting import FEWEST
from placements.cells import hide_small
from placements.cv_filter import judge_cvs
from placements.models import PLACEMENTS, CvFilter, Outcome, OutcomeKind, OutcomeState
from vacancies.service import find_vacancy


@dataclass(frozen=True, slots=True)
class FilterCounts:
    """How many a filter on the CV would have excluded and kept, and of how many nobody knows."""

    excluded: int = 0
    kept: int = 0
    unknown: int = 0

    @property
    def total(self) -> int:
        """Everybody counted."""
        return self.excluded + self.kept + self.unknown

    def by_answer(self) -> dict[CvFilter, int]:
        """Give the counts by the answer they count."""
        return {
            CvFilter.EXCLUDED: self.excluded,
            CvFilter.KEPT: self.kept,
            CvFilter.UNKNOWN: self.unknown,
        }

    def told(self) -> Mapping[CvFilter, int | None]:
        """Give the counts that may be published; None is hidden, and may be none at all.

        A small number points at somebody, and so does a number that is everybody: both are hidden,
        with another one where subtracting would give them away (placements/cells.py). Of the
        numbers that could go with it, who was excluded is the last one to be hidden.
        """
        if min(self.excluded, self.kept + self.unknown) < FEWEST:
            return hide_small(self.by_answer())
        both = min(self.kept, self.unknown) >= FEWEST
        rest = (self.kept, self.unknown) if both else (None, None)
        return dict(zip(_ORDER, (self.excluded, *rest), strict=True))

    def told_to_coach(self) -> Mapping[CvFilter, int] | None:
        """Give the counts of a list as a coach may see them; None while the list is short.

        A coach sees the people of a list one by one, but not their earlier work. With five people
        or more a number does not say whom it counts nor on which of the two grounds; and a coach
        may read the whole profile of anybody he takes on. So from there on nothing is hidden: a
        list is mostly so short that hiding every number under five would hide them all.
        """
        return self.by_answer() if self.total >= FEWEST else None


def cv_filter_of_list(session: Session, *, vacancy_id: int) -> FilterCounts:
    """Count everybody a shortlist ever held, whatever was decided, with the work as it is now.

    Who was set aside counts too: else setting somebody aside would show what the filter says of
    him. Who has no skills card any more (withdrawn, paused, consent taken back) does not count.

    Raises:
        UnknownVacancy: there is none with this number.
    """
    vacancy = find_vacancy(session, vacancy_id=vacancy_id)
    listed = (
        select(Entry.candidate_id)
        .join(Shortlist, col(Shortlist.id) == col(Entry.shortlist_id))
        .where(Shortlist.vacancy_id == vacancy_id)
    )
    there = cards_of(session, candidate_ids=session.exec(listed).all())
    judged = judge_cvs(
        session,
        candidate_ids=list(there),
        occupation_id=vacancy.occupation_id,
        sector=vacancy.sector,
    )
    return _counted(Counter(one.filter for one in judged.values()).items())


def cv_filter_of_outcomes(
    session: Session,
    *,
    region_ids: Collection[int] | None,
    since: date,
    until: date,
    kinds: Collection[OutcomeKind] = PLACEMENTS,
) -> FilterCounts:
    """Count outcomes by what a filter would have done, as it was judged when they were logged.

    What was corrected does not count; what replaced it does.

    Args:
        session: reads only.
        region_ids: the regions; None is the whole installation, also what has no region.
        since: the first day on which they started.
        until: the last day on which they started.
        kinds: which outcomes; work at an employer when nothing else is asked.
    """
    wanted = (
        select(Outcome.cv_filter, func.count())
        .where(
            Outcome.state != OutcomeState.CORRECTED,
            col(Outcome.kind).in_(kinds),
            col(Outcome.starts_on).between(since, until),
        )
        .group_by(col(Outcome.cv_filter))
    )
    if region_ids is not None:
        wanted = wanted.where(col(Outcome.region_id).in_(region_ids))
    return _counted(session.exec(wanted).all())


def _counted(numbers: Iterable[tuple[str, int]]) -> FilterCounts:
    found = {CvFilter(answer): number for answer, number in numbers}
    return FilterCounts(*(found.get(one, 0) for one in _ORDER))


_ORDER = (CvFilter.EXCLUDED, CvFilter.KEPT, CvFilter.UNKNOWN)
