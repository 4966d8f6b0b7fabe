"""What every way in shares: the mail with the code, what is brought along, and the new visit."""

from datetime import datetime

from sqlmodel import Session

from accounts.audit import AuditAction, AuditReason, record
from accounts.campaign_places import move_place
from accounts.letters import login_letter, other_door_letter
from accounts.login import Asked
from accounts.models import Account, Role, VisitStep
from accounts.permissions import Viewer
from accounts.service import find_account
from accounts.visits import begin_visit, end_visit
from api.asking import Running
from api.sending import send
from foundation.database import reading
from profiles.joining import join_profiles
from profiles.models import CandidateState
from profiles.service import ENDED, begin_profile, candidate_of_account

# A household or a library behind one address asks a few codes; a program asks many.
MOST_ASKED = 30
# Where somebody begins after logging in.
HOMES = {
    Role.EMPLOYER: "/werkgever",
    Role.COACH: "/coach",
    Role.MANAGER: "/programma",
    Role.ADMINISTRATOR: "/beheer",
}
# Passwords one address or network may try in a quarter of an hour.
MOST_TRIED = 10


def home_of(role: Role) -> str:
    """Give the page somebody of this role begins at."""
    return HOMES.get(role, "/account")


def send_code(app: Running, asked: Asked, language: str) -> None:
    """Mail what was asked, after the answer has gone: the mail server's time tells nobody anything.

    Staff get a mail that points to their own door.
    """
    if not asked.send:
        return
    with reading(app.engine) as session:
        account = find_account(session, email=asked.email)
    if account is not None and account.role is not Role.CANDIDATE:
        link = f"{app.settings.address}/inloggen/medewerker"
        letter = other_door_letter(asked.email, link=link, language=language)
    else:
        link = f"{app.settings.address}/inloggen/link/{asked.link_token}"
        letter = login_letter(asked.email, link=link, code=asked.code, language=language)
    send(app, letter)


def bring_profile(session: Session, account: Account, joined: int | None, now: datetime) -> str:
    """Bring along what was made before the login, and tell where to go on.

    A visit without a profile gets none; a login without any profile begins one.
    """
    if joined is not None:
        move_place(session, from_account=joined, to_account=account.id)
    kept = candidate_of_account(session, account_id=account.id)
    made = candidate_of_account(session, account_id=joined) if joined else None
    if kept is None and made is not None:
        made.account_id = account.id
        session.flush()
        kept, made = made, None
    if kept is None:
        begin_profile(session, account_id=account.id, now=now)
        return "/beginnen"
    if kept.state in ENDED:
        return "/rechten"
    if made is not None:
        join_profiles(session, kept=kept.id, joined=made.id, now=now)
    return "/rechten/meedoen" if kept.state is CandidateState.DRAFT else "/profiel"


def open_visit(session: Session, account: Account, viewer: Viewer, now: datetime) -> str:
    """Begin a visit with a token of its own, end the one before it, and note the login."""
    if viewer.visit_id is not None:
        end_visit(session, visit_id=viewer.visit_id, now=now)
    opened = begin_visit(session, account_id=account.id, step=VisitStep.COMPLETE, now=now)
    candidate = candidate_of_account(session, account_id=account.id)
    record(
        session,
        actor_id=account.id,
        actor_role=account.role,
        action=AuditAction.LOGGED_IN,
        candidate_id=candidate.id if candidate else None,
        reason=AuditReason.LOGIN,
        now=now,
    )
    return opened.token
