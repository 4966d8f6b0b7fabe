"""Campaigns: making one, its places and invitations for the manager; joining for everybody."""

from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from pydantic import Field, ValidationInfo, field_validator
from sqlmodel import Session

from accounts.campaign_invites import MOST_AT_ONCE
from accounts.campaigns import (
    CampaignChange,
    CampaignCount,
    CampaignDraft,
    CampaignStanding,
    Code,
    campaign_to_change,
    campaigns_of,
    change_campaign,
    close_campaign,
    count_campaign,
    find_campaign,
    make_campaign,
)
from accounts.models import Campaign
from accounts.permissions import Act
from accounts.regions import Key, regions
from api.asking import App, Now, Reading, Viewing, Writing
from api.campaigning import invite_in, join_with_code, join_with_token, note_changed, scope_of
from api.routes.contract import Identity, IfMatch, may
from api.routes.repeating import Once
from api.routes.views import Listed, RowId, View
from api.versions import check_match, etag
from foundation.entry import Draft, Line, validated
from foundation.errors import Invalid, Problem

router = APIRouter(tags=["campaigns"])
CampaignId = Annotated[Identity, Path(alias="campaignId", description="Which campaign.")]
ONE = "/campaigns/{campaignId}"


class CampaignBody(CampaignChange):
    """A new campaign; `region` is a key, null is the whole installation."""

    code: Code
    region: Key | None = None


class InvitationsBody(Draft):
    """Whom to invite; a wrong address is told as line 1 for the first one."""

    addresses: Annotated[tuple[Line, ...], Field(min_length=1, max_length=MOST_AT_ONCE)]


class JoinBody(Draft):
    """How somebody joins: the code of a link, or the token of an invitation; not both."""

    code: Line | None = None
    invitation: Line | None = Field(default=None, validate_default=True)

    @field_validator("invitation")
    @classmethod
    def _one_of_two(cls, token: str | None, fields: ValidationInfo) -> str | None:
        if (token is None) == (fields.data.get("code") is None):
            raise ValueError("of code moet er staan, en niet allebei")
        return token


class CampaignView(View):
    """A campaign and how it stands; `waiting` invitations can still be used."""

    id: RowId
    name: str = Field(examples=["Werken in de zorg"])
    code: str = Field(examples=["zorg-2026"])
    link: str = Field(examples=["https://talentopmaat.example/meedoen/zorg-2026"])
    region: str | None = Field(examples=["leidse-regio"])
    quota: int = Field(ge=1, examples=[600])
    taken: int = Field(ge=0, examples=[412])
    waiting: int = Field(ge=0, examples=[25])
    starts_on: date
    ends_on: date | None
    closed_at: datetime | None
    standing: CampaignStanding


class InvitedPeopleView(View):
    """How many mails leave, and who gets none because of being invited before or standing twice."""

    sent: int = Field(ge=0, examples=[25])
    double: list[str] = Field(examples=[["een@voorbeeld.nl"]])
    known: list[str] = Field(examples=[["twee@voorbeeld.nl"]])


class PlaceView(View):
    """Somebody has a place: maybe in another campaign, where it was taken before."""

    campaign: str = Field(examples=["Werken in de zorg"])
    code: str = Field(examples=["zorg-2026"])
    is_new: bool
    token: str | None = Field(
        examples=["kX9…"],
        description="Send it as `Authorization: Bearer …`. Told once. Null for who is logged in.",
    )


@router.get("/campaigns", dependencies=[may(Act.RUN_PROGRAMME)])
def list_campaigns(session: Reading, app: App, viewer: Viewing, now: Now) -> Listed[CampaignView]:
    """List the campaigns of one's own region, the latest first."""
    found = campaigns_of(session, scope=scope_of(session, viewer), now=now)
    site, keys = app.settings.address, _keys(session)
    return Listed(items=[_view(one, site, keys) for one in found])


@router.post(
    "/campaigns",
    status_code=201,
    response_model=CampaignView,
    dependencies=[may(Act.RUN_PROGRAMME)],
)
def add_campaign(
    body: CampaignBody, session: Writing, app: App, viewer: Viewing, now: Now, once: Once
) -> Response:
    """Make a campaign in one's own region."""

    def work() -> CampaignView:
        row = make_campaign(
            session,
            draft=_draft(session, body),
            account_id=viewer.account_id or 0,
            scope=scope_of(session, viewer),
            now=now,
        )
        view = _seen(session, row, app.settings.address, now)
        note_changed(session, viewer, now)
        return view

    return once.answer(session, work, headers=lambda view: {"ETag": etag(view)})


@router.get(ONE, dependencies=[may(Act.RUN_PROGRAMME)])
def get_campaign(
    campaign: CampaignId, session: Reading, app: App, viewer: Viewing, now: Now, response: Response
) -> CampaignView:
    """Tell how a campaign stands."""
    row = find_campaign(session, campaign_id=campaign, scope=scope_of(session, viewer))
    view = _seen(session, row, app.settings.address, now)
    response.headers["ETag"] = etag(view)
    return view


@router.put(ONE, dependencies=[may(Act.RUN_PROGRAMME)])
def replace_campaign(
    campaign: CampaignId,
    body: CampaignChange,
    request: Request,
    session: Writing,
    app: App,
    viewer: Viewing,
    now: Now,
    response: Response,
    _if_match: IfMatch = None,
) -> CampaignView:
    """Change a campaign; the quota goes down as far as places are free."""
    scope = scope_of(session, viewer)
    row = campaign_to_change(session, campaign_id=campaign, scope=scope)
    check_match(request, _seen(session, row, app.settings.address, now))
    changed = change_campaign(session, campaign_id=campaign, draft=body, scope=scope)
    view = _seen(session, changed, app.settings.address, now)
    response.headers["ETag"] = etag(view)
    note_changed(session, viewer, now)
    return view


@router.post(
    ONE + "/invitations",
    status_code=201,
    response_model=InvitedPeopleView,
    dependencies=[may(Act.RUN_PROGRAMME)],
)
def invite_people(
    campaign: CampaignId,
    body: InvitationsBody,
    session: Writing,
    app: App,
    viewer: Viewing,
    now: Now,
    once: Once,
) -> Response:
    """Mail an invitation to each address: to all of them, or to nobody while one is wrong."""

    def work() -> InvitedPeopleView:
        text = "\n".join(body.addresses)
        found = invite_in(session, app, campaign_id=campaign, text=text, by=viewer, now=now)
        return InvitedPeopleView(
            sent=found.sent, double=list(found.double), known=list(found.known)
        )

    return once.answer(session, work)


@router.delete(ONE, status_code=204, dependencies=[may(Act.RUN_PROGRAMME)])
def close_running_campaign(
    campaign: CampaignId,
    request: Request,
    session: Writing,
    app: App,
    viewer: Viewing,
    now: Now,
    _if_match: IfMatch = None,
) -> None:
    """Close a campaign for good: nobody is let in any more; it stays there to be read."""
    scope = scope_of(session, viewer)
    row = campaign_to_change(session, campaign_id=campaign, scope=scope)
    check_match(request, _seen(session, row, app.settings.address, now))
    close_campaign(session, campaign_id=campaign, scope=scope, now=now)
    note_changed(session, viewer, now)


@router.post(
    "/campaign-places",
    status_code=201,
    dependencies=[may(Act.JOIN_CAMPAIGN)],
)
def join_campaign(
    body: JoinBody, request: Request, session: Writing, app: App, viewer: Viewing, now: Now
) -> PlaceView:
    """Take a place in a campaign, also without logging in: a profile is begun for this visit.

    Who has a place anywhere keeps that one.
    """
    if body.invitation is not None:
        joined = join_with_token(session, request, app, token=body.invitation, by=viewer, now=now)
    else:
        joined = join_with_code(session, request, app, code=body.code or "", by=viewer, now=now)
    row = joined.campaign
    return PlaceView(campaign=row.name, code=row.code, is_new=joined.is_new, token=joined.token)


def _draft(session: Session, body: CampaignBody) -> CampaignDraft:
    numbers = {key: number for number, key in _keys(session).items()}
    if body.region is not None and body.region not in numbers:
        raise Invalid(
            "Dit klopt nog niet.", (Problem("body.region", "kennen we niet; kies een regio"),)
        )
    values = body.model_dump(exclude={"region"})
    return validated(CampaignDraft, {**values, "region_id": numbers.get(body.region or "")})


def _keys(session: Session) -> dict[int, str]:
    return {row.id: row.key for row in regions(session)}


def _seen(session: Session, row: Campaign, site: str, now: datetime) -> CampaignView:
    return _view(count_campaign(session, campaign=row, now=now), site, _keys(session))


def _view(count: CampaignCount, site: str, keys: dict[int, str]) -> CampaignView:
    row = count.campaign
    return CampaignView(
        id=str(row.id),
        name=row.name,
        code=row.code,
        link=f"{site}/meedoen/{row.code}",
        region=keys.get(row.region_id or 0),
        quota=row.quota,
        taken=count.taken,
        waiting=count.waiting,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        closed_at=row.closed_at,
        standing=count.standing,
    )
