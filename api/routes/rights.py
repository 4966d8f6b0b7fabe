"""What somebody agrees to, who looked at the profile, and objections."""

from typing import Annotated

from fastapi import APIRouter, Path, Response
from sqlmodel import Session

from accounts.audit import AuditAction, entries_about
from accounts.permissions import Act
from api.agreeing import NoAddressYet, agreed_text
from api.asking import Now, Reading, Viewing, Writing
from api.language import Catalogue
from api.noting import note
from api.routes.contract import CandidateId, Words, may
from api.routes.paging import Pages
from api.routes.repeating import Once
from api.routes.rights_views import AccessView, ConsentView, ObjectionView
from api.routes.views import Listed, Paged
from coaching.drafts import ObjectionDraft
from coaching.objections import object_to, objections_of, take_for
from profiles.consent import give_consent, running_consents, withdraw_consent
from profiles.consent_texts import TEXTS
from profiles.drafts import ConsentDraft
from profiles.models import CandidateState, Purpose
from profiles.service import candidate_to_change, find_candidate

router = APIRouter(prefix="/candidates/{candidateId}", tags=["rights"])
PurposeOf = Annotated[Purpose, Path(alias="purpose", description="What was agreed to.")]
# Far more than anybody was ever looked at.
MOST_ENTRIES = 100_000


def _consents(session: Session, candidate: int, words: Catalogue) -> Listed[ConsentView]:
    running = running_consents(session, candidate_id=candidate)
    return Listed(
        items=[ConsentView.of(text, running.get(text.purpose), words) for text in TEXTS.values()]
    )


@router.get("/consents", dependencies=[may(Act.USE_RIGHTS)])
def list_consents(candidate: CandidateId, session: Reading, words: Words) -> Listed[ConsentView]:
    """List the purposes with their texts, and whether somebody agrees; all are off until given."""
    return _consents(session, candidate, words)


@router.post(
    "/consents",
    status_code=201,
    response_model=Listed[ConsentView],
    dependencies=[may(Act.USE_RIGHTS)],
)
def add_consent(
    candidate: CandidateId,
    draft: ConsentDraft,
    session: Writing,
    viewer: Viewing,
    words: Words,
    now: Now,
    once: Once,
) -> Response:
    """Agree to one purpose, in the words of the version of its text that you were shown.

    Log in with an e-mail address first: without one nobody could take it back tomorrow.
    """

    def work() -> Listed[ConsentView]:
        if not viewer.has_address:
            raise NoAddressYet("Bewaar eerst je profiel. Dan kun je toestemming geven.")
        read = agreed_text(draft.purpose, draft.text_version)
        give_consent(session, candidate_id=candidate, draft=read, now=now)
        note(session, viewer, AuditAction.CONSENT_GIVEN, candidate_id=candidate, now=now)
        return _consents(session, candidate, words)

    return once.answer(session, work)


@router.delete("/consents/{purpose}", status_code=204, dependencies=[may(Act.USE_RIGHTS)])
def remove_consent(
    candidate: CandidateId, purpose: PurposeOf, session: Writing, viewer: Viewing, now: Now
) -> None:
    """Take consent for one purpose back; without consent for matching a profile is paused."""
    before = candidate_to_change(session, candidate_id=candidate).state
    withdraw_consent(session, candidate_id=candidate, purpose=purpose, now=now)
    after = find_candidate(session, candidate_id=candidate).state
    note(session, viewer, AuditAction.CONSENT_WITHDRAWN, candidate_id=candidate, now=now)
    if before is not after and after is CandidateState.PAUSED:
        note(session, viewer, AuditAction.PAUSED, candidate_id=candidate, now=now)


@router.get("/objections", dependencies=[may(Act.USE_RIGHTS)])
def list_objections(candidate: CandidateId, session: Reading) -> Listed[ObjectionView]:
    """List the objections with their answers, the oldest first."""
    rows = objections_of(session, candidate_id=candidate)
    return Listed(items=[ObjectionView.of(row) for row in rows])


@router.post(
    "/objections",
    status_code=201,
    response_model=ObjectionView,
    dependencies=[may(Act.USE_RIGHTS)],
)
def add_objection(
    candidate: CandidateId,
    draft: ObjectionDraft,
    session: Writing,
    viewer: Viewing,
    now: Now,
    once: Once,
) -> Response:
    """Object; another coach than your own decides within four weeks. `pause` stops the matching."""

    def work() -> ObjectionView:
        was = take_for(session, candidate_id=candidate, draft=draft).state
        row = object_to(session, candidate_id=candidate, draft=draft, now=now)
        note(session, viewer, AuditAction.OBJECTED, candidate_id=candidate, now=now)
        if draft.pause and was is CandidateState.ACTIVE:
            note(session, viewer, AuditAction.PAUSED, candidate_id=candidate, now=now)
        return ObjectionView.of(row)

    return once.answer(session, work)


@router.get("/access-log", dependencies=[may(Act.USE_RIGHTS)])
def list_access(
    candidate: CandidateId, session: Reading, viewer: Viewing, words: Words, pages: Pages
) -> Paged[AccessView]:
    """List who saw or changed something of the profile and why, the newest first."""
    find_candidate(session, candidate_id=candidate)
    rows = entries_about(session, candidate_id=candidate, most=MOST_ENTRIES)
    views = [
        AccessView(
            number=row.number,
            at=row.at,
            by_you=row.actor_id == viewer.account_id,
            role=words.say(row.actor_role),
            action=words.say(row.action),
            reason=words.say(row.reason),
        )
        for row in pages.cut(rows)
    ]
    return pages.paged(views, total=len(rows))
