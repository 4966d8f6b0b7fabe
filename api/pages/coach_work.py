"""The work that fits somebody a coach guides; from here he goes on the list of a vacancy."""

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from accounts.permissions import Viewer
from api.asking import Now, Reading, Viewing, Writing
from api.pages.coach_everyone import Typed, listed_by_hand, refused_in
from api.pages.coaching import GuidedCandidate, own_account
from api.pages.forms import Form, to
from api.pages.rendering import page, viewer_at
from api.pages.reviewing import (
    WHY_NO,
    WHY_YES,
    ShownPair,
    number_in,
    review_address,
    shown_pairs,
)
from api.reviewing import MatchingOrNot
from coaching.listing import guides_of
from coaching.shortlists import listed_at
from foundation.errors import Conflict, Invalid, NotFound
from matching.service import Matcher, MatchList, work_for
from profiles.pseudonyms import pseudonym
from profiles.service import find_candidate
from vacancies.adverts import Advert, adverts_of, open_vacancy_ids

router = APIRouter(prefix="/coach/kandidaten/{candidateId}/vacatures")

AT_A_TIME, MOST = 10, 100


@dataclass(frozen=True, slots=True)
class Offered:
    """A vacancy for the person; `pair` None while the comparing is stopped."""

    advert: Advert
    pair: ShownPair | None
    listed: bool


@router.get("")
def show(
    request: Request,
    session: Reading,
    matcher: MatchingOrNot,
    who: GuidedCandidate,
    viewer: Viewing,
) -> Response:
    """Show the open vacancies for somebody, the best first; those a limit closes apart."""
    return _shown(request, session, matcher, who, viewer, Typed(), 0)


@router.post("")
def put_on_list(
    request: Request,
    session: Writing,
    matcher: MatchingOrNot,
    who: GuidedCandidate,
    viewer: Viewing,
    now: Now,
    form: Form,
) -> Response:
    """Put the person on the list of a vacancy, with a reason."""
    text = form.one("vacature")
    vacancy = int(text) if text.isdecimal() and len(text) < 10 else 0
    try:
        listed_by_hand(session, matcher, vacancy, who, viewer, form, now)
    except (Invalid, Conflict, NotFound) as error:
        session.rollback()
        typed = refused_in(form, error)
        return _shown(request, session, matcher, who, viewer, typed, vacancy)
    return to(review_address(vacancy, who))


def _shown(
    request: Request,
    session: Session,
    matcher: Matcher | None,
    who: int,
    viewer: Viewer,
    typed: Typed,
    vacancy: int,
) -> Response:
    most = min(MOST, number_in(request, "aantal") or AT_A_TIME)
    opened, apart, total = _offered(request, session, matcher, who, most)
    guide = guides_of(session, candidate_ids=[who]).get(who)
    mine = guide is not None and guide.coach_id == own_account(viewer)
    return page(
        request,
        "review/work.html",
        status=typed.status,
        who=who,
        name=find_candidate(session, candidate_id=who).name if mine else pseudonym(who),
        opened=opened,
        apart=apart,
        total=total,
        more=min(MOST, most + AT_A_TIME) if len(opened) == most and most < MOST else 0,
        ranked=matcher is not None,
        typed=typed,
        chosen=vacancy or number_in(request, "vacature") or 0,
        why_yes=WHY_YES,
        why_no=WHY_NO,
    )


def _offered(
    request: Request, session: Session, matcher: Matcher | None, who: int, most: int
) -> tuple[list[Offered], list[Offered], int]:
    if matcher is None:
        ids, total = open_vacancy_ids(session, offset=0, most=most)
        adverts = adverts_of(session, vacancy_ids=ids)
        listed = listed_at(session, candidate_id=who, vacancy_ids=ids)
        return [Offered(adverts[one], None, one in listed) for one in ids], [], total
    found = work_for(session, matcher, candidate=who, most=most)
    language = viewer_at(request).language
    return (*_pairs(session, matcher, language, who, found), found.total)


def _pairs(
    session: Session, matcher: Matcher, language: str, who: int, found: MatchList
) -> tuple[list[Offered], list[Offered]]:
    matches = [*found.matches, *found.set_apart]
    ids = [one.vacancy_id for one in matches]
    adverts = adverts_of(session, vacancy_ids=ids)
    listed = listed_at(session, candidate_id=who, vacancy_ids=ids)
    pairs: Sequence[ShownPair] = shown_pairs(session, matcher, language, matches, guided=[who])
    offered = [
        Offered(adverts[one.match.vacancy_id], one, one.match.vacancy_id in listed) for one in pairs
    ]
    return offered[: len(found.matches)], offered[len(found.matches) :]
