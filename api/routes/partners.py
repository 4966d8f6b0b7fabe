"""Partners: the list of organisations people are referred to, kept by the administrator."""

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from sqlmodel import Session

from accounts.permissions import Act
from api.asking import Now, Reading, Viewing, Writing
from api.placing import add_partner_in, change_partner_in
from api.routes.contract import Identity, IfMatch, may
from api.routes.outcome_views import PartnerView
from api.routes.repeating import Once
from api.routes.views import Listed
from api.versions import check_match, etag
from placements.drafts import PartnerDraft
from placements.models import Partner
from placements.partners import NO_DELAY, delays, find_partner, partner_to_change, partners

router = APIRouter(prefix="/partners", tags=["outcomes"])
PartnerId = Annotated[Identity, Path(alias="partnerId", description="Which partner.")]


@router.get("", dependencies=[may(Act.ADMINISTER)])
def list_partners(session: Reading) -> Listed[PartnerView]:
    """List every partner, who takes part first, with how long each takes to reply."""
    waited = delays(session)
    rows = partners(session)
    return Listed(items=[PartnerView.of(row, waited.get(row.id, NO_DELAY)) for row in rows])


@router.post("", status_code=201, response_model=PartnerView, dependencies=[may(Act.ADMINISTER)])
def add_one_partner(
    draft: PartnerDraft, session: Writing, viewer: Viewing, now: Now, once: Once
) -> Response:
    """Put a partner on the list."""

    def work() -> PartnerView:
        return _view(session, add_partner_in(session, viewer, draft=draft, now=now))

    return once.answer(session, work, headers=lambda view: {"ETag": etag(view)})


@router.get("/{partnerId}", dependencies=[may(Act.ADMINISTER)])
def get_partner(partner: PartnerId, session: Reading, response: Response) -> PartnerView:
    """Tell what is known of one partner."""
    view = _view(session, find_partner(session, partner_id=partner))
    response.headers["ETag"] = etag(view)
    return view


@router.put("/{partnerId}", dependencies=[may(Act.ADMINISTER)])
def replace_partner(
    partner: PartnerId,
    draft: PartnerDraft,
    request: Request,
    session: Writing,
    viewer: Viewing,
    now: Now,
    response: Response,
    _if_match: IfMatch = None,
) -> PartnerView:
    """Replace what is known of a partner; not active nobody is referred to it any more."""
    row = partner_to_change(session, partner_id=partner)
    check_match(request, _view(session, row))
    seen = row.revision
    changed = change_partner_in(
        session, viewer, partner_id=partner, draft=draft, seen=seen, now=now
    )
    view = _view(session, changed)
    response.headers["ETag"] = etag(view)
    return view


def _view(session: Session, row: Partner) -> PartnerView:
    return PartnerView.of(row, delays(session).get(row.id, NO_DELAY))
