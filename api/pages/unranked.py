"""Open work without any comparing: for when that is stopped, or for who wants to look himself."""

from fastapi import APIRouter, Request, Response

from api.asking import Reading
from api.pages.rendering import page
from api.pages.skills import Number
from api.pages.work import OwnWork, page_number
from skills.sectors import sectors
from skills.service import skill_labels
from vacancies.adverts import adverts_of, open_vacancy_ids
from vacancies.models import VacancyState
from vacancies.requirements import limits_of, requirements_of
from vacancies.service import UnknownVacancy

router = APIRouter(prefix="/werk/zonder-vergelijken")

PAGE_SIZE = 50


@router.get("")
def show(request: Request, session: Reading, _own: OwnWork) -> Response:
    """List all open work, the newest first, in no order of ours and without numbers."""
    _, total = open_vacancy_ids(session, offset=0, most=1)
    pages = max(1, -(-total // PAGE_SIZE))
    number = min(page_number(request.query_params.get("pagina", "")), pages)
    ids, _ = open_vacancy_ids(session, offset=(number - 1) * PAGE_SIZE, most=PAGE_SIZE)
    adverts = adverts_of(session, vacancy_ids=ids)
    return page(
        request,
        "work/unranked.html",
        adverts=[adverts[one] for one in ids],
        total=total,
        page=number,
        pages=pages,
    )


@router.get("/{vacancy_id}")
def show_one(request: Request, session: Reading, _own: OwnWork, vacancy_id: Number) -> Response:
    """Show one open vacancy as it was written."""
    advert = adverts_of(session, vacancy_ids=[vacancy_id]).get(vacancy_id)
    if advert is None or advert.vacancy.state is not VacancyState.OPEN:
        raise UnknownVacancy("Dit werk staat niet open. Ga terug naar de lijst.")
    asked = requirements_of(session, vacancy_id=vacancy_id)
    return page(
        request,
        "work/unranked_vacancy.html",
        advert=advert,
        asked=asked,
        labels=skill_labels(session, ids=[row.skill_id for row in asked]),
        limits=limits_of(session, vacancy_id=vacancy_id),
        sectors={one.key: one.label for one in sectors(session)},
    )
