"""The languages somebody speaks, how well, and by the names their speakers give them."""

from collections.abc import Sequence
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
from foundation.errors import Conflict, Invalid, Problem
from foundation.terms import LanguageLevel
from profiles.drafts import LanguageDraft
from profiles.languages import LANGUAGES, name_of
from profiles.service import candidate_to_change
from profiles.wishes import MOST_LANGUAGES, TooManyLanguages, languages_of, set_languages

router = APIRouter(prefix="/profiel/talen")

PAGE = "/profiel/talen"
# The start of the names of the fields that hold a level; the code of the language follows.
LEVEL = "niveau-"
# A language is added by the button alone: a second choice in its field would replace the first.
NOT_ADDED = "Kies “Bewaar” om de nieuwe taal erbij te zetten."


@dataclass(frozen=True, slots=True)
class Spoken:
    """A language and how well, as a form holds it; an empty level is "weet ik niet"."""

    code: str
    level: str = ""


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the fields: the list, and a language that may be added."""

    spoken: tuple[Spoken, ...]
    added: Spoken = field(default_factory=lambda: Spoken(""))

    @property
    def all(self) -> tuple[Spoken, ...]:
        """List every language once; what is added last counts."""
        rest = [one for one in self.spoken if one.code != self.added.code]
        return tuple(rest) + ((self.added,) if self.added.code else ())


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why the languages were not kept."""

    errors: dict[str, str] = field(default_factory=dict)

    @property
    def status(self) -> int:
        """The HTTP answer."""
        return Invalid.status if self.errors else Conflict.status


@router.get("")
def show(request: Request, session: Reading, own: OwnProfile) -> Response:
    """Show the languages, and ask for more."""
    return _shown(request, session, own, Typed(_stored(session, own)))


@router.post("")
def keep(
    request: Request, session: Writing, own: OwnProfileToChange, now: Now, form: Form
) -> Response:
    """Keep all languages of the form at once; the button “haal weg” leaves one out."""
    candidate_to_change(session, candidate_id=own)
    stored, typed = _stored(session, own), _typed(form)
    typed = Typed(typed.spoken) if is_autosave(request) else typed
    trouble = _keep(session, own, form, stored, typed)
    if trouble is None:
        if is_autosave(request):
            more = NOT_ADDED if form.one("taal") else ""
            return kept(request, stored=_stored(session, own), now=now, more=more)
        return to(f"{PAGE}?gedaan={'weg' if form.one('weg') else 'bewaard'}")
    session.rollback()
    if is_autosave(request):
        return not_kept(request, status=trouble.status, errors=trouble.errors)
    return _shown(request, session, own, typed, trouble)


def _keep(
    session: Session, own: int, form: Fields, stored: Sequence[Spoken], typed: Typed
) -> Trouble | None:
    try:
        _check_known({one.code for one in typed.all} - {one.code for one in stored})
        drafts = [
            validated(LanguageDraft, {"language": one.code, "level": one.level or None})
            for one in typed.all[: MOST_LANGUAGES + 1]
        ]
        if changed_elsewhere(form, stored=stored, new=tuple(sorted(typed.all, key=_code))):
            return Trouble()
        set_languages(session, candidate_id=own, drafts=drafts)
    except TooManyLanguages as error:
        return Trouble({"taal": error.message})
    except Invalid as error:
        return Trouble(errors_of(error, {"language": "taal", "level": "niveau", "": "taal"}))
    return None


def _check_known(codes: set[str]) -> None:
    if codes - {one.code for one in LANGUAGES}:
        sentence = "kies een taal uit de lijst"
        raise Invalid(sentence, (Problem("language", sentence),))


def _typed(form: Fields) -> Typed:
    gone = form.one("weg")
    rows = form.starting(LEVEL).items()
    return Typed(
        tuple(Spoken(code, level) for code, level in rows if code != gone),
        Spoken(form.one("taal"), form.one("niveau")),
    )


def _code(one: Spoken) -> str:
    return one.code


def _stored(session: Session, own: int) -> tuple[Spoken, ...]:
    rows = languages_of(session, candidate_id=own)
    return tuple(Spoken(row.language, row.level or "") for row in rows)


def _shown(
    request: Request, session: Session, own: int, typed: Typed, trouble: Trouble | None = None
) -> Response:
    stored = _stored(session, own)
    listed = {one.code for one in typed.spoken}
    return page(
        request,
        "profile/languages.html",
        status=trouble.status if trouble else 200,
        typed=typed,
        stored=stored,
        seen=stamp(stored),
        names=name_of,
        languages_left=[one for one in LANGUAGES if one.code not in listed],
        levels=list(LanguageLevel),
        errors=trouble.errors if trouble else {},
        is_changed=trouble is not None and not trouble.errors,
        done=request.query_params.get("gedaan", ""),
        steps=steps_of(session, candidate_id=own),
    )
