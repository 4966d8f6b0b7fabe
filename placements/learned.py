"""What a course teaches: the gap it closes beforehand, and what to offer a profile afterwards.

Nothing is put on a profile here: the coach's proposal waits there until the person takes it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from coaching.coaching_letters import post_to_candidate, skills_proposed_letter
from coaching.drafts import SkillProposalDraft
from coaching.models import SkillProposal
from coaching.proposals import TooManyProposals, proposals_of, propose_skill
from foundation.errors import Conflict, NotFound
from placements.models import EndReason, Outcome, OutcomeSkill
from profiles.models import CandidateSkill
from profiles.service import ENDED, find_candidate
from skills.models import Course, CourseSkill, Skill


class UnknownCourse(NotFound):
    """There is no such course."""


class CourseRetired(Conflict):
    """The course is not given any more."""


@dataclass(frozen=True, slots=True)
class Taught:
    """A skill a course teaches, beside how it stands on a profile.

    `level` is the one the course leads to, `own` that on the profile: None is unknown, or, where
    `is_there` is False, no skill at all. `proposal` is the last time it was proposed, if ever.
    """

    skill: Skill
    level: int
    is_there: bool
    own: int | None
    proposal: SkillProposal | None

    @property
    def is_gap(self) -> bool:
        """Whether the profile lacks it, or has it at a lower level; unknown is no gap closed."""
        return self.own is None or self.own < self.level


def courses(session: Session) -> list[Course]:
    """List the courses somebody can be referred to, by name."""
    given = select(Course).where(~col(Course.retired))
    return sorted(session.exec(given), key=lambda row: (row.name.casefold(), row.id))


def find_course(session: Session, *, course_id: int) -> Course:
    """Find a course that is given.

    Raises:
        UnknownCourse, CourseRetired: it is not there, or not given any more.
    """
    row = session.get(Course, course_id)
    if row is None:
        raise UnknownCourse("Deze opleiding is er niet. Kies een opleiding uit de lijst.")
    if row.retired:
        raise CourseRetired("Deze opleiding wordt niet meer gegeven. Kies een andere.")
    return row


def taught_by(session: Session, *, course_id: int, candidate_id: int) -> list[Taught]:
    """List what a course teaches beside somebody's profile, by label, without retired skills."""
    lessons = (
        select(Skill, CourseSkill.level)
        .join(CourseSkill, col(CourseSkill.skill_id) == col(Skill.id))
        .where(CourseSkill.course_id == course_id, ~col(Skill.retired))
        .order_by(col(Skill.label), col(Skill.id))
    )
    held = select(CandidateSkill.skill_id, CandidateSkill.level).where(
        CandidateSkill.candidate_id == candidate_id
    )
    own = dict(session.exec(held).all())
    proposed = {
        one.row.skill_id: one.row
        for one in reversed(proposals_of(session, candidate_id=candidate_id))
    }
    return [
        Taught(skill, level, skill.id in own, own.get(skill.id), proposed.get(skill.id))
        for skill, level in session.exec(lessons)
    ]


def gap_of(session: Session, *, course_id: int, candidate_id: int) -> list[Taught]:
    """List what a course teaches that somebody's profile misses or has too low."""
    found = taught_by(session, course_id=course_id, candidate_id=candidate_id)
    return [one for one in found if one.is_gap]


def gap_of_outcome(session: Session, *, outcome_id: int) -> list[Skill]:
    """List the skills somebody was referred to a course for, by label."""
    ticked = (
        select(Skill)
        .join(OutcomeSkill, col(OutcomeSkill.skill_id) == col(Skill.id))
        .where(OutcomeSkill.outcome_id == outcome_id)
        .order_by(col(Skill.label), col(Skill.id))
    )
    return list(session.exec(ticked))


def offer_learned(
    session: Session, *, outcome: Outcome, coach_id: int, now: datetime
) -> list[SkillProposal]:
    """Propose what a finished course teaches and the profile lacks; gives what is new.

    What stands on the profile already is not touched: the coach confirms it with the person.
    Somebody who has stopped is offered nothing. As many wait as anybody looks at, no more.
    """
    if outcome.end_reason is not EndReason.COURSE_FINISHED or outcome.course_id is None:
        return []
    if find_candidate(session, candidate_id=outcome.candidate_id).state in ENDED:
        return []
    course = session.get_one(Course, outcome.course_id)
    taught = taught_by(session, course_id=course.id, candidate_id=outcome.candidate_id)
    made = []
    for one in taught:
        if one.is_there or _was_offered(one.proposal, outcome):
            continue
        try:
            made.append(_offer(session, outcome, one, course, coach_id, now))
        except TooManyProposals:
            break
    return made


def offered_at(session: Session, *, candidate_id: int, at: datetime) -> list[SkillProposal]:
    """List what was proposed to somebody at one moment and waits for an answer."""
    waiting = proposals_of(session, candidate_id=candidate_id, waiting=True)
    return [one.row for one in waiting if one.row.proposed_at == at]


def tell_offered(
    session: Session,
    *,
    candidate_id: int,
    offered: Collection[SkillProposal],
    link: str,
    now: datetime,
) -> None:
    """Mail the person that something waits on the profile; one mail, none when nothing is new."""
    if offered:
        letter = skills_proposed_letter
        post_to_candidate(session, candidate_id=candidate_id, letter=letter, link=link, now=now)


def _was_offered(proposal: SkillProposal | None, outcome: Outcome) -> bool:
    """Tell whether it waits for an answer, or was answered after this course ended."""
    if proposal is None or outcome.ended_at is None:
        return False
    return proposal.answered_at is None or proposal.proposed_at >= outcome.ended_at


def _offer(
    session: Session, outcome: Outcome, one: Taught, course: Course, coach_id: int, now: datetime
) -> SkillProposal:
    text = f"Geleerd bij “{course.name}”, tot niveau {one.level}."[:200]
    return propose_skill(
        session,
        candidate_id=outcome.candidate_id,
        coach_id=coach_id,
        draft=SkillProposalDraft(skill_id=one.skill.id, text=text),
        now=now,
    )
