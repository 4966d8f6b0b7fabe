"""Candidates: opening a profile, finding it, and the one way in which every change begins."""

from datetime import datetime, timedelta

from sqlmodel import Session, select

from foundation.database import guarded
from foundation.errors import Conflict, NotFound
from foundation.revision import Stream, next_revision
from profiles.drafts import ProfileDraft
from profiles.models import Candidate, CandidateState

FRESH_FOR = timedelta(days=90)
# Where a transaction remembers whose profiles it changed; see `changed_candidates`.
CHANGED = "changed candidates"
ENDED = frozenset({CandidateState.WITHDRAWN, CandidateState.ERASED})


class UnknownCandidate(NotFound):
    """There is no such profile."""


class ProfileEnded(Conflict):
    """The profile was withdrawn or erased and takes no changes any more."""


class ProfileAlreadyBegun(Conflict):
    """The account has a profile."""


def open_profile(session: Session, *, draft: ProfileDraft, now: datetime) -> Candidate:
    """Open a profile in the state draft: nothing is shown to anybody before it is activated."""
    candidate = Candidate.model_validate(
        {
            **draft.model_dump(),
            "revision": next_revision(session, Stream.CANDIDATES),
            "created_at": now,
            "confirmed_at": now,
        }
    )
    session.add(candidate)
    session.flush()
    return candidate


def begin_profile(session: Session, *, account_id: int, now: datetime) -> Candidate:
    """Open the empty profile of somebody who just came in; the name comes before `activate`.

    Raises:
        ProfileAlreadyBegun: the account has a profile; `candidate_of_account` finds it.
    """
    candidate = Candidate(
        account_id=account_id,
        name="",
        revision=next_revision(session, Stream.CANDIDATES),
        created_at=now,
        confirmed_at=now,
    )
    with guarded(session, ProfileAlreadyBegun("Je hebt al een profiel. Ga daarmee verder.")):
        session.add(candidate)
    return candidate


def candidate_of_account(session: Session, *, account_id: int) -> Candidate | None:
    """Find the profile of an account, in any state; None when it never began one."""
    return session.exec(select(Candidate).where(Candidate.account_id == account_id)).first()


def find_candidate(session: Session, *, candidate_id: int) -> Candidate:
    """Find a profile in any state.

    Raises:
        UnknownCandidate: there is none with this number.
    """
    return _known(session.get(Candidate, candidate_id))


def hold_candidate(session: Session, *, candidate_id: int) -> Candidate:
    """Read a profile as it stands now and keep it so until the commit, without a change to it.

    For rows that will hang on the profile: nobody erases it in between.

    Raises:
        UnknownCandidate: there is none with this number.
    """
    return _known(
        session.get(Candidate, candidate_id, populate_existing=True, with_for_update=True)
    )


def change_profile(session: Session, *, candidate_id: int, draft: ProfileDraft) -> Candidate:
    """Replace name, presentation and whether the person works now.

    Raises:
        UnknownCandidate, ProfileEnded: there is nothing to change.
    """
    candidate = candidate_to_change(session, candidate_id=candidate_id)
    candidate.sqlmodel_update(draft.model_dump())
    session.flush()
    return candidate


def reconfirm(session: Session, *, candidate_id: int, now: datetime) -> Candidate:
    """Note that the person says the profile is still right; it is fresh for another 90 days.

    Raises:
        UnknownCandidate, ProfileEnded: there is nothing to confirm.
    """
    candidate = candidate_to_change(session, candidate_id=candidate_id)
    candidate.confirmed_at, candidate.reminded_at = now, None
    session.flush()
    return candidate


def is_stale(candidate: Candidate, now: datetime) -> bool:
    """Tell whether the person last confirmed the profile more than 90 days ago."""
    return now - candidate.confirmed_at > FRESH_FOR


def candidate_to_change(session: Session, *, candidate_id: int, ended: bool = False) -> Candidate:
    """Take a profile for a change: raise its revision, then read it as it stands now.

    The counter of the stream is locked until the commit, so changes come one after the other and
    what is read here cannot be changed by another transaction in between. With `ended` a withdrawn
    or erased profile will do as well.

    Raises:
        UnknownCandidate: there is none with this number.
        ProfileEnded: it was withdrawn or erased.
    """
    revision = next_revision(session, Stream.CANDIDATES)
    session.info.setdefault(CHANGED, set()).add(candidate_id)
    candidate = _known(session.get(Candidate, candidate_id, populate_existing=True))
    if candidate.state in ENDED and not ended:
        raise ProfileEnded("Dit profiel is gestopt en kan niet meer veranderen. Open een nieuw.")
    candidate.revision = revision
    return candidate


def changed_candidates(session: Session) -> frozenset[int]:
    """Tell whose profiles this transaction changed so far, for who keeps the trail."""
    return frozenset(session.info.get(CHANGED, ()))


def _known(candidate: Candidate | None) -> Candidate:
    if candidate is None:
        raise UnknownCandidate("Dit profiel is er niet. Controleer het adres of zoek opnieuw.")
    return candidate
