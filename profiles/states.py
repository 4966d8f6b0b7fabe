"""Where a profile goes: draft → active ⇄ paused → withdrawn → erased, and what each step asks."""

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session, col, delete, select

from accounts.campaign_places import free_places
from accounts.models import Account, CampaignInvite, LoginCode, Role
from accounts.outbox import forget_mails
from foundation.errors import Conflict
from profiles.consent import agreed_purposes, end_consents
from profiles.hanging import remove_rows_of
from profiles.models import Candidate, CandidateSkill, CandidateState, Purpose
from profiles.service import ENDED, candidate_to_change, find_candidate

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

# None of these holds a text of the person. An ended consent proves that the work was allowed at
# the time, an outcome and a journey are counted, and of whom was handed over must be told that he
# is gone.
STAYS = frozenset({"consent", "outcome", "journey", "handover_person"})


class StepNotPossible(Conflict):
    """The profile cannot go from the state it is in to the state that was asked."""


class NoConsentForMatching(Conflict):
    """A profile cannot be active while the person does not agree to matching."""


class NoNameYet(Conflict):
    """A profile cannot be active without a name."""


class NoSkillsYet(Conflict):
    """A profile cannot be active without a skill."""


def activate(session: Session, *, candidate_id: int, now: datetime) -> Candidate:
    """Make a draft or paused profile active; the person confirms the profile by doing so.

    Raises:
        UnknownCandidate: there is no such profile.
        StepNotPossible: it is active already, or has ended.
        NoNameYet, NoConsentForMatching, NoSkillsYet: something must be done first.
    """
    candidate = _step(session, candidate_id, CandidateState.ACTIVE)
    if not candidate.name:
        raise NoNameYet("Vul eerst je naam in. Dan kan je profiel aan.")
    if Purpose.MATCHING not in agreed_purposes(session, candidate_id=candidate_id):
        raise NoConsentForMatching("Geef eerst toestemming om je te koppelen aan vacatures.")
    owned = select(CandidateSkill.id).where(CandidateSkill.candidate_id == candidate_id)
    if session.exec(owned).first() is None:
        raise NoSkillsYet("Vink eerst minstens één vaardigheid aan.")
    candidate.confirmed_at, candidate.reminded_at = now, None
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

    The row stays so that counts and outcomes keep their reference. Everything that refers to it
    goes, in whichever room its table is, unless `STAYS` names the table.

    Raises:
        UnknownCandidate, StepNotPossible: it is not there, or not withdrawn.
    """
    candidate = _step(session, candidate_id, CandidateState.ERASED)
    candidate.name, candidate.presentation, candidate.working = "", "", None
    candidate.reminded_at = None
    session.flush()
    remove_rows_of(session, candidate_id=candidate_id, stays=STAYS)
    return candidate


def erase_person(session: Session, *, candidate_id: int, now: datetime) -> Candidate:
    """Erase the profile and the account of a person, from whatever state the profile is in.

    With the account go its address, visits, mailed codes, waiting mails, identities and answered
    requests. An account of staff or an employer stays: it is not only for this profile.

    Raises:
        UnknownCandidate, StepNotPossible: there is nobody, or the profile was erased before.
    """
    if find_candidate(session, candidate_id=candidate_id).state not in ENDED:
        withdraw(session, candidate_id=candidate_id, now=now)
    candidate = erase(session, candidate_id=candidate_id)
    account_id, candidate.account_id = candidate.account_id, None
    session.flush()
    account = None if account_id is None else session.get(Account, account_id)
    if account is not None and account.role is Role.CANDIDATE:
        free_places(session, account_ids=[account.id])
        if account.email is not None:
            for mailed in (LoginCode, CampaignInvite):
                session.exec(delete(mailed).where(col(mailed.email) == account.email))
            forget_mails(session, address=account.email)
        session.delete(account)
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
