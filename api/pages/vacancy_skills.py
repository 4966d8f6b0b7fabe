"""What a vacancy asks: suggestions to tick, then how much each counts; nothing asks by itself."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from api.asking import App, Now, Reading, Running, Writing
from api.pages.choosing import numbers_of, readable
from api.pages.forms import Fields, Form, to
from api.pages.own import changed_elsewhere, is_autosave, kept, not_kept
from api.pages.rendering import page, viewer_at
from api.pages.skills import with_ticked
from api.pages.suggesting import Choice, told_skills, typed_skills
from api.pages.telling import Piece, marked
from api.pages.vacancy_own import HOME, InSkillsId, path_of, screen, shown_count, walk_at
from api.versions import stamp
from foundation.entry import LINE, validated
from foundation.errors import Conflict, Invalid, NotFound
from skills.models import Skill
from skills.service import AskedSkill, NotText, skills_by_id, skills_of
from vacancies.drafts import RequirementDraft
from vacancies.models import Importance, Requirement
from vacancies.requirements import remove_requirement, requirements_of, set_requirements
from vacancies.service import VacancyEnded, find_vacancy, vacancy_to_change
from vacancies.wording import is_english
from vacancies.writing import ask_also

router = APIRouter(prefix=HOME + "/{vacancyId}")


@dataclass(frozen=True, slots=True)
class Suggested:
    """What may be asked, to tick.

    Args:
        text: the words that were searched: the text of the vacancy, or only its title.
        only_title: there was no text.
        english: the text is English, in which nothing is found.
        told: what the text says.
        occupation: what the chosen occupation asks.
        q: what was searched by hand.
        found: what was found for it.
        ticked: the numbers that are ticked.
        errors: a sentence by the id of a field.
    """

    text: str
    only_title: bool = False
    english: bool = False
    told: tuple[Choice, ...] = ()
    occupation: tuple[AskedSkill, ...] = ()
    q: str = ""
    found: tuple[Choice, ...] = ()
    ticked: tuple[int, ...] = ()
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """Cut the text where words led to a suggestion."""
        return marked(self.text, {word for one in self.told for word in one.words})


@router.get("/vaardigheden")
def suggest(
    request: Request, app: App, session: Reading, vacancy_id: InSkillsId, q: str = ""
) -> Response:
    """Show what the text and the occupation suggest, and search by hand."""
    return _suggested(request, session, vacancy_id, suggestions(session, app, vacancy_id, q=q))


@router.post("/vaardigheden")
def choose(
    request: Request, app: App, session: Writing, vacancy_id: InSkillsId, form: Form
) -> Response:
    """Ask what was ticked; with only a search, show what it found."""
    ticked, q = form.all("vaardigheid"), form.one("q")
    if form.one("zoek") or (q and not ticked):
        found = suggestions(session, app, vacancy_id, q=q, ticked=readable(ticked))
        return _suggested(request, session, vacancy_id, found)
    try:
        ask_also(session, vacancy_id=vacancy_id, skill_ids=numbers_of(ticked))
    except (Invalid, VacancyEnded) as error:
        session.rollback()
        found = suggestions(
            session, app, vacancy_id, q=q, ticked=readable(ticked), error=error.message
        )
        return _suggested(request, session, vacancy_id, found, error.status)
    return to(path_of(vacancy_id, "eisen"))


def suggestions(
    session: Session,
    app: Running,
    vacancy_id: int,
    *,
    q: str = "",
    ticked: tuple[int, ...] = (),
    error: str = "",
) -> Suggested:
    """Look for skills in the text of a vacancy, in its occupation, and by hand."""
    vacancy = find_vacancy(session, vacancy_id=vacancy_id)
    text = vacancy.description or vacancy.title
    asked = {row.skill_id for row in requirements_of(session, vacancy_id=vacancy_id)}
    number = vacancy.occupation_id
    known = skills_of(session, occupation_id=number) if number is not None else ()
    occupation = tuple(one for one in known if one.skill.id not in asked)
    errors = {"vaardigheid": error} if error else {}
    try:
        found = typed_skills(session, app, q[:LINE]) if q else ()
    except NotText as refused:
        found, errors = (), {**errors, "q": refused.message}
    there = {one.skill.id for one in occupation}
    told = [one for one in told_skills(session, app, text) if one.id not in asked | there]
    there |= {one.id for one in told}
    missing = [one for one in ticked if one not in there]
    return Suggested(
        text=text,
        only_title=not vacancy.description,
        english=is_english(vacancy.description),
        told=tuple(told),
        occupation=occupation,
        q=q,
        found=_not_in(with_ticked(session, found, missing), asked | there),
        ticked=ticked,
        errors=errors,
    )


def _not_in(found: Iterable[Choice], there: set[int]) -> tuple[Choice, ...]:
    return tuple(one for one in found if one.id not in there)


def _suggested(
    request: Request, session: Session, vacancy_id: int, found: Suggested, status: int = 0
) -> Response:
    return screen(
        request,
        session,
        vacancy_id,
        "vaardigheden",
        "vacancies/suggest.html",
        status=status or (Invalid.status if found.errors else 200),
        found=found,
        asked=rows_of(session, vacancy_id),
    )


# How much each counts


@dataclass(frozen=True, slots=True)
class AskedRow:
    """A skill that is asked, with its words."""

    row: Requirement
    skill: Skill


Stored = dict[int, tuple[str, int | None, bool]]


def rows_of(session: Session, vacancy_id: int) -> list[AskedRow]:
    """List what a vacancy asks, with the words, in the order it was asked."""
    rows = requirements_of(session, vacancy_id=vacancy_id)
    skills = skills_by_id(session, ids=[row.skill_id for row in rows])
    return [AskedRow(row, skills[row.skill_id]) for row in rows]


@router.get("/eisen")
def show(request: Request, app: App, session: Reading, vacancy_id: InSkillsId) -> Response:
    """Show what is asked, and how many people fit."""
    return _asked(request, app, session, vacancy_id)


@router.post("/eisen")
def keep(
    request: Request, app: App, session: Writing, vacancy_id: InSkillsId, form: Form, now: Now
) -> Response:
    """Keep how much each skill counts; take one away when its button was used."""
    stored = {}
    try:
        vacancy_to_change(session, vacancy_id=vacancy_id)
        stored = _stored(session, vacancy_id)
        drafts = [validated(RequirementDraft, _typed(form, number)) for number in stored]
        drafts = [one for one in drafts if f"belang-{one.skill_id}" in form.starting("")]
        fresh = stored | {one.skill_id: _standing(one) for one in drafts}
        if changed_elsewhere(form, stored=_listed(stored), new=_listed(fresh)):
            return _refused(request, app, session, vacancy_id, form, Conflict.status)
        set_requirements(session, vacancy_id=vacancy_id, drafts=drafts)
        _take_away(session, vacancy_id, form)
    except (Invalid, VacancyEnded) as error:
        return _refused(request, app, session, vacancy_id, form, error.status, error.message)
    if is_autosave(request):
        return kept(request, stored=_listed(fresh), now=now)
    if form.one("weg") or form.one("tel"):
        return to(path_of(vacancy_id, "eisen"))
    return to(_onward(request, session, vacancy_id))


def _onward(request: Request, session: Session, vacancy_id: int) -> str:
    """Give the address after the requirements."""
    vacancy = find_vacancy(session, vacancy_id=vacancy_id)
    walk = walk_at(vacancy, "eisen", viewer_at(request))
    return walk.onward if walk.own else f"{walk.onward}?gedaan=bewaard"


def _take_away(session: Session, vacancy_id: int, form: Fields) -> None:
    for number in readable([form.one("weg")]):
        try:
            remove_requirement(session, vacancy_id=vacancy_id, skill_id=number)
        except NotFound:  # it is gone already
            return


@router.get("/telling")
def count(request: Request, app: App, session: Reading, vacancy_id: InSkillsId) -> Response:
    """Give the count of people by itself, for a page that shows it again after each change."""
    shown = shown_count(session, app, vacancy_id)
    return page(request, "vacancies/count.html", counted=shown, base=path_of(vacancy_id))


def _refused(
    request: Request,
    app: Running,
    session: Session,
    vacancy_id: int,
    form: Fields,
    status: int,
    error: str = "",
) -> Response:
    session.rollback()
    errors = {"eisen": error} if error else {}
    if is_autosave(request):
        return not_kept(request, status=status, errors=errors)
    return _asked(request, app, session, vacancy_id, form, status=status, errors=errors)


def _asked(
    request: Request,
    app: Running,
    session: Session,
    vacancy_id: int,
    form: Fields | None = None,
    *,
    status: int = 200,
    errors: Mapping[str, str] | None = None,
) -> Response:
    stored = _stored(session, vacancy_id)
    typed = {number: _shown_values(form, number, stored[number]) for number in stored}
    return screen(
        request,
        session,
        vacancy_id,
        "eisen",
        "vacancies/requirements.html",
        status=status,
        rows=rows_of(session, vacancy_id),
        typed=typed,
        stored=stored,
        seen=stamp(_listed(stored)),
        errors=errors or {},
        is_changed=status == Conflict.status and not errors,
        counted=shown_count(session, app, vacancy_id),
        done=request.query_params.get("gedaan", ""),
    )


def _typed(form: Fields, number: int) -> dict[str, Any]:
    return {
        "skill_id": number,
        "importance": form.one(f"belang-{number}") or Importance.REQUIRED,
        "level": form.said(f"niveau-{number}"),
        "learnable": form.one(f"leren-{number}") == "ja",
    }


def _shown_values(
    form: Fields | None, number: int, stored: tuple[str, int | None, bool]
) -> dict[str, Any]:
    """Give what stands in the fields of one skill: what was typed, else what is stored."""
    if form is None or f"belang-{number}" not in form.starting(""):
        importance, level, learnable = stored
        return {"importance": importance, "level": str(level or ""), "learnable": learnable}
    return {**_typed(form, number), "level": form.one(f"niveau-{number}")}


def _stored(session: Session, vacancy_id: int) -> Stored:
    rows = requirements_of(session, vacancy_id=vacancy_id)
    return {row.skill_id: (row.importance.value, row.level, row.learnable) for row in rows}


def _standing(draft: RequirementDraft) -> tuple[str, int | None, bool]:
    return draft.importance.value, draft.level, draft.learnable


def _listed(stored: Stored) -> list[tuple[int, str, int | None, bool]]:
    return [(number, *standing) for number, standing in sorted(stored.items())]
