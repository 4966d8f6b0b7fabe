"""Promises about introductions for programs: the same steps as the pages, seen by each side."""

import pytest

from coaching.models import IntroductionState
from foundation.database import writing
from tests.api.introducing import introducing_at
from tests.coaching.introducing import asked, introduced

S = IntroductionState
ONE = "/introductions/1"
NAME, TEXT = "Naam 0", "Voor dit bedrijf."


@pytest.fixture
def site(settings, engine):
    with introducing_at(settings, engine) as opened:
        yield opened


@pytest.fixture
def running(site):
    with writing(site.engine) as session:
        introduced(session, site.region)
    return site


def test_the_whole_way_by_programs(site):
    region = site.region
    body = {"entry_id": str(region.entries[0]), "words": "Je kunt dit."}
    made = site.program("coach", "POST", f"/vacancies/{region.vacancy}/introductions", json=body)
    assert (made.status_code, made.json()["state"]) == (201, "gevraagd")
    answer = {"answer": "akkoord", "presentation": "Hallo!"}
    tag = {"If-Match": site.program("person", "GET", ONE).headers["etag"]}
    agreed = site.program("person", "POST", f"{ONE}/candidate-answers", json=answer, headers=tag)
    assert (agreed.status_code, agreed.json()["state"]) == (201, "voorgedragen")
    seen = site.program("contact", "GET", ONE).json()
    assert (seen["name"], seen["presentation"], seen["words"]) == (NAME, "Hallo!", "")
    assert [one["label"] for one in seen["card"]["skills"]] == ["metalen lassen"]
    accepted = site.program(
        "contact", "POST", f"{ONE}/employer-answers",
        json={"answer": "aangenomen", "text_for_candidate": "Welkom!"},
        headers={"If-Match": agreed.headers["etag"]},
    )  # fmt: skip
    assert accepted.status_code == 201
    own = site.program("person", "GET", ONE).json()
    assert (own["stands"], own["text_for_candidate"]) == (
        "Je bent aangenomen. Gefeliciteerd!",
        "Welkom!",
    )
    assert site.row().seat == 1


def test_asking_with_a_key_is_done_once(site):
    region = site.region
    body = {"entry_id": region.entries[0], "words": "Je kunt dit."}
    address, key = f"/vacancies/{region.vacancy}/introductions", {"Idempotency-Key": "een"}
    answers = [site.program("coach", "POST", address, json=body, headers=key) for _ in range(2)]
    assert [one.status_code for one in answers] == [201, 201]
    assert answers[0].content == answers[1].content
    again = site.program("coach", "POST", address, json=body)
    assert again.status_code == 409


def test_an_answer_to_something_older_is_refused(running):
    body = {"answer": "kennismaken"}
    stale = {"If-Match": '"0123456789abcdef"'}
    address = f"{ONE}/employer-answers"
    assert running.program("contact", "POST", address, json=body, headers=stale).status_code == 412
    assert running.row().state is S.INTRODUCED
    fresh = {"If-Match": "*"}
    assert running.program("contact", "POST", address, json=body, headers=fresh).status_code == 201


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"answer": "afgewezen"},
        {"answer": "kennismaken", "reason": "anders"},
        {"answer": "afgewezen", "reason": "geen zin"},
        {"answer": "kennismaken", "text_for_coach": "x" * 5_001},
        {"answer": "kennismaken", "extra": 1},
    ],
)
def test_an_answer_that_is_not_right_is_told(running, body):
    answer = running.program("contact", "POST", f"{ONE}/employer-answers", json=body)
    assert answer.status_code == 400
    assert answer.json()["problems"]


@pytest.mark.parametrize(
    ("who", "address", "body", "status"),
    [
        ("coach", "candidate-answers", {"answer": "stoppen"}, 403),
        ("contact", "candidate-answers", {"answer": "stoppen"}, 404),
        ("other", "candidate-answers", {"answer": "stoppen"}, 404),
        ("person", "employer-answers", {"answer": "aangenomen"}, 403),
        ("coach", "employer-answers", {"answer": "aangenomen"}, 403),
        ("person", "coach-decisions", {"decision": "sluiten"}, 403),
        ("stranger", "coach-decisions", {"decision": "sluiten"}, 404),
    ],
)
def test_each_answers_for_himself_alone(running, who, address, body, status):
    answer = running.program(who, "POST", f"{ONE}/{address}", json=body)
    assert answer.status_code == status
    assert running.row().state is S.INTRODUCED


def test_lists_hold_names_for_the_coach_alone(running):
    listed = {
        "coach": "/introductions",
        "contact": "/company/introductions",
        "person": f"/candidates/{running.region.person}/introductions",
    }
    found = {who: running.program(who, "GET", address) for who, address in listed.items()}
    items = {who: answer.json()["items"] for who, answer in found.items()}
    ids = {who: [one["id"] for one in some] for who, some in items.items()}
    assert ids == {"coach": ["1"], "contact": ["1"], "person": ["1"]}
    assert items["coach"][0]["called"] == NAME
    assert NAME not in found["contact"].text
    assert items["contact"][0]["waits_for_you"] is True


def test_an_employer_sees_nothing_of_who_was_only_asked(site):
    with writing(site.engine) as session:
        asked(session, site.region)
    assert site.program("contact", "GET", ONE).status_code == 404
    assert site.program("contact", "GET", "/company/introductions").json()["items"] == []


def test_stopping_closes_the_name(running):
    running.program("person", "POST", f"{ONE}/candidate-answers", json={"answer": "stoppen"})
    seen = running.program("contact", "GET", ONE).json()
    assert (seen["name"], seen["presentation"], seen["card"]) == ("", "", None)


def test_a_coach_decides(running):
    address = f"{ONE}/coach-decisions"
    late = running.program("coach", "POST", address, json={"decision": "meer tijd"})
    assert late.status_code == 409
    closed = running.program("coach", "POST", address, json={"decision": "sluiten"})
    assert closed.json()["state"] == "geen antwoord"
    assert running.trail()[-1] == (
        "loopbaancoach", "voordracht beëindigd", "voordragen aan een werkgever",
    )  # fmt: skip
