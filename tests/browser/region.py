"""The site as it really runs: a small invented region behind a server, one of each role in it."""

import re
import socket
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import uvicorn
from fastapi import FastAPI
from sqlmodel import Session

from accounts.models import VisitStep
from accounts.service import find_account, open_visitor
from accounts.visits import begin_visit
from api.asking import Running, cookie_name
from api.background import Worker
from api.main import create_app
from api.rounds import ROUNDS, Duty
from foundation.clock import Clock, utc_now
from foundation.database import writing
from foundation.migrate import upgrade
from foundation.settings import Settings
from profiles.service import begin_profile
from seed.desk import lay_desk
from seed.logins import demo_logins, make_logins
from seed.neighbours import lay_regions
from seed.region import Size, seed_region
from tests.access.doors import FIRST
from tests.browser.filling import Ids, fill_desks, fill_profile, make_ids
from tests.browser.results import advise_some, fill_results

ANONYMOUS, VISITOR = "bezoeker zonder profiel", "bezoeker"
SMALL = Size(candidates=60, vacancies=30)
SITE, BEGINNING = "site.db", "beginning.db"


@dataclass(frozen=True)
class Region:
    """A running site.

    Args:
        address: where it listens.
        cookie: the name of the cookie that holds a visit.
        tokens: by role, the visit of somebody who is logged in.
        ids: what stands in the addresses, for each role.
        folder: where its mails are.
    """

    address: str
    cookie: str
    tokens: dict[str, str]
    ids: Ids
    folder: Path

    def address_of(self, role: str, path: str) -> str:
        """Fill an address in with what somebody of a role may see there."""
        known = {**FIRST, **self.ids.of(role, path)}
        return re.sub(r"{(\w+)(?::\w+)?}", lambda found: str(known[found[1]]), path)

    def cookies(self, role: str) -> list[dict[str, object]]:
        """Give the cookies of a browser in which somebody is logged in; nobody has none."""
        if role == ANONYMOUS:
            return []
        return [{"name": self.cookie, "value": self.tokens[role], "url": self.address}]


class Calendar:
    """A clock that can run ahead: days pass, and no day comes back."""

    def __init__(self) -> None:
        self._ahead = timedelta()

    def __call__(self) -> datetime:
        return utc_now() + self._ahead

    def let_pass(self, *, days: int) -> None:
        """Let days go by."""
        self._ahead += timedelta(days=days)


@dataclass(frozen=True)
class LaterRegion(Region):
    """The region as it was before anything came of it, at a site where days can pass."""

    calendar: Calendar
    running: Running

    def cookies(self, role: str) -> list[dict[str, object]]:
        """Log somebody in now: who logged in weeks ago is not logged in any more."""
        with writing(self.running.engine) as session:
            tokens = _visits(session, now=self.calendar())
        self.tokens.update(tokens)
        return super().cookies(role)

    def walk(self, *names: str) -> None:
        """Walk rounds that come by themselves at their hour."""
        run = self.running
        duty = Duty(run.settings, run.engine, self.calendar, run.post, lambda: False)
        for name in names:
            next(one for one in ROUNDS if one.name == name).walk(duty)


@contextmanager
def running_region(folder: Path) -> Iterator[Region]:
    """Make the region and serve it until the tests have ended."""
    door, app = _opened(folder, utc_now)
    region = _made(app)
    with _serving(app, door):
        yield region


@contextmanager
def running_later(region: Region, folder: Path) -> Iterator[LaterRegion]:
    """Serve the same region from before its results, with a calendar of its own."""
    _copy(region.folder / BEGINNING, folder / SITE)
    calendar = Calendar()
    door, app = _opened(folder, calendar)
    running: Running = app.state.running
    with writing(running.engine) as session:
        running.engines.warm(session)
    own = {"address": running.settings.address, "folder": folder, "tokens": {}}
    with _serving(app, door):
        yield LaterRegion(**{**vars(region), **own}, calendar=calendar, running=running)


def _opened(folder: Path, clock: Clock) -> tuple[socket.socket, FastAPI]:
    """Choose an address and build the application that will answer there."""
    door = socket.create_server(("127.0.0.1", 0))
    settings = Settings(
        f"sqlite:///{folder / SITE}",
        folder,
        address=f"http://127.0.0.1:{door.getsockname()[1]}",
        demo=True,
        requests_per_minute=1_000_000,
    )
    return door, create_app(settings, clock, worker=Worker.INSIDE)


@contextmanager
def _serving(app: FastAPI, door: socket.socket) -> Iterator[None]:
    config = uvicorn.Config(app, log_level="error", access_log=False, server_header=False)
    server = uvicorn.Server(config)
    serving = threading.Thread(target=server.run, kwargs={"sockets": [door]}, daemon=True)
    serving.start()
    while not server.started:
        time.sleep(0.01)
    yield
    server.should_exit = True
    serving.join(10)


def _made(app: FastAPI) -> Region:
    """Seed the region and lay everybody's desk, with the engine that the site will use."""
    running: Running = app.state.running
    settings = running.settings
    upgrade(running.engine)
    now = utc_now()
    with writing(running.engine) as session:
        story = seed_region(session, size=SMALL).story
        lay_regions(session)
        make_logins(session, now=now)
        fill_profile(session, story, now=now)
    with writing(running.engine) as session:
        running.engines.warm(session)
        matcher = running.engines.matcher(session)
        lay_desk(session, matcher, address=settings.address, now=now)
        fill_desks(session, matcher, story, now=now)
        advise_some(session, story, now=now)
    _copy(settings.folder / SITE, settings.folder / BEGINNING)
    with writing(running.engine) as session:
        results = fill_results(session, matcher, story, now=now)
    with writing(running.engine) as session:
        ids, visits = make_ids(session, story, results, now=now), _visits(session, now=now)
    return Region(settings.address, cookie_name(settings), visits, ids, settings.folder)


def _copy(one: Path, other: Path) -> None:
    """Copy a database with what its journal still holds."""
    with closing(sqlite3.connect(one)) as old, closing(sqlite3.connect(other)) as new:
        old.backup(new)


def _visits(session: Session, *, now: datetime) -> dict[str, str]:
    """Log everybody in whom the demonstration lets in, and somebody who has just begun."""
    people: dict[str, int] = {}
    for login in demo_logins(session, now=now):
        account = find_account(session, email=login.email)
        if account is not None:
            people.setdefault(login.role, account.id)
    people[VISITOR] = open_visitor(session, now=now).id
    begin_profile(session, account_id=people[VISITOR], now=now)
    return {role: _visit(session, number, now) for role, number in people.items()}


def _visit(session: Session, account_id: int, now: datetime) -> str:
    step = VisitStep.COMPLETE
    return begin_visit(session, account_id=account_id, step=step, now=now).token
