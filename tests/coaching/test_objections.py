"""Promises about objections: heard within four weeks, by a coach who does not guide the person."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest

from accounts.models import Role
from coaching.caseload import NoCoach, assign, end_assignment
from coaching.drafts import ObjectionDraft
from coaching.objections import (
    MOST_OPEN,
    AlreadyAnswered,
    OwnCoach,
    TooManyObjections,
    UnknownObjection,
    answer_objection,
    object_to,
    objections_of,
    objections_to_answer,
)
from foundation.database import reading, writing
from foundation.entry import validated
from foundation.errors import Invalid
from profiles.drafts import ProfileDraft
from profiles.service import ProfileEnded, UnknownCandidate, open_profile
from profiles.states import erase, withdraw
from tests.coaching.conftest import an_account
from tests.profiles.worlds import NOW

DRAFT = ObjectionDraft(subject="berekening", text="Lassen telt niet mee.")
LATER = NOW + timedelta(days=2)


def raised(session, candidate, now=NOW) -> int:
    return object_to(session, candidate_id=candidate, draft=DRAFT, now=now).id


def answered(session, number, coach, text="Je hebt gelijk."):
    return answer_objection(session, objection_id=number, coach_id=coach, text=text, now=LATER)


def test_an_objection_is_due_four_weeks_later(session, candidate):
    row = object_to(session, candidate_id=candidate, draft=DRAFT, now=NOW)
    assert (row.due_on, row.answer, row.answered_at) == (date(2026, 9, 29), "", None)
    assert objections_of(session, candidate_id=candidate) == [row]


def test_another_coach_answers(session, candidate, coach, other_coach):
    assign(session, candidate_id=candidate, coach_id=coach, now=NOW)
    row = answered(session, raised(session, candidate), other_coach)
    assert (row.answer, row.handler_id, row.answered_at) == ("Je hebt gelijk.", other_coach, LATER)


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
