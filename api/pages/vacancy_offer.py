"""What a vacancy offers: the practical side on one screen, and its text on another."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from api.asking import Now, Reading, Writing
from api.pages.company_vacancies import too_long
from api.pages.forms import Fields, Form, to
from api.pages.own import changed_elsewhere, errors_of, is_autosave, kept, not_kept
from api.pages.rendering import viewer_at
from api.pages.telling import Piece
from api.pages.vacancy_own import HOME, OwnVacancyId, screen, walk_at
from api.pages.wish_screens import (
    Asked,
    Questions,
    Ticked,
    Typed,
    day_near,
    dutch_day,
    euros,
    four_digits,
)
from api.versions import stamp
from foundation.entry import LINE, TEXT
from foundation.errors import Conflict, Invalid
from foundation.imports import cents
from skills.sectors import sectors
from vacancies.drafts import VacancyDraft
from vacancies.service import VacancyEnded, change_vacancy, find_vacancy, vacancy_to_change
from vacancies.wording import WordingFinding, wording_findings
from vacancies.writing import offer_of

router = APIRouter(prefix=HOME + "/{vacancyId}")

_PICK = "Kies uit de lijst. Ververs de pagina als dat niet lukt."


# What an empty field means when it is not "not said".
EMPTY = {"places": 1, "description": "", "title": "", "sector": ""}


WORK = Questions(
    "werk",
    (
        Ticked("kinds", _PICK),
        Asked("hours_min", "Schrijf een heel getal van 1 tot 60. Bijvoorbeeld 24."),
        Asked(
            "hours_max",
            "Schrijf een heel getal van 1 tot 60, niet lager dan bij “Minstens”. Bijvoorbeeld 32.",
        ),
        Ticked("days", _PICK),
        Asked(
            "wage_cents",
            "Schrijf een bedrag in euro per uur, hoogstens 1000. Bijvoorbeeld 15 of 15,50.",
            cents,
            euros,
        ),
        Asked(
            "starts_on",
            "Schrijf een dag, een maand en een jaar. Bijvoorbeeld 1-9-2026.",
            day_near,
            dutch_day,
        ),
        Asked("places", "Schrijf hoeveel mensen je zoekt, van 1 tot 1000. Bijvoorbeeld 2."),
        Asked(
            "postcode",
            "Schrijf de 4 cijfers van de postcode. Bijvoorbeeld 2312.",
            four_digits,
        ),
        Asked("sector", _PICK),
    ),
)
TEXT_SCREEN = Questions(
    "tekst",
    (
        Asked("title", f"Schrijf hoe het werk heet, in hoogstens {LINE} letters."),
        Asked(
            "description",
            "Schrijf gewone tekst, zonder burgerservicenummer en zonder vreemde tekens.",
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class _Shown:
    """What a screen shows: what stands in the fields, what is stored, and what is wrong."""

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


def _ask(request: Request, session: Session, vacancy_id: int, asked: Questions) -> Response:
    offer = offer_of(find_vacancy(session, vacancy_id=vacancy_id))
    return _page(request, session, vacancy_id, asked, _Shown(asked.stored(offer), offer))


def _keep(
    request: Request,
    session: Session,
    vacancy_id: int,
    form: Fields,
    now: datetime,
    asked: Questions,
) -> Response:
    shown = _kept(session, vacancy_id, asked, form)
    if shown.status != 200:
        session.rollback()
        if is_autosave(request):
            return not_kept(request, status=shown.status, errors=shown.errors)
        return _page(request, session, vacancy_id, asked, shown)
    if is_autosave(request):
        return kept(request, stored=asked.part(shown.stored), now=now)
    vacancy = find_vacancy(session, vacancy_id=vacancy_id)
    return to(walk_at(vacancy, asked.key, viewer_at(request)).onward)


def _kept(session: Session, vacancy_id: int, asked: Questions, form: Fields) -> _Shown:
    """Keep what a form says, unless it is wrong or somebody else was first; tell which."""
    typed = asked.typed(form)
    # Line ends come in as a browser writes them, and are stored as one sign.
    typed = {name: _lines(value) for name, value in typed.items()}
    offer = offer_of(find_vacancy(session, vacancy_id=vacancy_id))
    try:
        offer = offer_of(vacancy_to_change(session, vacancy_id=vacancy_id))
        draft = asked.draft_of(VacancyDraft, typed, offer, empty=EMPTY)
        fresh = draft.model_dump()
        if changed_elsewhere(form, stored=asked.part(offer), new=asked.part(fresh)):
            return _Shown(typed, offer, is_changed=True)
        change_vacancy(session, vacancy_id=vacancy_id, draft=draft)
    except (Invalid, VacancyEnded) as error:
        fields = {one.field: one.field for one in asked.fields}
        text = str(typed.get("description", ""))
        better = {"description": too_long(text)} if len(text) > TEXT else {}
        return _Shown(typed, offer, errors_of(error, {"": asked.fields[0].field, **fields}, better))
    return _Shown(typed, fresh)


def _lines(value: str | list[str]) -> str | list[str]:
    return value.replace("\r\n", "\n") if isinstance(value, str) else value


def _page(
    request: Request, session: Session, vacancy_id: int, asked: Questions, shown: _Shown
) -> Response:
    text = str(shown.typed.get("description", ""))
    found = wording_findings(text) if len(text) <= TEXT else ()
    title = wording_findings(str(shown.typed.get("title", ""))[:LINE])
    return screen(
        request,
        session,
        vacancy_id,
        asked.key,
        f"vacancies/{asked.key}.html",
        status=shown.status,
        typed=shown.typed,
        stored=shown.stored,
        seen=stamp(asked.part(shown.stored)),
        errors=shown.errors,
        is_changed=shown.is_changed,
        sectors=sectors(session),
        findings=(*title, *found),
        pieces=pointed_out(text, found),
    )


def pointed_out(text: str, found: tuple[WordingFinding, ...]) -> tuple[Piece, ...]:
    """Cut a text where wording shuts people out, to show those words marked."""
    pieces, place = list[Piece](), 0
    for one in found:
        pieces += [Piece(text[place : one.start], marked=False), Piece(one.words, marked=True)]
        place = one.end
    return tuple(one for one in (*pieces, Piece(text[place:], marked=False)) if one.text)


def _open(asked: Questions) -> None:
    """Give a screen an address of its own."""

    def ask(request: Request, session: Reading, vacancy_id: OwnVacancyId) -> Response:
        return _ask(request, session, vacancy_id, asked)

    def keep(
        request: Request, session: Writing, vacancy_id: OwnVacancyId, form: Form, now: Now
    ) -> Response:
        return _keep(request, session, vacancy_id, form, now, asked)

    router.add_api_route(f"/{asked.key}", ask, methods=["GET"])
    router.add_api_route(f"/{asked.key}", keep, methods=["POST"])


for _one in (WORK, TEXT_SCREEN):
    _open(_one)
