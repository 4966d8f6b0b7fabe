"""Everybody, by hand: card by card in an order that favours nobody, also while matching is off."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Path, Request, Response
from sqlmodel import Session

from accounts.audit import AuditAction, AuditReason
from accounts.permissions import Act
from api.asking import LARGEST_ID, Allowed, App, Now, Reading, Running, Viewing, Writing
from api.noting import note
from api.pages.coaching import own_account
from api.pages.finding import Meant, meant_skill
from api.pages.forms import Fields
from api.pages.own_rights import days_of
from api.pages.rendering import page
from api.pages.suggesting import Choice
from api.pages.work import page_number
from coaching.drafts import PoolFilter
from coaching.pool_by_hand import municipalities, one_by_hand, pool_by_hand
from foundation.entry import validated
from foundation.errors import Invalid
from profiles.languages import name_of
from skills.sectors import sectors
from skills.service import NotText

router = APIRouter(prefix="/coach/pool", dependencies=[Depends(Allowed(Act.GUIDE))])
Number = Annotated[int, Path(alias="number", ge=1, le=LARGEST_ID)]
ON_A_PAGE = 20
ONLY = ("zonder-coach", "nooit-voorgesteld", "verouderd")


@dataclass(frozen=True, slots=True)
class Typed:
    """The filter as it stands in the form.

    Args:
        search: what was typed to find a skill.
        skill: the skill that is filtered by.
        choices: what was found for the search when it is not clear which is meant.
        sector: the key that was chosen.
        municipality: the name that was chosen.
        only: the boxes that are ticked.
        wanted: the filter itself.
        errors: a sentence by the id of a field.
    """

    search: str = ""
    skill: Choice | None = None
    choices: tuple[Choice, ...] = ()
    sector: str = ""
    municipality: str = ""
    only: tuple[str, ...] = ()
    wanted: PoolFilter = field(default_factory=PoolFilter)
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_open(self) -> bool:
        """Tell whether the filter is in use, or something is asked about it."""
        return self.wanted != PoolFilter() or bool(self.choices or self.errors)

    @property
    def address(self) -> str:
        """The address of the list, up to the number of the page."""
        told = [("vaardigheid", str(self.skill.id))] if self.skill else []
        told += [("sector", self.sector)] if self.sector else []
        told += [("gemeente", self.municipality)] if self.municipality else []
        told += [("alleen", one) for one in self.only]
        return "/coach/pool?" + urlencode([*told, ("pagina", "")])


@router.get("")
def show_list(request: Request, app: App, session: Reading, viewer: Viewing, now: Now) -> Response:
    """Show a page of the cards."""
    typed = _typed(session, app, Fields(tuple(request.query_params.multi_items())))
    asked = page_number(request.query_params.get("pagina", ""))
    found = pool_by_hand(
        session, wanted=typed.wanted, now=now, offset=(asked - 1) * ON_A_PAGE, most=ON_A_PAGE
    )
    pages = max(1, -(-found.total // ON_A_PAGE))
    number = min(asked, pages)
    if number != asked:
        found = pool_by_hand(
            session, wanted=typed.wanted, now=now, offset=(number - 1) * ON_A_PAGE, most=ON_A_PAGE
        )
    return page(
        request,
        "coach/pool.html",
        status=Invalid.status if typed.errors else 200,
        typed=typed,
        found=found,
        number=number,
        pages=pages,
        mine=own_account(viewer),
        sectors=sectors(session),
        municipalities=municipalities(session),
        days=days_of(request),
    )


@router.get("/{number}")
def show_card(
    request: Request, session: Writing, number: Number, viewer: Viewing, now: Now
) -> Response:
    """Show one card whole; who opened it stands in the trail."""
    one = one_by_hand(session, candidate_id=number, now=now)
    answer = page(
        request,
        "coach/card.html",
        one=one,
        mine=own_account(viewer),
        names=name_of,
        days=days_of(request),
    )
    note(
        session,
        viewer,
        AuditAction.CARD_SEEN,
        candidate_id=number,
        now=now,
        reason=AuditReason.POOL_SEARCH,
    )
    return answer


def _typed(session: Session, app: Running, asked: Fields) -> Typed:
    """Read the filter; what cannot be read filters nothing and is explained."""
    search, errors = asked.one("zoek"), dict[str, str]()
    meant = _skill(session, app, asked, errors)
    sector, place = asked.one("sector"), asked.one("gemeente")
    if sector and sector not in {one.key for one in sectors(session)}:
        errors["sector"], sector = "Kies uit de lijst.", ""
    if place and place not in municipalities(session):
        errors["gemeente"], place = "Kies uit de lijst.", ""
    only = tuple(one for one in ONLY if one in asked.all("alleen"))
    wanted = validated(
        PoolFilter,
        {
            "skill_id": meant.skill.id if meant.skill else None,
            "sector": sector or None,
            "municipality": place or None,
            "unguided": "zonder-coach" in only,
            "never_proposed": "nooit-voorgesteld" in only,
            "stale": "verouderd" in only,
        },
    )
    return Typed(search, meant.skill, meant.choices, sector, place, only, wanted, errors)


def _skill(session: Session, app: Running, asked: Fields, errors: dict[str, str]) -> Meant:
    """Find out which skill is meant; an empty field that was sent means none."""
    search = asked.one("zoek")
    chosen = asked.one("vaardigheid")
    if not search and any(name == "zoek" for name, _ in asked.pairs):
        return Meant()
    try:
        meant = meant_skill(session, app, search=search, chosen=chosen)
    except NotText as error:
        errors["zoek"] = error.message
        return Meant()
    if search and meant == Meant():
        errors["zoek"] = "We vonden geen vaardigheid met dit woord. Probeer een ander woord."
    return meant
