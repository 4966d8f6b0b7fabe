"""A small world in which people can be introduced: a vacancy, its employer, a coach, candidates."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from accounts.models import Account, OutgoingMail, Role
from coaching.caseload import assign
from coaching.introduction_drafts import EmployerAnswer, EmployerAnswerDraft
from coaching.introduction_steps import Actor
from coaching.introductions import agree, ask_candidate
from coaching.models import DeclineReason, Entry, EntryState, Introduction, Shortlist
from coaching.replies import answer_as_employer
from profiles.consent import give_consent
from profiles.drafts import ConsentDraft, ProfileDraft, SkillDraft
from profiles.service import begin_profile, change_profile
from profiles.skillset import set_skill
from profiles.states import activate
from tests.profiles.worlds import NOW, WELDING, speak
from vacancies.drafts import EmployerDraft, RequirementDraft, VacancyDraft
from vacancies.employers import name_contact, register_employer
from vacancies.models import Importance
from vacancies.requirements import set_requirements
from vacancies.service import open_vacancy, write_vacancy

ADDRESS = "https://testserver"
CANDIDATE, EMPLOYER, COACH = "kandidaat", "bedrijf", "coach"


@dataclass(frozen=True)
class Region:
    """Numbers of who there is; `entries` and `people` go together."""

    coach: int
    contact: int
    employer: int
    vacancy: int
    people: tuple[int, ...]
    accounts: tuple[int, ...]
    entries: tuple[int, ...]

    @property
    def person(self) -> int:
        """The first candidate."""
        return self.people[0]

    def by_coach(self) -> Actor:
        """The coach makes a step."""
        return Actor(self.coach, Role.COACH)

    def by_contact(self) -> Actor:
        """The employer makes a step."""
        return Actor(self.contact, Role.EMPLOYER)

    def by_person(self, number: int = 0) -> Actor:
        """A candidate makes a step."""
        return Actor(self.accounts[number], Role.CANDIDATE)


def an_account(session: Session, role: Role, email: str, now: datetime = NOW) -> int:
    """Open an account with an address."""
    row = Account(role=role, name=role.value, email=email, created_at=now, seen_at=now)
    session.add(row)
    session.flush()
    return row.id


def a_candidate(session: Session, number: int, now: datetime = NOW) -> tuple[int, int]:
    """Make somebody who takes part; gives account and candidate."""
    account = an_account(session, Role.CANDIDATE, f"{CANDIDATE}{number}@talent.example", now)
    one = begin_profile(session, account_id=account, now=now).id
    told = ProfileDraft(name=f"Naam {number}", presentation=f"Ik ben nummer {number}.")
    change_profile(session, candidate_id=one, draft=told)
    set_skill(session, candidate_id=one, draft=SkillDraft(skill_id=WELDING, level=3))
    consent = ConsentDraft(purpose="matching", text_version="2026-1")
    give_consent(session, candidate_id=one, draft=consent, now=now)
    activate(session, candidate_id=one, now=now)
    return account, one


def a_vacancy(session: Session, employer: int, *, places: int = 1) -> int:
    """Open a vacancy in skills."""
    draft = VacancyDraft(title="Lasser", sector="techniek", places=places)
    row = write_vacancy(session, employer_id=employer, draft=draft)
    asked = [RequirementDraft(skill_id=WELDING, importance=Importance.REQUIRED, level=3)]
    set_requirements(session, vacancy_id=row.id, drafts=asked)
    open_vacancy(session, vacancy_id=row.id)
    return row.id


def an_entry(session: Session, vacancy: int, coach: int, candidate: int) -> int:
    """Approve somebody for a vacancy, as rows."""
    held = session.exec(select(Shortlist).where(Shortlist.vacancy_id == vacancy)).first()
    if held is None:
        held = Shortlist(vacancy_id=vacancy, coach_id=coach, opened_at=NOW)
        session.add(held)
        session.flush()
    row = Entry(
        shortlist_id=held.id,
        candidate_id=candidate,
        state=EntryState.APPROVED,
        engine_place=1,
        proposed_at=NOW,
    )
    session.add(row)
    session.flush()
    return row.id


def a_region(session: Session, *, people: int = 1, places: int = 1) -> Region:
    """Make everybody, each candidate approved for the vacancy and guided by the coach."""
    speak(session)
    coach = an_account(session, Role.COACH, f"{COACH}@talent.example")
    contact = an_account(session, Role.EMPLOYER, f"{EMPLOYER}@talent.example")
    company = EmployerDraft(
        kvk="12345678", trade_name="Demo Staal", sector="techniek", postcode="2312"
    )
    employer = register_employer(session, draft=company).id
    name_contact(session, account_id=contact, employer_id=employer)
    vacancy = a_vacancy(session, employer, places=places)
    made = [a_candidate(session, number) for number in range(people)]
    for _, one in made:
        assign(session, candidate_id=one, coach_id=coach, now=NOW)
    entries = tuple(an_entry(session, vacancy, coach, one) for _, one in made)
    numbers = tuple(one for _, one in made)
    accounts = tuple(account for account, _ in made)
    return Region(coach, contact, employer, vacancy, numbers, accounts, entries)


def asked(session: Session, region: Region, number: int = 0, now: datetime = NOW) -> Introduction:
    """Let the coach ask a candidate."""
    return ask_candidate(
        session,
        entry_id=region.entries[number],
        coach_id=region.coach,
        words="Dit past bij je.",
        address=ADDRESS,
        now=now,
    )


def introduced(
    session: Session, region: Region, number: int = 0, now: datetime = NOW
) -> Introduction:
    """Let a candidate be asked and agree."""
    row = asked(session, region, number, now)
    return agree(
        session,
        introduction_id=row.id,
        presentation="Voor dit bedrijf.",
        by=region.by_person(number),
        seen=row.revision,
        address=ADDRESS,
        now=now,
    )


def answered(
    session: Session,
    region: Region,
    row: Introduction,
    answer: EmployerAnswer,
    *,
    reason: DeclineReason | None = None,
    now: datetime = NOW,
) -> Introduction:
    """Let the employer answer."""
    draft = EmployerAnswerDraft(
        answer=answer, reason=reason, text_for_coach="voor coach", text_for_candidate="voor jou"
    )
    return answer_as_employer(
        session,
        introduction_id=row.id,
        draft=draft,
        by=region.by_contact(),
        seen=row.revision,
        address=ADDRESS,
        now=now,
    )


def mails(session: Session) -> list[tuple[str, str]]:
    """List to whom a mail goes (without the number or the domain), and its subject."""
    rows = session.exec(select(OutgoingMail).order_by(col(OutgoingMail.id)))
    return [(row.to_address.split("@")[0].rstrip("0123456789"), row.subject) for row in rows]


def forget_mails(session: Session) -> None:
    """Empty the outbox."""
    for row in session.exec(select(OutgoingMail)):
        session.delete(row)
    session.flush()


def links_in(session: Session) -> list[tuple[str, str]]:
    """List every link to answer with that was mailed: to whom, and the token."""
    rows = session.exec(select(OutgoingMail).order_by(col(OutgoingMail.id)))
    found = []
    for row in rows:
        if "/antwoord/" in row.text:
            token = row.text.split("/antwoord/")[1].split()[0]
            found.append((row.to_address.split("@")[0].rstrip("0123456789"), token))
    return found
