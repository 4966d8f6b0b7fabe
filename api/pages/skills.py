"""The list of what somebody can do: search, tick, take away, and what no list has a word for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from sqlmodel import Session

from api.asking import LARGEST_ID, App, Now, Reading, Running, Writing
from api.pages.choosing import put_on_profile, readable
from api.pages.forms import Form, to
from api.pages.own import OwnProfile, OwnProfileToChange, errors_of
from api.pages.rendering import page
from api.pages.steps import steps_of
from api.pages.suggesting import Choice, choice_of, typed_skills
from foundation.entry import validated
from foundation.errors import Invalid, NotFound
from profiles.drafts import OwnWordDraft
from profiles.models import CandidateSkill, Evidence
from profiles.own_words import keep_own_word, own_words_of, remove_own_word
from profiles.skillset import candidate_skills, remove_skill
from skills.models import Skill
from skills.service import NotText, skills_by_id

router = APIRouter(prefix="/profiel")
Number = Annotated[int, Path(ge=1, le=LARGEST_ID)]
LIST = "/profiel/vaardigheden"


@dataclass(frozen=True, slots=True)
class MySkill:
    """A skill on the profile with its words."""

    row: CandidateSkill
    skill: Skill

    @property
    def is_confirmed(self) -> bool:
        """Tell whether a coach confirmed it."""
        return self.row.evidence is Evidence.CONFIRMED


@dataclass(frozen=True, slots=True)
class Asked:
    """What the page of skills shows besides the list itself.

    Args:
        text: what was searched for; empty when nothing was.
        choices: what was found for it.
        ticked: the numbers that are ticked.
        words: own words that were typed and not kept.
        errors: a sentence by the id of a field.
    """

    text: str = ""
    choices: tuple[Choice, ...] = ()
    ticked: tuple[int, ...] = ()
    words: str = ""
    errors: dict[str, str] = field(default_factory=dict)


def my_skills(session: Session, *, candidate_id: int) -> list[MySkill]:
    """List the skills of a profile with their words, in the order they were ticked."""
    rows = candidate_skills(session, candidate_id=candidate_id)
    skills = skills_by_id(session, ids=(row.skill_id for row in rows))
    return [MySkill(row, skills[row.skill_id]) for row in rows]


@router.get("/vaardigheden")
def show(
    request: Request,
    app: App,
    session: Reading,
    own: OwnProfile,
    q: str = "",
    vaardigheid: str = "",
) -> Response:
    """Show the list, with what was found for a search; a choice while typing leads on at once."""
    chosen = skills_by_id(session, ids=readable([vaardigheid]))
    if chosen:
        return to(f"{LIST}/{next(iter(chosen))}")
    return _shown(request, session, own, _searched(session, app, q))


@router.post("/vaardigheden")
def choose(
    request: Request, app: App, session: Writing, own: OwnProfileToChange, form: Form
) -> Response:
    """Put what was ticked on the profile, and ask how well, one by one."""
    ticked = form.all("vaardigheid")
    try:
        found = put_on_profile(session, candidate_id=own, ticked=ticked)
    except Invalid as error:
        session.rollback()
        asked = _searched(session, app, form.one("q"), readable(ticked))
        errors = {**asked.errors, "vaardigheid": error.message}
        again = Asked(asked.text, asked.choices, asked.ticked, errors=errors)
        return _shown(request, session, own, again, status=error.status)
    if not found.skill_ids:
        return to(f"{LIST}?gedaan=stond-er-al")
    return to(found.at(found.skill_ids[0]))


@router.post("/vaardigheden/{skill_id}/weg")
def take_away(session: Writing, own: OwnProfileToChange, skill_id: Number) -> Response:
    """Take a skill off the profile; when it is gone already, all is well."""
    try:
        remove_skill(session, candidate_id=own, skill_id=skill_id)
    except NotFound:
        session.rollback()
        return to(LIST)
    return to(f"{LIST}?weg={skill_id}")


@router.post("/eigen-woorden")
def keep_words(
    request: Request, session: Writing, own: OwnProfileToChange, now: Now, form: Form
) -> Response:
    """Keep what no list has a word for, in the words of the person."""
    words = form.one("woorden")
    try:
        draft = validated(OwnWordDraft, {"text": words})
        keep_own_word(session, candidate_id=own, draft=draft, now=now)
    except Invalid as error:
        session.rollback()
        better = {} if words else {"woorden": "Schrijf eerst op wat je kunt."}
        errors = errors_of(error, {"text": "woorden", "": "woorden"}, better)
        return _shown(request, session, own, Asked(words=words, errors=errors), status=error.status)
    return to(f"{LIST}?gedaan=eigen-woorden")


@router.post("/eigen-woorden/{own_word_id}/weg")
def take_words_away(session: Writing, own: OwnProfileToChange, own_word_id: Number) -> Response:
    """Take own words off the profile; when they are gone already, all is well."""
    try:
        remove_own_word(session, candidate_id=own, own_word_id=own_word_id)
    except NotFound:
        session.rollback()
    return to(f"{LIST}?gedaan=weg")


def _searched(session: Session, app: Running, text: str, ticked: Sequence[int] = ()) -> Asked:
    """Search, and keep what was ticked among the choices, found or not."""
    try:
        found = typed_skills(session, app, text) if text.strip() else ()
        errors: dict[str, str] = {}
    except NotText as error:
        found, errors = (), {"q": error.message}
    return Asked(text, with_ticked(session, found, ticked), tuple(ticked), errors=errors)


def with_ticked(
    session: Session, found: Iterable[Choice], ticked: Iterable[int]
) -> tuple[Choice, ...]:
    """Add what was ticked to what was found; what nobody can choose any more is left out."""
    known = tuple(found)
    missing = [number for number in ticked if number not in {one.id for one in known}]
    rows = skills_by_id(session, ids=missing)
    kept = [rows[number] for number in missing if number in rows]
    return known + tuple(choice_of(row) for row in kept if not row.retired)


def _shown(
    request: Request, session: Session, own: int, asked: Asked, *, status: int = 0
) -> Response:
    mine = my_skills(session, candidate_id=own)
    removed = readable([request.query_params.get("weg", "")])
    return page(
        request,
        "profile/skills.html",
        status=status or (Invalid.status if asked.errors else 200),
        asked=asked,
        mine=mine,
        owned={one.skill.id for one in mine},
        own_words=own_words_of(session, candidate_id=own),
        removed=next(iter(skills_by_id(session, ids=removed).values()), None),
        done=request.query_params.get("gedaan", ""),
        steps=steps_of(session, candidate_id=own),
    )
