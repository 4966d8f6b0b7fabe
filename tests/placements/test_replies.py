"""Reply behaviour: what counts as an answer, as in time, and what is hidden."""

from datetime import UTC, date, datetime, timedelta

import pytest

from coaching.introduction_steps import What
from coaching.models import DeclineReason
from placements.replies import Question, reply_behaviour, working_days_between
from placements.spans import NoYear, Span, year_span
from tests.placements.figures_world import HERE, MONDAY, THERE, Figures, make_figures

YEAR = year_span(2026)
FIVE = range(5)


@pytest.fixture
def world(session) -> Figures:
    return make_figures(session)


def asked(session, question: Question, **more):
    (found,) = [
        one
        for one in reply_behaviour(session, span=YEAR, **more).questions
        if one.question is question
    ]
    return found


@pytest.mark.parametrize(
    ("days", "in_time"),
    [(0, 5), (4, 5), (7, 5), (8, 0)],
    ids=["same day", "friday", "monday", "tuesday"],
)
def test_a_candidate_answers_in_time_up_to_the_fifth_working_day(session, world, days, in_time):
    for _ in FIVE:
        world.introduction([(What.INTRODUCED, days)])
    found = asked(session, Question.CANDIDATE)
    assert (found.asked, found.answered, found.in_time) == (5, 5, in_time)


@pytest.mark.parametrize("answer", [What.MEETING, What.ACCEPTED, What.DECLINED])
def test_an_employer_answers_by_meeting_accepting_or_declining(session, world, answer):
    for _ in FIVE:
        world.introduction([(What.INTRODUCED, 1), (answer, 2)])
    found = asked(session, Question.EMPLOYER)
    assert (found.answered, found.in_time, found.in_time_percent, found.median_days) == (
        5,
        5,
        100,
        1,
    )


def test_after_meeting_an_employer_has_ten_working_days(session, world):
    met = [(What.INTRODUCED, 0), (What.MEETING, 0)]
    for days in (14, 14, 14, 14, 14, 15):
        world.introduction([*met, (What.ACCEPTED, days)])
    found = asked(session, Question.MEETING)
    assert (found.answered, found.in_time, found.in_time_percent) == (6, 5, 83)


def test_reminders_and_what_went_back_to_the_coach_belong_to_the_question_that_ran(session, world):
    late = [(What.REMINDED, 4), (What.ESCALATED, 8), (What.MORE_TIME, 8), (What.DECLINED, 10)]
    for _ in FIVE:
        world.introduction([(What.INTRODUCED, 0), *late])
    found = asked(session, Question.EMPLOYER)
    assert (found.reminded, found.escalated, found.answered, found.in_time) == (5, 5, 5, 0)
    assert asked(session, Question.CANDIDATE).reminded == 0


@pytest.mark.parametrize("what", [What.RAN_OUT, What.CLOSED])
def test_what_was_closed_without_an_answer_counts_against_being_in_time(session, world, what):
    for _ in FIVE:
        world.introduction([(What.INTRODUCED, 0), (What.DECLINED, 1)])
        world.introduction([(What.INTRODUCED, 0), (What.ESCALATED, 8), (what, 9)])
    found = asked(session, Question.EMPLOYER)
    assert (found.no_answer, found.answered, found.in_time_percent) == (5, 5, 50)


@pytest.mark.parametrize("what", [What.WITHDRAWN, What.LEFT, What.LAPSED])
def test_what_was_overtaken_is_no_answer_and_no_lack_of_one(session, world, what):
    for _ in FIVE:
        world.introduction([(What.INTRODUCED, 0), (what, 1)])
    found = asked(session, Question.EMPLOYER)
    assert (found.asked, found.answered, found.no_answer) == (5, 0, 0)


def test_half_of_the_answers_came_within_the_median(session, world):
    for days in (0, 1, 1, 2, 4, 7):  # a weekend lies between 4 and 7
        world.introduction([(What.INTRODUCED, days)])
    assert asked(session, Question.CANDIDATE).median_days == 1


def test_refusals_are_counted_by_reason_the_most_given_first(session, world):
    no = [(What.INTRODUCED, 0), (What.DECLINED, 1)]
    for _ in range(6):
        world.introduction(no, reason=DeclineReason.TRAVEL)
    for _ in range(7):
        world.introduction(no, reason=DeclineReason.HOURS)
    for _ in FIVE:
        world.introduction([(What.REFUSED, 1)])
    found = reply_behaviour(session, span=YEAR)
    assert found.reasons[:3] == (
        (DeclineReason.HOURS, 7),
        (DeclineReason.TRAVEL, 6),
        (DeclineReason.OTHER, 0),
    )
    assert (found.introductions, found.declined, found.refused) == (18, 13, 5)


def test_a_small_sector_takes_the_next_smallest_with_it(session, world):
    met = [(What.INTRODUCED, 0), (What.MEETING, 1)]
    for sector, number in (("techniek", 9), ("zorg", 6), ("groen", 2)):
        vacancy = world.work(sector=sector)
        for _ in range(number):
            world.introduction(met, vacancy=vacancy)
    found = reply_behaviour(session, span=YEAR).sectors
    assert [(one.label, one.replies.asked) for one in found] == [
        ("Techniek", 9),
        ("Zorg", None),
        ("groen", None),
    ]


def test_under_five_introductions_tell_nothing(session, world):
    for _ in range(4):
        world.introduction([(What.INTRODUCED, 1), (What.DECLINED, 2)], reason=DeclineReason.HOURS)
    found = reply_behaviour(session, span=YEAR)
    assert (found.introductions, found.declined, found.refused) == (None, None, 0)
    assert [one.asked for one in found.questions] == [None, None, 0]
    assert {number for _, number in found.reasons} == {None, 0}


def test_only_what_was_asked_for_in_the_span_and_the_region_counts(session, world):
    days = Span(date(2026, 3, 2), date(2026, 3, 2))
    in_amsterdam = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)  # half past midnight on 2 March
    for at in (in_amsterdam, MONDAY, MONDAY - timedelta(days=1), MONDAY + timedelta(days=1)):
        for _ in FIVE:
            world.introduction([], asked_at=at)
    vacancy = world.work(region=THERE)
    for _ in FIVE:
        world.introduction([], vacancy=vacancy)
    assert reply_behaviour(session, span=days).introductions == 15
    here = reply_behaviour(session, span=days, region_ids=frozenset({HERE}))
    assert here.introductions == 10


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        (date(2026, 3, 2), date(2026, 3, 2), 0),
        (date(2026, 3, 2), date(2026, 3, 9), 5),
        (date(2026, 3, 6), date(2026, 3, 8), 0),
        (date(2026, 4, 3), date(2026, 4, 7), 1),  # Easter Monday lies between
    ],
)
def test_working_days_leave_out_weekends_and_holidays(start, end, days):
    assert working_days_between(start, end) == days


@pytest.mark.parametrize("year", [-1, 0, 1999, 2101, 10**9])
def test_a_year_that_cannot_be_is_refused(year):
    with pytest.raises(NoYear, match="2000 tot en met 2100"):
        year_span(year)
