"""Skills of somebody a coach guides: confirming what stands there, proposing what could."""

from dataclasses import dataclass, field, replace

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from accounts.audit import AuditAction
from api.asking import App, Now, Reading, Viewing, Writing
from api.noting import note
from api.pages.coach_candidate import Asked, candidate_page
from api.pages.coaching import GuidedCandidate, SkillNumber, own_account
from api.pages.finding import Meant, meant_skill
from api.pages.forms import Form, to
from api.pages.own import changed_elsewhere, errors_of
from api.pages.rendering import page
from api.pages.skills import MySkill, my_skills
from api.versions import stamp
from coaching.advising import advise_skill
from coaching.drafts import SkillProposalDraft
from foundation.entry import validated
from foundation.errors import Conflict, Invalid, Problem
from foundation.terms import LEVELS
from profiles.drafts import LONGEST_COACH, ConfirmationDraft
from profiles.models import CandidateSkill, Evidence
from profiles.service import candidate_to_change
from profiles.skillset import UnknownProfileSkill, confirm_skill, confirmation_words

router = APIRouter(prefix="/coach/kandidaten/{candidateId}")
PROPOSED = {"skill_id": "zoek", "text": "waarom", "": "zoek"}
NOTHING = "We vonden geen vaardigheid. Zoek met een ander woord."
CONFIRMED = {"level": "niveau", "note": "waarop", "": "niveau"}


@dataclass(frozen=True, slots=True)
class Standing:
    """How a skill stands on the profile."""

    level: int | None
    evidence: str
    note: str


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the form; level "" leaves the level as it is."""

    level: str
    note: str


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why nothing was confirmed: what is wrong by field, or that the profile changed."""

    errors: dict[str, str] = field(default_factory=dict)

    @property
    def status(self) -> int:
        """The HTTP answer."""
        return Invalid.status if self.errors else Conflict.status


@router.get("/vaardigheden/{skillId}")
def ask(
    request: Request, session: Reading, candidate: GuidedCandidate, number: SkillNumber
) -> Response:
    """Ask at which level a coach confirms a skill, and what that rests on."""
    one = _on_profile(session, candidate, number)
    return _shown(request, candidate, one, Typed(str(one.row.level or ""), ""))


@router.post("/vaardigheden/{skillId}")
def confirm(
    request: Request,
    session: Writing,
    candidate: GuidedCandidate,
    number: SkillNumber,
    viewer: Viewing,
    now: Now,
    form: Form,
) -> Response:
    """Confirm a skill, unless the person changed it since the coach looked."""
    typed = Typed(form.one("niveau"), form.one("waarop"))
    candidate_to_change(session, candidate_id=candidate)
    one = _on_profile(session, candidate, number)
    values = {
        "skill_id": number,
        "coach": (viewer.name or "coach")[:LONGEST_COACH],
        "level": typed.level or None,
        "note": typed.note,
    }
    try:
        draft = validated(ConfirmationDraft, values)
    except Invalid as error:
        session.rollback()
        better = {"niveau": "Kies een niveau uit de lijst."}
        return _shown(request, candidate, one, typed, Trouble(errors_of(error, CONFIRMED, better)))
    level = one.row.level if draft.level is None else draft.level
    new = Standing(level, Evidence.CONFIRMED.value, confirmation_words(draft, now))
    if changed_elsewhere(form, stored=_standing(one.row), new=new):
        session.rollback()
        return _shown(request, candidate, one, typed, Trouble())
    confirm_skill(session, candidate_id=candidate, draft=draft, now=now)
    note(session, viewer, AuditAction.SKILL_CONFIRMED, candidate_id=candidate, now=now)
    return to(f"/coach/kandidaten/{candidate}?gedaan=bevestigd#vaardigheden")


@router.post("/aanraden")
def propose(
    request: Request,
    app: App,
    session: Writing,
    candidate: GuidedCandidate,
    viewer: Viewing,
    now: Now,
    form: Form,
) -> Response:
    """Propose a skill; without JavaScript what was typed leads to a list to choose from."""
    typed = Asked(search=form.one("zoek"), why=form.one("waarom"))
    try:
        meant = meant_skill(
            session,
            app,
            search=typed.search,
            chosen=form.one("vaardigheid"),
            picked=form.one("keuze"),
        )
        typed = replace(typed, choices=meant.choices)
        advise_skill(
            session,
            candidate_id=candidate,
            coach_id=own_account(viewer),
            draft=_draft(meant, typed.why),
            address=app.settings.address,
            now=now,
        )
    except (Invalid, Conflict) as error:
        session.rollback()
        again = replace(typed, errors=errors_of(error, PROPOSED), status=error.status)
        return candidate_page(request, session, candidate, viewer, now, again)
    note(session, viewer, AuditAction.SKILL_PROPOSED, candidate_id=candidate, now=now)
    return to(f"/coach/kandidaten/{candidate}?gedaan=aangeraden#aanraden")


def _draft(meant: Meant, why: str) -> SkillProposalDraft:
    if meant.skill is None:
        found = "Kies uit de lijst wat je bedoelt." if meant.choices else NOTHING
        raise Invalid(found, (Problem("skill_id", found),))
    return validated(SkillProposalDraft, {"skill_id": meant.skill.id, "text": why})


def _on_profile(session: Session, candidate: int, number: int) -> MySkill:
    for one in my_skills(session, candidate_id=candidate):
        if one.skill.id == number:
            return one
    raise UnknownProfileSkill("Deze vaardigheid staat niet meer op het profiel. Ga terug.")


def _standing(row: CandidateSkill) -> Standing:
    return Standing(row.level, row.evidence.value, row.evidence_note)


def _shown(
    request: Request,
    candidate: int,
    one: MySkill,
    typed: Typed,
    trouble: Trouble | None = None,
) -> Response:
    return page(
        request,
        "coach/confirm.html",
        status=trouble.status if trouble else 200,
        number=candidate,
        one=one,
        typed=typed,
        levels=list(LEVELS),
        seen=stamp(_standing(one.row)),
        errors=trouble.errors if trouble else {},
        is_changed=trouble is not None and not trouble.errors,
    )
