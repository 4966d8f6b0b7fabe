"""Promises about objections: heard within four weeks, by a coach who does not guide the person."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from sqlalchemy import event

from accounts.models import Role
from coaching.caseload import NoCoach, assign, end_assignment
from coaching.drafts import AnswerDraft, ObjectionDraft, ObjectionOutcome
from coaching.objections import (
    MOST_OPEN,
    AlreadyAnswered,
    OwnCoach,
    TooManyObjections,
    UnknownObjection,
    answer_objection,
    object_to,
    objection_for,
    objections_of,
    objections_to_answer,
    waiting_objections,
)
from foundation.database import reading, writing
from foundation.entry import validated
from foundation.errors import Invalid
from profiles.consent import give_consent
from profiles.drafts import ConsentDraft, ProfileDraft, SkillDraft
from profiles.models import CandidateState
from profiles.service import ProfileEnded, UnknownCandidate, find_candidate, open_profile
from profiles.skillset import set_skill
from profiles.states import activate, erase, withdraw
from tests.coaching.conftest import an_account
from tests.profiles.worlds import NOW, WELDING, speak

DRAFT = ObjectionDraft(subject="berekening", text="Lassen telt niet mee.")
LATER = NOW + timedelta(days=2)


def raised(session, candidate, now=NOW) -> int:
    return object_to(session, candidate_id=candidate, draft=DRAFT, now=now).id


def answered(session, number, coach, text="Je hebt gelijk.", outcome="gegrond"):
    draft = validated(AnswerDraft, {"outcome": outcome, "text": text})
    return answer_objection(session, objection_id=number, coach_id=coach, draft=draft, now=LATER)


def test_an_objection_is_due_four_weeks_later(session, candidate):
    row = object_to(session, candidate_id=candidate, draft=DRAFT, now=NOW)
    assert (row.due_on, row.answer, row.answered_at) == (date(2026, 9, 29), "", None)
    assert objections_of(session, candidate_id=candidate) == [row]


def test_another_coach_answers(session, candidate, coach, other_coach):
    assign(session, candidate_id=candidate, coach_id=coach, now=NOW)
    row = answered(session, raised(session, candidate), other_coach)
    assert (row.answer, row.handler_id, row.answered_at) == (
        "Je hebt gelijk.",
        other_coach,
        LATER,
    )


def test_the_own_coach_is_refused(session, candidate, coach):
    assign(session, candidate_id=candidate, coach_id=coach, now=NOW)
    number = raised(session, candidate)
    with pytest.raises(OwnCoach, match="andere coach beslist"):
        answered(session, number, coach)
    assert objections_of(session, candidate_id=candidate)[0].answered_at is None


def test_the_own_coach_is_refused_also_when_the_guidance_ended_afterwards(
    session, candidate, coach
):
    assign(session, candidate_id=candidate, coach_id=coach, now=NOW)
    number = raised(session, candidate)
    end_assignment(session, candidate_id=candidate, now=LATER)
    with pytest.raises(OwnCoach):
        answered(session, number, coach)


def test_a_coach_of_long_ago_may_answer(session, candidate, coach):
    assign(session, candidate_id=candidate, coach_id=coach, now=NOW)
    end_assignment(session, candidate_id=candidate, now=NOW)
    number = raised(session, candidate, now=LATER)
    assert answered(session, number, coach).handler_id == coach


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.COACH])
def test_only_a_coach_answers(session, candidate, role):
    with pytest.raises(NoCoach):
        answered(session, raised(session, candidate), an_account(session, role))


def test_an_objection_is_answered_once(session, candidate, coach, other_coach):
    number = raised(session, candidate)
    answered(session, number, coach)
    with pytest.raises(AlreadyAnswered, match="al een antwoord"):
        answered(session, number, other_coach, "Toch niet.")
    assert objections_of(session, candidate_id=candidate)[0].answer == "Je hebt gelijk."


@pytest.mark.parametrize("text", ["", "   ", "x" * 5001, "bsn 111222333"])
def test_an_answer_and_an_objection_are_text(session, candidate, coach, text):
    number = raised(session, candidate)
    with pytest.raises(Invalid):
        answered(session, number, coach, text)
    with pytest.raises(Invalid):
        validated(ObjectionDraft, {"subject": "besluit", "text": text})


def test_an_objection_that_is_not_there_cannot_be_answered(session, coach):
    with pytest.raises(UnknownObjection):
        answered(session, 1, coach)


def test_a_coach_sees_what_waits_except_of_the_own_candidates(
    session, candidate, coach, other_coach
):
    assign(session, candidate_id=candidate, coach_id=coach, now=NOW)
    number = raised(session, candidate)
    assert objections_to_answer(session, coach_id=coach) == []
    assert [row.id for row in objections_to_answer(session, coach_id=other_coach)] == [number]
    answered(session, number, other_coach)
    assert objections_to_answer(session, coach_id=other_coach) == []


def test_ten_objections_can_wait_at_once(session, candidate, coach):
    numbers = [raised(session, candidate) for _ in range(MOST_OPEN)]
    with pytest.raises(TooManyObjections, match="Wacht eerst"):
        raised(session, candidate)
    answered(session, numbers[0], coach)
    raised(session, candidate)


def test_somebody_who_stopped_may_object_and_somebody_erased_cannot(session, candidate):
    withdraw(session, candidate_id=candidate, now=NOW)
    raised(session, candidate)
    erase(session, candidate_id=candidate)
    with pytest.raises(ProfileEnded):
        raised(session, candidate)
    with pytest.raises(UnknownCandidate):
        raised(session, 2**31 - 1)


def test_an_objection_that_comes_during_the_erasing_leaves_no_text(engine):
    with writing(engine) as session:
        number = open_profile(session, draft=ProfileDraft(name="Zo"), now=NOW).id
        withdraw(session, candidate_id=number, now=NOW)

    def object_meanwhile():
        with writing(engine) as session:
            raised(session, number)

    with ThreadPoolExecutor(1) as thread:
        with writing(engine) as session:
            erase(session, candidate_id=number)
            meanwhile = thread.submit(object_meanwhile)
            with pytest.raises(TimeoutError):
                meanwhile.result(timeout=0.5)
        with pytest.raises(ProfileEnded):
            meanwhile.result()
    with reading(engine) as session:
        assert objections_of(session, candidate_id=number) == []


@pytest.mark.parametrize("outcome", list(ObjectionOutcome))
def test_an_answer_has_an_outcome_and_a_reason(session, candidate, coach, outcome):
    number = raised(session, candidate)
    assert objections_of(session, candidate_id=candidate)[0].outcome is None
    row = answered(session, number, coach, "Zo zit het.\n\nEn zo.", outcome.value)
    assert (row.outcome, row.answer) == (outcome, "Zo zit het.\n\nEn zo.")


@pytest.mark.parametrize("outcome", ["", "misschien", None])
def test_an_answer_needs_an_outcome(outcome):
    with pytest.raises(Invalid):
        validated(AnswerDraft, {"outcome": outcome, "text": "Zo zit het."})


def test_late_objections_are_known_to_every_coach_and_the_own_are_marked(
    session, candidate, coach, other_coach
):
    assign(session, candidate_id=candidate, coach_id=coach, now=NOW)
    raised(session, candidate)
    raised(session, candidate, now=LATER)
    today = date(2026, 9, 30)
    for who, is_own in ((coach, True), (other_coach, False)):
        found = waiting_objections(session, coach_id=who, today=today)
        assert [(one.is_own, one.days_left, one.is_late) for one in found] == [
            (is_own, -1, True),
            (is_own, 1, False),
        ]


def test_an_objection_is_opened_by_another_coach_alone(session, candidate, coach, other_coach):
    assign(session, candidate_id=candidate, coach_id=coach, now=NOW)
    number = raised(session, candidate)
    assert objection_for(session, objection_id=number, coach_id=other_coach).id == number
    for which in ({"objection_id": number, "coach_id": coach},
                  {"objection_id": number + 1, "coach_id": other_coach}):  # fmt: skip
        with pytest.raises(UnknownObjection, match="andere coach"):
            objection_for(session, **which)


def test_the_list_takes_one_statement_however_many_wait(session, engine, candidate, coach):
    statements = []
    event.listen(engine, "before_cursor_execute", lambda *given: statements.append(given[2]))
    for _ in range(8):
        raised(session, candidate)
    statements.clear()
    assert len(objections_to_answer(session, coach_id=coach)) == 8
    assert len([one for one in statements if "objection" in one]) == 1


def active(session, candidate) -> None:
    speak(session)
    set_skill(session, candidate_id=candidate, draft=SkillDraft(skill_id=WELDING, level=3))
    agreed = ConsentDraft(purpose="matching", text_version="1")
    give_consent(session, candidate_id=candidate, draft=agreed, now=NOW)
    activate(session, candidate_id=candidate, now=NOW)


def test_the_matching_stops_with_the_objection_when_that_is_asked(session, candidate):
    active(session, candidate)
    raised(session, candidate)
    assert find_candidate(session, candidate_id=candidate).state is CandidateState.ACTIVE
    asked = DRAFT.model_copy(update={"pause": True})
    object_to(session, candidate_id=candidate, draft=asked, now=NOW)
    assert find_candidate(session, candidate_id=candidate).state is CandidateState.PAUSED
    object_to(session, candidate_id=candidate, draft=asked, now=NOW)
    assert len(objections_of(session, candidate_id=candidate)) == 3


def test_a_pause_that_cannot_be_does_not_stop_the_objection(session, candidate):
    asked = DRAFT.model_copy(update={"pause": True})
    object_to(session, candidate_id=candidate, draft=asked, now=NOW)
    assert find_candidate(session, candidate_id=candidate).state is CandidateState.DRAFT
    withdraw(session, candidate_id=candidate, now=NOW)
    object_to(session, candidate_id=candidate, draft=asked, now=NOW)
    assert len(objections_of(session, candidate_id=candidate)) == 2


def test_two_coaches_who_answer_at_once_leave_one_answer(engine):
    with writing(engine) as session:
        number = open_profile(session, draft=ProfileDraft(name="Zo"), now=NOW).id
        objection = raised(session, number)
        coaches = [an_account(session, Role.COACH) for _ in range(4)]

    def answer(coach):
        with writing(engine) as session:
            answered(session, objection, coach, f"Antwoord van {coach}")

    with ThreadPoolExecutor(4) as threads:
        done = [threads.submit(answer, coach) for coach in coaches]
    refused = [one.exception() for one in done if one.exception()]
    assert [type(one) for one in refused] == [AlreadyAnswered] * 3
