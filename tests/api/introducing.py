"""A site on which people are introduced, with a browser for everybody."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from fastapi.testclient import TestClient
from httpx2 import Response
from sqlalchemy import Engine
from sqlmodel import Session

from accounts.audit import entries_about
from accounts.models import Role, VisitStep
from accounts.visits import begin_visit
from api.main import create_app
from coaching.models import Introduction
from foundation.database import reading, writing
from foundation.settings import Settings
from tests.api.worlds import ORIGIN, form_in
from tests.coaching.introducing import Region, a_region, an_account, links_in
from tests.profiles.worlds import NOW


@dataclass
class Introducing:
    """The site; every request is of one of the region, or of nobody."""

    client: TestClient
    engine: Engine
    region: Region
    tokens: dict[str, str] = field(default_factory=dict)

    def ask(self, who: str, method: str, address: str, **given: Any) -> Response:
        """Send one request as "person", "other", "contact", "coach", "stranger" or ""."""
        self.client.cookies.clear()
        if who:
            self.client.cookies.set("__Host-tom", self.tokens[who])
        return self.client.request(method, address, **given)

    def get(self, who: str, address: str) -> Response:
        """Look at a page."""
        return self.ask(who, "GET", address)

    def send(self, who: str, address: str, *, page: str = "", **fields: str) -> Response:
        """Fill in the form of a page and send it; `page` is where the form stands."""
        shown = self.get(who, page or address)
        hidden = {"revisie": form_in(shown, address)["revisie"][0]}
        return self.ask(who, "POST", address, data={**hidden, **fields})

    def program(self, who: str, method: str, address: str, **given: Any) -> Response:
        """Ask the API."""
        self.client.cookies.clear()
        headers = {"Authorization": f"Bearer {self.tokens[who]}", **given.pop("headers", {})}
        return self.client.request(method, f"/v1{address}", headers=headers, **given)

    def row(self, number: int = 1) -> Introduction:
        """Read an introduction."""
        with reading(self.engine) as session:
            return session.get_one(Introduction, number)

    def link(self, who: str) -> str:
        """Give the address of the link that somebody was mailed last."""
        with reading(self.engine) as session:
            return "/antwoord/" + [token for to, token in links_in(session) if to == who][-1]

    def trail(self, number: int = 0) -> list[tuple[str, str, str]]:
        """Read who did what to a candidate, oldest first: role, action and reason."""
        with reading(self.engine) as session:
            rows = entries_about(session, candidate_id=self.region.people[number], most=100)
            return [(row.actor_role, row.action, row.reason) for row in reversed(rows)]


@contextmanager
def introducing_at(settings: Settings, engine: Engine, **world: int) -> Iterator[Introducing]:
    """Open the site of a region."""
    app = create_app(
        replace(settings, address=ORIGIN, requests_per_minute=1_000_000), clock=lambda: NOW
    )
    with writing(engine) as session:
        region = a_region(session, **{"people": 2, "places": 2, **world})
        stranger = an_account(session, Role.COACH, "vreemd@talent.example")
        accounts = {
            "person": region.accounts[0],
            "other": region.accounts[1],
            "contact": region.contact,
            "coach": region.coach,
            "stranger": stranger,
        }
        tokens = {who: _token(session, account) for who, account in accounts.items()}
    with TestClient(
        app, base_url=ORIGIN, headers={"Origin": ORIGIN}, follow_redirects=False
    ) as client:
        yield Introducing(client, engine, region, tokens)
    app.state.running.engine.dispose()


def _token(session: Session, account_id: int) -> str:
    step = VisitStep.COMPLETE
    return begin_visit(session, account_id=account_id, step=step, now=NOW).token
