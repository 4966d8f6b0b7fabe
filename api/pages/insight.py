"""Seeing everything that is held about oneself, and who saw or changed it and why."""

import json
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from accounts.audit import AuditAction, entries_about
from api.asking import LARGEST_ID, Now, Reading, Viewing, Writing
from api.noting import note
from api.pages.held_values import sheets
from api.pages.own_rights import OwnRights, days_of
from api.pages.rendering import page
from profiles.held import as_json, held_about
from skills.sectors import sectors

router = APIRouter(prefix="/rechten")

PAGE = 50
Before = Annotated[int | None, Query(ge=1, le=LARGEST_ID)]


@router.get("/gegevens")
def show_held(request: Request, session: Reading, own: OwnRights, viewer: Viewing) -> Response:
    """Show every table with a row about somebody."""
    held = held_about(session, candidate_id=own, account_id=viewer.account_id)
    labels = {row.key: row.label for row in sectors(session)}
    return page(
        request,
        "rights/held.html",
        sheets=sheets(held, days_of(request), labels),
        left_out=sorted({one.reason for one in held.left_out}),
    )


@router.get("/gegevens.json")
def take_held(session: Writing, own: OwnRights, viewer: Viewing, now: Now) -> Response:
    """Give the same as a file for programs, and note that it was taken."""
    held = held_about(session, candidate_id=own, account_id=viewer.account_id)
    note(session, viewer, AuditAction.DOWNLOADED, candidate_id=own, now=now)
    return as_file(json.dumps(as_json(held), ensure_ascii=False, indent=2), "mijn-gegevens.json")


def as_file(content: str | bytes, name: str, kind: str = "application/json") -> Response:
    """Answer with a file to keep; its name tells nothing about anybody."""
    disposition = f'attachment; filename="{name}"'
    return Response(content, media_type=kind, headers={"Content-Disposition": disposition})


@router.get("/inzage")
def show_trail(
    request: Request, session: Reading, own: OwnRights, viewer: Viewing, voor: Before = None
) -> Response:
    """Show who saw or changed something of the profile, the newest first."""
    found = entries_about(session, candidate_id=own, most=PAGE + 1, before_number=voor)
    entries = found[:PAGE]
    return page(
        request,
        "rights/trail.html",
        entries=entries,
        older=entries[-1].number if len(found) > PAGE else None,
        is_first=voor is None,
        mine=viewer.account_id,
        days=days_of(request),
    )
