"""The work that fits: the list with its filters, one vacancy in full, and two side by side."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from sqlmodel import Session

from accounts.permissions import Act, Subject, nothing_here
from api.asking import Allowed, Matching, Reading
from api.pages.filtering import typed_filter
from api.pages.forms import Fields
from api.pages.rendering import page, viewer_at
from api.pages.shown_work import by_reason, foreign_names, marked, shown_matches
from api.pages.skills import Number
from api.pages.trying import choices_for, moved_by, tried_in
from foundation.entry import whole_number
from foundation.errors import Invalid
from foundation.terms import TravelMeans
from matching.own import WorkPage, own_pair, own_work
from matching.pool import OUTSIDE
from matching.service import Match, Matcher
from profiles.languages import LANGUAGES
from profiles.skillset import candidate_skills
from profiles.wishes import preferences_of
from skills.sectors import sectors
from vacancies.adverts import Advert, adverts_of
from vacancies.requirements import limits_of

router = APIRouter(prefix="/werk")

PAGE_SIZE = 10
# Titles of what is not written in skills yet: on the list, and on a page of their own.
FEW, MANY = 5, 50


# One's own profile is what the page is about: the vacancy comes second. So a draft vacancy is left
# to `own_pair`, which refuses it as one that is not there, and an employer or a coach, who may see
# vacancies, does not get a page that compares one with a profile he does not have.
def _own(subject: Annotated[Subject, Depends(Allowed(Act.SEE_OWN_WORK))]) -> int:
    if subject.candidate_id is None:
        raise nothing_here()
    return subject.candidate_id


OwnWork = Annotated[int, Depends(_own)]


@router.get("")
def show(request: Request, session: Reading, matcher: Matching, own: OwnWork) -> Response:
    """Show one page of the work there is, with what each filter leaves out."""
    counted = skills_that_count(session, matcher, own)
    asked = Fields(tuple(request.query_params.multi_items()))
    typed = typed_filter(session, asked)
    number = page_number(asked.one("pagina"))
    found = own_work(
        session, matcher, candidate=own, wanted=typed.wanted, page=number, page_size=PAGE_SIZE
    )
    if not counted:
        return page(request, "work/no_skills.html", total=found.total)
    language = viewer_at(request).language
    nearest = _not_on(found)
    shown = shown_matches(session, matcher, language, [*found.matches, *nearest])
    here, near = shown[: len(found.matches)], shown[len(found.matches) :]
    return page(
        request,
        "work/list.html",
        status=Invalid.status if typed.errors else 200,
        counted=counted,
        found=found,
        typed=typed,
        opened=[one for one in here if one.match.is_open],
        apart=by_reason(here),
        nearest=near,
        opener=_opener(session, found, language),
        unskilled=_titles(session, found.unskilled[:FEW]),
        left_out={choice.name: number for choice, number in found.left_out.items()},
        means=means_of(session, own),
        sectors=sectors(session),
    )


@router.get("/nog-niet-verskild")
def unskilled(request: Request, session: Reading, matcher: Matching, own: OwnWork) -> Response:
    """List what is open but not written in skills: nobody can tell yet how it fits."""
    ids = own_work(session, matcher, candidate=own, page_size=1).unskilled
    pages = max(1, -(-len(ids) // MANY))
    number = min(page_number(request.query_params.get("pagina", "")), pages)
    here = ids[(number - 1) * MANY :][:MANY]
    adverts = _titles(session, here)
    return page(
        request, "work/unskilled.html", adverts=adverts, total=len(ids), page=number, pages=pages
    )


@router.get("/{vacancy_id}")
def show_vacancy(
    request: Request, session: Reading, matcher: Matching, own: OwnWork, vacancy_id: Number
) -> Response:
    """Show a vacancy in full, and what one changed skill would move."""
    match = own_pair(session, matcher, candidate=own, vacancy=vacancy_id)
    language = viewer_at(request).language
    (shown,) = shown_matches(session, matcher, language, [match])
    choices = choices_for(session, matcher, own, match, language)
    asked = Fields(tuple(request.query_params.multi_items()))
    tried, errors = tried_in(asked, choices)
    moved = None
    if tried is not None:
        skill, level = tried
        moved = moved_by(session, matcher, own, vacancy_id, skill, level)
    return page(
        request,
        "work/vacancy.html",
        status=Invalid.status if errors else 200,
        shown=shown,
        limits=limits_of(session, vacancy_id=vacancy_id),
        means=means_of(session, own),
        sectors={one.key: one.label for one in sectors(session)},
        languages_by_code={one.code: one.in_language(language) for one in LANGUAGES},
        choices=choices,
        typed={"vaardigheid": asked.one("vaardigheid"), "niveau": asked.one("niveau")},
        errors=errors,
        moved=moved,
    )


@router.get("/{vacancy_id}/vergelijk")
def compare(
    request: Request,
    session: Reading,
    matcher: Matching,
    own: OwnWork,
    vacancy_id: Number,
    met: str = "",
) -> Response:
    """Show two vacancies under each other; without a second one, the best to choose from."""
    first = own_pair(session, matcher, candidate=own, vacancy=vacancy_id)
    language = viewer_at(request).language
    second = _number_in(met)
    pair = [first]
    if second is not None and second != vacancy_id:
        pair.append(own_pair(session, matcher, candidate=own, vacancy=second))
    best = own_work(session, matcher, candidate=own, page_size=PAGE_SIZE).matches
    others = [one.vacancy_id for one in best if one.vacancy_id != vacancy_id]
    return page(
        request,
        "work/compare.html",
        pair=shown_matches(session, matcher, language, pair),
        others=_titles(session, others),
        means=means_of(session, own),
    )


# What the pages share


def skills_that_count(session: Session, matcher: Matcher, own: int) -> int:
    """Count the skills of a profile that the taxonomy holds, and so are compared."""
    rows = candidate_skills(session, candidate_id=own)
    return sum(matcher.numbers.of(row.skill_id) != OUTSIDE for row in rows)


def means_of(session: Session, own: int) -> str:
    """Tell how somebody travels; who did not say is taken to cycle, as in the estimate."""
    stated = preferences_of(session, candidate_id=own)
    return (stated.travel_means if stated and stated.travel_means else TravelMeans.BIKE).value


def page_number(text: str) -> int:
    """Read the number of a page; what is no number is the first."""
    return _number_in(text) or 1


def _number_in(text: str) -> int | None:
    try:
        return whole_number(text, lowest=1)
    except ValueError:
        return None


def _not_on(found: WorkPage) -> list[Match]:
    """Take the nearest that this page does not show already."""
    here = {one.vacancy_id for one in found.matches}
    return [one for one in found.nearest if one.vacancy_id not in here]


@dataclass(frozen=True, slots=True)
class Opener:
    """The one skill that would bring most, named for this page."""

    skill_id: int
    label: str
    vacancies: int
    lessons: tuple[object, ...]


def _opener(session: Session, found: WorkPage, language: str) -> Opener | None:
    one = found.opener
    if one is None:
        return None
    names = foreign_names(session, language, [one.skill_id])
    label = marked(one.label, names.get(one.skill_id), language)
    return Opener(one.skill_id, label, one.vacancies, one.lessons)


def _titles(session: Session, ids: tuple[int, ...] | list[int]) -> list[Advert]:
    adverts = adverts_of(session, vacancy_ids=ids)
    return [adverts[one] for one in ids if one in adverts]
