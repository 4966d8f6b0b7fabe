"""One question about one skill: how well somebody can do it, and where that was shown."""

from dataclasses import dataclass, field

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from accounts.permissions import nothing_here
from api.asking import Now, Reading, Writing
from api.pages.choosing import Round, round_of
from api.pages.forms import Fields, Form, to
from api.pages.own import (
    OwnProfile,
    OwnProfileToChange,
    changed_elsewhere,
    errors_of,
    is_autosave,
    kept,
    not_kept,
)
from api.pages.rendering import page
from api.pages.skills import Number
from api.versions import stamp
from foundation.entry import validated
from foundation.errors import Conflict, Invalid, Problem
from foundation.terms import LEVELS
from profiles.drafts import SkillDraft
from profiles.models import CandidateSkill, Evidence
from profiles.service import candidate_to_change
from profiles.skillset import candidate_skills, set_skill
from skills.models import Skill
from skills.service import skills_by_id

router = APIRouter(prefix="/profiel/vaardigheden")

FIELDS = {"level": "niveau", "evidence_note": "waar", "": "niveau"}
CHOICES = ("", *(str(level) for level in LEVELS))


@dataclass(frozen=True, slots=True)
class Standing:
    """How a skill stands on the profile; all None when it does not."""

    level: int | None = None
    evidence: Evidence | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the fields; level None is no answer yet, "" is "weet ik niet"."""

    level: str | None
    where: str


@dataclass(frozen=True, slots=True)
class Question:
    """The question about one skill, with its place in a round."""

    skill: Skill
    round: Round
    stored: Standing

    @property
    def place(self) -> int:
        """The how-manieth question of the round; 0 outside a round."""
        return self.round.place(self.skill.id)

    @property
    def is_confirmed(self) -> bool:
        """Tell whether a coach confirmed the level."""
        return self.stored.evidence is Evidence.CONFIRMED

    @property
    def typed(self) -> Typed:
        """What the fields hold when the page opens.

        In a round nothing is chosen yet: "weet ik niet" is an answer, and not ours to give.
        """
        if self.stored.evidence is None or (self.place and self.stored.level is None):
            level = None
        else:
            level = str(self.stored.level or "")
        return Typed(level, "" if self.is_confirmed else self.stored.note or "")


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a form was not kept: what is wrong by field, or that another tab was first."""

    errors: dict[str, str] = field(default_factory=dict)

    @property
    def status(self) -> int:
        """The HTTP answer."""
        return Invalid.status if self.errors else Conflict.status


@router.get("/{skill_id}")
def ask(
    request: Request, session: Reading, own: OwnProfile, skill_id: Number, ronde: str = ""
) -> Response:
    """Ask how well; a skill that is not on the profile gets there by the answer."""
    question = _question(session, own, skill_id, ronde)
    return _shown(request, question, question.typed)


@router.post("/{skill_id}")
def answer(
    request: Request,
    session: Writing,
    own: OwnProfileToChange,
    now: Now,
    form: Form,
    skill_id: Number,
) -> Response:
    """Keep the answer and go on to the next question."""
    candidate_to_change(session, candidate_id=own)
    question = _question(session, own, skill_id, form.one("ronde"))
    trouble = _keep(session, own, question, form)
    if trouble is None:
        if is_autosave(request):
            return kept(request, stored=_standing(session, own, skill_id), now=now)
        return to(question.round.after(skill_id))
    session.rollback()
    if is_autosave(request):
        return not_kept(request, status=trouble.status, errors=trouble.errors)
    return _shown(request, question, _typed(form), trouble)


def _keep(session: Session, own: int, question: Question, form: Fields) -> Trouble | None:
    """Keep the answer, unless it is wrong or another tab was first; tell which."""
    try:
        draft = _draft(question, form)
    except Invalid as error:
        return Trouble(errors_of(error, FIELDS))
    if question.is_confirmed and draft.level == question.stored.level:
        return None
    new = Standing(draft.level, draft.evidence, draft.evidence_note)
    if changed_elsewhere(form, stored=question.stored, new=new):
        return Trouble()
    set_skill(session, candidate_id=own, draft=draft)
    return None


def _draft(question: Question, form: Fields) -> SkillDraft:
    """Read the answer; a line of where makes the skill supported, and without it is claimed.

    Raises:
        Invalid: no answer was chosen, or the line is no line.
    """
    typed = _typed(form)
    if typed.level is None:
        sentence = "kies een antwoord. Weet je het niet? Kies “Weet ik niet”"
        raise Invalid(sentence, (Problem("level", sentence),))
    evidence = Evidence.SUPPORTED if typed.where else Evidence.CLAIMED
    values = {
        "skill_id": question.skill.id,
        "level": typed.level or None,
        "evidence": evidence,
        "evidence_note": typed.where,
    }
    return validated(SkillDraft, values)


def _typed(form: Fields) -> Typed:
    chosen = form.starting("niveau").get("")  # "" was chosen, and None was not
    return Typed(chosen if chosen in CHOICES else None, form.one("waar"))


def _question(session: Session, own: int, skill_id: int, text: str) -> Question:
    skill = skills_by_id(session, ids=[skill_id]).get(skill_id)
    stored = _standing(session, own, skill_id)
    if skill is None or (skill.retired and stored.evidence is None):
        raise nothing_here()
    owned = {row.skill_id for row in candidate_skills(session, candidate_id=own)}
    return Question(skill, round_of(text, owned), stored)


def _standing(session: Session, own: int, skill_id: int) -> Standing:
    rows = candidate_skills(session, candidate_id=own)
    row = next((row for row in rows if row.skill_id == skill_id), None)
    return Standing() if row is None else _standing_of(row)


def _standing_of(row: CandidateSkill) -> Standing:
    return Standing(row.level, row.evidence, row.evidence_note)


def _shown(
    request: Request, question: Question, typed: Typed, trouble: Trouble | None = None
) -> Response:
    return page(
        request,
        "profile/level.html",
        status=trouble.status if trouble else 200,
        question=question,
        typed=typed,
        seen=stamp(question.stored),
        errors=trouble.errors if trouble else {},
        is_changed=trouble is not None and not trouble.errors,
    )
