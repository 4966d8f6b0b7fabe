"""Promises of the API about companies, their people, the administrator and the stop."""

from typing import Any

import pytest
from sqlmodel import delete

from accounts.permissions import Relation
from foundation.database import writing
from tests.access.people import NOW, canary_of
from tests.api.company_worlds import town_at
from vacancies.admission import sign_up
from vacancies.drafts import SignUpDraft
from vacancies.employers import employer_of_account
from vacancies.models import Contact

ME = Relation.OWN_EMPLOYER
ADMINISTRATOR = Relation.ADMINISTRATOR
NEW = {
    "kvk": "11111111",
    "trade_name": "Demo Smid",
    "sector": "techniek",
    "postcode": "2312",
    "contact_name": "Demo Eik",
    "email": "eik@talent.example",
}
COMPANY = {"trade_name": "Demo Staal", "sector": "techniek", "postcode": "2223"}
STOP = {"reason": "We onderzoeken een fout."}


@pytest.fixture
def town(settings, engine):
    with town_at(settings, engine) as found:
        yield found


def ask(town, relation, method: str, path: str, body: Any = None, **headers: str):
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return town.browsers[relation].ask(method, f"/v1{path}", json=body, headers=names)


@pytest.mark.parametrize(
    "changed", [{}, {"kvk": "12345678"}, {"email": f"{canary_of(Relation.SELF)}@talent.example"}]
)
def test_the_answer_to_signing_up_is_the_same_for_what_is_known(town, changed):
    answer = ask(town, Relation.ANONYMOUS, "POST", "/company-registrations", {**NEW, **changed})
    assert (answer.status_code, answer.json()) == (202, {"mailed": True})
    assert [to for to, _ in town.mails()] == [{**NEW, **changed}["email"]]


def test_everything_that_is_wrong_in_a_registration_is_told_at_once(town):
    wrong = {**NEW, "kvk": "1", "postcode": "x", "email": "eik"}
    answer = ask(town, Relation.ANONYMOUS, "POST", "/company-registrations", wrong)
    assert answer.status_code == 400
    where = [one["where"] for one in answer.json()["problems"]]
    assert sorted(where) == ["body.email", "body.kvk", "body.postcode"]


def test_one_reads_and_replaces_ones_own_company(town):
    before = ask(town, ME, "GET", "/company")
    assert before.json() == {
        "id": str(town.company().id),
        "kvk": "12345678",
        "trade_name": "Demo 12345678",
        "sector": "techniek",
        "postcode": "2312",
        "contact_name": f"Contact {canary_of(ME)}",
        "member_until": "2027-09-01",
        "is_member": True,
        "waiting_since": None,
    }
    etag = before.headers["etag"]
    changed = ask(town, ME, "PUT", "/company", COMPANY, If_Match=etag)
    assert changed.status_code == 200
    assert changed.json()["trade_name"] == "Demo Staal"
    assert changed.headers["etag"] == ask(town, ME, "GET", "/company").headers["etag"]
    assert ask(town, ME, "PUT", "/company", COMPANY, If_Match=etag).status_code == 412


def test_the_number_of_a_company_is_not_changed_by_its_people(town):
    answer = ask(town, ME, "PUT", "/company", {**COMPANY, "kvk": "99999999"})
    assert answer.status_code == 400
    assert town.company().trade_name == "Demo 12345678"


def test_a_colleague_is_invited_once_per_key_and_the_answer_tells_nothing(town):
    for email in ("es@talent.example", f"{canary_of(Relation.SELF)}@talent.example"):
        body = {"name": "Demo Es", "email": email}
        answers = [
            ask(town, ME, "POST", "/company/colleagues", body, Idempotency_Key=email)
            for _ in range(2)
        ]
        assert [(one.status_code, one.json()) for one in answers] == [(202, {"mailed": True})] * 2
    assert len(town.mails()) == 2
    [alone] = ask(town, ME, "GET", "/company/colleagues").json()["items"]
    assert alone["account_id"] == str(town.account(ME))


def test_the_last_colleague_and_those_of_others_stay(town):
    own, stranger = town.account(ME), town.account(Relation.OTHER_EMPLOYER)
    assert ask(town, ME, "DELETE", f"/company/colleagues/{own}").status_code == 409
    assert ask(town, ME, "DELETE", f"/company/colleagues/{stranger}").status_code == 404
    assert ask(town, Relation.OTHER_EMPLOYER, "GET", "/company").status_code == 200


# The administrator


@pytest.fixture
def smith(town) -> int:
    with writing(town.engine) as session:
        draft = SignUpDraft.model_validate(NEW)
        account = sign_up(session, draft=draft, now=NOW).invited.account
        return employer_of_account(session, account_id=account.id).id


def test_the_companies_are_listed_and_looked_up(town, smith):
    found = ask(town, ADMINISTRATOR, "GET", "/employers?pageSize=2").json()
    assert [one["kvk"] for one in found["items"]] == ["11111111", "12345678"]
    assert found["total"] == 3
    assert ask(town, ADMINISTRATOR, "GET", "/employers?q=smid").json()["total"] == 1


def test_a_company_is_admitted_and_then_neither_admitted_nor_refused(town, smith):
    path = f"/employers/{smith}/admission"
    assert ask(town, ADMINISTRATOR, "POST", path).json()["waiting_since"] is None
    assert ask(town, ADMINISTRATOR, "POST", path).status_code == 409
    assert ask(town, ADMINISTRATOR, "DELETE", path).status_code == 409
    assert len(town.mails()) == 1


def test_a_refused_company_is_gone(town, smith):
    [person] = ask(town, ADMINISTRATOR, "GET", f"/employers/{smith}/contacts").json()["items"]
    assert (person["email"], person["entered"]) == ("eik@talent.example", False)
    assert ask(town, ADMINISTRATOR, "DELETE", f"/employers/{smith}/admission").status_code == 204
    assert ask(town, ADMINISTRATOR, "GET", f"/employers/{smith}").status_code == 404


def test_a_membership_is_set_by_whoever_saw_the_company_as_it_is(town):
    path = f"/employers/{town.company().id}"
    etag = ask(town, ADMINISTRATOR, "GET", path).headers["etag"]
    body = {"member_until": "2026-12-31"}
    changed = ask(town, ADMINISTRATOR, "PUT", f"{path}/membership", body, If_Match=etag)
    assert (changed.json()["member_until"], changed.json()["is_member"]) == ("2026-12-31", True)
    again = ask(town, ADMINISTRATOR, "PUT", f"{path}/membership", body, If_Match=etag)
    assert again.status_code == 412


def test_staff_are_listed_and_an_account_is_closed_but_not_ones_own(town):
    rows = ask(town, ADMINISTRATOR, "GET", "/accounts").json()["items"]
    assert [one["role"] for one in rows].count("loopbaancoach") == 2
    coach, own = town.account(Relation.OTHER_COACH), town.account(ADMINISTRATOR)
    assert ask(town, ADMINISTRATOR, "DELETE", f"/accounts/{own}").status_code == 409
    assert ask(town, ADMINISTRATOR, "DELETE", f"/accounts/{coach}").status_code == 204
    assert ask(town, ADMINISTRATOR, "DELETE", f"/accounts/{coach}").status_code == 404
    assert ask(town, Relation.OTHER_COACH, "GET", "/accounts/current").status_code == 401


# The stop


def test_anybody_reads_the_stop_and_the_administrator_places_and_removes_it(town):
    nobody = Relation.ANONYMOUS
    on = {"stopped": False, "since": None, "reason": None}
    assert ask(town, nobody, "GET", "/matching-stop").json() == on
    placed = ask(town, ADMINISTRATOR, "PUT", "/matching-stop", STOP)
    assert placed.status_code == 200
    off = {"stopped": True, "since": "2026-09-01T09:00:00Z", "reason": STOP["reason"]}
    assert placed.json() == ask(town, nobody, "GET", "/matching-stop").json() == off
    assert ask(town, ADMINISTRATOR, "PUT", "/matching-stop", STOP).status_code == 409
    assert ask(town, ADMINISTRATOR, "DELETE", "/matching-stop").status_code == 204
    assert ask(town, ADMINISTRATOR, "DELETE", "/matching-stop").status_code == 409
    assert ask(town, nobody, "GET", "/matching-stop").json() == on


def test_a_stop_is_placed_by_whoever_saw_how_it_stands(town):
    etag = ask(town, ADMINISTRATOR, "GET", "/matching-stop").headers["etag"]
    ask(town, ADMINISTRATOR, "PUT", "/matching-stop", STOP, If_Match=etag)
    again = ask(town, ADMINISTRATOR, "PUT", "/matching-stop", STOP, If_Match=etag)
    assert again.status_code == 412


def test_an_employer_account_without_a_company_is_told_so(town):
    with writing(town.engine) as session:
        session.exec(delete(Contact))
    answer = ask(town, ME, "GET", "/company")
    assert answer.status_code == 403
    assert "hoort niet bij een bedrijf" in answer.json()["title"]
