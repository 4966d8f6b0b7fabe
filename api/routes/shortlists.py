"""Shortlists: proposing, the list, skills cards, numbers, decisions, everybody."""

from dataclasses import replace
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import Field
from sqlmodel import Session

from accounts.audit import AuditAction, AuditReason
from accounts.permissions import Act, Viewer, nothing_here
from api.asking import App, Matching, Now, Reading, Viewing, Writing
from api.noting import note
from api.reviewing import MatchingOrNot
from api.routes.contract import Identity, IfMatch, VacancyId, Words, may
from api.routes.paging import Pages
from api.routes.repeating import Once
from api.routes.shortlist_views import (
    BesideView,
    CardView,
    ComparisonView,
    EntryView,
    EveryoneView,
    PersonView,
    ReviewView,
    ShortlistView,
)
from api.routes.telling import Teller
from api.routes.views import Listed, View
from api.routes.work_views import LimitView, MatchInFull
from api.versions import ChangedMeanwhile, check_match, etag
from coaching.cards import cards_of
from coaching.comparing import compare
from coaching.drafts import ReviewDraft
from coaching.limits import limit_words
from coaching.listing import Listed as ReadList
from coaching.listing import NoList, guides_of, read_list
from coaching.models import ReviewReason
from coaching.opening import card_of, find_entry, numbers_of, open_card
from coaching.reviews import decide, decided_meanwhile, reviews_of
from coaching.shortlists import FIRST, MOST, listed_among, propose, propose_person, set_spread
from foundation.database import writing
from foundation.entry import Draft, Flag, Text, Whole
from matching.explain import tier
from matching.people import everybody
from matching.service import Match, Matcher

router = APIRouter(prefix="/vacancies/{vacancyId}", tags=["shortlists"])
EntryId = Annotated[Identity, Path(alias="entryId", description="Which entry of the list.")]
REASON = AuditReason.MATCHING


class ProposeBody(Draft):
    """How many people to add to the list."""

    most: Annotated[Whole, Field(ge=1, le=MOST)] = FIRST


class SpreadBody(Draft):
    """Whether people who fit about as well take turns."""

    spread: Flag


class EntryBody(Draft):
    """Whom to put on the list by hand, and why; "anders" needs a text."""

    candidate_id: Annotated[Whole, Field(ge=1)]
    reason: ReviewReason
    text: Text = ""


@router.get("/shortlist", dependencies=[may(Act.REVIEW)])
def get_shortlist(
    vacancy: VacancyId,
    response: Response,
    app: App,
    session: Reading,
    matcher: MatchingOrNot,
    viewer: Viewing,
    now: Now,
) -> ShortlistView:
    """Tell how the list of a vacancy stands, and what spreading changed."""
    view = ShortlistView.of(_listed(session, matcher, vacancy, viewer, now))
    with writing(app.engine) as trail:
        note(trail, viewer, AuditAction.SHORTLIST_SEEN, candidate_id=None, now=now, reason=REASON)
    response.headers["ETag"] = etag(view)
    return view


@router.post(
    "/shortlist", status_code=201, response_model=ShortlistView, dependencies=[may(Act.REVIEW)]
)
def propose_people(
    vacancy: VacancyId,
    body: ProposeBody,
    session: Writing,
    matcher: Matching,
    viewer: Viewing,
    now: Now,
    once: Once,
) -> Response:
    """Put the next people of the engine on the list, which is made when there is none."""

    def work() -> ShortlistView:
        coach = _coach(viewer)
        found = propose(
            session, matcher, vacancy_id=vacancy, coach_id=coach, now=now, most=body.most
        )
        view = ShortlistView.of(_listed(session, matcher, vacancy, viewer, now))
        for one in found.added:
            _note(session, viewer, AuditAction.PROPOSED, one.candidate_id, now)
        return view

    return once.answer(session, work, headers=lambda view: {"ETag": etag(view)})


@router.put("/shortlist", dependencies=[may(Act.REVIEW)])
def put_shortlist(
    vacancy: VacancyId,
    body: SpreadBody,
    request: Request,
    response: Response,
    session: Writing,
    matcher: MatchingOrNot,
    viewer: Viewing,
    now: Now,
    _if_match: IfMatch = None,
) -> ShortlistView:
    """Turn spreading on or off: it changes the order, never a score."""
    check_match(request, ShortlistView.of(_listed(session, matcher, vacancy, viewer, now)))
    set_spread(session, vacancy_id=vacancy, spread=body.spread)
    view = ShortlistView.of(_listed(session, matcher, vacancy, viewer, now))
    response.headers["ETag"] = etag(view)
    return view


@router.get("/entries", dependencies=[may(Act.REVIEW)])
def list_entries(
    vacancy: VacancyId,
    app: App,
    session: Reading,
    matcher: MatchingOrNot,
    viewer: Viewing,
    now: Now,
) -> Listed[EntryView]:
    """List who is in view in the order of the list, then who was set aside."""
    found = _listed(session, matcher, vacancy, viewer, now)
    with writing(app.engine) as trail:
        note(trail, viewer, AuditAction.SHORTLIST_SEEN, candidate_id=None, now=now, reason=REASON)
    return Listed(items=[EntryView.of(one) for one in found.everyone])


@router.post("/entries", status_code=201, response_model=EntryView, dependencies=[may(Act.REVIEW)])
def add_entry(
    vacancy: VacancyId,
    body: EntryBody,
    session: Writing,
    matcher: MatchingOrNot,
    viewer: Viewing,
    now: Now,
    once: Once,
) -> Response:
    """Put somebody on the list by hand, however low the engine ranks him, with a reason."""

    def work() -> EntryView:
        propose_person(
            session,
            matcher,
            vacancy_id=vacancy,
            candidate_id=body.candidate_id,
            coach_id=_coach(viewer),
            reason=body.reason,
            text=body.text,
            now=now,
        )
        view = _entry_view(session, matcher, vacancy, viewer, now, body.candidate_id)
        _note(session, viewer, AuditAction.PROPOSED, body.candidate_id, now)
        return view

    return once.answer(session, work)


@router.get("/entries/{entryId}/card", dependencies=[may(Act.REVIEW)])
def open_entry_card(
    vacancy: VacancyId,
    entry: EntryId,
    response: Response,
    session: Writing,
    viewer: Viewing,
    now: Now,
) -> CardView:
    """Open the skills card of somebody on the list; from then on you may ask the numbers.

    That you opened it, and when first, is kept.
    """
    row = find_entry(session, entry_id=entry, vacancy_id=vacancy)
    card = open_card(session, entry_id=entry, coach_id=_coach(viewer), now=now)
    _note(session, viewer, AuditAction.CARD_SEEN, row.candidate_id, now)
    response.headers["ETag"] = etag(row.revision)
    return CardView.of(card)


@router.get("/entries/{entryId}/match", dependencies=[may(Act.REVIEW)])
def get_entry_match(
    vacancy: VacancyId,
    entry: EntryId,
    response: Response,
    session: Reading,
    matcher: Matching,
    viewer: Viewing,
    words: Words,
) -> MatchInFull:
    """Explain how somebody fits; there is nothing here before you opened the card."""
    row = find_entry(session, entry_id=entry, vacancy_id=vacancy)
    match = numbers_of(session, matcher, entry_id=entry, coach_id=_coach(viewer))
    shown = _as_promised(session, viewer, match)
    response.headers["ETag"] = etag(row.revision)
    return Teller.of(session, matcher, words, [shown], own=False).full(shown)


@router.get("/entries/{entryId}/reviews", dependencies=[may(Act.REVIEW)])
def list_reviews(
    vacancy: VacancyId, entry: EntryId, response: Response, session: Reading
) -> Listed[ReviewView]:
    """List what was decided about somebody on the list, the first first."""
    row = find_entry(session, entry_id=entry, vacancy_id=vacancy)
    card_of(session, candidate_id=row.candidate_id)
    response.headers["ETag"] = etag(row.revision)
    return Listed(items=[ReviewView.of(one) for one in reviews_of(session, entry_id=entry)])


@router.post(
    "/entries/{entryId}/reviews",
    status_code=201,
    response_model=ReviewView,
    dependencies=[may(Act.REVIEW)],
)
def add_review(
    vacancy: VacancyId,
    entry: EntryId,
    body: ReviewDraft,
    request: Request,
    session: Writing,
    matcher: MatchingOrNot,
    viewer: Viewing,
    now: Now,
    once: Once,
    _if_match: IfMatch = None,
) -> Response:
    """Approve, set aside, reopen or move somebody, with a reason; open the card first.

    `If-Match` takes the ETag of the card, the match or the reviews: whoever decides after a
    colleague is told who decided what, and when.
    """

    def work() -> ReviewView:
        row = find_entry(session, entry_id=entry, vacancy_id=vacancy, hold=True)
        try:
            check_match(request, row.revision)
        except ChangedMeanwhile as error:
            raise ChangedMeanwhile(decided_meanwhile(session, row).message) from error
        decide(
            session,
            matcher,
            entry_id=entry,
            coach_id=_coach(viewer),
            draft=body,
            revision=row.revision,
            now=now,
        )
        view = ReviewView.of(reviews_of(session, entry_id=entry)[-1])
        _note(session, viewer, AuditAction.REVIEWED, row.candidate_id, now)
        return view

    def tagged(_view: View) -> dict[str, str]:
        return {"ETag": etag(find_entry(session, entry_id=entry).revision)}

    return once.answer(session, work, headers=tagged)


@router.get("/comparison", dependencies=[may(Act.REVIEW)])
def get_comparison(
    vacancy: VacancyId,
    session: Reading,
    matcher: Matching,
    viewer: Viewing,
    words: Words,
    entry: Annotated[
        list[Identity], Query(min_length=2, max_length=2, description="The two entries.")
    ],
) -> ComparisonView:
    """Put two people side by side, requirement by requirement; you opened both cards."""
    found = compare(
        session,
        matcher,
        vacancy_id=vacancy,
        entry_ids=(entry[0], entry[1]),
        coach_id=_coach(viewer),
    )
    both = [_as_promised(session, viewer, one.match) for one in (found.first, found.second)]
    told = Teller.of(session, matcher, words, both, own=False)
    return ComparisonView(
        matches=[told.full(one) for one in both],
        requirements=[
            BesideView(
                skill_id=str(matcher.numbers.ids[one.asking.skill]),
                label=matcher.numbers.name(one.asking.skill),
                weight=one.weight,
                parts=[one.first.part, one.second.part],
                tiers=[tier(one.first), tier(one.second)],
            )
            for one in found.requirements
        ],
    )


@router.get("/everyone", dependencies=[may(Act.REVIEW)])
def list_everyone(
    vacancy: VacancyId,
    app: App,
    session: Reading,
    matcher: Matching,
    viewer: Viewing,
    now: Now,
    pages: Pages,
    words: Words,
) -> EveryoneView:
    """List the whole pool in order, with the limits that set people apart: no threshold.

    A page past the last gives the last.
    """
    found = everybody(session, matcher, vacancy=vacancy, page=pages.page, page_size=pages.size)
    cards = cards_of(session, candidate_ids=[one.candidate_id for one in found.people])
    guides = guides_of(session, candidate_ids=cards)
    listed = listed_among(session, vacancy_id=vacancy, candidate_ids=cards)
    mine = {who for who, guide in guides.items() if guide.coach_id == viewer.account_id}
    items = [
        PersonView(
            candidate_id=str(one.candidate_id),
            pseudonym=cards[one.candidate_id].pseudonym,
            place=one.place,
            is_open=one.is_open,
            limits=[
                LimitView(
                    gate=each.gate,
                    closed=each.closed,
                    reason=words.say(limit_words(each, guided=one.candidate_id in mine)),
                )
                for each in one.findings
            ],
            municipality=cards[one.candidate_id].municipality,
            hours_min=cards[one.candidate_id].hours_min,
            hours_max=cards[one.candidate_id].hours_max,
            listed=one.candidate_id in listed,
        )
        for one in found.people
        if one.candidate_id in cards
    ]
    with writing(app.engine) as trail:
        note(trail, viewer, AuditAction.SHORTLIST_SEEN, candidate_id=None, now=now, reason=REASON)
    return EveryoneView(
        items=items,
        page=found.page,
        page_size=pages.size,
        total=found.total,
        links=pages.links(total=found.total, page=found.page),
        ranked=found.ranked,
    )


def _coach(viewer: Viewer) -> int:
    if viewer.account_id is None:
        raise nothing_here()
    return viewer.account_id


def _listed(
    session: Session, matcher: Matcher | None, vacancy: int, viewer: Viewer, now: datetime
) -> ReadList:
    coach = _coach(viewer)
    found = read_list(session, matcher, vacancy_id=vacancy, coach_id=coach, now=now)
    if found is None:
        raise NoList("Er is nog geen lijst. Laat eerst mensen voorstellen.")
    return found


def _entry_view(
    session: Session,
    matcher: Matcher | None,
    vacancy: int,
    viewer: Viewer,
    now: datetime,
    candidate: int,
) -> EntryView:
    line = _listed(session, matcher, vacancy, viewer, now).line_of(candidate)
    if line is None:
        raise LookupError("somebody who was just added stands on the list")
    return EntryView.of(line)


def _as_promised(session: Session, viewer: Viewer, match: Match) -> Match:
    """Leave out of the limits what only the coach who guides somebody may read."""
    guide = guides_of(session, candidate_ids=[match.candidate_id]).get(match.candidate_id)
    mine = guide is not None and guide.coach_id == viewer.account_id
    told = [replace(one, reason=limit_words(one, guided=mine), facts=()) for one in match.findings]
    return replace(match, findings=tuple(told))


def _note(
    session: Session, viewer: Viewer, action: AuditAction, candidate: int, now: datetime
) -> None:
    note(session, viewer, action, candidate_id=candidate, now=now, reason=REASON)
