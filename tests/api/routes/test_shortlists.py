"""Promises about shortlists as programs use them."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from accounts.models import Account, VisitStep
from accounts.visits import begin_visit
from api.main import create_app
from coaching.models import Review
from coaching.stopping import StopDraft, stop_matching
from foundation.database import reading, writing
from profiles.drafts import PreferencesDraft
from profiles.states import withdraw
from profiles.wishes import set_preferences
from tests.access.people import ORIGIN, settings_for_browsers
from tests.coaching.lists import Lists, build_lists
from tests.conftest import NOW
from vacancies.drafts import VacancyDraft
from vacancies.service import change_vacancy


@dataclass
class Programs:
    """A coach and a colleague, each with a program."""

    lists: Lists
    coach: TestClient
    colleague: TestClient

    def get(self, path, status=200, by=None, **more):
        answer = (by or self.coach).get(f"/v1/vacancies/{self.lists.vacancy}{path}", **more)
        assert answer.status_code == status, answer.text
        return answer

    def post(self, path, body, status=201, by=None, **headers):
        address = f"/v1/vacancies/{self.lists.vacancy}{path}"
        answer = (by or self.coach).post(address, json=body, headers=headers)
        assert answer.status_code == status, answer.text
        return answer


APPROVE = {"kind": "goedkeuren", "reason": "de vaardigheden passen"}


@pytest.fixture
def programs(engine, settings) -> Iterator[Programs]:
    lists = build_lists(engine, settings)
    app = create_app(settings_for_browsers(settings), clock=lambda: NOW)
    made = []
    with writing(engine) as session:
        session.get_one(Account, lists.colleague).name = "Demo Dotter"
        for account in (lists.coach, lists.colleague):
            step = VisitStep.COMPLETE
            token = begin_visit(session, account_id=account, step=step, now=NOW).token
            headers = {"Authorization": f"Bearer {token}"}
            made.append(TestClient(app, base_url=ORIGIN, headers=headers))
    yield Programs(lists, *made)
    app.state.running.engine.dispose()


def test_a_list_is_proposed_and_read_in_its_order(programs):
    programs.get("/shortlist", 404)
    made = programs.post("/shortlist", {"most": 3}).json()
    assert (made["in_view"], made["approved"], made["spread"]) == (3, 0, False)
    items = programs.get("/entries").json()["items"]
    assert [(one["pseudonym"], one["place"], one["engine_place"]) for one in items] == [
        ("K-001", 1, 1),
        ("K-002", 2, 2),
        ("K-003", 3, 3),
    ]
    assert {one["fit"] for one in items} == {None}


def test_proposing_with_the_same_key_adds_once(programs):
    key = {"Idempotency-Key": "een-keer"}
    first = programs.post("/shortlist", {"most": 1}, **key)
    assert programs.post("/shortlist", {"most": 1}, **key).content == first.content
    assert len(programs.get("/entries").json()["items"]) == 1


def test_there_is_no_match_before_the_card_was_opened(programs):
    programs.post("/shortlist", {})
    refused = programs.get("/entries/1/match", 404)
    assert refused.json()["title"] == "Open eerst de kaart. Daarna zie je hoe het past."
    card = programs.get("/entries/1/card").json()
    assert card["pseudonym"] == "K-001"
    assert {one["label"] for one in card["skills"]} == {"lassen", "samenwerken"}
    match = programs.get("/entries/1/match").json()
    assert sum(part["points"] for part in match["parts"]) == match["points"]
    assert programs.get("/entries").json()["items"][0]["fit"] == match["fit"] == 100
    programs.get("/entries/1/match", 404, by=programs.colleague)


def test_a_decision_without_an_opened_card_is_refused(programs):
    programs.post("/shortlist", {})
    programs.post("/entries/1/reviews", APPROVE, 404)


def test_a_decision_on_an_older_revision_is_refused_with_who_when_and_what(programs):
    programs.post("/shortlist", {})
    tag = programs.get("/entries/1/card").headers["etag"]
    theirs = programs.get("/entries/1/card", by=programs.colleague).headers["etag"]
    made = programs.post("/entries/1/reviews", APPROVE, **{"If-Match": tag})
    assert (made.json()["kind"], made.json()["agreed"], made.json()["fit"]) == (
        "goedkeuren",
        True,
        100,
    )
    aside = {"kind": "opzij zetten", "reason": "ander werk gaat voor"}
    with writing(programs.lists.engine) as session:
        session.get_one(Account, programs.lists.coach).name = "Demo Anemoon"
    refused = programs.post(
        "/entries/1/reviews", aside, 412, by=programs.colleague, **{"If-Match": theirs}
    )
    assert refused.json()["title"].startswith(
        "Demo Anemoon besloot hier op 01-09-2026 om 11:00 over: goedgekeurd."
    )
    fresh = {"If-Match": made.headers["etag"]}
    programs.post("/entries/1/reviews", aside, by=programs.colleague, **fresh)
    told = programs.get("/entries/1/reviews").json()["items"]
    assert [(one["coach"], one["kind"]) for one in told] == [
        ("Demo Anemoon", "goedkeuren"),
        ("Demo Dotter", "opzij zetten"),
    ]


def test_a_decision_with_the_same_key_is_taken_once(programs):
    programs.post("/shortlist", {})
    tag = programs.get("/entries/1/card").headers["etag"]
    headers = {"Idempotency-Key": "een-keer", "If-Match": tag}
    first = programs.post("/entries/1/reviews", APPROVE, **headers)
    assert programs.post("/entries/1/reviews", APPROVE, **headers).content == first.content
    with reading(programs.lists.engine) as session:
        assert len(session.exec(select(Review)).all()) == 1


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"kind": "goedkeuren"},
        {"kind": "goedkeuren", "reason": "anders"},
        {"kind": "verplaatsen", "reason": "leert dit snel"},
        {"kind": "goedkeuren", "reason": "leert dit snel", "score": 1},
    ],
)
def test_a_decision_that_is_not_complete_is_refused(programs, body):
    programs.post("/shortlist", {})
    programs.get("/entries/1/card")
    assert programs.post("/entries/1/reviews", body, 400).json()["problems"]


def test_somebody_is_added_by_hand_with_a_reason(programs):
    body = {"candidate_id": "4", "reason": "kan meer dan het profiel laat zien"}
    made = programs.post("/entries", body).json()
    assert (made["by_hand"], made["engine_place"], made["place"]) == (True, 4, 1)
    programs.post("/entries", body, 409)
    programs.post("/entries", {**body, "candidate_id": "999"}, 404)


def test_everyone_is_reached_page_by_page_without_numbers(programs):
    seen = []
    for page in (1, 2):
        answer = programs.get("/everyone", params={"page": page, "pageSize": 3}).json()
        seen += [(one["place"], one["pseudonym"]) for one in answer["items"]]
        assert answer["total"] == 4
        assert not {"fit", "points"} & set(answer["items"][0])
    assert seen == [(1, "K-001"), (2, "K-002"), (3, "K-003"), (4, "K-004")]


def test_two_opened_people_are_compared(programs):
    programs.post("/shortlist", {})
    programs.get("/comparison?entry=1&entry=3", 404)
    for entry in (1, 3):
        programs.get(f"/entries/{entry}/card")
    found = programs.get("/comparison?entry=1&entry=3").json()
    assert {one["label"]: one["parts"] for one in found["requirements"]} == {
        "lassen": [10_000, 6_600],
        "samenwerken": [10_000, 8_000],
    }
    programs.get("/comparison?entry=1&entry=1", 400)
    programs.get("/comparison?entry=1", 400)


def test_spreading_is_switched_on_the_list_that_was_seen(programs):
    tag = programs.post("/shortlist", {}).headers["etag"]
    address = f"/v1/vacancies/{programs.lists.vacancy}/shortlist"
    headers = {"If-Match": tag}
    on = programs.coach.put(address, json={"spread": True}, headers=headers)
    assert (on.status_code, on.json()["spread"], on.json()["shifts"]) == (200, True, [])
    assert programs.coach.put(address, json={"spread": False}, headers=headers).status_code == 412


def test_pay_is_told_to_nobody_but_the_own_coach(programs):
    with writing(programs.lists.engine) as session:
        offer = VacancyDraft(title="Lasser", sector="techniek", wage_cents=1500)
        change_vacancy(session, vacancy_id=programs.lists.vacancy, draft=offer)
        wishes = PreferencesDraft(wage_floor_cents=1777)
        set_preferences(session, candidate_id=1, draft=wishes)
    programs.post("/entries", {"candidate_id": "1", "reason": "wil dit werk graag"})
    programs.get("/entries/1/card")
    for path in ("/entries/1/match", "/everyone"):
        answer = programs.get(path).text
        assert "Het loon past niet" in answer
        assert "17,77" not in answer


def test_who_withdrew_is_gone_from_every_answer(programs):
    programs.post("/shortlist", {})
    programs.get("/entries/1/card")
    with writing(programs.lists.engine) as session:
        withdraw(session, candidate_id=1, now=NOW)
    for path in ("/entries", "/everyone"):
        assert "K-001" not in programs.get(path).text
    assert programs.get("/shortlist").json()["in_view"] == 3
    for path in ("card", "match", "reviews"):
        programs.get(f"/entries/1/{path}", 404)
    programs.post("/entries/1/reviews", APPROVE, 404)


def test_an_entry_is_reached_through_its_own_vacancy_alone(programs):
    programs.post("/shortlist", {})
    with writing(programs.lists.engine) as session:
        other = programs.lists.world.work(session)
    for path in ("card", "match", "reviews"):
        address = f"/v1/vacancies/{other}/entries/1/{path}"
        assert programs.coach.get(address).status_code == 404


def test_while_the_comparing_is_stopped_the_list_stays_without_numbers(programs):
    programs.post("/shortlist", {})
    programs.get("/entries/1/card")
    with writing(programs.lists.engine) as session:
        draft = StopDraft(reason="wij kijken iets na")
        stop_matching(session, account_id=programs.lists.coach, draft=draft, now=NOW)
    assert {one["fit"] for one in programs.get("/entries").json()["items"]} == {None}
    programs.get("/entries/1/match", 503)
    programs.post("/shortlist", {}, 503)
    assert programs.post("/entries/1/reviews", APPROVE).json()["score"] is None
