"""What somebody did before, and what they can do in own words."""

from typing import Annotated

from fastapi import APIRouter, Path, Response

from accounts.permissions import Act
from api.asking import Now, Reading, Writing
from api.routes.contract import CandidateId, Identity, may
from api.routes.profile_views import ExperienceView, OwnWordView
from api.routes.repeating import Once
from api.routes.views import Listed
from api.versions import etag
from profiles.drafts import ExperienceDraft, OwnWordDraft
from profiles.history import add_experience, experiences_of, remove_experience
from profiles.own_words import keep_own_word, own_words_of, remove_own_word

router = APIRouter(prefix="/candidates/{candidateId}", tags=["candidates"])
ExperienceId = Annotated[
    Identity, Path(alias="experienceId", description="Which experience.", examples=["4"])
]
OwnWordId = Annotated[
    Identity, Path(alias="ownWordId", description="Which own words.", examples=["2"])
]


@router.get("/experiences", dependencies=[may(Act.SEE_PROFILE)])
def list_experiences(
    candidate: CandidateId, response: Response, session: Reading
) -> Listed[ExperienceView]:
    """List what somebody did: work, care, volunteering, a hobby. Never read by the score."""
    rows = experiences_of(session, candidate_id=candidate)
    view = Listed(items=[ExperienceView.of(row) for row in rows])
    response.headers["ETag"] = etag(view)
    return view


@router.post(
    "/experiences",
    status_code=201,
    response_model=ExperienceView,
    dependencies=[may(Act.CHANGE_PROFILE)],
)
def add_candidate_experience(
    candidate: CandidateId, draft: ExperienceDraft, session: Writing, once: Once
) -> Response:
    """Add something somebody did. No skill follows from it by itself."""
    return once.answer(
        session,
        lambda: ExperienceView.of(add_experience(session, candidate_id=candidate, draft=draft)),
    )


@router.delete(
    "/experiences/{experienceId}", status_code=204, dependencies=[may(Act.CHANGE_PROFILE)]
)
def remove_candidate_experience(
    candidate: CandidateId, experience: ExperienceId, session: Writing
) -> None:
    """Take one experience off the profile."""
    remove_experience(session, candidate_id=candidate, experience_id=experience)


@router.get("/own-words", dependencies=[may(Act.SEE_PROFILE)])
def list_own_words(
    candidate: CandidateId, response: Response, session: Reading
) -> Listed[OwnWordView]:
    """List what somebody can do and the taxonomy has no word for."""
    rows = own_words_of(session, candidate_id=candidate)
    view = Listed(items=[OwnWordView.of(row) for row in rows])
    response.headers["ETag"] = etag(view)
    return view


@router.post(
    "/own-words",
    status_code=201,
    response_model=OwnWordView,
    dependencies=[may(Act.CHANGE_PROFILE)],
)
def add_own_word(
    candidate: CandidateId, draft: OwnWordDraft, session: Writing, now: Now, once: Once
) -> Response:
    """Keep what somebody can do in own words; a coach looks at it. Never linked to a skill."""
    return once.answer(
        session,
        lambda: OwnWordView.of(
            keep_own_word(session, candidate_id=candidate, draft=draft, now=now)
        ),
    )


@router.delete("/own-words/{ownWordId}", status_code=204, dependencies=[may(Act.CHANGE_PROFILE)])
def remove_own_words(candidate: CandidateId, own_word: OwnWordId, session: Writing) -> None:
    """Take own words off the profile."""
    remove_own_word(session, candidate_id=candidate, own_word_id=own_word)
