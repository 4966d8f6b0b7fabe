"""The list of partners that the administrator keeps, with how long each takes to reply."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, Response
from sqlmodel import Session

from accounts.permissions import Act
from accounts.regions import regions
from api.asking import LARGEST_ID, Allowed, Now, Reading, Viewing, Writing
from api.pages.forms import Fields, Form, to
from api.pages.introducing import seen_in
from api.pages.outcomes import seen_or_now
from api.pages.own import errors_of
from api.pages.rendering import page
from api.placing import add_partner_in, change_partner_in
from foundation.entry import validated
from foundation.errors import Conflict, Invalid, NotFound, TalentError
from placements.drafts import PartnerDraft
from placements.models import Partner
from placements.partners import NO_DELAY, delays, find_partner, partners

router = APIRouter(prefix="/beheer/partners", dependencies=[Depends(Allowed(Act.ADMINISTER))])
PartnerNumber = Annotated[int, Path(alias="partnerId", ge=1, le=LARGEST_ID)]
NAMES = {"name": "naam", "does": "wat", "email": "mail", "region_id": "regio", "": "naam"}
BETTER = {"naam": "Vul de naam van de partner in."}


@router.get("")
def show_all(request: Request, session: Reading) -> Response:
    """List the partners, with a form to add one."""
    return _list(request, session)


@router.post("")
def add(request: Request, session: Writing, viewer: Viewing, now: Now, form: Form) -> Response:
    """Put a partner on the list."""
    try:
        add_partner_in(session, viewer, draft=_draft(form, active=True), now=now)
    except (Invalid, Conflict, NotFound) as error:
        session.rollback()
        return _list(request, session, form, error)
    return to("/beheer/partners?gedaan=nieuw")


@router.get("/{partnerId}")
def show(request: Request, session: Reading, partner: PartnerNumber) -> Response:
    """Show one partner in a form."""
    return _one(request, session, find_partner(session, partner_id=partner))


@router.post("/{partnerId}")
def change(
    request: Request,
    session: Writing,
    viewer: Viewing,
    now: Now,
    form: Form,
    partner: PartnerNumber,
) -> Response:
    """Change a partner, or let it take part no more."""
    find_partner(session, partner_id=partner)
    try:
        draft, seen = _draft(form, active=form.one("actief") == "ja"), seen_in(form)
        change_partner_in(session, viewer, partner_id=partner, draft=draft, seen=seen, now=now)
    except (Invalid, Conflict, NotFound) as error:
        session.rollback()
        row = find_partner(session, partner_id=partner)
        return _one(request, session, row, form, error)
    return to("/beheer/partners?gedaan=bewaard")


def _draft(form: Fields, *, active: bool) -> PartnerDraft:
    return validated(
        PartnerDraft,
        {
            "name": form.one("naam"),
            "does": form.one("wat"),
            "email": form.said("mail"),
            "region_id": form.said("regio"),
            "active": active,
        },
    )


def _errors(error: TalentError | None, form: Fields) -> dict[str, str]:
    if error is None or not isinstance(error, Invalid):
        return {}
    return errors_of(error, NAMES, {} if form.one("naam") else BETTER)


def _list(
    request: Request,
    session: Session,
    form: Fields | None = None,
    error: TalentError | None = None,
) -> Response:
    form = form or Fields()
    waited = delays(session)
    return page(
        request,
        "outcomes/partners.html",
        status=error.status if error else 200,
        found=[(row, waited.get(row.id, NO_DELAY)) for row in partners(session)],
        regions={row.id: row.name for row in regions(session)},
        form=form,
        errors=_errors(error, form),
        refused=error if error and not isinstance(error, Invalid) else None,
        done=request.query_params.get("gedaan", ""),
    )


def _one(
    request: Request,
    session: Session,
    row: Partner,
    form: Fields | None = None,
    error: TalentError | None = None,
) -> Response:
    stored = {"naam": row.name, "wat": row.does, "mail": row.email or "",
              "regio": str(row.region_id or ""), "actief": "ja" if row.active else ""}  # fmt: skip
    typed = form or Fields(tuple(stored.items()))
    return page(
        request,
        "outcomes/partner.html",
        status=error.status if error else 200,
        partner=row,
        delay=delays(session).get(row.id, NO_DELAY),
        regions={one.id: one.name for one in regions(session)},
        form=typed,
        revision=seen_or_now(typed, row.revision, error),
        errors=_errors(error, typed),
        refused=error if error and not isinstance(error, Invalid) else None,
    )
