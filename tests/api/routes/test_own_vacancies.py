"""Promises about writing a vacancy by program: once, seen first, and counted without names."""

from dataclasses import dataclass

import pytest

from accounts.models import Account, Role, VisitStep
from accounts.visits import begin_visit
from foundation.database import writing
from tests.api.routes.conftest import Program, Site
from tests.profiles.worlds import DRIVING, NOW, WELDING
from vacancies.employers import employer_with_kvk, name_contact
from vacancies.models import Employer

WORK = {"title": "Lasser", "sector": "techniek", "description": "Je gaat lassen in een jong team."}
REQUIRED = {"skill_id": str(WELDING), "importance": "vereist", "level": 3}


@dataclass(frozen=True)
class Firm:
    """A company that asks by program."""

    site: Site
    program: Program
    employer_id: int

    def written(self, **more: object) -> str:
        """Write a vacancy; gives its address."""
        answer = self.program.post("/v1/vacancies", {**WORK, **more})
        assert answer.status_code == 201, answer.text
        return f"/v1/vacancies/{answer.json()['vacancy']['id']}"


@pytest.fixture
def firm(site: Site) -> Firm:
    with writing(site.engine) as session:
        employer = employer_with_kvk(session, kvk="12345678")
        assert employer is not None
        account = Account(role=Role.EMPLOYER, name="Demo", created_at=NOW, seen_at=NOW)
        session.add(account)
        session.flush()
        name_contact(session, account_id=account.id, employer_id=employer.id)
        step = VisitStep.COMPLETE
        opened = begin_visit(session, account_id=account.id, step=step, now=NOW)
        number = employer.id
    return Firm(site, site.anybody(opened.token), number)


def test_a_vacancy_is_written_once_with_the_same_key(firm):
    first, second = (
        firm.program.post("/v1/vacancies", WORK, **{"Idempotency-Key": "a"}) for _ in range(2)
    )
    assert (first.status_code, first.content) == (201, second.content)
    assert first.json()["vacancy"]["state"] == "draft"
    assert first.headers["ETag"] == second.headers["ETag"]


def test_a_draft_is_nobody_elses_business(firm, site):
    address = firm.written()
    assert firm.program.get(address).status_code == 200
    for other in (site.staff(Role.COACH), site.known()):
        assert other.get(address).status_code == 404
        assert other.put(address, WORK).status_code == 404


def test_a_change_of_what_somebody_else_changed_is_refused(firm):
    address = firm.written()
    seen = firm.program.get(address).headers["ETag"]
    changed = firm.program.put(address, {**WORK, "title": "MIG-lasser"}, **{"If-Match": seen})
    assert (changed.status_code, changed.json()["vacancy"]["title"]) == (200, "MIG-lasser")
    late = firm.program.put(address, WORK, **{"If-Match": seen})
    assert late.status_code == 412
    fresh = changed.headers["ETag"]
    assert firm.program.put(address, WORK, **{"If-Match": fresh}).status_code == 200


def test_skills_are_asked_changed_and_taken_away(firm):
    address = firm.written()
    both = {"items": [REQUIRED, {"skill_id": str(DRIVING), "importance": "gewenst"}]}
    assert firm.program.post(f"{address}/requirements", both).status_code == 201
    body = {"importance": "gewenst", "learnable": True}
    answer = firm.program.put(f"{address}/requirements/{WELDING}", body)
    told = {one["skill_id"]: one for one in answer.json()["requirements"]}
    assert told[str(WELDING)]["learnable"] is True
    assert told[str(WELDING)]["level"] is None
    gone = firm.program.client.delete(f"{address}/requirements/{DRIVING}")
    assert gone.status_code == 204
    assert len(firm.program.get(address).json()["requirements"]) == 1


def test_a_hard_limit_needs_a_law_and_can_be_taken_away(firm):
    address = firm.written()
    bare = {"kind": "licence", "value": "C"}
    assert firm.program.post(f"{address}/limits", bare).status_code == 400
    lawful = {**bare, "legal_reason": "Reglement rijbewijzen"}
    answer = firm.program.post(f"{address}/limits", lawful)
    (limit,) = answer.json()["limits"]
    assert firm.program.client.delete(f"{address}/limits/{limit['id']}").status_code == 204
    assert firm.program.get(address).json()["limits"] == []


@pytest.mark.parametrize(
    ("steps", "state"),
    [
        (["openings"], "open"),
        (["openings", "fillings"], "filled"),
        (["openings", "closings"], "closed"),
        (["closings"], "closed"),
    ],
)
def test_a_vacancy_goes_its_way_and_not_back(firm, steps, state):
    address = firm.written()
    for step in steps:
        answer = firm.program.post(f"{address}/{step}")
        assert answer.status_code == 200
    assert answer.json()["vacancy"]["state"] == state
    if state != "open":
        assert firm.program.post(f"{address}/openings").status_code == 409
        assert firm.program.put(address, WORK).status_code == 409


def test_a_state_is_not_changed_on_what_was_not_seen(firm):
    address = firm.written()
    answer = firm.program.post(f"{address}/openings", **{"If-Match": '"0123456789abcdef"'})
    assert answer.status_code == 412
    assert firm.program.get(address).json()["vacancy"]["state"] == "draft"


def test_a_company_that_waits_may_not_open(firm):
    address = firm.written()
    with writing(firm.site.engine) as session:
        session.get_one(Employer, firm.employer_id).waiting_since = NOW
    answer = firm.program.post(f"{address}/openings")
    assert answer.status_code == 409
    assert "wacht nog op toelating" in answer.json()["title"]


def test_a_text_suggests_skills_with_the_words_that_led_to_them(firm):
    address = firm.written()
    answer = firm.program.post(f"{address}/requirement-suggestions", {"text": None}).json()
    assert answer["is_english"] is False
    assert any("lassen" in one["words"] for one in answer["items"])
    english = "We are looking for a welder who will work in our team and has the right skills."
    told = firm.program.post(f"{address}/requirement-suggestions", {"text": english}).json()
    assert told["is_english"] is True
    assert firm.program.get(address).json()["requirements"] == []


def test_wording_that_shuts_people_out_is_told_with_its_place(firm):
    address = firm.written()
    (found,) = firm.program.get(f"{address}/wording-findings").json()["items"]
    assert (found["field"], found["words"], found["ground"]) == (
        "description", "jong team", "leeftijd",
    )  # fmt: skip
    assert WORK["description"][found["start"] : found["end"]] == "jong team"


def test_a_small_count_is_null(firm):
    firm.site.skilled()
    address = firm.written()
    told = firm.program.get(f"{address}/pool-counts").json()
    assert (told["skilled"], told["now"]) == (False, None)
    firm.program.post(f"{address}/requirements", {"items": [REQUIRED]})
    told = firm.program.get(f"{address}/pool-counts").json()
    assert (told["skilled"], told["now"], told["fits_from"]) == (True, None, 70)


def test_a_coach_writes_an_open_vacancy_in_skills_and_changes_nothing_else(firm, site):
    address = firm.written()
    firm.program.post(f"{address}/openings")
    coach = site.staff(Role.COACH)
    assert coach.post(f"{address}/requirements", {"items": [REQUIRED]}).status_code == 201
    assert coach.put(address, WORK).status_code == 404
    assert coach.post(f"{address}/closings").status_code == 404
