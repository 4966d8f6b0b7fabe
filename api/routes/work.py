"""Work for one person: the open vacancies in order, one pair in full, and the explorer."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import Field

from accounts.permissions import Act
from api.asking import Matching, Reading, Viewing
from api.routes.contract import CandidateId, VacancyId, Words, may
from api.routes.paging import Pages
from api.routes.telling import Teller
from api.routes.views import Listed, Paged
from api.routes.work_views import (
    FittingOccupationView,
    FittingSectorView,
    MatchInFull,
    MoveView,
    UnlockingPageView,
    UnlockingView,
    WhatIfView,
    WorkPageView,
)
from foundation.entry import Draft, Level, Line, Whole, validated
from foundation.terms import WorkKind
from matching.market import (
    occupations_that_fit,
    sectors_that_fit,
    skills_that_unlock,
    what_if,
)
from matching.own import WorkFilter, own_pair, own_work
from skills.sectors import check_sectors
from vacancies.adverts import adverts_of

router = APIRouter(prefix="/candidates/{candidateId}", tags=["work"])


class WhatIfBody(Draft):
    """A skill at a level, which the person may have already; level null is unknown."""

    skill_id: Annotated[Whole, Field(ge=1)]
    level: Level | None = None


def _wanted(
    travel_minutes: Annotated[
        Whole | None,
        Query(alias="travelMinutes", ge=1, le=240, description="At most this far; unknown stays."),
    ] = None,
    hours_min: Annotated[Whole | None, Query(alias="hoursMin", ge=1, le=60)] = None,
    hours_max: Annotated[Whole | None, Query(alias="hoursMax", ge=1, le=60)] = None,
    kind: Annotated[list[WorkKind] | None, Query(max_length=len(WorkKind))] = None,
    sector: Annotated[
        list[Line] | None, Query(max_length=12, description="Keys; see `GET /sectors`.")
    ] = None,
) -> WorkFilter:
    return validated(
        WorkFilter,
        {
            "travel_minutes": travel_minutes,
            "hours_min": hours_min,
            "hours_max": hours_max,
            "kinds": frozenset(kind or ()),
            "sectors": frozenset(sector or ()),
        },
    )


Wanted = Annotated[WorkFilter, Depends(_wanted)]


@router.get("/vacancies", dependencies=[may(Act.SEE_WORK)])
def list_work(
    candidate: CandidateId,
    session: Reading,
    matcher: Matching,
    viewer: Viewing,
    words: Words,
    wanted: Wanted,
    pages: Pages,
) -> WorkPageView:
    """List the open vacancies for a person: what no limit closes first, each half best first.

    The pages together reach every vacancy: there is no threshold. A page past the last gives the
    last. The whole query keeps its filters in the links.
    """
    check_sectors(session, wanted.sectors)
    found = own_work(
        session,
        matcher,
        candidate=candidate,
        wanted=wanted,
        page=pages.page,
        page_size=pages.size,
    )
    own = viewer.candidate_id == candidate
    told = Teller.of(session, matcher, words, (*found.matches, *found.nearest), own=own)
    return WorkPageView(
        items=[told.short(one) for one in found.matches],
        page=found.page,
        page_size=pages.size,
        total=found.shown,
        links=pages.links(total=found.shown, page=found.page),
        opened=found.opened,
        apart=found.apart,
        unfiltered=found.total,
        left_out=found.left_out,
        nearest=[told.short(one) for one in found.nearest],
        opener=UnlockingView.of(found.opener) if found.opener else None,
        unskilled=[str(one) for one in found.unskilled],
    )


@router.get("/vacancies/{vacancyId}/match", dependencies=[may(Act.SEE_WORK)])
def get_match(
    candidate: CandidateId,
    vacancy: VacancyId,
    session: Reading,
    matcher: Matching,
    viewer: Viewing,
    words: Words,
) -> MatchInFull:
    """Explain one pair in full: the points of its parts add up to its points."""
    match = own_pair(session, matcher, candidate=candidate, vacancy=vacancy)
    own = viewer.candidate_id == candidate
    return Teller.of(session, matcher, words, [match], own=own).full(match)


@router.get("/occupations", dependencies=[may(Act.EXPLORE)])
def list_fitting_occupations(
    candidate: CandidateId, session: Reading, matcher: Matching, pages: Pages
) -> Paged[FittingOccupationView]:
    """List every occupation by how it fits the person, the best first."""
    found = occupations_that_fit(session, matcher, candidate=candidate, most=None)
    views = [FittingOccupationView.of(one) for one in pages.cut(found)]
    return pages.paged(views, total=len(found))


@router.get("/sectors", dependencies=[may(Act.EXPLORE)])
def list_fitting_sectors(
    candidate: CandidateId, session: Reading, matcher: Matching
) -> Listed[FittingSectorView]:
    """List every sector by how it fits the person, the best first."""
    found = sectors_that_fit(session, matcher, candidate=candidate)
    return Listed(items=[FittingSectorView.of(one) for one in found])


@router.get("/unlocking-skills", dependencies=[may(Act.EXPLORE)])
def list_unlocking_skills(
    candidate: CandidateId, session: Reading, matcher: Matching, pages: Pages
) -> UnlockingPageView:
    """List the skills a person lacks by what they would bring, with the courses that teach them."""
    found = skills_that_unlock(session, matcher, candidate=candidate, most=None)
    total = len(found.skills)
    return UnlockingPageView(
        items=[UnlockingView.of(one) for one in pages.cut(found.skills)],
        page=pages.page,
        page_size=pages.size,
        total=total,
        links=pages.links(total=total),
        counted=found.counted,
        within_limits=found.within_limits,
    )


@router.post("/what-ifs", dependencies=[may(Act.EXPLORE)])
def ask_what_if(
    candidate: CandidateId, body: WhatIfBody, session: Reading, matcher: Matching
) -> WhatIfView:
    """Rank all open work anew with one skill at one level, and tell what moves.

    Nothing is kept: it is a question with a body.
    """
    found = what_if(session, matcher, candidate=candidate, skill=body.skill_id, level=body.level)
    adverts = adverts_of(session, vacancy_ids=[one.vacancy_id for one in found.moves])
    return WhatIfView(
        moves=[
            MoveView(
                vacancy_id=str(one.vacancy_id),
                title=adverts[one.vacancy_id].vacancy.title,
                fit_before=one.fit_before,
                fit_after=one.fit_after,
                place_before=one.place_before,
                place_after=one.place_after,
            )
            for one in found.moves
        ],
        rising=found.rising,
        falling=found.falling,
    )
