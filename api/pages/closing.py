"""The accounts of staff as the administrator sees them, and closing one."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, Response
from sqlmodel import Session

from accounts.permissions import Act, Viewer
from accounts.service import UnknownAccount, accounts_of
from api.admitting import close_in
from api.asking import LARGEST_ID, Allowed, Now, Reading, Viewing, Writing
from api.pages.forms import to
from api.pages.rendering import page
from coaching.leaving import STAFF, OwnAccount, closable_account, people_guided_by
from foundation.errors import TalentError

router = APIRouter(prefix="/beheer/accounts", dependencies=[Depends(Allowed(Act.ADMINISTER))])
AccountId = Annotated[int, Path(alias="accountId", ge=1, le=LARGEST_ID)]


@router.get("")
def show(request: Request, session: Reading) -> Response:
    """List the accounts of staff."""
    return _list(request, session)


@router.get("/{accountId}/sluiten")
def ask(request: Request, session: Reading, viewer: Viewing, account_id: AccountId) -> Response:
    """Ask whether the account must really be closed."""
    try:
        return _sure(request, session, viewer, account_id)
    except UnknownAccount as error:
        return _list(request, session, error)


@router.post("/{accountId}/sluiten")
def close(
    request: Request, session: Writing, viewer: Viewing, now: Now, account_id: AccountId
) -> Response:
    """Close an account; whom a coach guided has no coach any more."""
    try:
        close_in(session, account_id=account_id, by=viewer, now=now)
    except (UnknownAccount, OwnAccount) as error:
        session.rollback()
        return _list(request, session, error)
    return to("/beheer/accounts?gedaan=gesloten")


def _sure(request: Request, session: Session, viewer: Viewer, account_id: int) -> Response:
    account = closable_account(session, account_id=account_id)
    return page(
        request,
        "admin/closing.html",
        account=account,
        own=account.id == viewer.account_id,
        guided=people_guided_by(session, account_id=account_id),
    )


def _list(request: Request, session: Session, error: TalentError | None = None) -> Response:
    return page(
        request,
        "admin/accounts.html",
        status=error.status if error else 200,
        accounts=accounts_of(session, roles=STAFF),
        refused=error.message if error else "",
        done="" if error else request.query_params.get("gedaan", ""),
    )
