"""One's own profile on one page: everything that is filled in, each with a way to change it."""

from fastapi import APIRouter, Request, Response

from accounts.audit import AuditAction
from api.asking import Now, Reading, Viewing, Writing
from api.noting import note
from api.pages.forms import to
from api.pages.own import OwnProfile, OwnProfileToChange
from api.pages.rendering import page
from api.pages.skills import my_skills
from api.pages.steps import steps_of
from api.pages.wish_screens import QUESTIONS
from api.pages.wishes import wishes_of
from coaching.proposals import proposals_of
from profiles.history import experiences_of
from profiles.interests import outcome_of
from profiles.languages import name_of
from profiles.own_words import own_words_of
from profiles.service import find_candidate, is_stale, reconfirm
from profiles.wishes import hidden_employers_of, languages_of
from skills.sectors import sectors
from skills.service import occupation_labels

router = APIRouter(prefix="/profiel")


@router.get("")
def overview(request: Request, session: Reading, own: OwnProfile, now: Now) -> Response:
    """Show the whole profile."""
    candidate = find_candidate(session, candidate_id=own)
    experiences = experiences_of(session, candidate_id=own)
    asked = [row.occupation_id for row in experiences if row.occupation_id is not None]
    wishes = wishes_of(session, own)
    return page(
        request,
        "profile/overview.html",
        candidate=candidate,
        is_stale=is_stale(candidate, now),
        skills=my_skills(session, candidate_id=own),
        own_words=own_words_of(session, candidate_id=own),
        experiences=experiences,
        occupations=occupation_labels(session, ids=asked),
        spoken=languages_of(session, candidate_id=own),
        names=name_of,
        wishes=wishes,
        wished=[one for one in QUESTIONS if one.is_answered(wishes)],
        hidden=hidden_employers_of(session, candidate_id=own),
        sector_labels={row.key: row.label for row in sectors(session)},
        outcome=outcome_of(session, candidate_id=own),
        advised=len(proposals_of(session, candidate_id=own, waiting=True)),
        steps=steps_of(session, candidate_id=own),
        done=request.query_params.get("gedaan", ""),
    )


@router.post("/klopt")
def still_right(session: Writing, own: OwnProfileToChange, viewer: Viewing, now: Now) -> Response:
    """Note that the profile is still right."""
    reconfirm(session, candidate_id=own, now=now)
    note(session, viewer, AuditAction.PROFILE_CONFIRMED, candidate_id=own, now=now)
    return to("/profiel?gedaan=klopt")
