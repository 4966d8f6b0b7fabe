"""Wishes and limits on a profile: preferences, languages, employers to hide from."""

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from pydantic import Field

from accounts.permissions import Act
from api.asking import Reading, Writing
from api.routes.contract import CandidateId, Identity, IfMatch, may
from api.routes.profile_views import HiddenEmployerView, PreferencesView, SpokenLanguage
from api.routes.repeating import Once
from api.routes.views import Listed
from api.versions import check_match, etag
from foundation.entry import Draft
from profiles.drafts import HiddenEmployerDraft, LanguageDraft, PreferencesDraft
from profiles.service import candidate_to_change
from profiles.wishes import (
    MOST_LANGUAGES,
    hidden_employers_of,
    hide_from,
    languages_of,
    preferences_of,
    set_languages,
    set_preferences,
    stop_hiding,
)

router = APIRouter(prefix="/candidates/{candidateId}", tags=["candidates"])
HiddenId = Annotated[
    Identity, Path(alias="hiddenEmployerId", description="Which line.", examples=["3"])
]


class LanguagesBody(Draft):
    """Every language somebody speaks; what is not named is taken off."""

    items: Annotated[tuple[LanguageDraft, ...], Field(max_length=MOST_LANGUAGES)]


@router.get("/preferences", dependencies=[may(Act.SEE_PROFILE)])
def get_preferences(
    candidate: CandidateId, response: Response, session: Reading
) -> PreferencesView:
    """Tell the wishes and limits; null and the empty list are "not said"."""
    view = PreferencesView.of(preferences_of(session, candidate_id=candidate))
    response.headers["ETag"] = etag(view)
    return view


@router.put("/preferences", dependencies=[may(Act.CHANGE_PROFILE)])
def put_preferences(
    candidate: CandidateId,
    draft: PreferencesDraft,
    request: Request,
    response: Response,
    session: Writing,
    _if_match: IfMatch = None,
) -> PreferencesView:
    """Replace all wishes and limits at once; what you leave out becomes "not said"."""
    candidate_to_change(session, candidate_id=candidate)
    check_match(request, PreferencesView.of(preferences_of(session, candidate_id=candidate)))
    view = PreferencesView.of(set_preferences(session, candidate_id=candidate, draft=draft))
    response.headers["ETag"] = etag(view)
    return view


@router.get("/languages", dependencies=[may(Act.SEE_PROFILE)])
def list_languages(
    candidate: CandidateId, response: Response, session: Reading
) -> Listed[SpokenLanguage]:
    """List the languages somebody speaks, by code."""
    view = SpokenLanguage.all_of(languages_of(session, candidate_id=candidate))
    response.headers["ETag"] = etag(view)
    return view


@router.put("/languages", dependencies=[may(Act.CHANGE_PROFILE)])
def put_languages(
    candidate: CandidateId,
    body: LanguagesBody,
    request: Request,
    response: Response,
    session: Writing,
    _if_match: IfMatch = None,
) -> Listed[SpokenLanguage]:
    """Replace all languages at once."""
    candidate_to_change(session, candidate_id=candidate)
    check_match(request, SpokenLanguage.all_of(languages_of(session, candidate_id=candidate)))
    set_languages(session, candidate_id=candidate, drafts=list(body.items))
    view = SpokenLanguage.all_of(languages_of(session, candidate_id=candidate))
    response.headers["ETag"] = etag(view)
    return view


@router.get("/hidden-employers", dependencies=[may(Act.SEE_PROFILE)])
def list_hidden_employers(
    candidate: CandidateId, response: Response, session: Reading
) -> Listed[HiddenEmployerView]:
    """List the employers who must not see this person."""
    rows = hidden_employers_of(session, candidate_id=candidate)
    view = Listed(items=[HiddenEmployerView.of(row) for row in rows])
    response.headers["ETag"] = etag(view)
    return view


@router.post(
    "/hidden-employers",
    status_code=201,
    response_model=HiddenEmployerView,
    dependencies=[may(Act.CHANGE_PROFILE)],
)
def add_hidden_employer(
    candidate: CandidateId, draft: HiddenEmployerDraft, session: Writing, once: Once
) -> Response:
    """Keep somebody out of sight of one employer, by KvK number, by name, or both."""
    return once.answer(
        session,
        lambda: HiddenEmployerView.of(hide_from(session, candidate_id=candidate, draft=draft)),
    )


@router.delete(
    "/hidden-employers/{hiddenEmployerId}",
    status_code=204,
    dependencies=[may(Act.CHANGE_PROFILE)],
)
def remove_hidden_employer(candidate: CandidateId, hidden: HiddenId, session: Writing) -> None:
    """Take one employer off the list."""
    stop_hiding(session, candidate_id=candidate, hidden_id=hidden)
