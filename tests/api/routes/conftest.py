"""A small region behind the API, and programs that ask it things."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from anyio.from_thread import BlockingPortal, start_blocking_portal
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlalchemy import Engine
from sqlmodel import Session

from accounts.models import Account, Role, VisitStep
from accounts.visits import begin_visit
from api.main import create_app
from foundation.database import open_engine, writing
from foundation.places import Postcode
from foundation.settings import Settings
from foundation.terms import WorkKind
from profiles.models import Candidate
from skills.models import Course, CourseForm, CourseSkill, OccupationSkill
from tests.profiles.worlds import DRIVING, DUTCH, NOW, PIANO, TYPING, WELDING, speak
from vacancies.drafts import EmployerDraft, RequirementDraft, VacancyDraft
from vacancies.employers import register_employer
from vacancies.models import Importance
from vacancies.requirements import set_requirements
from vacancies.service import open_vacancy, write_vacancy

ADDRESS = "https://testserver"
# The vacancies, by what they ask; the last is "nog niet verskild".
WELDER, DRIVER, TYPIST, UNSKILLED = range(1, 5)


@dataclass(frozen=True)
class Program:
    """Somebody who asks the API things, with a token or without."""

    client: TestClient
    candidate: str = ""

    @property
    def mine(self) -> str:
        return f"/v1/candidates/{self.candidate}"

    def get(self, path: str, **more: Any) -> Response:
        return self.client.get(path, **more)

    def post(self, path: str, body: Any = None, **headers: str) -> Response:
        return self.client.post(path, json=body, headers=headers)

    def put(self, path: str, body: Any, **headers: str) -> Response:
        return self.client.put(path, json=body, headers=headers)


@dataclass(frozen=True)
class Site:
    """The application with its database; all who ask share one thread that answers."""

    app: FastAPI
    engine: Engine
    settings: Settings
    portal: BlockingPortal

    def anybody(self, token: str | None = None, candidate: str = "") -> Program:
        """Ask as somebody with this token, or as nobody."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        client = TestClient(self.app, base_url=ADDRESS, headers=headers)
        client.portal = self.portal
        return Program(client, candidate)

    def begun(self) -> Program:
        """Ask as somebody who just began a profile, without an address."""
        begun = self.anybody().post("/v1/candidates").json()
        return self.anybody(begun["token"], begun["candidate_id"])

    def known(self) -> Program:
        """Ask as somebody who began a profile and has an address."""
        program = self.begun()
        with writing(self.engine) as session:
            row = session.get_one(Candidate, int(program.candidate))
            account = session.get_one(Account, row.account_id)
            account.email = f"kandidaat.{row.id}@talent.example"
        return program

    def skilled(self) -> Program:
        """Ask as somebody who welds well, drives a little and lives in Leiden."""
        program = self.known()
        skills = [{"skill_id": str(WELDING), "level": 4}, {"skill_id": str(DRIVING)}]
        assert program.post(f"{program.mine}/skills", {"items": skills}).status_code == 201
        wishes = {"postcode": "2312", "travel_minutes": 60, "travel_means": "fiets"}
        assert program.put(f"{program.mine}/preferences", wishes).status_code == 200
        return program

    def staff(self, role: Role) -> Program:
        """Ask as somebody of the staff."""
        with writing(self.engine) as session:
            account = Account(role=role, name="Demo Dotter", created_at=NOW, seen_at=NOW)
            session.add(account)
            session.flush()
            step = VisitStep.COMPLETE
            opened = begin_visit(session, account_id=account.id, step=step, now=NOW)
        return self.anybody(opened.token, str(account.id))


def offer(session: Session) -> None:
    """Four vacancies in two towns, an occupation that asks two skills, a course in driving."""
    session.add_all(
        [
            Postcode(code="2312", place="Leiden", municipality="Leiden", latitude=52.16,
                     longitude=4.49),
            Postcode(code="2223", place="Katwijk", municipality="Katwijk", latitude=52.20,
                     longitude=4.41),
            Course(id=1, uri="http://example.nl/c/1", name="Heftruck in drie dagen",
                   provider="Talent Opleidingen", days=3, cost_euro=None,
                   form=CourseForm.CLASSROOM),
            OccupationSkill(occupation_id=1, skill_id=WELDING, essential=True),
            OccupationSkill(occupation_id=1, skill_id=DUTCH, essential=False),
        ]
    )  # fmt: skip
    session.flush()
    session.add(CourseSkill(course_id=1, skill_id=DRIVING, level=3))
    employer = register_employer(
        session,
        draft=EmployerDraft(kvk="12345678", trade_name="Demo Staal", sector="techniek",
                            postcode="2312", contact_name="Demo Anemoon"),
    )  # fmt: skip
    for title, sector, postcode, asked in (
        ("Lasser", "techniek", "2312", {WELDING: 3, DRIVING: None}),
        ("Chauffeur", "techniek", "2223", {DRIVING: 4, DUTCH: 2}),
        ("Typist", "zorg", "2312", {TYPING: 3, PIANO: None}),
        ("Iets nieuws", "zorg", None, {}),
    ):
        draft = VacancyDraft(
            title=title, sector=sector, postcode=postcode, hours_min=24, hours_max=36,
            wage_cents=1700, occupation_id=1 if title == "Lasser" else None,
            starts_on=date(2026, 10, 1), kinds=frozenset({WorkKind.LEERWERKPLEK}),
        )  # fmt: skip
        vacancy = write_vacancy(session, employer_id=employer.id, draft=draft)
        requirements = [
            RequirementDraft(skill_id=skill, importance=Importance.REQUIRED, level=level)
            for skill, level in asked.items()
        ]
        set_requirements(session, vacancy_id=vacancy.id, drafts=requirements)
        open_vacancy(session, vacancy_id=vacancy.id)


@pytest.fixture
def site(settings: Settings, engine: Engine) -> Iterator[Site]:
    """A small region, on each kind of database."""
    with writing(engine) as session:
        speak(session)
        offer(session)
    here = replace(settings, address=ADDRESS, requests_per_minute=1_000_000)
    app = create_app(here, lambda: NOW)
    with start_blocking_portal() as portal:
        yield Site(app, engine, here, portal)
    app.state.running.engine.dispose()


@pytest.fixture
def anna(site: Site) -> Program:
    """Somebody with an empty profile and an address."""
    return site.known()


@contextmanager
def shared_site(request: pytest.FixtureRequest, folder: Path) -> Iterator[Site]:
    """Open one site with words and work on the kind of database of `request.param`."""
    if request.param == "postgresql":
        url = request.getfixturevalue("make_postgresql")()
    else:
        shutil.copy(request.getfixturevalue("sqlite_template"), folder / "talent.db")
        url = f"sqlite:///{folder / 'talent.db'}"
    settings = Settings(url, folder, address=ADDRESS, requests_per_minute=100_000_000)
    engine = open_engine(settings)
    with writing(engine) as session:
        speak(session)
        offer(session)
    app = create_app(settings, lambda: NOW)
    with start_blocking_portal() as portal:
        yield Site(app, engine, settings, portal)
    app.state.running.engine.dispose()
    engine.dispose()
