"""The handover to WIJIJ for a manager: what waits, making and taking a batch, the receipt."""

import json
from typing import Annotated

from fastapi import APIRouter, Depends, File, Path, Request, Response, UploadFile
from fastapi import Form as Posted
from sqlmodel import Session, col, func, select

from accounts.permissions import Act, Viewer
from api.asking import LARGEST_ID, Allowed, Now, Viewing, Writing
from api.handing_over import NothingToHandOver, give_in, make_in, note_seen, receive_in
from api.pages.forms import Form, to
from api.pages.own_rights import days_of
from api.pages.rendering import page
from foundation.errors import Conflict, Invalid, NotFound, TalentError
from placements.handover import batches_of, preview
from placements.handover_bundle import files_named, name_of
from placements.handover_files import READ_ME, SHEET
from placements.handover_trail import people_in
from placements.handover_views import (
    Chain,
    batch_of_chain,
    chain_with_key,
    chains_of,
    rejected_rows,
)
from placements.models import BatchState, HandoverBatch, HandoverVerdict

HOME = "/programma/overdracht"
router = APIRouter(prefix=HOME, dependencies=[Depends(Allowed(Act.HAND_OVER))])
BatchNumber = Annotated[int, Path(alias="batchNumber", ge=1, le=LARGEST_ID)]

# Batches and rejected rows on the first page.
SHOWN, SHOWN_REJECTED = 12, 20


@router.get("")
def show(request: Request, session: Writing, viewer: Viewing, now: Now) -> Response:
    """Tell what waits, which batches there are, and what WIJIJ did not take."""
    chains, chain = _chains(session, request, viewer)
    return _overview(request, session, viewer, now, chains, chain)


@router.post("")
def make(request: Request, session: Writing, viewer: Viewing, now: Now, form: Form) -> Response:
    """Make the next batch and show it; without anything new say so."""
    chains = chains_of(session, region_id=viewer.region_id)
    chain = chain_with_key(chains, form.one("regio"))
    try:
        batch = make_in(session, viewer, chain=chain, now=now)
    except Conflict as error:
        session.rollback()
        refused = None if isinstance(error, NothingToHandOver) else error
        return _overview(
            request, session, viewer, now, chains, chain, refused=refused, status=error.status
        )
    return to(f"{HOME}/{batch.number}?regio={chain.key}&gedaan=gemaakt")


@router.post("/ontvangst")
def receive(
    request: Request,
    session: Writing,
    viewer: Viewing,
    now: Now,
    bestand: Annotated[UploadFile | None, File()] = None,
    regio: Annotated[str, Posted()] = "",
) -> Response:
    """Read what WIJIJ answered: all of it, or nothing."""
    chains = chains_of(session, region_id=viewer.region_id)
    chain = chain_with_key(chains, regio)
    content = bestand.file.read() if bestand is not None else b""
    try:
        if not content:
            raise Invalid("Kies eerst het ontvangstbewijs. Je koos geen bestand, of het is leeg.")
        receipt = receive_in(session, viewer, content=content, chain=chain, now=now)
    except (Invalid, Conflict, NotFound) as error:
        session.rollback()
        return _overview(
            request, session, viewer, now, chains, chain, error=error, status=_told(error)
        )
    done = "herhaald" if receipt.repeated else "ontvangen"
    return to(f"{HOME}/{receipt.batch.number}?regio={chain.key}&gedaan={done}")


@router.get("/{batchNumber}")
def look(
    request: Request, session: Writing, viewer: Viewing, now: Now, number: BatchNumber
) -> Response:
    """Show one batch: its manifest, its files, and what WIJIJ said of it."""
    _, chain = _chains(session, request, viewer)
    batch = batch_of_chain(session, chain=chain, number=number)
    answer = _batch(request, session, chain, batch)
    note_seen(session, viewer, now=now)
    return answer


@router.post("/{batchNumber}/bestand")
def take(
    request: Request, session: Writing, viewer: Viewing, now: Now, number: BatchNumber, form: Form
) -> Response:
    """Give the zip of a batch, the same bytes every time."""
    chain = chain_with_key(chains_of(session, region_id=viewer.region_id), form.one("regio"))
    batch = batch_of_chain(session, chain=chain, number=number)
    try:
        bundle = give_in(session, viewer, batch=batch, now=now)
    except Conflict as error:
        session.rollback()
        batch = batch_of_chain(session, chain=chain, number=number)
        return _batch(request, session, chain, batch, refused=error, status=error.status)
    return zipped(bundle.content, number)


def zipped(content: bytes, number: int) -> Response:
    """Answer with a batch as a file to keep."""
    headers = {"Content-Disposition": f'attachment; filename="{name_of(number)}"'}
    return Response(content, media_type="application/zip", headers=headers)


def _chains(session: Session, request: Request, viewer: Viewer) -> tuple[tuple[Chain, ...], Chain]:
    chains = chains_of(session, region_id=viewer.region_id)
    return chains, chain_with_key(chains, request.query_params.get("regio"))


def _told(error: TalentError) -> int:
    """Give the status of a page that shows a form again: what is not there is wrong in the file."""
    return Invalid.status if isinstance(error, NotFound) else error.status


def _overview(
    request: Request,
    session: Session,
    viewer: Viewer,
    now: Now,
    chains: tuple[Chain, ...],
    chain: Chain,
    *,
    refused: TalentError | None = None,
    error: TalentError | None = None,
    status: int = 200,
) -> Response:
    rejected = rejected_rows(session, chain=chain)
    found = batches_of(session, chains=[chain.key])
    answer = page(
        request,
        "handover/overview.html",
        status=status,
        chains=chains,
        chain=chain,
        waits=preview(session, chain=chain.key),
        batches=found[:SHOWN],
        older=found[SHOWN:],
        rejected=rejected[:SHOWN_REJECTED],
        more_rejected=max(0, len(rejected) - SHOWN_REJECTED),
        refused=refused,
        nothing_new=status == Conflict.status and refused is None and error is None,
        error=error,
        days=days_of(request),
    )
    note_seen(session, viewer, now=now)
    return answer


def _batch(
    request: Request,
    session: Session,
    chain: Chain,
    batch: HandoverBatch,
    *,
    refused: TalentError | None = None,
    status: int = 200,
) -> Response:
    rejected = rejected_rows(session, chain=chain, number=batch.number)
    return page(
        request,
        "handover/batch.html",
        status=status,
        chain=chain,
        batch=batch,
        file_name=name_of(batch.number),
        manifest=json.loads(batch.manifest),
        files=files_named(batch.manifest),
        prose=READ_ME,
        sheet=SHEET,
        people=len(people_in(session, batch=batch)),
        is_received=batch.state is BatchState.RECEIVED,
        accepted=_accepted(session, batch),
        rejected=rejected,
        refused=refused,
        done=request.query_params.get("gedaan", ""),
        days=days_of(request),
    )


def _accepted(session: Session, batch: HandoverBatch) -> int:
    counted = select(func.count()).select_from(HandoverVerdict)
    return session.exec(
        counted.where(HandoverVerdict.batch_id == batch.id, col(HandoverVerdict.accepted))
    ).one()
