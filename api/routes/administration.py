"""What the administrator does: companies, memberships, accounts of staff, and the stop."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from accounts.audit import AuditAction, AuditReason
from accounts.permissions import Act
from accounts.regions import RegionOfAccountDraft, regional_account, regions
from accounts.service import accounts_of
from api.admitting import admit_in, close_in, refuse_in, set_membership_in
from api.asking import App, Now, Reading, Viewing, Writing
from api.noting import note
from api.placing_regions import set_region_of_account_in
from api.routes.company import AccountId, today_of
from api.routes.company_views import (
    ColleagueView,
    CompanyView,
    MatchingStopView,
    StaffView,
)
from api.routes.contract import Identity, IfMatch, may
from api.routes.paging import Pages
from api.routes.views import Listed, Paged
from api.versions import check_match, etag
from coaching.leaving import STAFF
from coaching.stopping import StopDraft, resume_matching, running_stop, stop_matching
from foundation.entry import OptionalLine
from vacancies.admission import search_employers
from vacancies.colleagues import people_of
from vacancies.drafts import MembershipDraft
from vacancies.employers import employer_to_change, find_employer

router = APIRouter(tags=["administration"])
EmployerId = Annotated[Identity, Path(alias="employerId", description="Which company.")]


@router.get("/employers", dependencies=[may(Act.ADMINISTER)])
def list_employers(
    session: Reading,
    pages: Pages,
    now: Now,
    q: Annotated[OptionalLine, Query(description="A part of the name, or of the KvK number.")] = "",
) -> Paged[CompanyView]:
    """List the companies: those that wait to be admitted first, then by name."""
    found, total = search_employers(session, text=q, offset=pages.offset, most=pages.size)
    return pages.paged([CompanyView.of(row, today_of(now)) for row in found], total=total)


@router.get("/employers/{employerId}", dependencies=[may(Act.ADMINISTER)])
def get_employer(
    employer: EmployerId, session: Reading, response: Response, now: Now
) -> CompanyView:
    """Tell what is known of a company."""
    view = CompanyView.of(find_employer(session, employer_id=employer), today_of(now))
    response.headers["ETag"] = etag(view)
    return view


@router.get("/employers/{employerId}/contacts", dependencies=[may(Act.ADMINISTER)])
def list_contacts(employer: EmployerId, session: Reading) -> Listed[ColleagueView]:
    """List everybody who acts for a company, also who was only invited."""
    find_employer(session, employer_id=employer)
    people = people_of(session, employer_id=employer)
    return Listed(items=[ColleagueView.of(one) for one in people])


@router.post(
    "/employers/{employerId}/admission", status_code=200, dependencies=[may(Act.ADMINISTER)]
)
def admit_employer(
    employer: EmployerId, app: App, session: Writing, viewer: Viewing, now: Now
) -> CompanyView:
    """Let a company that signed up take part; its people get a mail."""
    admitted = admit_in(session, app, employer_id=employer, by=viewer, now=now)
    return CompanyView.of(admitted, today_of(now))


@router.delete(
    "/employers/{employerId}/admission", status_code=204, dependencies=[may(Act.ADMINISTER)]
)
def refuse_employer(
    employer: EmployerId, app: App, session: Writing, viewer: Viewing, now: Now
) -> None:
    """Refuse a company that waits: it goes with its drafts, and its people are told by mail."""
    refuse_in(session, app, employer_id=employer, by=viewer, now=now)


@router.put("/employers/{employerId}/membership", dependencies=[may(Act.ADMINISTER)])
def replace_membership(
    employer: EmployerId,
    body: MembershipDraft,
    request: Request,
    session: Writing,
    response: Response,
    viewer: Viewing,
    now: Now,
    _if_match: IfMatch = None,
) -> CompanyView:
    """Set the last day of the membership; null ends it. The ETag is that of the company."""
    row = employer_to_change(session, employer_id=employer)
    check_match(request, CompanyView.of(row, today_of(now)))
    changed = set_membership_in(
        session, employer_id=employer, member_until=body.member_until, by=viewer, now=now
    )
    view = CompanyView.of(changed, today_of(now))
    response.headers["ETag"] = etag(view)
    return view


@router.get("/accounts", dependencies=[may(Act.ADMINISTER)])
def list_staff(session: Reading) -> Listed[StaffView]:
    """List the open accounts of coaches, managers and administrators, by name."""
    keys = {row.id: row.key for row in regions(session)}
    rows = accounts_of(session, roles=STAFF)
    return Listed(items=[StaffView.of(row, keys.get(row.region_id or 0)) for row in rows])


@router.patch("/accounts/{accountId}", dependencies=[may(Act.ADMINISTER)])
def place_account(
    account: AccountId,
    body: RegionOfAccountDraft,
    request: Request,
    session: Writing,
    response: Response,
    viewer: Viewing,
    now: Now,
    _if_match: IfMatch = None,
) -> StaffView:
    """Let a coach or a manager work in one region; null is the whole installation."""
    row = regional_account(session, account_id=account)
    keys = {one.id: one.key for one in regions(session)}
    check_match(request, StaffView.of(row, keys.get(row.region_id or 0)))
    row = set_region_of_account_in(session, account_id=account, draft=body, by=viewer, now=now)
    view = StaffView.of(row, body.region)
    response.headers["ETag"] = etag(view)
    return view


@router.delete("/accounts/{accountId}", status_code=204, dependencies=[may(Act.ADMINISTER)])
def close_account(account: AccountId, session: Writing, viewer: Viewing, now: Now) -> None:
    """Close an account of staff or of a company; whom it guided has no coach any more."""
    close_in(session, account_id=account, by=viewer, now=now)


@router.get("/matching-stop", dependencies=[may(Act.READ_PUBLIC)])
def get_matching_stop(session: Reading, response: Response) -> MatchingStopView:
    """Tell whether the comparing is stopped, since when and why."""
    view = MatchingStopView.of(running_stop(session))
    response.headers["ETag"] = etag(view)
    return view


@router.put("/matching-stop", dependencies=[may(Act.ADMINISTER)])
def place_matching_stop(
    body: StopDraft,
    request: Request,
    session: Writing,
    response: Response,
    viewer: Viewing,
    now: Now,
    _if_match: IfMatch = None,
) -> MatchingStopView:
    """Stop the comparing: every result that starts after this answer is refused with 503."""
    check_match(request, MatchingStopView.of(running_stop(session)))
    row = stop_matching(session, account_id=viewer.account_id or 0, draft=body, now=now)
    view = MatchingStopView.of(row)
    response.headers["ETag"] = etag(view)
    _note(session, viewer, AuditAction.MATCHING_STOPPED, now)
    return view


@router.delete("/matching-stop", status_code=204, dependencies=[may(Act.ADMINISTER)])
def remove_matching_stop(session: Writing, viewer: Viewing, now: Now) -> None:
    """Turn the comparing on again."""
    resume_matching(session, account_id=viewer.account_id or 0, now=now)
    _note(session, viewer, AuditAction.MATCHING_RESUMED, now)


def _note(session: Writing, viewer: Viewing, action: AuditAction, now: Now) -> None:
    reason = AuditReason.ADMINISTRATION
    note(session, viewer, action, candidate_id=None, now=now, reason=reason)
