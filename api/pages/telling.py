"""Tell what you did: a text that yields suggestions to tick; nothing is linked by itself.

The text is not kept, unless the person asks for it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from api.asking import App, Reading, Running, Writing
from api.pages.choosing import put_on_profile, readable
from api.pages.forms import Fields, Form, to
from api.pages.history import better_said
from api.pages.own import OwnProfile, OwnProfileToChange, errors_of
from api.pages.rendering import page
from api.pages.skills import LIST, with_ticked
from api.pages.steps import steps_of
from api.pages.suggesting import Choice, told_skills
from foundation.entry import validated
from foundation.errors import Invalid
from profiles.drafts import ExperienceDraft
from profiles.history import add_experience
from profiles.models import ExperienceKind
from profiles.skillset import candidate_skills
from skills.service import NotText

router = APIRouter(prefix="/profiel/vertel")

SHORT = 80  # characters of a text that can be the line of an experience as it is

FIELDS = {"kind": "soort", "title": "titel", "": "vaardigheid"}


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the told text; marked when it led to a suggestion."""

    text: str
    marked: bool


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody told, and what we think it says.

    Args:
        text: the words of the person.
        choices: skills to tick.
        ticked: the numbers that are ticked.
        keeps: the text becomes an experience too.
        kind: the kind of that experience, as it was sent.
        title: its line.
        searched: suggestions were asked for.
        errors: a sentence by the id of a field.
    """

    text: str = ""
    choices: tuple[Choice, ...] = ()
    ticked: tuple[int, ...] = ()
    keeps: bool = False
    kind: str = ""
    title: str = ""
    searched: bool = False
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """Cut the text where words led to a suggestion."""
        return marked(self.text, {word for one in self.choices for word in one.words})


def marked(text: str, words: Iterable[str]) -> tuple[Piece, ...]:
    """Cut a text in pieces, so that the words that count can be shown marked."""
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    if not longest_first:
        return (Piece(text, marked=False),) if text else ()
    anyone = "|".join(re.escape(word) for word in longest_first)
    pieces = re.split(rf"(?<!\w)({anyone})(?!\w)", text)
    return tuple(Piece(piece, marked=place % 2 == 1) for place, piece in enumerate(pieces) if piece)


@router.get("")
def ask(request: Request, session: Reading, own: OwnProfile) -> Response:
    """Ask what somebody did."""
    return _shown(request, session, own, Told())


@router.post("")
def suggest(request: Request, app: App, session: Reading, own: OwnProfile, form: Form) -> Response:
    """Show what the text may say; nothing is kept."""
    told = _told(session, app, form)
    if not told.text:
        told = Told(errors={"verhaal": "Schrijf eerst iets op. Eén zin is genoeg."})
    return _shown(request, session, own, told)


@router.post("/kiezen")
def choose(
    request: Request, app: App, session: Writing, own: OwnProfileToChange, form: Form
) -> Response:
    """Put what was ticked on the profile, and the text too when that was asked."""
    ticked = form.all("vaardigheid")
    try:
        if form.one("bewaar"):
            _keep(session, own, form)
            if not ticked:
                return to("/profiel/ervaring?gedaan=bewaard")
        found = put_on_profile(session, candidate_id=own, ticked=ticked)
    except Invalid as error:
        session.rollback()
        return _shown(
            request,
            session,
            own,
            _told(session, app, form, errors_of(error, FIELDS, better_said(form))),
        )
    if not found.skill_ids:
        return to(f"{LIST}?gedaan=stond-er-al")
    return to(found.at(found.skill_ids[0]))


def _keep(session: Session, own: int, form: Fields) -> None:
    values = {"kind": form.one("soort"), "title": form.one("titel")}
    add_experience(session, candidate_id=own, draft=validated(ExperienceDraft, values))


def _told(
    session: Session, app: Running, form: Fields, errors: dict[str, str] | None = None
) -> Told:
    """Read the form and search anew; what was ticked stays ticked, suggested or not."""
    text, errors = form.one("verhaal").replace("\r\n", "\n"), errors or {}
    ticked = readable(form.all("vaardigheid"))
    try:
        found = told_skills(session, app, text) if text else ()
    except NotText as error:
        found, errors = (), {**errors, "verhaal": error.message}
    return Told(
        text=text,
        choices=with_ticked(session, found, ticked),
        ticked=ticked,
        keeps=bool(form.one("bewaar")),
        kind=form.one("soort"),
        title=form.one("titel") or _line_of(text),
        searched=not errors.get("verhaal"),
        errors=errors,
    )


def _line_of(text: str) -> str:
    """Propose the text itself as the line of an experience, when it is short."""
    line = " ".join(text.split())
    return line if len(line) <= SHORT else ""


def _shown(request: Request, session: Session, own: int, told: Told) -> Response:
    rows = candidate_skills(session, candidate_id=own)
    return page(
        request,
        "profile/telling.html",
        status=Invalid.status if told.errors else 200,
        told=told,
        kinds=list(ExperienceKind),
        owned={row.skill_id for row in rows},
        steps=steps_of(session, candidate_id=own),
    )
