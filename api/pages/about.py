"""About yourself: a name, a few words, and whether you work now."""

from dataclasses import dataclass, field

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from api.asking import Now, Reading, Writing
from api.pages.forms import Fields, Form, to
from api.pages.own import (
    OwnProfile,
    OwnProfileToChange,
    changed_elsewhere,
    errors_of,
    is_autosave,
    kept,
    not_kept,
)
from api.pages.rendering import page
from api.pages.steps import steps_of
from api.versions import stamp
from foundation.entry import validated
from foundation.errors import Conflict, Invalid
from profiles.drafts import ProfileDraft
from profiles.models import Candidate
from profiles.service import candidate_to_change, change_profile, find_candidate

router = APIRouter(prefix="/profiel/over-mij")

FIELDS = {"name": "naam", "presentation": "tekst", "working": "werkt"}
# What a form sends for "do you work now".
WORKING = {"ja": True, "nee": False, "": None}
_SAID = {value: word for word, value in WORKING.items()}


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the fields."""

    name: str
    presentation: str
    working: str


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why it was not kept."""

    errors: dict[str, str] = field(default_factory=dict)

    @property
    def status(self) -> int:
        """The HTTP answer."""
        return Invalid.status if self.errors else Conflict.status


@router.get("")
def show(request: Request, session: Reading, own: OwnProfile) -> Response:
    """Show what is known, to be changed."""
    stored = _stored(find_candidate(session, candidate_id=own))
    return _shown(request, session, own, stored)


@router.post("")
def keep(
    request: Request, session: Writing, own: OwnProfileToChange, now: Now, form: Form
) -> Response:
    """Keep what somebody says about himself or herself."""
    stored = _stored(candidate_to_change(session, candidate_id=own))
    typed = Typed(form.one("naam"), form.one("tekst"), form.one("werkt"))
    trouble = _keep(session, own, form, stored, typed)
    if trouble is None:
        if is_autosave(request):
            row = find_candidate(session, candidate_id=own)
            return kept(request, stored=_stored(row), now=now)
        return to("/profiel?gedaan=bewaard")
    session.rollback()
    if is_autosave(request):
        return not_kept(request, status=trouble.status, errors=trouble.errors)
    return _shown(request, session, own, typed, trouble)


def _keep(session: Session, own: int, form: Fields, stored: Typed, typed: Typed) -> Trouble | None:
    values = {
        "name": typed.name,
        "presentation": typed.presentation,
        "working": WORKING.get(typed.working, "wrong"),
    }
    try:
        draft = validated(ProfileDraft, values)
    except Invalid as error:
        better = {} if typed.name else {"naam": "Vul je naam in. Je voornaam is genoeg."}
        return Trouble(errors_of(error, FIELDS, better))
    new = Typed(draft.name, draft.presentation, typed.working)
    if changed_elsewhere(form, stored=stored, new=new):
        return Trouble()
    change_profile(session, candidate_id=own, draft=draft)
    return None


def _stored(row: Candidate) -> Typed:
    return Typed(row.name, row.presentation, _SAID[row.working])


def _shown(
    request: Request, session: Session, own: int, typed: Typed, trouble: Trouble | None = None
) -> Response:
    stored = _stored(find_candidate(session, candidate_id=own))
    return page(
        request,
        "profile/about.html",
        status=trouble.status if trouble else 200,
        typed=typed,
        stored=stored,
        seen=stamp(stored),
        errors=trouble.errors if trouble else {},
        is_changed=trouble is not None and not trouble.errors,
        steps=steps_of(session, candidate_id=own),
    )
