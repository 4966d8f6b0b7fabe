"""Telling how it goes from a mail with one tap: a page with buttons, which logs nobody in.

Looking changes nothing, for mail scanners look too. A link answers one check-in once; the same day
it still takes a few words, and the three questions where they are asked.
"""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from sqlmodel import Session

from accounts.models import Role
from accounts.permissions import Act, Subject, Viewer
from api.asking import Allowed, App, Now, Reading, Viewing, Writing
from api.checking_in import add_words_for, answer_for, satisfaction_for
from api.pages.asked import (
    WORDS,
    Place,
    Refused,
    answer_in,
    check_in_page,
    chosen_in,
    satisfaction_in,
    satisfaction_page,
    words_in,
)
from api.pages.forms import Fields, Form, to
from api.pages.rendering import page
from api.placing import note_outcome_seen
from coaching.introduction_words import Reader
from foundation.errors import Conflict, Invalid
from placements.check_in_links import CheckInLinkState, FoundCheckIn, find_check_in_link
from placements.follow_up import follow_up_of, name_for_employer
from placements.models import CheckIn, CheckInLink, Outcome, Side

router = APIRouter(prefix="/hoe-gaat-het")
Anybody = Annotated[Subject, Depends(Allowed(Act.ANSWER_BY_LINK))]

S = CheckInLinkState
STATUSES = {S.UNKNOWN: 404, S.USABLE: 200}
GONE = 410
# A link for both the answer and what comes right after it.
OPEN = frozenset({S.USABLE, S.JUST_USED})
ROLES = {Side.CANDIDATE: Role.CANDIDATE, Side.EMPLOYER: Role.EMPLOYER}
READERS = {Side.CANDIDATE: Reader.CANDIDATE, Side.EMPLOYER: Reader.EMPLOYER}
HOMES = {Side.CANDIDATE: "/voordrachten", Side.EMPLOYER: "/werkgever/geplaatst"}


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
    found = find_check_in_link(session, token=token, now=now)
    if not _usable(found, viewer):
        return _closed(request, found, viewer)
    link, row, outcome = _rows(found)
    if row.side is Side.EMPLOYER and name_for_employer(session, outcome=outcome):
        who = link_viewer(link, row, outcome)
        note_outcome_seen(app.engine, who, candidate_id=outcome.candidate_id, now=now)
    return check_in_page(request, session, row, _place(token, row), now)


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
    """Write the answer down, once."""

    def do(link: CheckInLink, row: CheckIn, who: Viewer) -> None:
        draft = answer_in(form)
        answer_for(
            session,
            app,
            who,
            outcome_id=row.outcome_id,
            check_in_id=row.id,
            draft=draft,
            now=now,
            link_id=link.id,
        )

    return _done(request, session, viewer, now, form, token, do, "ja")


@router.post("/{token}/tekst")
def add_text(
    request: Request,
    session: Writing,
    viewer: Viewing,
    now: Now,
    form: Form,
    token: str,
    _allowed: Anybody,
) -> Response:
    """Keep a few words with the answer."""

    def do(_link: CheckInLink, row: CheckIn, who: Viewer) -> None:
        add_words_for(
            session,
            who,
            outcome_id=row.outcome_id,
            check_in_id=row.id,
            draft=words_in(form),
            now=now,
        )

    return _done(request, session, viewer, now, form, token, do, "tekst")


@router.post("/{token}/tevreden")
def answer_questions(
    request: Request,
    session: Writing,
    viewer: Viewing,
    now: Now,
    form: Form,
    token: str,
    _allowed: Anybody,
) -> Response:
    """Keep the three answers, once."""
    found = find_check_in_link(session, token=token, now=now)
    if not _usable(found, viewer):
        return _closed(request, found, viewer)
    link, row, outcome = _rows(found)
    who, place = link_viewer(link, row, outcome), _place(token, row)
    try:
        draft = satisfaction_in(form)
        satisfaction_for(session, who, outcome_id=outcome.id, draft=draft, now=now)
    except (Invalid, Conflict) as error:
        session.rollback()
        follow = follow_up_of(session, outcome_id=outcome.id, reader=place.reader, now=now)
        return satisfaction_page(request, follow, place, error, chosen_in(form))
    return to(f"{place.to}?gedaan=tevreden")


def link_viewer(link: CheckInLink, row: CheckIn, outcome: Outcome) -> Viewer:
    """Say who answers with a link, for the trail; nobody is logged in by it."""
    candidate = outcome.candidate_id if row.side is Side.CANDIDATE else None
    return Viewer(account_id=link.account_id, role=ROLES[row.side], candidate_id=candidate)


def _done(
    request: Request,
    session: Session,
    viewer: Viewer,
    now: Now,
    form: Fields,
    token: str,
    do: Callable[[CheckInLink, CheckIn, Viewer], None],
    done: str,
) -> Response:
    found = find_check_in_link(session, token=token, now=now)
    if not _usable(found, viewer):
        return _closed(request, found, viewer)
    link, row, outcome = _rows(found)
    try:
        do(link, row, link_viewer(link, row, outcome))
    except (Invalid, Conflict) as error:
        session.rollback()
        after = find_check_in_link(session, token=token, now=now)
        if not _usable(after, viewer):
            return _closed(request, after, viewer)
        _, row, _ = _rows(after)
        refused = Refused(error, form.one(WORDS))
        return check_in_page(request, session, row, _place(token, row), now, refused)
    return to(f"/hoe-gaat-het/{token}?gedaan={done}")


def _place(token: str, row: CheckIn) -> Place:
    here = f"/hoe-gaat-het/{token}"
    return Place(here, "", READERS[row.side], f"{here}/tevreden")


def _rows(found: FoundCheckIn) -> tuple[CheckInLink, CheckIn, Outcome]:
    if found.link is None or found.check_in is None or found.outcome is None:
        raise ValueError("a link that is not there belongs to nothing")
    return found.link, found.check_in, found.outcome


def _is_other(found: FoundCheckIn, viewer: Viewer) -> bool:
    """Tell whether somebody else is logged in here than the link was mailed to."""
    if found.link is None or viewer.account_id is None:
        return False
    return viewer.account_id != found.link.account_id


def _usable(found: FoundCheckIn, viewer: Viewer) -> bool:
    return found.state in OPEN and not _is_other(found, viewer)


def _closed(request: Request, found: FoundCheckIn, viewer: Viewer) -> Response:
    """Say that this link answers nothing and what to do; no name, no text."""
    other = _is_other(found, viewer)
    row = found.check_in
    return page(
        request,
        "outcomes/check_in_closed.html",
        status=403 if other else STATUSES.get(found.state, GONE),
        state="other" if other else found.state.value,
        answer=row.answer.value if row and row.answer else "",
        home=HOMES[row.side] if row else "/",
    )
