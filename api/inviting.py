"""Inviting staff and contacts of employers: from the page of an administrator or by command."""

from datetime import datetime

from sqlmodel import Session

from accounts.audit import AuditAction, AuditReason, record
from accounts.invitations import Invited, invite, invite_again
from accounts.models import Role
from accounts.permissions import Viewer
from accounts.service import AccountAlreadyThere, AccountDraft, find_account
from foundation.errors import Invalid, Problem
from vacancies.employers import employer_of_account, employer_with_kvk, name_contact


def invite_in(
    session: Session, *, draft: AccountDraft, kvk: str, by: Viewer, now: datetime
) -> Invited:
    """Open an account with its invitation; who was invited before in this role gets a new link.

    A new link is also the way back for who forgot the password. `kvk` names the company of an
    employer's contact and is empty for staff.

    Raises:
        AccountAlreadyThere: the address has an account in another role.
        NoInvitation: it is for a candidate.
        Invalid: no company has this KvK number.
    """
    known = find_account(session, email=draft.email)
    if known is not None and known.role is not draft.role:
        raise AccountAlreadyThere(
            "Dit e-mailadres heeft al een account met een andere rol. Gebruik een ander adres."
        )
    if known is None:
        invited = invite(session, draft=draft, now=now)
    else:
        invited = invite_again(session, account_id=known.id, now=now)
    if draft.role is Role.EMPLOYER:
        _let_act(session, invited.account.id, kvk)
    opened = () if known is not None else (AuditAction.ACCOUNT_OPENED,)
    for action in (*opened, AuditAction.INVITED):
        record(
            session,
            actor_id=by.account_id,
            actor_role=by.role,
            action=action,
            candidate_id=None,
            reason=AuditReason.ADMINISTRATION,
            now=now,
        )
    return invited


def _let_act(session: Session, account_id: int, kvk: str) -> None:
    if employer_of_account(session, account_id=account_id) is not None:
        return
    employer = employer_with_kvk(session, kvk=kvk)
    if employer is None:
        sentence = "Dit KvK-nummer kennen we niet. Voeg het bedrijf eerst toe."
        raise Invalid(sentence, (Problem("kvk", sentence),))
    name_contact(session, account_id=account_id, employer_id=employer.id)
