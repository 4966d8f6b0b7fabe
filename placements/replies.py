"""How quickly introductions are answered: in time, reminders, back to the coach, and why not.

Counted from the introductions that are still there: they go four weeks after the vacancy ended (a
year with consent for research, see coaching/retention.py), and no plain counts are kept of them.
Every number is of questions put to people, and None from one up to four.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import groupby
from statistics import median_low

from sqlmodel import Session, col, select

from coaching.introduction_steps import What
from coaching.introductions import TO_ANSWER
from coaching.models import DeclineReason, Introduction, IntroductionStep
from coaching.replies import TO_MEET
from coaching.working_days import is_working_day, working_days_after
from foundation.clock import day_here
from matching.counting import FEWEST
from placements.cells import hide_small, seen, shown_apart
from placements.funnel import part_of
from placements.spans import Span
from placements.supply import Regions
from skills.models import Sector
from vacancies.models import Employer, Vacancy


class Question(StrEnum):
    """What somebody is asked on the way; the value is the word on the page."""

    CANDIDATE = "kandidaat: voordragen?"
    EMPLOYER = "werkgever: eerste antwoord"
    MEETING = "werkgever: na kennismaken"


@dataclass(frozen=True, slots=True)
class Replies:
    """How one question was answered.

    Args:
        question: which.
        asked: how often it was put.
        answered: how often whoever was asked gave an answer, early or late.
        in_time: how often on or before the last working day.
        no_answer: how often it was closed because no answer came.
        reminded: how often a reminder left; `escalated` how often it went back to the coach.
        median_days: within how many working days half of the answers came.
    """

    question: Question
    asked: int | None
    answered: int | None = None
    in_time: int | None = None
    no_answer: int | None = None
    reminded: int | None = None
    escalated: int | None = None
    median_days: int | None = None
    in_time_percent: int | None = None


@dataclass(frozen=True, slots=True)
class SectorReplies:
    """How employers of one sector first answered."""

    key: str
    label: str
    replies: Replies


@dataclass(frozen=True, slots=True)
class ReplyBehaviour:
    """How the introductions asked for in a span were answered.

    Args:
        introductions: how many were asked for.
        questions: one row each, in the order in which they come.
        sectors: the first answer of employers, by sector, in order of name.
        declined: how often an employer said no; `reasons` why, the most given first.
        refused: how often a candidate did not want to be introduced.
    """

    introductions: int | None
    questions: tuple[Replies, ...]
    sectors: tuple[SectorReplies, ...]
    declined: int | None
    reasons: tuple[tuple[DeclineReason, int | None], ...]
    refused: int | None


def reply_behaviour(session: Session, *, span: Span, region_ids: Regions = None) -> ReplyBehaviour:
    """Count how the introductions asked for in a span were answered, as far as they are kept.

    With `region_ids` those at employers there alone.
    """
    kept = _introductions(session, span, region_ids)
    put = list(_put(session, span, kept))
    by_question: dict[Question, list[_Put]] = defaultdict(list)
    for one in put:
        by_question[one.question].append(one)
    first = by_question[Question.EMPLOYER]
    reasons = Counter(one.reason for one in kept.values() if one.reason is not None)
    shown = shown_apart(DeclineReason, reasons)
    return ReplyBehaviour(
        introductions=seen(len(kept)),
        questions=tuple(_counted(one, by_question[one]) for one in Question),
        sectors=tuple(_by_sector(session, kept, first)),
        declined=seen(sum(reasons.values())),
        reasons=tuple(sorted(shown.items(), key=lambda one: (-(one[1] or 0), one[0]))),
        refused=seen(sum(one.refused for one in by_question[Question.CANDIDATE])),
    )


# What was asked, and what came of it


@dataclass(frozen=True, slots=True)
class _Kept:
    sector: str
    reason: DeclineReason | None


@dataclass(slots=True)
class _Put:
    """A question that was put to somebody, on a day."""

    question: Question
    introduction: int
    day: date
    answered_on: date | None = None
    closed: bool = False
    refused: bool = False
    marks: set[What] = field(default_factory=set)

    @property
    def in_time(self) -> bool:
        last = working_days_after(self.day, _DAYS[self.question])
        return self.answered_on is not None and self.answered_on <= last


# Which step puts a question, and which answer it.
_PUTS: Mapping[What, Question] = {
    What.ASKED: Question.CANDIDATE,
    What.INTRODUCED: Question.EMPLOYER,
    What.MEETING: Question.MEETING,
}
_ANSWERS: Mapping[Question, frozenset[What]] = {
    Question.CANDIDATE: frozenset({What.INTRODUCED, What.REFUSED}),
    Question.EMPLOYER: frozenset({What.MEETING, What.ACCEPTED, What.DECLINED}),
    Question.MEETING: frozenset({What.ACCEPTED, What.DECLINED}),
}
_DAYS: Mapping[Question, int] = {
    Question.CANDIDATE: TO_ANSWER,
    Question.EMPLOYER: TO_ANSWER,
    Question.MEETING: TO_MEET,
}
_UNANSWERED = frozenset({What.CLOSED, What.RAN_OUT})
_MARKS = frozenset({What.REMINDED, What.ESCALATED})


def _introductions(session: Session, span: Span, region_ids: Regions) -> dict[int, _Kept]:
    rows = (
        select(Introduction.id, Vacancy.sector, Introduction.decline_reason)
        .join(Vacancy, col(Vacancy.id) == col(Introduction.vacancy_id))
        .where(Introduction.asked_at >= span.begin, Introduction.asked_at < span.end)
    )
    if region_ids is not None:
        there = select(Employer.id).where(col(Employer.region_id).in_(region_ids))
        rows = rows.where(col(Vacancy.employer_id).in_(there))
    return {
        number: _Kept(sector, DeclineReason(reason) if reason else None)
        for number, sector, reason in session.exec(rows)
    }


def _put(session: Session, span: Span, kept: Mapping[int, _Kept]) -> Iterator[_Put]:
    rows = (
        select(IntroductionStep.introduction_id, IntroductionStep.what, IntroductionStep.at)
        .join(Introduction, col(Introduction.id) == col(IntroductionStep.introduction_id))
        .where(Introduction.asked_at >= span.begin, Introduction.asked_at < span.end)
        .order_by(col(IntroductionStep.introduction_id), col(IntroductionStep.id))
    )
    for number, steps in groupby(session.exec(rows), key=lambda row: row[0]):
        if number in kept:
            yield from _of_one(number, [(What(what), at) for _, what, at in steps])


def _of_one(number: int, steps: Iterable[tuple[What, datetime]]) -> Iterator[_Put]:
    """Cut the history of one introduction into the questions that were put."""
    current: _Put | None = None
    for what, at in steps:
        if current is not None:
            if what in _MARKS:
                current.marks.add(what)
                continue
            if what is What.MORE_TIME:
                continue
            if what in _ANSWERS[current.question]:
                current.answered_on = day_here(at)
                current.refused = what is What.REFUSED
            current.closed = what in _UNANSWERED
            yield current
            current = None
        if what in _PUTS:
            current = _Put(_PUTS[what], number, day_here(at))
    if current is not None:
        yield current


# Counting


def _counted(question: Question, put: Sequence[_Put]) -> Replies:
    if seen(len(put)) is None:
        return Replies(question, None)
    answered = [one for one in put if one.answered_on is not None]
    in_time = seen(sum(one.in_time for one in put))
    closed = sum(one.closed for one in put)
    settled = len(answered) + closed
    return Replies(
        question=question,
        asked=len(put),
        answered=seen(len(answered)),
        in_time=in_time,
        no_answer=seen(closed),
        reminded=seen(sum(What.REMINDED in one.marks for one in put)),
        escalated=seen(sum(What.ESCALATED in one.marks for one in put)),
        median_days=_median_days(answered),
        in_time_percent=part_of(in_time, settled),
    )


def _median_days(answered: Sequence[_Put]) -> int | None:
    if len(answered) < FEWEST:
        return None
    return median_low(working_days_between(one.day, one.answered_on) for one in answered)


def working_days_between(start: date, end: date | None) -> int:
    """Count the working days after a day, up to and including another; 0 on the day itself."""
    days = ((end or start) - start).days
    return sum(is_working_day(start + timedelta(days=ahead)) for ahead in range(1, days + 1))


def _by_sector(
    session: Session, kept: Mapping[int, _Kept], put: Iterable[_Put]
) -> Iterator[SectorReplies]:
    labels = dict(session.exec(select(Sector.key, Sector.label)).all())
    found: dict[str, list[_Put]] = defaultdict(list)
    for one in put:
        found[kept[one.introduction].sector].append(one)
    shown = hide_small({key: len(some) for key, some in found.items()})
    for key in sorted(found, key=lambda key: labels.get(key, key)):
        hidden = Replies(Question.EMPLOYER, None)
        some = hidden if shown[key] is None else _counted(Question.EMPLOYER, found[key])
        yield SectorReplies(key, labels.get(key, key), some)
