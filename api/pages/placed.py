"""The people placed with an employer: a list, and one of them."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from accounts.models import Role
from accounts.permissions import Act, Subject
from api.asking import Allowed, App, Now, Reading, Viewing, Writing
from api.companies import OwnCompany
from api.pages.forms import to
from api.pages.outcomes import OutcomeNumber, shown_to
from api.pages.own_rights import days_of
from api.pages.rendering import page
from api.placing import note_outcome_seen, note_outcomes_seen
from coaching.introduction_words import Reader
from placements.outcome_views import listed_of_employer

router = APIRouter(prefix="/werkgever/geplaatst")
RunsCompany = Annotated[Subject, Depends(Allowed(Act.RUN_COMPANY))]
Seen = Annotated[Subject, Depends(Allowed(Act.SEE_OUTCOME))]


@router.get("")
def show_all(
    request: Request,
    session: Writing,
    viewer: Viewing,
    company: OwnCompany,
    now: Now,
    _allowed: RunsCompany,
) -> Response:
    """List who works or worked here: what runs first. A name only while it may be known."""
    listed = listed_of_employer(session, employer_id=company)
    people = {one.row.candidate_id for one in listed}
    note_outcomes_seen(session, viewer, candidate_ids=people, now=now)
    return page(request, "outcomes/placed_list.html", listed=listed, days=days_of(request))


@router.get("/{outcomeId}")
def show(
    request: Request,
    session: Reading,
    app: App,
    viewer: Viewing,
    now: Now,
    outcome: OutcomeNumber,
    subject: Seen,
) -> Response:
    """Show one person's placement; the person sees that it was opened."""
    if viewer.role is not Role.EMPLOYER:
        return to(f"/uitkomsten/{outcome}")
    note_outcome_seen(app.engine, viewer, candidate_id=subject.candidate_id or 0, now=now)
    shown = shown_to(request, session, outcome, reader=Reader.EMPLOYER, now=now)
    return page(request, "outcomes/placed.html", **shown)
