"""Promises about the three questions: once per side, after week six, and never asked twice."""

import pytest
from sqlmodel import select

from coaching.introduction_words import Reader
from foundation.entry import validated
from foundation.errors import Invalid
from placements.check_in_drafts import SatisfactionDraft
from placements.follow_up import follow_up_of
from placements.models import Satisfaction
from placements.satisfaction import (
    QUESTIONS,
    AlreadyTold,
    AskedLater,
    Told,
    satisfaction_of,
    tell_satisfaction,
)
from profiles.service import ProfileEnded
from profiles.states import withdraw
from tests.coaching.introducing import a_region
from tests.placements.following import WEEK_2, WEEK_6, C, E, answer, at, check_in, followed
from tests.profiles.worlds import NOW

MARKS = SatisfactionDraft(helped=4, fitting=5, again=3)


@pytest.fixture
def region(session):
    return a_region(session)


@pytest.fixture
def row(session, region):
    return followed(session, region)


def tell(session, row, side=C, day=WEEK_6):
    return tell_satisfaction(session, outcome_id=row.id, side=side, draft=MARKS, now=at(day))


def asks(session, row, reader):
    return follow_up_of(session, outcome_id=row.id, reader=reader, now=at(WEEK_6)).asks_satisfaction


def test_the_questions_come_with_week_six_for_the_side_that_answered(session, region, row):
    answer(session, region, check_in(session, row, 2, C), day=WEEK_2)
    assert not asks(session, row, Reader.CANDIDATE)
    with pytest.raises(AskedLater):
        tell(session, row)
    answer(session, region, check_in(session, row, 6, C), day=WEEK_6)
    assert (asks(session, row, Reader.CANDIDATE), asks(session, row, Reader.EMPLOYER)) == (
        True, False,
    )  # fmt: skip


def test_each_side_answers_once(session, region, row):
    for side in (C, E):
        answer(session, region, check_in(session, row, 6, side), day=WEEK_6)
        tell(session, row, side)
        with pytest.raises(AlreadyTold):
            tell(session, row, side)
    assert len(session.exec(select(Satisfaction)).all()) == 2
    assert satisfaction_of(session, outcome_id=row.id, side=E) == Told(E, 4, 5, 3)
    assert not asks(session, row, Reader.EMPLOYER)


def test_a_side_reads_its_own_answers_and_nobody_elses(session, region, row):
    answer(session, region, check_in(session, row, 6, C), day=WEEK_6)
    tell(session, row)
    told = {
        reader: follow_up_of(session, outcome_id=row.id, reader=reader, now=at(WEEK_6)).told
        for reader in Reader
    }
    assert told == {
        Reader.CANDIDATE: (Told(C, 4, 5, 3),), Reader.EMPLOYER: (), Reader.COACH: (),
    }  # fmt: skip


def test_who_has_left_answers_nothing(session, region, row):
    answer(session, region, check_in(session, row, 6, E), day=WEEK_6)
    withdraw(session, candidate_id=region.person, now=NOW)
    with pytest.raises(ProfileEnded):
        tell(session, row, E)


@pytest.mark.parametrize("mark", [0, 6, "", None, "veel", 2.5])
def test_a_mark_is_one_to_five(mark):
    with pytest.raises(Invalid):
        validated(SatisfactionDraft, {"helped": mark, "fitting": 3, "again": 3})


def test_both_sides_have_the_same_three_questions():
    assert {tuple(one) for one in QUESTIONS.values()} == {("helped", "fitting", "again")}
