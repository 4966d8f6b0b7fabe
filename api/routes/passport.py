"""Everything to take along: the passport in several forms, and all that is held.

Taking something along is noted after it was made, so that no write waits for a PDF.
"""

from datetime import datetime
from typing import Any

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse

from accounts.audit import AuditAction
from accounts.permissions import Act, Viewer
from api.asking import App, Now, Reading, Running, Viewing
from api.noting import note
from api.routes.contract import CandidateId, Words, may
from api.routes.passport_views import HeldView, PassportView
from foundation.database import writing
from profiles.held import held_about
from profiles.passport import read_passport
from profiles.passport_export import as_europass_style, as_json_resume
from profiles.passport_pdf import passport_pdf

router = APIRouter(prefix="/candidates/{candidateId}", tags=["passport"])
PDF = "application/pdf"
DUTCH = {"Content-Language": "nl"}
_FREE: dict[int | str, dict[str, Any]] = {
    200: {"content": {"application/json": {"schema": {"type": "object"}}}}
}
_FILE: dict[int | str, dict[str, Any]] = {
    200: {"content": {PDF: {"schema": {"type": "string", "contentMediaType": PDF}}}}
}


def _note(
    app: Running, viewer: Viewer, candidate: int, now: datetime, *, action: AuditAction
) -> None:
    """Note what was taken, after its own connection went back: a request holds one at a time."""
    with writing(app.engine) as session:
        note(session, viewer, action, candidate_id=candidate, now=now)


@router.get("/passport", dependencies=[may(Act.TAKE_PASSPORT)])
def get_passport(
    candidate: CandidateId, app: App, session: Reading, viewer: Viewing, now: Now
) -> PassportView:
    """Give what a person can do, to take along to anybody: no address, no score."""
    passport = read_passport(session, candidate_id=candidate, now=now)
    session.close()
    _note(app, viewer, candidate, now, action=AuditAction.PASSPORT_DOWNLOADED)
    return PassportView.of(passport)


@router.get("/passport/json-resume", responses=_FREE, dependencies=[may(Act.TAKE_PASSPORT)])
def get_json_resume(
    candidate: CandidateId, app: App, session: Reading, viewer: Viewing, now: Now
) -> JSONResponse:
    """Give the passport in the fields of JSON Resume 1.0.0 (jsonresume.org)."""
    passport = read_passport(session, candidate_id=candidate, now=now)
    session.close()
    _note(app, viewer, candidate, now, action=AuditAction.PASSPORT_DOWNLOADED)
    return JSONResponse(as_json_resume(passport), headers=DUTCH)


@router.get("/passport/europass", responses=_FREE, dependencies=[may(Act.TAKE_PASSPORT)])
def get_europass(
    candidate: CandidateId, app: App, session: Reading, viewer: Viewing, now: Now
) -> JSONResponse:
    """Give the passport in the structure of the Europass CV; it is no Europass document."""
    passport = read_passport(session, candidate_id=candidate, now=now)
    session.close()
    _note(app, viewer, candidate, now, action=AuditAction.PASSPORT_DOWNLOADED)
    return JSONResponse(as_europass_style(passport), headers=DUTCH)


@router.get(
    "/passport/pdf",
    response_class=Response,
    responses=_FILE,
    dependencies=[may(Act.TAKE_PASSPORT)],
)
def get_passport_pdf(
    candidate: CandidateId, app: App, session: Reading, viewer: Viewing, words: Words, now: Now
) -> Response:
    """Give the passport as a tagged PDF of one to three pages, in the language that is asked."""
    passport = read_passport(session, candidate_id=candidate, now=now)
    session.close()
    made = passport_pdf(passport, words.language)
    _note(app, viewer, candidate, now, action=AuditAction.PASSPORT_DOWNLOADED)
    headers = {
        "Content-Disposition": 'attachment; filename="paspoort.pdf"',
        "Content-Language": words.language,
    }
    return Response(made, media_type=PDF, headers=headers)


@router.get("/held-data", dependencies=[may(Act.USE_RIGHTS)])
def get_held_data(
    candidate: CandidateId, app: App, session: Reading, viewer: Viewing, now: Now
) -> HeldView:
    """Give everything that is held about somebody, table by table, and what is not shown."""
    held = held_about(session, candidate_id=candidate, account_id=viewer.account_id)
    session.close()
    _note(app, viewer, candidate, now, action=AuditAction.DOWNLOADED)
    return HeldView.of(held)
