"""The hard limits of a vacancy: a licence, a language or a diploma, each with the law behind it."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from sqlmodel import Session

from api.asking import LARGEST_ID, App, Reading, Running, Writing
from api.pages.forms import Fields, Form, to
from api.pages.own import errors_of
from api.pages.rendering import viewer_at
from api.pages.vacancy_own import HOME, OwnVacancyId, path_of, screen, shown_count
from foundation.entry import validated
from foundation.errors import Invalid, NotFound, TalentError
from foundation.terms import LanguageLevel, Licence
from profiles.languages import LANGUAGES
from vacancies.drafts import LimitDraft
from vacancies.models import LimitKind
from vacancies.requirements import LimitAlreadyThere, add_limit, limits_of, remove_limit
from vacancies.service import VacancyEnded

router = APIRouter(prefix=HOME + "/{vacancyId}/harde-eisen")
LimitNumber = Annotated[int, Path(alias="limitId", ge=1, le=LARGEST_ID)]

# The field of the form that holds the value of each kind.
VALUE_AT = {
    LimitKind.LICENCE: "rijbewijs",
    LimitKind.LANGUAGE: "taal",
    LimitKind.DIPLOMA: "diploma",
}
_NO_KIND = "Kies eerst wat je eist: een rijbewijs, een taal of een diploma."
_NO_REASON = "Schrijf op welke wet of regel dit eist. Is er geen? Vraag dan een vaardigheid."
_NO_VALUE = {
    LimitKind.LICENCE: "Kies welk rijbewijs of certificaat.",
    LimitKind.LANGUAGE: "Kies welke taal.",
    LimitKind.DIPLOMA: "Schrijf welk diploma, in hoogstens 100 letters.",
}


@router.get("")
def show(request: Request, app: App, session: Reading, vacancy_id: OwnVacancyId) -> Response:
    """Show the hard limits, with a form to add one."""
    return _shown(request, app, session, vacancy_id)


@router.post("")
def add(
    request: Request, app: App, session: Writing, vacancy_id: OwnVacancyId, form: Form
) -> Response:
    """Add a hard limit with its law."""
    kind = next((one for one in LimitKind if one.value == form.one("soort")), None)
    if kind is None:
        return _shown(request, app, session, vacancy_id, form, {"soort": _NO_KIND})
    try:
        add_limit(session, vacancy_id=vacancy_id, draft=_draft(form, kind))
    except (Invalid, LimitAlreadyThere, VacancyEnded) as error:
        session.rollback()
        errors = _errors(error, kind)
        return _shown(request, app, session, vacancy_id, form, errors, error.status)
    return to(f"{path_of(vacancy_id, 'harde-eisen')}?gedaan=bewaard")


@router.post("/{limitId}/weg")
def take_away(session: Writing, vacancy_id: OwnVacancyId, limit_id: LimitNumber) -> Response:
    """Take a hard limit away; when it is gone already, all is well."""
    try:
        remove_limit(session, vacancy_id=vacancy_id, limit_id=limit_id)
    except NotFound:
        session.rollback()
    return to(f"{path_of(vacancy_id, 'harde-eisen')}?gedaan=weg")


def _draft(form: Fields, kind: LimitKind) -> LimitDraft:
    level = form.said("taalniveau") if kind is LimitKind.LANGUAGE else None
    values = {
        "kind": kind,
        "value": form.one(VALUE_AT[kind]),
        "level": level,
        "legal_reason": form.one("wet"),
    }
    return validated(LimitDraft, values)


def _errors(error: TalentError, kind: LimitKind) -> dict[str, str]:
    where = VALUE_AT[kind]
    fields = {"value": where, "level": "taalniveau", "legal_reason": "wet", "": "soort"}
    better = {
        where: _NO_VALUE[kind],
        "wet": _NO_REASON,
        "taalniveau": "Kies hoe goed iemand de taal moet spreken.",
    }
    return errors_of(error, fields, better)


def _shown(
    request: Request,
    app: Running,
    session: Session,
    vacancy_id: int,
    form: Fields | None = None,
    errors: Mapping[str, str] | None = None,
    status: int = 0,
) -> Response:
    language = viewer_at(request).language
    return screen(
        request,
        session,
        vacancy_id,
        "harde-eisen",
        "vacancies/limits.html",
        status=status or (Invalid.status if errors else 200),
        limits=limits_of(session, vacancy_id=vacancy_id),
        typed=form or Fields(),
        errors=errors or {},
        licences=list(Licence),
        spoken=[(one.code, one.in_language(language)) for one in LANGUAGES],
        languages_by_code={one.code: one.in_language(language) for one in LANGUAGES},
        levels=list(LanguageLevel),
        counted=shown_count(session, app, vacancy_id),
        done=request.query_params.get("gedaan", ""),
    )
