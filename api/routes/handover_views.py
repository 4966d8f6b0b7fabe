"""What the API says of the handover: batches with their files, and what WIJIJ answered."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pydantic import Field

from api.routes.views import View
from placements.handover import Preview
from placements.handover_bundle import files_named
from placements.handover_views import Rejected
from placements.models import BatchState, HandoverBatch
from placements.receipts import Receipt

_SHA = "^[0-9a-f]{64}$"


class WaitingView(View):
    """What the next batch of a region would hold now."""

    region: str = Field(examples=["leidse-regio"], description="Empty: what has no region.")
    outcomes: int = Field(ge=0, examples=[7], description="Rows of outcomes that wait.")
    new_people: int = Field(ge=0, examples=[2])
    changed_people: int = Field(ge=0, examples=[1])
    withdrawals: int = Field(ge=0, examples=[0], description="People WIJIJ is asked to erase.")

    @classmethod
    def of(cls, seen: Preview) -> "WaitingView":
        """Show a preview."""
        return cls(
            region=seen.chain,
            outcomes=seen.rows,
            new_people=seen.new_people,
            changed_people=seen.changed_people,
            withdrawals=seen.withdrawals,
        )


class BatchView(View):
    """A batch of a region; `given_at` null: nobody has it yet, `received_at` null: no receipt."""

    number: int = Field(ge=1, examples=[12])
    region: str = Field(examples=["leidse-regio"], description="Empty: what has no region.")
    state: BatchState
    made_at: datetime
    given_at: datetime | None
    received_at: datetime | None
    manifest_sha256: str = Field(pattern=_SHA)
    previous_manifest_sha256: str | None = Field(description="Null: it is the first.")

    @classmethod
    def of(cls, row: HandoverBatch) -> "BatchView":
        """Show a batch."""
        return cls(**_batch(row))


class BatchFileView(View):
    """One file in a batch."""

    name: str = Field(examples=["outcomes.jsonl"])
    rows: int = Field(ge=0, examples=[7])
    bytes: int = Field(ge=0, examples=[5120])
    sha256: str = Field(pattern=_SHA)


class RejectedRowView(View):
    """A row that WIJIJ did not take; `told_again`: a later row tells of the same outcome."""

    file: str = Field(examples=["outcomes.jsonl"])
    id: str = Field(examples=["9f2c6f0a4b1d4e7c8a3b5d6e7f809112"])
    reason: str = Field(examples=["het KvK-nummer bestaat niet"])
    told_again: bool


class WholeBatchView(BatchView):
    """A batch with its files and what WIJIJ did not take of it."""

    files: Sequence[BatchFileView]
    rejected: Sequence[RejectedRowView]

    @classmethod
    def whole(cls, row: HandoverBatch, rejected: Sequence[Rejected]) -> "WholeBatchView":
        """Show a batch with everything in its manifest."""
        return cls(
            **_batch(row),
            files=[BatchFileView(**one) for one in files_named(row.manifest)],
            rejected=[
                RejectedRowView(
                    file=one.file,
                    id=one.public_id,
                    reason=one.reason,
                    told_again=one.told_again,
                )
                for one in rejected
            ],
        )


class ReceiptView(View):
    """What a receipt said; `repeated`: the very same one was read before, nothing changed."""

    batch: BatchView
    accepted: int = Field(ge=0, examples=[7])
    rejected: int = Field(ge=0, examples=[0])
    repeated: bool

    @classmethod
    def of(cls, receipt: Receipt) -> "ReceiptView":
        """Show what was read."""
        return cls(
            batch=BatchView.of(receipt.batch),
            accepted=receipt.accepted,
            rejected=receipt.rejected,
            repeated=receipt.repeated,
        )


def _batch(row: HandoverBatch) -> dict[str, Any]:
    return {
        "number": row.number,
        "region": row.chain,
        "state": row.state,
        "made_at": row.made_at,
        "given_at": row.written_at,
        "received_at": row.received_at,
        "manifest_sha256": row.manifest_sha256,
        "previous_manifest_sha256": row.previous_sha256 or None,
    }
