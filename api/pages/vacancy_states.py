"""One vacancy of the company: its page, the preview, setting it open, and closing it."""

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from api.asking import App, Now, Reading, Running, Writing
from api.pages.forms import Form, to
from api.pages.rendering import page, viewer_at
from api.pages.shown_work import ShownExplanation, Wording, shown_explanation
from api.pages.vacancy_own import HOME, OwnVacancyId, path_of, screen, shown_count
from api.pages.vacancy_skills import rows_of
from coaching.lapsing import end_vacancy
from coaching.stopping import MatchingStopped
from foundation.errors import Conflict, Invalid
from matching.explain import explain
from matching.reference import Having
from matching.service import vacancy_side
from profiles.languages import LANGUAGES
from skills.sectors import sectors
from vacancies.adverts import adverts_of
from vacancies.models import VacancyState
from vacancies.requirements import limits_of
from vacancies.service import find_vacancy, open_vacancy
from vacancies.wording import wording_findings

router = APIRouter(prefix=HOME + "/{vacancyId}")

# Why a vacancy closes, and the state that makes of it.
ENDINGS = {"bezet": VacancyState.FILLED, "gestopt": VacancyState.CLOSED}


@router.get("")
def show(request: Request, app: App, session: Reading, vacancy_id: OwnVacancyId) -> Response:
    """Show where a vacancy stands, with a way to change every part."""
    return _page(request, app, session, vacancy_id)


@router.get("/voorbeeld")
def preview(request: Request, app: App, session: Reading, vacancy_id: OwnVacancyId) -> Response:
    """Show the vacancy as a candidate sees it, and offer to set it open."""
    return _preview(request, app, session, vacancy_id)


@router.post("/openen")
def set_open(request: Request, app: App, session: Writing, vacancy_id: OwnVacancyId) -> Response:
    """Set a draft open; opened already, all is well. A company that waits is told so."""
    if find_vacancy(session, vacancy_id=vacancy_id).state is VacancyState.OPEN:
        return to(path_of(vacancy_id))
    try:
        open_vacancy(session, vacancy_id=vacancy_id)
    except Conflict as error:
        session.rollback()
        return _preview(request, app, session, vacancy_id, error)
    return to(f"{path_of(vacancy_id)}?gedaan=open")


@router.get("/sluiten")
def ask_to_close(request: Request, session: Reading, vacancy_id: OwnVacancyId) -> Response:
    """Ask why the vacancy closes, and say what happens then."""
    vacancy = find_vacancy(session, vacancy_id=vacancy_id)
    if vacancy.state not in (VacancyState.DRAFT, VacancyState.OPEN):
        return to(path_of(vacancy_id))
    return page(request, "vacancies/close.html", vacancy=vacancy, base=path_of(vacancy_id))


@router.post("/sluiten")
def close(
    request: Request, app: App, session: Writing, vacancy_id: OwnVacancyId, now: Now, form: Form
) -> Response:
    """Close the vacancy for the reason that was chosen; what still runs there ends too."""
    vacancy = find_vacancy(session, vacancy_id=vacancy_id)
    target = ENDINGS.get(form.one("waarom"))
    if vacancy.state is VacancyState.DRAFT:
        target = VacancyState.CLOSED
    if target is None:
        errors = {"waarom": "Kies waarom je deze vacature sluit."}
        return page(
            request,
            "vacancies/close.html",
            status=Invalid.status,
            vacancy=vacancy,
            base=path_of(vacancy_id),
            errors=errors,
        )
    filled = target is VacancyState.FILLED
    address = app.settings.address
    try:
        end_vacancy(session, vacancy_id=vacancy_id, filled=filled, address=address, now=now)
    except Conflict as error:
        session.rollback()
        return _page(request, app, session, vacancy_id, error)
    return to(f"{path_of(vacancy_id)}?gedaan=dicht")


def _page(
    request: Request,
    app: Running,
    session: Session,
    vacancy_id: int,
    refused: Conflict | None = None,
) -> Response:
    vacancy = find_vacancy(session, vacancy_id=vacancy_id)
    return page(
        request,
        "vacancies/vacancy.html",
        status=refused.status if refused else 200,
        refused=refused,
        vacancy=vacancy,
        base=path_of(vacancy_id),
        rows=rows_of(session, vacancy_id),
        limits=limits_of(session, vacancy_id=vacancy_id),
        sectors={one.key: one.label for one in sectors(session)},
        findings=wording_findings(vacancy.title) + wording_findings(vacancy.description),
        counted=shown_count(session, app, vacancy_id),
        done=request.query_params.get("gedaan", ""),
    )


def _preview(
    request: Request,
    app: Running,
    session: Session,
    vacancy_id: int,
    refused: Conflict | None = None,
) -> Response:
    language = viewer_at(request).language
    vacancy = find_vacancy(session, vacancy_id=vacancy_id)
    return screen(
        request,
        session,
        vacancy_id,
        "voorbeeld",
        "vacancies/preview.html",
        status=refused.status if refused else 200,
        refused=refused,
        advert=adverts_of(session, vacancy_ids=[vacancy_id])[vacancy_id],
        limits=limits_of(session, vacancy_id=vacancy_id),
        sectors={one.key: one.label for one in sectors(session)},
        languages_by_code={one.code: one.in_language(language) for one in LANGUAGES},
        rows=rows_of(session, vacancy_id),
        example=_example(session, app, vacancy_id, language),
        findings=wording_findings(vacancy.title) + wording_findings(vacancy.description),
    )


def _example(
    session: Session, app: Running, vacancy_id: int, language: str
) -> ShownExplanation | None:
    """Draw what somebody would see who can do everything; nothing while comparing is stopped."""
    try:
        matcher = app.engines.matcher(session)
    except MatchingStopped:
        return None
    asked = vacancy_side(session, matcher, vacancy_id).asked
    able = [Having(one.skill, one.level or 3) for one in asked]
    said = explain(matcher.model, able, asked)
    return shown_explanation(Wording.of(session, matcher, language, [said]), {}, said)
