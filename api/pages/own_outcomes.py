"""What came of it, for the person it is about."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from accounts.models import Role
from accounts.permissions import Act, Subject
from api.asking import Allowed, Now, Reading, Viewing
from api.pages.forms import to
from api.pages.outcomes import OutcomeNumber, shown_to
from api.pages.rendering import page
from coaching.introduction_words import Reader

router = APIRouter(prefix="/uitkomsten")
Seen = Annotated[Subject, Depends(Allowed(Act.SEE_OUTCOME))]
# Each of the other two has a page of its own.
ELSEWHERE = {Role.EMPLOYER: "/werkgever/geplaatst", Role.COACH: "/coach/uitkomsten"}


@router.get("/{outcomeId}")
def show(
    request: Request,
    session: Reading,
    viewer: Viewing,
    now: Now,
    outcome: OutcomeNumber,
    _allowed: Seen,
) -> Response:
    """Show one outcome of one's own."""
    if viewer.role in ELSEWHERE:
        return to(f"{ELSEWHERE[viewer.role]}/{outcome}")
    shown = shown_to(request, session, outcome, reader=Reader.CANDIDATE, now=now)
    return page(request, "outcomes/own.html", **shown)
