"""Joining a campaign: what it is, whether there is room, and one press to take a place."""

from fastapi import APIRouter, Depends, Request, Response
from sqlmodel import Session

from accounts.campaign_invites import InviteOver, living_invite, refuse_invite
from accounts.campaign_places import NotLetIn, place_of
from accounts.campaigns import (
    CampaignStanding,
    UnknownCampaign,
    campaign_of_code,
    count_campaign,
)
from accounts.models import Campaign, Role
from accounts.permissions import Act
from api.asking import Allowed, App, Now, Reading, Viewing, Writing
from api.campaigning import Joined, join_with_code, join_with_token
from api.pages.forms import to
from api.pages.own_rights import days_of
from api.pages.rendering import page, viewer_at
from api.pages.visiting import bring_in
from foundation.errors import TalentError

router = APIRouter(prefix="/meedoen")
Public = Depends(Allowed(Act.READ_PUBLIC))
Joining = Depends(Allowed(Act.JOIN_CAMPAIGN))
INVITED = "/uitnodiging/{token}"


@router.get(INVITED, dependencies=[Public])
def show_invited(request: Request, session: Reading, token: str, now: Now) -> Response:
    """Show what somebody is invited to; programs that read mail open links by themselves."""
    try:
        invite = living_invite(session, token=token, now=now)
    except InviteOver as error:
        return _refused(request, error)
    campaign = session.get_one(Campaign, invite.campaign_id)
    return _shown(request, session, campaign, now, f"/meedoen/uitnodiging/{token}", invited=True)


@router.post(INVITED, dependencies=[Joining])
def join_invited(
    request: Request, app: App, session: Writing, viewer: Viewing, token: str, now: Now
) -> Response:
    """Take a place with the link of an invitation, once."""
    try:
        joined = join_with_token(session, request, app, token=token, by=viewer, now=now)
    except (NotLetIn, InviteOver) as error:
        session.rollback()
        return _refused(request, error)
    return _come_in(app, joined)


@router.post(INVITED + "/wissen", dependencies=[Public])
def refuse(request: Request, session: Writing, token: str, now: Now) -> Response:
    """Forget the address that was invited, at once."""
    try:
        refuse_invite(session, token=token, now=now)
    except InviteOver as error:
        return _refused(request, error)
    return page(request, "campaigns/forgotten.html")


@router.get("/{code}", dependencies=[Public])
def show(request: Request, session: Reading, code: str, now: Now) -> Response:
    """Show what a campaign is, and that somebody has a place in it."""
    try:
        campaign = campaign_of_code(session, code=code)
    except UnknownCampaign as error:
        return _refused(request, error)
    return _shown(request, session, campaign, now, f"/meedoen/{campaign.code}")


@router.post("/{code}", dependencies=[Joining])
def join(
    request: Request, app: App, session: Writing, viewer: Viewing, code: str, now: Now
) -> Response:
    """Take a place; who has no profile begins one, without a name or an address."""
    try:
        joined = join_with_code(session, request, app, code=code, by=viewer, now=now)
    except (NotLetIn, UnknownCampaign) as error:
        session.rollback()
        return _refused(request, error)
    return _come_in(app, joined)


def _come_in(app: App, joined: Joined) -> Response:
    answer = to(f"/meedoen/{joined.campaign.code}")
    return answer if joined.token is None else bring_in(answer, app.settings, joined.token)


def _shown(
    request: Request,
    session: Session,
    campaign: Campaign,
    now: Now,
    address: str,
    *,
    invited: bool = False,
) -> Response:
    viewer = viewer_at(request)
    mine = place_of(session, account_id=viewer.account_id) if viewer.account_id else None
    count = count_campaign(session, campaign=campaign, now=now)
    return page(
        request,
        "campaigns/joining.html",
        campaign=campaign,
        standing=count.standing,
        is_open=count.standing is CampaignStanding.OPEN,
        mine=mine[1] if mine else None,
        may_join=viewer.role in (None, Role.CANDIDATE),
        address=address,
        invited=invited,
        days=days_of(request),
    )


def _refused(request: Request, error: TalentError) -> Response:
    return page(request, "campaigns/refused.html", status=error.status, sentence=error.message)
