"""What a person wishes and cannot do without: an overview, and one question on a screen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

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
from api.pages.wish_screens import (
    EMPLOYERS,
    FIELDS,
    QUESTIONS,
    STEPS,
    Screen,
    Typed,
    walk_at,
)
from api.versions import stamp
from foundation.errors import Conflict, Invalid
from foundation.places import points_of
from profiles.models import Preferences
from profiles.service import candidate_to_change
from profiles.wishes import hidden_employers_of, preferences_of, set_preferences
from skills.sectors import sectors

router = APIRouter(prefix="/wensen")


@dataclass(frozen=True, slots=True)
class _Shown:
    """What a screen shows besides its question.

    Args:
        typed: what stands in the fields.
        stored: all wishes as they are kept.
        errors: a sentence by field.
        is_changed: another tab was first; what it kept is shown.
    """

    typed: Typed
    stored: Mapping[str, Any]
    errors: Mapping[str, str] = field(default_factory=dict)
    is_changed: bool = False

    @property
    def status(self) -> int:
        """The HTTP answer."""
        if self.errors:
            return Invalid.status
        return Conflict.status if self.is_changed else 200


@router.get("")
def overview(request: Request, session: Reading, own: OwnProfile) -> Response:
    """Show every wish with a way to change it."""
    wishes = wishes_of(session, own)
    hidden = hidden_employers_of(session, candidate_id=own)
    answered = answered_steps(session, own)
    code = wishes["postcode"]
    return page(
        request,
        "wishes/overview.html",
        steps=STEPS,
        wishes=wishes,
        hidden=hidden,
        answered=answered,
        following=next((one for one in STEPS if one.key not in answered), None),
        is_place_known=not code or code in points_of(session, [code]),
        labels={one.key: one.label for one in sectors(session)},
    )


def _ask(request: Request, session: Session, own: int, screen: Screen) -> Response:
    stored = wishes_of(session, own)
    shown = _Shown(screen.stored(stored), stored)
    single = request.query_params.get("terug") == "ja"
    return _screen_page(request, session, own, screen, shown, single=single)


def _keep(
    request: Request, session: Session, own: int, form: Fields, now: datetime, screen: Screen
) -> Response:
    shown = _kept(session, own, screen, form)
    single = form.one("terug") == "ja"
    if shown.status == 200:
        if is_autosave(request):
            return kept(request, stored=screen.part(shown.stored), now=now)
        return to(walk_at(screen, single=single).onward)
    session.rollback()
    if is_autosave(request):
        return not_kept(request, status=shown.status, errors=shown.errors)
    return _screen_page(request, session, own, screen, shown, single=single)


def _kept(session: Session, own: int, screen: Screen, form: Fields) -> _Shown:
    """Keep what a form says, unless it is wrong or another tab was first; tell which."""
    candidate_to_change(session, candidate_id=own)
    stored = wishes_of(session, own)
    typed = screen.typed(form)
    try:
        draft = screen.draft(typed, stored)
        fresh = draft.model_dump()
        if changed_elsewhere(form, stored=screen.part(stored), new=screen.part(fresh)):
            return _Shown(typed, stored, is_changed=True)
        set_preferences(session, candidate_id=own, draft=draft)
    except Invalid as error:
        fields = {one.field: one.field for one in screen.fields}
        return _Shown(typed, stored, errors_of(error, {"": screen.fields[0].field, **fields}))
    return _Shown(typed, fresh)


def answered_steps(session: Session, candidate_id: int) -> list[str]:
    """List the keys of the steps on which something was said."""
    wishes = wishes_of(session, candidate_id)
    answered = [one.key for one in QUESTIONS if one.is_answered(wishes)]
    hidden = hidden_employers_of(session, candidate_id=candidate_id)
    return [*answered, EMPLOYERS.key] if hidden else answered


def wishes_of(session: Session, candidate_id: int) -> dict[str, Any]:
    """Read every wish by its field; a sector that this region no longer has is left out."""
    row = preferences_of(session, candidate_id=candidate_id) or Preferences(
        candidate_id=candidate_id
    )
    wishes = {name: getattr(row, name) for name in FIELDS}
    known = {one.key for one in sectors(session)} if row.sectors else set()
    return {**wishes, "sectors": row.sectors & known}


def _screen_page(
    request: Request, session: Session, own: int, screen: Screen, shown: _Shown, *, single: bool
) -> Response:
    return page(
        request,
        f"wishes/{screen.key}.html",
        status=shown.status,
        screen=screen,
        steps=STEPS,
        answered=answered_steps(session, own),
        walk=walk_at(screen, single=single),
        single=single,
        typed=shown.typed,
        stored=shown.stored,
        seen=stamp(screen.part(shown.stored)),
        errors=shown.errors,
        is_changed=shown.is_changed,
        labels={one.key: one.label for one in sectors(session)},
    )


def _open(screen: Screen) -> None:
    """Give a question an address of its own."""

    def ask(request: Request, session: Reading, own: OwnProfile) -> Response:
        return _ask(request, session, own, screen)

    def keep(
        request: Request, session: Writing, own: OwnProfileToChange, form: Form, now: Now
    ) -> Response:
        return _keep(request, session, own, form, now, screen)

    router.add_api_route(f"/{screen.key}", ask, methods=["GET"])
    router.add_api_route(f"/{screen.key}", keep, methods=["POST"])


for _one in QUESTIONS:
    _open(_one)
