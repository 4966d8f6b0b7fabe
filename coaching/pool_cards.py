"""The cards of a pool search: skills, levels, region and hours of somebody, and nothing else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from sqlmodel import Session

from coaching.card_names import card_name
from coaching.cards import Card, cards_of
from coaching.coarse import K, Shown, Whereabouts, coarsened
from coaching.pool_views import Searcher
from matching.counting import FITS
from matching.explain import Explanation, explain
from matching.holders import holders
from matching.reference import Asking
from matching.service import Matcher
from matching.sides import candidate_sides
from profiles.models import Purpose

# From here on somebody "has a part" of what is asked; below it everybody is still reached.
PART = 25


class Fit(StrEnum):
    """How somebody fits, in words; the value is the word on the page."""

    NOW = "past nu"
    AFTER_TRAINING = "past na scholing"
    PART = "heeft een deel"
    FURTHER = "verder weg"


@dataclass(frozen=True, slots=True)
class PoolSkill:
    """A skill on a card; level None is unknown, `asked` says it was searched for."""

    skill_id: int
    label: str
    level: int | None
    asked: bool


@dataclass(frozen=True, slots=True)
class PoolCard:
    """What an employer sees of somebody: `others` counts the skills too rare to name."""

    name: str
    fit: Fit
    skills: tuple[PoolSkill, ...]
    others: int
    place: str
    hours: str


def pool_cards(
    session: Session,
    matcher: Matcher,
    searcher: Searcher,
    asked: Sequence[Asking],
    ids: Sequence[int],
    known: Mapping[int, Whereabouts],
) -> dict[int, PoolCard]:
    """Make the cards of some people, in their order; who may not be shown any more is left out.

    `known` is everybody who can be found: what is rare follows from them all, not from the page.
    """
    cards = cards_of(session, candidate_ids=ids, purpose=Purpose.POOL_SEARCH)
    fits = _fits(session, matcher, asked, ids)
    told = coarsened(known.values())
    wanted = {matcher.numbers.ids[one.skill] for one in asked}
    common = _common(session, matcher, known)
    return {
        one: _card(searcher, cards[one], fits[one], told[known[one]], wanted, common)
        for one in ids
        if one in cards and one in fits
    }


def _common(session: Session, matcher: Matcher, known: Mapping[int, Whereabouts]) -> set[int]:
    """List the skills that at least `K` of those who can be found have; others name somebody."""
    everybody = np.fromiter(known, np.int64, len(known))
    number = holders(matcher.talent.follow(session), everybody)
    return {matcher.numbers.ids[skill] for skill in np.flatnonzero(number >= K).tolist()}


def _fits(
    session: Session, matcher: Matcher, asked: Sequence[Asking], ids: Sequence[int]
) -> dict[int, Fit]:
    courses = matcher.courses.of(session)
    return {
        one: _fit(explain(matcher.model, side.skills, asked, courses, side.course_days))
        for one, side in candidate_sides(session, ids, matcher.numbers).items()
    }


def _fit(said: Explanation) -> Fit:
    if said.fit >= FITS:
        return Fit.NOW
    if said.after_training >= FITS:
        return Fit.AFTER_TRAINING
    return Fit.PART if said.fit >= PART else Fit.FURTHER


def _card(
    searcher: Searcher, card: Card, fit: Fit, told: Shown, wanted: set[int], common: set[int]
) -> PoolCard:
    """Put a card together: what was asked first, then the rest as on every card."""
    skills = [
        PoolSkill(one.skill_id, one.label, one.level, one.skill_id in wanted)
        for one in card.skills
        if one.skill_id in wanted or one.skill_id in common
    ]
    skills.sort(key=lambda one: (not one.asked, -(one.level or 0), one.label))
    name = card_name(searcher.key, employer_id=searcher.employer_id, candidate_id=card.candidate_id)
    others = len(card.skills) - len(skills)
    return PoolCard(name, fit, tuple(skills), others, told.place, told.hours)
