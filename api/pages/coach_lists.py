"""The open vacancies with their lists, proposing people for one, and spreading its order."""

from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request, Response

from accounts.audit import AuditAction, AuditReason
from accounts.permissions import Act
from api.asking import Allowed, Matching, Now, Reading, Viewing, Writing
from api.noting import note
from api.pages.coaching import own_account
from api.pages.forms import Form, to
from api.pages.rendering import page
from api.pages.reviewing import ReviewedVacancy
from api.pages.work import page_number
from coaching.overview import ListFilter, ListStage, vacancy_lists
from coaching.shortlists import propose, set_spread
from foundation.entry import validated, whole_number
from foundation.errors import Invalid
from skills.sectors import sectors

router = APIRouter(prefix="/coach/vacatures")


@router.get("", dependencies=[Depends(Allowed(Act.GUIDE))])
def show(request: Request, session: Reading) -> Response:
    """Show the open vacancies: what waits for a decision first, what cannot be ranked last."""
    asked = request.query_params
    typed = {"stage": asked.get("stand", ""), "sector": asked.get("sector", "")}
    typed["text"] = asked.get("zoek", "").strip()
    try:
        wanted = validated(ListFilter, {**typed, "stage": typed["stage"] or None})
    except Invalid:
        typed, wanted = {"stage": "", "sector": "", "text": ""}, ListFilter()
    found = vacancy_lists(session, wanted=wanted, page=page_number(asked.get("pagina", "")))
    told = {"stand": typed["stage"], "sector": typed["sector"], "zoek": typed["text"]}
    kept = [(name, value) for name, value in told.items() if value]
    return page(
        request,
        "review/vacancies.html",
        found=found,
        typed=typed,
        in_use=wanted != ListFilter(),
        address="/coach/vacatures?" + urlencode([*kept, ("pagina", "")]),
        stages=list(ListStage),
        sectors=sectors(session),
    )


@router.post("/{vacancyId}/voorstellen")
def propose_people(
    session: Writing,
    matcher: Matching,
    vacancy: ReviewedVacancy,
    viewer: Viewing,
    now: Now,
    form: Form,
) -> Response:
    """Put the next people of the engine on the list; a button that is pressed twice adds once."""
    found = propose(
        session,
        matcher,
        vacancy_id=vacancy,
        coach_id=own_account(viewer),
        now=now,
        seen=_seen(form.one("gezien")),
    )
    for one in found.added:
        note(
            session,
            viewer,
            AuditAction.PROPOSED,
            candidate_id=one.candidate_id,
            now=now,
            reason=AuditReason.MATCHING,
        )
    first = f"?kandidaat={found.added[0].candidate_id}#kandidaat" if found.added else "?meer=nee"
    return to(f"/coach/vacatures/{vacancy}{first}")


@router.post("/{vacancyId}/spreiding")
def spread(session: Writing, vacancy: ReviewedVacancy, form: Form) -> Response:
    """Turn spreading on or off; the page says what that changed."""
    set_spread(session, vacancy_id=vacancy, spread=form.one("spreiding") == "aan")
    return to(f"/coach/vacatures/{vacancy}")


def _seen(text: str) -> int | None:
    try:
        return whole_number(text)
    except ValueError:
        return None
