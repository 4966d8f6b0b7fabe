"""What the pages about introductions share: which one, what the form saw, what all of them show."""

from typing import Annotated, Any

from fastapi import Path, Request
from sqlmodel import Session

from accounts.permissions import Viewer
from api.asking import LARGEST_ID, Running
from api.introducing import explained_for
from api.pages.forms import Fields
from api.pages.own_rights import days_of
from api.pages.rendering import viewer_at
from coaching.introduction_steps import find_introduction
from coaching.introduction_views import show_introduction
from coaching.introduction_words import Reader
from foundation.entry import whole_number
from foundation.errors import Invalid, TalentError
from profiles.languages import name_of

IntroductionNumber = Annotated[int, Path(alias="introductionId", ge=1, le=LARGEST_ID)]

# What the form of a page saw: an answer to something older is told.
REVISION = "revisie"


def seen_in(form: Fields) -> int:
    """Read which revision a form saw.

    Raises:
        Invalid: it says no number; only a form of ours is taken.
    """
    try:
        return whole_number(form.one(REVISION), lowest=1)
    except ValueError as error:
        raise Invalid(
            "Dit formulier klopt niet meer. Ververs de pagina en kies opnieuw."
        ) from error


def shown_to(
    request: Request,
    session: Session,
    app: Running,
    introduction_id: int,
    *,
    reader: Reader,
    refused: TalentError | None = None,
) -> dict[str, Any]:
    """Put together what a page about one introduction shows to one side."""
    row = find_introduction(session, introduction_id=introduction_id)
    shown = show_introduction(session, row, reader=reader)
    language = viewer_at(request).language
    return {
        "shown": shown,
        "explained": (
            None
            if reader is Reader.CANDIDATE
            else explained_for(session, app, shown, language=language)
        ),
        "names": name_of,
        "days": days_of(request),
        "refused": refused,
        "done": request.query_params.get("gedaan", ""),
    }


def account_of(viewer: Viewer) -> int:
    """Give the account of who is logged in; the table of permissions let nobody else through."""
    return viewer.account_id or 0
