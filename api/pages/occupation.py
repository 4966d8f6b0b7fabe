"""Start from an occupation: what it asks stands ticked, and the person takes ticks away."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from api.asking import App, Reading, Running, Writing
from api.pages.choosing import put_on_profile, readable
from api.pages.forms import Fields, Form, to
from api.pages.own import OwnProfile, OwnProfileToChange, errors_of
from api.pages.rendering import page
from api.pages.skills import LIST
from api.pages.steps import steps_of
from api.pages.suggesting import Choice, typed_occupations
from foundation.entry import validated
from foundation.errors import Invalid
from profiles.drafts import ExperienceDraft
from profiles.history import add_experience
from profiles.models import ExperienceKind
from profiles.skillset import candidate_skills
from skills.models import Occupation
from skills.service import AskedSkill, NotText, skills_of

router = APIRouter(prefix="/profiel/beroep")

FIELDS = {"title": "titel", "": "vaardigheid"}


@dataclass(frozen=True, slots=True)
class Started:
    """An occupation to start from, and what is ticked.

    Args:
        occupation: the one that was chosen; None while somebody searches.
        asked: what it asks, the essential skills first.
        ticked: the numbers that are ticked.
        keeps: it becomes an experience too.
        text: what was searched for.
        choices: the occupations that were found.
        errors: a sentence by the id of a field.
    """

    occupation: Occupation | None = None
    asked: tuple[AskedSkill, ...] = ()
    ticked: tuple[int, ...] = ()
    keeps: bool = False
    text: str = ""
    choices: tuple[Choice, ...] = ()
    errors: dict[str, str] = field(default_factory=dict)


@router.get("")
def show(
    request: Request, app: App, session: Reading, own: OwnProfile, q: str = "", beroep: str = ""
) -> Response:
    """Search an occupation, or show what the chosen one asks."""
    chosen = occupation_by_number(session, beroep)
    if chosen is None:
        return _shown(request, session, own, _searched(session, app, q))
    asked = skills_of(session, occupation_id=chosen.id)
    ticked = tuple(one.skill.id for one in asked if one.essential)
    return _shown(request, session, own, Started(chosen, asked, ticked))


@router.post("")
def choose(request: Request, session: Writing, own: OwnProfileToChange, form: Form) -> Response:
    """Put what stayed ticked on the profile, and the occupation as experience when asked."""
    ticked = form.all("vaardigheid")
    chosen = occupation_by_number(session, form.one("beroep"))
    if chosen is None:
        errors = {"q": "Dit beroep kennen we niet. Zoek het op met een ander woord."}
        return _shown(request, session, own, Started(errors=errors))
    try:
        if form.one("bewaar"):
            _keep(session, own, chosen)
            if not ticked:
                return to("/profiel/ervaring?gedaan=bewaard")
        found = put_on_profile(session, candidate_id=own, ticked=ticked)
    except Invalid as error:
        session.rollback()
        return _shown(request, session, own, _again(session, chosen, ticked, form, error))
    if not found.skill_ids:
        return to(f"{LIST}?gedaan=stond-er-al")
    return to(found.at(found.skill_ids[0]))


def occupation_by_number(session: Session, text: str) -> Occupation | None:
    """Find an occupation that can still be chosen, by its number as it was sent."""
    numbers = readable([text])
    row = session.get(Occupation, numbers[0]) if numbers else None
    return None if row is None or row.retired else row


def _keep(session: Session, own: int, occupation: Occupation) -> None:
    values = {
        "kind": ExperienceKind.WORK,
        "title": occupation.label,
        "occupation_id": occupation.id,
    }
    add_experience(session, candidate_id=own, draft=validated(ExperienceDraft, values))


def _again(
    session: Session, chosen: Occupation, ticked: Sequence[str], form: Fields, error: Invalid
) -> Started:
    session.add(chosen)
    return Started(
        occupation=chosen,
        asked=skills_of(session, occupation_id=chosen.id),
        ticked=readable(ticked),
        keeps=bool(form.one("bewaar")),
        errors=errors_of(error, FIELDS),
    )


def _searched(session: Session, app: Running, text: str) -> Started:
    try:
        found = typed_occupations(session, app, text) if text.strip() else ()
    except NotText as error:
        return Started(text=text, errors={"q": error.message})
    return Started(text=text, choices=found)


def _shown(request: Request, session: Session, own: int, started: Started) -> Response:
    rows = candidate_skills(session, candidate_id=own)
    return page(
        request,
        "profile/occupation.html",
        status=Invalid.status if started.errors else 200,
        started=started,
        owned={row.skill_id for row in rows},
        steps=steps_of(session, candidate_id=own),
    )
