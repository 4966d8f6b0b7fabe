"""What the small region needs so that no page is empty, and what stands in the addresses."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from accounts.invitations import invite
from accounts.login import ask_code
from accounts.models import Role
from accounts.service import AccountDraft
from coaching.caseload import caseload
from coaching.drafts import ObjectionDraft, ReviewDraft
from coaching.models import (
    Entry,
    EntryState,
    IntakeNote,
    Introduction,
    Objection,
    ReviewKind,
    ReviewReason,
    Shortlist,
)
from coaching.objections import object_to
from coaching.opening import open_card
from coaching.reply_links import make_link
from coaching.reviews import decide
from foundation.entry import validated
from matching.service import Matcher
from profiles.drafts import HiddenEmployerDraft, InterestAnswerDraft, OwnWordDraft
from profiles.interests import QUESTIONS, answer, finish
from profiles.models import CandidateSkill
from profiles.own_words import keep_own_word
from profiles.wishes import hide_from
from seed.story import Story
from skills.models import Occupation
from tests.browser.results import Results, account_of
from vacancies.drafts import LimitDraft
from vacancies.models import Employer, Requirement, Vacancy, VacancyState
from vacancies.requirements import add_limit
from vacancies.service import open_vacancy
from vacancies.writing import ask_also, begin_vacancy

OLD_TEXT = """Wij zoeken een jonge, spontane collega voor onze koelcel. Je rijdt op de heftruck, je
telt de voorraad en je houdt de vloer schoon. Ervaring is fijn, maar we leren het je ook."""


@dataclass(frozen=True)
class Ids:
    """What stands in an address, by the name of its place.

    Args:
        all: the same for everybody.
        own: what is another one for somebody of a role.
        links: the token of a link, by the first word of its address.
    """

    all: dict[str, object]
    own: dict[str, dict[str, object]]
    links: dict[str, str]

    def of(self, role: str, path: str) -> dict[str, object]:
        """Give what stands in an address for somebody of a role."""
        token = self.links.get(path.strip("/").partition("/")[0], "")
        return {**self.all, "token": token, **self.own.get(role, {})}


def fill_profile(session: Session, story: Story, *, now: datetime) -> None:
    """Give the musician what a full profile has, so that no page of the site is empty."""
    one = story.candidate_id
    for question in QUESTIONS:
        likes = {"R": 4, "A": 3, "S": 2}.get(question.key[0], 1)
        given = {"question": question.key, "answer": likes}
        answer(session, candidate_id=one, draft=validated(InterestAnswerDraft, given), now=now)
    finish(session, candidate_id=one, now=now)
    hidden = {"trade_name": "Demo Verleden", "kvk": "12345678"}
    hide_from(session, candidate_id=one, draft=validated(HiddenEmployerDraft, hidden))
    own = validated(OwnWordDraft, {"text": "de soundcheck doen voor een koor van veertig mensen"})
    keep_own_word(session, candidate_id=one, draft=own, now=now)
    objection = {"subject": "berekening", "text": "Ik kan meer dan hier staat."}
    object_to(session, candidate_id=one, draft=validated(ObjectionDraft, objection), now=now)


def fill_desks(session: Session, matcher: Matcher, story: Story, *, now: datetime) -> None:
    """Add to the desks of the demonstration what they do not hold: the same for the others."""
    employer = session.get_one(Vacancy, story.vacancy_id).employer_id
    skills = _skills_of(session, story.candidate_id)
    told = {"title": "Medewerker koelcel", "description": OLD_TEXT}
    draft = begin_vacancy(session, employer_id=employer, values=told)
    ask_also(session, vacancy_id=draft.id, skill_ids=skills[:4])
    rule = {"kind": "licence", "value": "B", "legal_reason": "Reglement rijbewijzen, artikel 15"}
    add_limit(session, vacancy_id=draft.id, draft=validated(LimitDraft, rule))
    # Brought in from elsewhere, nobody wrote it in skills yet.
    other = select(Employer.id).where(Employer.id != employer).order_by(col(Employer.id))
    bare = begin_vacancy(session, employer_id=session.exec(other).first() or 0, values=told)
    open_vacancy(session, vacancy_id=bare.id)
    _approve(session, matcher, story, _account(session, "demo.anemoon"), now)


def _approve(
    session: Session, matcher: Matcher, story: Story, coach_id: int, now: datetime
) -> None:
    """Let the coach approve somebody he guides, so that there is somebody to introduce."""
    entry = session.exec(
        _on_list(story)
        .where(col(Entry.candidate_id).in_(caseload(session, coach_id=coach_id)))
        .where(Entry.candidate_id != story.candidate_id)
    ).first()
    assert entry is not None, "the coach guides nobody who is on the list"
    open_card(session, entry_id=entry.id, coach_id=coach_id, now=now)
    decide(
        session,
        matcher,
        entry_id=entry.id,
        coach_id=coach_id,
        draft=ReviewDraft(kind=ReviewKind.APPROVE, reason=ReviewReason.SKILLS_FIT),
        revision=entry.revision,
        now=now,
    )


def make_ids(session: Session, story: Story, results: Results, *, now: datetime) -> Ids:
    """Choose what the addresses are about, for each role what it may see."""
    asked, introduced = session.exec(select(Introduction).order_by(col(Introduction.id))).all()[:2]
    coach, manager = (_account(session, one) for one in ("demo.anemoon", "manager"))
    approved, fresh = _lines(session, story)
    guided = caseload(session, coach_id=coach)
    everyone = {
        "vacancy_id": story.vacancy_id,
        "vacancyId": story.vacancy_id,
        "skill_id": _skills_of(session, story.candidate_id)[0],
        "skillId": _skills_of(session, story.candidate_id)[0],
        "occupation_id": session.exec(select(Occupation.id).order_by(col(Occupation.id))).first(),
        "candidateId": story.candidate_id,
        "number": guided[-1],
        "noteId": session.exec(select(IntakeNote.id)).first(),
        "objectionId": _objection_of_somebody_else(session, guided),
        "entryId": approved.id,
        "accountId": manager,
        "introductionId": introduced.id,
        "asked": asked.id,
        "listed": approved.candidate_id,
        "fresh": fresh.candidate_id,
        "draft": _vacancy(session, story, mine=True),
        "unlisted": _without_list(session),
        "bare": _vacancy(session, story, mine=False),
        "employerId": session.exec(
            select(Employer.id).where(col(Employer.waiting_since).is_not(None))
        ).first(),
        "member": session.get_one(Vacancy, story.vacancy_id).employer_id,
    }
    own: dict[str, dict[str, object]] = {
        Role.CANDIDATE: {"introductionId": asked.id, "number": 1, **results.own},
    }
    links = {**_links(session, introduced, now), **results.links}
    return Ids({**everyone, **results.all}, own, links)


def _links(session: Session, introduced: Introduction, now: datetime) -> dict[str, str]:
    draft = {"role": Role.COACH, "name": "Demo Nieuw", "email": "nieuw@talent.example"}
    invited = invite(session, draft=validated(AccountDraft, draft), now=now)
    employer = _account(session, "zuivel")
    link = make_link(session, introduction=introduced, account_id=employer, address="", now=now)
    return {
        "uitnodiging": invited.link_token,
        "inloggen": ask_code(session, email="nog-iemand@talent.example", now=now).link_token,
        "antwoord": link.rpartition("/")[2],
    }


def _account(session: Session, name: str) -> int:
    return account_of(session, name).id


def _skills_of(session: Session, candidate_id: int) -> list[int]:
    owned = select(CandidateSkill.skill_id).where(CandidateSkill.candidate_id == candidate_id)
    return list(session.exec(owned.order_by(col(CandidateSkill.skill_id))))


def _on_list(story: Story) -> SelectOfScalar[Entry]:
    listed = select(Entry).join(Shortlist).where(Shortlist.vacancy_id == story.vacancy_id)
    return listed.order_by(col(Entry.id))


def _lines(session: Session, story: Story) -> tuple[Entry, Entry]:
    """Give the line that may be introduced, and one that nobody opened."""
    introduced = select(Introduction.entry_id)
    free = _on_list(story).where(col(Entry.id).not_in(introduced))
    approved = session.exec(free.where(Entry.state == EntryState.APPROVED)).first()
    fresh = session.exec(free.where(Entry.state == EntryState.PROPOSED)).first()
    assert approved is not None, "nobody is approved"
    assert fresh is not None, "everybody on the list was decided on"
    return approved, fresh


def _vacancy(session: Session, story: Story, *, mine: bool) -> int | None:
    """Find the draft of the story's company, or what nobody wrote in skills yet."""
    employer = session.get_one(Vacancy, story.vacancy_id).employer_id
    owner = Vacancy.employer_id == employer
    written = select(Vacancy.id).where(Vacancy.description == OLD_TEXT.strip())
    return session.exec(written.where(owner if mine else ~owner)).first()


def _without_list(session: Session) -> int | None:
    """Find open work in skills that nobody proposed people for."""
    open_work = select(Vacancy.id).where(Vacancy.state == VacancyState.OPEN)
    lists = col(Vacancy.id).not_in(select(Shortlist.vacancy_id))
    asking = col(Vacancy.id).in_(select(Requirement.vacancy_id))
    return session.exec(open_work.where(lists, asking).order_by(col(Vacancy.id))).first()


def _objection_of_somebody_else(session: Session, guided: list[int]) -> int | None:
    """Find what a coach may answer: his own people are not his to judge about."""
    free = select(Objection.id).where(col(Objection.candidate_id).not_in(guided))
    return session.exec(free).first()
