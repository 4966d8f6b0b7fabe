"""Campaigns: rounds of inviting with a number of accounts that may be opened through them."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, Field, ValidationInfo, field_validator
from sqlmodel import Session, col, func, or_, select

from accounts.campaign_invites import count_waiting, forget_invited
from accounts.models import Campaign, CampaignPlace
from foundation.clock import day_here
from foundation.database import guarded
from foundation.entry import Day, Draft, Line, Whole
from foundation.errors import Conflict, Invalid, NotFound, Problem

MOST_PLACES = 1_000_000
# The word in the address of an invitation; no campaign can be called so.
RESERVED = frozenset({"uitnodiging"})
_CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)

# Which campaigns somebody may see: those of these regions, None is all there are.
Scope = frozenset[int] | None


class UnknownCampaign(NotFound):
    """There is no such campaign, or it belongs to another region."""


class CampaignThere(Conflict):
    """Another campaign has this name or this code."""


class CampaignClosed(Conflict):
    """The campaign was closed, and stays so."""


class CampaignStanding(StrEnum):
    """Whether a campaign lets people in; the value is the word on the page."""

    NOT_YET = "begint nog"
    OPEN = "open"
    FULL = "vol"
    OVER = "voorbij"
    CLOSED = "gesloten"


def _code(value: str) -> str:
    code = value.lower()
    if not _CODE.fullmatch(code):
        raise ValueError("mag alleen letters, cijfers en streepjes hebben, zoals zorg-2026")
    if code in RESERVED:
        raise ValueError("kan niet dit woord zijn; kies een ander woord")
    return code


Code = Annotated[Line, Field(min_length=3, max_length=40), AfterValidator(_code)]


class CampaignChange(Draft):
    """What of a campaign can change while it runs; `ends_on` None has no last day."""

    name: Annotated[Line, Field(max_length=80)]
    quota: Annotated[Whole, Field(ge=1, le=MOST_PLACES)]
    starts_on: Day
    ends_on: Day | None = None

    @field_validator("ends_on")
    @classmethod
    def _in_order(cls, last: date | None, fields: ValidationInfo) -> date | None:
        first = fields.data.get("starts_on")
        if first is not None and last is not None and last < first:
            raise ValueError(f"ligt voor de eerste dag, {first:%d-%m-%Y}; kies een latere dag")
        return last


class CampaignDraft(CampaignChange):
    """A new campaign: its code is in links that people keep, and its region does not move."""

    code: Code
    region_id: Annotated[Whole, Field(ge=1)] | None = None


@dataclass(frozen=True, slots=True)
class CampaignCount:
    """A campaign with how many of its places are taken and how many invitations still wait."""

    campaign: Campaign
    taken: int
    waiting: int
    standing: CampaignStanding

    @property
    def left(self) -> int:
        """How many places are free."""
        return max(0, self.campaign.quota - self.taken)


def make_campaign(
    session: Session, *, draft: CampaignDraft, account_id: int, scope: Scope, now: datetime
) -> Campaign:
    """Make a campaign.

    Raises:
        Invalid: its region is not one of `scope`; who sees everything may leave it empty.
        CampaignThere: the name or the code is taken.
    """
    if scope is not None and draft.region_id not in scope:
        raise _outside()
    row = Campaign(**draft.model_dump(), created_by=account_id, created_at=now)
    _check_free(session, draft.name, draft.code, None)
    with guarded(session, _taken()):
        session.add(row)
    return row


def find_campaign(session: Session, *, campaign_id: int, scope: Scope = None) -> Campaign:
    """Find a campaign that somebody may see.

    Raises:
        UnknownCampaign: there is none, or it is not within `scope`.
    """
    row = session.get(Campaign, campaign_id, populate_existing=True)
    if row is None or (scope is not None and row.region_id not in scope):
        raise no_campaign()
    return row


def campaign_of_code(session: Session, *, code: str) -> Campaign:
    """Find the campaign of a link; capitals make no difference.

    Raises:
        UnknownCampaign: there is none.
    """
    row = session.exec(select(Campaign).where(Campaign.code == code.lower())).first()
    if row is None:
        raise no_campaign()
    return row


def campaigns_of(session: Session, *, scope: Scope, now: datetime) -> list[CampaignCount]:
    """List the campaigns somebody may see, the latest first."""
    wanted = select(Campaign).order_by(col(Campaign.starts_on).desc(), col(Campaign.id).desc())
    if scope is not None:
        wanted = wanted.where(col(Campaign.region_id).in_(scope))
    return [count_campaign(session, campaign=row, now=now) for row in session.exec(wanted)]


def count_campaign(session: Session, *, campaign: Campaign, now: datetime) -> CampaignCount:
    """Count the places of a campaign and the invitations that can still be used."""
    taken = taken_places(session, campaign_id=campaign.id)
    waiting = count_waiting(session, campaign_id=campaign.id, now=now)
    standing = standing_of(campaign, taken=taken, today=day_here(now))
    return CampaignCount(campaign, taken, waiting, standing)


def standing_of(campaign: Campaign, *, taken: int, today: date) -> CampaignStanding:
    """Tell whether a campaign lets people in on a day; what is over comes before what is full."""
    if campaign.closed_at is not None:
        return CampaignStanding.CLOSED
    if campaign.ends_on is not None and campaign.ends_on < today:
        return CampaignStanding.OVER
    if today < campaign.starts_on:
        return CampaignStanding.NOT_YET
    return CampaignStanding.FULL if taken >= campaign.quota else CampaignStanding.OPEN


def taken_places(session: Session, *, campaign_id: int) -> int:
    """Count the places that are taken, also by who was erased later."""
    rows = select(func.count()).where(CampaignPlace.campaign_id == campaign_id)
    return session.exec(rows).one()


def campaign_to_change(session: Session, *, campaign_id: int, scope: Scope = None) -> Campaign:
    """Find a campaign and hold it until the commit: nobody takes a place in between.

    Raises:
        UnknownCampaign: there is none, or it is not within `scope`.
    """
    held = select(Campaign).where(Campaign.id == campaign_id).with_for_update()
    row = session.exec(held.execution_options(populate_existing=True)).first()
    if row is None or (scope is not None and row.region_id not in scope):
        raise no_campaign()
    return row


def change_campaign(
    session: Session, *, campaign_id: int, draft: CampaignChange, scope: Scope
) -> Campaign:
    """Change a campaign; its quota goes up, and down as far as places are free.

    Raises:
        UnknownCampaign: there is none, or it is not within `scope`.
        CampaignClosed: it was closed.
        Invalid: more places are taken than the new quota.
        CampaignThere: another campaign has this name.
    """
    row = campaign_to_change(session, campaign_id=campaign_id, scope=scope)
    if row.closed_at is not None:
        raise CampaignClosed("Deze campagne is gesloten. Maak een nieuwe campagne.")
    taken = taken_places(session, campaign_id=row.id)
    if draft.quota < taken:
        raise _too_few(taken)
    _check_free(session, draft.name, None, row.id)
    for name, value in draft.model_dump().items():
        setattr(row, name, value)
    row.revision += 1
    with guarded(session, _taken()):
        session.add(row)
    return row


def close_campaign(session: Session, *, campaign_id: int, scope: Scope, now: datetime) -> Campaign:
    """Close a campaign for good: nobody is let in, and invited addresses go. Places stay taken.

    Closing twice does no more.

    Raises:
        UnknownCampaign: there is none, or it is not within `scope`.
    """
    row = campaign_to_change(session, campaign_id=campaign_id, scope=scope)
    if row.closed_at is None:
        row.closed_at = now
        row.revision += 1
        forget_invited(session, campaign_id=row.id)
        session.flush()
    return row


def no_campaign() -> UnknownCampaign:
    """Build the one refusal for a campaign that is not there and one that must not be known."""
    return UnknownCampaign("Deze campagne is er niet. Controleer de link.")


def _check_free(session: Session, name: str, code: str | None, own: int | None) -> None:
    """Tell which of two is taken; the unique indexes decide when two come at once."""
    same = select(Campaign).where(or_(Campaign.name == name, Campaign.code == code))
    problems = []
    for row in session.exec(same):
        if row.id != own and row.name == name:
            problems.append(Problem("name", "heeft een andere campagne al; kies een andere naam"))
        if row.id != own and row.code == code:
            problems.append(Problem("code", "heeft een andere campagne al; kies een ander woord"))
    if problems:
        raise CampaignThere(_taken().message, tuple(problems))


def _taken() -> CampaignThere:
    return CampaignThere("Een andere campagne heet al zo. Kies een andere naam of link.")


def _outside() -> Invalid:
    sentence = "Kies een regio uit de lijst."
    return Invalid(sentence, (Problem("region_id", sentence),))


def _too_few(taken: int) -> Invalid:
    sentence = f"Er zijn al {taken} plekken bezet. Kies {taken} of meer."
    return Invalid(sentence, (Problem("quota", sentence),))
