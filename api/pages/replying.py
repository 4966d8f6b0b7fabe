"""Answering from a mail with one tap: a page with buttons, which works once and logs nobody in.

Looking changes nothing, for mail scanners look too. Whoever may not answer with a link is told what
happened and what to do, without a word about anybody.
"""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from sqlmodel import Session

from accounts.models import Role
from accounts.permissions import Act, Subject, Viewer
from api.asking import Allowed, App, Now, Reading, Running, Viewing, Writing
from api.introducing import answer_for_candidate, answer_for_employer, note_seen
from api.pages.forms import Fields, Form, to
from api.pages.introducing import seen_in, shown_to
from api.pages.introductions import FIELDS as CANDIDATE_FIELDS
from api.pages.introductions import candidate_draft
from api.pages.own import errors_of
from api.pages.received import FIELDS as EMPLOYER_FIELDS
from api.pages.received import employer_draft
from api.pages.rendering import page
from coaching.introduction_steps import RUNNING
from coaching.introduction_words import Reader, stands
from coaching.models import DeclineReason
from coaching.reply_links import FoundLink, LinkState, find_link
from foundation.errors import Conflict, Invalid, TalentError

router = APIRouter(prefix="/antwoord")
Anybody = Annotated[Subject, Depends(Allowed(Act.ANSWER_BY_LINK))]

STATUSES = {LinkState.UNKNOWN: 404, LinkState.USABLE: 200}
GONE = 410
READERS = {Role.CANDIDATE: Reader.CANDIDATE, Role.EMPLOYER: Reader.EMPLOYER}


@router.get("/{token}")
def show(
    request: Request,
    session: Reading,
    app: App,
    viewer: Viewing,
    now: Now,
    token: str,
    _allowed: Anybody,
) -> Response:
    """Show what is asked, and the buttons."""
    found = find_link(session, token=token, now=now)
    if not _usable(found, viewer):
        return _closed(request, found, viewer)
    if found.role is Role.EMPLOYER and found.introduction is not None:
        person = found.introduction.candidate_id
        note_seen(app.engine, link_viewer(found), candidate_id=person, now=now)
    return _open(request, session, app, found, token)


@router.post("/{token}")
def answer(
    request: Request,
    session: Writing,
    app: App,
    viewer: Viewing,
    now: Now,
    form: Form,
    token: str,
    _allowed: Anybody,
) -> Response:
    """Do what was answered, once."""
    found = find_link(session, token=token, now=now)
    if not _usable(found, viewer):
        return _closed(request, found, viewer)
    try:
        _do(session, app, found, form, now)
    except (Invalid, Conflict) as error:
        session.rollback()
        after = find_link(session, token=token, now=now)
        if not _usable(after, viewer):
            return _closed(request, after, viewer)
        return _open(request, session, app, after, token, error, form)
    return to(f"/antwoord/{token}?gedaan=ja")


def link_viewer(found: FoundLink) -> Viewer:
    """Say who answers with a link, for the trail; nobody is logged in by it."""
    if found.link is None or found.introduction is None:
        raise ValueError("nobody answers with a link that is not there")
    candidate = found.introduction.candidate_id if found.role is Role.CANDIDATE else None
    return Viewer(account_id=found.link.account_id, role=found.role, candidate_id=candidate)


def _do(session: Session, app: Running, found: FoundLink, form: Fields, now: Now) -> None:
    if found.link is None or found.introduction is None:
        raise ValueError("a link that is not there answers nothing")
    who, number, link_id = link_viewer(found), found.introduction.id, found.link.id
    seen = seen_in(form)
    if found.role is Role.CANDIDATE:
        draft = candidate_draft(form)
        answer_for_candidate(
            session, app, who, introduction_id=number, draft=draft, seen=seen, now=now,
            link_id=link_id,
        )  # fmt: skip
    else:
        said = employer_draft(form)
        answer_for_employer(
            session, app, who, introduction_id=number, draft=said, seen=seen, now=now,
            link_id=link_id,
        )  # fmt: skip


def _is_other(found: FoundLink, viewer: Viewer) -> bool:
    """Tell whether somebody else is logged in here than the link was mailed to."""
    known = viewer.account_id is not None and found.link is not None
    return known and found.link is not None and viewer.account_id != found.link.account_id


def _usable(found: FoundLink, viewer: Viewer) -> bool:
    return found.state is LinkState.USABLE and not _is_other(found, viewer)


def _open(
    request: Request,
    session: Session,
    app: Running,
    found: FoundLink,
    token: str,
    refused: TalentError | None = None,
    typed: Fields | None = None,
) -> Response:
    if found.introduction is None or found.role is None:
        raise ValueError("there is nothing to show")
    reader = READERS[found.role]
    values = shown_to(request, session, app, found.introduction.id, reader=reader, refused=refused)
    fields = CANDIDATE_FIELDS if reader is Reader.CANDIDATE else EMPLOYER_FIELDS
    return page(
        request,
        "introductions/own.html" if reader is Reader.CANDIDATE else "introductions/received.html",
        status=refused.status if refused else 200,
        typed=typed,
        errors=errors_of(refused, fields) if refused and refused.problems else {},
        to=f"/antwoord/{token}",
        reasons=list(DeclineReason),
        **values,
    )


def _closed(request: Request, found: FoundLink, viewer: Viewer) -> Response:
    """Say that this link answers nothing, where things stand, and what to do; no name, no text."""
    done = request.query_params.get("gedaan", "") == "ja" and found.state is not LinkState.UNKNOWN
    other = _is_other(found, viewer)
    known = found.introduction is not None and found.role is not None and not other
    row = found.introduction
    return page(
        request,
        "introductions/link_closed.html",
        status=200 if done else STATUSES.get(found.state, GONE) if not other else 403,
        state="other" if other else found.state.value,
        stands=stands(row.state, READERS[found.role]) if known and row and found.role else "",
        is_running=row is not None and row.state in RUNNING,
        done=done and not other,
        home="/voordrachten" if found.role is Role.CANDIDATE else "/werkgever/voordrachten",
    )
