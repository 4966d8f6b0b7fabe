"""Inviting staff and employers; the invitation itself is accepted in a browser."""

from datetime import datetime

from fastapi import APIRouter

from accounts.invitations import INVITATION_LASTS
from accounts.letters import invitation_letter
from accounts.outbox import post_later
from accounts.permissions import Act
from accounts.service import AccountDraft
from api.asking import App, Now, Viewing, Writing
from api.inviting import invite_in
from api.routes.contract import may
from api.routes.views import RowId, View
from foundation.entry import Kvk

router = APIRouter(tags=["accounts"])


class InvitationBody(AccountDraft):
    """Whom to invite; an employer also by the KvK number of the company."""

    kvk: Kvk | None = None


class InvitedView(View):
    """Somebody was invited; the link is in the mail and nowhere else."""

    account_id: RowId
    expires_at: datetime


@router.post("/invitations", status_code=201, dependencies=[may(Act.INVITE)])
def invite_somebody(
    body: InvitationBody,
    app: App,
    session: Writing,
    viewer: Viewing,
    now: Now,
) -> InvitedView:
    """Open an account and mail its invitation; who has one already gets a new link."""
    draft = AccountDraft.model_validate(body.model_dump(exclude={"kvk"}))
    invited = invite_in(session, draft=draft, kvk=body.kvk or "", by=viewer, now=now)
    link = f"{app.settings.address}/uitnodiging/{invited.link_token}"
    letter = invitation_letter(draft.email, link=link, days=INVITATION_LASTS.days)
    post_later(session, letter, now=now)
    return InvitedView(account_id=str(invited.account.id), expires_at=invited.expires_at)
