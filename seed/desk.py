"""What lies on everybody's desk in the demonstration: a list to review and people to introduce.

It is laid when the demonstration starts, once, with the same services as the pages use: the region
itself stays the same bytes every time.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from accounts.models import Account, Role
from accounts.service import find_account
from coaching.caseload import caseload
from coaching.drafts import NoteDraft, ObjectionDraft, ReviewDraft, SkillProposalDraft
from coaching.introduction_steps import Actor
from coaching.introductions import agree, ask_candidate
from coaching.listing import shortlist_of
from coaching.models import (
    Assignment,
    Entry,
    Introduction,
    ReviewKind,
    ReviewReason,
    Shortlist,
)
from coaching.notes import write_note
from coaching.objections import object_to
from coaching.opening import open_card
from coaching.proposals import propose_skill
from coaching.reviews import decide
from coaching.shortlists import propose, propose_person
from foundation.entry import validated
from matching.service import Matcher
from profiles.models import Candidate, CandidateState
from profiles.skillset import candidate_skills
from seed.language import read_language
from seed.logins import DOMAIN
from seed.story import EMPLOYER, MUSICIAN, TITLE
from vacancies.admission import sign_up
from vacancies.drafts import SignUpDraft
from vacancies.employers import set_membership
from vacancies.models import Employer, Vacancy, VacancyState

READING_TIME = timedelta(seconds=40)
A_YEAR = timedelta(days=365)
APPROVED = "Herstelt al jaren zijn eigen spullen en blijft rustig als het druk is."
ASKED = "Dit werk vraagt wat jij al kunt. De rest leer je daar. Zullen we het proberen?"
# What the coach advises the musician to put on his profile.
ADVISED = "kwaliteit controleren van producten"


@dataclass(frozen=True, eq=False)
class _Coach:
    """The coach at work: who it is, with which engine, at which site and moment."""

    account_id: int
    matcher: Matcher
    address: str
    now: datetime


def lay_desk(session: Session, matcher: Matcher, *, address: str, now: datetime) -> None:
    """Lay out the desks of the demonstration; a second time changes nothing."""
    account, employer = (_account(session, name) for name in ("demo.anemoon", "zuivel"))
    # The region may offer the same work there: the story is told last.
    told = select(Vacancy).join(Employer).where(Employer.trade_name == EMPLOYER)
    told = told.where(Vacancy.title == TITLE).order_by(col(Vacancy.id).desc())
    story = session.exec(told).first()
    musician = session.exec(select(Candidate).where(Candidate.name == MUSICIAN)).first()
    if account is None or employer is None or story is None or musician is None:
        return
    if shortlist_of(session, vacancy_id=story.id) is not None:
        return
    set_membership(session, employer_id=story.employer_id, member_until=(now + A_YEAR).date())
    propose(session, matcher, vacancy_id=story.id, coach_id=account.id, now=now)
    coach = _Coach(account.id, matcher, address, now)
    _introduce(session, coach, story.id, musician.id)
    _introduce_somebody_else(session, coach, story, musician.id)
    _guide(session, musician.id, account.id, now)
    _object(session, now)
    _sign_up(session, now)


def _account(session: Session, name: str) -> Account | None:
    return find_account(session, email=f"{name}@{DOMAIN}")


def _introduce(session: Session, coach: _Coach, vacancy_id: int, candidate_id: int) -> int:
    """Put somebody on a list, read the card, approve, and ask; gives the introduction."""
    entry = _entry(session, coach, vacancy_id, candidate_id)
    of = {"entry_id": entry.id, "coach_id": coach.account_id}
    open_card(session, **of, now=coach.now - READING_TIME)
    review = ReviewDraft(
        kind=ReviewKind.APPROVE, reason=ReviewReason.MORE_THAN_SHOWN, text=APPROVED
    )
    revision = entry.revision
    decide(session, coach.matcher, **of, draft=review, revision=revision, now=coach.now)
    return ask_candidate(session, **of, words=ASKED, address=coach.address, now=coach.now).id


def _entry(session: Session, coach: _Coach, vacancy_id: int, candidate_id: int) -> Entry:
    """Find somebody's line on a list, or put him on it by hand."""
    listed = (
        select(Entry)
        .join(Shortlist)
        .where(Shortlist.vacancy_id == vacancy_id, Entry.candidate_id == candidate_id)
    )
    found = session.exec(listed).first()
    return found or propose_person(
        session,
        coach.matcher,
        vacancy_id=vacancy_id,
        candidate_id=candidate_id,
        coach_id=coach.account_id,
        reason=ReviewReason.DESERVES_TURN,
        now=coach.now,
    )


def _introduce_somebody_else(
    session: Session, coach: _Coach, story: Vacancy, musician_id: int
) -> None:
    """Introduce somebody to another vacancy of the same company, up to the employer's answer."""
    others = select(Vacancy.id).where(
        Vacancy.employer_id == story.employer_id,
        Vacancy.state == VacancyState.OPEN,
        Vacancy.id != story.id,
    )
    vacancy_id = session.exec(others.order_by(col(Vacancy.id))).first()
    if vacancy_id is None:
        return
    own = {"coach_id": coach.account_id}
    propose(session, coach.matcher, vacancy_id=vacancy_id, **own, now=coach.now)
    fitting = (
        select(Entry.candidate_id)
        .join(Shortlist)
        .where(Shortlist.vacancy_id == vacancy_id, Entry.candidate_id != musician_id)
        .where(col(Entry.candidate_id).in_(caseload(session, **own)))
    )
    proposed = session.exec(fitting.order_by(col(Entry.engine_place))).first()
    candidate_id = proposed or _free_in_caseload(session, coach, musician_id)
    if candidate_id is None:
        return
    agree(
        session,
        introduction_id=_introduce(session, coach, vacancy_id, candidate_id),
        presentation="Ik werk graag met mijn handen en ik ben op tijd.",
        by=Actor(None, Role.CANDIDATE),
        seen=None,
        address=coach.address,
        now=coach.now,
    )


def _free_in_caseload(session: Session, coach: _Coach, musician_id: int) -> int | None:
    """Find somebody the coach guides who has no place yet."""
    placed = select(Introduction.candidate_id).where(col(Introduction.seat).is_not(None))
    free = select(Candidate.id).where(
        Candidate.state == CandidateState.ACTIVE,
        Candidate.id != musician_id,
        col(Candidate.id).in_(caseload(session, coach_id=coach.account_id)),
        col(Candidate.id).not_in(placed),
    )
    return session.exec(free.order_by(col(Candidate.id))).first()


def _guide(session: Session, candidate_id: int, coach_id: int, now: datetime) -> None:
    note = NoteDraft(text="Eerste gesprek. Wil iets met techniek, het liefst in de buurt.")
    write_note(session, candidate_id=candidate_id, coach_id=coach_id, draft=note, now=now)
    skill_id = read_language(session).by_label.get(ADVISED)
    owned = {row.skill_id for row in candidate_skills(session, candidate_id=candidate_id)}
    if skill_id is not None and skill_id not in owned:
        draft = SkillProposalDraft(skill_id=skill_id, text="Je deed dit bij elke soundcheck.")
        propose_skill(session, candidate_id=candidate_id, coach_id=coach_id, draft=draft, now=now)


def _object(session: Session, now: datetime) -> None:
    """Let somebody without a coach object, so that there is something to answer."""
    guided = select(Assignment.candidate_id).where(col(Assignment.ended_at).is_(None))
    free = select(Candidate.id).where(
        Candidate.state == CandidateState.ACTIVE, col(Candidate.id).not_in(guided)
    )
    candidate_id = session.exec(free.order_by(col(Candidate.id))).first()
    if candidate_id is not None:
        text = "Bij lassen staat dat ik het niet kan. Ik heb het twee jaar gedaan."
        draft = validated(ObjectionDraft, {"subject": "berekening", "text": text})
        object_to(session, candidate_id=candidate_id, draft=draft, now=now)


def _sign_up(session: Session, now: datetime) -> None:
    """Let a company sign up, so that the administrator has one to admit."""
    sign_up(
        session,
        draft=SignUpDraft(
            kvk="99012345",
            trade_name="Demo Zonnepanelen",
            sector="bouw",
            postcode="2312",
            contact_name="Demo Lisdodde",
            email=f"zonnepanelen@{DOMAIN}",
        ),
        now=now,
    )
