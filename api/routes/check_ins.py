"""How it goes after the start: the check-ins of an outcome, notes, and three questions."""

from typing import Annotated

from fastapi import APIRouter, Path, Response
from sqlmodel import Session

from accounts.models import Role
from accounts.permissions import Act, Viewer
from api.asking import App, Now, Reading, Viewing, Writing
from api.checking_in import answer_for, note_for_coach, satisfaction_for
from api.placing import note_outcome_seen
from api.routes.check_in_views import FollowUpView
from api.routes.contract import Identity, may
from api.routes.repeating import Once
from coaching.introduction_words import Reader
from placements.check_in_drafts import AftercareDraft, CheckInDraft, SatisfactionDraft
from placements.check_ins import find_check_in, unknown_check_in
from placements.follow_up import READERS, follow_up_of, line_of
from placements.models import Outcome

router = APIRouter(tags=["outcomes"])
OutcomeId = Annotated[Identity, Path(alias="outcomeId", description="Which outcome.")]
CheckInId = Annotated[Identity, Path(alias="checkInId", description="Which check-in.")]


@router.get("/outcomes/{outcomeId}/check-ins", dependencies=[may(Act.SEE_OUTCOME)])
def list_check_ins(
    outcome: OutcomeId, session: Reading, app: App, viewer: Viewing, now: Now
) -> FollowUpView:
    """Tell how an outcome goes on: check-ins, notes, and whether you can answer something now."""
    row = session.get_one(Outcome, outcome)
    if viewer.role is not Role.CANDIDATE:
        note_outcome_seen(app.engine, viewer, candidate_id=row.candidate_id, now=now)
    return _view(session, outcome, viewer, now)


@router.post(
    "/outcomes/{outcomeId}/check-ins/{checkInId}/answers",
    status_code=201,
    response_model=FollowUpView,
    dependencies=[may(Act.SEE_OUTCOME)],
)
def add_check_in_answer(
    outcome: OutcomeId,
    check_in: CheckInId,
    draft: CheckInDraft,
    session: Writing,
    app: App,
    viewer: Viewing,
    now: Now,
    once: Once,
) -> Response:
    """Answer a check-in of your own side; a coach writes down what either side said by phone."""

    def work() -> FollowUpView:
        row = find_check_in(session, outcome_id=outcome, check_in_id=check_in)
        if (
            line_of(session, row=row, reader=READERS[viewer.role or Role.CANDIDATE], now=now)
            is None
        ):
            raise unknown_check_in()
        answer_for(
            session, app, viewer, outcome_id=outcome, check_in_id=check_in, draft=draft, now=now
        )
        return _view(session, outcome, viewer, now)

    return once.answer(session, work)


@router.post(
    "/outcomes/{outcomeId}/aftercare-notes",
    status_code=201,
    response_model=FollowUpView,
    dependencies=[may(Act.LEAD_OUTCOME)],
)
def add_aftercare_note(
    outcome: OutcomeId,
    draft: AftercareDraft,
    session: Writing,
    viewer: Viewing,
    now: Now,
    once: Once,
) -> Response:
    """Note something about how it goes; the candidate may read it."""

    def work() -> FollowUpView:
        note_for_coach(session, viewer, outcome_id=outcome, draft=draft, now=now)
        return _view(session, outcome, viewer, now)

    return once.answer(session, work)


@router.post(
    "/outcomes/{outcomeId}/satisfaction-answers",
    status_code=201,
    response_model=FollowUpView,
    dependencies=[may(Act.SEE_OUTCOME)],
)
def add_satisfaction(
    outcome: OutcomeId,
    draft: SatisfactionDraft,
    session: Writing,
    viewer: Viewing,
    now: Now,
    once: Once,
) -> Response:
    """Answer three questions about the help you got, once, after the check-in of week 6."""

    def work() -> FollowUpView:
        satisfaction_for(session, viewer, outcome_id=outcome, draft=draft, now=now)
        return _view(session, outcome, viewer, now)

    return once.answer(session, work)


def _view(session: Session, outcome_id: int, viewer: Viewer, now: Now) -> FollowUpView:
    found = follow_up_of(session, outcome_id=outcome_id, reader=_reader(viewer), now=now)
    return FollowUpView.of(found)


def _reader(viewer: Viewer) -> Reader:
    return READERS[viewer.role or Role.CANDIDATE]
