"""What is meant by “a filter on the CV would have excluded somebody”: for everybody to read."""

from fastapi import APIRouter, Depends, Request, Response

from accounts.permissions import Act
from api.asking import Allowed
from api.pages.rendering import page
from matching.counting import FEWEST
from placements.cv_filter import GROUP_DIGITS, TRUTH

router = APIRouter()


@router.get("/uitleg/cv-filter", dependencies=[Depends(Allowed(Act.READ_PUBLIC))])
def explain(request: Request) -> Response:
    """Show the definition with its table; the table is the one that is worked with."""
    return page(
        request,
        "explained/cv_filter.html",
        table=[(no_job, no_diploma, answer) for (no_job, no_diploma), answer in TRUTH.items()],
        digits=GROUP_DIGITS,
        fewest=FEWEST,
    )
