"""A small world with one of everybody, and a word in each person's rows that nobody else holds."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlalchemy import Engine
from sqlmodel import Session

from accounts.models import Role, VisitStep
from accounts.permissions import Relation
from accounts.service import AccountDraft, open_account
from accounts.visits import begin_visit
from api.asking import App, writing_session
from coaching.caseload import assign
from coaching.drafts import ObjectionDraft
from coaching.models import (
    Entry,
    EntryState,
    IntakeNote,
    Introduction,
    IntroductionState,
    Shortlist,
    SkillProposal,
)
from coaching.objections import object_to
from foundation.database import refusals_in_dutch, writing
from foundation.entry import validated
from foundation.settings import Settings
from placements.models import AftercareNote, Outcome, OutcomeKind, OutcomeState
from placements.rules import LASTING
from profiles.consent import give_consent
from profiles.drafts import (
    ConsentDraft,
    ExperienceDraft,
    HiddenEmployerDraft,
    LanguageDraft,
    OwnWordDraft,
    PreferencesDraft,
    ProfileDraft,
    SkillDraft,
)
from profiles.history import add_experience
from profiles.models import CandidateState
from profiles.own_words import keep_own_word
from profiles.service import begin_profile, candidate_to_change, change_profile
from profiles.skillset import set_skills
from profiles.states import activate
from profiles.wishes import hide_from, set_languages, set_preferences
from skills.models import Sector, Skill, SkillKind, Taxonomy
from vacancies.drafts import EmployerDraft, RequirementDraft, VacancyDraft
from vacancies.employers import name_contact, register_employer, set_membership
from vacancies.models import Importance, Vacancy, VacancyState
from vacancies.requirements import set_requirements
from vacancies.service import open_vacancy, write_vacancy

RUNNING = (
    IntroductionState.ASKED,
    IntroductionState.INTRODUCED,
    IntroductionState.MEETING,
    IntroductionState.ACCEPTED,
    IntroductionState.PLACED,
)
NOW = datetime(2026, 9, 1, 9, 0, tzinfo=UTC)
ORIGIN = "https://testserver"


@dataclass(frozen=True)
class Person:
    """Somebody who asks: a token, and the word that stands in everything private of theirs."""

    relation: Relation
    token: str | None
    canary: str
    visit_id: int = 0


@dataclass(frozen=True)
class World:
    """Who there is, and what they ask about: always the candidate and vacancies of `self`."""

    people: dict[Relation, Person]
    candidate_id: int
    other_candidate_id: int
    vacancy_id: int
    entry_id: int = 0
    introduction_id: int = 0
    outcome_id: int = 0


def canary_of(relation: Relation) -> str:
    """A word that nobody would write by chance."""
    return f"kanarie{relation.name.lower().replace('_', '')}zq"


_ROLES = {
    Relation.SELF: Role.CANDIDATE,
    Relation.OTHER_CANDIDATE: Role.CANDIDATE,
    Relation.OWN_EMPLOYER: Role.EMPLOYER,
    Relation.OTHER_EMPLOYER: Role.EMPLOYER,
    Relation.ASSIGNED_COACH: Role.COACH,
    Relation.OTHER_COACH: Role.COACH,
    Relation.MANAGER: Role.MANAGER,
    Relation.ADMINISTRATOR: Role.ADMINISTRATOR,
}


def make_world(engine: Engine, now: datetime = NOW) -> World:
    """Fill an empty database with one of everybody."""
    with writing(engine) as session:
        _language(session, now)
        accounts = {one: _account(session, one, now) for one in _ROLES}
        mine, theirs = (
            _candidate(session, accounts[one], canary_of(one), now)
            for one in (Relation.SELF, Relation.OTHER_CANDIDATE)
        )
        assign(session, candidate_id=mine, coach_id=accounts[Relation.ASSIGNED_COACH], now=now)
        vacancies = [
            _work(session, accounts[one], canary_of(one), kvk, now)
            for one, kvk in (
                (Relation.OWN_EMPLOYER, "12345678"),
                (Relation.OTHER_EMPLOYER, "87654321"),
            )
        ]
        coach_id = accounts[Relation.ASSIGNED_COACH]
        introduced = _introduced(session, mine, vacancies[0], coach_id, now)
        _noted(session, mine, coach_id, now)
        outcome_id = _placed(session, introduced, now)
        people = {one: _person(session, one, account, now) for one, account in accounts.items()}
    nobody = Person(Relation.ANONYMOUS, None, canary_of(Relation.ANONYMOUS))
    everybody = {**people, Relation.ANONYMOUS: nobody}
    listed = (introduced.entry_id, introduced.id)
    return World(everybody, mine, theirs, vacancies[0], *listed, outcome_id)


def _language(session: Session, now: datetime) -> None:
    session.add(Taxonomy(id=1, source="test", version="1", digest="x", loaded_at=now))
    session.add(Sector(key="techniek", label="Techniek"))
    session.flush()
    for number, label in enumerate(("lassen", "heftruck rijden", "samenwerken"), 1):
        uri = f"https://test.example/{number}"
        session.add(Skill(id=number, uri=uri, label=label, kind=SkillKind.SKILL, taxonomy_id=1))
    session.flush()


def _account(session: Session, relation: Relation, now: datetime) -> int:
    canary = canary_of(relation)
    values = {
        "role": _ROLES[relation],
        "name": f"Demo {canary}",
        "email": f"{canary}@talent.example",
    }
    return open_account(session, draft=validated(AccountDraft, values), now=now).id


def _candidate(session: Session, account_id: int, canary: str, now: datetime) -> int:
    one = begin_profile(session, account_id=account_id, now=now).id
    profile = {"name": f"Naam {canary}", "presentation": f"Ik ben {canary}."}
    change_profile(session, candidate_id=one, draft=validated(ProfileDraft, profile))
    skills = [
        {"skill_id": 1, "level": 4, "evidence": "supported", "evidence_note": f"bij {canary}"},
        {"skill_id": 3, "level": None},
    ]
    set_skills(session, candidate_id=one, drafts=[validated(SkillDraft, row) for row in skills])
    own = validated(OwnWordDraft, {"text": f"woord {canary}"})
    keep_own_word(session, candidate_id=one, draft=own, now=now)
    history = {"kind": "hobby", "title": f"Hobby {canary}"}
    add_experience(session, candidate_id=one, draft=validated(ExperienceDraft, history))
    hidden = {"trade_name": f"Baas {canary}"}
    hide_from(session, candidate_id=one, draft=validated(HiddenEmployerDraft, hidden))
    set_preferences(session, candidate_id=one, draft=PreferencesDraft(hours_min=8, hours_max=32))
    set_languages(session, candidate_id=one, drafts=[LanguageDraft(language="nld", level="B1")])
    consent = {"purpose": "matching", "text_version": "1"}
    give_consent(session, candidate_id=one, draft=validated(ConsentDraft, consent), now=now)
    activate(session, candidate_id=one, now=now)
    objection = {"subject": "berekening", "text": f"Bezwaar {canary}"}
    object_to(session, candidate_id=one, draft=validated(ObjectionDraft, objection), now=now)
    return one


def _work(session: Session, account_id: int, canary: str, kvk: str, now: datetime) -> int:
    company = {
        "kvk": kvk,
        "trade_name": f"Demo {kvk}",
        "sector": "techniek",
        "postcode": "2312",
        "contact_name": f"Contact {canary}",
    }
    employer = register_employer(session, draft=validated(EmployerDraft, company))
    name_contact(session, account_id=account_id, employer_id=employer.id)
    a_year_on = now.date() + timedelta(days=365)
    set_membership(session, employer_id=employer.id, member_until=a_year_on)
    work = validated(VacancyDraft, {"title": "Lasser", "sector": "techniek"})
    vacancy = write_vacancy(session, employer_id=employer.id, draft=work)
    asked = [RequirementDraft(skill_id=1, importance=Importance.REQUIRED, level=3)]
    set_requirements(session, vacancy_id=vacancy.id, drafts=asked)
    open_vacancy(session, vacancy_id=vacancy.id)
    return vacancy.id


def _introduced(
    session: Session, candidate_id: int, vacancy_id: int, coach_id: int, now: datetime
) -> Introduction:
    """Put the candidate on the shortlist of the vacancy and introduce him, as rows."""
    shortlist = Shortlist(vacancy_id=vacancy_id, coach_id=coach_id, opened_at=now)
    session.add(shortlist)
    session.flush()
    entry = Entry(
        shortlist_id=shortlist.id,
        candidate_id=candidate_id,
        state=EntryState.APPROVED,
        engine_place=1,
        proposed_at=now,
    )
    session.add(entry)
    session.flush()
    row = Introduction(
        entry_id=entry.id,
        vacancy_id=vacancy_id,
        candidate_id=candidate_id,
        coach_id=coach_id,
        state=IntroductionState.INTRODUCED,
        words=f"Woorden van {canary_of(Relation.ASSIGNED_COACH)}",
        presentation=f"Ik ben {canary_of(Relation.SELF)}.",
        asked_at=now,
        introduced_at=now,
        due_on=now.date() + timedelta(days=7),
    )
    session.add(row)
    session.flush()
    return row


def _noted(session: Session, candidate_id: int, coach_id: int, now: datetime) -> None:
    text = f"Gesprek over {canary_of(Relation.SELF)}"
    session.add(IntakeNote(candidate_id=candidate_id, coach_id=coach_id, text=text, written_at=now))
    proposal = SkillProposal(
        candidate_id=candidate_id, skill_id=2, coach_id=coach_id, proposed_at=now
    )
    session.add(proposal)
    session.flush()


def _placed(session: Session, row: Introduction, now: datetime) -> int:
    employer_id = session.get_one(Vacancy, row.vacancy_id).employer_id
    outcome = Outcome(
        public_id="a" * 32,
        kind=OutcomeKind.LEERWERKPLEK,
        state=OutcomeState.RUNNING,
        candidate_id=row.candidate_id,
        coach_id=row.coach_id,
        introduction_id=row.id,
        employer_id=employer_id,
        vacancy_id=row.vacancy_id,
        starts_on=now.date(),
        sector="techniek",
        logged_at=now,
    )
    session.add(outcome)
    session.flush()
    of = {"outcome_id": outcome.id, "candidate_id": row.candidate_id}
    text = f"Nazorg voor {canary_of(Relation.SELF)}"
    session.add(AftercareNote(**of, author_id=row.coach_id, text=text, written_at=now))
    session.flush()
    return outcome.id


def _person(session: Session, relation: Relation, account_id: int, now: datetime) -> Person:
    opened = begin_visit(session, account_id=account_id, step=VisitStep.COMPLETE, now=now)
    return Person(relation, opened.token, canary_of(relation), opened.visit.id)


def put_in_state(engine: Engine, world: World, state: str) -> None:
    """Bring the candidate and the vacancy into a state, past the steps that lead there."""
    with writing(engine) as session:
        if state in set(CandidateState):
            row = candidate_to_change(session, candidate_id=world.candidate_id, ended=True)
            row.state = CandidateState(state)
        if state in set(VacancyState):
            vacancy: Any = session.get(Vacancy, world.vacancy_id)
            vacancy.state = VacancyState(state)
        if state in set(IntroductionState):
            _set_introduction(session.get_one(Introduction, world.introduction_id), state)
        if state in set(OutcomeKind):
            outcome = session.get_one(Outcome, world.outcome_id)
            outcome.kind = OutcomeKind(state)
            lasts = outcome.kind in LASTING
            outcome.state = OutcomeState.RUNNING if lasts else OutcomeState.DONE


def _set_introduction(row: Introduction, state: str) -> None:
    row.state = IntroductionState(state)
    if row.state in (IntroductionState.ASKED, IntroductionState.REFUSED):
        row.introduced_at = None
    if row.state not in RUNNING:
        row.ended_at = NOW
    taken = (IntroductionState.ACCEPTED, IntroductionState.PLACED)
    row.seat = 1 if row.state in taken else None


class Browser:
    """Somebody's browser: every request brings the same cookie, whatever came back before."""

    def __init__(self, client: TestClient, person: Person) -> None:
        self._client = client
        self.person = person

    def ask(self, method: str, address: str, **given: Any) -> Response:
        """Send one request."""
        self._client.cookies.clear()
        if self.person.token:
            self._client.cookies.set("__Host-tom", self.person.token)
        return self._client.request(method, address, **given)


@contextmanager
def browsers(app: FastAPI, world: World) -> Iterator[dict[Relation, Browser]]:
    """Open a browser for everybody."""
    with TestClient(
        app,
        base_url=ORIGIN,
        headers={"Origin": ORIGIN},
        raise_server_exceptions=False,
        follow_redirects=False,
    ) as client:
        yield {relation: Browser(client, person) for relation, person in world.people.items()}


def settings_for_browsers(settings: Settings) -> Settings:
    """The settings of a site on https that never says "too many"."""
    return replace(settings, address=ORIGIN, requests_per_minute=10_000_000)


def keep_nothing(app: FastAPI) -> None:
    """Let every change be answered and then undone, so that one world serves all requests."""
    for one in (app, *(route.app for route in app.routes if getattr(route, "path", "") == "/v1")):
        one.dependency_overrides[writing_session] = _undone


def _undone(app: App) -> Iterator[Session]:
    with refusals_in_dutch(), Session(app.engine, expire_on_commit=False) as session:
        yield session
        session.rollback()
