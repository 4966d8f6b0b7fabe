"""Coming in and going out: codes by mail, passwords, visits, and one's own account."""

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, BackgroundTasks, Body, Path, Request, Response
from pydantic import Discriminator, Field, Tag
from sqlmodel import Session

from accounts.login import OtherDoor, Refused, ask_code, log_in_candidate, redeem_code
from accounts.models import Account, Role, Visit
from accounts.passwords import check_password
from accounts.permissions import Act, Viewer, nothing_here
from accounts.second_factor import check, has_second_factor, needs_second_factor
from accounts.service import AddressDraft
from accounts.visits import end_visit, end_visits_of, visit_of, visits_of
from api.asking import App, Now, Reading, Running, Viewing, Writing
from api.entering import MOST_ASKED, MOST_TRIED, bring_profile, open_visit, send_code
from api.refusals import problem
from api.routes.contract import Identity, IfMatch, Words, may
from api.routes.views import Listed, RowId, View
from api.throttling import network_of
from api.versions import check_match, etag
from foundation.entry import LINE, Draft, OptionalLine
from foundation.errors import Conflict, Invalid, NotAllowed, Problem, TalentError
from profiles.service import candidate_of_account

router = APIRouter(tags=["accounts"])
Secret = Annotated[str, Field(min_length=1, max_length=LINE)]
VisitId = Annotated[Identity, Path(alias="visitId", description="Which visit.")]
QUARTER = 15
MOST_CODES = 5


class ChallengeView(View):
    """What belongs to the code in the mail."""

    challenge: str = Field(description="Send it back with the code. It is a secret: keep it.")
    expires_at: datetime


class CodeBody(Draft):
    """The six digits of a mail, with the challenge that came when you asked for it."""

    challenge: Secret
    code: Annotated[str, Field(min_length=1, max_length=20)]


class PasswordBody(Draft):
    """How staff and employers come in; coaches and those above them with a second step."""

    email: OptionalLine
    password: Annotated[str, Field(min_length=1, max_length=1_000)]
    second_factor_code: Annotated[str, Field(max_length=20)] | None = None


def _kind(value: object) -> str:
    if isinstance(value, dict):
        return "password" if "password" in value else "code"
    return "password" if isinstance(value, PasswordBody) else "code"


LoginBody = Annotated[
    Annotated[CodeBody, Tag("code")] | Annotated[PasswordBody, Tag("password")],
    Discriminator(_kind),
]


class NewVisitView(View):
    """You are in."""

    token: str = Field(description="Send it as `Authorization: Bearer …`. Told once.")
    expires_at: datetime
    candidate_id: RowId | None = Field(description="Your profile; null when you have none.")


class VisitView(View):
    """A browser or program where you are logged in."""

    id: RowId
    created_at: datetime
    seen_at: datetime
    expires_at: datetime
    current: bool = Field(description="The visit of this request.")


class AccountView(View):
    """Your account; `email` null is an account for this visit alone."""

    id: RowId
    role: Role
    name: str
    email: str | None
    language: str = Field(examples=["nl"])
    created_at: datetime
    candidate_id: RowId | None
    employer_id: RowId | None

    @classmethod
    def of(cls, row: Account, viewer: Viewer) -> "AccountView":
        """Show an account to its owner."""
        candidate, employer = viewer.candidate_id, viewer.employer_id
        return cls(
            id=str(row.id),
            role=row.role,
            name=row.name,
            email=row.email,
            language=row.language,
            created_at=row.created_at,
            candidate_id=None if candidate is None else str(candidate),
            employer_id=None if employer is None else str(employer),
        )


class AccountPatch(Draft):
    """The language we speak to you."""

    language: Literal["nl", "en"]


@router.post("/login-codes", status_code=202, dependencies=[may(Act.LOG_IN)])
def ask_login_code(
    draft: AddressDraft,
    request: Request,
    app: App,
    session: Writing,
    words: Words,
    now: Now,
    after: BackgroundTasks,
) -> ChallengeView:
    """Ask for a mail with a code; the answer is the same for every address, known or not."""
    app.throttle.count("login code", network_of(request), most=MOST_ASKED, minutes=QUARTER)
    asked = ask_code(session, email=draft.email, now=now)
    after.add_task(send_code, app, asked, words.language)
    return ChallengeView(challenge=asked.challenge, expires_at=asked.expires_at)


@router.post(
    "/visits", status_code=201, response_model=NewVisitView, dependencies=[may(Act.LOG_IN)]
)
def begin_login(
    body: Annotated[LoginBody, Body()],
    request: Request,
    app: App,
    session: Writing,
    viewer: Viewing,
    now: Now,
) -> NewVisitView | Response:
    """Come in, with the code of a mail or with a password.

    Send the token of a visit without an address along, and what you made there comes with you.
    """
    if isinstance(body, PasswordBody):
        account = _by_password(session, app, body, network_of(request), now)
        return _come_in(session, account, viewer, now)
    found = redeem_code(session, challenge=body.challenge, code=body.code, now=now)
    if isinstance(found, Refused):  # answered and not raised: a wrong try must be kept
        wrong = Invalid(found.message, (Problem("body.code", found.message),))
        return problem(request, wrong, {})
    visitor = viewer.account_id if viewer.role is Role.CANDIDATE else None
    entered = log_in_candidate(session, email=found.email, visit_account_id=visitor, now=now)
    if isinstance(entered, OtherDoor):
        return problem(request, NotAllowed(entered.message), {})
    bring_profile(session, entered.account, entered.joined_from, now)
    return _come_in(session, entered.account, viewer, now)


def _by_password(
    session: Session, app: Running, body: PasswordBody, network: str, now: datetime
) -> Account:
    for who in (body.email.casefold(), network):
        app.throttle.count("password", who, most=MOST_TRIED, minutes=QUARTER)
    account = check_password(session, email=body.email, password=body.password)
    if not needs_second_factor(account.role):
        return account
    if not has_second_factor(session, account_id=account.id):
        raise Conflict("Stel eerst je tweede stap in. Log daarvoor één keer in op de site.")
    app.throttle.count("second factor", str(account.id), most=MOST_CODES, minutes=QUARTER)
    code = body.second_factor_code or ""
    if not check(session, account_id=account.id, code=code, now=now):
        raise _wrong_digits()
    return account


def _wrong_digits() -> TalentError:
    sentence = "Deze code klopt niet. Kijk in je app en typ de code die er nu staat."
    return Invalid(sentence, (Problem("body.second_factor_code", sentence),))


def _come_in(session: Session, account: Account, viewer: Viewer, now: datetime) -> NewVisitView:
    token = open_visit(session, account, viewer, now)
    visit = visit_of(session, token=token, now=now)
    candidate = candidate_of_account(session, account_id=account.id)
    return NewVisitView(
        token=token,
        expires_at=visit.expires_at if visit else now,
        candidate_id=str(candidate.id) if candidate else None,
    )


@router.get("/visits", dependencies=[may(Act.USE_ACCOUNT)])
def list_visits(session: Reading, viewer: Viewing, now: Now) -> Listed[VisitView]:
    """List where you are logged in, last seen first."""
    rows = visits_of(session, account_id=viewer.account_id or 0, now=now)
    return Listed(
        items=[
            VisitView(
                id=str(row.id),
                created_at=row.created_at,
                seen_at=row.seen_at,
                expires_at=row.expires_at,
                current=row.id == viewer.visit_id,
            )
            for row in rows
        ]
    )


@router.delete("/visits/current", status_code=204, dependencies=[may(Act.USE_ACCOUNT)])
def end_current_visit(session: Writing, viewer: Viewing, now: Now) -> None:
    """Log out: the token opens nothing any more."""
    end_visit(session, visit_id=viewer.visit_id or 0, now=now)


@router.delete("/visits/others", status_code=204, dependencies=[may(Act.USE_ACCOUNT)])
def end_other_visits(session: Writing, viewer: Viewing, now: Now) -> None:
    """Log every other browser and program out."""
    account_id = viewer.account_id or 0
    end_visits_of(session, account_id=account_id, now=now, except_visit=viewer.visit_id)


@router.delete("/visits/{visitId}", status_code=204, dependencies=[may(Act.USE_ACCOUNT)])
def end_one_visit(visit: VisitId, session: Writing, viewer: Viewing, now: Now) -> None:
    """Log one of your browsers or programs out."""
    row = session.get(Visit, visit)
    if row is None or row.account_id != viewer.account_id:
        raise nothing_here()
    end_visit(session, visit_id=visit, now=now)


@router.get("/accounts/current", dependencies=[may(Act.USE_ACCOUNT)])
def get_account(response: Response, session: Reading, viewer: Viewing) -> AccountView:
    """Tell who you are."""
    view = AccountView.of(session.get_one(Account, viewer.account_id), viewer)
    response.headers["ETag"] = etag(view)
    return view


@router.patch("/accounts/current", dependencies=[may(Act.USE_ACCOUNT)])
def change_account(
    patch: AccountPatch,
    request: Request,
    response: Response,
    session: Writing,
    viewer: Viewing,
    _if_match: IfMatch = None,
) -> AccountView:
    """Choose the language we speak to you, in answers and in mails."""
    row = session.get_one(Account, viewer.account_id, with_for_update=True)
    check_match(request, AccountView.of(row, viewer))
    row.language = patch.language
    session.flush()
    view = AccountView.of(row, viewer)
    response.headers["ETag"] = etag(view)
    return view
