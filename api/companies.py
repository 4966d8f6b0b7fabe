"""The company of whoever asks, and signing a company up: for pages and for programs."""

from datetime import datetime
from typing import Annotated

from fastapi import Depends, Request
from sqlmodel import Session

from accounts.audit import AuditAction, AuditReason
from accounts.company_letters import (
    known_address_letter,
    known_company_letter,
    not_invited_letter,
)
from accounts.invitations import INVITATION_LASTS, Invited
from accounts.letters import invitation_letter
from accounts.mail import Mail
from accounts.models import Role
from accounts.outbox import post_later
from accounts.permissions import Act, Subject, Viewer, check
from accounts.service import AccountAlreadyThere
from api.asking import Running, Viewing
from api.entering import MOST_ASKED
from api.noting import note
from api.throttling import network_of
from foundation.errors import Conflict, NotAllowed
from vacancies.admission import SignedUp, sign_up
from vacancies.colleagues import invite_colleague
from vacancies.drafts import ColleagueDraft, SignUpDraft
from vacancies.employers import EmployerAlreadyKnown

# Mails one address may get by being typed in by others, in a quarter of an hour.
MOST_MAILS = 3
# People one company may invite in a quarter of an hour.
MOST_INVITED = 20


class NoCompany(NotAllowed):
    """The account is of an employer, but acts for no company."""


def _own_company(viewer: Viewing) -> int:
    # Whatever comes first in a route: who is nobody here must not be told about companies.
    check(Act.RUN_COMPANY, viewer, Subject())
    if viewer.employer_id is None:
        raise NoCompany("Dit account hoort niet bij een bedrijf. Vraag een nieuwe uitnodiging.")
    return viewer.employer_id


# The number of the company the viewer acts for.
OwnCompany = Annotated[int, Depends(_own_company)]


def sign_up_in(
    session: Session, request: Request, app: Running, *, draft: SignUpDraft, viewer: Viewer
) -> None:
    """Sign a company up and mail what came of it; nothing else tells whether it was known.

    Raises:
        TooMany: this network or this address asked too often.
        UnknownSector: the sector is not one of this region.
        Invalid: no mail can go to this address.
    """
    app.throttle.count("sign up", network_of(request), most=MOST_ASKED, minutes=15)
    app.throttle.count("sign up mail", draft.email, most=MOST_MAILS, minutes=15)
    now = app.clock()
    try:
        done = sign_up(session, draft=draft, now=now)
    except (EmployerAlreadyKnown, AccountAlreadyThere):
        # Somebody signed the same up this very moment: now it is known, and that is told by mail.
        session.rollback()
        done = sign_up(session, draft=draft, now=now)
    if done.invited is not None:
        done.invited.account.language = viewer.language
    post_later(session, _told(app, draft.email, done, viewer.language), now=now)
    if done.invited is not None:
        note(session, Viewer(), *_opened(done.invited, now), candidate_id=None, now=now)


def _opened(invited: Invited | None, now: datetime) -> tuple[AuditAction, ...]:
    """Say what an invitation did: a new account, or only a new link."""
    if invited is not None and invited.account.created_at == now:
        return (AuditAction.ACCOUNT_OPENED, AuditAction.INVITED)
    return (AuditAction.INVITED,)


def _told(app: Running, email: str, done: SignedUp, language: str) -> Mail:
    site = app.settings.address
    if done.invited is not None:
        return _invitation(site, email, done.invited, language)
    if done.known is not None:
        door = "/inloggen" if done.known.role is Role.CANDIDATE else "/inloggen/medewerker"
        return known_address_letter(email, link=f"{site}{door}", language=language)
    return known_company_letter(email, link=f"{site}/werkgever/collegas", language=language)


def _invitation(site: str, email: str, invited: Invited, language: str) -> Mail:
    link = f"{site}/uitnodiging/{invited.link_token}"
    return invitation_letter(email, link=link, days=INVITATION_LASTS.days, language=language)


def invite_colleague_in(
    session: Session,
    app: Running,
    *,
    draft: ColleagueDraft,
    employer_id: int,
    viewer: Viewer,
    now: datetime,
) -> None:
    """Invite a colleague by mail; nothing tells the company whether the address was known.

    Who works at the company may be on this site as somebody who looks for other work.

    Raises:
        TooMany: this company invited too many, or this address was invited too often.
        Invalid: no mail can go to this address.
    """
    app.throttle.count("colleague", str(employer_id), most=MOST_INVITED, minutes=15)
    app.throttle.count("colleague mail", draft.email, most=MOST_MAILS, minutes=15)
    try:
        invited = invite_colleague(session, employer_id=employer_id, draft=draft, now=now)
    except Conflict:  # the address got an account this very moment
        session.rollback()
        invited = invite_colleague(session, employer_id=employer_id, draft=draft, now=now)
    if invited is None:
        door = f"{app.settings.address}/inloggen"
        letter = not_invited_letter(draft.email, link=door, language=viewer.language)
    else:
        letter = _invitation(app.settings.address, draft.email, invited, viewer.language)
    post_later(session, letter, now=now)
    note(
        session,
        viewer,
        *_opened(invited, now),
        candidate_id=None,
        now=now,
        reason=AuditReason.ADMINISTRATION,
    )
