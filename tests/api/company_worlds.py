"""One of everybody with a live browser, for the tests of companies and of the administrator."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI
from httpx2 import Response
from sqlalchemy import Engine
from sqlmodel import select

from accounts.audit import AuditAction
from accounts.models import Account, AuditEntry, OutgoingMail
from accounts.permissions import Relation
from api.main import create_app
from foundation.database import reading
from foundation.settings import Settings
from tests.access.people import (
    NOW,
    Browser,
    World,
    browsers,
    canary_of,
    make_world,
    settings_for_browsers,
)
from tests.api.worlds import form_in
from vacancies.models import Employer


@dataclass(frozen=True)
class Town:
    """A site with one of everybody."""

    app: FastAPI
    engine: Engine
    world: World
    browsers: Mapping[Relation, Browser]

    def get(self, relation: Relation, address: str) -> Response:
        """Open a page as somebody."""
        return self.browsers[relation].ask("GET", address)

    def post(self, relation: Relation, address: str, **fields: str) -> Response:
        """Send a form as somebody."""
        return self.browsers[relation].ask("POST", address, data=fields)

    def seen(self, relation: Relation, address: str) -> str:
        """Read the stamp in the form of a page."""
        page = self.get(relation, address)
        [found] = {one for form in _forms(page, address) for one in form.get("gezien", [])}
        return found

    def account(self, relation: Relation) -> int:
        """Tell the number of somebody's account."""
        with reading(self.engine) as session:
            email = f"{canary_of(relation)}@talent.example"
            return session.exec(select(Account.id).where(Account.email == email)).one()

    def company(self, kvk: str = "12345678") -> Employer:
        """Read a company."""
        with reading(self.engine) as session:
            return session.exec(select(Employer).where(Employer.kvk == kvk)).one()

    def mails(self) -> list[tuple[str, str]]:
        """List the mails that wait to leave, by address and subject."""
        with reading(self.engine) as session:
            rows = session.exec(select(OutgoingMail).order_by(OutgoingMail.id))
            return [(row.to_address, row.subject) for row in rows]

    def text_of_mail(self) -> str:
        """Read the last mail that waits to leave."""
        with reading(self.engine) as session:
            rows = session.exec(select(OutgoingMail).order_by(OutgoingMail.id)).all()
            return rows[-1].text

    def trail(self) -> list[tuple[str, int | None]]:
        """List what the trail says was done, with about whom."""
        skipped = {AuditAction.LOGGED_IN.value}
        with reading(self.engine) as session:
            rows = session.exec(select(AuditEntry).order_by(AuditEntry.number))
            return [(row.action, row.candidate_id) for row in rows if row.action not in skipped]


def _forms(page: Response, address: str) -> Iterator[dict[str, Any]]:
    for action in {address, f"{address}/lidmaatschap"}:
        if f'action="{action}"' in page.text:
            yield form_in(page, action)


@contextmanager
def town_at(settings: Settings, engine: Engine) -> Iterator[Town]:
    """Open a site with one of everybody."""
    world = make_world(engine)
    app = create_app(settings_for_browsers(settings), clock=lambda: NOW)
    with browsers(app, world) as everybody:
        yield Town(app, engine, world, everybody)
