"""WIJIJ's receipt: read whole or not at all, once, and only of the batch we gave."""

import json
from pathlib import Path

import pytest
from sqlmodel import func, select

from foundation.database import reading, writing
from foundation.errors import Invalid
from placements.handover import ReceivedAlready, zip_of
from placements.handover_batches import last_batch
from placements.handover_making import make_batch
from placements.models import BatchState, HandoverLine, HandoverRow, HandoverVerdict
from placements.receipts import (
    FORMAT,
    LARGEST_RECEIPT,
    OtherReceipt,
    Receipt,
    Rejection,
    UnreadableReceipt,
    read_receipt,
    rejections_of,
)
from profiles.states import erase_person
from tests.placements.handing import LATER, a_person, a_start, an_outcome, exported
from tests.profiles.worlds import NOW


def rows_given(session, batch) -> list[tuple[str, str]]:
    lines = session.exec(select(HandoverLine).where(HandoverLine.batch_id == batch.id))
    return [(row.file, json.loads(row.text)["id"]) for row in lines if row.file.endswith(".jsonl")]


def receipt_of(session, batch, *, refused: int = 0) -> dict:
    """Write the receipt of a batch, the first so many rows of which were not taken."""
    rows = [
        {"file": file, "id": one, "accepted": number >= refused}
        | ({"reason": "onbekende werkgever"} if number < refused else {})
        for number, (file, one) in enumerate(rows_given(session, batch))
    ]
    return {
        "format": FORMAT,
        "chain": batch.chain,
        "batch": batch.number,
        "manifest_sha256": batch.manifest_sha256,
        "rows": rows,
    }


def read(session, receipt: object, chain: str | None = "") -> Receipt:
    content = receipt if isinstance(receipt, bytes) else json.dumps(receipt).encode()
    return read_receipt(session, content=content, chain=chain, now=LATER)


@pytest.fixture
def batch(engine, tmp_path: Path):
    a_start(engine)
    return exported(engine, tmp_path / "uit").batch


def test_a_receipt_makes_a_batch_received_and_its_lines_go(engine, batch):
    with writing(engine) as session:
        found = read(session, receipt_of(session, batch))
        assert (found.accepted, found.rejected, found.repeated) == (5, 0, False)
    with reading(engine) as session:
        row = last_batch(session, chain="")
        assert (row.state, row.received_at) == (BatchState.RECEIVED, LATER)
        assert session.exec(select(func.count()).select_from(HandoverLine)).one() == 0
        assert session.exec(select(func.count()).select_from(HandoverVerdict)).one() == 5


def test_a_received_batch_is_not_made_again(engine, batch):
    with writing(engine) as session:
        read(session, receipt_of(session, batch))
    with writing(engine) as session, pytest.raises(ReceivedAlready, match="ontvangen"):
        zip_of(session, batch_id=batch.id, now=LATER)


def test_what_was_not_taken_is_listed_with_its_reason_and_its_outcome(engine, batch):
    with writing(engine) as session:
        read(session, receipt_of(session, batch, refused=3))
    with reading(engine) as session:
        rows = {row.public_id: row.outcome_id for row in session.exec(select(HandoverRow))}
        found = rejections_of(session, batch_id=batch.id)
    assert len(found) == 3
    assert {one.reason for one in found} == {"onbekende werkgever"}
    for one in found:
        assert one.outcome_id == rows.get(one.public_id)
    assert Rejection(found[0].file, found[0].public_id, found[0].reason, found[0].outcome_id)


def test_the_very_same_receipt_again_changes_nothing(engine, batch):
    with writing(engine) as session:
        receipt = receipt_of(session, batch, refused=1)
        first = read(session, receipt)
    with writing(engine) as session:
        again = read(session, receipt)
    assert again.repeated
    assert (again.accepted, again.rejected) == (first.accepted, first.rejected)
    with writing(engine) as session, pytest.raises(OtherReceipt, match="al een ander"):
        read(session, {**receipt, "rows": []})


REFUSED = [
    ({"batch": 2}, OtherReceipt, "Wij maakten geen batch 2"),
    ({"chain": "noord"}, OtherReceipt, "is van de regio “noord”, en niet van de hele"),
    ({"manifest_sha256": "0" * 64}, OtherReceipt, "de controlesom klopt niet"),
    ({"format": "anders"}, UnreadableReceipt, "geen ontvangstbewijs"),
    ({"batch": "één"}, Invalid, "batch: moet een heel getal zijn"),
    ({"batch": 10**12}, Invalid, "batch: moet tussen"),
    ({"rows": None}, Invalid, "rows: "),
    ({"extra": 1}, Invalid, "extra: kennen we niet"),
]


@pytest.mark.parametrize(("changes", "kind", "told"), REFUSED)
def test_a_receipt_of_something_else_is_refused_and_nothing_is_kept(
    engine, batch, changes, kind, told
):
    with writing(engine) as session, pytest.raises(kind, match=told):
        read(session, receipt_of(session, batch) | changes)
    with reading(engine) as session:
        assert last_batch(session, chain="").state is BatchState.WRITTEN
        assert session.exec(select(HandoverVerdict)).all() == []


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "geen goede JSON"),
        (b"\xff\xfe{", "geen goede JSON"),
        (b"[" * 100_000, "geen goede JSON"),
        (b"[]", "geen ontvangstbewijs"),
        (b"x" * (LARGEST_RECEIPT + 1), "te groot"),
    ],
    ids=["empty", "no text", "too deep", "a list", "too large"],
)
def test_a_file_that_is_no_receipt_is_refused(engine, batch, content, told):
    with writing(engine) as session, pytest.raises(UnreadableReceipt, match=told):
        read(session, content)


def test_all_that_is_wrong_with_the_rows_is_told_together(engine, batch):
    with writing(engine) as session:
        receipt = receipt_of(session, batch)
        rows = receipt["rows"]
        missing = rows.pop()
        rows[0]["accepted"] = False
        rows.append(dict(rows[1]))
        rows.append({"file": "outcomes.jsonl", "id": "onbekend", "accepted": True})
    with writing(engine) as session, pytest.raises(Invalid) as refused:
        read(session, receipt)
    told = [str(one) for one in refused.value.problems]
    assert told == [
        "rij 1: een rij die niet lukte, heeft een reden",
        f"rij 2: {rows[1]['file']} {rows[1]['id']} staat er vaker in",
        f"rij 5: {rows[1]['file']} {rows[1]['id']} staat er vaker in",
        "rij 6: outcomes.jsonl onbekend staat niet in de batch",
        f"{missing['file']}: rij {missing['id']} ontbreekt",
    ]
    assert "Er is niets bewaard" in refused.value.message


def test_a_receipt_before_the_batch_was_given_is_refused(engine):
    a_start(engine)
    with writing(engine) as session:
        made = make_batch(session, chain="", made_by=None, now=NOW)
        receipt = receipt_of(session, made)
    with writing(engine) as session, pytest.raises(OtherReceipt, match="nog niet klaargezet"):
        read(session, receipt)


def test_a_receipt_may_name_who_was_erased_since(engine, batch):
    with writing(engine) as session:
        receipt = receipt_of(session, batch)
        erase_person(session, candidate_id=1, now=NOW)
    with writing(engine) as session:
        assert read(session, receipt).accepted == 5
    with reading(engine) as session:
        assert session.exec(select(func.count()).select_from(HandoverVerdict)).one() == 4


def test_a_receipt_is_read_whatever_the_region_when_none_is_asked(engine, batch):
    with writing(engine) as session:
        assert read(session, receipt_of(session, batch), chain=None).accepted == 5


def test_the_next_batch_can_be_given_before_the_receipt_of_this_one(engine, batch, tmp_path):
    with writing(engine) as session:
        an_outcome(session, a_person(session))
    later = exported(engine, tmp_path / "uit", LATER).batch
    with writing(engine) as session:
        assert read(session, receipt_of(session, later)).batch.number == 2
    with writing(engine) as session:
        assert read(session, receipt_of(session, batch)).batch.number == 1
