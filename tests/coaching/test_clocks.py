"""Promises about the reply clock: a reminder, back to the coach, and an end, each once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import select

from accounts.audit import entries_about
from coaching.clocks import Ticked, TooMuchTime, give_more_time, run_clocks
from coaching.introduction_drafts import EmployerAnswer
from coaching.introduction_steps import StepNotPossible, What
from coaching.models import Introduction, IntroductionState, IntroductionStep
from coaching.withdrawing import close_without_answer
from foundation.database import writing
from profiles.states import pause
from tests.coaching.introducing import (
    ADDRESS,
    a_region,
    answered,
    asked,
    forget_mails,
    introduced,
    mails,
)
from vacancies.service import close_vacancy

S = IntroductionState
NOTHING = Ticked(0, 0, 0, 0)
REMINDED, ESCALATED, CLOSED, LAPSED = (
    Ticked(1, 0, 0, 0), Ticked(0, 1, 0, 0), Ticked(0, 0, 1, 0), Ticked(0, 0, 0, 1)
)  # fmt: skip


def at(day: str, hour: int = 8) -> datetime:
    return datetime.combine(date.fromisoformat(day), datetime.min.time(), UTC) + timedelta(
        hours=hour
    )


@pytest.fixture
def region(session):
    return a_region(session, people=2)


def tick(session, day: str, hour: int = 8) -> Ticked:
    return run_clocks(session, address=ADDRESS, now=at(day, hour))


def course(session, first: str, last: str) -> dict[str, Ticked]:
    """Run the clocks every hour of every day, and tell the days on which they did something."""
    found = {}
    day, end = date.fromisoformat(first), date.fromisoformat(last)
    while day <= end:
        for hour in (6, 13, 20):
            ticked = tick(session, day.isoformat(), hour)
            if ticked != NOTHING:
                found[day.isoformat()] = ticked
        day += timedelta(days=1)
    return found


def more_time(session, region, row, day):
    return give_more_time(
        session,
        introduction_id=row.id,
        by=region.by_coach(),
        seen=row.revision,
        address=ADDRESS,
        now=at(day),
    )


def kinds(session, row):
    made = select(IntroductionStep.what).where(IntroductionStep.introduction_id == row.id)
    return list(session.exec(made.order_by(IntroductionStep.id)))


@pytest.mark.parametrize("make", [asked, introduced])
def test_a_whole_course_over_christmas_without_a_word(session, region, make):
    row = make(session, region, now=at("2026-12-22"))
    # 23, 24, 28, 29 and 30 December; then 4 to 8 January for the coach to choose.
    assert course(session, "2026-12-22", "2027-01-20") == {
        "2026-12-29": REMINDED,
        "2026-12-31": ESCALATED,
        "2027-01-09": CLOSED,
    }
    assert row.state is S.NO_ANSWER
    assert kinds(session, row)[-3:] == ["reminded", "escalated", "ran out"]


def test_a_second_term_over_easter_ends_it(session, region):
    row = introduced(session, region, now=at("2026-03-26"))
    assert course(session, "2026-03-26", "2026-04-03") == {
        "2026-04-01": REMINDED,
        "2026-04-03": ESCALATED,
    }
    more_time(session, region, row, "2026-04-03")
    assert (row.due_on, row.reminded_at, row.escalated_at) == (date(2026, 4, 13), None, None)
    assert course(session, "2026-04-03", "2026-04-30") == {
        "2026-04-10": REMINDED,
        "2026-04-14": CLOSED,
    }
    assert row.state is S.NO_ANSWER


def test_a_meeting_has_ten_working_days(session, region):
    row = introduced(session, region, now=at("2026-05-07"))
    answered(session, region, row, EmployerAnswer.MEET, now=at("2026-05-08"))
    assert row.due_on == date(2026, 5, 26)
    assert course(session, "2026-05-08", "2026-05-27") == {
        "2026-05-22": REMINDED,
        "2026-05-27": ESCALATED,
    }


def test_each_question_may_have_a_second_term(session, region):
    row = introduced(session, region, now=at("2026-09-01"))
    tick(session, "2026-09-09")
    more_time(session, region, row, "2026-09-09")
    answered(session, region, row, EmployerAnswer.MEET, now=at("2026-09-10"))
    assert tick(session, "2026-09-25") == ESCALATED
    more_time(session, region, row, "2026-09-25")
    assert tick(session, "2026-10-05") == CLOSED


def test_the_clock_counts_days_here_and_not_in_utc(session, region):
    introduced(session, region, now=at("2026-09-01"))  # due on the 8th
    tick(session, "2026-09-07")
    assert tick(session, "2026-09-08", 21) == NOTHING
    assert tick(session, "2026-09-08", 22) == ESCALATED  # midnight here


def test_who_mails_what(session, region):
    introduced(session, region, now=at("2026-09-01"))
    forget_mails(session)
    tick(session, "2026-09-07")
    assert mails(session) == [("bedrijf", "Er wacht iemand op je antwoord")]
    forget_mails(session)
    tick(session, "2026-09-09")
    assert mails(session) == [
        ("bedrijf", "De tijd om te antwoorden is voorbij"),
        ("coach", "Er kwam geen antwoord: jij bent aan zet"),
    ]
    forget_mails(session)
    tick(session, "2026-09-17")
    assert mails(session) == [
        ("kandidaat", "Er is nieuws over je voordracht"),
        ("bedrijf", "Een voordracht is gestopt"),
        ("coach", "Er is nieuws over een voordracht"),
    ]


def test_the_trail_says_the_program_did_it(session, region):
    introduced(session, region, now=at("2026-09-01"))
    for day in ("2026-09-07", "2026-09-09", "2026-09-17"):
        tick(session, day)
    rows = entries_about(session, candidate_id=region.person, most=3)
    assert [(row.actor_role, row.action) for row in rows][:2] == [
        ("programma", "voordracht beëindigd"),
        ("programma", "herinnering gestuurd"),
    ]


def test_a_worker_that_was_away_goes_straight_back_to_the_coach(session, region):
    row = introduced(session, region, now=at("2026-09-01"))
    assert tick(session, "2026-10-01") == ESCALATED
    assert kinds(session, row)[-1] == What.ESCALATED
    assert tick(session, "2026-10-01") == NOTHING


def test_time_is_given_once_and_only_when_it_is_over(session, region):
    row = introduced(session, region, now=at("2026-09-01"))
    with pytest.raises(TooMuchTime):
        more_time(session, region, row, "2026-09-02")
    tick(session, "2026-09-09")
    more_time(session, region, row, "2026-09-09")
    with pytest.raises(TooMuchTime):
        more_time(session, region, row, "2026-09-10")


def test_a_coach_closes_what_nobody_answers(session, region):
    row = introduced(session, region, now=at("2026-09-01"))
    close_without_answer(
        session,
        introduction_id=row.id,
        by=region.by_coach(),
        what=What.CLOSED,
        seen=row.revision,
        address=ADDRESS,
        now=at("2026-09-09"),
    )
    assert row.state is S.NO_ANSWER
    assert course(session, "2026-09-09", "2026-10-01") == {}
    with pytest.raises(StepNotPossible):
        more_time(session, region, row, "2026-09-10")


def test_answering_stops_the_clock(session, region):
    row = introduced(session, region, now=at("2026-09-01"))
    answered(session, region, row, EmployerAnswer.ACCEPT, now=at("2026-09-02"))
    assert course(session, "2026-09-01", "2026-10-15") == {}


def test_what_runs_at_a_closed_vacancy_lapses_by_itself(session, region):
    row = introduced(session, region, now=at("2026-09-01"))
    close_vacancy(session, vacancy_id=region.vacancy)
    assert tick(session, "2026-09-02") == LAPSED
    assert row.state is S.LAPSED
    assert tick(session, "2026-09-02") == NOTHING


def test_who_paused_meanwhile_is_no_reason_to_stumble(session, region):
    introduced(session, region, now=at("2026-09-01"))
    pause(session, candidate_id=region.person)
    assert tick(session, "2026-09-07") == REMINDED


def test_two_workers_at_once_mail_once(engine):
    with writing(engine) as session:
        region = a_region(session, people=5)
        for number in range(5):
            introduced(session, region, number, now=at("2026-09-01"))
        forget_mails(session)

    def work(_number: int) -> Ticked:
        with writing(engine) as session:
            return tick(session, "2026-09-07")

    with ThreadPoolExecutor(4) as workers:
        ticked = list(workers.map(work, range(4)))
    assert sum(one.reminded for one in ticked) == 5
    with writing(engine) as session:
        assert len(mails(session)) == 5
        marks = session.exec(select(Introduction.reminded_at)).all()
        assert set(marks) == {at("2026-09-07")}
