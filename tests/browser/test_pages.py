"""The promises every page keeps, for everybody who may see it: read, tapped, weighed.

The pages come from the running application, so that a new one cannot be forgotten.
"""

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe

from accounts.models import Role
from accounts.permissions import TABLE, Relation, Ruling
from api.main import create_app
from foundation.settings import Settings
from tests.access.doors import Door, doors
from tests.browser.measuring import (
    MOST_BYTES,
    ORDER,
    complaints_of_layout,
    hosts,
    unfold,
    weight,
)
from tests.browser.region import ANONYMOUS, VISITOR

OUTPUT = Path(__file__).parents[2] / "test-output" / "pages"
NO_PAGE = {
    "/paspoort.pdf",
    "/paspoort/json-resume.json",
    "/paspoort/europass.json",
    "/rechten/gegevens.json",
    "/vaardigheden/zoeken",
    "/beroepen/zoeken",
}
RELATIONS = {
    ANONYMOUS: Relation.ANONYMOUS,
    VISITOR: Relation.SELF,
    Role.CANDIDATE: Relation.SELF,
    Role.EMPLOYER: Relation.OWN_EMPLOYER,
    Role.COACH: Relation.ASSIGNED_COACH,
    Role.MANAGER: Relation.MANAGER,
    Role.ADMINISTRATOR: Relation.ADMINISTRATOR,
}
ASKED = [
    one
    for one in doors(create_app(Settings("sqlite:///nowhere.db", Path(), demo=True)))
    if one.method == "GET" and one.acts and not one.path.startswith("/v1")
]
PAGES = [one for one in ASKED if one.path not in NO_PAGE]


def seen_by(role: str) -> list[Door]:
    """List the pages that somebody of a role may see."""
    relation = RELATIONS[role]
    return [one for one in PAGES if TABLE[one.act].ruling(relation, "active") is Ruling.YES]


def picture(page, folder, name):
    """Leave a picture of the whole page in test-output."""
    (OUTPUT / folder).mkdir(parents=True, exist_ok=True)
    file = name.strip("/").replace("/", "_").replace("{", "").replace("}", "") or "start"
    page.screenshot(path=OUTPUT / folder / f"{file}.png", full_page=True)


@pytest.fixture
def open_page(region, page_at):
    """Opens a page of the running site for somebody of a role."""

    def make(role, path, width=360, language="nl", **more):
        page = page_at(width, base_url=region.address, **more)
        page.context.add_cookies(
            [
                *region.cookies(role),
                {"name": "taal", "value": language, "url": region.address},
            ]
        )
        page.goto(path)
        return page

    return make


def faults_of(page):
    """Let axe look; give what it says about each fault."""
    found = Axe().run(page)
    return found.generate_report() if found.violations_count else ""


def quiet(seen):
    """Leave out what the browser itself says about an answer that is a refusal."""
    return [one for one in seen.errors if "the server responded with a status of 4" not in one]


def check_everything(page, seen, region, language="nl"):
    """Hold one page, as it was first visited, to all promises."""
    assert hosts(seen.requests) == {urlsplit(region.address).netloc}
    weights = weight(seen.requests)
    assert sum(weights.values()) <= MOST_BYTES, weights
    unfold(page)
    assert page.evaluate(ORDER, language) == []
    assert complaints_of_layout(page) == []
    assert faults_of(page) == ""
    assert quiet(seen) == []


@pytest.mark.parametrize("door", seen_by(Role.CANDIDATE), ids=lambda one: one.path)
def test_every_page_of_a_full_profile_is_good(open_page, seen, region, door):
    page = open_page(Role.CANDIDATE, door.address(**region.ids))
    picture(page, "360", door.path)
    check_everything(page, seen, region)
    page.set_viewport_size({"width": 1280, "height": 900})
    picture(page, "1280", door.path)


@pytest.mark.parametrize("door", seen_by(VISITOR), ids=lambda one: one.path)
def test_every_page_of_an_empty_profile_is_good(open_page, seen, region, door):
    page = open_page(VISITOR, door.address(**region.ids))
    picture(page, "leeg", door.path)
    check_everything(page, seen, region)
