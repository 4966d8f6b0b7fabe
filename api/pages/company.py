"""The desk of an employer, and what is known of the company."""

from collections.abc import Mapping

from fastapi import APIRouter, Depends, Request, Response
from sqlmodel import Session

from accounts.permissions import Act
from api.asking import Allowed, Now, Reading, Viewing, Writing
from api.companies import OwnCompany
from api.pages.forms import Fields, Form, to
from api.pages.own import HERE, changed_elsewhere, errors_of
from api.pages.own_rights import days_of
from api.pages.rendering import page
from api.pages.signing_up import BETTER
from api.versions import stamp
from coaching.desk import desk_of
from foundation.entry import validated
from foundation.errors import Conflict, Invalid, TalentError
from skills.sectors import sectors
from vacancies.drafts import CompanyDraft
from vacancies.employers import (
    change_employer,
    employer_to_change,
    find_employer,
    is_member,
)
from vacancies.models import Employer

router = APIRouter(prefix="/werkgever", dependencies=[Depends(Allowed(Act.RUN_COMPANY))])

FIELDS = {"trade_name": "bedrijf", "sector": "sector", "postcode": "postcode",
          "contact_name": "contact", "": "sector"}  # fmt: skip


@router.get("")
def show(request: Request, session: Reading, company: OwnCompany, now: Now) -> Response:
    """Show what waits, the own vacancies, and how the company stands."""
    today = now.astimezone(HERE).date()
    employer = find_employer(session, employer_id=company)
    return page(
        request,
        "company/desk.html",
        employer=employer,
        member=is_member(employer, today),
        desk=desk_of(session, employer_id=company, today=today),
        days=days_of(request),
    )


@router.get("/geen-bedrijf")
def no_company(request: Request, viewer: Viewing) -> Response:
    """Tell somebody whose account belongs to no company what to do."""
    if viewer.employer_id is not None:
        return to("/werkgever")
    return page(request, "company/none.html")


@router.get("/bedrijf")
def ask(request: Request, session: Reading, company: OwnCompany) -> Response:
    """Show what is known of the company, to change."""
    employer = find_employer(session, employer_id=company)
    return _form(request, session, employer, _stored(employer))


@router.post("/bedrijf")
def keep(request: Request, session: Writing, company: OwnCompany, form: Form) -> Response:
    """Keep what was changed, unless a colleague was first."""
    typed = {field: form.one(name) for field, name in FIELDS.items() if field}
    typed["postcode"] = "".join(typed["postcode"].split())
    employer = employer_to_change(session, employer_id=company)
    if changed_elsewhere(form, stored=_stored(employer), new=typed):
        return _form(request, session, employer, typed, clash=True)
    try:
        draft = validated(CompanyDraft, typed)
        change_employer(session, employer_id=company, draft=draft)
    except (Invalid, Conflict) as error:
        session.rollback()
        employer = find_employer(session, employer_id=company)
        return _form(request, session, employer, typed, error=error, form=form)
    return to("/werkgever/bedrijf?gedaan=ja")


def _stored(employer: Employer) -> dict[str, str]:
    return {
        "trade_name": employer.trade_name,
        "sector": employer.sector,
        "postcode": employer.postcode or "",
        "contact_name": employer.contact_name,
    }


def _form(
    request: Request,
    session: Session,
    employer: Employer,
    typed: Mapping[str, str],
    *,
    clash: bool = False,
    error: TalentError | None = None,
    form: Fields | None = None,
) -> Response:
    better = {key: said for key, said in BETTER.items() if key in ("sector", "postcode")}
    if not typed["trade_name"]:
        better["bedrijf"] = "Schrijf de naam van je bedrijf."
    return page(
        request,
        "company/change.html",
        status=409 if clash else error.status if error else 200,
        employer=employer,
        typed=typed,
        stored=_stored(employer),
        # After something that is wrong the form stays as old as it was.
        seen=form.one("gezien") if form else stamp(_stored(employer)),
        clash=clash,
        errors=errors_of(error, FIELDS, better) if error else {},
        sectors=sectors(session),
        done=request.query_params.get("gedaan", ""),
    )
