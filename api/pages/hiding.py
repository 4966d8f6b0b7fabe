"""The employers somebody hides from: the list, adding one and taking one off."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from sqlmodel import Session

from api.asking import LARGEST_ID, Reading, Writing
from api.pages.forms import Fields, Form, to
from api.pages.own import OwnProfile, OwnProfileToChange, errors_of
from api.pages.rendering import page
from api.pages.wish_screens import EMPLOYERS, STEPS, walk_at
from api.pages.wishes import answered_steps
from foundation.entry import validated
from foundation.errors import Invalid
from profiles.drafts import HiddenEmployerDraft
from profiles.wishes import (
    AlreadyHidden,
    UnknownHiddenEmployer,
    hidden_employers_of,
    hide_from,
    stop_hiding,
)

router = APIRouter(prefix=EMPLOYERS.path)
HiddenId = Annotated[int, Path(alias="hiddenId", ge=1, le=LARGEST_ID)]

_FIELDS = {"kvk": "kvk", "trade_name": "trade_name"}
_KVK = "Een KvK-nummer heeft 8 cijfers. Bijvoorbeeld 12345678."
_NOTHING = "Schrijf de naam van het bedrijf, of het KvK-nummer."
_NAME = "Schrijf de naam in hoogstens 200 letters en cijfers, zonder burgerservicenummer."


@router.get("")
def show(request: Request, session: Reading, own: OwnProfile) -> Response:
    """Show the list, with a form to add one."""
    single = request.query_params.get("terug") == "ja"
    return _list(request, session, own, single=single)


@router.post("")
def add(request: Request, session: Writing, own: OwnProfileToChange, form: Form) -> Response:
    """Put an employer on the list; with nothing typed, "go on" is just that."""
    typed = {"kvk": form.one("kvk"), "trade_name": form.one("trade_name")}
    single = form.one("terug") == "ja"
    goes_on = form.one("daarna") == "verder"
    if any(typed.values()) or not goes_on:
        try:
            hide_from(session, candidate_id=own, draft=_draft(typed))
        except (Invalid, AlreadyHidden) as error:
            session.rollback()
            return _list(
                request,
                session,
                own,
                single=single,
                status=error.status,
                typed=typed,
                errors=errors_of(error, _FIELDS),
            )
    return to(walk_at(EMPLOYERS, single=single).onward if goes_on else _again(form))


@router.post("/{hiddenId}/weg")
def remove(
    request: Request, session: Writing, own: OwnProfileToChange, form: Form, hidden_id: HiddenId
) -> Response:
    """Take an employer off the list."""
    try:
        stop_hiding(session, candidate_id=own, hidden_id=hidden_id)
    except UnknownHiddenEmployer as error:
        session.rollback()
        return _list(
            request,
            session,
            own,
            single=form.one("terug") == "ja",
            status=error.status,
            errors={"": error.message},
        )
    return to(_again(form))


def _draft(typed: Mapping[str, str]) -> HiddenEmployerDraft:
    kvk = "".join(typed["kvk"].split())
    try:
        return validated(
            HiddenEmployerDraft, {"kvk": kvk or None, "trade_name": typed["trade_name"]}
        )
    except Invalid as error:
        sentences = {"kvk": _KVK, "trade_name": _NAME if typed["trade_name"] else _NOTHING}
        raise Invalid(
            error.message,
            tuple(replace(one, message=sentences[one.where]) for one in error.problems),
        ) from error


def _again(form: Fields) -> str:
    return f"{EMPLOYERS.path}?terug=ja" if form.one("terug") == "ja" else EMPLOYERS.path


def _list(
    request: Request,
    session: Session,
    own: int,
    *,
    single: bool,
    status: int = 200,
    typed: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
) -> Response:
    return page(
        request,
        "wishes/werkgevers.html",
        status=status,
        screen=EMPLOYERS,
        steps=STEPS,
        answered=answered_steps(session, own),
        walk=walk_at(EMPLOYERS, single=single),
        single=single,
        hidden=hidden_employers_of(session, candidate_id=own),
        typed=typed or {"kvk": "", "trade_name": ""},
        errors=errors or {},
    )
