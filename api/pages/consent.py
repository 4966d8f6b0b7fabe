"""What somebody agrees to, one purpose at a time: given and taken back with one button each."""

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from accounts.audit import AuditAction
from api.agreeing import NoAddressYet, agreed_text
from api.asking import Now, Reading, Viewing, Writing
from api.noting import note
from api.pages.forms import Form, to
from api.pages.own_rights import OwnRights, days_of
from api.pages.rendering import page
from foundation.errors import Conflict, TalentError
from profiles.consent import give_consent, running_consents, withdraw_consent
from profiles.consent_texts import TEXTS
from profiles.models import CandidateState, Purpose
from profiles.service import ENDED, ProfileEnded, candidate_to_change, find_candidate

router = APIRouter(prefix="/rechten/toestemming")


@router.get("")
def show(request: Request, session: Reading, own: OwnRights) -> Response:
    """Show every purpose with its whole text, and whether it is on."""
    if find_candidate(session, candidate_id=own).state in ENDED:
        raise ended()
    return _shown(request, session, own)


@router.post("/{purpose}/geven")
def give(
    request: Request, session: Writing, own: OwnRights, viewer: Viewing, now: Now, form: Form,
    purpose: Purpose,
) -> Response:  # fmt: skip
    """Agree to one purpose, in the words that stood on the page."""
    try:
        if not viewer.has_address:
            raise NoAddressYet("Bewaar eerst je profiel. Dan kun je toestemming geven.")
        draft = agreed_text(purpose, form.one("versie"))
        give_consent(session, candidate_id=own, draft=draft, now=now)
    except ProfileEnded:
        raise
    except Conflict as error:
        session.rollback()
        return _shown(request, session, own, error)
    note(session, viewer, AuditAction.CONSENT_GIVEN, candidate_id=own, now=now)
    return to(f"/rechten/toestemming?gedaan=gegeven#{purpose.value}")


@router.post("/{purpose}/intrekken")
def take_back(
    request: Request, session: Writing, own: OwnRights, viewer: Viewing, now: Now, purpose: Purpose
) -> Response:
    """Take consent for one purpose back; without matching the profile is paused."""
    before = candidate_to_change(session, candidate_id=own).state
    try:
        withdraw_consent(session, candidate_id=own, purpose=purpose, now=now)
    except Conflict as error:
        session.rollback()
        return _shown(request, session, own, error)
    after = find_candidate(session, candidate_id=own).state
    is_paused = before is not after and after is CandidateState.PAUSED
    actions = [AuditAction.CONSENT_WITHDRAWN, *([AuditAction.PAUSED] if is_paused else [])]
    note(session, viewer, *actions, candidate_id=own, now=now)
    done = "gepauzeerd" if is_paused else "ingetrokken"
    return to(f"/rechten/toestemming?gedaan={done}#{purpose.value}")


def ended() -> ProfileEnded:
    """Build the refusal for a page that is for a profile that goes on."""
    return ProfileEnded("Je bent gestopt. Dit kan niet meer. Kijk bij je rechten wat nog kan.")


def _shown(
    request: Request, session: Session, own: int, refused: TalentError | None = None
) -> Response:
    return page(
        request,
        "rights/consent.html",
        status=refused.status if refused else 200,
        candidate=find_candidate(session, candidate_id=own),
        texts=TEXTS.values(),
        running=running_consents(session, candidate_id=own),
        refused=refused.message if refused else "",
        done=request.query_params.get("gedaan", ""),
        days=days_of(request),
    )
