"""One's rights on one page: six entries, each with what one can do there."""

from datetime import datetime

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from api.asking import Now, Reading
from api.pages.own_rights import OwnRights, days_of
from api.pages.rendering import page
from coaching.caseload import coach_name
from foundation.errors import TalentError
from profiles.consent import agreed_purposes
from profiles.service import find_candidate, is_stale

router = APIRouter()


@router.get("/rechten")
def overview(request: Request, session: Reading, own: OwnRights, now: Now) -> Response:
    """Show what somebody can do here."""
    return overview_page(request, session, own, now)


def overview_page(
    request: Request, session: Session, own: int, now: datetime, refused: TalentError | None = None
) -> Response:
    """Show the overview, or show it again with why something could not be done."""
    candidate = find_candidate(session, candidate_id=own)
    return page(
        request,
        "rights/overview.html",
        status=refused.status if refused else 200,
        candidate=candidate,
        is_stale=is_stale(candidate, now),
        coach=coach_name(session, candidate_id=own),
        agreed=len(agreed_purposes(session, candidate_id=own)),
        refused=refused.message if refused else "",
        done=request.query_params.get("gedaan", ""),
        days=days_of(request),
    )
