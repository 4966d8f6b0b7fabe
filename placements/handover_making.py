"""Making a batch: what goes in is chosen, numbered, marked and kept, all in one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import text
from sqlmodel import Session, col, delete, select, update

from accounts.tokens import new_public_id
from foundation.database import batches, guarded
from foundation.errors import Conflict
from matching.model import METHOD
from placements.handover_batches import check_chain, last_batch
from placements.handover_bundle import Versions, checksum, manifest_of
from placements.handover_choice import WITHDRAWALS, Choice, ChosenPerson
from placements.handover_files import FIELDS_VERSION, files_of
from placements.handover_lines import BatchFile
from placements.handover_register import hold_agreeing, new_or_changed, with_wijij
from placements.models import (
    BatchState,
    HandoverBatch,
    HandoverLine,
    HandoverPerson,
    HandoverRow,
)
from profiles.models import Candidate, CandidateState
from skills.models import Taxonomy


class BatchInTheMaking(Conflict):
    """Somebody else gave the same number out at the same moment."""


class NotGivenOutYet(Conflict):
    """A batch was made and has to be given out before the next one is made."""


def make_batch(
    session: Session, *, chain: str, made_by: int | None, now: datetime
) -> HandoverBatch | None:
    """Make the next batch of a chain; None when there is nothing new.

    Everything is kept in this one transaction. It waits for whoever makes a batch or changes a
    profile at this moment.

    Raises:
        UnknownChain: no region has this chain.
        NotGivenOutYet: the batch before is still to be given out.
    """
    take_lock(session)
    check_chain(session, chain=chain)
    last = last_batch(session, chain=chain)
    if last is not None and last.state is BatchState.MADE:
        raise NotGivenOutYet(f"Zet eerst batch {last.number} klaar. Dan kan de volgende.")
    batch = HandoverBatch(
        chain=chain,
        number=last.number + 1 if last else 1,
        made_at=now,
        made_by=made_by,
        previous_sha256=last.manifest_sha256 if last else "",
    )
    choice = _choose(session, batch)
    if choice.is_empty:
        return None
    # The unique number is the guard; the lock only keeps people from meeting it.
    with guarded(
        session, BatchInTheMaking("Iemand maakt nu ook een batch. Probeer het zo nog eens.")
    ):
        session.add(batch)
    _keep(session, batch, choice)
    return batch


def choose_anew(session: Session, *, batch: HandoverBatch, now: datetime) -> HandoverBatch:
    """Choose a batch anew under its own number, without who left: for one that nobody has.

    Who was told of in it and left since gets a withdrawal, also when WIJIJ never heard of him: to
    erase what is not there harms nobody.
    """
    session.exec(delete(HandoverLine).where(col(HandoverLine.batch_id) == batch.id))
    for mark in (
        update(HandoverRow).where(col(HandoverRow.batch_id) == batch.id).values(batch_id=None),
        update(HandoverPerson)
        .where(col(HandoverPerson.withdrawn_batch_id) == batch.id)
        .values(withdrawn_batch_id=None),
        # Below every revision there is: chosen again, under the same number.
        update(HandoverPerson).where(col(HandoverPerson.batch_id) == batch.id).values(revision=-1),
    ):
        session.exec(mark.execution_options(synchronize_session=False))
    batch.state, batch.written_at = BatchState.MADE, None
    batch.made_at = max(now, batch.made_at)
    _keep(session, batch, _choose(session, batch))
    return batch


def take_lock(session: Session) -> None:
    """Let one make a batch at a time; SQLite has one writer as it is."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("LOCK TABLE handover_batch IN SHARE ROW EXCLUSIVE MODE"))


def waiting_rows(session: Session, chain: str) -> tuple[HandoverRow, ...]:
    """List the rows of a chain that are in no batch yet, in order of their number."""
    waiting = select(HandoverRow).where(
        HandoverRow.chain == chain, col(HandoverRow.batch_id).is_(None)
    )
    fresh = waiting.order_by(col(HandoverRow.id)).execution_options(populate_existing=True)
    return tuple(session.exec(fresh))


def going(profiles: Mapping[int, Candidate], known: Mapping[int, HandoverPerson]) -> list[int]:
    """List who is with WIJIJ after the next batch: a pause keeps who is new from going there."""
    return [
        one
        for one, row in sorted(profiles.items())
        if one in known or row.state is CandidateState.ACTIVE
    ]


def _choose(session: Session, batch: HandoverBatch) -> Choice:
    known = with_wijij(session, chain=batch.chain)
    profiles = hold_agreeing(session, chain=batch.chain)
    numbers = {
        one: known[one].public_id if one in known else new_public_id()
        for one in going(profiles, known)
    }
    return Choice(
        chain=batch.chain,
        number=batch.number,
        rows=waiting_rows(session, batch.chain),
        people=new_or_changed(session, profiles=profiles, known=known, public_ids=numbers),
        withdrawn=tuple(row for one, row in sorted(known.items()) if one not in profiles),
        made_at=batch.made_at,
        previous_sha256=batch.previous_sha256,
        public_ids=numbers,
    )


def _keep(session: Session, batch: HandoverBatch, choice: Choice) -> None:
    """Mark what is in the batch, and keep its lines and its manifest."""
    ids = [row.id for row in choice.rows]
    for some in batches(ids):
        marked = update(HandoverRow).where(col(HandoverRow.id).in_(some)).values(batch_id=batch.id)
        session.exec(marked)
    for gone in choice.withdrawn:
        gone.withdrawn_batch_id = batch.id
    _mark_people(session, batch, choice.people)
    session.flush()
    files = [_unbound(file) for file in files_of(session, choice=choice)]
    session.add_all(
        HandoverLine(
            batch_id=batch.id,
            file=file.name,
            position=position,
            candidate_id=line.candidate_id,
            text=line.text,
        )
        for file in files
        for position, line in enumerate(file.lines)
    )
    batch.manifest = manifest_of(choice, files, _versions(session))
    batch.manifest_sha256 = checksum(batch.manifest.encode())
    session.flush()


def _unbound(file: BatchFile) -> BatchFile:
    """Let a withdrawal outlive the person: nobody but WIJIJ can still read whose it is."""
    if file.name != WITHDRAWALS:
        return file
    return replace(file, lines=tuple(replace(line, candidate_id=None) for line in file.lines))


def _mark_people(session: Session, batch: HandoverBatch, people: Sequence[ChosenPerson]) -> None:
    known = with_wijij(session, chain=batch.chain)
    for one in people:
        row = known.get(one.candidate_id) or HandoverPerson(
            candidate_id=one.candidate_id,
            chain=batch.chain,
            public_id=one.public_id,
            revision=one.revision,
            batch_id=batch.id,
        )
        row.revision, row.batch_id = one.revision, batch.id
        session.add(row)


def _versions(session: Session) -> Versions:
    row = session.exec(select(Taxonomy).where(col(Taxonomy.current))).first()
    told = {"source": row.source, "version": row.version, "digest": row.digest} if row else {}
    return Versions(told, METHOD, FIELDS_VERSION)
