"""One outcome of somebody a coach guides: how it stands, ending it, putting it right, the reply."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from sqlmodel import Session

from accounts.permissions import Act, Subject, Viewer
from api.asking import Allowed, App, Now, Reading, Viewing, Writing
from api.pages.forms import Fields, Form, to
from api.pages.introducing import seen_in
from api.pages.logging_outcomes import choices_for
from api.pages.outcomes import (
    OutcomeNumber,
    correction_in,
    end_in_form,
    errors_in,
    kind_in,
    reply_in_form,
    seen_or_now,
    shown_to,
)
from api.pages.rendering import page
from api.placing import correct_in, end_in, note_outcome_seen, reply_in
from coaching.introduction_words import Reader
from foundation.clock import day_here
from foundation.errors import Conflict, Invalid, TalentError
from placements.learned import gap_of_outcome
from placements.models import PLACEMENTS, Outcome, OutcomeKind, OutcomeState
from placements.outcome_views import Shown
from placements.outcomes import find_outcome
from placements.rules import ENDS, FIELDS, LASTING

router = APIRouter(prefix="/coach/uitkomsten/{outcomeId}")
Leads = Annotated[Subject, Depends(Allowed(Act.LEAD_OUTCOME))]


@router.get("")
def show(
    request: Request,
    session: Reading,
    app: App,
    viewer: Viewing,
    now: Now,
    outcome: OutcomeNumber,
    subject: Leads,
) -> Response:
    """Show one outcome and what can be done now."""
    note_outcome_seen(app.engine, viewer, candidate_id=subject.candidate_id or 0, now=now)
    return _page(request, session, outcome, now)


@router.post("/einde")
def end(
    request: Request,
    session: Writing,
    app: App,
    viewer: Viewing,
    now: Now,
    form: Form,
    outcome: OutcomeNumber,
    _allowed: Leads,
) -> Response:
    """End what runs."""
    try:
        draft, seen = end_in_form(form), seen_in(form)
        end_in(session, app, viewer, outcome_id=outcome, draft=draft, seen=seen, now=now)
    except (Invalid, Conflict) as error:
        session.rollback()
        return _page(request, session, outcome, now, form, error)
    return to(f"/coach/uitkomsten/{outcome}?gedaan=einde")


@router.post("/antwoord")
def reply(
    request: Request,
    session: Writing,
    viewer: Viewing,
    now: Now,
    form: Form,
    outcome: OutcomeNumber,
    _allowed: Leads,
) -> Response:
    """Note when the partner replied."""
    try:
        draft, seen = reply_in_form(form), seen_in(form)
        reply_in(session, viewer, outcome_id=outcome, draft=draft, seen=seen, now=now)
    except (Invalid, Conflict) as error:
        session.rollback()
        return _page(request, session, outcome, now, form, error)
    return to(f"/coach/uitkomsten/{outcome}?gedaan=antwoord")


@router.get("/verbeteren")
def ask_to_correct(
    request: Request,
    session: Reading,
    app: App,
    viewer: Viewing,
    now: Now,
    outcome: OutcomeNumber,
    subject: Leads,
) -> Response:
    """Show the form of an outcome as it was logged, to put right."""
    note_outcome_seen(app.engine, viewer, candidate_id=subject.candidate_id or 0, now=now)
    row = find_outcome(session, outcome_id=outcome)
    form = _filled(session, row, request.query_params.get("soort", ""))
    picked = request.query_params.get("opleiding", "")[:9]
    if picked:
        form = Fields((*form.pairs, ("opleiding", picked)))
    return _correcting(request, session, viewer, row, form, now)


@router.post("/verbeteren")
def correct(
    request: Request,
    session: Writing,
    app: App,
    viewer: Viewing,
    now: Now,
    form: Form,
    outcome: OutcomeNumber,
    _allowed: Leads,
) -> Response:
    """Put an outcome right, or say that it never was."""
    try:
        draft, seen = correction_in(form), seen_in(form)
        row = correct_in(session, app, viewer, outcome_id=outcome, draft=draft, seen=seen, now=now)
    except (Invalid, Conflict) as error:
        session.rollback()
        row = find_outcome(session, outcome_id=outcome)
        return _correcting(request, session, viewer, row, form, now, error)
    return to(f"/coach/uitkomsten/{row.id}?gedaan=verbeterd")


def _page(
    request: Request,
    session: Session,
    outcome_id: int,
    now: datetime,
    form: Fields | None = None,
    error: TalentError | None = None,
) -> Response:
    form = form or Fields()
    return page(
        request,
        "outcomes/led.html",
        status=error.status if error else 200,
        form=form,
        errors=errors_in(error, form) if error else {},
        refused=error if error and not error.problems else None,
        today=day_here(now),
        **shown_to(request, session, outcome_id, reader=Reader.COACH, now=now),
    )


def _filled(session: Session, row: Outcome, kind: str) -> Fields:
    """Fill the form with what was logged; another kind asks what it shares with this one."""
    told = {
        "soort": (kind_in(kind) or row.kind).value,
        "start": row.starts_on,
        "tot": row.ends_on,
        "bedrijf": row.employer_id,
        "opleiding": row.course_id,
        "partner": row.partner_id,
        "uren": row.hours,
        "loon": row.wage_band.value if row.wage_band else None,
        "diploma": {True: "nee", False: "ja", None: ""}[row.cv_no_diploma],
        "einde": row.ended_on,
        "reden": row.end_reason.value if row.end_reason else None,
    }
    pairs = [(name, str(value)) for name, value in told.items() if value is not None]
    ticked = gap_of_outcome(session, outcome_id=row.id)
    pairs += [("vaardigheid", str(one.id)) for one in ticked]
    return Fields(tuple(pairs))


def _with_own(choices: dict[str, Any], shown: Shown) -> dict[str, Any]:
    """Let also be chosen what was, where nobody can choose it any more."""
    own = {"employers": shown.employer, "courses": shown.course, "partners": shown.partner}
    for name, one in own.items():
        if one is not None and choices[name] and one not in choices[name]:
            choices[name] = [one, *choices[name]]
    return choices


def _correcting(
    request: Request,
    session: Session,
    viewer: Viewer,
    row: Outcome,
    form: Fields,
    now: datetime,
    error: TalentError | None = None,
) -> Response:
    kind = kind_in(form.one("soort")) or row.kind
    shown = shown_to(request, session, row.id, reader=Reader.COACH, now=now)
    fixed = row.introduction_id is not None and kind in PLACEMENTS
    return page(
        request,
        "outcomes/correct.html",
        status=error.status if error else 200,
        kind=kind,
        kinds=list(OutcomeKind),
        goes=FIELDS[kind],
        lasts=kind in LASTING,
        has_ended=row.state is OutcomeState.ENDED,
        ends=sorted(ENDS.get(kind, ())),
        form=form,
        revision=seen_or_now(form, row.revision, error),
        company=shown["outcome"].employer if fixed else None,
        errors=errors_in(error, form) if error else {},
        refused=error if error and not error.problems else None,
        today=day_here(now),
        **shown,
        **_with_own(choices_for(session, viewer, row.candidate_id, kind, form), shown["outcome"]),
    )
