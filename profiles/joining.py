"""Two profiles of one person become one: what was made in a visit goes to the one that stays."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlmodel import Session

from profiles.history import MOST_EXPERIENCES, experiences_of
from profiles.interests import answers_of, outcome_of
from profiles.models import (
    Candidate,
    CandidateLanguage,
    CandidateSkill,
    Experience,
    HiddenEmployer,
    InterestAnswer,
    InterestOutcome,
    OwnWord,
    Preferences,
)
from profiles.own_words import MOST_OWN_WORDS, own_words_of
from profiles.service import candidate_to_change
from profiles.skillset import MOST_SKILLS, candidate_skills
from profiles.states import erase_person
from profiles.wishes import (
    MOST_HIDDEN,
    MOST_LANGUAGES,
    hidden_employers_of,
    languages_of,
    preferences_of,
)
from skills.wording import fold

Row = TypeVar(
    "Row", CandidateSkill, CandidateLanguage, Experience, OwnWord, HiddenEmployer, InterestAnswer
)


@dataclass(frozen=True, slots=True)
class Joined:
    """How much was taken over of each; `wishes` and `interests` go as a whole or not at all."""

    skills: int
    languages: int
    experiences: int
    own_words: int
    hidden_employers: int
    wishes: bool
    interests: bool


def join_profiles(session: Session, *, kept: int, joined: int, now: datetime) -> Joined:
    """Take over what `kept` lacks from `joined`, then erase `joined` with its account.

    `kept` is the number of the profile that stays, `joined` that of the one made in the visit.
    Nothing that stands on the kept profile is changed, and no list grows over its maximum: what
    came first on the joined profile goes first. Consents are not taken over.

    Raises:
        UnknownCandidate, ProfileEnded: one of the two is not there, or has ended.
    """
    if kept == joined:
        raise ValueError("a profile cannot be joined with itself")
    stays = candidate_to_change(session, candidate_id=kept)
    goes = candidate_to_change(session, candidate_id=joined)
    taken = _take_over(session, kept, joined)
    _introduce(stays, goes)
    session.flush()
    erase_person(session, candidate_id=joined, now=now)
    return taken


def _introduce(stays: Candidate, goes: Candidate) -> None:
    """Fill the name and the words of somebody who had not given them."""
    stays.name = stays.name or goes.name
    stays.presentation = stays.presentation or goes.presentation
    stays.working = goes.working if stays.working is None else stays.working


def _take_over(session: Session, kept: int, joined: int) -> Joined:
    def move(
        rows_of: Callable[..., Sequence[Row]], what: Callable[[Row], Hashable], most: int
    ) -> int:
        standing = rows_of(session, candidate_id=kept)
        there = {what(row) for row in standing}
        lacking = [row for row in rows_of(session, candidate_id=joined) if what(row) not in there]
        moved = lacking[: max(0, most - len(standing))]
        for row in moved:
            row.candidate_id = kept
        session.flush()
        return len(moved)

    return Joined(
        skills=move(candidate_skills, lambda row: row.skill_id, MOST_SKILLS),
        languages=move(languages_of, lambda row: row.language, MOST_LANGUAGES),
        experiences=move(experiences_of, lambda row: (row.kind, fold(row.title)), MOST_EXPERIENCES),
        own_words=move(own_words_of, lambda row: fold(row.text), MOST_OWN_WORDS),
        hidden_employers=move(
            hidden_employers_of, lambda row: (row.kvk, row.trade_name), MOST_HIDDEN
        ),
        wishes=_take_wishes(session, kept, joined),
        interests=_take_interests(session, kept, joined),
    )


def _take_wishes(session: Session, kept: int, joined: int) -> bool:
    wishes = preferences_of(session, candidate_id=joined)
    if wishes is None or preferences_of(session, candidate_id=kept) is not None:
        return False
    session.add(Preferences(**{**wishes.model_dump(), "candidate_id": kept}))
    return True


def _take_interests(session: Session, kept: int, joined: int) -> bool:
    given = answers_of(session, candidate_id=joined)
    if not given or answers_of(session, candidate_id=kept):
        return False
    session.add_all(
        InterestAnswer(candidate_id=kept, question=key, answer=value)
        for key, value in given.items()
    )
    outcome = outcome_of(session, candidate_id=joined)
    if outcome is not None:
        session.add(InterestOutcome(**{**outcome.model_dump(), "candidate_id": kept}))
    return True
