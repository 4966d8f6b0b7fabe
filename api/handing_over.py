"""Making and giving a batch for WIJIJ, as the site and the API do it: with the trail of it."""

from datetime import datetime

from sqlmodel import Session

from accounts.audit import AuditAction, AuditReason
from accounts.permissions import Viewer
from api.noting import note
from foundation.errors import Conflict
from placements.handover import Bundle, make_batch, zip_of
from placements.handover_batches import batch_in_the_making, find_batch
from placements.handover_trail import record_given
from placements.handover_views import Chain
from placements.models import HandoverBatch
from placements.receipts import Receipt, read_receipt


class NothingToHandOver(Conflict):
    """There is nothing new since the batch before."""


def make_in(session: Session, viewer: Viewer, *, chain: Chain, now: datetime) -> HandoverBatch:
    """Make the next batch, or give the one that still waits to be given out.

    Raises:
        NothingToHandOver: there is nothing new.
    """
    waiting = batch_in_the_making(session, chain=chain.key)
    if waiting is not None:
        return waiting
    batch = make_batch(session, chain=chain.key, made_by=viewer.account_id, now=now)
    if batch is None:
        raise NothingToHandOver(
            "Er is niets nieuws sinds de vorige overdracht. Je hoeft niets te doen."
        )
    return batch


def give_in(session: Session, viewer: Viewer, *, batch: HandoverBatch, now: datetime) -> Bundle:
    """Give a batch as a zip; the first time everybody in it can read that on his own page.

    Raises:
        ReceivedAlready, SomebodyLeft: see `placements.handover.zip_of`.
    """
    first = find_batch(session, batch_id=batch.id).written_at is None
    bundle = zip_of(session, batch_id=batch.id, now=now)
    if first:
        record_given(
            session,
            batch=bundle.batch,
            actor_id=viewer.account_id,
            actor_role=viewer.role,
            now=now,
        )
    else:
        note_seen(session, viewer, now=now)
    return bundle


def note_seen(session: Session, viewer: Viewer, *, now: datetime) -> None:
    """Note that somebody looked at the handover."""
    note(
        session,
        viewer,
        AuditAction.HANDOVER_SEEN,
        candidate_id=None,
        now=now,
        reason=AuditReason.HANDOVER,
    )


def receive_in(
    session: Session, viewer: Viewer, *, content: bytes, chain: Chain, now: datetime
) -> Receipt:
    """Read what WIJIJ answered about a batch of this chain.

    Raises:
        Invalid, Conflict: see `placements.receipts.read_receipt`; nothing is kept.
    """
    receipt = read_receipt(session, content=content, chain=chain.key, now=now)
    note(
        session,
        viewer,
        AuditAction.RECEIPT_READ,
        candidate_id=None,
        now=now,
        reason=AuditReason.HANDOVER,
    )
    return receipt
