"""Introductions to look at: each side's list, and one of them with what that side may know."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from coaching.cards import Card, cards_of
from coaching.introduction_steps import CLOCKED, OPENED, steps_of
from coaching.introduction_words import Reader, Told, stands, told
from coaching.models import Assignment, DeclineReason, Introduction, IntroductionState
from profiles.models import Candidate
from profiles.pseudonyms import pseudonym
from profiles.service import ENDED
from vacancies.adverts import Advert, adverts_of
from vacancies.models import Vacancy


@dataclass(frozen=True, slots=True)
class Listed:
    """An introduction on a list; `name` is empty for who may not know it."""

    id: int
    candidate_id: int
    state: IntroductionState
    stands: str
    title: str
    company: str
    due_on: date | None
    waits: bool
    is_late: bool
    at: datetime
    name: str = ""

    @property
    def pseudonym(self) -> str:
        """What the person is called where there is no name."""
        return pseudonym(self.candidate_id)


@dataclass(frozen=True, slots=True)
class Shown:
    """One introduction as one side sees it.

    `name` and `presentation` are empty where that side may not read them, or not any more; `card`
    is None when the person no longer takes part. Of who has stopped for good nobody else reads a
    word. The texts are those that are for this side.
    """

    row: Introduction
    reader: Reader
    advert: Advert
    stands: str
    history: tuple[Told, ...]
    name: str
    presentation: str
    words: str
    card: Card | None
    text_for_coach: str
    text_for_candidate: str
    reason: DeclineReason | None

    @property
    def is_running(self) -> bool:
        """Whether a clock runs."""
        return self.row.state in CLOCKED

    @property
    def is_open(self) -> bool:
        """Whether the employer may read the name and the presentation, at this moment."""
        return self.row.state in OPENED and self.card is not None


def show_introduction(session: Session, row: Introduction, *, reader: Reader) -> Shown:
    """Put together what one side may know of an introduction, as things stand now."""
    card = cards_of(session, candidate_ids=[row.candidate_id]).get(row.candidate_id)
    candidate = session.get_one(Candidate, row.candidate_id, populate_existing=True)
    is_employer = reader is Reader.EMPLOYER
    has_left = candidate.state in ENDED and reader is not Reader.CANDIDATE
    shut = has_left or (is_employer and (row.state not in OPENED or card is None))
    before = row.state is IntroductionState.ASKED and not row.presentation
    return Shown(
        row=row,
        reader=reader,
        advert=adverts_of(session, vacancy_ids=[row.vacancy_id])[row.vacancy_id],
        stands=stands(row.state, reader),
        history=tuple(told(steps_of(session, introduction_id=row.id), reader)),
        name="" if shut else candidate.name,
        presentation="" if shut else (candidate.presentation if before else row.presentation),
        words="" if is_employer or has_left else row.words,
        card=None if shut else card,
        text_for_coach="" if has_left else _text_for_coach(row, reader),
        text_for_candidate="" if has_left else row.text_for_candidate,
        reason=row.decline_reason,
    )


def _text_for_coach(row: Introduction, reader: Reader) -> str:
    """The coach reads it, and whoever wrote it: the candidate with a no, else the employer."""
    of_candidate = row.introduced_at is None
    writer = Reader.CANDIDATE if of_candidate else Reader.EMPLOYER
    return row.text_for_coach if reader in (Reader.COACH, writer) else ""


def introductions_of_candidate(session: Session, *, candidate_id: int) -> list[Listed]:
    """List one's own introductions: what waits for oneself first, then the newest."""
    own = select(Introduction).where(Introduction.candidate_id == candidate_id)
    rows = session.exec(own).all()
    waiting = {row.id for row in rows if row.state is IntroductionState.ASKED}
    return _sorted(_listed(session, rows, Reader.CANDIDATE, waiting))


def introductions_for_employer(session: Session, *, employer_id: int) -> list[Listed]:
    """List what an employer received, without names: what waits for an answer first.

    Who no longer takes part is not on it.
    """
    received = (
        select(Introduction)
        .join(Vacancy)
        .where(Vacancy.employer_id == employer_id, col(Introduction.introduced_at).is_not(None))
    )
    rows = _with_card(session, session.exec(received).all())
    asks = (IntroductionState.INTRODUCED, IntroductionState.MEETING)
    waiting = {row.id for row in rows if row.state in asks}
    return _sorted(_listed(session, rows, Reader.EMPLOYER, waiting))


def introductions_of_coach(session: Session, *, coach_id: int) -> list[Listed]:
    """List the introductions of the people a coach guides, by name: what came back first.

    Who no longer takes part is not on it.
    """
    guided = (
        select(Introduction, Candidate.name)
        .join(Candidate, col(Candidate.id) == col(Introduction.candidate_id))
        .join(Assignment, col(Assignment.candidate_id) == col(Introduction.candidate_id))
        .where(Assignment.coach_id == coach_id, col(Assignment.ended_at).is_(None))
    )
    found = session.exec(guided).all()
    names = {row.candidate_id: name for row, name in found}
    rows = _with_card(session, [row for row, _ in found])
    waiting = {row.id for row in rows if row.escalated_at and row.state in CLOCKED}
    return _sorted(_listed(session, rows, Reader.COACH, waiting, names))


def _with_card(session: Session, rows: Sequence[Introduction]) -> list[Introduction]:
    cards = cards_of(session, candidate_ids={row.candidate_id for row in rows})
    return [row for row in rows if row.candidate_id in cards]


def _listed(
    session: Session,
    rows: Sequence[Introduction],
    reader: Reader,
    waiting: set[int],
    names: dict[int, str] | None = None,
) -> list[Listed]:
    adverts = adverts_of(session, vacancy_ids={row.vacancy_id for row in rows})
    return [
        Listed(
            id=row.id,
            candidate_id=row.candidate_id,
            state=row.state,
            stands=stands(row.state, reader),
            title=adverts[row.vacancy_id].vacancy.title,
            company=adverts[row.vacancy_id].trade_name,
            due_on=row.due_on,
            waits=row.id in waiting,
            is_late=row.escalated_at is not None,
            at=row.ended_at or row.introduced_at or row.asked_at,
            name=(names or {}).get(row.candidate_id, ""),
        )
        for row in rows
    ]


def _sorted(listed: list[Listed]) -> list[Listed]:
    """What waits first, then what runs, each by its last day; then what is over, newest first."""
    over = sorted((one for one in listed if one.state not in CLOCKED), key=_newest)
    running = sorted((one for one in listed if one.state in CLOCKED), key=_soonest)
    return running + over


def _soonest(one: Listed) -> tuple[bool, date, int]:
    return not one.waits, one.due_on or date.max, one.id


def _newest(one: Listed) -> tuple[float, int]:
    return -one.at.timestamp(), -one.id
