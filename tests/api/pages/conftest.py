"""Somebody who comes back, and what is known of them besides their pages."""

from collections.abc import Callable, Iterator

import pytest

from accounts.audit import entries_about
from foundation.database import reading
from profiles.models import CandidateState
from profiles.service import find_candidate
from tests.api.worlds import Visitor, save_profile, visitor_at

EMAIL = "kandidaat@voorbeeld.nl"


@pytest.fixture
def member(settings, engine) -> Iterator[Visitor]:
    """Somebody with an address and one skill, who did not join in yet."""
    with visitor_at(settings, engine) as somebody:
        save_profile(engine, somebody.candidate_id, email=EMAIL)
        yield somebody


@pytest.fixture
def joined(member) -> Visitor:
    """Somebody who joined in, with consent for matching alone."""
    form = {"naam": "Kandidaat K-204", "toestemming": "matching", "versie-matching": "2026-2"}
    page = member.browser.get("/rechten/meedoen").text
    seen = page.split('name="gezien" value="')[1].split('"')[0]
    answer = member.browser.post("/rechten/meedoen", data={**form, "gezien": seen})
    assert answer.headers["location"] == "/rechten/meedoen?gedaan=actief"
    return member


@pytest.fixture
def trail(engine, member) -> Callable[[], list[tuple[str, str, str]]]:
    """Reads what the trail says about them, oldest first: action, role and reason."""

    def read() -> list[tuple[str, str, str]]:
        with reading(engine) as session:
            rows = entries_about(session, candidate_id=member.candidate_id, most=1_000)
            return [(row.action, row.actor_role, row.reason) for row in reversed(rows)]

    return read


@pytest.fixture
def state(engine, member) -> Callable[[], CandidateState]:
    """Reads where their profile stands."""

    def read() -> CandidateState:
        with reading(engine) as session:
            return find_candidate(session, candidate_id=member.candidate_id).state

    return read
