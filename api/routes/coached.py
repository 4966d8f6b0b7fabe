"""What a coach does with a profile: notes, confirming a skill, proposing one to its owner."""

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from sqlmodel import Session

from accounts.audit import AuditAction
from accounts.permissions import Act, Viewer
from api.asking import App, Now, Reading, Viewing, Writing
from api.noting import note
from api.routes.caseload import own_account
from api.routes.coaching_views import NoteView, ProposalView
from api.routes.contract import CandidateId, Identity, IfMatch, may
from api.routes.profile_views import ProfileSkill
from api.routes.repeating import Once
from api.routes.views import Listed
from api.versions import check_match, etag
from coaching.advising import advise_skill
from coaching.drafts import NoteDraft, SkillProposalDraft
from coaching.notes import (
    correct_note,
    find_note,
    note_to_change,
    notes_of,
    remove_note,
    write_note,
)
from coaching.proposals import find_proposal, leave_proposal, proposals_of, take_proposal
from foundation.entry import Draft, Flag, Level, OptionalLine, Whole, validated
from profiles.drafts import LONGEST_COACH, ConfirmationDraft
from profiles.service import candidate_to_change
from profiles.skillset import UnknownProfileSkill, candidate_skills, confirm_skill
from skills.service import skill_labels

router = APIRouter(prefix="/candidates/{candidateId}", tags=["coaching"])
NoteId = Annotated[Identity, Path(alias="noteId", description="Which note.")]
ProposalId = Annotated[Identity, Path(alias="proposalId", description="Which proposal.")]


class ConfirmationBody(Draft):
    """A skill to confirm; level null leaves the level as it is, the note says what it rests on."""

    skill_id: Whole
    level: Level | None = None
    note: OptionalLine = ""


class TakenBody(Draft):
    """The answer to a proposed skill; level null is unknown, and does not count when left."""

    taken: Flag
    level: Level | None = None


def _note(session: Session, candidate: int, number: int, viewer: Viewer, now: Now) -> NoteView:
    find_note(session, candidate_id=candidate, note_id=number)
    notes = notes_of(session, candidate_id=candidate, reader_id=viewer.account_id, now=now)
    return next(NoteView.of(one) for one in notes if one.row.id == number)


@router.get("/notes", dependencies=[may(Act.SEE_PROFILE)])
def list_notes(
    candidate: CandidateId, session: Reading, viewer: Viewing, now: Now
) -> Listed[NoteView]:
    """List what coaches noted, the newest first; whoever it is about reads it too."""
    found = notes_of(session, candidate_id=candidate, reader_id=viewer.account_id, now=now)
    return Listed(items=[NoteView.of(one) for one in found])


@router.post(
    "/notes", status_code=201, response_model=NoteView, dependencies=[may(Act.GUIDE_CANDIDATE)]
)
def add_note(
    candidate: CandidateId,
    draft: NoteDraft,
    session: Writing,
    viewer: Viewing,
    now: Now,
    once: Once,
) -> Response:
    """Note something about somebody you guide, who may read it."""

    def work() -> NoteView:
        coach_id = own_account(viewer)
        row = write_note(session, candidate_id=candidate, coach_id=coach_id, draft=draft, now=now)
        view = _note(session, candidate, row.id, viewer, now)
        note(session, viewer, AuditAction.NOTE_WRITTEN, candidate_id=candidate, now=now)
        return view

    return once.answer(session, work, headers=lambda view: {"ETag": etag(view)})


@router.get("/notes/{noteId}", dependencies=[may(Act.SEE_PROFILE)])
def get_note(
    candidate: CandidateId,
    number: NoteId,
    response: Response,
    session: Reading,
    viewer: Viewing,
    now: Now,
) -> NoteView:
    """Give one note."""
    view = _note(session, candidate, number, viewer, now)
    response.headers["ETag"] = etag(view)
    return view


@router.patch("/notes/{noteId}", dependencies=[may(Act.GUIDE_CANDIDATE)])
def change_note(
    candidate: CandidateId,
    number: NoteId,
    draft: NoteDraft,
    request: Request,
    response: Response,
    session: Writing,
    viewer: Viewing,
    now: Now,
    _if_match: IfMatch = None,
) -> NoteView:
    """Correct a note of your own within a day; afterwards it stands."""
    which = {"candidate_id": candidate, "note_id": number, "coach_id": own_account(viewer)}
    note_to_change(session, **which, now=now)
    check_match(request, _note(session, candidate, number, viewer, now))
    correct_note(session, **which, draft=draft, now=now)
    view = _note(session, candidate, number, viewer, now)
    response.headers["ETag"] = etag(view)
    note(session, viewer, AuditAction.NOTE_WRITTEN, candidate_id=candidate, now=now)
    return view


@router.delete("/notes/{noteId}", status_code=204, dependencies=[may(Act.GUIDE_CANDIDATE)])
def delete_note(
    candidate: CandidateId,
    number: NoteId,
    request: Request,
    session: Writing,
    viewer: Viewing,
    now: Now,
    _if_match: IfMatch = None,
) -> None:
    """Take a note of your own away within a day."""
    which = {"candidate_id": candidate, "note_id": number, "coach_id": own_account(viewer)}
    note_to_change(session, **which, now=now)
    check_match(request, _note(session, candidate, number, viewer, now))
    remove_note(session, **which, now=now)
    note(session, viewer, AuditAction.NOTE_WRITTEN, candidate_id=candidate, now=now)


def _skill(session: Session, candidate: int, skill: int) -> ProfileSkill:
    rows = candidate_skills(session, candidate_id=candidate)
    row = next((row for row in rows if row.skill_id == skill), None)
    if row is None:
        raise UnknownProfileSkill("Deze vaardigheid staat niet op het profiel.")
    return ProfileSkill.of(row, skill_labels(session, ids=[skill])[skill])


@router.post(
    "/skill-confirmations",
    status_code=201,
    response_model=ProfileSkill,
    dependencies=[may(Act.GUIDE_CANDIDATE)],
)
def confirm_candidate_skill(
    candidate: CandidateId,
    body: ConfirmationBody,
    request: Request,
    session: Writing,
    viewer: Viewing,
    now: Now,
    once: Once,
    _if_match: IfMatch = None,
) -> Response:
    """Confirm a skill that stands on the profile, in your name; `If-Match` is that of the skill."""

    def work() -> ProfileSkill:
        coach = (viewer.name or "coach")[:LONGEST_COACH]
        draft = validated(ConfirmationDraft, {**body.model_dump(), "coach": coach})
        candidate_to_change(session, candidate_id=candidate)
        check_match(request, _skill(session, candidate, draft.skill_id))
        confirm_skill(session, candidate_id=candidate, draft=draft, now=now)
        view = _skill(session, candidate, draft.skill_id)
        note(session, viewer, AuditAction.SKILL_CONFIRMED, candidate_id=candidate, now=now)
        return view

    return once.answer(session, work, headers=lambda view: {"ETag": etag(view)})


@router.get("/skill-proposals", dependencies=[may(Act.SEE_PROFILE)])
def list_skill_proposals(candidate: CandidateId, session: Reading) -> Listed[ProposalView]:
    """List the skills that coaches proposed, the newest first."""
    found = proposals_of(session, candidate_id=candidate)
    return Listed(items=[ProposalView.of(one) for one in found])


@router.post(
    "/skill-proposals",
    status_code=201,
    response_model=ProposalView,
    dependencies=[may(Act.GUIDE_CANDIDATE)],
)
def propose_candidate_skill(
    candidate: CandidateId,
    draft: SkillProposalDraft,
    app: App,
    session: Writing,
    viewer: Viewing,
    now: Now,
    once: Once,
) -> Response:
    """Propose a skill; nothing stands on the profile until the candidate takes it."""

    def work() -> ProposalView:
        row = advise_skill(
            session,
            candidate_id=candidate,
            coach_id=own_account(viewer),
            draft=draft,
            address=app.settings.address,
            now=now,
        )
        view = ProposalView.of(find_proposal(session, candidate_id=candidate, proposal_id=row.id))
        note(session, viewer, AuditAction.SKILL_PROPOSED, candidate_id=candidate, now=now)
        return view

    return once.answer(session, work)


@router.post(
    "/skill-proposals/{proposalId}/answers",
    status_code=201,
    response_model=ProposalView,
    dependencies=[may(Act.CHANGE_PROFILE)],
)
def answer_skill_proposal(
    candidate: CandidateId,
    proposal: ProposalId,
    body: TakenBody,
    session: Writing,
    now: Now,
    once: Once,
) -> Response:
    """Take a proposed skill at a level of your own choice, or leave it; once."""

    def work() -> ProposalView:
        which = {"candidate_id": candidate, "proposal_id": proposal}
        if body.taken:
            take_proposal(session, **which, level=body.level, now=now)
        else:
            leave_proposal(session, **which, now=now)
        return ProposalView.of(find_proposal(session, **which))

    return once.answer(session, work)
