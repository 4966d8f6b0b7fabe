"""Everybody for one vacancy, to the last: open ones in order, the others under their limit."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from accounts.audit import AuditAction, AuditReason
from accounts.permissions import Viewer
from api.asking import App, Matching, Now, Reading, Viewing, Writing
from api.noting import note
from api.pages.coaching import own_account
from api.pages.forms import Fields, Form, to
from api.pages.own import errors_of
from api.pages.own_rights import days_of
from api.pages.rendering import page
from api.pages.reviewing import (
    WHY_NO,
    WHY_YES,
    ReviewedVacancy,
    number_in,
    review_address,
)
from api.pages.work import page_number
from api.reviewing import MatchingOrNot
from coaching.cards import Card, cards_of
from coaching.limits import limit_words
from coaching.listing import Guide, guides_of
from coaching.opening import card_of
from coaching.shortlists import listed_among, propose_person
from foundation.database import writing
from foundation.errors import Conflict, Invalid, NotFound
from matching.gates import Gate
from matching.people import Everybody, Person, everybody
from matching.service import Matcher
from profiles.languages import name_of
from vacancies.adverts import adverts_of
from vacancies.models import VacancyState

router = APIRouter(prefix="/coach/vacatures/{vacancyId}/iedereen")

FIELDS = {"reason": "reden", "text": "tekst", "": ""}
BETTER = {"reden": "Kies een reden uit de lijst."}


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the form, and what is wrong with it."""

    reason: str = ""
    text: str = ""
    refused: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)
    status: int = 200


@dataclass(frozen=True, slots=True)
class Shown:
    """Somebody of the pool, with what limits the pair in words."""

    person: Person
    card: Card
    guide: Guide | None
    limits: tuple[str, ...]
    listed: bool


@dataclass(frozen=True, slots=True)
class Group:
    """The people of a page whom the same limit closes first of all."""

    gate: Gate
    people: tuple[Shown, ...]


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
    """Show one page of everybody, and the skills card of one of them; no numbers here."""
    who = number_in(request, "kandidaat")
    chosen = card_of(session, candidate_id=who) if who is not None else None
    answer = _shown(request, session, matcher, vacancy, viewer, chosen, Typed())
    with writing(app.engine) as trail:
        _noted(trail, viewer, chosen, now)
    return answer


@router.post("")
def put_on_list(
    request: Request,
    session: Writing,
    matcher: MatchingOrNot,
    vacancy: ReviewedVacancy,
    viewer: Viewing,
    now: Now,
    form: Form,
) -> Response:
    """Put somebody on the list by hand, with a reason."""
    who = int(form.one("kandidaat")) if form.one("kandidaat").isdecimal() else 0
    try:
        listed_by_hand(session, matcher, vacancy, who, viewer, form, now)
    except (Invalid, Conflict) as error:
        session.rollback()
        if matcher is None:
            raise
        chosen = card_of(session, candidate_id=who)
        answer = _shown(request, session, matcher, vacancy, viewer, chosen, refused_in(form, error))
        _noted(session, viewer, chosen, now)
        return answer
    return to(review_address(vacancy, who))


def listed_by_hand(
    session: Session,
    matcher: Matcher | None,
    vacancy: int,
    who: int,
    viewer: Viewer,
    form: Fields,
    now: datetime,
) -> None:
    """Put somebody on a list as a form asks it, and note it.

    Raises:
        Invalid, Conflict, NotFound: see `propose_person`.
    """
    propose_person(
        session,
        matcher,
        vacancy_id=vacancy,
        candidate_id=who,
        coach_id=own_account(viewer),
        reason=form.one("reden"),
        text=form.one("tekst"),
        now=now,
    )
    reason = AuditReason.MATCHING
    note(session, viewer, AuditAction.PROPOSED, candidate_id=who, now=now, reason=reason)


def refused_in(form: Fields, error: Invalid | Conflict | NotFound) -> Typed:
    """Keep what was typed, and say what is wrong."""
    return Typed(
        reason=form.one("reden"),
        text=form.one("tekst"),
        refused="" if error.problems else error.message,
        errors=errors_of(error, FIELDS, BETTER) if error.problems else {},
        status=error.status,
    )


def _shown(
    request: Request,
    session: Session,
    matcher: Matcher,
    vacancy: int,
    viewer: Viewer,
    chosen: Card | None,
    typed: Typed,
) -> Response:
    asked = page_number(request.query_params.get("pagina", ""))
    found = everybody(session, matcher, vacancy=vacancy, page=asked)
    people = _people(session, found, vacancy, own_account(viewer))
    who = chosen.candidate_id if chosen else 0
    advert = adverts_of(session, vacancy_ids=[vacancy])[vacancy]
    return page(
        request,
        "review/everyone.html",
        status=typed.status,
        advert=advert,
        is_open=advert.vacancy.state is VacancyState.OPEN,
        found=found,
        opened=[one for one in people if one.person.is_open],
        apart=_by_limit(people),
        chosen=chosen,
        chosen_shown=next((one for one in people if one.card.candidate_id == who), None),
        listed=bool(listed_among(session, vacancy_id=vacancy, candidate_ids=[who])),
        typed=typed,
        me=own_account(viewer),
        why_yes=WHY_YES,
        why_no=WHY_NO,
        names=name_of,
        days=days_of(request),
    )


def _people(session: Session, found: Everybody, vacancy: int, coach: int) -> list[Shown]:
    ids = [one.candidate_id for one in found.people]
    cards = cards_of(session, candidate_ids=ids)
    guides = guides_of(session, candidate_ids=cards)
    listed = listed_among(session, vacancy_id=vacancy, candidate_ids=ids)
    shown = []
    for one in found.people:
        who = one.candidate_id
        if who not in cards:  # paused: nobody looks for work for him
            continue
        guide = guides.get(who)
        mine = guide is not None and guide.coach_id == coach
        limits = tuple(limit_words(each, guided=mine) for each in one.findings if each.closed)
        shown.append(Shown(one, cards[who], guide, limits, who in listed))
    return shown


def _by_limit(people: list[Shown]) -> list[Group]:
    groups: dict[Gate, list[Shown]] = {}
    for one in people:
        closed = [each.gate for each in one.person.findings if each.closed]
        if closed:
            groups.setdefault(closed[0], []).append(one)
    return [Group(gate, tuple(some)) for gate, some in groups.items()]


def _noted(session: Session, viewer: Viewer, chosen: Card | None, now: datetime) -> None:
    reason = AuditReason.MATCHING
    note(session, viewer, AuditAction.SHORTLIST_SEEN, candidate_id=None, now=now, reason=reason)
    if chosen is not None:
        who = chosen.candidate_id
        note(session, viewer, AuditAction.CARD_SEEN, candidate_id=who, now=now, reason=reason)
