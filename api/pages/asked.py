"""What the pages about how it goes share: one check-in, the thanks, the three questions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fastapi import Request, Response
from sqlmodel import Session

from api.pages.forms import Fields
from api.pages.own import errors_of
from api.pages.own_rights import days_of
from api.pages.rendering import page
from coaching.introduction_words import Reader
from foundation.entry import validated
from foundation.errors import TalentError
from placements.answering import takes_words
from placements.check_in_drafts import CheckInDraft, CommentDraft, SatisfactionDraft
from placements.follow_up import (
    SIDES,
    FollowUp,
    company_of,
    follow_up_of,
    line_of,
    name_for_employer,
)
from placements.models import CheckIn, CheckInAnswer, Outcome
from placements.satisfaction import MARKS, QUESTIONS

WORDS = "tekst"
_TEXT = {"text": WORDS, "answer": "", "": ""}
_CHOOSE = "Kies een antwoord."


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page about a check-in stands: its address, where it goes back to, who reads it."""

    to: str
    back: str
    reader: Reader
    satisfaction_to: str


@dataclass(frozen=True, slots=True)
class Refused:
    """Why something was not kept, and what was typed."""

    error: TalentError
    typed: str = ""


def check_in_page(
    request: Request,
    session: Session,
    row: CheckIn,
    place: Place,
    now: datetime,
    refused: Refused | None = None,
) -> Response:
    """Show a check-in: the buttons, or what was answered and room for a few words."""
    outcome = session.get_one(Outcome, row.outcome_id)
    line = line_of(session, row=row, reader=place.reader, now=now)
    if line is None:
        raise ValueError("a check-in is shown to nobody who may not see it")
    follow = follow_up_of(session, outcome_id=outcome.id, reader=place.reader, now=now)
    is_employer = place.reader is Reader.EMPLOYER
    error = refused.error if refused else None
    return page(
        request,
        "outcomes/check_in.html",
        status=error.status if error else 200,
        line=line,
        reader=place.reader.value,
        name=name_for_employer(session, outcome=outcome) if is_employer else "",
        company="" if is_employer else company_of(session, outcome=outcome),
        starts_on=outcome.starts_on,
        to=place.to,
        back=place.back,
        takes_words=follow.side is row.side and takes_words(row, now=now),
        typed=refused.typed if refused else "",
        errors=errors_of(error, _TEXT) if error and error.problems else {},
        refused=error,
        done=request.query_params.get("gedaan", ""),
        days=days_of(request),
        **_questions(follow, place),
    )


def satisfaction_page(
    request: Request,
    follow: FollowUp,
    place: Place,
    error: TalentError | None = None,
    chosen: Mapping[str, str] | None = None,
) -> Response:
    """Show the three questions, or that they were answered."""
    names = {one: one for one in ("helped", "fitting", "again")}
    better = dict.fromkeys(names, _CHOOSE)
    shown = _questions(follow, place)
    asked = shown["questions"]
    return page(
        request,
        "outcomes/satisfaction.html",
        status=error.status if error else 200,
        is_told=bool(follow.told),
        back=place.back,
        chosen=chosen or {},
        errors=errors_of(error, {**names, "": ""}, better) if error and error.problems else {},
        shown_names={name: asked[name] for name in names if name in asked},
        refused=error,
        **shown,
    )


def answer_in(form: Fields) -> CheckInDraft:
    """Read which button was used, with the words of a coach beside it.

    Raises:
        Invalid: no button of ours, or the text is too long or no text.
    """
    said = form.one("antwoord")
    known = {one.value for one in CheckInAnswer}
    draft = {"answer": said if said in known else None, "text": form.one(WORDS)}
    return validated(CheckInDraft, draft)


def words_in(form: Fields) -> CommentDraft:
    """Read the few words after the tap.

    Raises:
        Invalid: there are none, they are too long or no text.
    """
    return validated(CommentDraft, {"text": form.one(WORDS)})


def satisfaction_in(form: Fields) -> SatisfactionDraft:
    """Read the three answers.

    Raises:
        Invalid: one is missing or no answer of ours.
    """
    given = {name: form.one(name) for name in ("helped", "fitting", "again")}
    return validated(SatisfactionDraft, given)


def chosen_in(form: Fields) -> dict[str, str]:
    """Tell what was chosen, to show it again."""
    return {name: form.one(name) for name in ("helped", "fitting", "again")}


def _questions(follow: FollowUp, place: Place) -> dict[str, Any]:
    side = SIDES.get(place.reader)
    return {
        "asks_satisfaction": follow.asks_satisfaction,
        "satisfaction_to": place.satisfaction_to,
        "questions": QUESTIONS[side] if side else {},
        "marks": MARKS,
        "side": side.value if side else "",
    }
