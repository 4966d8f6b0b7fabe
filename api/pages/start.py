"""The first page: what this is, the story that shows the point, and where to begin."""

from fastapi import APIRouter, Depends, Request, Response

from accounts.permissions import Act
from api.asking import Allowed
from api.pages.rendering import page

router = APIRouter()
Public = Depends(Allowed(Act.READ_PUBLIC))


@router.get("/", dependencies=[Public])
def start(request: Request) -> Response:
    """Show what this is, in three sentences."""
    return page(request, "start/start.html")


@router.get("/privacy", dependencies=[Public])
def privacy(request: Request) -> Response:
    """Tell in plain words what is compared, what never is, and who decides."""
    return page(request, "start/privacy.html")


@router.get("/toegankelijkheid", dependencies=[Public])
def accessibility(request: Request) -> Response:
    """Tell what works for whom, and what to do when it does not."""
    return page(request, "start/accessibility.html")
