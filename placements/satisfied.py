"""What both sides think of it: the answers to the three questions, counted and never by person."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import Session, col, select

from matching.counting import FEWEST
from placements.cells import seen, shown_apart
from placements.funnel import part_of
from placements.models import Outcome, OutcomeState, Satisfaction, Side
from placements.satisfaction import MARKS, QUESTIONS
from placements.spans import Span
from placements.supply import Regions

# The marks that mean yes.
YES = (4, 5)


@dataclass(frozen=True, slots=True)
class QuestionMarks:
    """How one question was answered.

    Args:
        key: `helped`, `fitting` or `again`.
        words: the question as it was asked.
        mean: to one decimal, from 1.0 to 5.0.
        marks: how often each mark was given, from 1 to 5; None is hidden.
        yes_percent: which part said yes: a 4 or a 5.
    """

    key: str
    words: str
    mean: float | None
    marks: tuple[int | None, ...]
    yes_percent: int | None = None


@dataclass(frozen=True, slots=True)
class SideSatisfaction:
    """What one side answered; the means are None under five answers."""

    side: Side
    answers: int | None
    questions: tuple[QuestionMarks, ...]


def satisfaction_of_both(
    session: Session, *, span: Span, region_ids: Regions = None
) -> tuple[SideSatisfaction, ...]:
    """Count what was answered in a span, about outcomes of these regions."""
    given = (
        select(Satisfaction)
        .join(Outcome, col(Outcome.id) == col(Satisfaction.outcome_id))
        .where(
            Outcome.state != OutcomeState.CORRECTED,
            Satisfaction.answered_at >= span.begin,
            Satisfaction.answered_at < span.end,
        )
    )
    if region_ids is not None:
        given = given.where(col(Outcome.region_id).in_(region_ids))
    rows = session.exec(given).all()
    return tuple(_side(side, [row for row in rows if row.side is side]) for side in Side)


def _side(side: Side, rows: list[Satisfaction]) -> SideSatisfaction:
    questions = [
        _question(key, words, [getattr(row, key) for row in rows])
        for key, words in QUESTIONS[side].items()
    ]
    return SideSatisfaction(side, seen(len(rows)), tuple(questions))


def _question(key: str, words: str, given: Iterable[int]) -> QuestionMarks:
    counted = Counter(given)
    number = counted.total()
    shown = shown_apart(MARKS, counted)
    mean = None
    if number >= FEWEST:
        # Whole tenths, a half up: the same on every machine.
        total = sum(mark * times for mark, times in counted.items())
        mean = (20 * total + number) // (2 * number) / 10
    yes = seen(sum(counted[mark] for mark in YES))
    part = part_of(yes, number) if number >= FEWEST else None
    return QuestionMarks(key, words, mean, tuple(shown.values()), part)
