"""What a request brings along: its transaction, its moment, who asks, and whether he may."""

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, cast

from fastapi import Depends, Request
from sqlalchemy import Engine
from sqlmodel import Session

from accounts.audit import AuditAction, noted_candidates
from accounts.mail import Post
from accounts.models import Account, Role, Visit, VisitStep
from accounts.outbox import has_posted
from accounts.permissions import (
    TABLE,
    About,
    Act,
    Relation,
    Subject,
    Viewer,
    check,
    nothing_here,
)
from accounts.visits import is_due_for_refresh, refresh, visit_of
from api.engine import Engines
from api.language import LANGUAGES, preferred
from api.noting import note
from api.throttling import Throttle
from coaching.caseload import coach_of
from coaching.lapsing import close_of_who_left
from coaching.models import Introduction, IntroductionState
from coaching.stopping import RunningStop, running_stop
from foundation.clock import Clock
from foundation.database import reading, writing
from foundation.errors import Conflict, Unavailable
from foundation.settings import Settings
from matching.service import Matcher
from placements.models import Outcome
from profiles.models import Candidate
from profiles.service import candidate_of_account, changed_candidates
from vacancies.employers import employer_of_account
from vacancies.models import Vacancy
from vacancies.service import find_vacancy

LARGEST_ID = 2**31 - 1


class NoProfileYet(Conflict):
    """Somebody is logged in as a candidate, but has no profile."""


def no_mail_waits() -> None:
    """Wake nobody: the mails leave when somebody comes for them."""


@dataclass(frozen=True, slots=True)
class Running:
    """What one running application holds; made once, at `app.state.running`.

    `nudge` tells whoever sends the mails that there is one.
    """

    settings: Settings
    engine: Engine
    clock: Clock
    post: Post
    engines: Engines
    throttle: Throttle
    nudge: Callable[[], None] = no_mail_waits


def running(request: Request) -> Running:
    """Give what the application holds."""
    return cast("Running", request.app.state.running)


App = Annotated[Running, Depends(running)]


def reading_session(app: App) -> Iterator[Session]:
    """Open the reading transaction of one request."""
    with reading(app.engine) as session:
        yield session


def writing_session(request: Request, app: App) -> Iterator[Session]:
    """Open the writing transaction of one request.

    Whose profile it changes is in the audit trail at the commit, also when nobody thought of it:
    what says more than "changed" is recorded by the page or the route itself. And who no longer
    takes part is introduced to nobody any more.
    """
    with writing(app.engine) as session:
        yield session
        viewer: Viewer = getattr(request.state, "viewer", None) or Viewer()
        changed = changed_candidates(session)
        unnoted = sorted(changed - noted_candidates(session))
        close_of_who_left(
            session, candidate_ids=changed, address=app.settings.address, now=app.clock()
        )
        for candidate_id in unnoted:
            note(
                session,
                viewer,
                AuditAction.PROFILE_CHANGED,
                candidate_id=candidate_id,
                now=app.clock(),
            )
        posted = has_posted(session)
    if posted:
        app.nudge()


# With the scope of the function the commit comes before the answer leaves: a client never has its
# 200 when the commit failed.
Reading = Annotated[Session, Depends(reading_session, scope="function")]
Writing = Annotated[Session, Depends(writing_session, scope="function")]


def _now(app: App) -> datetime:
    return app.clock()


Now = Annotated[datetime, Depends(_now)]


def _matcher(app: App, session: Reading) -> Matcher:
    return app.engines.matcher(session)


Matching = Annotated[Matcher, Depends(_matcher)]


# Who asks


def cookie_name(settings: Settings) -> str:
    """Name the cookie of a visit; `__Host-` binds it to this host and to https."""
    return "__Host-tom" if settings.https else "tom"


def token_of(request: Request, settings: Settings) -> str | None:
    """Find the token of a visit: in the header of a program, else in the cookie of a browser."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme:
        return token.strip() if scheme.lower() == "bearer" else None
    return request.cookies.get(cookie_name(settings))


def viewer_of(request: Request, app: App, now: Now) -> Viewer:
    """Find out who asks, and remember it for the page around the answer."""
    with reading(app.engine) as session:
        token = token_of(request, app.settings)
        visit = visit_of(session, token=token, now=now) if token else None
        viewer = _viewer(session, request, visit)
        request.state.stop = running_stop(session) if token else None
    if token is None:
        request.state.stop = _stop_for_anybody(app)
    if visit is not None and is_due_for_refresh(visit, now=now):
        with writing(app.engine) as session:
            refresh(session, visit_id=visit.id, now=now)
    request.state.viewer = viewer
    return viewer


Viewing = Annotated[Viewer, Depends(viewer_of)]


def _stop_for_anybody(app: Running) -> RunningStop | None:
    """Tell whether the comparing is stopped; public pages stay there when the database is away."""
    with contextlib.suppress(Unavailable), reading(app.engine) as session:
        return running_stop(session)
    return None


def _viewer(session: Session, request: Request, visit: Visit | None) -> Viewer:
    account = session.get(Account, visit.account_id) if visit else None
    if visit is None or account is None or account.closed_at is not None:
        return Viewer(language=preferred(request, None))
    if visit.step is not VisitStep.COMPLETE:
        return Viewer(visit_id=visit.id, language=preferred(request, account.language))
    candidate = None
    if account.role is Role.CANDIDATE:
        candidate = candidate_of_account(session, account_id=account.id)
    employer = None
    if account.role is Role.EMPLOYER:
        employer = employer_of_account(session, account_id=account.id)
    return Viewer(
        account_id=account.id,
        role=account.role,
        visit_id=visit.id,
        candidate_id=candidate.id if candidate else None,
        employer_id=employer.id if employer else None,
        has_address=account.email is not None,
        name=account.name,
        language=account.language if account.language in LANGUAGES else "nl",
        region_id=account.region_id,
    )


# Whether he may


class Allowed:
    """Lets a request through by one row of the table, and notes who looked at somebody else.

    The path parameter `candidateId`, `vacancyId`, `introductionId` or `outcomeId` names what the
    request is about; a page about one's own profile names nothing.
    """

    def __init__(self, act: Act) -> None:
        self.act = act

    def __call__(self, request: Request, app: App, viewer: Viewing, now: Now) -> Subject:
        """Check, and give what the request is about.

        Raises:
            NotLoggedIn, NotAllowed, NotFound: see `accounts.permissions.check`.
            NoProfileYet: the page is about one's own profile, and there is none.
        """
        about = TABLE[self.act].about
        with reading(app.engine) as session:
            subject = _SUBJECTS[about](session, request, viewer)
        relation = check(self.act, viewer, subject)
        if about is About.CANDIDATE and relation is not Relation.SELF:
            self._note(app, viewer, subject, now)
        return subject

    def _note(self, app: Running, viewer: Viewer, subject: Subject, now: datetime) -> None:
        if subject.candidate_id is None:
            return
        with writing(app.engine) as session:
            note(
                session,
                viewer,
                AuditAction.PROFILE_SEEN,
                candidate_id=subject.candidate_id,
                now=now,
            )


def _nothing(_session: Session, _request: Request, _viewer: Viewer) -> Subject:
    return Subject()


def _own_profile(session: Session, _request: Request, viewer: Viewer) -> Subject:
    if viewer.role is Role.CANDIDATE and viewer.candidate_id is None:
        raise NoProfileYet("Je hebt nog geen profiel. Begin er een; dat duurt tien minuten.")
    return _candidate_subject(session, viewer.candidate_id) if viewer.candidate_id else Subject()


def _candidate(session: Session, request: Request, _viewer: Viewer) -> Subject:
    return _candidate_subject(session, _path_id(request, "candidateId"))


def _candidate_subject(session: Session, candidate_id: int) -> Subject:
    row = session.get(Candidate, candidate_id)
    if row is None:
        return Subject(candidate_id=candidate_id, state="unknown")
    coach = coach_of(session, candidate_id=candidate_id)
    return Subject(candidate_id=candidate_id, coach_id=coach, state=row.state.value)


def _vacancy(session: Session, request: Request, _viewer: Viewer) -> Subject:
    vacancy_id = _path_id(request, "vacancyId")
    row = session.get(Vacancy, vacancy_id)
    if row is None:
        return Subject(vacancy_id=vacancy_id, state="unknown")
    return Subject(vacancy_id=row.id, employer_id=row.employer_id, state=row.state.value)


def _introduction(session: Session, request: Request, _viewer: Viewer) -> Subject:
    row = session.get(Introduction, _path_id(request, "introductionId"))
    if row is None:
        return Subject(state="unknown")
    never_shown = row.introduced_at is None and row.state not in _BEFORE
    return Subject(
        candidate_id=row.candidate_id,
        employer_id=find_vacancy(session, vacancy_id=row.vacancy_id).employer_id,
        coach_id=coach_of(session, candidate_id=row.candidate_id) or row.coach_id,
        vacancy_id=row.vacancy_id,
        state="never shown" if never_shown else row.state.value,
    )


def _outcome(session: Session, request: Request, _viewer: Viewer) -> Subject:
    row = session.get(Outcome, _path_id(request, "outcomeId"))
    if row is None:
        return Subject(state="unknown")
    return Subject(
        candidate_id=row.candidate_id,
        employer_id=row.employer_id,
        coach_id=coach_of(session, candidate_id=row.candidate_id) or row.coach_id,
        vacancy_id=row.vacancy_id,
        state=row.kind.value,
    )


_BEFORE = frozenset({IntroductionState.ASKED, IntroductionState.REFUSED})
_SUBJECTS = {
    About.NOTHING: _nothing,
    About.OWN_PROFILE: _own_profile,
    About.CANDIDATE: _candidate,
    About.VACANCY: _vacancy,
    About.INTRODUCTION: _introduction,
    About.OUTCOME: _outcome,
}


def _path_id(request: Request, name: str) -> int:
    text = str(request.path_params[name])
    number = int(text) if text.isascii() and text.isdigit() and len(text) <= 10 else 0
    if not 0 < number <= LARGEST_ID:
        raise nothing_here()
    return number
