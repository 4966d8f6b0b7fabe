"""Where a profile goes: draft → active ⇄ paused → withdrawn → erased, and what each step asks."""

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session, col, delete, select

from foundation.errors import Conflict
from profiles.consent import agreed_purposes, end_consents
from profiles.models import (
    Candidate,
    CandidateLanguage,
    CandidateSkill,
    CandidateState,
    Experience,
    HiddenEmployer,
    Preferences,
    Purpose,
)
from profiles.service import candidate_to_change

# A person may leave from every state: also from a draft, and also while paused.
STEPS: Mapping[CandidateState, frozenset[CandidateState]] = {
    CandidateState.DRAFT: frozenset({CandidateState.ACTIVE, CandidateState.WITHDRAWN}),
    CandidateState.ACTIVE: frozenset({CandidateState.PAUSED, CandidateState.WITHDRAWN}),
    CandidateState.PAUSED: frozenset({CandidateState.ACTIVE, CandidateState.WITHDRAWN}),
    CandidateState.WITHDRAWN: frozenset({CandidateState.ERASED}),
    CandidateState.ERASED: frozenset(),
}

_DUTCH = {
    CandidateState.DRAFT: "een concept",
    CandidateState.ACTIVE: "actief",
    CandidateState.PAUSED: "gepauzeerd",
    CandidateState.WITHDRAWN: "gestopt",
    CandidateState.ERASED: "gewist",
}

_HANGING_ON = (CandidateSkill, Preferences, CandidateLanguage, Experience, HiddenEmployer)


class StepNotPossible(Conflict):
    """The profile cannot go from the state it is in to the state that was asked."""


class NoConsentForMatching(Conflict):
    """A profile cannot be active while the person does not agree to matching."""


class NoSkillsYet(Conflict):
    """A profile cannot be active without a skill."""


def activate(session: Session, *, candidate_id: int, now: datetime) -> Candidate:
    """Make a draft or paused profile active; the person confirms the profile by doing so.

    Raises:
        UnknownCandidate: there is no such profile.
        StepNotPossible: it is active already, or has ended.
        NoConsentForMatching, NoSkillsYet: something must be done first.
    """
    candidate = _step(session, candidate_id, CandidateState.ACTIVE)
    if Purpose.MATCHING not in agreed_purposes(session, candidate_id=candidate_id):
        raise NoConsentForMatching("Geef eerst toestemming om je te koppelen aan vacatures.")
    owned = select(CandidateSkill.id).where(CandidateSkill.candidate_id == candidate_id)
    if session.exec(owned).first() is None:
        raise NoSkillsYet("Vink eerst minstens één vaardigheid aan.")
    candidate.confirmed_at = now
    session.flush()
    return candidate


def pause(session: Session, *, candidate_id: int) -> Candidate:
    """Take an active profile out of matching for a while; everything stays.

    Raises:
        UnknownCandidate, StepNotPossible: it is not there, or not active.
    """
    candidate = _step(session, candidate_id, CandidateState.PAUSED)
    session.flush()
    return candidate


def withdraw(session: Session, *, candidate_id: int, now: datetime) -> Candidate:
    """Stop a profile for good and end every consent; the next step is `erase`.

    Raises:
        UnknownCandidate, StepNotPossible: it is not there, or has ended already.
    """
    candidate = _step(session, candidate_id, CandidateState.WITHDRAWN)
    end_consents(session, candidate_id=candidate_id, now=now)
    session.flush()
    return candidate


def erase(session: Session, *, candidate_id: int) -> Candidate:
    """Empty a withdrawn profile: only its number, its dates and the ended consents stay.

    The row stays so that counts and outcomes keep their reference; the consents stay as proof that
    the work was allowed at the time, and hold no text of the person.

    Raises:
        UnknownCandidate, StepNotPossible: it is not there, or not withdrawn.
    """
    candidate = _step(session, candidate_id, CandidateState.ERASED)
    candidate.name, candidate.presentation, candidate.working = "", "", None
    for table in _HANGING_ON:
        session.exec(delete(table).where(col(table.candidate_id) == candidate_id))
    session.flush()
    return candidate


def _step(session: Session, candidate_id: int, target: CandidateState) -> Candidate:
    candidate = candidate_to_change(session, candidate_id=candidate_id, ended=True)
    if target not in STEPS[candidate.state]:
        raise StepNotPossible(
            f"Dit profiel is {_DUTCH[candidate.state]} en kan niet {_DUTCH[target]} worden. "
            "Ververs de pagina en kijk wat nu kan."
        )
    candidate.state = target
    return candidate
