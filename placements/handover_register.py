"""Who is told of in a batch: who agrees to the handover, who is new or changed, and who is gone."""

from collections.abc import Mapping, Sequence

from sqlmodel import Session, col, select

from accounts.models import Account, Region
from accounts.regions import regions_of_postcodes
from coaching.models import Assignment, Introduction, IntroductionStep
from foundation.database import batches
from placements.handover_choice import ChosenPerson
from placements.models import HandoverBatch, HandoverPerson, HandoverRow, Outcome
from profiles.models import Candidate, CandidateState, Consent, Preferences, Purpose

# A draft was never confirmed by the person, and who left agrees to nothing any more. A pause is no
# farewell: who is with WIJIJ already stays there, and is told of as paused.
HANDED_OVER = frozenset({CandidateState.ACTIVE, CandidateState.PAUSED})


def agreeing(session: Session, *, chain: str) -> dict[int, Candidate]:
    """Give who agrees to the handover and goes with this chain, at this moment."""
    return _profiles(session, _agreeing(session) & _belonging(session, chain), held=False)


def hold_agreeing(session: Session, *, chain: str) -> dict[int, Candidate]:
    """Give who agrees to the handover and goes with this chain, and keep it so until the commit.

    Nobody takes consent back, changes a profile or is erased in between: whoever does waits. So no
    line about a person is written that the erasing of that person does not find.
    """
    held = _profiles(session, _agreeing(session) & _belonging(session, chain), held=True)
    # Read once more: somebody may have taken it back while we waited for the profile.
    still = _agreeing(session)
    return {one: row for one, row in held.items() if one in still}


def hold_agreeing_among(session: Session, *, candidate_ids: Sequence[int]) -> frozenset[int]:
    """Keep these profiles as they are until the commit, and tell who of them agrees."""
    for some in batches(sorted(candidate_ids)):
        held = select(Candidate.id).where(col(Candidate.id).in_(some)).order_by(col(Candidate.id))
        session.exec(held.with_for_update(read=True)).all()
    return _agreeing(session) & frozenset(candidate_ids)


def with_wijij(session: Session, *, chain: str) -> dict[int, HandoverPerson]:
    """Give who was handed over in a chain and not taken back, by candidate."""
    running = select(HandoverPerson).where(
        HandoverPerson.chain == chain, col(HandoverPerson.withdrawn_batch_id).is_(None)
    )
    rows = session.exec(running.execution_options(populate_existing=True))
    return {row.candidate_id: row for row in rows}


def new_or_changed(
    session: Session,
    *,
    profiles: Mapping[int, Candidate],
    known: Mapping[int, HandoverPerson],
    public_ids: Mapping[int, str],
) -> tuple[ChosenPerson, ...]:
    """List whose profile or introductions WIJIJ does not have as they are now, by candidate.

    Who has no number in `public_ids` stays out.
    """
    moved = _moved_on(session, known)
    return tuple(
        ChosenPerson(one, public_ids[one], row.revision)
        for one, row in sorted(profiles.items())
        if one in public_ids
        and (one not in known or row.revision > known[one].revision or one in moved)
    )


def _agreeing(session: Session) -> frozenset[int]:
    running = (
        select(Consent.candidate_id)
        .join(Candidate, col(Candidate.id) == Consent.candidate_id)
        .where(Consent.purpose == Purpose.HANDOVER, col(Consent.withdrawn_at).is_(None))
        .where(col(Candidate.state).in_(HANDED_OVER))
    )
    return frozenset(session.exec(running))


def _profiles(session: Session, ids: frozenset[int], *, held: bool) -> dict[int, Candidate]:
    found: dict[int, Candidate] = {}
    for some in batches(sorted(ids)):
        rows = select(Candidate).where(col(Candidate.id).in_(some)).order_by(col(Candidate.id))
        rows = rows.execution_options(populate_existing=True)
        rows = rows.with_for_update(read=True) if held else rows
        found |= {row.id: row for row in session.exec(rows)}
    return found


def _belonging(session: Session, chain: str) -> frozenset[int]:
    """List whose region has this chain, and who has an outcome in it or was handed over in it."""
    told = select(Outcome.candidate_id).join(HandoverRow).where(HandoverRow.chain == chain)
    return (
        _living_there(session, chain)
        | frozenset(session.exec(told))
        | frozenset(with_wijij(session, chain=chain))
    )


def _living_there(session: Session, chain: str) -> frozenset[int]:
    """List who lives in a region; who has no known postcode counts where the coach works."""
    key_of = {row.id: row.key for row in session.exec(select(Region))}
    lives = select(Candidate.id, Preferences.postcode).join(
        Preferences, col(Preferences.candidate_id) == Candidate.id, isouter=True
    )
    code_of = dict(session.exec(lives).all())
    guided = (
        select(Assignment.candidate_id, Account.region_id)
        .join(Account, col(Account.id) == Assignment.coach_id)
        .where(col(Assignment.ended_at).is_(None))
    )
    works = dict(session.exec(guided).all())
    region_of = regions_of_postcodes(session, codes={code for code in code_of.values() if code})
    return frozenset(
        one
        for one, code in code_of.items()
        if key_of.get(region_of.get(code or "", works.get(one)) or 0, "") == chain
    )


def _moved_on(session: Session, known: Mapping[int, HandoverPerson]) -> frozenset[int]:
    """List who of those with WIJIJ has an introduction that went on since the last telling.

    Moments are whole seconds: what happened in the very second of a batch is told once more.
    """
    made = dict(session.exec(select(HandoverBatch.id, HandoverBatch.made_at)).all())
    steps = select(Introduction.candidate_id, IntroductionStep.at).join(
        IntroductionStep, col(IntroductionStep.introduction_id) == Introduction.id
    )
    return frozenset(
        one for one, at in session.exec(steps) if one in known and at >= made[known[one].batch_id]
    )
