"""Promises about insight: everything held about me, who saw it and why, and nobody else's."""

import json
import re

import pytest

from accounts.audit import AuditAction, AuditReason, record
from accounts.models import Account, Role
from accounts.service import open_visitor
from api.pages.insight import PAGE
from coaching.caseload import assign
from foundation.database import writing
from profiles.drafts import ExperienceDraft, ProfileDraft
from profiles.history import add_experience
from profiles.service import begin_profile, change_profile
from tests.api.pages.conftest import EMAIL
from tests.api.worlds import NOW

CANARY = "kanarie"


def a_coach(session) -> int:
    coach = Account(
        role=Role.COACH, name="Cor", email="cor@voorbeeld.nl", created_at=NOW, seen_at=NOW
    )
    session.add(coach)
    session.flush()
    return coach.id


def look(session, candidate_id: int, times: int = 1) -> None:
    coach_id = a_coach(session)
    for _ in range(times):
        record(
            session,
            actor_id=coach_id,
            actor_role=Role.COACH,
            action=AuditAction.PROFILE_SEEN,
            candidate_id=candidate_id,
            reason=AuditReason.COACHING,
            now=NOW,
        )


@pytest.fixture
def somebody_else(engine, member) -> int:
    """Another person, with a canary in what they wrote and in the trail."""
    with writing(engine) as session:
        account = open_visitor(session, now=NOW)
        account.email = f"{CANARY}@voorbeeld.nl"
        other = begin_profile(session, account_id=account.id, now=NOW).id
        change_profile(session, candidate_id=other, draft=ProfileDraft(name=CANARY))
        add_experience(
            session, candidate_id=other, draft=ExperienceDraft(kind="zorg", title=CANARY)
        )
        assign(session, candidate_id=other, coach_id=a_coach(session), now=NOW)
        record(
            session,
            actor_id=account.id,
            actor_role=account.role,
            action=AuditAction.OBJECTED,
            candidate_id=other,
            reason=AuditReason.OWN,
            now=NOW,
        )
        return other


def test_everything_held_is_shown_in_words(joined):
    page = joined.browser.get("/rechten/gegevens").text
    for words in (
        "Je profiel",
        "Kandidaat K-204",
        "Je vaardigheden",
        "maaltijden koken",
        "zelfstandig",
        "zelf opgegeven",
        "Je account",
        EMAIL,
        "Je toestemmingen",
        "Zoek werk dat bij mij past",
        "Wanneer je inlogde",
        "1 september 2026, 14:02",
        "Een vingerafdruk",
    ):
        assert words in page, words
    for stored in ("claimed", "matching", "2026-09-01", "None", "token_hash"):
        assert stored not in re.sub(r"<[^>]*>", "", page), stored


def test_the_file_is_json_with_the_same_tables_and_is_noted(joined, trail):
    answer = joined.browser.get("/rechten/gegevens.json")
    assert answer.headers["content-disposition"] == 'attachment; filename="mijn-gegevens.json"'
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["cache-control"] == "no-store"
    tables = json.loads(answer.text)["tables"]
    assert tables["candidate"]["rows"][0]["name"] == "Kandidaat K-204"
    assert tables["account"]["rows"][0]["email"] == EMAIL
    assert trail()[-1] == ("gegevens gedownload", "kandidaat", "door de persoon zelf")
    page = joined.browser.get("/rechten/gegevens").text
    assert all(f'id="{name}"' in page for name in tables)


@pytest.mark.parametrize(
    "path",
    [
        "/rechten",
        "/rechten/gegevens",
        "/rechten/gegevens.json",
        "/rechten/inzage",
        "/rechten/bezwaar",
        "/paspoort",
        "/paspoort/json-resume.json",
    ],
)
def test_nothing_of_somebody_else_is_shown(joined, somebody_else, path):
    answer = joined.browser.get(path)
    assert answer.status_code == 200
    assert CANARY not in answer.text
    assert CANARY not in str(answer.headers)


def test_who_saw_what_and_why_is_told_by_role_and_in_our_own_time(engine, joined):
    with writing(engine) as session:
        look(session, joined.candidate_id)
    page = joined.browser.get("/rechten/inzage").text
    first = page.split("<li>")[1:] and page[page.index('<ul class="rows">') :]
    seen = first.index("profiel bekeken")
    assert seen < first.index("profiel actief gemaakt"), "the newest first"
    told = re.sub(r"<[^>]*>|\s+", " ", first[seen:])
    assert re.match(
        r"profiel bekeken +door: loopbaancoach · reden: begeleiding naar werk +"
        r"1 september 2026, 14:02",
        told,
    )
    assert "door: jij" in page
    assert "Cor" not in page


def test_the_trail_can_be_read_to_its_end(engine, joined, trail):
    with writing(engine) as session:
        look(session, joined.candidate_id, times=2 * PAGE)
    path, told, pages = "/rechten/inzage", 0, 0
    while path:
        page = joined.browser.get(path).text
        told, pages = told + page.count("door: "), pages + 1
        older = re.search(r'href="(/rechten/inzage\?voor=\d+)"', page)
        path = older[1] if older else ""
    assert (told, pages) == (len(trail()), 3)


def test_a_page_past_the_end_says_so_and_leads_back(joined):
    page = joined.browser.get("/rechten/inzage?voor=1").text
    assert "Dit was alles." in page
    assert 'href="/rechten/inzage"' in page


@pytest.mark.parametrize("before", ["0", "-1", "x", "99999999999"])
def test_a_page_that_cannot_be_is_refused(joined, before):
    assert joined.browser.get(f"/rechten/inzage?voor={before}").status_code == 400


def test_a_visitor_with_an_empty_trail_is_told_so(member):
    page = member.browser.get("/rechten/inzage").text
    assert "Nog niemand zag of veranderde iets van jou." in page
