"""The desk of a coach: what waits first, then everybody guided, by name."""

from enum import StrEnum
from typing import TypeVar
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request, Response

from accounts.permissions import Act
from api.asking import Allowed, Now, Reading, Viewing
from api.pages.coaching import own_account
from api.pages.own_rights import days_of
from api.pages.rendering import page
from api.pages.work import page_number
from coaching.guided import CaseGroup, CaseOrder, in_order
from coaching.waiting import desk_of
from placements.following import calls_of

router = APIRouter()
ON_A_PAGE = 25
Word = TypeVar("Word", bound=StrEnum)


@router.get("/coach", dependencies=[Depends(Allowed(Act.GUIDE))])
def show_desk(request: Request, session: Reading, viewer: Viewing, now: Now) -> Response:
    """Show what waits, and a page of the people guided."""
    asked = request.query_params
    group = word_of(CaseGroup, asked.get("groep", ""), CaseGroup.ALL)
    order = word_of(CaseOrder, asked.get("volgorde", ""), CaseOrder.WAITING)
    desk = desk_of(session, coach_id=own_account(viewer), now=now)
    people = in_order((one for one in desk.people if one.is_in(group)), order)
    pages = max(1, -(-len(people) // ON_A_PAGE))
    number = min(page_number(asked.get("pagina", "")), pages)
    return page(
        request,
        "coach/desk.html",
        desk=desk,
        calls=calls_of(session, coach_id=own_account(viewer), now=now),
        counts={one.value: desk.count(one) for one in CaseGroup},
        people=people[(number - 1) * ON_A_PAGE :][:ON_A_PAGE],
        group=group.value,
        order=order.value,
        number=number,
        pages=pages,
        address="/coach?" + urlencode({"groep": group, "volgorde": order, "pagina": ""}),
        now=now,
        done=asked.get("gedaan", ""),
        days=days_of(request),
    )


def word_of(kind: type[Word], text: str, otherwise: Word) -> Word:
    """Read a choice from an address; what is no choice is the usual one."""
    return next((one for one in kind if one.value == text), otherwise)
