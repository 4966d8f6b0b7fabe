"""The skills on a profile: one by one, or several at once."""

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from pydantic import Field
from sqlmodel import Session

from accounts.permissions import Act
from api.asking import Reading, Writing
from api.routes.contract import CandidateId, Identity, IfMatch, may
from api.routes.profile_views import ProfileSkill
from api.routes.repeating import Once
from api.routes.views import Listed
from api.versions import check_match, etag
from foundation.entry import Draft, Level, OptionalLine, validated
from profiles.drafts import SkillDraft
from profiles.models import CandidateSkill, Evidence
from profiles.service import candidate_to_change, find_candidate
from profiles.skillset import (
    MOST_SKILLS,
    UnknownProfileSkill,
    candidate_skills,
    remove_skill,
    set_skill,
    set_skills,
)
from skills.service import skill_labels

router = APIRouter(prefix="/candidates/{candidateId}/skills", tags=["candidates"])
SkillId = Annotated[Identity, Path(alias="skillId", description="Which skill.")]


class SkillBody(Draft):
    """How well somebody can do a skill and what it rests on; level null is unknown."""

    level: Level | None = None
    evidence: Evidence = Evidence.CLAIMED
    evidence_note: OptionalLine = ""


class SkillsBody(Draft):
    """Several skills at once; what is not named stays as it is."""

    items: Annotated[tuple[SkillDraft, ...], Field(max_length=MOST_SKILLS)]


def _shown(session: Session, rows: list[CandidateSkill]) -> Listed[ProfileSkill]:
    labels = skill_labels(session, ids=[row.skill_id for row in rows])
    return Listed(items=[ProfileSkill.of(row, labels[row.skill_id]) for row in rows])


def _stored(session: Session, candidate: int, skill: int) -> ProfileSkill | None:
    rows = candidate_skills(session, candidate_id=candidate)
    found = _shown(session, [row for row in rows if row.skill_id == skill]).items
    return found[0] if found else None


@router.get("", dependencies=[may(Act.SEE_PROFILE)])
def list_candidate_skills(
    candidate: CandidateId, response: Response, session: Reading
) -> Listed[ProfileSkill]:
    """List the skills of a profile in the order they were ticked."""
    find_candidate(session, candidate_id=candidate)
    view = _shown(session, candidate_skills(session, candidate_id=candidate))
    response.headers["ETag"] = etag(view)
    return view


@router.post(
    "",
    status_code=201,
    response_model=Listed[ProfileSkill],
    dependencies=[may(Act.CHANGE_PROFILE)],
)
def add_candidate_skills(
    candidate: CandidateId, body: SkillsBody, session: Writing, once: Once
) -> Response:
    """Put several skills on the profile, or change them; answers with those that you named."""

    def work() -> Listed[ProfileSkill]:
        drafts = list(body.items)
        return _shown(session, set_skills(session, candidate_id=candidate, drafts=drafts))

    return once.answer(session, work)


@router.get("/{skillId}", dependencies=[may(Act.SEE_PROFILE)])
def get_candidate_skill(
    candidate: CandidateId, skill: SkillId, response: Response, session: Reading
) -> ProfileSkill:
    """Tell how well somebody can do one skill."""
    view = _stored(session, candidate, skill)
    if view is None:
        raise UnknownProfileSkill("Deze vaardigheid staat niet op het profiel.")
    response.headers["ETag"] = etag(view)
    return view


@router.put("/{skillId}", dependencies=[may(Act.CHANGE_PROFILE)])
def put_candidate_skill(
    candidate: CandidateId,
    skill: SkillId,
    body: SkillBody,
    request: Request,
    response: Response,
    session: Writing,
    _if_match: IfMatch = None,
) -> ProfileSkill:
    """Put one skill on the profile, or change it.

    A confirmation by a coach stays as long as the level does.
    """
    draft = validated(SkillDraft, {**body.model_dump(), "skill_id": skill})
    candidate_to_change(session, candidate_id=candidate)
    check_match(request, _stored(session, candidate, skill))
    row = set_skill(session, candidate_id=candidate, draft=draft)
    view = _shown(session, [row]).items[0]
    response.headers["ETag"] = etag(view)
    return view


@router.delete("/{skillId}", status_code=204, dependencies=[may(Act.CHANGE_PROFILE)])
def remove_candidate_skill(
    candidate: CandidateId,
    skill: SkillId,
    request: Request,
    session: Writing,
    _if_match: IfMatch = None,
) -> None:
    """Take one skill off the profile."""
    candidate_to_change(session, candidate_id=candidate)
    check_match(request, _stored(session, candidate, skill))
    remove_skill(session, candidate_id=candidate, skill_id=skill)
