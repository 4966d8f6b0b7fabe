"""Vacancies as anybody who is logged in reads them."""

from typing import Annotated

from fastapi import APIRouter, Query, Response
from sqlmodel import Session

from accounts.permissions import Act
from api.asking import Reading
from api.routes.contract import VacancyId, may
from api.routes.paging import Pages
from api.routes.vacancy_views import (
    HardLimitView,
    RequirementView,
    VacancyInFull,
    VacancyView,
)
from api.routes.views import Paged
from api.versions import etag
from skills.service import skill_labels
from vacancies.adverts import adverts_of, open_vacancy_ids
from vacancies.requirements import limits_of, requirements_of
from vacancies.service import find_vacancy

router = APIRouter(tags=["vacancies"])


@router.get("/vacancies", dependencies=[may(Act.USE_ACCOUNT)])
def list_vacancies(
    session: Reading,
    pages: Pages,
    skilled: Annotated[
        bool | None,
        Query(description='Only those written in skills, or (false) only "nog niet verskild".'),
    ] = None,
) -> Paged[VacancyView]:
    """List the open vacancies, the newest first, also those "nog niet verskild"."""
    ids, total = open_vacancy_ids(session, offset=pages.offset, most=pages.size, skilled=skilled)
    adverts = adverts_of(session, vacancy_ids=ids)
    return pages.paged([VacancyView.of(adverts[one]) for one in ids], total=total)


@router.get("/vacancies/{vacancyId}", dependencies=[may(Act.SEE_VACANCY)])
def get_vacancy(vacancy: VacancyId, response: Response, session: Reading) -> VacancyInFull:
    """Tell what a vacancy offers and what it asks."""
    view = in_full(session, vacancy)
    response.headers["ETag"] = etag(view)
    return view


def in_full(session: Session, vacancy: int) -> VacancyInFull:
    """Show a vacancy with all it asks.

    Raises:
        UnknownVacancy: there is none with this number.
    """
    row = find_vacancy(session, vacancy_id=vacancy)
    return VacancyInFull(
        vacancy=VacancyView.of(adverts_of(session, vacancy_ids=[vacancy])[vacancy]),
        description=row.description,
        requirements=_requirements(session, vacancy),
        limits=[HardLimitView.of(one) for one in limits_of(session, vacancy_id=vacancy)],
    )


def _requirements(session: Session, vacancy: int) -> list[RequirementView]:
    rows = requirements_of(session, vacancy_id=vacancy)
    labels = skill_labels(session, ids=[row.skill_id for row in rows])
    return [
        RequirementView(
            skill_id=str(row.skill_id),
            label=labels[row.skill_id],
            importance=row.importance,
            level=row.level,
            learnable=row.learnable,
        )
        for row in rows
    ]
