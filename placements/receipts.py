"""WIJIJ's receipt of a batch: read back whole or not at all, and kept as a verdict per row."""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Annotated, Any

from pydantic import AfterValidator, Field
from sqlmodel import Session, col, delete, func, select

from foundation.entry import Draft, Flag, Whole, clean_line, validated
from foundation.errors import Conflict, Invalid, NotFound, Problem
from placements.handover_batches import batch_with_number
from placements.handover_bundle import files_named
from placements.handover_making import take_lock
from placements.models import (
    BatchState,
    HandoverBatch,
    HandoverLine,
    HandoverRow,
    HandoverVerdict,
)

FORMAT = "talent-op-maat-ontvangst-1"
LARGEST_RECEIPT = 16_000_000
# What stands in a refusal; the rest is counted.
SHOWN = 50


class UnreadableReceipt(Invalid):
    """The file is no receipt of a batch."""


class OtherReceipt(Conflict):
    """The receipt is of another batch than the one we gave, or of one that was confirmed."""


class RowReceipt(Draft):
    """What WIJIJ did with one row; a row that was not accepted has a reason."""

    file: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$")]
    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9-]{1,32}$")]
    accepted: Flag
    reason: Annotated[str, AfterValidator(partial(clean_line, longest=300))] = ""


class ReceiptDraft(Draft):
    """A receipt as it comes in: of which batch, and one verdict for every row of its JSONL files.

    `manifest_sha256` is the checksum of the manifest.json that WIJIJ received.
    """

    format: Annotated[str, Field(pattern=f"^{FORMAT}$")]
    chain: Annotated[str, Field(pattern=r"^[a-z0-9-]{0,40}$")]
    batch: Annotated[Whole, Field(ge=1, le=999_999)]
    manifest_sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    rows: Annotated[tuple[RowReceipt, ...], Field(max_length=200_000)]


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a receipt said; `repeated` tells that the very same one was read before."""

    batch: HandoverBatch
    accepted: int
    rejected: int
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Rejection:
    """A row that WIJIJ did not take, and why; the outcome it is about, if it is about one.

    The way out is to correct the outcome, or to change the profile: that makes a new row.
    """

    file: str
    public_id: str
    reason: str
    outcome_id: int | None


def read_receipt(session: Session, *, content: bytes, chain: str | None, now: datetime) -> Receipt:
    """Keep what WIJIJ said of every row of a batch, and let go of the lines of it.

    The very same receipt again changes nothing.

    Args:
        session: the transaction.
        content: the file as it came in.
        chain: the chain it must be of; None takes every chain.
        now: the moment it came in.

    Raises:
        UnreadableReceipt: it is too large, no JSON, or no receipt.
        UnknownBatch, OtherReceipt: it is of another region or batch, or another receipt came in.
        Invalid: rows are missing, unknown or told twice; all of it is told together.
    """
    draft = _read(content)
    if chain is not None and draft.chain != chain:
        raise OtherReceipt(
            f"Dit ontvangstbewijs is van {_named(draft.chain)}, en niet van {_named(chain)}. "
            "Kies het goede bestand."
        )
    take_lock(session)
    batch = _batch(session, draft)
    told = hashlib.sha256(content).hexdigest()
    if batch.state is BatchState.RECEIVED:
        return _repeated(session, batch, told)
    if batch.written_at is None:
        raise OtherReceipt(f"Batch {batch.number} is nog niet klaargezet. Controleer het bestand.")
    if draft.manifest_sha256 != batch.manifest_sha256:
        raise OtherReceipt(
            f"WIJIJ heeft een andere batch {batch.number} dan wij gaven: de controlesom klopt "
            "niet. Laat WIJIJ de map controleren en vraag een nieuw ontvangstbewijs."
        )
    _keep(session, batch, _checked(session, batch, draft.rows))
    batch.state, batch.received_at, batch.receipt_sha256 = BatchState.RECEIVED, now, told
    session.flush()
    accepted = sum(row.accepted for row in draft.rows)
    return Receipt(batch, accepted, len(draft.rows) - accepted)


def rejections_of(session: Session, *, batch_id: int) -> list[Rejection]:
    """List what WIJIJ did not take of a batch, with the reason, in order of file."""
    found = (
        select(HandoverVerdict, HandoverRow.outcome_id)
        .join(
            HandoverRow,
            col(HandoverRow.public_id) == HandoverVerdict.public_id,
            isouter=True,
        )
        .where(HandoverVerdict.batch_id == batch_id, col(HandoverVerdict.accepted).is_(False))
        .order_by(col(HandoverVerdict.file), col(HandoverVerdict.id))
    )
    return [
        Rejection(row.file, row.public_id, row.reason, outcome_id)
        for row, outcome_id in session.exec(found)
    ]


def _read(content: bytes) -> ReceiptDraft:
    if len(content) > LARGEST_RECEIPT:
        raise UnreadableReceipt(
            f"Dit bestand is te groot. Een ontvangstbewijs is hoogstens "
            f"{LARGEST_RECEIPT // 1_000_000} MB."
        )
    try:
        told: Any = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise UnreadableReceipt("Dit is geen goede JSON. Controleer het bestand.") from error
    if not isinstance(told, dict) or told.get("format") != FORMAT:
        raise UnreadableReceipt(
            "Dit is geen ontvangstbewijs van een batch. Geef het bestand dat WIJIJ terugstuurt."
        )
    return validated(ReceiptDraft, told)


def _batch(session: Session, draft: ReceiptDraft) -> HandoverBatch:
    try:
        return batch_with_number(session, chain=draft.chain, number=draft.batch)
    except NotFound as error:
        raise OtherReceipt(
            f"Wij maakten geen batch {draft.batch} voor {_named(draft.chain)}. "
            "Controleer het bestand."
        ) from error


def _named(chain: str) -> str:
    return f"de regio “{chain}”" if chain else "de hele organisatie"


def _repeated(session: Session, batch: HandoverBatch, told: str) -> Receipt:
    if batch.receipt_sha256 != told:
        raise OtherReceipt(
            f"Van batch {batch.number} is al een ander ontvangstbewijs gelezen. Er is niets "
            "veranderd."
        )
    verdicts = select(HandoverVerdict.accepted, func.count()).where(
        HandoverVerdict.batch_id == batch.id
    )
    counted = dict(session.exec(verdicts.group_by(col(HandoverVerdict.accepted))).all())
    return Receipt(batch, counted.get(True, 0), counted.get(False, 0), repeated=True)


def _checked(
    session: Session, batch: HandoverBatch, rows: Sequence[RowReceipt]
) -> list[RowReceipt]:
    """Give the verdicts to keep, or refuse with all that is wrong with them.

    Lines of somebody who was erased since are gone here: as many unknown rows are passed over.
    """
    given = _given(session, batch)
    expected = {(file, one) for file, ids in given.items() for one in ids}
    room = {
        file["name"]: file["rows"] - len(given.get(file["name"], ()))
        for file in files_named(batch.manifest)
        if file["name"].endswith(".jsonl")
    }
    problems, kept = list[Problem](), list[RowReceipt]()
    told = Counter((row.file, row.id) for row in rows)
    for number, row in enumerate(rows, 1):
        if (row.file, row.id) in expected:
            kept.append(row)
        elif room.get(row.file, 0) > 0:
            room[row.file] -= 1
        else:
            problems.append(Problem(f"rij {number}", f"{row.file} {row.id} staat niet in de batch"))
        if told[row.file, row.id] > 1:
            problems.append(Problem(f"rij {number}", f"{row.file} {row.id} staat er vaker in"))
        if not row.accepted and not row.reason:
            problems.append(Problem(f"rij {number}", "een rij die niet lukte, heeft een reden"))
    problems += [
        Problem(file, f"rij {one} ontbreekt") for file, one in sorted(expected - told.keys())
    ]
    if problems:
        raise _refusal(problems)
    return kept


def _refusal(problems: Sequence[Problem]) -> Invalid:
    summary = "; ".join(str(one) for one in problems[:3])
    if len(problems) > 3:
        summary += f"; en nog {len(problems) - 3}"
    return Invalid(
        f"Dit ontvangstbewijs klopt niet. {summary}. Er is niets bewaard.",
        tuple(problems[:SHOWN]),
    )


def _given(session: Session, batch: HandoverBatch) -> Mapping[str, list[str]]:
    """List the ids that were given, by file."""
    lines = select(HandoverLine.file, HandoverLine.text).where(HandoverLine.batch_id == batch.id)
    found: dict[str, list[str]] = {}
    for file, text in session.exec(lines.where(col(HandoverLine.file).endswith(".jsonl"))):
        found.setdefault(file, []).append(json.loads(text)["id"])
    return found


def _keep(session: Session, batch: HandoverBatch, rows: Sequence[RowReceipt]) -> None:
    session.add_all(
        HandoverVerdict(
            batch_id=batch.id,
            file=row.file,
            public_id=row.id,
            accepted=row.accepted,
            reason=row.reason,
        )
        for row in rows
    )
    session.exec(delete(HandoverLine).where(col(HandoverLine.batch_id) == batch.id))
