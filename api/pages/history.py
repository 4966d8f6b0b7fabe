"""What somebody did: work, volunteering, care, a hobby, a training; one line each."""

from dataclasses import dataclass, field

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from api.asking import App, Reading, Running, Writing
from api.pages.forms import Fields, Form, to
from api.pages.occupation import occupation_by_number
from api.pages.own import OwnProfile, OwnProfileToChange, errors_of
from api.pages.rendering import page
from api.pages.skills import Number
from api.pages.steps import steps_of
from api.pages.suggesting import Choice, typed_occupations
from foundation.entry import validated
from foundation.errors import Invalid, NotFound, Problem
from profiles.drafts import ExperienceDraft
from profiles.history import add_experience, experiences_of, remove_experience
from profiles.models import ExperienceKind
from skills.service import NotText, occupation_labels

router = APIRouter(prefix="/profiel/ervaring")

FIELDS = {"kind": "soort", "title": "titel", "years": "jaren", "occupation_id": "beroep"}
PAGE = "/profiel/ervaring"
# What is sent when none of the found occupations is meant.
NONE = "geen"


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the fields.

    Args:
        occupation: the words for an occupation.
        chosen: the number of the occupation that was chosen for them, or `NONE`.
        choices: the occupations that the words may mean; to choose from.
    """

    kind: str = ""
    title: str = ""
    years: str = ""
    occupation: str = ""
    chosen: str = ""
    choices: tuple[Choice, ...] = ()
    errors: dict[str, str] = field(default_factory=dict)


@router.get("")
def show(request: Request, session: Reading, own: OwnProfile) -> Response:
    """Show what somebody did, and ask for more."""
    return _shown(request, session, own, Typed())


@router.post("")
def add(
    request: Request, app: App, session: Writing, own: OwnProfileToChange, form: Form
) -> Response:
    """Add an experience; words for an occupation are never linked without a choice."""
    try:
        draft = _draft(session, form)
        if _must_choose(form):
            draft_choices = typed_occupations(session, app, form.one("beroep"))
            if draft_choices:
                return _shown(request, session, own, _typed(form, draft_choices))
        add_experience(session, candidate_id=own, draft=draft)
    except Invalid as error:
        session.rollback()
        errors = errors_of(error, {**FIELDS, "": _where(error)}, better_said(form))
        return _shown(request, session, own, _typed(form, _found(session, app, form), errors))
    return to(f"{PAGE}?gedaan=bewaard")


@router.post("/{experience_id}/weg")
def take_away(session: Writing, own: OwnProfileToChange, experience_id: Number) -> Response:
    """Take an experience off the profile; when it is gone already, all is well."""
    try:
        remove_experience(session, candidate_id=own, experience_id=experience_id)
    except NotFound:
        session.rollback()
    return to(f"{PAGE}?gedaan=weg")


def _draft(session: Session, form: Fields) -> ExperienceDraft:
    """Read an experience.

    Raises:
        Invalid: a field is not right, or the occupation cannot be chosen any more.
    """
    chosen = form.one("beroep_nummer")
    occupation = None
    if chosen not in ("", NONE):
        occupation = occupation_by_number(session, chosen)
        if occupation is None:
            sentence = "kennen we niet meer; kies een ander beroep of laat dit leeg"
            raise Invalid("Dit klopt nog niet.", (Problem("occupation_id", sentence),))
    values = {
        "kind": form.one("soort"),
        "title": form.one("titel"),
        "years": form.said("jaren"),
        "occupation_id": occupation.id if occupation else None,
    }
    return validated(ExperienceDraft, values)


def better_said(form: Fields) -> dict[str, str]:
    """Say of an experience what to do, by field, where the rule alone does not tell."""
    said = {
        "soort": "Kies wat voor ervaring het is.",
        "jaren": "Schrijf een heel getal van 0 tot 70, zoals 4. Of laat dit leeg.",
    }
    return said if form.one("titel") else {**said, "titel": "Schrijf in één regel wat je deed."}


def _must_choose(form: Fields) -> bool:
    return bool(form.one("beroep")) and not form.one("beroep_nummer")


def _where(error: Invalid) -> str:
    return "beroep" if isinstance(error, NotText) else "titel"


def _found(session: Session, app: Running, form: Fields) -> tuple[Choice, ...]:
    """Search the occupation again when there was a choice, so that it can be made again."""
    if form.one("beroep_nummer") != NONE:
        return ()
    return typed_occupations(session, app, form.one("beroep"))


def _typed(
    form: Fields, choices: tuple[Choice, ...], errors: dict[str, str] | None = None
) -> Typed:
    return Typed(
        kind=form.one("soort"),
        title=form.one("titel"),
        years=form.one("jaren"),
        occupation=form.one("beroep"),
        chosen=form.one("beroep_nummer"),
        choices=choices,
        errors=errors or {},
    )


def _shown(request: Request, session: Session, own: int, typed: Typed) -> Response:
    rows = experiences_of(session, candidate_id=own)
    return page(
        request,
        "profile/history.html",
        status=Invalid.status if typed.errors else 200,
        typed=typed,
        rows=rows,
        occupations=occupation_labels(
            session, ids=[row.occupation_id for row in rows if row.occupation_id is not None]
        ),
        kinds=list(ExperienceKind),
        none=NONE,
        done=request.query_params.get("gedaan", ""),
        steps=steps_of(session, candidate_id=own),
    )
