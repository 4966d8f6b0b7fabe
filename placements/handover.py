"""The handover to WIJIJ in numbered batches: every row in exactly one, whatever breaks in between.

A batch is made in one transaction: chosen, numbered, all its lines and its manifest kept. Then it
is given out, as a file (placements/handover_folder.py) or to a browser, the same bytes every time.
`written_at` is set before anybody can see those bytes. Until then nobody has them, and a batch may
still be chosen anew when somebody in it takes consent back; afterwards it never changes.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from foundation.database import MOST_IDS
from foundation.errors import Conflict
from placements.handover_batches import (
    batch_in_the_making,
    batches_of,
    check_chain,
    find_batch,
    last_batch,
)
from placements.handover_bundle import content_of, files_named, is_whole, packed
from placements.handover_choice import WITHDRAWALS
from placements.handover_making import choose_anew, going, make_batch, take_lock, waiting_rows
from placements.handover_register import (
    agreeing,
    hold_agreeing_among,
    new_or_changed,
    with_wijij,
)
from placements.handover_trail import record_given
from placements.models import BatchState, HandoverBatch, HandoverLine, HandoverPerson

__all__ = ["batches_of", "make_batch"]


class SomebodyLeft(Conflict):
    """Somebody in the batch took consent back: it cannot be made again as it was."""


class ReceivedAlready(Conflict):
    """WIJIJ confirmed the batch, so its lines are gone."""


class NothingLost(Conflict):
    """The batch can be made again as it was, or a later one comes after it."""


class ChosenAnew(Conflict):
    """The batch was chosen anew since these bytes were made."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What the next batch would hold now; `waiting` is a batch that was made and not given out."""

    chain: str
    rows: int
    new_people: int
    changed_people: int
    withdrawals: int
    waiting: HandoverBatch | None

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing new to hand over."""
        return not (self.rows or self.new_people or self.changed_people or self.withdrawals)


@dataclass(frozen=True, slots=True)
class Bundle:
    """A batch with its bytes; `sha256` is the checksum of the manifest in them."""

    batch: HandoverBatch
    sha256: str
    content: bytes


def preview(session: Session, *, chain: str) -> Preview:
    """Count what the next batch of a chain would hold; changes nothing.

    Raises:
        UnknownChain: no region has this chain.
    """
    check_chain(session, chain=chain)
    known = with_wijij(session, chain=chain)
    profiles = agreeing(session, chain=chain)
    numbers = dict.fromkeys(going(profiles, known), "")
    people = new_or_changed(session, profiles=profiles, known=known, public_ids=numbers)
    changed = sum(one.candidate_id in known for one in people)
    return Preview(
        chain=chain,
        rows=len(waiting_rows(session, chain)),
        new_people=len(people) - changed,
        changed_people=changed,
        withdrawals=sum(one not in profiles for one in known),
        waiting=batch_in_the_making(session, chain=chain),
    )


def bundle_of(session: Session, *, batch: HandoverBatch) -> Bundle:
    """Make the zip of a batch of its lines, the same bytes every time.

    Raises:
        ReceivedAlready: WIJIJ has it, so the lines are gone.
        SomebodyLeft: a person in it was erased or took consent back.
    """
    if batch.state is BatchState.RECEIVED:
        raise ReceivedAlready(
            f"WIJIJ heeft batch {batch.number} ontvangen. De regels zijn hier gewist."
        )
    lines = _lines(session, batch)
    people = _people(session, lines)
    contents = _contents(batch, lines)
    agreed = hold_agreeing_among(session, candidate_ids=sorted(people))
    if people != agreed or not is_whole(batch.manifest, contents):
        raise SomebodyLeft(
            f"Iemand uit batch {batch.number} trok de toestemming in. Daarom maken we het bestand "
            "niet opnieuw. Is het al gegeven? Dan blijft het goed: de volgende batch vraagt WIJIJ "
            "om te wissen. Is het nergens? Maak het dan anders: talent handover export --to MAP "
            f"--lost {batch.number}"
        )
    return Bundle(batch, batch.manifest_sha256, packed(batch.manifest, contents))


def take_up(session: Session, *, chain: str, made_by: int | None, now: datetime) -> Bundle | None:
    """Take the batch that is still to be given out, or make the next; None without anything new.

    One that nobody has seen yet is chosen anew when somebody in it left.

    Raises:
        UnknownChain: no region has this chain.
        SomebodyLeft: so it is with a batch that somebody may have seen.
    """
    take_lock(session)
    waiting = batch_in_the_making(session, chain=chain)
    if waiting is not None:
        return _made_sure(session, waiting, now)
    batch = make_batch(session, chain=chain, made_by=made_by, now=now)
    return bundle_of(session, batch=batch) if batch else None


def give_out(session: Session, *, bundle: Bundle, now: datetime) -> HandoverBatch:
    """Note that from the commit on somebody may see these bytes; then the batch never changes.

    The first time everybody in it can read on his own page that it was given.

    Raises:
        SomebodyLeft, ChosenAnew, ReceivedAlready: these bytes may not be given any more.
    """
    take_lock(session)
    batch = find_batch(session, batch_id=bundle.batch.id)
    if batch.manifest_sha256 != bundle.sha256:
        raise ChosenAnew(f"Batch {batch.number} is intussen anders gemaakt. Probeer het opnieuw.")
    bundle_of(session, batch=batch)
    if batch.written_at is None:
        batch.written_at = now
        session.flush()
        record_given(session, batch=batch, actor_id=None, actor_role=None, now=now)
    return batch


def note_written(session: Session, *, bundle: Bundle, now: datetime) -> HandoverBatch:
    """Note that the file of a batch is where it has to be; a receipt may be in already."""
    batch = find_batch(session, batch_id=bundle.batch.id)
    if batch.state is BatchState.MADE and batch.manifest_sha256 == bundle.sha256:
        batch.state, batch.written_at = BatchState.WRITTEN, batch.written_at or now
        session.flush()
    return batch


def zip_of(session: Session, *, batch_id: int, now: datetime) -> Bundle:
    """Give a batch to a browser: from the commit on it has been given out.

    Raises:
        UnknownBatch, ReceivedAlready, SomebodyLeft: it cannot be given.
    """
    take_lock(session)
    bundle = _made_sure(session, find_batch(session, batch_id=batch_id), now)
    note_written(session, bundle=bundle, now=now)
    return bundle


def replace_lost(session: Session, *, batch: HandoverBatch, now: datetime) -> HandoverBatch:
    """Choose the last batch of a chain anew, because its file is nowhere and somebody in it left.

    A person has to say that nobody has the file.

    Raises:
        ReceivedAlready: WIJIJ has it.
        NothingLost: it can be made again as it was, or a later one comes after it.
    """
    take_lock(session)
    batch = find_batch(session, batch_id=batch.id)
    try:
        bundle_of(session, batch=batch)
    except SomebodyLeft:
        last = last_batch(session, chain=batch.chain)
        if last is not None and last.id == batch.id:
            return choose_anew(session, batch=batch, now=now)
        raise NothingLost(
            f"Na batch {batch.number} kwam al een volgende. Zoek het bestand of vraag het WIJIJ."
        ) from None
    raise NothingLost(f"Batch {batch.number} kan gewoon opnieuw: gebruik --again {batch.number}.")


def _made_sure(session: Session, batch: HandoverBatch, now: datetime) -> Bundle:
    try:
        return bundle_of(session, batch=batch)
    except SomebodyLeft:
        if batch.state is not BatchState.MADE or batch.written_at is not None:
            raise
    return bundle_of(session, batch=choose_anew(session, batch=batch, now=now))


def _lines(session: Session, batch: HandoverBatch) -> list[HandoverLine]:
    held = select(HandoverLine).where(HandoverLine.batch_id == batch.id)
    return list(session.exec(held.order_by(col(HandoverLine.file), col(HandoverLine.position))))


def _people(session: Session, lines: Sequence[HandoverLine]) -> frozenset[int]:
    """List who is told of, also by a number alone, without those WIJIJ is asked to erase."""
    named = sorted(
        {
            person
            for row in lines
            if row.file.endswith(".jsonl") and row.file != WITHDRAWALS
            if (person := json.loads(row.text).get("person")) is not None
        }
    )
    found = {row.candidate_id for row in lines if row.candidate_id is not None}
    for start in range(0, len(named), MOST_IDS):
        some = named[start : start + MOST_IDS]
        people = select(HandoverPerson.candidate_id)
        found |= set(session.exec(people.where(col(HandoverPerson.public_id).in_(some))))
    return frozenset(found)


def _contents(batch: HandoverBatch, lines: Sequence[HandoverLine]) -> dict[str, bytes]:
    texts: dict[str, list[str]] = {file["name"]: [] for file in files_named(batch.manifest)}
    for row in lines:
        texts.setdefault(row.file, []).append(row.text)
    return {name: content_of(name, held) for name, held in texts.items()}
