"""Outcomes: logged by a coach, and afterwards ended or corrected, never edited."""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Path, Response
from sqlmodel import Session

from accounts.models import Role
from accounts.permissions import Act, Viewer
from api.asking import App, Now, Reading, Viewing, Writing
from api.companies import OwnCompany
from api.placing import (
    correct_in,
    end_in,
    log_in,
    note_outcome_seen,
    note_outcomes_seen,
    reply_in,
)
from api.routes.contract import CandidateId, Identity, IfMatch, may
from api.routes.outcome_views import (
    OutcomeEmployerView,
    OutcomeSummary,
    OutcomeView,
    PartnerView,
)
from api.routes.repeating import Once
from api.routes.views import Listed
from api.versions import changed_meanwhile, etag
from coaching.introduction_words import Reader
from placements.drafts import CorrectionDraft, EndDraft, OutcomeDraft, ReplyDraft, RowNumber
from placements.drawing_up import employers_for
from placements.models import Outcome
from placements.outcome_views import (
    listed_of_candidate,
    listed_of_coach,
    listed_of_employer,
    show_outcome,
)
from placements.outcomes import find_outcome
from placements.partners import NO_DELAY, delays, partners_for

router = APIRouter(tags=["outcomes"])
OutcomeId = Annotated[Identity, Path(alias="outcomeId", description="Which outcome.")]
READERS = {
    Role.CANDIDATE: Reader.CANDIDATE,
    Role.EMPLOYER: Reader.EMPLOYER,
    Role.COACH: Reader.COACH,
}


class OutcomeBody(OutcomeDraft):
    """An outcome to log; from an introduction its employer follows."""

    introduction_id: RowNumber | None = None


@router.get("/candidates/{candidateId}/outcomes", dependencies=[may(Act.SEE_PROFILE)])
def list_outcomes_of_candidate(
    candidate: CandidateId, session: Reading, viewer: Viewing
) -> Listed[OutcomeSummary]:
    """List what came of guiding somebody; what runs comes first."""
    reader = READERS[viewer.role or Role.CANDIDATE]
    rows = listed_of_candidate(session, candidate_id=candidate, reader=reader)
    return Listed(items=[OutcomeSummary.of(one) for one in rows])


@router.post(
    "/candidates/{candidateId}/outcomes",
    status_code=201,
    response_model=OutcomeView,
    dependencies=[may(Act.LOG_OUTCOME)],
)
def add_outcome(
    candidate: CandidateId,
    body: OutcomeBody,
    session: Writing,
    viewer: Viewing,
    now: Now,
    once: Once,
) -> Response:
    """Log what came of it; with an accepted introduction the person is placed there."""

    def work() -> OutcomeView:
        row = log_in(
            session,
            viewer,
            candidate_id=candidate,
            draft=OutcomeDraft(**body.model_dump(exclude={"introduction_id"})),
            introduction_id=body.introduction_id,
            now=now,
        )
        return _view(session, row, viewer)

    return once.answer(session, work, headers=_etag)


@router.get("/outcomes", dependencies=[may(Act.GUIDE)])
def list_outcomes_of_coach(session: Writing, viewer: Viewing, now: Now) -> Listed[OutcomeSummary]:
    """List the outcomes of the people you guide; what runs comes first."""
    rows = listed_of_coach(session, coach_id=viewer.account_id or 0)
    people = {one.row.candidate_id for one in rows}
    note_outcomes_seen(session, viewer, candidate_ids=people, now=now)
    return Listed(items=[OutcomeSummary.of(one) for one in rows])


@router.get("/company/outcomes", dependencies=[may(Act.RUN_COMPANY)])
def list_outcomes_of_company(
    session: Writing, viewer: Viewing, company: OwnCompany, now: Now
) -> Listed[OutcomeSummary]:
    """List who works or worked at the own company; a name only while it may be known."""
    rows = listed_of_employer(session, employer_id=company)
    people = {one.row.candidate_id for one in rows}
    note_outcomes_seen(session, viewer, candidate_ids=people, now=now)
    return Listed(items=[OutcomeSummary.of(one) for one in rows])


@router.get("/outcome-employers", dependencies=[may(Act.GUIDE)])
def list_outcome_employers(session: Reading, viewer: Viewing) -> Listed[OutcomeEmployerView]:
    """List the companies of your region, where somebody can be placed by hand."""
    rows = employers_for(session, coach_id=viewer.account_id or 0)
    return Listed(items=[OutcomeEmployerView.of(row) for row in rows])


@router.get("/outcome-partners", dependencies=[may(Act.GUIDE)])
def list_outcome_partners(session: Reading, viewer: Viewing) -> Listed[PartnerView]:
    """List the partners you can refer somebody to, with how long each takes to reply."""
    waited = delays(session)
    rows = partners_for(session, region_id=viewer.region_id)
    return Listed(items=[PartnerView.of(row, waited.get(row.id, NO_DELAY)) for row in rows])


@router.get("/outcomes/{outcomeId}", dependencies=[may(Act.SEE_OUTCOME)])
def get_outcome(
    outcome: OutcomeId, response: Response, session: Reading, app: App, viewer: Viewing, now: Now
) -> OutcomeView:
    """Tell what you may know of one outcome; the candidate sees that you looked."""
    row = find_outcome(session, outcome_id=outcome)
    if viewer.role is not Role.CANDIDATE:
        note_outcome_seen(app.engine, viewer, candidate_id=row.candidate_id, now=now)
    view = _view(session, row, viewer)
    response.headers.update(_etag(view))
    return view


@router.post(
    "/outcomes/{outcomeId}/endings",
    status_code=201,
    response_model=OutcomeView,
    dependencies=[may(Act.LEAD_OUTCOME)],
)
def add_outcome_ending(
    outcome: OutcomeId,
    draft: EndDraft,
    session: Writing,
    app: App,
    viewer: Viewing,
    now: Now,
    once: Once,
    if_match: IfMatch = None,
) -> Response:
    """End what runs, with a reason; a finished course offers its skills to the profile."""

    def step(seen: int | None) -> Outcome:
        return end_in(session, app, viewer, outcome_id=outcome, draft=draft, seen=seen, now=now)

    work = _step(session, outcome, if_match, viewer, step)
    return once.answer(session, work, headers=_etag)


@router.post(
    "/outcomes/{outcomeId}/corrections",
    status_code=201,
    response_model=OutcomeView,
    dependencies=[may(Act.LEAD_OUTCOME)],
)
def add_outcome_correction(
    outcome: OutcomeId,
    draft: CorrectionDraft,
    session: Writing,
    app: App,
    viewer: Viewing,
    now: Now,
    once: Once,
    if_match: IfMatch = None,
) -> Response:
    """Put an outcome right with a new one, or, without one, say that it was a mistake."""

    def step(seen: int | None) -> Outcome:
        return correct_in(session, app, viewer, outcome_id=outcome, draft=draft, seen=seen, now=now)

    work = _step(session, outcome, if_match, viewer, step)
    return once.answer(session, work, headers=_etag)


@router.post(
    "/outcomes/{outcomeId}/partner-replies",
    status_code=201,
    response_model=OutcomeView,
    dependencies=[may(Act.LEAD_OUTCOME)],
)
def add_partner_reply(
    outcome: OutcomeId,
    draft: ReplyDraft,
    session: Writing,
    viewer: Viewing,
    now: Now,
    once: Once,
    if_match: IfMatch = None,
) -> Response:
    """Note on which day the partner replied, once."""

    def step(seen: int | None) -> Outcome:
        return reply_in(session, viewer, outcome_id=outcome, draft=draft, seen=seen, now=now)

    work = _step(session, outcome, if_match, viewer, step)
    return once.answer(session, work, headers=_etag)


def _step(
    session: Session,
    outcome_id: int,
    if_match: str | None,
    viewer: Viewer,
    step: Callable[[int | None], Outcome],
) -> Callable[[], OutcomeView]:
    """Make the work of one step: only on what was seen, when the program says what it saw."""

    def work() -> OutcomeView:
        row = find_outcome(session, outcome_id=outcome_id)
        asked = (if_match or "*").strip()
        if asked == "*":
            return _view(session, step(None), viewer)
        if etag(row.revision) not in [one.strip() for one in asked.split(",")]:
            raise changed_meanwhile()
        return _view(session, step(row.revision), viewer)

    return work


def _view(session: Session, row: Outcome, viewer: Viewer) -> OutcomeView:
    reader = READERS[viewer.role or Role.CANDIDATE]
    return OutcomeView.of(show_outcome(session, row, reader=reader))


def _etag(view: object) -> dict[str, str]:
    return {"ETag": etag(view.revision)} if isinstance(view, OutcomeView) else {}
