"""Search as you type for skills and occupations: suggestions that a person chooses from."""

from collections.abc import Iterable
from dataclasses import dataclass

from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse
from sqlmodel import Session

from accounts.permissions import Act
from api.asking import Allowed, App, Reading, Running
from skills.models import Occupation, Skill
from skills.service import occupation_of, skill_of
from skills.suggestions import Suggestion

router = APIRouter(dependencies=[Depends(Allowed(Act.READ_PUBLIC))])

# What fits on a telephone under a field, and in a list to tick.
MOST_TYPED = 8
MOST_TOLD = 20


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to choose.

    Args:
        id: the number of the skill or occupation.
        label: what it is called, in `language`.
        surface: the synonym that was meant; empty when it is the label itself.
        words: the words of the person that led to it.
    """

    id: int
    label: str
    language: str
    surface: str = ""
    words: tuple[str, ...] = ()


@router.get("/vaardigheden/zoeken")
def skills(app: App, session: Reading, q: str = "") -> JSONResponse:
    """Suggest skills for what is typed so far."""
    return _listed(typed_skills(session, app, q))


@router.get("/beroepen/zoeken")
def occupations(app: App, session: Reading, q: str = "") -> JSONResponse:
    """Suggest occupations for what is typed so far."""
    return _listed(typed_occupations(session, app, q))


def typed_skills(session: Session, app: Running, text: str) -> tuple[Choice, ...]:
    """Suggest skills for what is typed so far, the best first.

    Raises:
        NotText: it is too long or no text.
    """
    found = app.engines.skills(session).complete(text, MOST_TYPED)
    return tuple(_choice(skill_of(session, uri=one.uri), one) for one in found.items)


def told_skills(session: Session, app: Running, text: str) -> tuple[Choice, ...]:
    """Suggest skills for what somebody tells, the best first.

    Raises:
        NotText: it is too long or no text.
    """
    found = app.engines.skills(session).suggest(text, MOST_TOLD)
    return tuple(_choice(skill_of(session, uri=one.uri), one) for one in found.items)


def typed_occupations(session: Session, app: Running, text: str) -> tuple[Choice, ...]:
    """Suggest occupations for what is typed so far, the best first.

    Raises:
        NotText: it is too long or no text.
    """
    found = app.engines.occupations(session).complete(text, MOST_TYPED)
    return tuple(_choice(occupation_of(session, uri=one.uri), one) for one in found.items)


def choice_of(row: Skill | Occupation) -> Choice:
    """Make a choice of a row that somebody chose before."""
    return Choice(row.id, row.label, row.language)


def _choice(row: Skill | Occupation, found: Suggestion) -> Choice:
    surface = "" if found.surface == row.label else found.surface
    return Choice(row.id, row.label, row.language, surface, found.words)


def _listed(found: Iterable[Choice]) -> JSONResponse:
    return JSONResponse(
        [{"id": str(one.id), "label": one.label, "surface": one.surface} for one in found]
    )
