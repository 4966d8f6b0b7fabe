"""The regions as the administrator sees them: what lies where, and which staff works in which."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, Response
from sqlmodel import Session

from accounts.models import Account, Region
from accounts.permissions import Act
from accounts.regions import (
    REGIONAL,
    RegionDraft,
    RegionOfAccountDraft,
    municipalities_of,
    region_with_key,
    regions,
)
from accounts.service import accounts_of
from api.asking import LARGEST_ID, Allowed, Now, Reading, Viewing, Writing
from api.pages.forms import Fields, Form, to
from api.pages.own import SEEN, errors_of
from api.pages.rendering import page
from api.placing_regions import set_region_in, set_region_of_account_in
from api.versions import stamp
from foundation.entry import validated
from foundation.errors import Conflict, Invalid, NotFound, TalentError

HOME = "/beheer/regios"
router = APIRouter(prefix=HOME, dependencies=[Depends(Allowed(Act.ADMINISTER))])
AccountId = Annotated[int, Path(alias="accountId", ge=1, le=LARGEST_ID)]
Key = Annotated[str, Path(alias="regionKey", pattern="^[a-z][a-z0-9-]{1,38}$")]
# What a field is called on the page, by that of the draft.
FIELDS = {"key": "sleutel", "name": "naam", "parent": "binnen", "": "gemeenten"}


@router.get("")
def show(request: Request, session: Reading) -> Response:
    """List the regions with their municipalities, and the staff with where they work."""
    return page(
        request,
        "admin/regions.html",
        regions=regions(session),
        names={row.id: row.name for row in regions(session)},
        municipalities=municipalities_of(session),
        staff=_staff(session),
        done=request.query_params.get("gedaan", ""),
    )


@router.get("/nieuw")
def begin(request: Request, session: Reading) -> Response:
    """Show the form for a new region."""
    return _form(request, session, None, {})


@router.post("/nieuw")
def add(request: Request, session: Writing, viewer: Viewing, now: Now, form: Form) -> Response:
    """Add a region."""
    try:
        draft = _draft(form, form.one("sleutel"))
        if any(row.key == draft.key for row in regions(session)):
            return _form(request, session, None, _typed(form), _taken())
        set_region_in(session, draft=draft, by=viewer, now=now)
    except (Invalid, Conflict, NotFound) as error:
        session.rollback()
        return _form(request, session, None, _typed(form), error)
    return to(f"{HOME}?gedaan=bewaard")


@router.get("/{regionKey}")
def ask(request: Request, session: Reading, key: Key) -> Response:
    """Show the form of a region."""
    row = region_with_key(session, key=key)
    return _form(request, session, row, _stored(session, row))


@router.post("/{regionKey}")
def change(
    request: Request, session: Writing, viewer: Viewing, now: Now, key: Key, form: Form
) -> Response:
    """Replace the name, the larger region and the municipalities of a region."""
    row = region_with_key(session, key=key)
    stored = _stored(session, row)
    if form.one(SEEN) != stamp(stored) and _typed(form) != {**stored, "sleutel": ""}:
        meanwhile = Conflict(
            "Deze regio is intussen veranderd. Kijk wat klopt en bewaar opnieuw. "
            f"Nu staat er: {stored['naam']}, met {stored['gemeenten'] or 'geen gemeenten'}."
        )
        return _form(request, session, row, _typed(form), meanwhile)
    try:
        set_region_in(session, draft=_draft(form, key), by=viewer, now=now)
    except (Invalid, Conflict, NotFound) as error:
        session.rollback()
        return _form(request, session, row, _typed(form), error)
    return to(f"{HOME}?gedaan=bewaard")


@router.post("/medewerkers/{accountId}")
def place(
    session: Writing, viewer: Viewing, now: Now, account_id: AccountId, form: Form
) -> Response:
    """Let a coach or a manager work in one region, or in all."""
    draft = validated(RegionOfAccountDraft, {"region": form.said("regio")})
    set_region_of_account_in(session, account_id=account_id, draft=draft, by=viewer, now=now)
    return to(f"{HOME}?gedaan=medewerker")


def _stored(session: Session, row: Region) -> dict[str, str]:
    parents = {one.id: one.key for one in regions(session)}
    return {
        "naam": row.name,
        "binnen": parents.get(row.parent_id or 0, ""),
        "gemeenten": ", ".join(municipalities_of(session).get(row.id, [])),
    }


def _staff(session: Session) -> list[Account]:
    return list(accounts_of(session, roles=REGIONAL))


def _typed(form: Fields) -> dict[str, str]:
    return {name: form.one(name) for name in FIELDS.values()}


def _draft(form: Fields, key: str) -> RegionDraft:
    lines = form.one("gemeenten").replace(",", "\n").splitlines()
    named = [line.strip() for line in lines if line.strip()]
    given = {"key": key, "name": form.one("naam"), "parent": form.said("binnen")}
    return validated(RegionDraft, {**given, "municipalities": named})


def _taken() -> Conflict:
    return Conflict("Deze sleutel heeft een andere regio al. Kies een andere sleutel.")


def _form(
    request: Request,
    session: Session,
    row: Region | None,
    typed: Mapping[str, str],
    error: TalentError | None = None,
) -> Response:
    wrong = error if isinstance(error, Invalid) and error.problems else None
    return page(
        request,
        "admin/region.html",
        status=error.status if error else 200,
        region=row,
        others=[one for one in regions(session) if row is None or one.id != row.id],
        typed=typed,
        seen=stamp(_stored(session, row)) if row else "",
        errors=errors_of(wrong, FIELDS) if wrong else {},
        refused=error.message if error and not wrong else "",
    )
