"""What people can do that the taxonomy has no word for: kept per person, and counted together."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from foundation.errors import Invalid, NotFound
from profiles.drafts import OwnWordDraft
from profiles.models import Candidate, OwnWord
from profiles.service import ENDED, candidate_to_change
from skills.wording import fold

MOST_OWN_WORDS = 50
# Words of fewer people could point at one of them.
SMALLEST_GROUP = 5


class TooManyOwnWords(Invalid):
    """More own words than a profile takes."""


class UnknownOwnWord(NotFound):
    """These words are not on the profile."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Words that `people` different people used and the taxonomy lacks; without capitals."""

    text: str
    people: int


def keep_own_word(
    session: Session, *, candidate_id: int, draft: OwnWordDraft, now: datetime
) -> OwnWord:
    """Keep what a person can do in own words; the same words again change nothing.

    Raises:
        UnknownCandidate, ProfileEnded: there is nothing to change.
        TooManyOwnWords: the profile is full.
    """
    candidate_to_change(session, candidate_id=candidate_id)
    owned = own_words_of(session, candidate_id=candidate_id)
    for row in owned:
        if fold(row.text) == fold(draft.text):
            return row
    if len(owned) >= MOST_OWN_WORDS:
        raise TooManyOwnWords(f"Bewaar hoogstens {MOST_OWN_WORDS} eigen woorden. Haal er een weg.")
    row = OwnWord(candidate_id=candidate_id, text=draft.text, created_at=now)
    session.add(row)
    session.flush()
    return row


def remove_own_word(session: Session, *, candidate_id: int, own_word_id: int) -> None:
    """Take own words off the profile.

    Raises:
        UnknownCandidate, ProfileEnded: there is nothing to change.
        UnknownOwnWord: they are not on this profile.
    """
    candidate_to_change(session, candidate_id=candidate_id)
    row = session.get(OwnWord, own_word_id, populate_existing=True)
    if row is None or row.candidate_id != candidate_id:
        raise UnknownOwnWord("Deze woorden staan niet op het profiel. Ververs de pagina.")
    session.delete(row)
    session.flush()


def own_words_of(session: Session, *, candidate_id: int) -> list[OwnWord]:
    """List the own words of a candidate, in the order they were added."""
    owned = select(OwnWord).where(OwnWord.candidate_id == candidate_id).order_by(col(OwnWord.id))
    return list(session.exec(owned.execution_options(populate_existing=True)))


def gap_list(session: Session, *, fewest: int = SMALLEST_GROUP) -> list[Gap]:
    """List what people miss in the taxonomy, most people first, then by the alphabet.

    Capitals and accents do not count, and a person counts once per text. Profiles that ended do
    not count. Words of fewer people than `fewest` stay hidden; it is never under `SMALLEST_GROUP`.
    """
    if fewest < SMALLEST_GROUP:
        raise ValueError(f"words of fewer than {SMALLEST_GROUP} people are never told")
    living = col(Candidate.state).not_in(ENDED)
    said = select(OwnWord.candidate_id, OwnWord.text).join(Candidate).where(living)
    people = Counter(
        text for _, text in {(number, fold(text)) for number, text in session.exec(said)}
    )
    gaps = (Gap(text, number) for text, number in people.items() if number >= fewest)
    return sorted(gaps, key=lambda gap: (-gap.people, gap.text))
