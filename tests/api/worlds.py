"""A small site with somebody in it, for the tests of pages."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from html.parser import HTMLParser

from fastapi.testclient import TestClient
from httpx2 import Response
from sqlalchemy import Engine
from sqlmodel import Session

from accounts.models import Account, VisitStep
from accounts.service import open_visitor
from accounts.visits import begin_visit
from api.main import create_app
from foundation.database import writing
from foundation.settings import Settings
from profiles.drafts import SkillDraft
from profiles.service import begin_profile, find_candidate
from profiles.skillset import set_skill
from skills.models import (
    Occupation,
    OccupationSkill,
    Sector,
    Skill,
    SkillKind,
    Synonym,
    Taxonomy,
)

NOW = datetime(2026, 9, 1, 12, 2, tzinfo=UTC)
ORIGIN = "https://testserver"
# Key, label, and the letters of Holland its work asks most.
SECTORS = (
    ("techniek", "Techniek", "RIC"),
    ("zorg", "Zorg", "SRI"),
    ("horeca", "Horeca en gastvrijheid", "ESR"),
)


@dataclass(frozen=True)
class Visitor:
    """Somebody with an empty profile and a browser that is logged in."""

    candidate_id: int
    browser: TestClient


@contextmanager
def visitor_at(settings: Settings, engine: Engine) -> Iterator[Visitor]:
    """Open the site with three sectors, and let somebody begin a profile."""
    app = create_app(
        replace(settings, address=ORIGIN, requests_per_minute=1_000_000), clock=lambda: NOW
    )
    with writing(engine) as session:
        add_sectors(session)
        account = open_visitor(session, now=NOW)
        candidate = begin_profile(session, account_id=account.id, now=NOW)
        opened = begin_visit(session, account_id=account.id, step=VisitStep.COMPLETE, now=NOW)
        number = candidate.id
    with TestClient(
        app, base_url=ORIGIN, headers={"Origin": ORIGIN}, follow_redirects=False
    ) as browser:
        browser.cookies.set("__Host-tom", opened.token)
        yield Visitor(number, browser)


def add_sectors(session: Session) -> None:
    """Add a taxonomy without skills and the sectors of a small region."""
    session.add(Taxonomy(id=1, source="test", version="1", digest="x", loaded_at=NOW))
    session.add_all(
        Sector(key=key, label=label, interests=letters) for key, label, letters in SECTORS
    )
    session.flush()


class _Forms(HTMLParser):
    """Reads the fields of every form of a page, as a browser would send them."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: dict[str, dict[str, list[str]]] = {}
        self._fields: dict[str, list[str]] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self._fields = self.forms.setdefault(given.get("action") or "", {})
        chosen = "checked" in given or given.get("type") not in ("radio", "checkbox")
        if tag == "input" and given.get("name") and chosen:
            self._fields.setdefault(str(given["name"]), []).append(given.get("value") or "")


def form_in(page: Response, action: str) -> dict[str, list[str]]:
    """Give what stands in the form of a page that is sent to this address."""
    reader = _Forms()
    reader.feed(page.text)
    return reader.forms[action]


# Skills and occupations by number; TELEX is retired.
TRUCK, COOKING, WELDING, LISTENING, TELEX, ENGLISH_ONLY = range(1, 7)
WAREHOUSE, COOK, TELEGRAPHIST = range(1, 4)
WORDS = {
    TRUCK: ("heftruck rijden", ("vorkheftruck", "heftruk")),
    COOKING: ("maaltijden koken", ("koken", "eten maken")),
    WELDING: ("metalen lassen", ("lassen",)),
    LISTENING: ("goed luisteren", ("luisteren",)),
    TELEX: ("telex bedienen", ()),
    ENGLISH_ONLY: ("operate a crane", ()),
}
OCCUPATIONS = {WAREHOUSE: "magazijnmedewerker", COOK: "kok", TELEGRAPHIST: "telegrafist"}
# Occupation, skill, and whether it is essential.
ASKS = (
    (WAREHOUSE, TRUCK, True),
    (WAREHOUSE, LISTENING, False),
    (WAREHOUSE, TELEX, True),
    (COOK, COOKING, True),
)


def add_words(session: Session) -> None:
    """Add a few skills and occupations to a site of `visitor_at`."""
    session.add_all(
        Skill(
            id=number,
            uri=f"http://example.nl/skill/{number}",
            label=label,
            kind=SkillKind.SKILL,
            language="en" if number == ENGLISH_ONLY else "nl",
            taxonomy_id=1,
            retired=number == TELEX,
        )
        for number, (label, _) in WORDS.items()
    )
    session.add_all(
        Occupation(
            id=number,
            uri=f"http://example.nl/occupation/{number}",
            label=label,
            taxonomy_id=1,
            retired=number == TELEGRAPHIST,
        )
        for number, label in OCCUPATIONS.items()
    )
    session.flush()
    session.add_all(
        Synonym(skill_id=number, text=text) for number, (_, more) in WORDS.items() for text in more
    )
    session.add_all(
        OccupationSkill(occupation_id=occupation, skill_id=skill, essential=essential)
        for occupation, skill, essential in ASKS
    )
    session.flush()


def save_profile(engine: Engine, candidate_id: int, *, email: str, skill: int = COOKING) -> int:
    """Give somebody an address, and a skill of `add_words`; gives the number of the account."""
    with writing(engine) as session:
        add_words(session)
        account_id = find_candidate(session, candidate_id=candidate_id).account_id
        account = session.get_one(Account, account_id)
        account.email = email
        set_skill(session, candidate_id=candidate_id, draft=SkillDraft(skill_id=skill, level=3))
        return account.id
