"""The review screen: the list on the left, one person on the right, the decision under it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from accounts.audit import AuditAction, AuditReason
from accounts.permissions import Viewer
from api.asking import App, Now, Reading, Running, Viewing, Writing
from api.noting import note
from api.pages.coaching import own_account
from api.pages.forms import Fields, Form, to
from api.pages.own import errors_of
from api.pages.own_rights import days_of
from api.pages.rendering import page, viewer_at
from api.pages.reviewing import (
    WHY_NO,
    WHY_YES,
    ReviewedVacancy,
    number_in,
    review_address,
    shown_pairs,
)
from api.reviewing import MatchingOrNot
from api.versions import stamp
from coaching.drafts import ReviewDraft
from coaching.listing import Line, Listed, read_list
from coaching.models import EntryState, Review
from coaching.opening import UnknownEntry, find_entry, open_card
from coaching.reviews import DecidedMeanwhile, decide, reviews_of
from coaching.shortlists import count_listed
from foundation.database import writing
from foundation.entry import validated, whole_number
from foundation.errors import Conflict, Invalid, NotFound
from matching.service import Matcher
from placements.cv_filter_counts import cv_filter_of_list
from profiles.languages import name_of
from vacancies.adverts import adverts_of
from vacancies.models import VacancyState
from vacancies.service import is_skilled

router = APIRouter(prefix="/coach/vacatures/{vacancyId}")

FIELDS = {"reason": "reden", "text": "tekst", "place": "plaats", "kind": "", "": ""}
BETTER = {
    "reden": "Kies een reden uit de lijst.",
    "plaats": "Schrijf op welke plaats, als een heel getal. Bijvoorbeeld 1.",
}
NEW_NUMBERS = (
    "De getallen zijn veranderd sinds je keek: het profiel of de vacature is aangepast. "
    "Kijk opnieuw en besluit dan."
)


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the form, and what is wrong with it; `refused` is about all of it."""

    reason: str = ""
    text: str = ""
    place: str = ""
    refused: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)
    status: int = 200


@dataclass(frozen=True)
class Screen:
    """Who looks at which list, with what is needed to show it; `record` takes the trail."""

    request: Request
    session: Session
    matcher: Matcher | None
    vacancy: int
    viewer: Viewer
    now: datetime


@router.get("")
def show(
    request: Request,
    app: App,
    session: Reading,
    matcher: MatchingOrNot,
    vacancy: ReviewedVacancy,
    viewer: Viewing,
    now: Now,
) -> Response:
    """Show the list with somebody on it; the first look is at the skills, without numbers."""
    screen = Screen(request, session, matcher, vacancy, viewer, now)
    return _shown(screen, number_in(request, "kandidaat"), app=app)


@router.post("/besluit")
def take_decision(
    request: Request,
    session: Writing,
    matcher: MatchingOrNot,
    vacancy: ReviewedVacancy,
    viewer: Viewing,
    now: Now,
    form: Form,
) -> Response:
    """Keep a decision; what was typed stays when it cannot be kept."""
    screen = Screen(request, session, matcher, vacancy, viewer, now)
    entry = find_entry(session, entry_id=_number(form, "regel"), vacancy_id=vacancy)
    who, done = entry.candidate_id, review_address(vacancy, entry.candidate_id, bewaard="ja")
    try:
        row = _decided(screen, form)
    except DecidedMeanwhile as error:
        if _is_same(error.review, viewer, form):  # the button was pressed twice
            return to(done)
        return _refused(screen, who, form, error)
    except (Invalid, Conflict, NotFound) as error:
        return _refused(screen, who, form, error)
    if form.one("gezien") != seen_numbers(row.score, row.score_max, row.model_version):
        return _refused(screen, who, form, Conflict(NEW_NUMBERS))
    note(
        session,
        viewer,
        AuditAction.REVIEWED,
        candidate_id=who,
        now=now,
        reason=AuditReason.MATCHING,
    )
    return to(done)


def seen_numbers(score: int | None, most: int | None, model: str) -> str:
    """Stamp the numbers that somebody saw, to tell whether they are still the same."""
    return stamp((score, most, model if score is not None else ""))


def _decided(screen: Screen, form: Fields) -> Review:
    moving = form.one("besluit") == "verplaatsen"
    draft = validated(
        ReviewDraft,
        {
            "kind": form.one("besluit"),
            "reason": form.one("reden"),
            "text": form.one("tekst"),
            "place": form.one("plaats") if moving else None,
        },
    )
    return decide(
        screen.session,
        screen.matcher,
        entry_id=_number(form, "regel"),
        coach_id=own_account(screen.viewer),
        draft=draft,
        revision=_number(form, "revisie"),
        now=screen.now,
    )


def _number(form: Fields, name: str) -> int:
    try:
        return whole_number(form.one(name))
    except ValueError as error:
        raise UnknownEntry("Dit formulier is niet compleet. Ververs de pagina.") from error


def _is_same(last: Review | None, viewer: Viewer, form: Fields) -> bool:
    if last is None or last.coach_id != viewer.account_id:
        return False
    typed = (form.one("besluit"), form.one("reden"), form.one("tekst"))
    return (last.kind.value, last.reason.value, last.text) == typed


def _refused(
    screen: Screen, who: int, form: Fields, error: Invalid | Conflict | NotFound
) -> Response:
    screen.session.rollback()
    errors = errors_of(error, FIELDS, BETTER) if error.problems else {}
    typed = Typed(
        reason=form.one("reden"),
        text=form.one("tekst"),
        place=form.one("plaats"),
        refused="" if error.problems else error.message,
        errors=errors,
        status=error.status,
    )
    return _shown(screen, who, typed)


# The screen


def _shown(
    screen: Screen, candidate: int | None, typed: Typed | None = None, app: Running | None = None
) -> Response:
    """Show the screen, and note who saw what: in a transaction of `app`, or in the running one."""
    coach = own_account(screen.viewer)
    listed = read_list(
        screen.session, screen.matcher, vacancy_id=screen.vacancy, coach_id=coach, now=screen.now
    )
    typed = typed or Typed()
    if listed is None:
        return _without_list(screen, typed)
    chosen = _chosen(listed, candidate)
    values = _values(screen, listed, chosen, typed)
    if app is None:
        _noted(screen.session, screen, chosen)
    else:
        with writing(app.engine) as session:
            _noted(session, screen, chosen)
    if candidate is not None and (chosen is None or chosen.entry.candidate_id != candidate):
        values["gone"] = True
    return page(screen.request, "review/screen.html", status=typed.status, **values)


def _without_list(screen: Screen, typed: Typed) -> Response:
    advert = adverts_of(screen.session, vacancy_ids=[screen.vacancy])[screen.vacancy]
    return page(
        screen.request,
        "review/no_list.html",
        status=typed.status,
        typed=typed,
        advert=advert,
        skilled=is_skilled(screen.session, vacancy_id=screen.vacancy),
        is_open=advert.vacancy.state is VacancyState.OPEN,
        pool=_pool(screen),
    )


def _chosen(listed: Listed, candidate: int | None) -> Line | None:
    """Find who was asked for; else the first who waits for a decision, else the first."""
    asked = listed.line_of(candidate) if candidate is not None else None
    waiting = (one for one in listed.lines if one.entry.state is EntryState.PROPOSED)
    return asked or next(waiting, None) or next(iter(listed.everyone), None)


def _values(screen: Screen, listed: Listed, chosen: Line | None, typed: Typed) -> dict[str, Any]:
    advert = adverts_of(screen.session, vacancy_ids=[screen.vacancy])[screen.vacancy]
    everyone = listed.everyone
    at = everyone.index(chosen) if chosen else 0
    around = (*everyone[at + 1 :], *everyone[:at])
    waiting = (one for one in around if one.entry.state is EntryState.PROPOSED)
    return {
        "advert": advert,
        "is_open": advert.vacancy.state is VacancyState.OPEN,
        "listed": listed,
        "chosen": chosen,
        "before": everyone[at - 1] if at else None,
        "after": everyone[at + 1] if at + 1 < len(everyone) else None,
        "next_waiting": next(waiting, None),
        "rows": count_listed(screen.session, vacancy_id=screen.vacancy),
        "pool": _pool(screen),
        "filtered": cv_filter_of_list(screen.session, vacancy_id=screen.vacancy),
        "typed": typed,
        "me": own_account(screen.viewer),
        "why_yes": WHY_YES,
        "why_no": WHY_NO,
        "names": name_of,
        "days": days_of(screen.request),
        "kept": screen.request.query_params.get("bewaard") == "ja",
        "gone": False,
        **_about(screen, chosen),
    }


def _about(screen: Screen, chosen: Line | None) -> dict[str, Any]:
    """Gather what is told of the person on the right."""
    shown, reviews = None, []
    if chosen is not None:
        reviews = reviews_of(screen.session, entry_id=chosen.entry.id)
        if chosen.match is not None and screen.matcher is not None:
            guided = [chosen.entry.candidate_id] if _guides(screen, chosen) else []
            language = viewer_at(screen.request).language
            (shown,) = shown_pairs(
                screen.session, screen.matcher, language, [chosen.match], guided=guided
            )
    said = shown.match.explanation if shown else None
    model = screen.matcher.model.version if screen.matcher else ""
    return {
        "shown": shown,
        "reviews": reviews,
        "seen": seen_numbers(said.points, said.most, model)
        if said
        else seen_numbers(None, None, ""),
    }


def _guides(screen: Screen, line: Line) -> bool:
    return line.guide is not None and line.guide.coach_id == screen.viewer.account_id


def _pool(screen: Screen) -> int | None:
    return None if screen.matcher is None else len(screen.matcher.talent.follow(screen.session))


def _noted(session: Session, screen: Screen, chosen: Line | None) -> None:
    """Note that the list was seen, and whose card."""
    coach = own_account(screen.viewer)
    if chosen is not None:
        open_card(session, entry_id=chosen.entry.id, coach_id=coach, now=screen.now)
    seen: list[tuple[AuditAction, int | None]] = [(AuditAction.SHORTLIST_SEEN, None)]
    if chosen is not None:
        seen.append((AuditAction.CARD_SEEN, chosen.entry.candidate_id))
    for action, candidate in seen:
        note(
            session,
            screen.viewer,
            action,
            candidate_id=candidate,
            now=screen.now,
            reason=AuditReason.MATCHING,
        )
