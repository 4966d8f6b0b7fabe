"""One person a coach guides: everything on the profile, how it went so far, and the guidance."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from accounts.audit import AuditAction
from accounts.permissions import Viewer
from api.asking import Now, Reading, Viewing, Writing
from api.noting import note
from api.pages.coaching import CandidateToTakeOn, GuidedCandidate, own_account
from api.pages.forms import to
from api.pages.own_rights import days_of
from api.pages.rendering import page
from api.pages.skills import my_skills
from api.pages.suggesting import Choice
from api.pages.wish_screens import QUESTIONS
from api.pages.wishes import wishes_of
from coaching.caseload import AlreadyGuided, NotGuided, assign, coach_of, end_assignment
from coaching.course import introductions_of, shortlists_of
from coaching.notes import notes_of
from coaching.proposals import proposals_of
from profiles.history import experiences_of
from profiles.languages import name_of
from profiles.own_words import own_words_of
from profiles.service import find_candidate, is_stale
from profiles.wishes import hidden_employers_of, languages_of
from skills.sectors import sectors

router = APIRouter(prefix="/coach/kandidaten/{candidateId}")


@dataclass(frozen=True, slots=True)
class Asked:
    """What stands in the forms of the page, and what is wrong with it.

    Args:
        note: the words of a note that was not kept.
        search: what was typed to find a skill.
        why: the line that goes with a skill to propose.
        choices: what was found for the search, to choose from.
        errors: a sentence by the id of a field.
        status: the HTTP answer.
    """

    note: str = ""
    search: str = ""
    why: str = ""
    choices: tuple[Choice, ...] = ()
    errors: Mapping[str, str] = field(default_factory=dict)
    status: int = 200


@router.get("")
def show(
    request: Request, session: Reading, candidate: GuidedCandidate, viewer: Viewing, now: Now
) -> Response:
    """Show everything of somebody."""
    return candidate_page(request, session, candidate, viewer, now)


@router.post("/begeleiden")
def take_on(
    request: Request, session: Writing, candidate: CandidateToTakeOn, viewer: Viewing, now: Now
) -> Response:
    """Begin to guide somebody; whoever has a coach keeps that one, and this coach is told."""
    coach_id = own_account(viewer)
    if coach_of(session, candidate_id=candidate) == coach_id:
        return to(f"/coach/kandidaten/{candidate}")
    try:
        assign(session, candidate_id=candidate, coach_id=coach_id, now=now)
    except AlreadyGuided as error:
        session.rollback()
        return page(
            request,
            "coach/not_taken_on.html",
            status=error.status,
            number=candidate,
            problem=error.message,
        )
    note(session, viewer, AuditAction.COACH_ASSIGNED, candidate_id=candidate, now=now)
    return to(f"/coach/kandidaten/{candidate}?gedaan=begeleiden")


@router.post("/loslaten")
def let_go(session: Writing, candidate: GuidedCandidate, viewer: Viewing, now: Now) -> Response:
    """End the guidance; the profile stays as it is."""
    try:
        end_assignment(session, candidate_id=candidate, now=now)
    except NotGuided:  # another tab was first
        session.rollback()
        return to("/coach")
    note(session, viewer, AuditAction.COACH_RELEASED, candidate_id=candidate, now=now)
    return to("/coach?gedaan=losgelaten")


def candidate_page(
    request: Request,
    session: Session,
    candidate_id: int,
    viewer: Viewer,
    now: datetime,
    asked: Asked | None = None,
) -> Response:
    """Show the page, or show it again with what was typed and what is wrong with it."""
    asked = asked or Asked()
    whose = {"candidate_id": candidate_id}
    candidate = find_candidate(session, **whose)
    wishes = wishes_of(session, candidate_id)
    return page(
        request,
        "coach/candidate.html",
        status=asked.status,
        asked=asked,
        candidate=candidate,
        is_stale=is_stale(candidate, now),
        skills=my_skills(session, **whose),
        own_words=own_words_of(session, **whose),
        experiences=experiences_of(session, **whose),
        spoken=languages_of(session, **whose),
        names=name_of,
        wishes=wishes,
        wished=[one for one in QUESTIONS if one.is_answered(wishes)],
        hides=len(hidden_employers_of(session, **whose)),
        sector_labels={row.key: row.label for row in sectors(session)},
        shortlists=shortlists_of(session, **whose),
        introductions=introductions_of(session, **whose),
        proposals=proposals_of(session, candidate_id=candidate_id),
        notes=notes_of(session, **whose, reader_id=viewer.account_id, now=now),
        done=request.query_params.get("gedaan", ""),
        days=days_of(request),
    )
