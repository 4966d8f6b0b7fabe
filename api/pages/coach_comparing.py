"""Two people of one list side by side, requirement by requirement."""

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from accounts.audit import AuditAction, AuditReason
from api.asking import App, Matching, Now, Reading, Viewing
from api.noting import note
from api.pages.coaching import own_account
from api.pages.rendering import page, viewer_at
from api.pages.reviewing import ReviewedVacancy, ShownPair, number_in, shown_pairs
from coaching.comparing import Comparison, compare
from coaching.listing import Line, Listed, read_list
from coaching.opening import UnknownEntry
from foundation.database import writing
from matching.service import Matcher
from vacancies.adverts import adverts_of

router = APIRouter(prefix="/coach/vacatures/{vacancyId}/vergelijk")


@router.get("")
def show(
    request: Request,
    app: App,
    session: Reading,
    matcher: Matching,
    vacancy: ReviewedVacancy,
    viewer: Viewing,
    now: Now,
) -> Response:
    """Show two people; without a second one, those to choose from: their cards were opened."""
    coach = own_account(viewer)
    listed = read_list(session, matcher, vacancy_id=vacancy, coach_id=coach, now=now)
    first = _line(listed, number_in(request, "kandidaat"))
    met = number_in(request, "met")
    second = _line(listed, met) if met is not None else None
    both, shown = None, []
    if second is not None:
        ids = (first.entry.id, second.entry.id)
        both = compare(session, matcher, vacancy_id=vacancy, entry_ids=ids, coach_id=coach)
        shown = _shown(session, matcher, viewer_at(request).language, both, listed, coach)
    people = listed.everyone if listed else ()
    answer = page(
        request,
        "review/compare.html",
        advert=adverts_of(session, vacancy_ids=[vacancy])[vacancy],
        first=first,
        second=second,
        both=both,
        shown=shown,
        rows=_rows(shown),
        others=[one for one in people if one.opened_at and one is not first and one is not second],
        closed=[one for one in people if not one.opened_at and one is not first],
    )
    with writing(app.engine) as trail:
        for one in (first, second) if second else ():
            note(
                trail,
                viewer,
                AuditAction.CARD_SEEN,
                candidate_id=one.entry.candidate_id,
                now=now,
                reason=AuditReason.MATCHING,
            )
    return answer


def _line(listed: Listed | None, candidate: int | None) -> Line:
    found = listed.line_of(candidate) if listed and candidate is not None else None
    if found is None:
        raise UnknownEntry("Deze kandidaat staat niet (meer) op deze lijst. Kies een ander.")
    return found


def _shown(
    session: Session,
    matcher: Matcher,
    language: str,
    both: Comparison,
    listed: Listed | None,
    coach: int,
) -> list[ShownPair]:
    lines = listed.everyone if listed else ()
    mine = [one.entry.candidate_id for one in lines if one.guide and one.guide.coach_id == coach]
    matches = [both.first.match, both.second.match]
    return shown_pairs(session, matcher, language, matches, guided=mine)


def _rows(shown: list[ShownPair]) -> list[tuple[object, ...]]:
    """Put the blocks of two strips beside each other: they come in the same order."""
    return list(zip(*(one.explained.strip.blocks for one in shown), strict=True))
