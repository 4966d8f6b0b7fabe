"""Times how a coach opens a shortlist over a large pool: the list, the first card, the trail.

Usage: python benchmarks/shortlist.py [CANDIDATES] [VACANCIES]

Makes a region on the embedded taxonomy in a temporary SQLite database (10,000 candidates and 1,000
vacancies by default), starts the site on loopback in this process, lets the engine propose for 100
vacancies, and opens each list as a coach: the visit, the permission, the order, the skills card,
the entries of the trail and the page are all in the time. Then it looks at the numbers of somebody,
decides, and opens everybody.
"""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.client import HTTPConnection
from pathlib import Path
from threading import Thread
from time import perf_counter, process_time, sleep
from urllib.parse import urlencode

import numpy as np
import structlog
import uvicorn
from fastapi import FastAPI
from results import DRAWN, copied
from sqlalchemy import Engine
from sqlmodel import col, exists, func, select

from accounts.audit import AuditAction
from accounts.models import Account, AuditEntry, Role, VisitStep
from accounts.visits import begin_visit
from api.main import create_app
from foundation.clock import utc_now
from foundation.database import open_engine, reading, writing
from foundation.migrate import upgrade
from foundation.settings import Settings
from seed.region import Size, seed_region
from vacancies.models import Requirement, Vacancy, VacancyState

ASKED = 100
PORT = 8992
TARGET_MS = 200


@contextmanager
def served(app: FastAPI) -> Iterator[None]:
    """Run the site in another thread."""
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=PORT, log_level="error"))
    thread = Thread(target=server.run)
    thread.start()
    while not server.started:
        sleep(0.05)
    yield
    server.should_exit = True
    thread.join()


def log_coach_in(engine: Engine) -> str:
    """Make a coach with a visit, and give the cookie."""
    now = utc_now()
    with writing(engine) as session:
        coach = Account(role=Role.COACH, name="Demo Dotter", created_at=now, seen_at=now)
        session.add(coach)
        session.flush()
        step = VisitStep.COMPLETE
        return begin_visit(session, account_id=coach.id, step=step, now=now).token


class Browser:
    """A coach's browser: one cookie, and every answer with its times in milliseconds."""

    def __init__(self, token: str) -> None:
        self._headers = {
            "Cookie": f"tom={token}",
            "Accept-Encoding": "gzip",
            "Origin": f"http://127.0.0.1:{PORT}",
            "Content-Type": "application/x-www-form-urlencoded",
        }

    def ask(self, method: str, path: str, **form: str) -> tuple[float, float, bytes]:
        """Ask; gives the time, that of the processor, and the body as it came."""
        connection = HTTPConnection("127.0.0.1", PORT)
        start, busy = perf_counter(), process_time()
        connection.request(method, path, urlencode(form) or None, self._headers)
        answer = connection.getresponse()
        body = answer.read()
        took, worked = perf_counter() - start, process_time() - busy
        if answer.status not in (200, 303):
            raise SystemExit(f"{method} {path}: {answer.status}")
        return 1000 * took, 1000 * worked, body


def vacancies_to_review(engine: Engine) -> list[int]:
    """Choose open vacancies that are written in skills."""
    asked = exists().where(col(Requirement.vacancy_id) == col(Vacancy.id))
    with reading(engine) as session:
        rows = select(Vacancy.id).where(Vacancy.state == VacancyState.OPEN, asked)
        return list(session.exec(rows.order_by(col(Vacancy.id)).limit(ASKED)))


def told(name: str, found: list[tuple[float, float, bytes]]) -> float:
    """Print how long something takes; gives the median."""
    low, high = np.percentile([took for took, _, _ in found], [50, 95])
    cpu = float(np.median([worked for _, worked, _ in found]))
    size = max(len(body) for _, _, body in found) / 1024
    print(f"{name:<46} p50 {low:6.1f} ms  p95 {high:6.1f} ms  cpu {cpu:6.1f} ms  {size:5.1f} KB")
    return float(low)


def measure(engine: Engine, coach: Browser) -> None:
    """Propose for every vacancy, then open its list, its numbers, and everybody."""
    homes = [f"/coach/vacatures/{one}" for one in vacancies_to_review(engine)]
    coach.ask("GET", homes[0])  # the first makes the model
    told("POST voorstellen (12 people)", [
        coach.ask("POST", f"{home}/voorstellen", gezien="0") for home in homes
    ])  # fmt: skip
    before = seen(engine)
    low = told("GET the list, with the first card", [coach.ask("GET", home) for home in homes])
    noted = seen(engine) - before
    met = "met" if low < TARGET_MS else "NOT MET"
    print(f"  target p50 {TARGET_MS} ms: {met}; noted in the trail {noted} of {len(homes)}")
    told("GET the list again, with its numbers", [coach.ask("GET", home) for home in homes])
    told("GET everybody, the first page", [coach.ask("GET", f"{home}/iedereen") for home in homes])
    last = [coach.ask("GET", f"{home}/iedereen?pagina=9999") for home in homes]
    told("GET everybody, the last page", last)
    told("GET the vacancies", [coach.ask("GET", "/coach/vacatures") for _ in range(20)])


def seen(engine: Engine) -> int:
    """Count how often a list was seen, according to the trail."""
    with reading(engine) as session:
        rows = select(func.count()).select_from(AuditEntry)
        return session.exec(rows.where(AuditEntry.action == AuditAction.SHORTLIST_SEEN.value)).one()


def main() -> None:
    """Make the region, start the site and measure."""
    words = sys.argv[1:3] + ["10000", "1000"][len(sys.argv[1:3]) :]
    candidates, vacancies = (int(word) for word in words)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    with tempfile.TemporaryDirectory() as folder:
        settings = replace(
            Settings(f"sqlite:///{folder}/site.db", Path(folder)),
            address=f"http://127.0.0.1:{PORT}",
            requests_per_minute=1_000_000,
        )
        engine = open_engine(settings)
        upgrade(engine)
        with writing(engine) as session:
            seed_region(session, size=Size(min(candidates, DRAWN), vacancies))
            copied(session, candidates)
        print(f"{candidates} candidates, {vacancies} vacancies; load {os.getloadavg()[0]:.1f}")
        with served(create_app(settings)):
            measure(engine, Browser(log_coach_in(engine)))
        engine.dispose()


if __name__ == "__main__":
    main()
