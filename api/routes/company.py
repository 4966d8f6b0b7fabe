"""One's own company and its people, and signing a company up."""

from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from accounts.audit import AuditAction, AuditReason
from accounts.permissions import Act
from api.asking import App, Now, Reading, Viewing, Writing
from api.companies import OwnCompany, invite_colleague_in, sign_up_in
from api.noting import note
from api.pages.own import HERE
from api.routes.company_views import ColleagueView, CompanyView, MailedView
from api.routes.contract import Identity, IfMatch, may
from api.routes.repeating import Once
from api.routes.views import Listed
from api.versions import check_match, etag
from vacancies.colleagues import colleagues_of, end_access
from vacancies.drafts import ColleagueDraft, CompanyDraft, SignUpDraft
from vacancies.employers import change_employer, employer_to_change, find_employer

router = APIRouter(tags=["company"])
AccountId = Annotated[Identity, Path(alias="accountId", description="Whose account.")]


def today_of(now: datetime) -> date:
    """Tell which day it is here."""
    return now.astimezone(HERE).date()


@router.post("/company-registrations", status_code=202, dependencies=[may(Act.SIGN_UP)])
def register_company(
    body: SignUpDraft, request: Request, app: App, session: Writing, viewer: Viewing
) -> MailedView:
    """Sign a company up; the administrator admits it.

    The answer is the same whether or not the company or the address was known: the mail tells.
    """
    sign_up_in(session, request, app, draft=body, viewer=viewer)
    return MailedView(mailed=True)


@router.get("/company", dependencies=[may(Act.RUN_COMPANY)])
def get_company(company: OwnCompany, session: Reading, response: Response, now: Now) -> CompanyView:
    """Tell what is known of one's own company."""
    view = CompanyView.of(find_employer(session, employer_id=company), today_of(now))
    response.headers["ETag"] = etag(view)
    return view


@router.put("/company", dependencies=[may(Act.RUN_COMPANY)])
def replace_company(
    company: OwnCompany,
    body: CompanyDraft,
    request: Request,
    session: Writing,
    response: Response,
    now: Now,
    _if_match: IfMatch = None,
) -> CompanyView:
    """Replace what people of the company may change about it."""
    employer = employer_to_change(session, employer_id=company)
    check_match(request, CompanyView.of(employer, today_of(now)))
    changed = change_employer(session, employer_id=company, draft=body)
    view = CompanyView.of(changed, today_of(now))
    response.headers["ETag"] = etag(view)
    return view


@router.get("/company/colleagues", dependencies=[may(Act.RUN_COMPANY)])
def list_colleagues(
    company: OwnCompany, session: Reading, viewer: Viewing
) -> Listed[ColleagueView]:
    """List who can log in for the company; who was only invited is not there yet."""
    people = colleagues_of(session, employer_id=company, viewer_id=viewer.account_id or 0)
    return Listed(items=[ColleagueView.of(one) for one in people])


@router.post(
    "/company/colleagues",
    status_code=202,
    response_model=MailedView,
    dependencies=[may(Act.RUN_COMPANY)],
)
def add_colleague(
    company: OwnCompany,
    body: ColleagueDraft,
    app: App,
    session: Writing,
    viewer: Viewing,
    now: Now,
    once: Once,
) -> Response:
    """Invite a colleague by mail; the answer is the same for every address."""

    def work() -> MailedView:
        invite_colleague_in(session, app, draft=body, employer_id=company, viewer=viewer, now=now)
        return MailedView(mailed=True)

    return once.answer(session, work, status=202)


@router.delete(
    "/company/colleagues/{accountId}", status_code=204, dependencies=[may(Act.RUN_COMPANY)]
)
def remove_colleague(
    account: AccountId, company: OwnCompany, session: Writing, viewer: Viewing, now: Now
) -> None:
    """Close the account of a colleague, or one's own; the last one stays."""
    viewer_id = viewer.account_id or 0
    end_access(session, employer_id=company, account_id=account, viewer_id=viewer_id, now=now)
    note(
        session,
        viewer,
        AuditAction.ACCOUNT_CLOSED,
        candidate_id=None,
        now=now,
        reason=AuditReason.ADMINISTRATION,
    )
