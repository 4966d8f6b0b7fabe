"""The open vacancies as coaches work through them: which have a list, and what waits there."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import Field
from sqlalchemy import func
from sqlmodel import Session, col, exists, select

from coaching.models import Entry, EntryState, Shortlist
from foundation.entry import Draft, OptionalLine
from profiles.models import Candidate, CandidateState, Consent, Purpose
from vacancies.adverts import Advert, adverts_of
from vacancies.models import Requirement, Vacancy, VacancyState


class ListStage(StrEnum):
    """How far the list of a vacancy is; the value is the word on the page."""

    WAITING = "wacht op een besluit"
    NONE = "nog geen lijst"
    DECIDED = "besloten"
    UNSKILLED = "nog niet verskild"


class ListFilter(Draft):
    """Which vacancies to look at; None and the empty text choose everything."""

    stage: ListStage | None = None
    sector: OptionalLine = ""
    text: Annotated[OptionalLine, Field(max_length=80)] = ""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many people stand in each state on one list, whoever left not counted."""

    waiting: int = 0
    approved: int = 0
    aside: int = 0


@dataclass(frozen=True, slots=True)
class VacancyWithList:
    """An open vacancy and its list; `opened_at` None is no list yet."""

    advert: Advert
    opened_at: datetime | None
    counts: Counts
    skilled: bool

    @property
    def stage(self) -> ListStage:
        """How far the list is."""
        if self.counts.waiting:
            return ListStage.WAITING
        if not self.skilled:
            return ListStage.UNSKILLED
        return ListStage.NONE if self.opened_at is None else ListStage.DECIDED


@dataclass(frozen=True, slots=True)
class ListsPage:
    """One page of the vacancies, and of how many there are in each stage whatever the page."""

    items: tuple[VacancyWithList, ...]
    page: int
    pages: int
    total: int
    stages: Mapping[ListStage, int]


_STAGES = list(ListStage)


def vacancy_lists(
    session: Session, *, wanted: ListFilter | None = None, page: int = 1, page_size: int = 20
) -> ListsPage:
    """Give one page of the open vacancies: what waits for a decision first, most people first.

    Then those without a list, those decided, and last those "nog niet verskild"; within a stage
    the newest first. A page past the last gives the last.
    """
    wanted = wanted or ListFilter()
    found = [one for one in _open(session, wanted) if _has(one, wanted.text)]
    stages = {stage: sum(one.stage is stage for one in found) for stage in ListStage}
    if wanted.stage is not None:
        found = [one for one in found if one.stage is wanted.stage]
    found.sort(key=_by_work)
    pages = max(1, -(-len(found) // page_size))
    number = min(max(page, 1), pages)
    here = found[(number - 1) * page_size :][:page_size]
    return ListsPage(tuple(here), number, pages, len(found), stages)


def _by_work(one: VacancyWithList) -> tuple[int, int, int]:
    return _STAGES.index(one.stage), -one.counts.waiting, -one.advert.vacancy.id


def _has(one: VacancyWithList, text: str) -> bool:
    sought = text.casefold()
    told = f"{one.advert.vacancy.title} {one.advert.trade_name} {one.advert.municipality or ''}"
    return sought in told.casefold()


def _open(session: Session, wanted: ListFilter) -> list[VacancyWithList]:
    asked = exists().where(col(Requirement.vacancy_id) == col(Vacancy.id))
    rows = (
        select(Vacancy.id, asked, Shortlist.opened_at)
        .join(Shortlist, col(Shortlist.vacancy_id) == col(Vacancy.id), isouter=True)
        .where(Vacancy.state == VacancyState.OPEN)
    )
    if wanted.sector:
        rows = rows.where(Vacancy.sector == wanted.sector)
    known = session.exec(rows).all()
    adverts = adverts_of(session, vacancy_ids=[number for number, _, _ in known])
    counts = _counts(session)
    return [
        VacancyWithList(adverts[number], opened, counts.get(number, Counts()), bool(skilled))
        for number, skilled, opened in known
    ]


def _counts(session: Session) -> dict[int, Counts]:
    """Count who is on each list and still has a skills card, in one question."""
    agreed = exists().where(
        col(Consent.candidate_id) == col(Candidate.id),
        col(Consent.purpose) == Purpose.MATCHING,
        col(Consent.withdrawn_at).is_(None),
    )
    rows = session.exec(
        select(Shortlist.vacancy_id, Entry.state, func.count())
        .join(Entry, col(Entry.shortlist_id) == col(Shortlist.id))
        .join(Candidate, col(Candidate.id) == col(Entry.candidate_id))
        .where(Candidate.state == CandidateState.ACTIVE, agreed)
        .group_by(col(Shortlist.vacancy_id), col(Entry.state))
    )
    told: dict[int, dict[EntryState, int]] = {}
    for vacancy, state, number in rows:
        told.setdefault(vacancy, {})[EntryState(state)] = number
    return {
        vacancy: Counts(
            one.get(EntryState.PROPOSED, 0),
            one.get(EntryState.APPROVED, 0),
            one.get(EntryState.SET_ASIDE, 0),
        )
        for vacancy, one in told.items()
    }
