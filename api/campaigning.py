"""Campaigns for who runs them and who joins: which of them a manager sees, and how one gets in."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from fastapi import Request
from sqlmodel import Session

from accounts.audit import AuditAction, AuditReason
from accounts.campaign_invites import Invited, invite_people
from accounts.campaign_places import Taken, take_invited_place, take_place
from accounts.campaigns import (
    CampaignClosed,
    CampaignStanding,
    Scope,
    campaign_to_change,
    count_campaign,
)
from accounts.models import Campaign, VisitStep
from accounts.permissions import Viewer
from accounts.regions import regions_within
from accounts.service import open_visitor
from accounts.visits import begin_visit
from api.asking import Running
from api.noting import note
from api.throttling import network_of
from profiles.service import begin_profile, candidate_of_account

# A class or a reading room behind one address joins within a quarter of an hour; a program would
# take every place there is.
MOST_JOINED = 120
_SHUT = frozenset({CampaignStanding.CLOSED, CampaignStanding.OVER})


@dataclass(frozen=True, slots=True)
class Joined:
    """Somebody has a place; `token` is that of the visit that began now, for who had none."""

    campaign: Campaign
    account_id: int
    token: str | None
    is_new: bool


def scope_of(session: Session, viewer: Viewer) -> Scope:
    """Tell of which regions a manager sees the campaigns; None is the whole installation."""
    if viewer.region_id is None:
        return None
    return regions_within(session, region_id=viewer.region_id)


def join_with_code(
    session: Session, request: Request, app: Running, *, code: str, by: Viewer, now: datetime
) -> Joined:
    """Let somebody in by the link of a campaign; who has no profile begins one.

    Raises:
        UnknownCampaign, NotLetIn: see `accounts.campaign_places.take_place`.
        TooMany: this network joined too often.
    """

    def take(account_id: int) -> Taken:
        return take_place(session, code=code, account_id=account_id, now=now)

    return _join(session, request, app, take, by, now)


def join_with_token(
    session: Session, request: Request, app: Running, *, token: str, by: Viewer, now: datetime
) -> Joined:
    """Let somebody in by the link of an invitation, as `join_with_code` does; the link is used.

    Raises:
        InviteOver, NotLetIn: see `accounts.campaign_places.take_invited_place`.
        TooMany: this network joined too often.
    """

    def take(account_id: int) -> Taken:
        return take_invited_place(session, token=token, account_id=account_id, now=now)

    return _join(session, request, app, take, by, now)


def invite_in(
    session: Session, app: Running, *, campaign_id: int, text: str, by: Viewer, now: datetime
) -> Invited:
    """Mail invitations to a campaign and note that it was done.

    Raises:
        UnknownCampaign: there is none in the regions of the manager.
        CampaignClosed: it lets nobody in any more.
        Invalid: see `accounts.campaign_invites.invite_people`.
    """
    scope = scope_of(session, by)
    campaign = campaign_to_change(session, campaign_id=campaign_id, scope=scope)
    if count_campaign(session, campaign=campaign, now=now).standing in _SHUT:
        raise CampaignClosed("Deze campagne is voorbij. Nodig mensen uit voor een andere campagne.")
    site = app.settings.address
    invited = invite_people(session, campaign=campaign, text=text, site=site, now=now)
    note_changed(session, by, now)
    return invited


def note_changed(session: Session, by: Viewer, now: datetime) -> None:
    """Note that somebody changed a campaign; the last thing of a transaction."""
    note(
        session,
        by,
        AuditAction.CAMPAIGN_CHANGED,
        candidate_id=None,
        now=now,
        reason=AuditReason.ADMINISTRATION,
    )


def _join(
    session: Session,
    request: Request,
    app: Running,
    take: Callable[[int], Taken],
    by: Viewer,
    now: datetime,
) -> Joined:
    account_id, token = by.account_id, None
    if account_id is None:
        app.throttle.count("campaign", network_of(request), most=MOST_JOINED, minutes=15)
        account_id = open_visitor(session, now=now, language=by.language).id
    taken = take(account_id)
    if candidate_of_account(session, account_id=account_id) is None:
        begin_profile(session, account_id=account_id, now=now)
    if by.account_id is None:
        step = VisitStep.COMPLETE
        token = begin_visit(session, account_id=account_id, step=step, now=now).token
    return Joined(taken.campaign, account_id, token, taken.is_new)
