"""A region with something to hand over, and managers who may, for the tests of the handover."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from fastapi.testclient import TestClient
from sqlalchemy import Engine
from sqlmodel import Session

from accounts.models import Account, Region, RegionMunicipality, Role, VisitStep
from accounts.visits import begin_visit
from api.main import create_app
from foundation.database import writing
from foundation.settings import Settings
from placements.handover_bundle import checksum
from tests.placements.handing import a_start
from tests.profiles.worlds import NOW

ORIGIN = "https://testserver"
HOME = "/programma/overdracht"
# Two people who agreed and one who did not, each with advice as an outcome.
AGREED, NOT_AGREED = 2, 1
SAYS_NO = "het KvK-nummer bestaat niet"


@dataclass(frozen=True)
class Managed:
    """A manager at a browser, and who there is."""

    browser: TestClient
    program: TestClient
    people: tuple[int, ...]

    def make(self, region: str = "") -> Any:
        return self.browser.post(HOME, data={"regio": region})

    def take(self, number: int = 1, region: str = "") -> Any:
        return self.browser.post(f"{HOME}/{number}/bestand", data={"regio": region})

    def receive(self, content: bytes | str, region: str = "") -> Any:
        files = {"bestand": ("ontvangst.json", content, "application/json")}
        return self.browser.post(f"{HOME}/ontvangst", data={"regio": region}, files=files)


@contextmanager
def managed(
    settings: Settings, engine: Engine, *, region: str | None = None, start: bool = True
) -> Iterator[Managed]:
    """Open the site for a manager: of the whole installation, or of one region."""
    app = create_app(
        replace(settings, address=ORIGIN, requests_per_minute=1_000_000), clock=lambda: NOW
    )
    people = tuple(a_start(engine, people=AGREED)) if start else ()
    with writing(engine) as session:
        token = _manager(session, region)
    asks = {"base_url": ORIGIN, "follow_redirects": False}
    with (
        TestClient(app, headers={"Origin": ORIGIN}, **asks) as browser,
        TestClient(app, headers={"Authorization": f"Bearer {token}"}, **asks) as program,
    ):
        browser.cookies.set("__Host-tom", token)
        yield Managed(browser, program, people)


def _manager(session: Session, region: str | None) -> str:
    region_id = None if region is None else add_region(session, region)
    row = Account(
        role=Role.MANAGER,
        name="Demo Manager",
        email="manager@talent.example",
        region_id=region_id,
        created_at=NOW,
        seen_at=NOW,
    )
    session.add(row)
    session.flush()
    return begin_visit(session, account_id=row.id, step=VisitStep.COMPLETE, now=NOW).token


def add_region(session: Session, key: str) -> int:
    row = Region(key=key, name=key.replace("-", " ").capitalize())
    session.add(row)
    session.flush()
    session.add(RegionMunicipality(municipality=row.name, region_id=row.id))
    session.flush()
    return row.id


def receipt(manifest: bytes, files: dict[str, bytes], *, refused: str = "", chain: str = "") -> str:
    """Write what WIJIJ would answer; the row with the id `refused` did not go in."""
    rows = [
        {"file": name, "id": row["id"], "accepted": row["id"] != refused}
        | ({"reason": SAYS_NO} if row["id"] == refused else {})
        for name, content in sorted(files.items())
        if name.endswith(".jsonl")
        for row in map(json.loads, content.decode().splitlines())
    ]
    told = {
        "format": "talent-op-maat-ontvangst-1",
        "chain": chain,
        "batch": json.loads(manifest)["batch"],
        "manifest_sha256": checksum(manifest),
        "rows": rows,
    }
    return json.dumps(told)
