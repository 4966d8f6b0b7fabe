"""Promises about the interest test: thirty questions, and what the answers point to."""

from collections import Counter
from datetime import timedelta
from itertools import pairwise

import pytest

from foundation.entry import validated
from foundation.errors import Invalid
from foundation.revision import Stream, latest_revision
from profiles.drafts import QUESTION_KEYS, InterestAnswerDraft
from profiles.interests import (
    QUESTIONS,
    AnswersMissing,
    answer,
    answers_of,
    finish,
    outcome_of,
    scores,
    start_again,
    top_interests,
)
from profiles.models import Interest
from profiles.service import ProfileEnded
from profiles.states import withdraw
from tests.profiles.worlds import NOW

R, A, S, E, C = (Interest(letter) for letter in "RASEC")
LATER = NOW + timedelta(days=3)


def like(session, person, liked, value=4, other=0, now=NOW):
    for key in QUESTION_KEYS:
        given = value if key[0] in liked else other
        draft = InterestAnswerDraft(question=key, answer=given)
        answer(session, candidate_id=person, draft=draft, now=now)


def test_there_are_five_questions_of_each_kind_and_never_two_of_a_kind_in_a_row():
    assert Counter(question.interest for question in QUESTIONS) == dict.fromkeys(Interest, 5)
    assert len({question.text for question in QUESTIONS}) == 30
    pairs = pairwise(QUESTIONS)
    assert not any(one.interest is other.interest for one, other in pairs)


def test_every_question_is_one_short_activity():
    assert all(2 <= len(one.text.split()) <= 9 and "." not in one.text for one in QUESTIONS)


@pytest.mark.parametrize(
    ("answers", "counted"),
    [
        ({}, [0, 0, 0, 0, 0, 0]),
        ({"R1": 4}, [20, 0, 0, 0, 0, 0]),
        ({"R1": 1, "I1": 3, "C5": 2}, [5, 15, 0, 0, 0, 10]),
        ({f"S{n}": 4 for n in range(1, 6)}, [0, 0, 0, 100, 0, 0]),
    ],
)
def test_a_score_is_the_share_of_what_a_kind_could_get(answers, counted):
    assert list(scores(answers).values()) == counted


@pytest.mark.parametrize(
    ("counted", "top"),
    [
        ([0, 0, 0, 0, 0, 0], ()),
        ([55, 55, 55, 55, 55, 55], ()),
        ([0, 0, 0, 90, 0, 0], (S,)),
        ([10, 20, 30, 40, 50, 60], (C, E, S)),
        ([80, 80, 80, 80, 0, 0], (R, Interest.INVESTIGATIVE, A)),
        ([50, 0, 90, 0, 0, 50], (A, R, C)),
        ([50, 50, 50, 50, 50, 51], (C,)),
    ],
)
def test_the_top_holds_at_most_three_kinds_above_the_own_average(counted, top):
    assert top_interests(dict(zip(Interest, counted, strict=True))) == top


def test_an_answer_is_kept_at_once_and_can_be_changed(session, person):
    for value in (4, 1):
        draft = InterestAnswerDraft(question="R1", answer=value)
        answer(session, candidate_id=person, draft=draft, now=NOW)
    draft = InterestAnswerDraft(question="I1", answer=0)
    answer(session, candidate_id=person, draft=draft, now=NOW)
    session.expire_all()
    assert answers_of(session, candidate_id=person) == {"R1": 1, "I1": 0}


def test_a_test_with_open_questions_cannot_be_finished_and_says_which(session, person):
    like(session, person, "R")
    start_again(session, candidate_id=person)
    for key in QUESTION_KEYS[:-2]:
        draft = InterestAnswerDraft(question=key, answer=2)
        answer(session, candidate_id=person, draft=draft, now=NOW)
    with pytest.raises(AnswersMissing, match="Je mist er nog 2") as refusal:
        finish(session, candidate_id=person, now=NOW)
    assert [problem.where for problem in refusal.value.problems] == ["E5", "C5"]
    assert outcome_of(session, candidate_id=person) is None


def test_a_finished_test_keeps_the_kinds_and_raises_the_revision(session, person):
    like(session, person, "AS")
    before = latest_revision(session, Stream.CANDIDATES)
    finish(session, candidate_id=person, now=NOW)
    session.expire_all()
    outcome = outcome_of(session, candidate_id=person)
    assert (outcome.interests, outcome.finished_at) == (frozenset({A, S}), NOW)
    assert latest_revision(session, Stream.CANDIDATES) == before + 1


def test_somebody_who_likes_everything_alike_finishes_without_a_kind(session, person):
    like(session, person, "", other=3)
    assert finish(session, candidate_id=person, now=NOW).interests == frozenset()


def test_an_answer_that_changes_afterwards_changes_the_outcome(session, person):
    like(session, person, "R")
    finish(session, candidate_id=person, now=NOW)
    like(session, person, "C", now=LATER)
    outcome = outcome_of(session, candidate_id=person)
    assert (outcome.interests, outcome.finished_at) == (frozenset({C}), LATER)


def test_starting_again_leaves_nothing(session, person):
    like(session, person, "R")
    finish(session, candidate_id=person, now=NOW)
    start_again(session, candidate_id=person)
    assert answers_of(session, candidate_id=person) == {}
    assert outcome_of(session, candidate_id=person) is None


@pytest.mark.parametrize(
    ("question", "value", "said"),
    [
        ("R6", 1, "geen vraag van de test"),
        ("", 1, "geen vraag van de test"),
        ("R1", 5, "hoogstens 4"),
        ("R1", -1, "minstens 0"),
        ("R1", 1.5, "heel getal"),
    ],
)
def test_an_answer_that_cannot_be_is_refused(question, value, said):
    with pytest.raises(Invalid, match=said):
        validated(InterestAnswerDraft, {"question": question, "answer": value})


def test_a_profile_that_ended_takes_no_answers(session, person):
    withdraw(session, candidate_id=person, now=NOW)
    draft = InterestAnswerDraft(question="R1", answer=1)
    with pytest.raises(ProfileEnded):
        answer(session, candidate_id=person, draft=draft, now=NOW)
