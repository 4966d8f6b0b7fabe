"""Joining in: a name, what somebody agrees to, and then the profile is on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from accounts.audit import AuditAction
from api.agreeing import NoAddressYet, agreed_text
from api.asking import Now, Reading, Viewing, Writing
from api.noting import note
from api.pages.consent import ended
from api.pages.forms import Fields, Form, to
from api.pages.own import changed_elsewhere, errors_of
from api.pages.own_rights import FIRST, OwnRights, days_of
from api.pages.rendering import page
from api.versions import stamp
from foundation.entry import validated
from foundation.errors import Conflict, Invalid, Problem, TalentError
from profiles.consent import agreed_purposes, give_consent
from profiles.consent_texts import TEXTS
from profiles.drafts import ProfileDraft
from profiles.models import Candidate, CandidateState, Purpose
from profiles.service import ENDED, candidate_to_change, change_profile, find_candidate
from profiles.skillset import candidate_skills
from profiles.states import activate

router = APIRouter(prefix="/rechten/meedoen")

NAME, TICKED = "naam", "toestemming"
FIELDS = {"name": NAME, "purpose": TICKED, "": ""}
BETTER = {NAME: "Vul je naam in. Je voornaam is genoeg."}


class NameChanged(Conflict):
    """Another tab stored another name since the page was shown."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the form: a name and the purposes that are ticked."""

    name: str
    ticked: tuple[Purpose, ...] = ()


@router.get("")
def show(request: Request, session: Reading, own: OwnRights) -> Response:
    """Show what is needed to join in, or that somebody does."""
    candidate = find_candidate(session, candidate_id=own)
    if candidate.state in ENDED:
        raise ended()
    return _shown(request, session, own, Typed(candidate.name))


@router.post("")
def join_in(
    request: Request, session: Writing, own: OwnRights, viewer: Viewing, now: Now, form: Form
) -> Response:
    """Keep the name, note what was ticked and make the profile active: all of it or nothing."""
    candidate = candidate_to_change(session, candidate_id=own)
    typed = Typed(form.one(NAME), tuple(one for one in Purpose if one in form.all(TICKED)))
    try:
        if not viewer.has_address:
            raise NoAddressYet("Bewaar eerst je profiel. Daarna kun je meedoen.")
        actions = _joined_in(session, candidate, typed, form, now)
    except (Invalid, Conflict) as error:
        session.rollback()
        return _shown(request, session, own, typed, error)
    note(session, viewer, *actions, candidate_id=own, now=now)
    return to("/rechten/meedoen?gedaan=actief")


def _joined_in(
    session: Session, candidate: Candidate, typed: Typed, form: Fields, now: datetime
) -> list[AuditAction]:
    """Take every step, and tell what was done."""
    agreed = agreed_purposes(session, candidate_id=candidate.id)
    draft = _checked(candidate, typed, agreed)
    was_paused = candidate.state is CandidateState.PAUSED
    actions = []
    if draft.name != candidate.name:
        if changed_elsewhere(form, stored=candidate.name, new=draft.name):
            raise NameChanged("Je naam is in een ander tabblad veranderd. Kijk welke naam klopt.")
        change_profile(session, candidate_id=candidate.id, draft=draft)
        actions.append(AuditAction.PROFILE_CHANGED)
    for purpose in (one for one in typed.ticked if one not in agreed):
        consent = agreed_text(purpose, form.one(f"versie-{purpose.value}"))
        give_consent(session, candidate_id=candidate.id, draft=consent, now=now)
        actions.append(AuditAction.CONSENT_GIVEN)
    activate(session, candidate_id=candidate.id, now=now)
    return [*actions, AuditAction.RESUMED if was_paused else AuditAction.PROFILE_ACTIVATED]


def _checked(candidate: Candidate, typed: Typed, agreed: frozenset[Purpose]) -> ProfileDraft:
    """Check the name and the one consent that is needed, and tell of both at once.

    Raises:
        Invalid: something is missing.
    """
    problems: tuple[Problem, ...] = ()
    if Purpose.MATCHING not in agreed.union(typed.ticked):
        sentence = f"Vink “{TEXTS[Purpose.MATCHING].title}” aan als je wilt meedoen."
        problems = (Problem("purpose", sentence),)
    values = {
        "name": typed.name,
        "working": candidate.working,
        "presentation": candidate.presentation,
    }
    try:
        draft = validated(ProfileDraft, values)
    except Invalid as error:
        raise Invalid(error.message, error.problems + problems) from error
    if problems:
        raise Invalid("Dit klopt nog niet.", problems)
    return draft


def _shown(
    request: Request, session: Session, own: int, typed: Typed, trouble: TalentError | None = None
) -> Response:
    candidate = find_candidate(session, candidate_id=own)
    better: Mapping[str, str] = {} if typed.name else BETTER
    is_wrong = isinstance(trouble, Invalid)
    return page(
        request,
        "rights/joining_in.html",
        status=trouble.status if trouble else 200,
        candidate=candidate,
        typed=typed,
        seen=stamp(candidate.name),
        texts=TEXTS.values(),
        agreed=agreed_purposes(session, candidate_id=own),
        has_skills=bool(candidate_skills(session, candidate_id=own)),
        errors=errors_of(trouble, FIELDS, better) if trouble and is_wrong else {},
        refused=trouble.message if trouble and not is_wrong else "",
        first=FIRST.get(type(trouble)) if trouble else None,
        is_changed=isinstance(trouble, NameChanged),
        done=request.query_params.get("gedaan", ""),
        days=days_of(request),
    )
