"""The explorer of the labour market: where somebody's skills lead, and which one opens most."""

from dataclasses import dataclass

from fastapi import APIRouter, Request, Response
from sqlmodel import Session, col, select

from accounts.permissions import nothing_here
from api.asking import Matching, Reading
from api.pages.rendering import page, viewer_at
from api.pages.shown_work import (
    Wording,
    capital,
    courses_of,
    foreign_names,
    marked,
    shown_explanation,
    shown_matches,
)
from api.pages.skills import Number
from api.pages.work import OwnWork, means_of, page_number, skills_that_count
from matching.closer import brought_closer
from matching.market import (
    FittingOccupation,
    UnlockingSkill,
    occupations_that_fit,
    sectors_that_fit,
    skills_that_unlock,
)
from matching.own_occupation import own_occupation
from profiles.skillset import candidate_skills
from skills.mentions import UnknownSkill
from skills.models import Occupation
from skills.sectors import sectors
from vacancies.adverts import adverts_of

router = APIRouter(prefix="/verkennen")

# How much of each list stands on the first page, and on a page of its own.
FEW, MANY = 5, 25


@dataclass(frozen=True, slots=True)
class Unlocks:
    """A skill that unlocks, named for this page."""

    one: UnlockingSkill
    label: str


@dataclass(frozen=True, slots=True)
class Fits:
    """An occupation that fits, named for this page."""

    one: FittingOccupation
    label: str


@router.get("")
def explore(request: Request, session: Reading, matcher: Matching, own: OwnWork) -> Response:
    """Show what unlocks most, and the sectors and occupations that fit."""
    language = viewer_at(request).language
    if not skills_that_count(session, matcher, own):
        return page(request, "explorer/no_skills.html")
    unlocking = skills_that_unlock(session, matcher, candidate=own, most=FEW)
    fitting = occupations_that_fit(session, matcher, candidate=own, most=FEW)
    return page(
        request,
        "explorer/explorer.html",
        unlocks=_unlocks(session, language, unlocking.skills),
        within_limits=unlocking.within_limits,
        counted=unlocking.counted,
        sectors=sectors_that_fit(session, matcher, candidate=own),
        occupations=_named(session, language, fitting),
        sector_names={one.key: one.label for one in sectors(session)},
    )


@router.get("/beroepen")
def list_occupations(
    request: Request, session: Reading, matcher: Matching, own: OwnWork
) -> Response:
    """List every occupation by how it fits, to the last."""
    found = occupations_that_fit(session, matcher, candidate=own, most=None)
    pages = max(1, -(-len(found) // MANY))
    number = min(page_number(request.query_params.get("pagina", "")), pages)
    here = found[(number - 1) * MANY :][:MANY]
    return page(
        request,
        "explorer/occupations.html",
        occupations=_named(session, viewer_at(request).language, here),
        sector_names={one.key: one.label for one in sectors(session)},
        total=len(found),
        page=number,
        pages=pages,
    )


@router.get("/vaardigheden")
def list_skills(request: Request, session: Reading, matcher: Matching, own: OwnWork) -> Response:
    """List every skill that would bring some vacancy closer, to the last."""
    found = skills_that_unlock(session, matcher, candidate=own, most=None)
    pages = max(1, -(-len(found.skills) // MANY))
    number = min(page_number(request.query_params.get("pagina", "")), pages)
    here = found.skills[(number - 1) * MANY :][:MANY]
    return page(
        request,
        "explorer/skills.html",
        unlocks=_unlocks(session, viewer_at(request).language, here),
        within_limits=found.within_limits,
        total=len(found.skills),
        page=number,
        pages=pages,
    )


@router.get("/beroep/{occupation_id}")
def show_occupation(
    request: Request, session: Reading, matcher: Matching, own: OwnWork, occupation_id: Number
) -> Response:
    """Show what an occupation asks against what somebody has, and the work there is in it."""
    language = viewer_at(request).language
    found = own_occupation(session, matcher, candidate=own, occupation=occupation_id)
    words = Wording.of(session, matcher, language, [found.explanation])
    courses = courses_of(session, [found.explanation])
    adverts = adverts_of(session, vacancy_ids=found.unskilled)
    return page(
        request,
        "explorer/occupation.html",
        occupation=found.occupation,
        label=marked(capital(found.occupation.label), found.occupation.language, language),
        explained=shown_explanation(words, courses, found.explanation),
        work=shown_matches(session, matcher, language, found.matches),
        unskilled=[adverts[one] for one in found.unskilled],
        means=means_of(session, own),
    )


@router.get("/vaardigheid/{skill_id}")
def show_skill(
    request: Request, session: Reading, matcher: Matching, own: OwnWork, skill_id: Number
) -> Response:
    """Show which vacancies one skill brings closer, and which course teaches it."""
    language = viewer_at(request).language
    try:
        found = brought_closer(session, matcher, candidate=own, skill=skill_id)
    except UnknownSkill as error:
        raise nothing_here() from error
    name = capital(matcher.numbers.name(found.number))
    foreign = foreign_names(session, language, [skill_id])
    owned = {row.skill_id: row.level for row in candidate_skills(session, candidate_id=own)}
    return page(
        request,
        "explorer/skill.html",
        skill_id=skill_id,
        name=name,
        label=marked(name, foreign.get(skill_id), language),
        found=found,
        adverts=adverts_of(session, vacancy_ids=[one.vacancy_id for one in found.vacancies]),
        has=skill_id in owned,
        level=owned.get(skill_id),
    )


def _unlocks(
    session: Session, language: str, skills: tuple[UnlockingSkill, ...]
) -> tuple[Unlocks, ...]:
    foreign = foreign_names(session, language, [one.skill_id for one in skills])
    return tuple(
        Unlocks(one, marked(capital(one.label), foreign.get(one.skill_id), language))
        for one in skills
    )


def _named(
    session: Session, language: str, occupations: tuple[FittingOccupation, ...]
) -> tuple[Fits, ...]:
    ids = [one.occupation_id for one in occupations]
    other = select(Occupation.id, Occupation.language).where(
        col(Occupation.id).in_(ids), Occupation.language != language
    )
    foreign = dict(session.exec(other).all())
    return tuple(
        Fits(one, marked(capital(one.label), foreign.get(one.occupation_id), language))
        for one in occupations
    )
