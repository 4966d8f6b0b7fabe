"""The handover as a manager sees it: the chains of the own region, and what WIJIJ did not take."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlmodel import Session, col, select

from accounts.models import Account
from accounts.regions import regions, regions_within
from coaching.caseload import coach_of
from coaching.models import Introduction
from placements.handover_batches import UnknownBatch, UnknownChain, chains_in_use
from placements.handover_choice import CANDIDATES, INTRODUCTIONS, OUTCOMES, VACANCIES
from placements.models import (
    HandoverBatch,
    HandoverPerson,
    HandoverRow,
    HandoverVerdict,
    Outcome,
)
from profiles.pseudonyms import pseudonym
from vacancies.models import Vacancy

# What has no region has a chain of its own.
NO_REGION = "zonder regio"


@dataclass(frozen=True, slots=True)
class Chain:
    """The batches of one region; `key` is empty for what has no region."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that WIJIJ did not take, and where to begin.

    Args:
        number: that of the batch.
        file: the file of the row.
        public_id: the id of the row in it.
        reason: what WIJIJ says of it.
        what: the kind of the outcome or the title of the vacancy, empty when it is gone.
        person: the number of the person here, such as K-204; empty when it is about nobody.
        coach: who guides the person, or logged the outcome; None when nobody does any more.
        vacancy_id: the vacancy it is about, if that is what it is about.
        told_again: a later row tells of the same outcome.
    """

    number: int
    file: str
    public_id: str
    reason: str
    what: str = ""
    person: str = ""
    coach: Account | None = None
    vacancy_id: int | None = None
    told_again: bool = False


def chains_of(session: Session, *, region_id: int | None) -> tuple[Chain, ...]:
    """List the chains of a manager: those of the own region and what lies within it, by name.

    A manager of the whole installation has them all, and what has no region while there is any.
    """
    names = {row.id: Chain(row.key, row.name) for row in regions(session)}
    if region_id is not None:
        within = regions_within(session, region_id=region_id)
        return tuple(chain for one, chain in names.items() if one in within)
    without = () if names and "" not in chains_in_use(session) else (Chain("", NO_REGION),)
    return (*names.values(), *without)


def chain_with_key(chains: Sequence[Chain], key: str | None) -> Chain:
    """Find a chain of a manager; without a key the first.

    Raises:
        UnknownChain: the manager has none with this key.
    """
    found = next((one for one in chains if key is None or one.key == key), None)
    if found is None:
        raise UnknownChain("Deze regio is er niet. Kies een regio uit de lijst.")
    return found


def batch_of_chain(session: Session, *, chain: Chain, number: int) -> HandoverBatch:
    """Find a batch of a chain by its number.

    Raises:
        UnknownBatch: it is not there.
    """
    chosen = select(HandoverBatch).where(
        HandoverBatch.chain == chain.key, HandoverBatch.number == number
    )
    row = session.exec(chosen.execution_options(populate_existing=True)).first()
    if row is None:
        raise UnknownBatch(f"Batch {number} is er niet. Kies er een uit de lijst.")
    return row


def rejected_rows(session: Session, *, chain: Chain, number: int | None = None) -> list[Rejected]:
    """List what WIJIJ did not take, the newest batch first; of one batch, or of all."""
    said = (
        select(HandoverBatch.number, HandoverVerdict)
        .join(HandoverVerdict, col(HandoverVerdict.batch_id) == col(HandoverBatch.id))
        .where(HandoverBatch.chain == chain.key, col(HandoverVerdict.accepted).is_(False))
        .order_by(col(HandoverBatch.number).desc(), col(HandoverVerdict.id))
    )
    if number is not None:
        said = said.where(HandoverBatch.number == number)
    return [_rejected(session, at, row) for at, row in session.exec(said)]


def _rejected(session: Session, number: int, row: HandoverVerdict) -> Rejected:
    plain = Rejected(number, row.file, row.public_id, row.reason)
    told = {
        OUTCOMES: _outcome,
        CANDIDATES: _candidate,
        INTRODUCTIONS: _introduction,
        VACANCIES: _vacancy,
    }
    return told[row.file](session, plain) if row.file in told else plain


def _outcome(session: Session, plain: Rejected) -> Rejected:
    row = session.exec(select(HandoverRow).where(HandoverRow.public_id == plain.public_id)).first()
    if row is None:
        return plain
    outcome = session.get_one(Outcome, row.outcome_id)
    later = select(HandoverRow.id).where(HandoverRow.previous_id == row.id)
    return replace(
        plain,
        what=outcome.kind.value,
        person=pseudonym(outcome.candidate_id),
        coach=_coach(session, outcome.coach_id),
        told_again=session.exec(later).first() is not None,
    )


def _candidate(session: Session, plain: Rejected) -> Rejected:
    chosen = select(HandoverPerson).where(HandoverPerson.public_id == plain.public_id)
    row = session.exec(chosen).first()
    if row is None:
        return plain
    coach = coach_of(session, candidate_id=row.candidate_id)
    return replace(plain, person=pseudonym(row.candidate_id), coach=_coach(session, coach))


def _introduction(session: Session, plain: Rejected) -> Rejected:
    number = _number(plain.public_id)
    row = session.get(Introduction, number) if number else None
    if row is None:
        return plain
    return replace(plain, person=pseudonym(row.candidate_id), coach=_coach(session, row.coach_id))


def _vacancy(session: Session, plain: Rejected) -> Rejected:
    number = _number(plain.public_id)
    row = session.get(Vacancy, number) if number else None
    return plain if row is None else replace(plain, what=row.title, vacancy_id=row.id)


def _number(public_id: str) -> int | None:
    return int(public_id) if public_id.isascii() and public_id.isdigit() else None


def _coach(session: Session, account_id: int | None) -> Account | None:
    row = session.get(Account, account_id) if account_id is not None else None
    return row if row is not None and row.closed_at is None else None
