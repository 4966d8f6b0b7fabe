"""Taking one of the places of a campaign: never more than its quota, and one to an account."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, delete, func, select

from accounts.campaign_invites import living_invite
from accounts.campaigns import (
    CampaignStanding,
    campaign_of_code,
    campaign_to_change,
    standing_of,
    taken_places,
)
from accounts.models import Account, Campaign, CampaignPlace
from foundation.clock import day_here
from foundation.database import batches, guarded
from foundation.errors import Conflict

# What else can be done is the same whatever the reason: the site is open to everybody.
_WITHOUT = "Je kunt ook zonder campagne een profiel maken. Dat werkt hetzelfde."
REFUSALS = {
    CampaignStanding.NOT_YET: f"Deze campagne begint later. {_WITHOUT}",
    CampaignStanding.FULL: f"Alle plekken zijn bezet. {_WITHOUT}",
    CampaignStanding.OVER: f"Deze campagne is voorbij. {_WITHOUT}",
    CampaignStanding.CLOSED: f"Deze campagne is gesloten. {_WITHOUT}",
}


class NotLetIn(Conflict):
    """The campaign lets nobody in now; `standing` tells why."""

    def __init__(self, standing: CampaignStanding) -> None:
        super().__init__(REFUSALS[standing])
        self.standing = standing


@dataclass(frozen=True, slots=True)
class Taken:
    """A place somebody has; `is_new` tells that it was taken now."""

    place: CampaignPlace
    campaign: Campaign
    is_new: bool


def take_place(session: Session, *, code: str, account_id: int, now: datetime) -> Taken:
    """Give an account a place in the campaign of a link; who has one anywhere keeps that one.

    The campaign is held until the commit, so that people come one by one; the unique number is
    the guard.

    Raises:
        UnknownCampaign: no campaign has this code.
        NotLetIn: it is full, closed, over, or has not begun.
    """
    campaign = campaign_of_code(session, code=code)
    return _take(session, campaign.id, account_id, now)


def take_invited_place(session: Session, *, token: str, account_id: int, now: datetime) -> Taken:
    """Give an account a place with the link of an invitation, which works once.

    The address that was invited is forgotten here. When nobody is let in the invitation stays as
    it was: it works again when there is room.

    Raises:
        InviteOver: the link was used, is too old, or is none.
        NotLetIn: the campaign is full, closed, over, or has not begun.
    """
    invite = living_invite(session, token=token, now=now, lock=True)
    taken = _take(session, invite.campaign_id, account_id, now)
    invite.used_at, invite.email = now, None
    session.flush()
    return taken


def place_of(session: Session, *, account_id: int) -> tuple[CampaignPlace, Campaign] | None:
    """Find the place of an account, and the campaign it is in."""
    rows = (
        select(CampaignPlace, Campaign)
        .join(Campaign, col(Campaign.id) == col(CampaignPlace.campaign_id))
        .where(CampaignPlace.account_id == account_id)
    )
    return session.exec(rows).first()


def move_place(session: Session, *, from_account: int, to_account: int) -> None:
    """Bring the place of a visit along to the account somebody logs in to.

    Who has a place there keeps that one, and the other is free again.
    """
    mine = place_of(session, account_id=from_account)
    if mine is None:
        return
    place, _ = mine
    if place_of(session, account_id=to_account) is None:
        place.account_id = to_account
    else:
        session.delete(place)
    session.flush()


def free_places(session: Session, *, account_ids: Iterable[int]) -> int:
    """Free the places of visitors who go without ever leaving an address; tells how many.

    Nobody came in, so the place is for somebody else. Who did leave an address and is erased was
    let in: that place stays taken, without an account.
    """
    freed = 0
    for some in batches(sorted(account_ids)):
        visitors = select(Account.id).where(col(Account.id).in_(some), col(Account.email).is_(None))
        mine = delete(CampaignPlace).where(col(CampaignPlace.account_id).in_(visitors))
        freed += session.exec(mine).rowcount
    return freed


def _take(session: Session, campaign_id: int, account_id: int, now: datetime) -> Taken:
    campaign = campaign_to_change(session, campaign_id=campaign_id)
    known = place_of(session, account_id=account_id)
    if known is not None:
        return Taken(*known, is_new=False)
    taken = taken_places(session, campaign_id=campaign_id)
    standing = standing_of(campaign, taken=taken, today=day_here(now))
    if standing is not CampaignStanding.OPEN:
        raise NotLetIn(standing)
    place = CampaignPlace(
        campaign_id=campaign_id,
        number=_free_number(session, campaign_id),
        account_id=account_id,
        taken_at=now,
    )
    with guarded(session, Conflict("Iemand nam net deze plek. Probeer het nog een keer.")):
        session.add(place)
    return Taken(place, campaign, is_new=True)


def _free_number(session: Session, campaign_id: int) -> int:
    """Give the lowest number nobody has, from 1."""
    there = select(CampaignPlace.id).where(CampaignPlace.campaign_id == campaign_id)
    if session.exec(there.where(CampaignPlace.number == 1)).first() is None:
        return 1
    after = aliased(CampaignPlace)
    follows = exists().where(
        col(after.campaign_id) == campaign_id, col(after.number) == col(CampaignPlace.number) + 1
    )
    free = select(func.min(col(CampaignPlace.number)) + 1).where(
        CampaignPlace.campaign_id == campaign_id, ~follows
    )
    return session.exec(free).one()
