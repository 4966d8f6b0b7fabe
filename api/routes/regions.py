"""Regions: which there are for everybody, and setting them for the administrator."""

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from pydantic import Field
from sqlmodel import Session

from accounts.models import Region
from accounts.permissions import Act
from accounts.regions import (
    Key,
    Name,
    RegionDraft,
    municipalities_of,
    region_with_key,
    regions,
)
from api.asking import Now, Reading, Viewing, Writing
from api.placing_regions import set_region_in
from api.routes.contract import IfMatch, may
from api.routes.views import Listed, View
from api.versions import check_match, etag
from foundation.entry import Draft

router = APIRouter(tags=["regions"])
RegionKey = Annotated[Key, Path(alias="regionKey", description="Which region, by its key.")]


class RegionBody(Draft):
    """What can be said of a region besides its key, which never changes."""

    name: Name
    parent: Key | None = None
    municipalities: Annotated[tuple[Name, ...], Field(max_length=400)] = ()


class RegionView(View):
    """A region; `parent` is the key of the larger one it lies in."""

    key: str = Field(examples=["leidse-regio"])
    name: str = Field(examples=["Leidse regio"])
    parent: str | None = Field(examples=["holland-rijnland"])
    municipalities: list[str] = Field(examples=[["Katwijk", "Leiden"]])


@router.get("/regions", dependencies=[may(Act.READ_PUBLIC)])
def list_regions(session: Reading) -> Listed[RegionView]:
    """List every region by name, with the municipalities that lie in it directly."""
    return Listed(items=[_view(session, row) for row in regions(session)])


@router.get("/regions/{regionKey}", dependencies=[may(Act.READ_PUBLIC)])
def get_region(region: RegionKey, session: Reading, response: Response) -> RegionView:
    """Tell what lies in a region."""
    view = _view(session, region_with_key(session, key=region))
    response.headers["ETag"] = etag(view)
    return view


@router.put("/regions/{regionKey}", dependencies=[may(Act.ADMINISTER)])
def replace_region(
    region: RegionKey,
    body: RegionBody,
    request: Request,
    session: Writing,
    response: Response,
    viewer: Viewing,
    now: Now,
    _if_match: IfMatch = None,
) -> RegionView:
    """Add a region, or replace what is said of it; companies follow their postcode."""
    held = [row for row in regions(session) if row.key == region]
    if held:
        check_match(request, _view(session, held[0]))
    draft = RegionDraft(key=region, **body.model_dump())
    view = _view(session, set_region_in(session, draft=draft, by=viewer, now=now))
    response.headers["ETag"] = etag(view)
    return view


def _view(session: Session, row: Region) -> RegionView:
    keys = {one.id: one.key for one in regions(session)}
    return RegionView(
        key=row.key,
        name=row.name,
        parent=keys.get(row.parent_id or 0),
        municipalities=municipalities_of(session).get(row.id, []),
    )
