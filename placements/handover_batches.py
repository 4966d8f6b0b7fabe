"""Finding batches of the handover: of which chain, which number, and how far each is."""

from collections.abc import Collection

from sqlmodel import Session, col, select

from accounts.models import Region
from foundation.errors import NotFound
from placements.models import BatchState, HandoverBatch, HandoverRow


class UnknownChain(NotFound):
    """No region has these batches."""


class UnknownBatch(NotFound):
    """There is no such batch."""


def check_chain(session: Session, *, chain: str) -> None:
    """Refuse a chain that no region has; the empty one is what has no region.

    Raises:
        UnknownChain: so it is.
    """
    if chain and session.exec(select(Region.id).where(Region.key == chain)).first() is None:
        raise UnknownChain(f"De regio “{chain[:40]}” is er niet. Kies een regio uit de lijst.")


def batches_of(session: Session, *, chains: Collection[str]) -> list[HandoverBatch]:
    """List the batches of these chains, the newest first."""
    listed = select(HandoverBatch).where(col(HandoverBatch.chain).in_(sorted(chains)))
    newest = col(HandoverBatch.made_at).desc(), col(HandoverBatch.id).desc()
    return list(session.exec(listed.order_by(*newest)))


def find_batch(session: Session, *, batch_id: int) -> HandoverBatch:
    """Find a batch as it stands now.

    Raises:
        UnknownBatch: there is none with this number.
    """
    row = session.get(HandoverBatch, batch_id, populate_existing=True)
    if row is None:
        raise UnknownBatch("Deze batch is er niet. Kies er een uit de lijst.")
    return row


def batch_with_number(session: Session, *, chain: str, number: int) -> HandoverBatch:
    """Find a batch of a chain by its number.

    Raises:
        UnknownBatch: it is not there.
    """
    found = select(HandoverBatch).where(
        HandoverBatch.chain == chain, HandoverBatch.number == number
    )
    row = session.exec(found.execution_options(populate_existing=True)).first()
    if row is None:
        raise UnknownBatch(f"Batch {number} is er niet. Kijk met “talent handover status”.")
    return row


def last_batch(session: Session, *, chain: str) -> HandoverBatch | None:
    """Give the last batch of a chain; None before the first."""
    listed = select(HandoverBatch).where(HandoverBatch.chain == chain)
    newest = listed.order_by(col(HandoverBatch.number).desc()).limit(1)
    return session.exec(newest.execution_options(populate_existing=True)).first()


def batch_in_the_making(session: Session, *, chain: str) -> HandoverBatch | None:
    """Give the batch of a chain that was made and not marked as given out, if there is one."""
    last = last_batch(session, chain=chain)
    return last if last is not None and last.state is BatchState.MADE else None


def chains_in_use(session: Session) -> list[str]:
    """List the chains that have a batch or something that waits for one, in order."""
    made = select(HandoverBatch.chain).distinct()
    waits = select(HandoverRow.chain).where(col(HandoverRow.batch_id).is_(None)).distinct()
    return sorted({*session.exec(made), *session.exec(waits)})
