"""Promises of the API for coaches: the same actions as the pages, with the same guards."""

from dataclasses import dataclass

import pytest
from sqlmodel import select

from accounts.audit import entries_about
from accounts.models import OutgoingMail, Role
from coaching.caseload import assign
from coaching.models import Objection
from foundation.database import reading, writing
from profiles.consent import give_consent
from profiles.drafts import ConsentDraft, ProfileDraft
from profiles.service import change_profile
from profiles.states import activate, pause
from tests.api.routes.conftest import Program
from tests.profiles.worlds import DRIVING, NOW, PIANO, WELDING


@dataclass(frozen=True)
class Pair:
    """Somebody who takes part, the coach who guides, and a colleague."""

    anna: Program
    coach: Program
    other: Program

    @property
    def mine(self) -> str:
        return self.anna.mine


@pytest.fixture
def pair(site) -> Pair:
    anna, coach, other = site.skilled(), site.staff(Role.COACH), site.staff(Role.COACH)
    number = int(anna.candidate)
    with writing(site.engine) as session:
        change_profile(session, candidate_id=number, draft=ProfileDraft(name="Anna de Boer"))
        agreed = ConsentDraft(purpose="matching", text_version="1")
        give_consent(session, candidate_id=number, draft=agreed, now=NOW)
        activate(session, candidate_id=number, now=NOW)
        assign(session, candidate_id=number, coach_id=int(coach.candidate), now=NOW)
    return Pair(anna, coach, other)


def trail(site, pair) -> list[str]:
    with reading(site.engine) as session:
        rows = entries_about(session, candidate_id=int(pair.anna.candidate), most=100)
        return [row.action for row in rows if row.action != "profiel bekeken"]


def mails(site) -> list[str]:
    with reading(site.engine) as session:
        return list(session.exec(select(OutgoingMail.subject).order_by(OutgoingMail.id)))


# The caseload


def test_a_caseload_names_the_own_people_alone(pair):
    [one] = pair.coach.get("/v1/caseload").json()["items"]
    assert (one["candidate_id"], one["name"]) == (pair.anna.candidate, "Anna de Boer")
    assert (one["municipality"], one["proposed"], one["stale"]) == ("Leiden", 0, False)
    assert pair.other.get("/v1/caseload").json()["items"] == []
    assert pair.anna.get("/v1/caseload").status_code == 403


@pytest.mark.parametrize(
    ("asked", "total"),
    [("group=nooit-voorgesteld", 1), ("group=verouderd", 0), ("order=naam&pageSize=1", 1)],
)
def test_a_caseload_is_narrowed_and_put_in_order(pair, asked, total):
    assert pair.coach.get(f"/v1/caseload?{asked}").json()["total"] == total


def test_a_group_that_is_not_there_is_refused(pair):
    assert pair.coach.get("/v1/caseload?group=x").status_code == 400


def test_what_waits_is_told_per_kind(site, pair):
    pair.anna.post(f"{pair.mine}/objections", {"subject": "besluit", "text": "Nee."})
    told = pair.other.get("/v1/caseload/tasks").json()
    assert [one["may_answer"] for one in told["objections"]] == [True]
    assert pair.coach.get("/v1/caseload/tasks").json()["objections"] == []
    body = {"skill_id": str(PIANO)}
    proposal = pair.coach.post(f"{pair.mine}/skill-proposals", body).json()["id"]
    pair.anna.post(f"{pair.mine}/skill-proposals/{proposal}/answers", {"taken": False})
    [news] = pair.coach.get("/v1/caseload/tasks").json()["answered_proposals"]
    assert (news["name"], news["skill"], news["taken"]) == ("Anna de Boer", "piano spelen", False)


# Guidance


def test_guidance_is_one_coach_at_a_time_and_everybody_concerned_sees_who(site, pair):
    path = f"{pair.mine}/guidance"
    assert pair.anna.get(path).json()["coach"] == "Demo Dotter"
    assert pair.other.get(path).status_code == 404
    assert pair.other.post(path).status_code == 409
    assert pair.other.client.delete(path).status_code == 404
    assert pair.coach.client.delete(path).status_code == 204
    assert pair.anna.get(path).json() == {"coach": None, "since": None}
    assert pair.other.post(path).status_code == 201
    assert pair.coach.get(pair.mine).status_code == 404
    assert trail(site, pair)[:2] == ["begeleider toegewezen", "begeleider losgemaakt"]


# Notes


def test_a_note_is_written_read_corrected_and_taken_away(site, pair):
    path = f"{pair.mine}/notes"
    made = pair.coach.post(path, {"text": "Belt terug."})
    assert (made.status_code, made.json()["can_change"]) == (201, True)
    one = f"{path}/{made.json()['id']}"
    assert pair.anna.get(path).json()["items"][0]["text"] == "Belt terug."
    assert pair.anna.get(one).json()["can_change"] is False
    seen = pair.coach.get(one).headers["etag"]
    assert seen == made.headers["etag"]
    changed = pair.coach.client.patch(one, json={"text": "Belt."}, headers={"If-Match": seen})
    assert changed.json()["text"] == "Belt."
    late = pair.coach.client.patch(one, json={"text": "Nee."}, headers={"If-Match": seen})
    assert late.status_code == 412
    assert pair.coach.client.delete(one, headers={"If-Match": seen}).status_code == 412
    assert pair.coach.client.delete(one).status_code == 204
    assert pair.coach.get(one).status_code == 404
    assert trail(site, pair)[0] == "aantekening gemaakt"


def test_who_it_is_about_reads_and_writes_no_notes(pair):
    assert pair.anna.post(f"{pair.mine}/notes", {"text": "Zelf."}).status_code == 404
    assert pair.other.get(f"{pair.mine}/notes").status_code == 404


def test_a_key_makes_one_note(pair):
    path, key = f"{pair.mine}/notes", {"Idempotency-Key": "een"}
    first, second = (pair.coach.post(path, {"text": "Belt."}, **key) for _ in range(2))
    assert first.content == second.content
    assert len(pair.coach.get(path).json()["items"]) == 1


# Skills


def test_a_skill_is_confirmed_in_the_name_of_the_coach(site, pair):
    seen = pair.coach.get(f"{pair.mine}/skills/{WELDING}").headers["etag"]
    path, body = f"{pair.mine}/skill-confirmations", {"skill_id": str(WELDING), "level": 5}
    made = pair.coach.post(path, body, **{"If-Match": seen})
    assert made.status_code == 201
    assert (made.json()["level"], made.json()["evidence"]) == (5, "confirmed")
    assert made.json()["evidence_note"] == "Demo Dotter, 2026-09-01"
    assert pair.coach.post(path, body, **{"If-Match": seen}).status_code == 412
    assert pair.coach.post(path, {"skill_id": str(PIANO)}).status_code == 404
    assert pair.anna.post(path, body).status_code == 404
    assert trail(site, pair)[0] == "vaardigheid bevestigd"


def test_a_proposed_skill_waits_for_its_owner_with_one_mail(site, pair):
    path = f"{pair.mine}/skill-proposals"
    made = pair.coach.post(path, {"skill_id": str(PIANO), "text": "Je speelt elke dag."})
    assert (made.status_code, made.json()["taken"]) == (201, None)
    assert pair.coach.post(path, {"skill_id": str(PIANO)}).status_code == 409
    assert pair.coach.post(path, {"skill_id": str(DRIVING)}).status_code == 409
    assert pair.anna.post(path, {"skill_id": str(PIANO)}).status_code == 404
    answers = f"{path}/{made.json()['id']}/answers"
    assert pair.coach.post(answers, {"taken": True}).status_code == 403
    taken = pair.anna.post(answers, {"taken": True, "level": 2})
    assert (taken.status_code, taken.json()["taken"]) == (201, True)
    assert pair.anna.get(f"{pair.mine}/skills/{PIANO}").json()["level"] == 2
    assert pair.anna.post(answers, {"taken": False}).status_code == 409
    assert mails(site) == ["Je coach heeft een tip voor je profiel"]


# Objections


def test_an_objection_is_heard_once_by_another_coach(site, pair):
    raised = {"subject": "berekening", "text": "Lassen telt niet mee.", "pause": True}
    made = pair.anna.post(f"{pair.mine}/objections", raised).json()
    assert (made["outcome"], made["answer"]) == (None, "")
    assert pair.anna.get(pair.mine).json()["state"] == "paused"
    assert trail(site, pair)[:2] == ["gepauzeerd", "bezwaar gemaakt"]
    one = f"/v1/objections/{made['id']}"
    body = {"outcome": "gegrond", "text": "We rekenen het opnieuw."}
    assert pair.coach.get(one).status_code == 404
    assert pair.coach.post(f"{one}/answers", body).status_code == 404
    assert pair.other.get(one).json()["text"] == "Lassen telt niet mee."
    assert trail(site, pair)[0] == "kaart bekeken"
    assert pair.other.post(f"{one}/answers", {"text": "Ja."}).status_code == 400
    told = pair.other.post(f"{one}/answers", body)
    assert (told.status_code, told.json()["outcome"]) == (201, "gegrond")
    assert pair.other.post(f"{one}/answers", body).status_code == 409
    [mine] = pair.anna.get(f"{pair.mine}/objections").json()["items"]
    assert (mine["outcome"], mine["answer"]) == ("gegrond", "We rekenen het opnieuw.")
    assert trail(site, pair)[0] == "bezwaar behandeld"
    assert mails(site) == ["Er is een antwoord op je bezwaar"]


def test_late_objections_are_listed_for_the_own_coach_too(site, pair):
    pair.anna.post(f"{pair.mine}/objections", {"subject": "besluit", "text": "Nee."})
    assert pair.coach.get("/v1/objections").json()["total"] == 0
    with writing(site.engine) as session:
        session.exec(select(Objection)).one().due_on = NOW.date().replace(month=8)
    [late] = pair.coach.get("/v1/objections").json()["items"]
    assert (late["may_answer"], late["days_left"]) == (False, -31)
    assert "text" not in late
    assert pair.anna.get("/v1/objections").status_code == 403


# The pool by hand


@pytest.mark.parametrize(
    ("asked", "total"),
    [
        ("", 1),
        (f"skillId={WELDING}", 1),
        (f"skillId={PIANO}", 0),
        ("municipality=Leiden&neverProposed=true", 1),
        ("municipality=Katwijk", 0),
        ("unguided=true", 0),
        ("stale=true", 0),
        ("sector=zorg", 0),
    ],
)
def test_the_pool_holds_cards_without_names_and_is_narrowed(pair, asked, total):
    page = pair.other.get(f"/v1/pool?{asked}")
    assert (page.status_code, page.json()["total"]) == (200, total)
    assert "Anna" not in page.text
    assert [one["pseudonym"] for one in page.json()["items"]] == (
        [f"K-{int(pair.anna.candidate):03d}"] * total
    )


@pytest.mark.parametrize("asked", ["sector=x", "skillId=nul", "stale=misschien", "naam=Anna"])
def test_a_filter_that_cannot_be_is_refused(pair, asked):
    assert pair.other.get(f"/v1/pool?{asked}").status_code == 400


def test_an_opened_card_leaves_a_trace_until_its_owner_leaves(site, pair):
    path = f"/v1/pool/{pair.anna.candidate}"
    assert pair.other.get(path).json()["coach"] == "Demo Dotter"
    assert trail(site, pair)[0] == "kaart bekeken"
    assert pair.anna.get(path).status_code == 403
    with writing(site.engine) as session:
        pause(session, candidate_id=int(pair.anna.candidate))
    assert pair.other.get(path).status_code == 404
    assert pair.other.get("/v1/pool").json()["items"] == []
