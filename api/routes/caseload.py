"""The people a coach guides, what waits for a coach, and beginning and ending guidance."""

from typing import Annotated

from fastapi import APIRouter, Query, Response
from sqlmodel import Session

from accounts.audit import AuditAction
from accounts.permissions import Act, Viewer, nothing_here
from api.asking import Now, Reading, Viewing, Writing
from api.noting import note
from api.routes.coaching_views import GuidanceView, GuidedView, TasksView
from api.routes.contract import CandidateId, may
from api.routes.paging import Pages
from api.routes.repeating import Once
from api.routes.views import Paged
from coaching.caseload import assign, coach_name, end_assignment, guidance_of
from coaching.guided import CaseGroup, CaseOrder, in_order
from coaching.waiting import desk_of

router = APIRouter(tags=["coaching"])
GUIDANCE = "/candidates/{candidateId}/guidance"
Group = Annotated[CaseGroup, Query(description="Which of them.")]
Order = Annotated[CaseOrder, Query(description="In which order; ties by number.")]


def own_account(viewer: Viewer) -> int:
    """Give the account of whoever is logged in."""
    if viewer.account_id is None:
        raise nothing_here()
    return viewer.account_id


@router.get("/caseload", dependencies=[may(Act.GUIDE)])
def list_caseload(
    session: Reading,
    viewer: Viewing,
    now: Now,
    pages: Pages,
    group: Group = CaseGroup.ALL,
    order: Order = CaseOrder.WAITING,
) -> Paged[GuidedView]:
    """List the people you guide, by name; who waits longest comes first."""
    desk = desk_of(session, coach_id=own_account(viewer), now=now)
    people = in_order((one for one in desk.people if one.is_in(group)), order)
    return pages.paged([GuidedView.of(one) for one in pages.cut(people)], total=len(people))


@router.get("/caseload/tasks", dependencies=[may(Act.GUIDE)])
def list_tasks(session: Reading, viewer: Viewing, now: Now) -> TasksView:
    """List what waits for you: introductions without an answer, objections, answers, notices."""
    return TasksView.of(desk_of(session, coach_id=own_account(viewer), now=now))


def _guidance(session: Session, candidate: int) -> GuidanceView:
    row = guidance_of(session, candidate_id=candidate)
    name = coach_name(session, candidate_id=candidate)
    return GuidanceView(coach=name, since=row.since if row else None)


@router.get(GUIDANCE, dependencies=[may(Act.SEE_PROFILE)])
def get_guidance(candidate: CandidateId, session: Reading) -> GuidanceView:
    """Tell who guides somebody."""
    return _guidance(session, candidate)


@router.post(
    GUIDANCE, status_code=201, response_model=GuidanceView, dependencies=[may(Act.TAKE_ON)]
)
def take_on_candidate(
    candidate: CandidateId, session: Writing, viewer: Viewing, now: Now, once: Once
) -> Response:
    """Begin to guide somebody; whoever has a coach keeps that one."""

    def work() -> GuidanceView:
        assign(session, candidate_id=candidate, coach_id=own_account(viewer), now=now)
        note(session, viewer, AuditAction.COACH_ASSIGNED, candidate_id=candidate, now=now)
        return _guidance(session, candidate)

    return once.answer(session, work)


@router.delete(GUIDANCE, status_code=204, dependencies=[may(Act.GUIDE_CANDIDATE)])
def release_candidate(candidate: CandidateId, session: Writing, viewer: Viewing, now: Now) -> None:
    """End your guidance of somebody; the profile stays as it is."""
    end_assignment(session, candidate_id=candidate, now=now)
    note(session, viewer, AuditAction.COACH_RELEASED, candidate_id=candidate, now=now)
