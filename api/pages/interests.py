"""The interest test: a question on a screen, and the sectors and work its outcome points to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, Response
from sqlmodel import Session

from accounts.permissions import Act
from api.asking import Allowed, Now, Reading, Writing
from api.pages.forms import Form, to
from api.pages.own import (
    OwnProfile,
    OwnProfileToChange,
    changed_elsewhere,
    is_autosave,
    kept,
    not_kept,
)
from api.pages.rendering import page
from api.pages.wishes import wishes_of
from api.versions import stamp
from foundation.entry import validated
from foundation.errors import Conflict, Invalid
from matching.sides import STRONGEST
from profiles.drafts import InterestAnswerDraft, PreferencesDraft
from profiles.interests import (
    ANSWERS,
    QUESTIONS,
    answer,
    answers_of,
    finish,
    outcome_of,
    scores,
    start_again,
    top_interests,
)
from profiles.models import Interest
from profiles.service import candidate_to_change
from profiles.wishes import set_preferences
from skills.sectors import sectors

router = APIRouter(prefix="/interesses")
Number = Annotated[int, Path(ge=1, le=len(QUESTIONS))]

OUTCOME = "/interesses/uitkomst"
_CHOOSE = "Kies een antwoord. Twijfel je? Kies “Maakt me niet uit”."


@dataclass(frozen=True, slots=True)
class FittingSector:
    """A sector that asks what somebody likes; `shared` are the kinds of work it has in common."""

    key: str
    label: str
    shared: tuple[Interest, ...]
    is_wished: bool


@router.get("")
def introduce(request: Request, session: Reading, own: OwnProfile) -> Response:
    """Tell what the test is, and where somebody is in it."""
    given = answers_of(session, candidate_id=own)
    return page(
        request,
        "interests/start.html",
        given=len(given),
        questions=len(QUESTIONS),
        following=_first_open(given),
        has_outcome=outcome_of(session, candidate_id=own) is not None,
    )


@router.get("/uitkomst")
def show_outcome(request: Request, session: Reading, own: OwnProfile) -> Response:
    """Show how much somebody likes each kind of work, and where that is found."""
    if outcome_of(session, candidate_id=own) is None:
        return to("/interesses")
    counted = scores(answers_of(session, candidate_id=own))
    top = top_interests(counted)
    return page(
        request,
        "interests/outcome.html",
        counted=sorted(counted.items(), key=lambda one: -one[1]),
        top=top,
        fitting=_fitting(session, own, top),
    )


@router.post("/uitkomst")
def conclude(session: Writing, own: OwnProfileToChange, now: Now) -> Response:
    """Finish the test; when a question is open, go there."""
    return to(_concluded(session, own, now))


@router.get("/opnieuw", dependencies=[Depends(Allowed(Act.SEE_OWN_PROFILE))])
def ask_again(request: Request) -> Response:
    """Ask whether the answers may go."""
    return page(request, "interests/again.html")


@router.post("/opnieuw")
def begin_again(session: Writing, own: OwnProfileToChange) -> Response:
    """Throw the answers away and begin at the first question."""
    start_again(session, candidate_id=own)
    return to("/interesses/1")


@router.post("/sectoren")
def wish_sector(session: Writing, own: OwnProfileToChange, form: Form) -> Response:
    """Put a sector in the wishes; what else was wished stays."""
    candidate_to_change(session, candidate_id=own)
    wishes = wishes_of(session, own)
    key = form.one("sector")
    draft = validated(PreferencesDraft, {**wishes, "sectors": wishes["sectors"] | {key}})
    set_preferences(session, candidate_id=own, draft=draft)
    return to(f"{OUTCOME}#sector-{key}")


@router.get("/{number}")
def ask(request: Request, session: Reading, own: OwnProfile, number: Number) -> Response:
    """Ask one question, with what was answered before."""
    return _question_page(request, answers_of(session, candidate_id=own), number)


@router.post("/{number}")
def keep(
    request: Request,
    session: Writing,
    own: OwnProfileToChange,
    now: Now,
    form: Form,
    number: Number,
) -> Response:
    """Keep an answer and go on; after the last one to the outcome."""
    candidate_to_change(session, candidate_id=own)
    before = answers_of(session, candidate_id=own)
    question = QUESTIONS[number - 1]
    values = {"question": question.key, "answer": form.one("antwoord")}
    try:
        draft = validated(InterestAnswerDraft, values)
    except Invalid as error:
        return _refused(request, session, before, number, error.status)
    if changed_elsewhere(form, stored=[before.get(question.key)], new=[draft.answer]):
        return _refused(request, session, before, number, Conflict.status, draft.answer)
    answer(session, candidate_id=own, draft=draft, now=now)
    if is_autosave(request):
        return kept(request, stored=[draft.answer], now=now)
    return to(_onward(session, own, number, now))


def _refused(
    request: Request,
    session: Session,
    given: Mapping[str, int],
    number: int,
    status: int,
    chosen: int | None = None,
) -> Response:
    session.rollback()
    errors = {"antwoord": _CHOOSE} if status == Invalid.status else {}
    if is_autosave(request):
        return not_kept(request, status=status, errors=errors)
    return _question_page(request, given, number, status=status, errors=errors, chosen=chosen)


def _question_page(
    request: Request,
    given: Mapping[str, int],
    number: int,
    *,
    status: int = 200,
    errors: Mapping[str, str] | None = None,
    chosen: int | None = None,
) -> Response:
    question = QUESTIONS[number - 1]
    stored = given.get(question.key)
    return page(
        request,
        "interests/question.html",
        status=status,
        question=question,
        number=number,
        answered=[one.key in given for one in QUESTIONS],
        answers=ANSWERS,
        stored=stored,
        chosen=stored if chosen is None else chosen,
        seen=stamp([stored]),
        errors=errors or {},
        is_changed=status == Conflict.status,
    )


def _first_open(given: Mapping[str, int]) -> int | None:
    """Find the first question without an answer; None when there is none."""
    return next((at for at, one in enumerate(QUESTIONS, 1) if one.key not in given), None)


def _onward(session: Session, own: int, number: int, now: datetime) -> str:
    """Choose where to go after an answer; whoever changes an old one walks on as before."""
    is_last = number == len(QUESTIONS)
    is_walking = outcome_of(session, candidate_id=own) is not None
    still_open = _first_open(answers_of(session, candidate_id=own)) is not None
    if is_last or not (is_walking or still_open):
        return _concluded(session, own, now)
    return f"/interesses/{number + 1}"


def _concluded(session: Session, own: int, now: datetime) -> str:
    """Finish the test when it is complete, and give where to go."""
    still_open = _first_open(answers_of(session, candidate_id=own))
    if still_open is not None:
        return f"/interesses/{still_open}"
    finish(session, candidate_id=own, now=now)
    return OUTCOME


def _fitting(session: Session, own: int, top: tuple[Interest, ...]) -> list[FittingSector]:
    """List the sectors that share a kind of work with somebody, as *wil* counts it; most first."""
    wished = wishes_of(session, own)["sectors"]
    found = []
    for sector in sectors(session):
        shared = tuple(one for one in top if one.value in sector.interests[:STRONGEST])
        found.append(FittingSector(sector.key, sector.label, shared, sector.key in wished))
    ranked = sorted(found, key=lambda one: (-len(one.shared), one.label))
    return [one for one in ranked if one.shared]
