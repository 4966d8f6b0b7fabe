"""The skills of a candidate: ticked by the person, confirmed by a coach, never linked silently."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from foundation.errors import Invalid, NotFound
from profiles.drafts import ConfirmationDraft, SkillDraft
from profiles.models import CandidateSkill, Evidence
from profiles.service import candidate_to_change
from skills.mentions import check_skills

MOST_SKILLS = 200


class TooManySkills(Invalid):
    """More skills than a profile takes."""


class DoubleSkill(Invalid):
    """The same skill stands twice in what came in."""


class UnknownProfileSkill(NotFound):
    """This skill is not on the profile."""


def set_skill(session: Session, *, candidate_id: int, draft: SkillDraft) -> CandidateSkill:
    """Put one skill on the profile, or change it; see `set_skills`."""
    return set_skills(session, candidate_id=candidate_id, drafts=[draft])[0]


def set_skills(
    session: Session, *, candidate_id: int, drafts: Sequence[SkillDraft]
) -> list[CandidateSkill]:
    """Put skills on the profile, or change them; the skills that are not named stay.

    A confirmation is about one level: it stays when the level does, and ends when it changes.

    Returns:
        The rows in the order of the drafts.

    Raises:
        UnknownCandidate, ProfileEnded: there is nothing to change.
        TooManySkills: the profile would have more than 200.
        DoubleSkill: a skill stands twice in the drafts.
        UnknownSkill: a skill that is new on the profile cannot be chosen.
    """
    _check_list(drafts)
    candidate_to_change(session, candidate_id=candidate_id)
    owned = {row.skill_id: row for row in candidate_skills(session, candidate_id=candidate_id)}
    new = {draft.skill_id for draft in drafts} - owned.keys()
    if len(owned) + len(new) > MOST_SKILLS:
        raise _too_many()
    check_skills(session, new)
    rows = [_changed(owned.get(draft.skill_id), candidate_id, draft) for draft in drafts]
    session.add_all(rows)
    session.flush()
    return rows


def remove_skill(session: Session, *, candidate_id: int, skill_id: int) -> None:
    """Take a skill off the profile.

    Raises:
        UnknownCandidate, ProfileEnded: there is nothing to change.
        UnknownProfileSkill: the skill is not on the profile.
    """
    candidate_to_change(session, candidate_id=candidate_id)
    session.delete(_owned(session, candidate_id, skill_id))
    session.flush()


def confirm_skill(
    session: Session, *, candidate_id: int, draft: ConfirmationDraft, now: datetime
) -> CandidateSkill:
    """Confirm a skill that the person ticked, in the name of a coach, with the day.

    Raises:
        UnknownCandidate, ProfileEnded: there is nothing to change.
        UnknownProfileSkill: the person did not tick this skill.
    """
    candidate_to_change(session, candidate_id=candidate_id)
    row = _owned(session, candidate_id, draft.skill_id)
    row.level = row.level if draft.level is None else draft.level
    row.evidence = Evidence.CONFIRMED
    row.evidence_note = confirmation_words(draft, now)
    session.flush()
    return row


def confirmation_words(draft: ConfirmationDraft, now: datetime) -> str:
    """Write what stands beside a confirmed skill: the coach, the day and the note."""
    signed = f"{draft.coach}, {now.date().isoformat()}"
    return f"{signed}: {draft.note}" if draft.note else signed


def candidate_skills(session: Session, *, candidate_id: int) -> list[CandidateSkill]:
    """List the skills of a candidate, in the order they were ticked."""
    owned = select(CandidateSkill).where(CandidateSkill.candidate_id == candidate_id)
    ordered = owned.order_by(col(CandidateSkill.id))
    return list(session.exec(ordered.execution_options(populate_existing=True)))


def _check_list(drafts: Sequence[SkillDraft]) -> None:
    if len(drafts) > MOST_SKILLS:
        raise _too_many()
    if len({draft.skill_id for draft in drafts}) < len(drafts):
        raise DoubleSkill("Dezelfde vaardigheid staat er twee keer. Haal er een weg.")


def _too_many() -> TooManySkills:
    return TooManySkills(
        f"Kies hoogstens {MOST_SKILLS} vaardigheden. Haal eerst weg wat je weinig gebruikt."
    )


def _changed(row: CandidateSkill | None, candidate_id: int, draft: SkillDraft) -> CandidateSkill:
    if row is None:
        return CandidateSkill.model_validate({**draft.model_dump(), "candidate_id": candidate_id})
    if row.evidence is not Evidence.CONFIRMED or row.level != draft.level:
        row.sqlmodel_update(draft.model_dump())
    return row


def _owned(session: Session, candidate_id: int, skill_id: int) -> CandidateSkill:
    owned = {row.skill_id: row for row in candidate_skills(session, candidate_id=candidate_id)}
    row = owned.get(skill_id)
    if row is None:
        raise UnknownProfileSkill(
            "Deze vaardigheid staat niet op het profiel. Vink haar eerst aan."
        )
    return row
