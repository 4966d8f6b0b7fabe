"""Skills that a coach proposed: the candidate takes one, at a level of his own choice, or not."""

from collections.abc import Mapping

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from api.asking import Now, Reading, Writing
from api.pages.forms import Form, to
from api.pages.own import OwnProfile, OwnProfileToChange
from api.pages.own_rights import days_of
from api.pages.rendering import page
from api.pages.skills import Number
from coaching.proposals import ProposalAnswered, leave_proposal, proposals_of, take_proposal
from foundation.entry import whole_number
from foundation.errors import Invalid
from foundation.terms import LEVELS

router = APIRouter(prefix="/profiel/aangeraden")
HERE = "/profiel/aangeraden"


@router.get("")
def show(request: Request, session: Reading, own: OwnProfile) -> Response:
    """Show what was proposed, each with the question how well."""
    return _shown(request, session, own)


@router.post("/{proposal_id}")
def take(
    request: Request,
    session: Writing,
    own: OwnProfileToChange,
    now: Now,
    form: Form,
    proposal_id: Number,
) -> Response:
    """Put a skill on the profile at the chosen level; no choice is asked for, never guessed."""
    chosen = form.starting("niveau").get("")  # "" was chosen, and None was not
    try:
        level = _level(chosen)
        which = {"candidate_id": own, "proposal_id": proposal_id}
        take_proposal(session, **which, level=level, now=now)
    except Invalid as error:
        session.rollback()
        return _shown(request, session, own, {proposal_id: error.message}, {proposal_id: chosen})
    except ProposalAnswered:
        session.rollback()
        return to(f"{HERE}?gedaan=al-gekozen")
    return to(f"{HERE}?gedaan=erbij")


@router.post("/{proposal_id}/niet")
def leave(session: Writing, own: OwnProfileToChange, now: Now, proposal_id: Number) -> Response:
    """Leave a skill: it does not come on the profile."""
    try:
        leave_proposal(session, candidate_id=own, proposal_id=proposal_id, now=now)
    except ProposalAnswered:
        session.rollback()
        return to(f"{HERE}?gedaan=al-gekozen")
    return to(f"{HERE}?gedaan=niet")


def _level(chosen: str | None) -> int | None:
    if chosen == "":
        return None
    try:
        return whole_number(chosen, lowest=LEVELS[0], highest=LEVELS[-1])
    except ValueError as error:
        raise Invalid("Kies een antwoord. Weet je het niet? Kies “Weet ik niet”.") from error


def _shown(
    request: Request,
    session: Session,
    own: int,
    errors: Mapping[int, str] | None = None,
    typed: Mapping[int, str | None] | None = None,
) -> Response:
    found = proposals_of(session, candidate_id=own)
    return page(
        request,
        "profile/advised.html",
        status=Invalid.status if errors else 200,
        waiting=[one for one in found if one.row.answered_at is None],
        answered=[one for one in found if one.row.answered_at is not None],
        errors=errors or {},
        typed=typed or {},
        done=request.query_params.get("gedaan", ""),
        days=days_of(request),
    )
