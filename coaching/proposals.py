"""Skills that a coach proposes for a profile: the candidate takes one or leaves it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col, select

from accounts.models import Account
from coaching.drafts import SkillProposalDraft
from coaching.models import SkillProposal
from foundation.database import guarded
from foundation.errors import Conflict, Invalid, NotFound
from profiles.drafts import SkillDraft
from profiles.models import CandidateSkill
from profiles.service import ENDED, ProfileEnded, candidate_to_change, hold_candidate
from profiles.skillset import set_skill
from skills.mentions import check_skills
from skills.models import Skill

# More at once is no advice any more.
MOST_WAITING = 20


class AlreadyProposed(Conflict):
    """This skill waits for the answer of the candidate."""


class AlreadyOnProfile(Conflict):
    """The skill stands on the profile."""


class TooManyProposals(Invalid):
    """As many skills wait for an answer as anybody looks at."""


class UnknownProposal(NotFound):
    """This skill was not proposed to this candidate."""


class ProposalAnswered(Conflict):
    """The candidate took it or left it before."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """A proposed skill with its words and the name of the coach."""

    row: SkillProposal
    skill: Skill
    coach: str


def propose_skill(
    session: Session,
    *,
    candidate_id: int,
    coach_id: int,
    draft: SkillProposalDraft,
    now: datetime,
) -> SkillProposal:
    """Propose a skill; nothing stands on the profile until the candidate takes it.

    Raises:
        UnknownCandidate, ProfileEnded: there is nobody to propose it to.
        UnknownSkill: the skill cannot be chosen.
        AlreadyOnProfile: it stands there.
        AlreadyProposed: it waits for an answer.
        TooManyProposals: twenty wait for an answer.
    """
    if hold_candidate(session, candidate_id=candidate_id).state in ENDED:
        raise ProfileEnded("Dit profiel is gestopt. Er is niets meer aan te raden.")
    check_skills(session, [draft.skill_id])
    if _owned(session, candidate_id, draft.skill_id):
        raise AlreadyOnProfile("Deze vaardigheid staat al op het profiel. Kies een andere.")
    if len(proposals_of(session, candidate_id=candidate_id, waiting=True)) >= MOST_WAITING:
        raise TooManyProposals(
            f"Er wachten al {MOST_WAITING} vaardigheden op antwoord. Praat er eerst samen over."
        )
    row = SkillProposal(
        **draft.model_dump(), candidate_id=candidate_id, coach_id=coach_id, proposed_at=now
    )
    refusal = AlreadyProposed("Deze vaardigheid is al aangeraden. Wacht op het antwoord.")
    with guarded(session, refusal):
        session.add(row)
    return row


def take_proposal(
    session: Session,
    *,
    candidate_id: int,
    proposal_id: int,
    level: int | None,
    now: datetime,
) -> SkillProposal:
    """Put a proposed skill on the profile, at a level the candidate chooses; None is unknown.

    A skill that came on the profile meanwhile stays as it is.

    Raises:
        UnknownCandidate, ProfileEnded: there is nothing to change.
        UnknownProposal, ProposalAnswered: there is nothing to take.
        UnknownSkill, TooManySkills: the skill cannot come on the profile.
    """
    candidate_to_change(session, candidate_id=candidate_id)
    row = _answered(session, candidate_id, proposal_id, taken=True, now=now)
    if not _owned(session, candidate_id, row.skill_id):
        draft = SkillDraft(skill_id=row.skill_id, level=level)
        set_skill(session, candidate_id=candidate_id, draft=draft)
    return row


def leave_proposal(
    session: Session, *, candidate_id: int, proposal_id: int, now: datetime
) -> SkillProposal:
    """Leave a proposed skill: it does not come on the profile.

    Raises:
        UnknownCandidate, ProfileEnded: there is nothing to answer.
        UnknownProposal, ProposalAnswered: there is nothing to leave.
    """
    if hold_candidate(session, candidate_id=candidate_id).state in ENDED:
        raise ProfileEnded("Dit profiel is gestopt. Je hoeft niets meer te kiezen.")
    return _answered(session, candidate_id, proposal_id, taken=False, now=now)


def proposals_of(session: Session, *, candidate_id: int, waiting: bool = False) -> list[Proposed]:
    """List what was proposed to a candidate, the newest first; `waiting`: without an answer."""
    asked = (
        select(SkillProposal, Skill, Account.name)
        .join(Skill, col(Skill.id) == col(SkillProposal.skill_id))
        .join(Account, col(Account.id) == col(SkillProposal.coach_id))
        .where(SkillProposal.candidate_id == candidate_id)
        .order_by(col(SkillProposal.proposed_at).desc(), col(SkillProposal.id).desc())
    )
    if waiting:
        asked = asked.where(col(SkillProposal.answered_at).is_(None))
    rows = session.exec(asked.execution_options(populate_existing=True))
    return [Proposed(row, skill, coach) for row, skill, coach in rows]


def find_proposal(session: Session, *, candidate_id: int, proposal_id: int) -> Proposed:
    """Find what was proposed to a candidate.

    Raises:
        UnknownProposal: it is not there, or was proposed to somebody else.
    """
    for one in proposals_of(session, candidate_id=candidate_id):
        if one.row.id == proposal_id:
            return one
    raise _unknown()


def _answered(
    session: Session, candidate_id: int, proposal_id: int, *, taken: bool, now: datetime
) -> SkillProposal:
    """Note the answer, once: the condition is the guard."""
    answered = session.execute(
        update(SkillProposal)
        .where(
            col(SkillProposal.id) == proposal_id,
            col(SkillProposal.candidate_id) == candidate_id,
            col(SkillProposal.answered_at).is_(None),
        )
        .values(answered_at=now, taken=taken)
        .returning(col(SkillProposal.id))
        .execution_options(synchronize_session=False)
    )
    is_first = answered.first() is not None
    row = session.get(SkillProposal, proposal_id, populate_existing=True)
    if row is None or row.candidate_id != candidate_id:
        raise _unknown()
    if not is_first:
        raise ProposalAnswered("Je hebt hier al voor gekozen. Ververs de pagina.")
    return row


def _unknown() -> UnknownProposal:
    return UnknownProposal("Deze vaardigheid is hier niet aangeraden. Ververs de pagina.")


def _owned(session: Session, candidate_id: int, skill_id: int) -> bool:
    owned = select(CandidateSkill.id).where(
        CandidateSkill.candidate_id == candidate_id, CandidateSkill.skill_id == skill_id
    )
    return session.exec(owned).first() is not None
