"""Telling how it goes while logged in: each side for itself, the coach what he heard by phone."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, Response
from sqlmodel import Session

from accounts.models import Role
from accounts.permissions import Act, Subject, Viewer
from api.asking import LARGEST_ID, Allowed, App, Now, Reading, Viewing, Writing
from api.checking_in import (
    add_words_for,
    answer_for,
    note_for_coach,
    satisfaction_for,
)
from api.pages.asked import (
    WORDS,
    Place,
    Refused,
    answer_in,
    check_in_page,
    chosen_in,
    satisfaction_in,
    satisfaction_page,
    words_in,
)
from api.pages.forms import Form, to
from api.pages.own import errors_of
from api.pages.own_rights import days_of
from api.pages.rendering import page
from api.placing import note_outcome_seen
from coaching.introduction_words import Reader
from foundation.entry import validated
from foundation.errors import Conflict, Invalid
from placements.check_in_drafts import AftercareDraft
from placements.check_ins import find_check_in, unknown_check_in
from placements.follow_up import READERS, follow_up_of, line_of
from placements.models import CheckIn

router = APIRouter()
OutcomeNumber = Annotated[int, Path(alias="outcomeId", ge=1, le=LARGEST_ID)]
CheckInNumber = Annotated[int, Path(alias="checkInId", ge=1, le=LARGEST_ID)]
Sees = Annotated[Subject, Depends(Allowed(Act.SEE_OUTCOME))]
Leads = Annotated[Subject, Depends(Allowed(Act.LEAD_OUTCOME))]

# Where each reader has the page about an outcome.
BASES = {
    Reader.CANDIDATE: "/uitkomsten",
    Reader.EMPLOYER: "/werkgever/geplaatst",
    Reader.COACH: "/coach/uitkomsten",
}
_ONE = "/{outcomeId}/hoe-gaat-het/{checkInId}"
_NOTE = {"text": "nazorg-tekst", "": "nazorg-tekst"}


def show(
    request: Request,
    session: Reading,
    app: App,
    viewer: Viewing,
    now: Now,
    outcome: OutcomeNumber,
    number: CheckInNumber,
    subject: Sees,
) -> Response:
    """Show one check-in with its buttons, or what was answered."""
    place = _place(viewer, outcome, number)
    row = _row(session, outcome, number, place, now)
    if place.reader is not Reader.CANDIDATE:
        note_outcome_seen(app.engine, viewer, candidate_id=subject.candidate_id or 0, now=now)
    return check_in_page(request, session, row, place, now)


def answer(
    request: Request,
    session: Writing,
    app: App,
    viewer: Viewing,
    now: Now,
    form: Form,
    outcome: OutcomeNumber,
    number: CheckInNumber,
    _allowed: Sees,
) -> Response:
    """Write an answer down, once."""
    place = _place(viewer, outcome, number)
    _row(session, outcome, number, place, now)
    try:
        draft = answer_in(form)
        answer_for(
            session, app, viewer, outcome_id=outcome, check_in_id=number, draft=draft, now=now
        )
    except (Invalid, Conflict) as error:
        session.rollback()
        row = _row(session, outcome, number, place, now)
        return check_in_page(request, session, row, place, now, Refused(error, form.one(WORDS)))
    if place.reader is Reader.COACH:
        return to(f"{place.back}?gedaan=nagevraagd#hoe-gaat-het")
    return to(f"{place.to}?gedaan=ja")


def add_text(
    request: Request,
    session: Writing,
    viewer: Viewing,
    now: Now,
    form: Form,
    outcome: OutcomeNumber,
    number: CheckInNumber,
    _allowed: Sees,
) -> Response:
    """Keep a few words with an answer that was just given."""
    place = _place(viewer, outcome, number)
    _row(session, outcome, number, place, now)
    try:
        draft = words_in(form)
        add_words_for(session, viewer, outcome_id=outcome, check_in_id=number, draft=draft, now=now)
    except (Invalid, Conflict) as error:
        session.rollback()
        row = _row(session, outcome, number, place, now)
        return check_in_page(request, session, row, place, now, Refused(error, form.one(WORDS)))
    return to(f"{place.to}?gedaan=tekst")


def show_questions(
    request: Request,
    session: Reading,
    viewer: Viewing,
    now: Now,
    outcome: OutcomeNumber,
    _allowed: Sees,
) -> Response:
    """Show the three questions about the help."""
    place = _place(viewer, outcome)
    follow = follow_up_of(session, outcome_id=outcome, reader=place.reader, now=now)
    return satisfaction_page(request, follow, place)


def answer_questions(
    request: Request,
    session: Writing,
    viewer: Viewing,
    now: Now,
    form: Form,
    outcome: OutcomeNumber,
    _allowed: Sees,
) -> Response:
    """Keep the three answers, once."""
    place = _place(viewer, outcome)
    try:
        draft = satisfaction_in(form)
        satisfaction_for(session, viewer, outcome_id=outcome, draft=draft, now=now)
    except (Invalid, Conflict) as error:
        session.rollback()
        follow = follow_up_of(session, outcome_id=outcome, reader=place.reader, now=now)
        return satisfaction_page(request, follow, place, error, chosen_in(form))
    return to(place.satisfaction_to)


@router.post("/coach/uitkomsten/{outcomeId}/nazorg")
def write_aftercare_note(
    request: Request,
    session: Writing,
    viewer: Viewing,
    now: Now,
    form: Form,
    outcome: OutcomeNumber,
    _allowed: Leads,
) -> Response:
    """Keep a note of the coach about how it goes."""
    typed = form.one("nazorg-tekst")
    back = f"{BASES[Reader.COACH]}/{outcome}"
    try:
        draft = validated(AftercareDraft, {"text": typed})
        note_for_coach(session, viewer, outcome_id=outcome, draft=draft, now=now)
    except (Invalid, Conflict) as error:
        session.rollback()
        better = {} if typed else {"nazorg-tekst": "Schrijf eerst iets op."}
        return page(
            request,
            "outcomes/aftercare.html",
            status=error.status,
            follow_up=follow_up_of(session, outcome_id=outcome, reader=Reader.COACH, now=now),
            note_errors=errors_of(error, _NOTE, better) if error.problems else {},
            note_typed=typed,
            refused=error,
            back=back,
            days=days_of(request),
        )
    return to(f"{back}?gedaan=notitie#nazorg")


def _place(viewer: Viewer, outcome: int, number: int | None = None) -> Place:
    """Find out where the pages of this reader stand, whatever address he came by."""
    reader = READERS[viewer.role or Role.CANDIDATE]
    back = f"{BASES[reader]}/{outcome}"
    return Place(f"{back}/hoe-gaat-het/{number}", back, reader, f"{back}/tevreden")


def _row(session: Session, outcome_id: int, number: int, place: Place, now: Now) -> CheckIn:
    """Find a check-in that this reader may know of.

    Raises:
        UnknownCheckIn: there is none.
    """
    row = find_check_in(session, outcome_id=outcome_id, check_in_id=number)
    if line_of(session, row=row, reader=place.reader, now=now) is None:
        raise unknown_check_in()
    return row


for _reader, _base in BASES.items():
    router.add_api_route(_base + _ONE, show, methods=["GET"])
    router.add_api_route(_base + _ONE, answer, methods=["POST"])
    if _reader is not Reader.COACH:
        router.add_api_route(f"{_base}{_ONE}/tekst", add_text, methods=["POST"])
        router.add_api_route(f"{_base}/{{outcomeId}}/tevreden", show_questions, methods=["GET"])
        router.add_api_route(f"{_base}/{{outcomeId}}/tevreden", answer_questions, methods=["POST"])
