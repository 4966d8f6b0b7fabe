"""Inviting staff and employers; the invitation itself is accepted in a browser."""

from datetime import datetime

from fastapi import APIRouter, BackgroundTasks
from sqlmodel import Session

from accounts.invitations import INVITATION_LASTS, invite
from accounts.letters import invitation_letter
from accounts.models import Role
from accounts.permissions import Act
from accounts.service import AccountDraft
from api.asking import App, Now, Writing
from api.routes.contract import may
from api.routes.views import RowId, View
from api.sending import send
from foundation.entry import Kvk
from foundation.errors import Invalid, Problem
from vacancies.employers import employer_with_kvk, name_contact

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
    body: InvitationBody, app: App, session: Writing, now: Now, after: BackgroundTasks
) -> InvitedView:
    """Open an account and mail its invitation."""
    draft = AccountDraft.model_validate(body.model_dump(exclude={"kvk"}))
    invited = invite(session, draft=draft, now=now)
    if draft.role is Role.EMPLOYER:
        _let_act(session, invited.account.id, body.kvk)
    link = f"{app.settings.address}/uitnodiging/{invited.link_token}"
    after.add_task(send, app, invitation_letter(draft.email, link=link, days=INVITATION_LASTS.days))
    return InvitedView(account_id=str(invited.account.id), expires_at=invited.expires_at)


def _let_act(session: Session, account_id: int, kvk: str | None) -> None:
    employer = employer_with_kvk(session, kvk=kvk or "")
    if employer is None:
        sentence = "Dit KvK-nummer kennen we niet. Voeg het bedrijf eerst toe."
        raise Invalid(sentence, (Problem("body.kvk", sentence),))
    name_contact(session, account_id=account_id, employer_id=employer.id)
