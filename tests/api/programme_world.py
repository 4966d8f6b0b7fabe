"""A region of which every figure can be counted by hand, and the browser of its manager."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from html.parser import HTMLParser

from httpx2 import Response
from sqlalchemy import Engine
from sqlmodel import col, select

from accounts.models import Account, AuditEntry, Role
from accounts.permissions import Relation
from api.main import create_app
from foundation.database import reading, writing
from foundation.settings import Settings
from profiles.models import Candidate, CandidateState
from skills.models import Sector
from tests.access.people import NOW, Browser, browsers, make_world, settings_for_browsers
from tests.placements.journeys_world import people, two_regions

ME = Relation.MANAGER


class Tables(HTMLParser):
    """The tables of a page, as rows of the text of their cells."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[list[list[str]]] = []
        self._open = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag == "table":
            self.found.append([])
        if tag == "tr":
            self.found[-1].append([])
        if tag in ("td", "th"):
            self.found[-1][-1].append("")
            self._open = True

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self._open = False

    def handle_data(self, text: str) -> None:
        if self._open:
            self.found[-1][-1][-1] += text.strip()


@dataclass
class Programme:
    """A manager's browser over a region of which everything can be counted by hand."""

    browsers: Mapping[Relation, Browser]
    engine: Engine

    def get(self, address: str, who: Relation = ME) -> Response:
        return self.browsers[who].ask("GET", address)

    def work_in(self, region_id: int | None) -> None:
        with writing(self.engine) as session:
            manager = session.exec(select(Account).where(Account.role == Role.MANAGER)).one()
            manager.region_id = region_id

    def trail(self) -> list[str]:
        with reading(self.engine) as session:
            noted = select(AuditEntry.action).order_by(col(AuditEntry.number))
            return list(session.exec(noted))


@contextmanager
def programme_at(settings: Settings, engine: Engine) -> Iterator[Programme]:
    """Two regions: 35 people in the one, 8 in the other."""
    chosen = settings_for_browsers(settings)
    world = make_world(engine)
    with writing(engine) as session:
        for row in session.exec(select(Sector)):
            session.delete(row)
        session.flush()
        two_regions(session)
        in_leiden = {"region_id": 1, "municipality": "Leiden", "working": True}
        people(session, 20, 2, 9, 19, 25, 40, sector="techniek", **in_leiden)
        people(session, 12, 2, sector="zorg", **in_leiden)
        people(session, 3, 2, sector="zorg", region_id=1, municipality="=Katwijk", working=False)
        people(session, 8, 4, sector="techniek", region_id=2, working=False)
        for number in (world.candidate_id, world.other_candidate_id):
            session.get_one(Candidate, number).state = CandidateState.ERASED
    with browsers(create_app(chosen, lambda: NOW), world) as found:
        yield Programme(found, engine)
