"""The campaigns of a manager: making one, its places, inviting people, and closing it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Request, Response
from sqlmodel import Session

from accounts.campaign_invites import Invited
from accounts.campaigns import (
    CampaignChange,
    CampaignDraft,
    CampaignStanding,
    campaign_to_change,
    campaigns_of,
    change_campaign,
    close_campaign,
    count_campaign,
    find_campaign,
    make_campaign,
)
from accounts.models import Campaign, Region
from accounts.permissions import Act, Viewer
from accounts.regions import regions
from api.asking import LARGEST_ID, Allowed, App, Now, Reading, Running, Viewing, Writing
from api.campaigning import invite_in, note_changed, scope_of
from api.pages.forms import Form, to
from api.pages.own import changed_elsewhere, errors_of
from api.pages.own_rights import days_of
from api.pages.rendering import page
from api.versions import stamp
from foundation.entry import validated
from foundation.errors import Conflict, Invalid, TalentError

HOME = "/programma/campagnes"
router = APIRouter(prefix=HOME, dependencies=[Depends(Allowed(Act.RUN_PROGRAMME))])
CampaignId = Annotated[int, Path(alias="campaignId", ge=1, le=LARGEST_ID)]

FIELDS = {"name": "naam", "code": "woord", "quota": "plekken", "starts_on": "begin",
          "ends_on": "eind", "region_id": "regio", "": "naam"}  # fmt: skip
CHANGED = ("name", "quota", "starts_on", "ends_on")
BETTER = {
    "naam": "Geef de campagne een naam.",
    "woord": "Kies een woord voor in de link. Bijvoorbeeld zorg-2026.",
    "plekken": "Schrijf hoeveel plekken er zijn, als een heel getal. Bijvoorbeeld 600.",
    "begin": "Kies de eerste dag.",
}


@dataclass(frozen=True, slots=True)
class Screen:
    """What the page of a campaign shows besides what is stored."""

    typed: Mapping[str, str] | None = None
    addresses: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)
    wrong: tuple[str, ...] = ()
    invited: Invited | None = None
    refused: str = ""
    clash: bool = False
    status: int = 200
    seen: str = ""


@router.get("")
def show(request: Request, session: Reading, viewer: Viewing, now: Now) -> Response:
    """List the campaigns of one's own region with their places."""
    found = campaigns_of(session, scope=scope_of(session, viewer), now=now)
    return page(
        request,
        "campaigns/list.html",
        found=found,
        regions=_region_names(session),
        days=days_of(request),
    )


@router.get("/nieuw")
def begin(request: Request, session: Reading, viewer: Viewing) -> Response:
    """Show the form for a new campaign."""
    return _new(request, session, viewer, {})


@router.post("/nieuw")
def add(request: Request, session: Writing, viewer: Viewing, now: Now, form: Form) -> Response:
    """Make a campaign."""
    typed = {name: form.one(place) for name, place in FIELDS.items() if name}
    try:
        values = {**typed, "ends_on": typed["ends_on"] or None}
        draft = validated(CampaignDraft, {**values, "region_id": typed["region_id"] or None})
        scope, by = scope_of(session, viewer), viewer.account_id or 0
        row = make_campaign(session, draft=draft, account_id=by, scope=scope, now=now)
    except (Invalid, Conflict) as error:
        session.rollback()
        return _new(request, session, viewer, typed, error)
    note_changed(session, viewer, now)
    return to(f"{HOME}/{row.id}?gedaan=gemaakt")


@router.get("/{campaignId}")
def one(
    request: Request, app: App, session: Reading, viewer: Viewing, campaign: CampaignId, now: Now
) -> Response:
    """Show a campaign: its places, its link, and what can be done with it."""
    return _one(request, app, session, viewer, campaign, now, Screen())


@router.post("/{campaignId}")
def change(
    request: Request,
    app: App,
    session: Writing,
    viewer: Viewing,
    campaign: CampaignId,
    now: Now,
    form: Form,
) -> Response:
    """Change a campaign, unless somebody else was first."""
    scope = scope_of(session, viewer)
    row = campaign_to_change(session, campaign_id=campaign, scope=scope)
    typed = {name: form.one(FIELDS[name]) for name in CHANGED}
    if changed_elsewhere(form, stored=_stored(row), new=typed):
        screen = Screen(typed, clash=True, status=409)
        return _one(request, app, session, viewer, campaign, now, screen)
    try:
        draft = validated(CampaignChange, {**typed, "ends_on": typed["ends_on"] or None})
        change_campaign(session, campaign_id=campaign, draft=draft, scope=scope)
    except (Invalid, Conflict) as error:
        session.rollback()
        errors = errors_of(error, FIELDS, _better(typed)) if error.problems else {}
        refused = "" if errors else error.message
        # After something that is wrong the form stays as old as it was.
        screen = Screen(
            typed, errors=errors, refused=refused, status=error.status, seen=form.one("gezien")
        )
        return _one(request, app, session, viewer, campaign, now, screen)
    note_changed(session, viewer, now)
    return to(f"{HOME}/{campaign}?gedaan=bewaard")


@router.post("/{campaignId}/uitnodigen")
def invite(
    request: Request,
    app: App,
    session: Writing,
    viewer: Viewing,
    campaign: CampaignId,
    now: Now,
    form: Form,
) -> Response:
    """Mail invitations: to all of them, or to nobody while an address is wrong."""
    text = form.one("adressen")
    try:
        found = invite_in(session, app, campaign_id=campaign, text=text, by=viewer, now=now)
    except (Invalid, Conflict) as error:
        session.rollback()
        at_field = {"adressen": error.message} if error.problems else {}
        screen = Screen(
            addresses=text,
            errors=at_field,
            wrong=tuple(one.message for one in error.problems if one.message != error.message),
            refused="" if at_field else error.message,
            status=error.status,
        )
        return _one(request, app, session, viewer, campaign, now, screen)
    # No redirect: who loads this again sends nothing, for everybody was invited by now.
    return _one(request, app, session, viewer, campaign, now, Screen(invited=found))


@router.post("/{campaignId}/sluiten")
def close(
    request: Request,
    app: App,
    session: Writing,
    viewer: Viewing,
    campaign: CampaignId,
    now: Now,
    form: Form,
) -> Response:
    """Close a campaign for good, when that was ticked."""
    if form.one("zeker") != "ja":
        errors = {"zeker": "Vink aan dat je het zeker weet. Een campagne gaat niet meer open."}
        screen = Screen(errors=errors, status=400)
        return _one(request, app, session, viewer, campaign, now, screen)
    close_campaign(session, campaign_id=campaign, scope=scope_of(session, viewer), now=now)
    note_changed(session, viewer, now)
    return to(f"{HOME}/{campaign}?gedaan=gesloten")


def _one(
    request: Request,
    app: Running,
    session: Session,
    viewer: Viewer,
    campaign_id: int,
    now: Now,
    screen: Screen,
) -> Response:
    row = find_campaign(session, campaign_id=campaign_id, scope=scope_of(session, viewer))
    count = count_campaign(session, campaign=row, now=now)
    stored = _stored(row)
    return page(
        request,
        "campaigns/one.html",
        status=screen.status,
        count=count,
        row=row,
        is_shut=count.standing in (CampaignStanding.CLOSED, CampaignStanding.OVER),
        link=f"{app.settings.address}/meedoen/{row.code}",
        region=_region_names(session).get(row.region_id or 0, ""),
        typed=screen.typed or stored,
        stored=stored,
        seen=screen.seen or stamp(stored),
        screen=screen,
        days=days_of(request),
        done=request.query_params.get("gedaan", "") if screen.status == 200 else "",
    )


def _new(
    request: Request,
    session: Session,
    viewer: Viewer,
    typed: Mapping[str, str],
    error: TalentError | None = None,
) -> Response:
    errors = errors_of(error, FIELDS, _better(typed)) if error else {}
    places = list(FIELDS.values())
    return page(
        request,
        "campaigns/new.html",
        status=error.status if error else 200,
        typed={name: typed.get(name, "") for name in FIELDS if name},
        # In the order of the fields on the page.
        errors=dict(sorted(errors.items(), key=lambda one: places.index(one[0]))),
        regions=_choices(session, viewer),
        may_skip_region=viewer.region_id is None,
    )


def _better(typed: Mapping[str, str]) -> Mapping[str, str]:
    """Give the sentences for what was left empty, and for a number that is none."""
    empty = {FIELDS[name] for name, value in typed.items() if not value}
    if not typed.get("quota", "").isdigit():
        empty.add("plekken")
    return {place: sentence for place, sentence in BETTER.items() if place in empty}


def _stored(row: Campaign) -> dict[str, Any]:
    return {
        "name": row.name,
        "quota": str(row.quota),
        "starts_on": row.starts_on.isoformat(),
        "ends_on": row.ends_on.isoformat() if row.ends_on else "",
    }


def _choices(session: Session, viewer: Viewer) -> list[Region]:
    scope = scope_of(session, viewer)
    return [row for row in regions(session) if scope is None or row.id in scope]


def _region_names(session: Session) -> dict[int, str]:
    return {row.id: row.name for row in regions(session)}
