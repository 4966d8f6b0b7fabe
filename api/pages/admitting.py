"""Companies as the administrator sees them: admitting, refusing, membership, and their people."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, Response
from sqlmodel import Session

from accounts.permissions import Act
from api.admitting import admit_in, refuse_in, set_membership_in
from api.asking import LARGEST_ID, Allowed, App, Now, Reading, Viewing, Writing
from api.pages.forms import Fields, Form, to
from api.pages.own import HERE, changed_elsewhere, errors_of
from api.pages.own_rights import days_of
from api.pages.rendering import page
from api.pages.work import page_number
from api.versions import stamp
from foundation.entry import LINE, validated
from foundation.errors import Conflict, Invalid, TalentError
from skills.sectors import sectors
from vacancies.admission import search_employers
from vacancies.colleagues import people_of
from vacancies.drafts import MembershipDraft
from vacancies.employers import employer_to_change, find_employer, is_member
from vacancies.models import Employer

router = APIRouter(prefix="/beheer/bedrijven", dependencies=[Depends(Allowed(Act.ADMINISTER))])
EmployerId = Annotated[int, Path(alias="employerId", ge=1, le=LARGEST_ID)]

PAGE_SIZE = 25
DATE = "Schrijf een datum als 2026-12-31, of laat het leeg."


@router.get("")
def show(request: Request, session: Reading, now: Now) -> Response:
    """List the companies, those that wait first, or look some up."""
    text = request.query_params.get("zoek", "").strip()[:LINE]
    number = page_number(request.query_params.get("pagina", ""))
    _, total = search_employers(session, text=text, most=1)
    pages = max(1, -(-total // PAGE_SIZE))
    number = min(number, pages)
    offset = (number - 1) * PAGE_SIZE
    found, _ = search_employers(session, text=text, offset=offset, most=PAGE_SIZE)
    today = now.astimezone(HERE).date()
    return page(
        request,
        "admin/companies.html",
        found=[(row, is_member(row, today)) for row in found],
        total=total,
        text=text,
        page=number,
        pages=pages,
        days=days_of(request),
        done=request.query_params.get("gedaan", ""),
    )


@router.get("/{employerId}")
def show_one(request: Request, session: Reading, employer_id: EmployerId, now: Now) -> Response:
    """Show one company with its people."""
    return _one(request, session, employer_id, now.astimezone(HERE).date())


@router.post("/{employerId}/toelaten")
def let_in(
    request: Request, app: App, session: Writing, employer_id: EmployerId, viewer: Viewing, now: Now
) -> Response:
    """Admit a company that waits, and mail its people."""
    try:
        admit_in(session, app, employer_id=employer_id, by=viewer, now=now)
    except Conflict as error:
        session.rollback()
        return _one(request, session, employer_id, now.astimezone(HERE).date(), error=error)
    return to(f"/beheer/bedrijven/{employer_id}?gedaan=toegelaten")


@router.post("/{employerId}/weigeren")
def turn_away(
    request: Request, app: App, session: Writing, employer_id: EmployerId, viewer: Viewing, now: Now
) -> Response:
    """Refuse a company that waits: it goes, and its people are told."""
    try:
        refuse_in(session, app, employer_id=employer_id, by=viewer, now=now)
    except Conflict as error:
        session.rollback()
        return _one(request, session, employer_id, now.astimezone(HERE).date(), error=error)
    return to("/beheer/bedrijven?gedaan=geweigerd")


@router.post("/{employerId}/lidmaatschap")
def keep_membership(
    request: Request,
    session: Writing,
    employer_id: EmployerId,
    viewer: Viewing,
    now: Now,
    form: Form,
) -> Response:
    """Set until when the company is a member."""
    today = now.astimezone(HERE).date()
    employer = employer_to_change(session, employer_id=employer_id)
    try:
        draft = validated(MembershipDraft, {"member_until": form.said("tot")})
    except Invalid as error:
        return _one(request, session, employer_id, today, form=form, error=error)
    if changed_elsewhere(form, stored=_stored(employer), new={"tot": _day(draft.member_until)}):
        return _one(request, session, employer_id, today, form=form, clash=True)
    set_membership_in(
        session, employer_id=employer_id, member_until=draft.member_until, by=viewer, now=now
    )
    return to(f"/beheer/bedrijven/{employer_id}?gedaan=lidmaatschap")


def _day(day: date | None) -> str:
    return "" if day is None else day.isoformat()


def _stored(employer: Employer) -> dict[str, str]:
    return {"tot": _day(employer.member_until)}


def _one(
    request: Request,
    session: Session,
    employer_id: int,
    today: date,
    *,
    form: Fields | None = None,
    error: TalentError | None = None,
    clash: bool = False,
) -> Response:
    employer = find_employer(session, employer_id=employer_id)
    wrong = error if isinstance(error, Invalid) else None
    stored = _stored(employer)
    return page(
        request,
        "admin/company.html",
        status=409 if clash else error.status if error else 200,
        employer=employer,
        sectors={one.key: one.label for one in sectors(session)},
        member=is_member(employer, today),
        people=people_of(session, employer_id=employer_id),
        typed=form.one("tot") if form else stored["tot"],
        # After something that is wrong the form stays as old as it was.
        seen=form.one("gezien") if form and wrong else stamp(stored),
        clash=clash,
        errors=errors_of(wrong, {"member_until": "tot", "": "tot"}, {"tot": DATE}) if wrong else {},
        refused=error.message if error and not wrong else "",
        done="" if error or clash else request.query_params.get("gedaan", ""),
        days=days_of(request),
    )
