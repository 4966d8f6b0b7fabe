"""The site as it really runs: a small invented region behind a server, one of each role in it."""

import re
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import uvicorn
from fastapi import FastAPI
from sqlmodel import Session

from accounts.models import VisitStep
from accounts.service import find_account, open_visitor
from accounts.visits import begin_visit
from api.asking import cookie_name
from api.background import Worker
from api.main import create_app
from foundation.clock import utc_now
from foundation.database import writing
from foundation.migrate import upgrade
from foundation.settings import Settings
from profiles.service import begin_profile
from seed.desk import lay_desk
from seed.logins import demo_logins, make_logins
from seed.region import Size, seed_region
from tests.access.doors import FIRST
from tests.browser.filling import Ids, fill_desks, fill_profile, make_ids

ANONYMOUS, VISITOR = "bezoeker zonder profiel", "bezoeker"
SMALL = Size(candidates=60, vacancies=30)


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


@contextmanager
def running_region(folder: Path) -> Iterator[Region]:
    """Make the region and serve it until the tests have ended."""
    door = socket.create_server(("127.0.0.1", 0))
    address = f"http://127.0.0.1:{door.getsockname()[1]}"
    settings = Settings(
        f"sqlite:///{folder / 'site.db'}",
        folder,
        address=address,
        demo=True,
        requests_per_minute=1_000_000,
    )
    app = create_app(settings, worker=Worker.INSIDE)
    region = _made(settings, app)
    config = uvicorn.Config(app, log_level="error", access_log=False, server_header=False)
    server = uvicorn.Server(config)
    serving = threading.Thread(target=server.run, kwargs={"sockets": [door]}, daemon=True)
    serving.start()
    while not server.started:
        time.sleep(0.01)
    yield region
    server.should_exit = True
    serving.join(10)


def _made(settings: Settings, app: FastAPI) -> Region:
    """Seed the region and lay everybody's desk, with the engine that the site will use."""
    running = app.state.running
    upgrade(running.engine)
    now = utc_now()
    with writing(running.engine) as session:
        story = seed_region(session, size=SMALL).story
        make_logins(session, now=now)
        fill_profile(session, story, now=now)
    with writing(running.engine) as session:
        running.engines.warm(session)
        matcher = running.engines.matcher(session)
        lay_desk(session, matcher, address=settings.address, now=now)
        fill_desks(session, matcher, story, now=now)
    with writing(running.engine) as session:
        ids, visits = make_ids(session, story, now=now), _visits(session)
    return Region(settings.address, cookie_name(settings), visits, ids, settings.folder)


def _visits(session: Session) -> dict[str, str]:
    """Log everybody in whom the demonstration lets in, and somebody who has just begun."""
    people = {}
    for login in demo_logins(session, now=utc_now()):
        account = find_account(session, email=login.email)
        people |= {login.role: account.id} if account else {}
    people[VISITOR] = open_visitor(session, now=utc_now()).id
    begin_profile(session, account_id=people[VISITOR], now=utc_now())
    return {role: _visit(session, number) for role, number in people.items()}


def _visit(session: Session, account_id: int) -> str:
    step = VisitStep.COMPLETE
    return begin_visit(session, account_id=account_id, step=step, now=utc_now()).token
