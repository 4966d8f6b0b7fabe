"""Promises of profiles in the API: begin without logging in, lose no change, leave for good."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.api.delivering import delivered
from tests.profiles.worlds import NOW, WELDING

STAMP = NOW.isoformat().replace("+00:00", "Z")
CONSENT = {"purpose": "matching", "text_version": "2026-2"}


def test_anybody_begins_a_profile_and_gets_a_token_for_it(site):
    answer = site.anybody().post("/v1/candidates")
    begun = answer.json()
    assert (answer.status_code, answer.headers["location"]) == (
        201,
        f"/v1/candidates/{begun['candidate_id']}",
    )
    mine = site.anybody(begun["token"]).get(answer.headers["location"])
    assert mine.json() == {
        "id": begun["candidate_id"],
        "name": "",
        "presentation": "",
        "working": None,
        "state": "draft",
        "created_at": STAMP,
        "confirmed_at": STAMP,
        "stale": False,
    }


def test_a_second_profile_of_one_account_is_refused(anna):
    assert anna.post("/v1/candidates").status_code == 409


def test_what_is_left_out_of_a_change_stays(anna):
    anna.client.patch(anna.mine, json={"name": "Zoë de Vries", "working": True})
    answer = anna.client.patch(anna.mine, json={"presentation": "Ik pak graag aan."})
    assert answer.status_code == 200
    assert {name: answer.json()[name] for name in ("name", "presentation", "working")} == {
        "name": "Zoë de Vries",
        "presentation": "Ik pak graag aan.",
        "working": True,
    }


def test_not_said_can_be_said_again(anna):
    anna.client.patch(anna.mine, json={"name": "Zoë", "working": True})
    assert anna.client.patch(anna.mine, json={"working": None}).json()["working"] is None


def test_the_second_writer_is_told_that_somebody_was_first(anna):
    seen = anna.get(anna.mine).headers["etag"]
    first = anna.client.patch(anna.mine, json={"name": "Zoë"}, headers={"If-Match": seen})
    second = anna.client.patch(anna.mine, json={"name": "Zoe"}, headers={"If-Match": seen})
    assert (first.status_code, second.status_code) == (200, 412)
    assert anna.get(anna.mine).json()["name"] == "Zoë"
    assert first.headers["etag"] == anna.get(anna.mine).headers["etag"]


def test_a_profile_goes_from_draft_to_erased_and_the_token_with_it(site, anna):
    steps = ["activation", "pause", "activation", "withdrawal"]
    anna.client.patch(anna.mine, json={"name": "Zoë"})
    anna.put(f"{anna.mine}/skills/{WELDING}", {"level": 3})
    anna.post(f"{anna.mine}/consents", CONSENT)
    answers = [anna.post(f"{anna.mine}/{step}") for step in steps]
    assert [answer.json()["state"] for answer in answers] == [
        "active",
        "paused",
        "active",
        "withdrawn",
    ]
    assert anna.client.delete(anna.mine).status_code == 204
    assert anna.get(anna.mine).status_code == 401
    # The mail that she stopped was still waiting: after the erasing it says nothing new.
    assert [mail.subject for mail in delivered(site.settings)] == ["Je gegevens zijn gewist"]


def test_a_draft_is_not_made_active_without_consent(anna):
    anna.client.patch(anna.mine, json={"name": "Zoë"})
    answer = anna.post(f"{anna.mine}/activation")
    assert (answer.status_code, answer.json()["title"]) == (
        409,
        "Geef eerst toestemming om je te koppelen aan vacatures.",
    )


def test_somebody_else_finds_nothing_where_a_profile_is(site, anna):
    other = site.begun()
    answers = [
        other.get(anna.mine),
        other.client.patch(anna.mine, json={"name": "Piet"}),
        other.client.delete(anna.mine),
        other.get("/v1/candidates/999"),
    ]
    assert [answer.status_code for answer in answers] == [404] * 4
    assert len({answer.text for answer in answers}) == 1


def test_saying_that_it_is_still_right_makes_it_fresh(anna):
    answer = anna.post(f"{anna.mine}/confirmation")
    assert (answer.status_code, answer.json()["confirmed_at"]) == (200, STAMP)


@pytest.mark.both_databases
def test_the_same_key_at_the_same_moment_does_the_work_once(anna):
    def ask(_number):
        key = {"Idempotency-Key": "een"}
        return anna.post(f"{anna.mine}/own-words", {"text": "palingroken"}, **key)

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(ask, range(8)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert len(anna.get(f"{anna.mine}/own-words").json()["items"]) == 1


@pytest.mark.both_databases
def test_eight_changes_at_the_same_moment_that_saw_the_same_keep_one(anna):
    seen = {"If-Match": anna.get(anna.mine).headers["etag"]}

    def change(number):
        body = {"name": f"Zoë {number}"}
        return anna.client.patch(anna.mine, json=body, headers=seen).status_code

    with ThreadPoolExecutor(8) as pool:
        answers = sorted(pool.map(change, range(8)))
    assert answers == [200] + [412] * 7
