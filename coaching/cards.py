"""Skills cards: what a coach or a member sees of somebody before his name may be known."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from foundation.database import batches
from foundation.places import Postcode
from foundation.terms import LanguageLevel, WorkKind
from profiles.models import (
    Candidate,
    CandidateLanguage,
    CandidateSkill,
    CandidateState,
    Consent,
    Evidence,
    Preferences,
    Purpose,
)
from profiles.pseudonyms import pseudonym
from skills.service import skill_labels


@dataclass(frozen=True, slots=True)
class CardSkill:
    """A skill on a card; level None is unknown."""

    skill_id: int
    label: str
    level: int | None
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Card:
    """Somebody without a name: what he can, where about he lives and how much he wants to work.

    `municipality` None is unknown; `languages` are (ISO 639-3, level), level None unknown. Skills
    are in order: confirmed first, then the highest level, then the label.
    """

    candidate_id: int
    skills: tuple[CardSkill, ...]
    municipality: str | None
    hours_min: int | None
    hours_max: int | None
    kinds: frozenset[WorkKind]
    languages: tuple[tuple[str, LanguageLevel | None], ...]
    confirmed_at: datetime

    @property
    def pseudonym(self) -> str:
        """What the person is called here."""
        return pseudonym(self.candidate_id)


def cards_of(
    session: Session, *, candidate_ids: Iterable[int], purpose: Purpose = Purpose.MATCHING
) -> Mapping[int, Card]:
    """Read the cards of those who are active and agree to the purpose; the others are absent."""
    ids = sorted(set(candidate_ids))
    cards: dict[int, Card] = {}
    for batch in batches(ids):
        shown = _shown(session, batch, purpose)
        skills = _skills(session, list(shown))
        languages = _languages(session, list(shown))
        for row, stated, municipality in shown.values():
            cards[row.id] = Card(
                candidate_id=row.id,
                skills=tuple(skills.get(row.id, ())),
                municipality=municipality,
                hours_min=stated.hours_min if stated else None,
                hours_max=stated.hours_max if stated else None,
                kinds=stated.kinds if stated else frozenset(),
                languages=tuple(languages.get(row.id, ())),
                confirmed_at=row.confirmed_at,
            )
    return cards


_Shown = tuple[Candidate, Preferences | None, str | None]


def _shown(session: Session, ids: Iterable[int], purpose: Purpose) -> dict[int, _Shown]:
    agreed = (
        select(Consent.id)
        .where(
            Consent.candidate_id == Candidate.id,
            Consent.purpose == purpose,
            col(Consent.withdrawn_at).is_(None),
        )
        .exists()
    )
    rows = session.exec(
        select(Candidate, Preferences, Postcode.municipality)
        .select_from(Candidate)
        .join(Preferences, col(Preferences.candidate_id) == col(Candidate.id), isouter=True)
        .join(Postcode, col(Postcode.code) == col(Preferences.postcode), isouter=True)
        .where(col(Candidate.id).in_(ids), Candidate.state == CandidateState.ACTIVE, agreed)
    )
    return {row.id: (row, stated, municipality) for row, stated, municipality in rows}


def _skills(session: Session, ids: list[int]) -> dict[int, list[CardSkill]]:
    owned = select(CandidateSkill).where(col(CandidateSkill.candidate_id).in_(ids))
    rows = session.exec(owned).all()
    labels = skill_labels(session, ids={row.skill_id for row in rows})
    found: dict[int, list[CardSkill]] = {}
    for row in rows:
        label = labels.get(row.skill_id, "")
        one = CardSkill(row.skill_id, label, row.level, row.evidence)
        found.setdefault(row.candidate_id, []).append(one)
    for skills in found.values():
        skills.sort(key=_by_weight)
    return found


_EVIDENCE_ORDER = (Evidence.CONFIRMED, Evidence.SUPPORTED, Evidence.CLAIMED)


def _by_weight(skill: CardSkill) -> tuple[int, int, str]:
    return _EVIDENCE_ORDER.index(skill.evidence), -(skill.level or 0), skill.label


def _languages(
    session: Session, ids: list[int]
) -> dict[int, list[tuple[str, LanguageLevel | None]]]:
    spoken = select(CandidateLanguage).where(col(CandidateLanguage.candidate_id).in_(ids))
    found: dict[int, list[tuple[str, LanguageLevel | None]]] = {}
    for row in session.exec(spoken.order_by(col(CandidateLanguage.language))):
        found.setdefault(row.candidate_id, []).append((row.language, row.level))
    return found
