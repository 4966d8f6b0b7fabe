"""The pool by hand: cards without names in an order that favours nobody; nothing is compared."""

from typing import Annotated

from fastapi import APIRouter, Path, Query

from accounts.audit import AuditAction, AuditReason
from accounts.permissions import Act
from api.asking import Now, Reading, Viewing, Writing
from api.noting import note
from api.routes.coaching_views import PoolCardView
from api.routes.contract import Identity, may
from api.routes.paging import Pages
from api.routes.views import Paged
from coaching.drafts import PoolFilter
from coaching.pool_by_hand import one_by_hand, pool_by_hand
from foundation.entry import Line, validated
from skills.sectors import check_sectors

router = APIRouter(prefix="/pool", tags=["coaching"], dependencies=[may(Act.GUIDE)])
CardId = Annotated[Identity, Path(alias="cardId", description="Whose card.")]


@router.get("")
def list_pool(
    session: Reading,
    now: Now,
    pages: Pages,
    skill: Annotated[Identity | None, Query(alias="skillId", description="Has this skill.")] = None,
    sector: Annotated[Line | None, Query(description="Wants to work in.")] = None,
    municipality: Annotated[Line | None, Query(description="Lives in.")] = None,
    unguided: Annotated[bool, Query(description="Only whom nobody guides.")] = False,
    never_proposed: Annotated[
        bool, Query(alias="neverProposed", description="Only who never stood on a shortlist.")
    ] = False,
    stale: Annotated[bool, Query(description="Only profiles of more than 90 days.")] = False,
) -> Paged[PoolCardView]:
    """List everybody who agreed: never proposed first, then longest ago, then who came first."""
    check_sectors(session, [sector] if sector else [])
    wanted = validated(
        PoolFilter,
        {
            "skill_id": skill,
            "sector": sector,
            "municipality": municipality,
            "unguided": unguided,
            "never_proposed": never_proposed,
            "stale": stale,
        },
    )
    found = pool_by_hand(session, wanted=wanted, now=now, offset=pages.offset, most=pages.size)
    return pages.paged([PoolCardView.of(one) for one in found.people], total=found.total)


@router.get("/{cardId}")
def get_card(number: CardId, session: Writing, viewer: Viewing, now: Now) -> PoolCardView:
    """Open one card; who opened it stands in the trail."""
    view = PoolCardView.of(one_by_hand(session, candidate_id=number, now=now))
    note(
        session,
        viewer,
        AuditAction.CARD_SEEN,
        candidate_id=number,
        now=now,
        reason=AuditReason.POOL_SEARCH,
    )
    return view
