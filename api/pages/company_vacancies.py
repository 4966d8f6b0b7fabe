"""The vacancies of one's own company: the list, and the first screen of a new one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from sqlmodel import Session

from accounts.permissions import Act
from api.asking import Allowed, App, Reading, Running, Writing
from api.companies import OwnCompany
from api.pages.forms import Fields, Form, to
from api.pages.occupation import occupation_by_number
from api.pages.own import errors_of
from api.pages.rendering import page
from api.pages.suggesting import Choice, typed_occupations
from api.pages.vacancy_own import HOME, path_of
from foundation.entry import LINE, TEXT
from foundation.errors import Invalid
from skills.models import Occupation
from skills.service import NotText
from vacancies.employers import admitted, find_employer
from vacancies.writing import begin_vacancy, own_vacancies

router = APIRouter(prefix=HOME)
Working = Annotated[object, Depends(Allowed(Act.RUN_COMPANY))]

FIELDS = {"title": "titel", "description": "tekst", "occupation_id": "q", "": "titel"}


@dataclass(frozen=True, slots=True)
class Begun:
    """The first screen of a new vacancy.

    Args:
        title: what the work is called.
        text: the old text.
        q: the occupation that was searched for.
        occupation: the one that was chosen.
        choices: the occupations that were found.
        errors: a sentence by the id of a field.
    """

    title: str = ""
    text: str = ""
    q: str = ""
    occupation: Occupation | None = None
    choices: tuple[Choice, ...] = ()
    errors: Mapping[str, str] = field(default_factory=dict)


@router.get("")
def show(request: Request, session: Reading, company: OwnCompany, _allowed: Working) -> Response:
    """List the vacancies of the company, with what waits for each."""
    employer = find_employer(session, employer_id=company)
    return page(
        request,
        "vacancies/list.html",
        vacancies=own_vacancies(session, employer_id=company),
        admitted=admitted(employer),
        gone=request.query_params.get("gedaan", ""),
    )


@router.get("/nieuw")
def ask(request: Request, _company: OwnCompany, _allowed: Working) -> Response:
    """Ask for the old text, or for an occupation."""
    return _shown(request, Begun())


@router.post("/nieuw")
def begin(
    request: Request,
    app: App,
    session: Writing,
    company: OwnCompany,
    form: Form,
    _allowed: Working,
) -> Response:
    """Keep a draft at once, and go on to what the text or the occupation suggests."""
    begun = _read(session, app, form)
    if begun.errors or (begun.choices and begun.occupation is None):
        return _shown(request, begun)
    values = {
        "title": begun.title,
        "description": begun.text,
        "occupation_id": begun.occupation.id if begun.occupation else None,
    }
    try:
        vacancy = begin_vacancy(session, employer_id=company, values=values)
    except Invalid as error:
        session.rollback()
        return _shown(request, _refused(_read(session, app, form), error))
    return to(path_of(vacancy.id, "vaardigheden"))


def _read(session: Session, app: Running, form: Fields) -> Begun:
    """Read the form; an occupation that was only typed is searched, to choose from."""
    title, text, q = form.one("titel"), form.one("tekst").replace("\r\n", "\n"), form.one("q")
    occupation = occupation_by_number(session, form.one("beroep"))
    choices: tuple[Choice, ...] = ()
    errors: dict[str, str] = {}
    if q and occupation is None and not form.one("zonder-beroep"):
        try:
            choices = typed_occupations(session, app, q)
        except NotText as error:
            errors["q"] = error.message
        if not choices and not errors:
            errors["q"] = "Dit beroep kennen we niet. Zoek een ander woord, of maak dit leeg."
    if not title and occupation is not None:
        title = occupation.label
    if not title:
        title = _first_line(text)
        errors = {"titel": _NO_TITLE if not title else _PROPOSED, **errors}
    return Begun(title, text, q, occupation, choices, errors)


_NO_TITLE = "Schrijf hoe het werk heet. Bijvoorbeeld: lasser."
_PROPOSED = "We vulden de eerste regel van je tekst in. Heet het werk zo? Kies dan weer de knop."


def _first_line(text: str) -> str:
    """Propose the first line of a text as the title, when it is short enough to be one."""
    line = next((" ".join(one.split()) for one in text.splitlines() if one.strip()), "")
    return line if len(line) <= LINE else ""


def _refused(begun: Begun, error: Invalid) -> Begun:
    better = {}
    if len(begun.text) > TEXT:
        better["tekst"] = too_long(begun.text)
    if len(begun.title) > LINE:
        better["titel"] = f"Schrijf de naam van het werk in hoogstens {LINE} letters."
    errors = errors_of(error, FIELDS, better)
    return Begun(begun.title, begun.text, begun.q, begun.occupation, begun.choices, errors)


def too_long(text: str) -> str:
    """Say what to do with a text that does not fit."""
    return (
        f"Deze tekst is te lang: {len(text)} tekens. Er passen er hoogstens {TEXT}. "
        "Haal weg wat niet over het werk gaat. Kies dan weer de knop. Je tekst staat er nog."
    )


def _shown(request: Request, begun: Begun) -> Response:
    status = Invalid.status if begun.errors else 200
    return page(request, "vacancies/new.html", status=status, begun=begun)
