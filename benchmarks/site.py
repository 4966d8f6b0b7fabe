"""Times the page of work as a jobseeker asks it, and weighs what a phone must load for it.

Usage: python benchmarks/site.py [CANDIDATES] [VACANCIES]

Makes a region on the embedded taxonomy in a temporary SQLite database (10,000 candidates and 1,000
vacancies by default), starts the site on loopback in this process, and asks GET /werk of 200 people
who are logged in, one after the other: the visit, the permission, the ranking, the page and its
compression are all in the time.
"""

import gzip
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.client import HTTPConnection
from pathlib import Path
from threading import Thread
from time import perf_counter, process_time, sleep

import numpy as np
import structlog
import uvicorn
from fastapi import FastAPI
from results import DRAWN, copied
from sqlalchemy import Engine
from sqlmodel import col, select

from accounts.models import VisitStep
from accounts.service import open_visitor
from accounts.visits import begin_visit
from api.main import create_app
from api.pages.rendering import STATIC
from foundation.clock import utc_now
from foundation.database import open_engine, reading, writing
from foundation.migrate import upgrade
from foundation.settings import Settings
from profiles.models import Candidate, CandidateState
from seed.region import Size, seed_region

ASKED = 200
PORT = 8991
TARGET_MS, TARGET_KB = 150, 100
PAGES = ("/werk", "/werk?reistijd=30&soort=leerwerkplek&sector=techniek", "/verkennen")


def log_people_in(engine: Engine) -> list[str]:
    """Give some candidates an account and a visit, and give their cookies."""
    now = utc_now()
    with writing(engine) as session:
        running = select(Candidate).where(
            col(Candidate.state) != CandidateState.WITHDRAWN, col(Candidate.id) <= DRAWN
        )
        tokens = []
        for person in session.exec(running.limit(ASKED)).all():
            account = open_visitor(session, now=now)
            person.account_id = account.id
            visit = begin_visit(session, account_id=account.id, step=VisitStep.COMPLETE, now=now)
            tokens.append(visit.token)
    return tokens


@contextmanager
def served(app: FastAPI) -> Iterator[None]:
    """Run the site in another thread."""
    config = uvicorn.Config(app, host="127.0.0.1", port=PORT, log_level="error")
    server = uvicorn.Server(config)
    thread = Thread(target=server.run)
    thread.start()
    while not server.started:
        sleep(0.05)
    yield
    server.should_exit = True
    thread.join()


def asked(path: str, token: str) -> tuple[float, float, bytes]:
    """Ask one page as a browser does; gives the seconds, those of the processor, and the body.

    On a machine that does other things as well, only the processor's seconds mean something.
    """
    connection = HTTPConnection("127.0.0.1", PORT)
    start, busy = perf_counter(), process_time()
    connection.request("GET", path, headers={"Cookie": f"tom={token}", "Accept-Encoding": "gzip"})
    answer = connection.getresponse()
    body = answer.read()
    took, worked = perf_counter() - start, process_time() - busy
    if answer.status != 200:
        raise SystemExit(f"{path}: {answer.status}")
    return took, worked, body


def weigh(body: bytes) -> None:
    """Print how much a first visit loads, compressed."""
    html = gzip.decompress(body).decode()
    weights = {"html": len(body)}
    for name in re.findall(r'(?:href|src)="/static/([^"?]+)', html):
        weights[name] = len(gzip.compress((STATIC / name).read_bytes(), 9))
    total = sum(weights.values()) / 1024
    told = ", ".join(f"{name} {size / 1024:.1f}" for name, size in weights.items())
    print(f"weight of /werk: {total:.1f} KB gzip (target {TARGET_KB}): {told}")


def measure(tokens: list[str]) -> None:
    """Ask every page of everybody."""
    asked(PAGES[0], tokens[0])  # the first makes the model
    for path in PAGES:
        asked(path, tokens[0])
        found = [asked(path, token) for token in tokens]
        times = np.array([took for took, _, _ in found]) * 1000
        cpu = 1000 * float(np.median([worked for _, worked, _ in found]))
        low, high = np.percentile(times, [50, 95])
        size = max(len(body) for _, _, body in found) / 1024
        print(f"GET {path}")
        print(f"  p50 {low:.1f} ms, p95 {high:.1f} ms, processor {cpu:.1f} ms, html {size:.1f} KB")
        if path == PAGES[0]:
            print(f"  target p50 {TARGET_MS} ms: {'met' if low < TARGET_MS else 'NOT MET'}")
    weigh(asked(PAGES[0], tokens[0])[2])


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
        tokens = log_people_in(engine)
        with reading(engine) as session:
            people = len(session.exec(select(Candidate.id)).all())
        print(f"{people} candidates, {vacancies} vacancies, {len(tokens)} of them ask")
        with served(create_app(settings)):
            measure(tokens)
        engine.dispose()


if __name__ == "__main__":
    main()
