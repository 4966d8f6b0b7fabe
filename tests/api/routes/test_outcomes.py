"""Promises about outcomes and partners for programs: once, on what was seen, and who may."""

import pytest
from sqlmodel import select

from accounts.models import Role, VisitStep
from accounts.visits import begin_visit
from foundation.database import reading, writing
from placements.models import Outcome, Partner
from tests.api.introducing import Introducing, introducing_at
from tests.coaching.introducing import an_account
from tests.placements.placing import a_course, a_partner, accepted, placed
from tests.profiles.worlds import DRIVING, NOW

PLACING = {"kind": "leerwerkplek", "starts_on": "2026-09-01", "hours": 32}


@pytest.fixture
def site(settings, engine):
    with introducing_at(settings, engine) as made:
        with writing(engine) as session:
            number = an_account(session, Role.ADMINISTRATOR, "beheer@talent.example")
            opened = begin_visit(session, account_id=number, step=VisitStep.COMPLETE, now=NOW)
            made.tokens["office"] = opened.token
        yield made


def made(site: Introducing, make) -> int:
    with writing(site.engine) as session:
        return make(session).id


def logged(site: Introducing, who: str = "coach", key: str = "", **body):
    headers = {"Idempotency-Key": key} if key else {}
    address = f"/candidates/{site.region.person}/outcomes"
    return site.program(who, "POST", address, json={**PLACING, **body}, headers=headers)


def test_an_outcome_is_logged_once_also_when_the_request_comes_again(site):
    row = made(site, lambda session: accepted(session, site.region))
    first = logged(site, key="a", introduction_id=str(row))
    again = logged(site, key="a", introduction_id=str(row))
    assert (first.status_code, first.content) == (201, again.content)
    told = first.json()
    assert (told["state"], told["called"], told["at"]) == ("loopt", "Naam 0", "Demo Staal")
    assert told["introduction_id"] == str(row)
    assert first.headers["ETag"] == again.headers["ETag"]
    with reading(site.engine) as session:
        assert len(session.exec(select(Outcome)).all()) == 1
    assert ("loopbaancoach", "uitkomst vastgelegd", "volgen hoe het gaat") in site.trail()


def test_everything_that_is_wrong_is_told_at_once(site):
    answer = logged(site, starts_on="2026-09-31", hours=99, wage_band="veel", extra=1)
    assert answer.status_code == 400
    assert {one["where"] for one in answer.json()["problems"]} == {
        "body.starts_on", "body.hours", "body.wage_band", "body.extra",
    }  # fmt: skip
    answer = logged(site, course_id="1", starts_on="2020-01-01")
    assert answer.status_code == 400
    assert {one["where"] for one in answer.json()["problems"]} == {
        "employer_id", "course_id", "starts_on",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("who", "status"), [("stranger", 404), ("person", 403), ("contact", 404), ("other", 404)]
)
def test_only_the_own_coach_logs(site, who, status):
    assert logged(site, who, employer_id="1").status_code == status


def test_a_second_placement_is_refused(site):
    assert logged(site, employer_id="1").status_code == 201
    again = logged(site, employer_id="1", kind="tijdelijk_contract")
    assert again.status_code == 409
    assert "die loopt" in again.json()["title"]


@pytest.mark.parametrize(
    ("step", "body"),
    [
        ("endings", {"ended_on": "2026-09-01", "reason": "anders"}),
        ("corrections", {"outcome": {**PLACING, "hours": 20}}),
        ("corrections", {}),
    ],
)
def test_a_step_goes_on_what_was_seen(site, step, body):
    number = made(site, lambda session: placed(session, site.region))
    seen = site.program("coach", "GET", f"/outcomes/{number}").headers["ETag"]
    address = f"/outcomes/{number}/{step}"
    stale = site.program("coach", "POST", address, json=body, headers={"If-Match": '"x"'})
    assert stale.status_code == 412
    done = site.program("coach", "POST", address, json=body, headers={"If-Match": seen})
    assert done.status_code == 201
    assert done.headers["ETag"] != seen or done.json()["id"] != str(number)
    after = site.program("coach", "POST", address, json=body, headers={"If-Match": seen})
    assert after.status_code == 412


def test_a_correction_points_to_what_it_replaces(site):
    number = made(site, lambda session: placed(session, site.region))
    body = {"outcome": {**PLACING, "hours": 20}}
    new = site.program("coach", "POST", f"/outcomes/{number}/corrections", json=body).json()
    assert (new["replaces_id"], new["hours"], new["state"]) == (str(number), 20, "loopt")
    old = site.program("coach", "GET", f"/outcomes/{number}").json()
    assert (old["replaced_by_id"], old["state"]) == (new["id"], "gecorrigeerd")


def test_each_side_reads_what_it_may(site):
    number = made(site, lambda session: placed(session, site.region))
    told = {
        who: site.program(who, "GET", f"/outcomes/{number}").json()
        for who in ("person", "coach", "contact")
    }
    assert {who: one["cv_filter"] for who, one in told.items()} == {
        "person": None, "coach": "onbekend", "contact": None,
    }  # fmt: skip
    assert told["contact"]["candidate_id"] is None
    assert told["contact"]["called"] == "Naam 0"
    assert told["coach"]["possible_ends"]
    assert told["person"]["possible_ends"] == told["contact"]["possible_ends"] == []
    assert "uitkomst bekeken" in {action for _, action, _ in site.trail()}
    lists = {
        "person": f"/candidates/{site.region.person}/outcomes",
        "coach": "/outcomes",
        "contact": "/company/outcomes",
    }
    for who, address in lists.items():
        [one] = site.program(who, "GET", address).json()["items"]
        assert one["id"] == str(number)
    assert site.program("stranger", "GET", f"/outcomes/{number}").status_code == 404
    assert site.program("other", "GET", f"/outcomes/{number}").status_code == 404


def test_a_finished_course_offers_its_skills(site):
    with writing(site.engine) as session:
        course = a_course(session)
    body = {"kind": "verwijzing_scholing", "hours": None, "course_id": str(course)}
    number = logged(site, **body, skill_ids=[DRIVING]).json()["id"]
    ending = {"ended_on": "2026-09-01", "reason": "opleiding afgerond"}
    told = site.program("coach", "POST", f"/outcomes/{number}/endings", json=ending).json()
    assert told["gap_skill_ids"] == [str(DRIVING)]
    learned = {one["label"]: one for one in told["learned"]}
    assert learned["heftruck rijden"]["offered_at"] is not None
    assert learned["metalen lassen"] == {
        "skill_id": "1", "label": "metalen lassen", "level": 4, "on_profile": True,
        "own_level": 3, "offered_at": None, "taken": None,
    }  # fmt: skip


def test_a_coach_finds_where_somebody_can_go(site):
    made(site, a_partner)
    [employer] = site.program("coach", "GET", "/outcome-employers").json()["items"]
    assert employer["trade_name"] == "Demo Staal"
    [partner] = site.program("coach", "GET", "/outcome-partners").json()["items"]
    body = {"kind": "verwijzing_partner", "hours": None, "partner_id": partner["id"]}
    number = logged(site, **body, starts_on="2026-08-20").json()["id"]
    reply = {"answered_on": "2026-09-01"}
    told = site.program("coach", "POST", f"/outcomes/{number}/partner-replies", json=reply)
    assert (told.status_code, told.json()["answered_on"]) == (201, "2026-09-01")
    [partner] = site.program("coach", "GET", "/outcome-partners").json()["items"]
    assert (partner["reply_days"], partner["replies"], partner["waiting"]) == (12, 1, 0)


def test_the_administrator_keeps_the_partners(site):
    draft = {"name": "LLokaal", "does": "Geeft advies"}
    added = site.program("office", "POST", "/partners", json=draft)
    assert added.status_code == 201
    address = f"/partners/{added.json()['id']}"
    seen = site.program("office", "GET", address).headers["ETag"]
    assert seen == added.headers["ETag"]
    change = {**draft, "active": False}
    done = site.program("office", "PUT", address, json=change, headers={"If-Match": seen})
    assert (done.status_code, done.json()["active"]) == (200, False)
    late = site.program("office", "PUT", address, json=draft, headers={"If-Match": seen})
    assert late.status_code == 412
    assert site.program("office", "POST", "/partners", json=draft).status_code == 409
    assert [one["name"] for one in site.program("office", "GET", "/partners").json()["items"]] == [
        "LLokaal"
    ]
    assert site.program("coach", "GET", "/partners").status_code == 403
    with reading(site.engine) as session:
        assert session.exec(select(Partner)).one().revision == 2
