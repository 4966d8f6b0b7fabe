"""The handover to WIJIJ for a program of a manager: what waits, batches, files and receipts."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from accounts.permissions import Act
from api.asking import Now, Reading, Viewing, Writing
from api.handing_over import give_in, make_in, note_seen, receive_in
from api.routes.contract import Identity, may
from api.routes.handover_views import BatchView, ReceiptView, WaitingView, WholeBatchView
from api.routes.paging import Pages
from api.routes.repeating import Once
from api.routes.views import Paged
from placements.handover import batches_of, preview
from placements.handover_bundle import name_of
from placements.handover_views import (
    Chain,
    batch_of_chain,
    chain_with_key,
    chains_of,
    rejected_rows,
)

router = APIRouter(prefix="/handover", tags=["handover"])
ZIP = "application/zip"


def _chain(
    session: Reading,
    viewer: Viewing,
    region: Annotated[
        str | None,
        Query(
            pattern="^[a-z0-9-]{0,40}$",
            description=(
                "The key of a region of yours, empty for what has no region. Without it the first."
            ),
            examples=["leidse-regio"],
        ),
    ] = None,
) -> Chain:
    chains = chains_of(session, region_id=viewer.region_id)
    return chain_with_key(chains, region)


async def _content(request: Request) -> bytes:
    return await request.body()


OfRegion = Annotated[Chain, Depends(_chain)]
Content = Annotated[bytes, Depends(_content)]
BatchNumber = Annotated[Identity, Path(alias="batchNumber", description="Its number.")]
_FILE: dict[int | str, dict[str, Any]] = {
    200: {"content": {ZIP: {"schema": {"type": "string", "contentMediaType": ZIP}}}}
}
_RECEIPT = {
    "requestBody": {
        "required": True,
        "description": "The receipt itself (docs/handover/receipt.schema.json); at most 16 MB.",
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}


@router.get("/preview", dependencies=[may(Act.HAND_OVER)])
def get_preview(session: Reading, chain: OfRegion) -> WaitingView:
    """Tell what the next batch would hold; nothing is made."""
    return WaitingView.of(preview(session, chain=chain.key))


@router.get("/batches", dependencies=[may(Act.HAND_OVER)])
def list_batches(
    session: Writing, viewer: Viewing, now: Now, chain: OfRegion, pages: Pages
) -> Paged[BatchView]:
    """List the batches of a region, the newest first."""
    found = batches_of(session, chains=[chain.key])
    answer = pages.paged([BatchView.of(row) for row in pages.cut(found)], total=len(found))
    note_seen(session, viewer, now=now)
    return answer


@router.post(
    "/batches",
    status_code=201,
    dependencies=[may(Act.HAND_OVER)],
    response_model=BatchView,
)
def make_handover_batch(
    session: Writing, viewer: Viewing, now: Now, chain: OfRegion, repeating: Once
) -> Response:
    """Make the next batch, or give the one that was made and not given yet."""

    def make() -> BatchView:
        return BatchView.of(make_in(session, viewer, chain=chain, now=now))

    return repeating.answer(session, make)


@router.get("/batches/{batchNumber}", dependencies=[may(Act.HAND_OVER)])
def get_batch(
    session: Writing, viewer: Viewing, now: Now, chain: OfRegion, number: BatchNumber
) -> WholeBatchView:
    """Tell of one batch: its files with their checksums, and what WIJIJ did not take."""
    row = batch_of_chain(session, chain=chain, number=number)
    view = WholeBatchView.whole(row, rejected_rows(session, chain=chain, number=number))
    note_seen(session, viewer, now=now)
    return view


@router.get(
    "/batches/{batchNumber}/file",
    response_class=Response,
    responses=_FILE,
    dependencies=[may(Act.HAND_OVER)],
)
def get_batch_file(
    session: Writing, viewer: Viewing, now: Now, chain: OfRegion, number: BatchNumber
) -> Response:
    """Give the zip of a batch, the same bytes every time until WIJIJ confirms it."""
    batch = batch_of_chain(session, chain=chain, number=number)
    bundle = give_in(session, viewer, batch=batch, now=now)
    headers = {"Content-Disposition": f'attachment; filename="{name_of(number)}"'}
    return Response(bundle.content, media_type=ZIP, headers=headers)


@router.post("/receipts", dependencies=[may(Act.HAND_OVER)], openapi_extra=_RECEIPT)
def read_handover_receipt(
    content: Content, session: Writing, viewer: Viewing, now: Now, chain: OfRegion
) -> ReceiptView:
    """Read what WIJIJ answered about a batch: all of it, or nothing."""
    receipt = receive_in(session, viewer, content=content, chain=chain, now=now)
    return ReceiptView.of(receipt)
