"""Profiles: beginning one, who it is, and its way from draft to erased."""

from fastapi import APIRouter, BackgroundTasks, Request, Response
from sqlmodel import Session

from accounts.audit import AuditAction
from accounts.letters import erased_letter, withdrawn_letter
from accounts.models import Account, VisitStep
from accounts.outbox import post_later
from accounts.permissions import Act, Viewer
from accounts.service import open_visitor
from accounts.visits import begin_visit
from api.asking import App, Now, Reading, Viewing, Writing
from api.noting import note
from api.routes.contract import CandidateId, IfMatch, Words, may
from api.routes.profile_views import BegunView, CandidateView
from api.routes.repeating import Once
from api.routes.views import View
from api.versions import check_match, etag
from foundation.checkpoint import let_go_of_old_pages
from foundation.entry import Draft, Flag, Line, Text, validated
from profiles.drafts import ProfileDraft
from profiles.models import CandidateState
from profiles.service import (
    begin_profile,
    candidate_to_change,
    change_profile,
    find_candidate,
    reconfirm,
)
from profiles.states import activate, erase_person, pause, withdraw

router = APIRouter(tags=["candidates"])
ONE = "/candidates/{candidateId}"


class ProfilePatch(Draft):
    """What changes of who somebody is; what is left out stays as it is."""

    name: Line = ""
    working: Flag | None = None
    presentation: Text = ""


def _address(session: Session, viewer: Viewer) -> str | None:
    account = session.get(Account, viewer.account_id)
    return account.email if account else None


@router.post("/candidates", status_code=201, dependencies=[may(Act.BEGIN_PROFILE)])
def begin_candidate(
    response: Response, session: Writing, viewer: Viewing, words: Words, now: Now
) -> BegunView:
    """Begin an empty profile, also without logging in: then you get a token for this visit.

    Without an e-mail address a profile is kept until 24 hours after you last did something.
    """
    token = None
    account_id = viewer.account_id
    if account_id is None:
        account_id = open_visitor(session, now=now, language=words.language).id
        step = VisitStep.COMPLETE
        token = begin_visit(session, account_id=account_id, step=step, now=now).token
    candidate = begin_profile(session, account_id=account_id, now=now)
    response.headers["Location"] = f"/v1/candidates/{candidate.id}"
    return BegunView(candidate_id=str(candidate.id), token=token)


@router.get(ONE, dependencies=[may(Act.SEE_PROFILE)])
def get_candidate(
    candidate: CandidateId, response: Response, session: Reading, now: Now
) -> CandidateView:
    """Tell who somebody is and where the profile stands."""
    view = CandidateView.of(find_candidate(session, candidate_id=candidate), now)
    response.headers["ETag"] = etag(view)
    return view


@router.patch(ONE, dependencies=[may(Act.CHANGE_PROFILE)])
def change_candidate(
    candidate: CandidateId,
    patch: ProfilePatch,
    request: Request,
    response: Response,
    session: Writing,
    now: Now,
    _if_match: IfMatch = None,
) -> CandidateView:
    """Change name, presentation, or whether somebody works; what you leave out stays."""
    stored = candidate_to_change(session, candidate_id=candidate)
    check_match(request, CandidateView.of(stored, now))
    kept = {name: getattr(stored, name) for name in ProfileDraft.model_fields}
    draft = validated(ProfileDraft, kept | patch.model_dump(exclude_unset=True))
    view = CandidateView.of(change_profile(session, candidate_id=candidate, draft=draft), now)
    response.headers["ETag"] = etag(view)
    return view


@router.delete(ONE, status_code=204, dependencies=[may(Act.USE_RIGHTS)])
def erase_candidate(
    candidate: CandidateId,
    request: Request,
    session: Writing,
    viewer: Viewing,
    now: Now,
    app: App,
    after: BackgroundTasks,
    _if_match: IfMatch = None,
) -> None:
    """Erase the profile and the account, at once and for good.

    The running consents end first. Afterwards your token opens nothing any more.
    """
    row = candidate_to_change(session, candidate_id=candidate, ended=True)
    check_match(request, CandidateView.of(row, now))
    address = _address(session, viewer)
    erase_person(session, candidate_id=candidate, now=now)
    if address is not None:
        link = f"{app.settings.address}/"
        post_later(session, erased_letter(address, link=link, language=viewer.language), now=now)
    after.add_task(let_go_of_old_pages, app.engine)
    note(session, viewer, AuditAction.ERASED, candidate_id=candidate, now=now)


@router.post(
    f"{ONE}/activation", response_model=CandidateView, dependencies=[may(Act.CHANGE_PROFILE)]
)
def activate_candidate(
    candidate: CandidateId, session: Writing, viewer: Viewing, now: Now, once: Once
) -> Response:
    """Make a draft or paused profile active: from now on it can be found."""

    def work() -> View:
        was = candidate_to_change(session, candidate_id=candidate, ended=True).state
        row = activate(session, candidate_id=candidate, now=now)
        paused = was is CandidateState.PAUSED
        action = AuditAction.RESUMED if paused else AuditAction.PROFILE_ACTIVATED
        note(session, viewer, action, candidate_id=candidate, now=now)
        return CandidateView.of(row, now)

    return once.answer(session, work, status=200)


@router.post(f"{ONE}/pause", response_model=CandidateView, dependencies=[may(Act.USE_RIGHTS)])
def pause_candidate(
    candidate: CandidateId, session: Writing, viewer: Viewing, now: Now, once: Once
) -> Response:
    """Take an active profile out of matching for a while; everything stays."""

    def work() -> View:
        row = pause(session, candidate_id=candidate)
        note(session, viewer, AuditAction.PAUSED, candidate_id=candidate, now=now)
        return CandidateView.of(row, now)

    return once.answer(session, work, status=200)


@router.post(f"{ONE}/withdrawal", response_model=CandidateView, dependencies=[may(Act.USE_RIGHTS)])
def withdraw_candidate(
    candidate: CandidateId,
    app: App,
    session: Writing,
    viewer: Viewing,
    now: Now,
    once: Once,
) -> Response:
    """Stop a profile for good and end every consent; erasing is the next step."""

    def work() -> View:
        row = withdraw(session, candidate_id=candidate, now=now)
        address = _address(session, viewer)
        if address is not None:
            link = f"{app.settings.address}/inloggen"
            letter = withdrawn_letter(address, link=link, language=viewer.language)
            post_later(session, letter, now=now)
        note(session, viewer, AuditAction.WITHDRAWN, candidate_id=candidate, now=now)
        return CandidateView.of(row, now)

    return once.answer(session, work, status=200)


@router.post(
    f"{ONE}/confirmation", response_model=CandidateView, dependencies=[may(Act.CHANGE_PROFILE)]
)
def confirm_candidate(
    candidate: CandidateId, session: Writing, viewer: Viewing, now: Now, once: Once
) -> Response:
    """Say that the profile is still right; it is fresh for another 90 days."""

    def work() -> View:
        row = reconfirm(session, candidate_id=candidate, now=now)
        note(session, viewer, AuditAction.PROFILE_CONFIRMED, candidate_id=candidate, now=now)
        return CandidateView.of(row, now)

    return once.answer(session, work, status=200)
