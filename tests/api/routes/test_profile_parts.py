"""Promises of the parts of a profile: what goes in comes out, once, and nobody's change is lost."""

import pytest

from accounts.models import Role
from coaching.caseload import assign
from foundation.database import writing
from tests.profiles.worlds import DRIVING, NOW, OLD, WELDING

WISHES = {
    "postcode": "2312",
    "travel_minutes": 30,
    "travel_means": "fiets",
    "hours_min": 24,
    "hours_max": 32,
    "days": ["ma", "vr"],
    "wage_floor_cents": 1550,
    "starts_from": "2026-09-01",
    "course_days": 10,
    "sectors": ["techniek"],
    "kinds": ["leerwerkplek"],
    "licences": ["B"],
}
NOTHING_SAID = {name: [] if isinstance(value, list) else None for name, value in WISHES.items()}


def test_a_skill_goes_in_with_its_level_and_comes_out_with_its_label(anna):
    body = {"level": 3, "evidence": "supported", "evidence_note": "Bij de bakker."}
    answer = anna.put(f"{anna.mine}/skills/{WELDING}", body)
    expected = {"skill_id": str(WELDING), "label": "metalen lassen", **body}
    assert (answer.status_code, answer.json()) == (200, expected)
    assert anna.get(f"{anna.mine}/skills").json() == {"items": [expected]}
    assert anna.get(f"{anna.mine}/skills/{WELDING}").headers["etag"] == answer.headers["etag"]


@pytest.mark.parametrize(
    ("skill", "body", "status"),
    [
        (OLD, {"level": 3}, 400),
        (999, {}, 400),
        (2**31, {}, 404),
        (WELDING, {"level": 6}, 400),
        (WELDING, {"evidence": "confirmed"}, 400),
        (WELDING, {"evidence": "supported"}, 400),
        (WELDING, {"hoi": 1}, 400),
    ],
)
def test_a_skill_that_cannot_be_is_refused(anna, skill, body, status):
    assert anna.put(f"{anna.mine}/skills/{skill}", body).status_code == status
    assert anna.get(f"{anna.mine}/skills").json() == {"items": []}


def test_a_skill_that_somebody_else_changed_is_not_overwritten(anna):
    path = f"{anna.mine}/skills/{WELDING}"
    seen = anna.put(path, {"level": 3}).headers["etag"]
    anna.put(path, {"level": 4})
    late = {"If-Match": seen}
    assert anna.put(path, {"level": 2}, **late).status_code == 412
    assert anna.client.delete(path, headers=late).status_code == 412
    assert anna.get(path).json()["level"] == 4
    assert anna.client.delete(path).status_code == 204
    assert anna.get(path).status_code == 404


def test_several_skills_go_in_at_once_and_a_key_does_it_once(anna):
    body = {"items": [{"skill_id": str(WELDING)}, {"skill_id": str(DRIVING), "level": 2}]}
    key = {"Idempotency-Key": "een"}
    answers = [anna.post(f"{anna.mine}/skills", body, **key) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].content == answers[1].content
    assert [one["level"] for one in answers[0].json()["items"]] == [None, 2]


def test_wishes_that_were_never_said_are_null(anna):
    assert anna.get(f"{anna.mine}/preferences").json() == NOTHING_SAID


def test_wishes_come_out_as_they_went_in(anna):
    answer = anna.put(f"{anna.mine}/preferences", WISHES)
    assert (answer.status_code, answer.json()) == (200, WISHES)
    seen = anna.get(f"{anna.mine}/preferences")
    assert (seen.json(), seen.headers["etag"]) == (WISHES, answer.headers["etag"])


def test_wishes_that_changed_meanwhile_are_not_overwritten(anna):
    seen = anna.get(f"{anna.mine}/preferences").headers["etag"]
    anna.put(f"{anna.mine}/preferences", WISHES)
    late = anna.put(f"{anna.mine}/preferences", {}, **{"If-Match": seen})
    assert late.status_code == 412
    assert anna.get(f"{anna.mine}/preferences").json() == WISHES


def test_languages_are_replaced_as_a_whole(anna):
    path = f"{anna.mine}/languages"
    anna.put(path, {"items": [{"language": "ara", "level": "C2"}]})
    body = {"items": [{"language": "nld", "level": None}]}
    assert anna.put(path, body).json() == body
    assert anna.get(path).json() == body
    assert anna.put(path, {"items": body["items"] * 2}).status_code == 400


@pytest.mark.parametrize(
    ("part", "body", "shown"),
    [
        (
            "hidden-employers",
            {"kvk": "12345678", "trade_name": "Bakker BV"},
            {"kvk": "12345678", "trade_name": "Bakker BV"},
        ),
        ("hidden-employers", {"trade_name": "Bakker BV"}, {"kvk": None, "trade_name": "Bakker BV"}),
        (
            "experiences",
            {"kind": "zorg", "title": "oma geholpen", "occupation_id": "1"},
            {"kind": "zorg", "title": "oma geholpen", "occupation_id": "1", "years": None},
        ),
        ("own-words", {"text": "palingroken"}, {"text": "palingroken"}),
    ],
)
def test_a_line_is_added_once_per_key_and_taken_off(anna, part, body, shown):
    path = f"{anna.mine}/{part}"
    answers = [anna.post(path, body, **{"Idempotency-Key": "een"}) for _ in range(2)]
    number = answers[0].json()["id"]
    assert [(answer.status_code, answer.json()) for answer in answers] == [
        (201, {"id": number, **shown})
    ] * 2
    assert anna.get(path).json() == {"items": [{"id": number, **shown}]}
    assert anna.client.delete(f"{path}/{number}").status_code == 204
    assert anna.get(path).json() == {"items": []}
    assert anna.client.delete(f"{path}/{number}").status_code == 404


def test_a_key_that_was_used_for_something_else_is_refused(anna):
    key = {"Idempotency-Key": "een"}
    path = f"{anna.mine}/own-words"
    anna.post(path, {"text": "palingroken"}, **key)
    assert anna.post(path, {"text": "imkeren"}, **key).status_code == 409
    assert anna.post(path, {"text": "imkeren"}, **{"Idempotency-Key": ""}).status_code == 400
    assert len(anna.get(path).json()["items"]) == 1


def test_a_line_of_somebody_else_cannot_be_taken_off(site, anna):
    number = anna.post(f"{anna.mine}/own-words", {"text": "imkeren"}).json()["id"]
    other = site.begun()
    assert other.client.delete(f"{other.mine}/own-words/{number}").status_code == 404
    assert len(anna.get(f"{anna.mine}/own-words").json()["items"]) == 1


def test_the_interest_test_is_answered_question_by_question(anna):
    questions = anna.get(f"{anna.mine}/interest-answers").json()["items"]
    assert len(questions) == 30
    assert questions[0] == {
        "question": "R1",
        "text": "Een fiets repareren",
        "interest": "R",
        "answer": None,
    }
    assert anna.post(f"{anna.mine}/interest-outcome").status_code == 400
    for one in questions:
        likes = 4 if one["interest"] == "R" else 1
        path = f"{anna.mine}/interest-answers/{one['question']}"
        assert anna.put(path, {"answer": likes}).status_code == 200
    outcome = anna.post(f"{anna.mine}/interest-outcome").json()
    assert outcome["interests"] == ["R"]
    assert (outcome["scores"]["R"], outcome["scores"]["A"]) == (100, 25)
    assert anna.get(f"{anna.mine}/interest-outcome").json() == outcome


def test_the_interest_test_can_be_started_again(anna):
    anna.put(f"{anna.mine}/interest-answers/R1", {"answer": 4})
    assert anna.client.delete(f"{anna.mine}/interest-answers").status_code == 204
    assert anna.get(f"{anna.mine}/interest-outcome").json()["scores"]["R"] == 0
    assert anna.put(f"{anna.mine}/interest-answers/R9", {"answer": 4}).status_code == 400


def test_consent_is_off_until_given_and_goes_off_again(anna):
    path = f"{anna.mine}/consents"

    def agreed():
        return [one["purpose"] for one in anna.get(path).json()["items"] if one["agreed"]]

    assert agreed() == []
    body = {"purpose": "matching", "text_version": "2026-2"}
    assert anna.post(path, body).status_code == 201
    assert anna.post(path, body).status_code == 409
    assert agreed() == ["matching"]
    assert anna.client.delete(f"{path}/matching").status_code == 204
    assert anna.client.delete(f"{path}/matching").status_code == 409
    assert agreed() == []


def test_consent_is_to_the_text_of_now_and_of_somebody_with_an_address(site, anna):
    body = {"purpose": "matching", "text_version": "2026-2"}
    old = anna.post(f"{anna.mine}/consents", {**body, "text_version": "2025-1"})
    visitor = site.begun()
    nameless = visitor.post(f"{visitor.mine}/consents", body)
    assert (old.status_code, nameless.status_code) == (409, 409)
    shown = anna.get(f"{anna.mine}/consents").json()["items"][0]
    assert (shown["text_version"], shown["agreed_version"]) == ("2026-2", None)
    assert shown["lines"]


def test_an_objection_is_answered_within_four_weeks(anna):
    body = {"subject": "berekening", "text": "Ik kan dit wel."}
    raised = anna.post(f"{anna.mine}/objections", body).json()
    assert (raised["due_on"], raised["answered_at"], raised["answer"]) == ("2026-09-29", None, "")
    assert anna.get(f"{anna.mine}/objections").json() == {"items": [raised]}


def test_the_person_sees_who_looked_and_why_page_by_page(site, anna):
    activated(anna)
    coach = site.staff(Role.COACH)
    with writing(site.engine) as session:
        assign(session, candidate_id=int(anna.candidate), coach_id=int(coach.candidate), now=NOW)
    assert coach.get(anna.mine).json()["name"] == "Zoë"
    assert coach.client.patch(anna.mine, json={"name": "X"}).status_code == 403
    first = anna.get(f"{anna.mine}/access-log", params={"pageSize": 1}).json()
    assert {name: first["items"][0][name] for name in ("by_you", "role", "action", "reason")} == {
        "by_you": False,
        "role": "loopbaancoach",
        "action": "profiel bekeken",
        "reason": "begeleiding naar werk",
    }
    seen, page = first["items"], first
    while page["_links"]["next"]:
        page = anna.get(page["_links"]["next"]["href"]).json()
        seen += page["items"]
    assert len(seen) == first["total"] == len({one["number"] for one in seen})


def test_a_coach_who_does_not_guide_somebody_finds_nothing(site, anna):
    activated(anna)
    coach = site.staff(Role.COACH)
    assert coach.get(anna.mine).status_code == 404


def activated(program):
    program.client.patch(program.mine, json={"name": "Zoë"})
    program.put(f"{program.mine}/skills/{WELDING}", {"level": 3})
    program.post(f"{program.mine}/consents", {"purpose": "matching", "text_version": "2026-2"})
    assert program.post(f"{program.mine}/activation").status_code == 200
