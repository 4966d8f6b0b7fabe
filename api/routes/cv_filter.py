"""The number nobody publishes, for one shortlist."""

from fastapi import APIRouter
from pydantic import Field

from accounts.permissions import Act
from api.asking import App, Reading
from api.routes.contract import VacancyId, may
from api.routes.views import View
from placements.cv_filter_counts import cv_filter_of_list
from placements.models import CvFilter

router = APIRouter(tags=["shortlists"])
Told = int | None
_TOLD = "Null while there are fewer than five people on the list."


class CvFilterView(View):
    """What a filter on the CV would have done with everybody a list ever held."""

    total: int = Field(ge=0, examples=[24], description="Everybody counted.")
    excluded: Told = Field(examples=[14], description=_TOLD)
    kept: Told = Field(examples=[3], description=_TOLD)
    unknown: Told = Field(examples=[7], description=_TOLD)
    definition: str = Field(
        examples=["https://talentopmaat.example/uitleg/cv-filter"],
        description="The page that tells what is counted.",
    )


@router.get("/vacancies/{vacancyId}/cv-filter", dependencies=[may(Act.REVIEW)])
def get_cv_filter(vacancy: VacancyId, app: App, session: Reading) -> CvFilterView:
    """Tell how many on the list of a vacancy a filter on the CV would have excluded."""
    counts = cv_filter_of_list(session, vacancy_id=vacancy)
    told = counts.told_to_coach() or {}
    return CvFilterView(
        total=counts.total,
        excluded=told.get(CvFilter.EXCLUDED),
        kept=told.get(CvFilter.KEPT),
        unknown=told.get(CvFilter.UNKNOWN),
        definition=f"{app.settings.address}/uitleg/cv-filter",
    )
