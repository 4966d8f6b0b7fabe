"""The interest test: thirty own questions, and the kinds of work (Holland) the answers point to.

Nobody is told what to become: the outcome only says where somebody likes to look.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, delete, select

from foundation.errors import Invalid, Problem
from profiles.drafts import QUESTION_KEYS, QUESTIONS_PER_INTEREST, InterestAnswerDraft
from profiles.models import Interest, InterestAnswer, InterestOutcome
from profiles.service import candidate_to_change

ANSWERS = ("Echt niet leuk", "Niet zo leuk", "Maakt me niet uit", "Leuk", "Heel leuk")
MOST_INTERESTS = 3
_HIGHEST_SUM = QUESTIONS_PER_INTEREST * (len(ANSWERS) - 1)

_WORDS = {
    "R1": "Een fiets repareren",
    "I1": "Uitzoeken waarom iets niet werkt",
    "A1": "Een kamer mooi inrichten",
    "S1": "Iemand helpen die verdrietig is",
    "E1": "Iets verkopen op een markt",
    "C1": "Papieren op volgorde leggen",
    "R2": "Een kast in elkaar zetten",
    "I2": "Een proefje doen en kijken wat er gebeurt",
    "A2": "Een liedje of een verhaal bedenken",
    "S2": "Een nieuwe collega iets leren",
    "E2": "Een feest of een uitje regelen",
    "C2": "Bijhouden hoeveel geld er binnenkomt en uitgaat",
    "R3": "Buiten werken met planten en grond",
    "I3": "Opzoeken hoe het lichaam werkt",
    "A3": "Foto's of filmpjes maken",
    "S3": "Voor een kind of een oudere zorgen",
    "E3": "Anderen overhalen om mee te doen",
    "C3": "Een lijst controleren op fouten",
    "R4": "Met een machine werken",
    "I4": "Een moeilijke puzzel oplossen",
    "A4": "Iets tekenen of schilderen",
    "S4": "Luisteren naar wat een buurtgenoot nodig heeft",
    "E4": "De leiding nemen in een groep",
    "C4": "Afspraken in een agenda zetten",
    "R5": "Een muur verven of behangen",
    "I5": "Cijfers vergelijken en zeggen wat ze betekenen",
    "A5": "Muziek maken of dansen",
    "S5": "Samen met een groep sporten of koken",
    "E5": "Een eigen zaak beginnen",
    "C5": "Spullen tellen en opschrijven wat er is",
}


@dataclass(frozen=True, slots=True)
class Question:
    """One activity to say how nice it would be; the key starts with the letter of its kind."""

    key: str
    text: str

    @property
    def interest(self) -> Interest:
        """Name the kind of work the activity belongs to."""
        return Interest(self.key[0])


# Mixed, so that no two questions of one kind follow each other.
QUESTIONS = tuple(Question(key, _WORDS[key]) for key in QUESTION_KEYS)


class AnswersMissing(Invalid):
    """There are questions without an answer; the problems name them by key."""


def answer(
    session: Session, *, candidate_id: int, draft: InterestAnswerDraft, now: datetime
) -> InterestAnswer:
    """Keep one answer, or change it; a test that was finished gets its new outcome at once.

    Raises:
        UnknownCandidate, ProfileEnded: there is nothing to change.
    """
    candidate_to_change(session, candidate_id=candidate_id)
    key = (candidate_id, draft.question)
    row = session.get(InterestAnswer, key, populate_existing=True) or InterestAnswer(
        candidate_id=candidate_id, question=draft.question, answer=draft.answer
    )
    row.answer = draft.answer
    session.add(row)
    session.flush()
    outcome = outcome_of(session, candidate_id=candidate_id)
    if outcome is not None:
        _note(session, outcome, now)
    return row


def answers_of(session: Session, *, candidate_id: int) -> dict[str, int]:
    """Give the answers so far by the key of their question, in the order of the test."""
    owned = select(InterestAnswer).where(InterestAnswer.candidate_id == candidate_id)
    rows = session.exec(owned.execution_options(populate_existing=True))
    given = {row.question: row.answer for row in rows}
    return {key: given[key] for key in QUESTION_KEYS if key in given}


def finish(session: Session, *, candidate_id: int, now: datetime) -> InterestOutcome:
    """Note the kinds of work the thirty answers point to; none when everything is liked alike.

    Raises:
        UnknownCandidate, ProfileEnded: there is nothing to change.
        AnswersMissing: a question has no answer.
    """
    candidate_to_change(session, candidate_id=candidate_id)
    given = answers_of(session, candidate_id=candidate_id)
    missing = [key for key in QUESTION_KEYS if key not in given]
    if missing:
        raise AnswersMissing(
            f"Beantwoord eerst alle vragen. Je mist er nog {len(missing)}.",
            tuple(Problem(key, "heeft nog geen antwoord") for key in missing),
        )
    outcome = outcome_of(session, candidate_id=candidate_id) or InterestOutcome(
        candidate_id=candidate_id, interests=frozenset(), finished_at=now
    )
    return _note(session, outcome, now)


def outcome_of(session: Session, *, candidate_id: int) -> InterestOutcome | None:
    """Find the outcome of the test; None when it was not finished."""
    return session.get(InterestOutcome, candidate_id, populate_existing=True)


def start_again(session: Session, *, candidate_id: int) -> None:
    """Throw away the answers and the outcome.

    Raises:
        UnknownCandidate, ProfileEnded: there is nothing to change.
    """
    candidate_to_change(session, candidate_id=candidate_id)
    for kind in (InterestAnswer, InterestOutcome):
        session.exec(delete(kind).where(col(kind.candidate_id) == candidate_id))
    session.flush()


def scores(answers: Mapping[str, int]) -> dict[Interest, int]:
    """Count per kind of work 0 to 100: the share of the most it could get, rounded down.

    A question without an answer counts as 0.
    """
    return {
        kind: 100
        * sum(value for key, value in answers.items() if key.startswith(kind.value))
        // _HIGHEST_SUM
        for kind in Interest
    }


def top_interests(counted: Mapping[Interest, int]) -> tuple[Interest, ...]:
    """Give the kinds with the highest scores, highest first, at most three.

    Only what lies above the person's own average counts, so a flat profile gives none. Of equal
    scores the first in the order of Holland (R, I, A, S, E, C) goes before.
    """
    total = sum(counted.values())
    above = [kind for kind in Interest if counted[kind] * len(counted) > total]
    return tuple(sorted(above, key=lambda kind: -counted[kind])[:MOST_INTERESTS])


def _note(session: Session, outcome: InterestOutcome, now: datetime) -> InterestOutcome:
    given = answers_of(session, candidate_id=outcome.candidate_id)
    outcome.interests = frozenset(top_interests(scores(given)))
    outcome.finished_at = now
    session.add(outcome)
    session.flush()
    return outcome
