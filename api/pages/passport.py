"""The passport: what somebody can do on one page, to look at, to print and to take along."""

import json
from datetime import datetime

from fastapi import APIRouter, Request, Response

from accounts.audit import AuditAction
from accounts.permissions import Viewer
from api.asking import App, Now, Reading, Running, Viewing
from api.noting import note
from api.pages.insight import as_file
from api.pages.own import OwnProfile
from api.pages.own_rights import days_of
from api.pages.rendering import page
from foundation.database import writing
from profiles.languages import name_of
from profiles.passport import read_passport
from profiles.passport_export import as_europass_style, as_json_resume
from profiles.passport_pdf import passport_pdf

router = APIRouter()


@router.get("/paspoort")
def show(request: Request, session: Reading, own: OwnProfile, now: Now) -> Response:
    """Show the passport."""
    passport = read_passport(session, candidate_id=own, now=now)
    return page(
        request, "passport/passport.html", passport=passport, names=name_of, days=days_of(request)
    )


@router.get("/paspoort.pdf")
def take_pdf(app: App, session: Reading, own: OwnProfile, viewer: Viewing, now: Now) -> Response:
    """Give the passport as a PDF in the language of the page."""
    passport = read_passport(session, candidate_id=own, now=now)
    pdf = passport_pdf(passport, viewer.language)
    _note(app, viewer, own, now)
    return as_file(pdf, "skillspaspoort.pdf", "application/pdf")


@router.get("/paspoort/json-resume.json")
def take_resume(app: App, session: Reading, own: OwnProfile, viewer: Viewing, now: Now) -> Response:
    """Give the passport in the fields of JSON Resume."""
    passport = read_passport(session, candidate_id=own, now=now)
    text = json.dumps(as_json_resume(passport), ensure_ascii=False, indent=2)
    _note(app, viewer, own, now)
    return as_file(text, "skillspaspoort-json-resume.json")


@router.get("/paspoort/europass.json")
def take_europass(
    app: App, session: Reading, own: OwnProfile, viewer: Viewing, now: Now
) -> Response:
    """Give the passport in the structure of the Europass CV."""
    passport = read_passport(session, candidate_id=own, now=now)
    text = json.dumps(as_europass_style(passport), ensure_ascii=False, indent=2)
    _note(app, viewer, own, now)
    return as_file(text, "skillspaspoort-europass.json")


def _note(app: Running, viewer: Viewer, own: int, now: datetime) -> None:
    # Of its own and at the end: nobody waits for the trail while a PDF is being set.
    with writing(app.engine) as session:
        note(session, viewer, AuditAction.PASSPORT_DOWNLOADED, candidate_id=own, now=now)
