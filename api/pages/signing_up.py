"""Signing a company up: one page, and an answer that tells nobody what was known."""

from fastapi import APIRouter, Depends, Request, Response
from sqlmodel import Session

from accounts.permissions import Act
from api.asking import Allowed, App, Reading, Viewing, Writing
from api.companies import sign_up_in
from api.pages.forms import Fields, Form, to
from api.pages.own import errors_of
from api.pages.rendering import page
from foundation.entry import validated
from foundation.errors import Invalid
from skills.sectors import UnknownSector, sectors
from vacancies.drafts import SignUpDraft

router = APIRouter(prefix="/werkgevers/aanmelden", dependencies=[Depends(Allowed(Act.SIGN_UP))])

# The id on the page for each field of the draft.
FIELDS = {
    "kvk": "kvk",
    "trade_name": "bedrijf",
    "sector": "sector",
    "postcode": "postcode",
    "contact_name": "naam",
    "email": "email",
}
BETTER = {
    "kvk": "Een KvK-nummer heeft 8 cijfers. Bijvoorbeeld 12345678.",
    "sector": "Kies de sector van je bedrijf.",
    "postcode": "Een postcode heeft hier 4 cijfers. Bijvoorbeeld 2312.",
    "email": "Schrijf een e-mailadres, zoals naam@voorbeeld.nl.",
}
EMPTY = {
    "bedrijf": "Schrijf de naam van je bedrijf.",
    "naam": "Schrijf je eigen naam.",
}


@router.get("")
def show(request: Request, session: Reading) -> Response:
    """Ask who wants to take part, or tell to look in the mail."""
    if request.query_params.get("gedaan") == "ja":
        return page(request, "company/signed_up.html")
    return _form(request, session, Fields())


@router.post("")
def send(request: Request, app: App, session: Writing, viewer: Viewing, form: Form) -> Response:
    """Sign the company up; the answer is the same whether or not it was known."""
    try:
        sign_up_in(session, request, app, draft=_draft(form), viewer=viewer)
    except Invalid as error:
        session.rollback()
        return _form(request, session, form, error)
    return to("/werkgevers/aanmelden?gedaan=ja")


def _draft(form: Fields) -> SignUpDraft:
    typed: dict[str, object] = {field: form.one(name) for field, name in FIELDS.items()}
    for field in ("kvk", "postcode"):
        typed[field] = "".join(str(typed[field]).split())
    return validated(SignUpDraft, typed)


def _form(
    request: Request, session: Session, form: Fields, error: Invalid | None = None
) -> Response:
    # What stands at no field of its own: a sector that is none, or an address no mail can go to.
    elsewhere = "sector" if isinstance(error, UnknownSector) else "email"
    better = {**BETTER, **{name: said for name, said in EMPTY.items() if not form.one(name)}}
    return page(
        request,
        "company/sign_up.html",
        status=error.status if error else 200,
        form=form,
        errors=errors_of(error, {**FIELDS, "": elsewhere}, better) if error else {},
        sectors=sectors(session),
    )
