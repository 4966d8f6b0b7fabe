"""What a candidate agreed to: given and taken back per purpose, in the words of one text."""

from datetime import datetime

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from foundation.database import guarded
from foundation.errors import Conflict
from profiles.drafts import ConsentDraft
from profiles.models import CandidateState, Consent, Purpose
from profiles.service import candidate_to_change


class ConsentAlreadyGiven(Conflict):
    """The candidate already agrees to this purpose."""


class ConsentNotGiven(Conflict):
    """The candidate does not agree to this purpose, so there is nothing to take back."""


def give_consent(
    session: Session, *, candidate_id: int, draft: ConsentDraft, now: datetime
) -> Consent:
    """Note that the candidate agrees to one purpose.

    To agree with a new version of the text, take the old consent back first.

    Raises:
        UnknownCandidate, ProfileEnded: nobody to agree.
        ConsentAlreadyGiven: consent for this purpose is running.
    """
    candidate_to_change(session, candidate_id=candidate_id)
    consent = Consent.model_validate(
        {**draft.model_dump(), "candidate_id": candidate_id, "given_at": now}
    )
    refusal = ConsentAlreadyGiven("Deze toestemming is al gegeven. Je hoeft niets te doen.")
    with guarded(session, refusal):
        session.add(consent)
    return consent


def withdraw_consent(
    session: Session, *, candidate_id: int, purpose: Purpose, now: datetime
) -> Consent:
    """Take consent for one purpose back; without consent for matching a profile is paused.

    Raises:
        UnknownCandidate, ProfileEnded: nobody to take it back.
        ConsentNotGiven: no consent for this purpose is running.
    """
    candidate = candidate_to_change(session, candidate_id=candidate_id)
    consent = session.exec(_running(candidate_id).where(Consent.purpose == purpose)).first()
    if consent is None:
        raise ConsentNotGiven("Deze toestemming staat niet aan. Je hoeft niets te doen.")
    consent.withdrawn_at = now
    if purpose is Purpose.MATCHING and candidate.state is CandidateState.ACTIVE:
        candidate.state = CandidateState.PAUSED
    session.flush()
    return consent


def agreed_purposes(session: Session, *, candidate_id: int) -> frozenset[Purpose]:
    """List what the candidate agrees to now."""
    return frozenset(running_consents(session, candidate_id=candidate_id))


def running_consents(session: Session, *, candidate_id: int) -> dict[Purpose, Consent]:
    """Give the consents that run now, by purpose."""
    return {consent.purpose: consent for consent in session.exec(_running(candidate_id))}


def end_consents(session: Session, *, candidate_id: int, now: datetime) -> None:
    """End every running consent; part of withdrawing a profile, which raises the revision."""
    for consent in session.exec(_running(candidate_id)):
        consent.withdrawn_at = now


def _running(candidate_id: int) -> SelectOfScalar[Consent]:
    running = select(Consent).where(
        Consent.candidate_id == candidate_id, col(Consent.withdrawn_at).is_(None)
    )
    return running.execution_options(populate_existing=True)
