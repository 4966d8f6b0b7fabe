"""One changed skill, tried on a vacancy: which can be chosen, and what moves; nothing is kept."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session

from api.pages.forms import Fields
from api.pages.shown_work import foreign_names
from foundation.terms import LEVELS
from matching.market import WhatIf, what_if
from matching.pool import OUTSIDE
from matching.service import Match, Matcher
from profiles.skillset import candidate_skills
from vacancies.adverts import Advert, adverts_of

# How deep the top is that is compared when one skill changes.
TOP = 5
EVERYTHING = 10**9


@dataclass(frozen=True, slots=True)
class SkillChoice:
    """A skill whose level can be tried; plain names, for options hold no markup."""

    skill_id: int
    label: str
    language: str
    level: int | None
    owned: bool


@dataclass(frozen=True, slots=True)
class Moved:
    """What one changed skill moves: this vacancy, and the top of the list."""

    skill_id: int
    level: int | None
    found: WhatIf
    adverts: Mapping[int, Advert]


def choices_for(
    session: Session, matcher: Matcher, own: int, match: Match, language: str
) -> tuple[SkillChoice, ...]:
    """List the skills to try: those on the profile, and what this vacancy asks beside them."""
    levels = {row.skill_id: row.level for row in candidate_skills(session, candidate_id=own)}
    asked = {matcher.numbers.ids[part.asking.skill] for part in match.explanation.parts}
    ids = [one for one in {*levels, *asked} if matcher.numbers.of(one) != OUTSIDE]
    foreign = foreign_names(session, language, ids)
    listed = (
        SkillChoice(
            one,
            matcher.numbers.name(matcher.numbers.of(one)),
            foreign.get(one, language),
            levels.get(one),
            one in levels,
        )
        for one in ids
    )
    return tuple(sorted(listed, key=lambda one: (not one.owned, one.label, one.skill_id)))


def tried_in(
    asked: Fields, choices: tuple[SkillChoice, ...]
) -> tuple[tuple[int, int | None] | None, dict[str, str]]:
    """Read which skill is tried at which level; nothing was asked without a skill."""
    skill, level = asked.one("vaardigheid"), asked.one("niveau")
    if not skill:
        return None, {}
    errors = {}
    if skill not in {str(one.skill_id) for one in choices}:
        errors["vaardigheid"] = "Kies een vaardigheid uit de lijst."
    if level not in {"", *(str(one) for one in LEVELS)}:
        errors["niveau"] = "Kies een niveau uit de lijst."
    return (None, errors) if errors else ((int(skill), int(level) if level else None), {})


def moved_by(
    session: Session, matcher: Matcher, own: int, vacancy: int, skill: int, level: int | None
) -> Moved:
    """Rank all work anew with one skill at one level, and take what belongs on the page."""
    whole = what_if(session, matcher, candidate=own, skill=skill, level=level, most=EVERYTHING)
    moves = tuple(
        one
        for one in whole.moves
        if one.vacancy_id == vacancy or min(one.place_before, one.place_after) <= TOP
    )
    adverts = adverts_of(session, vacancy_ids=[one.vacancy_id for one in moves])
    return Moved(skill, level, WhatIf(moves, whole.rising, whole.falling), adverts)
