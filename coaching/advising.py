"""Proposing a skill and telling the candidate: one mail, however many wait for the answer."""

from datetime import datetime

from sqlmodel import Session

from coaching.coaching_letters import post_to_candidate, skills_proposed_letter
from coaching.drafts import SkillProposalDraft
from coaching.models import SkillProposal
from coaching.proposals import proposals_of, propose_skill

ADVISED = "/profiel/aangeraden"


def advise_skill(
    session: Session,
    *,
    candidate_id: int,
    coach_id: int,
    draft: SkillProposalDraft,
    address: str,
    now: datetime,
) -> SkillProposal:
    """Propose a skill, with a mail when nothing else waits; `address` is that of the site.

    Raises:
        UnknownCandidate, ProfileEnded, UnknownSkill, AlreadyOnProfile, AlreadyProposed,
        TooManyProposals: see `coaching.proposals.propose_skill`.
    """
    row = propose_skill(session, candidate_id=candidate_id, coach_id=coach_id, draft=draft, now=now)
    if len(proposals_of(session, candidate_id=candidate_id, waiting=True)) == 1:
        post_to_candidate(
            session,
            candidate_id=candidate_id,
            letter=skills_proposed_letter,
            link=f"{address}{ADVISED}",
            now=now,
        )
    return row
