"""Promises about places: never more accepted than there are, never somebody with two."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import hypothesis
import pytest
from sqlmodel import select

from accounts.models import Role
from coaching.introduction_drafts import EmployerAnswer, EmployerAnswerDraft
from coaching.introduction_steps import Actor
from coaching.introductions import VacancyNotOpen
from coaching.models import Introduction, IntroductionState
from coaching.replies import answer_as_employer
from coaching.seats import PlacedElsewhere
from coaching.withdrawing import withdraw_introduction
from foundation.database import reading, writing
from foundation.errors import TalentError
from tests.coaching.introducing import (
    ADDRESS,
    a_region,
    a_vacancy,
    an_entry,
    answered,
    asked,
    forget_mails,
    introduced,
    mails,
)
from tests.profiles.worlds import NOW
from vacancies.models import Vacancy, VacancyState

S = IntroductionState
ACCEPT = EmployerAnswer.ACCEPT


def seats(session, vacancy: int) -> list[int]:
    taken = select(Introduction.seat).where(Introduction.vacancy_id == vacancy)
    return sorted(one for one in session.exec(taken) if one is not None)


def test_each_accepted_person_takes_the_lowest_free_place(session):
    region = a_region(session, people=3, places=3)
    rows = [introduced(session, region, number) for number in range(3)]
    assert [answered(session, region, row, ACCEPT).seat for row in rows[:2]] == [1, 2]
    withdraw_introduction(
        session, introduction_id=rows[0].id, by=region.by_coach(), seen=None,
        address=ADDRESS, now=NOW,
    )  # fmt: skip
    assert answered(session, region, rows[2], ACCEPT).seat == 1
    assert seats(session, region.vacancy) == [1, 2]


def test_with_the_last_place_the_vacancy_is_filled_and_the_others_lapse(session):
    region = a_region(session, people=3)
    first, second = introduced(session, region), introduced(session, region, 1)
    third = asked(session, region, 2)
    forget_mails(session)
    answered(session, region, first, ACCEPT)
    assert session.get_one(Vacancy, region.vacancy).state is VacancyState.FILLED
    assert [row.state for row in (first, second, third)] == [S.ACCEPTED, S.LAPSED, S.LAPSED]
    assert [to for to, _ in mails(session)] == [
        "kandidaat", "bedrijf", "coach",  # the second
        "kandidaat", "coach",  # the third, whom the employer never saw
        "kandidaat", "coach",
    ]  # fmt: skip


def test_nobody_is_accepted_at_a_vacancy_that_is_filled(session):
    region = a_region(session, people=2)
    row = introduced(session, region)
    session.get_one(Vacancy, region.vacancy).state = VacancyState.FILLED
    session.flush()
    with pytest.raises(VacancyNotOpen):
        answered(session, region, row, ACCEPT)


def test_who_has_a_place_gets_no_second(session):
    region = a_region(session, people=1)
    elsewhere = a_vacancy(session, region.employer, places=2)
    rows = [introduced(session, region)]
    entry = an_entry(session, elsewhere, region.coach, region.person)
    rows.append(introduced(session, _at(region, elsewhere, entry)))
    answered(session, region, rows[0], ACCEPT)
    with pytest.raises(PlacedElsewhere):
        answered(session, region, rows[1], ACCEPT)
    assert rows[1].state is S.INTRODUCED


def _at(region, vacancy, entry):
    return replace(region, vacancy=vacancy, entries=(entry, *region.entries[1:]))


def race(engine, *, people: int, places: int, vacancies: int, threads: int) -> tuple[int, int]:
    """Let everybody be accepted everywhere at once; gives how many were, and how many tried."""
    with writing(engine) as session:
        region = a_region(session, people=people, places=places)
        work = [region.vacancy]
        work += [a_vacancy(session, region.employer, places=places) for _ in range(vacancies - 1)]
        rows = [_introduced_to(session, region, one) for one in work]
        contact = region.contact
    # Everybody at the first vacancy, then everybody at the next: those who clash come together.
    numbers = [one for some in rows for one in some]

    def attempt(number: int) -> bool:
        try:
            with writing(engine) as session:
                row = session.get_one(Introduction, number)
                by = Actor(contact, Role.EMPLOYER)
                _accept(session, row, by)
        except TalentError:
            return False
        return True

    with ThreadPoolExecutor(threads) as workers:
        accepted = sum(workers.map(attempt, numbers))
    with reading(engine) as session:
        taken = session.exec(select(Introduction).where(Introduction.seat.is_not(None))).all()
        assert len(taken) == accepted
        assert len({row.candidate_id for row in taken}) == len(taken)
        for vacancy in work:
            assert seats(session, vacancy) == list(range(1, len(seats(session, vacancy)) + 1))
            assert len(seats(session, vacancy)) <= places
            if len(seats(session, vacancy)) == places:
                assert session.get_one(Vacancy, vacancy).state is VacancyState.FILLED
    return accepted, len(numbers)


def _introduced_to(session, region, vacancy: int) -> list[int]:
    """Introduce everybody to a vacancy, as rows."""
    made = []
    for number, one in enumerate(region.people):
        first = vacancy == region.vacancy
        entry = region.entries[number] if first else an_entry(session, vacancy, region.coach, one)
        made.append(
            Introduction(
                entry_id=entry,
                vacancy_id=vacancy,
                candidate_id=one,
                coach_id=region.coach,
                state=S.INTRODUCED,
                asked_at=NOW,
                introduced_at=NOW,
                due_on=NOW.date(),
            )
        )
    session.add_all(made)
    session.flush()
    return [row.id for row in made]


def _accept(session, row, by):
    answer_as_employer(
        session,
        introduction_id=row.id,
        draft=EmployerAnswerDraft(answer=ACCEPT),
        by=by,
        seen=None,
        address=ADDRESS,
        now=NOW,
    )


def test_of_sixteen_who_are_accepted_at_once_three_get_a_place(engine):
    accepted, tried = race(engine, people=16, places=3, vacancies=1, threads=16)
    assert (accepted, tried) == (3, 16)


def test_people_accepted_everywhere_at_once_get_one_place_each(engine):
    """Two vacancies in the suite; the proof makes 10,000 attempts, 64 at a time."""
    most = hypothesis.settings().max_examples
    people, vacancies = min(most // 10, 100), max(most // 100, 2)
    accepted, tried = race(engine, people=people, places=3, vacancies=vacancies, threads=64)
    assert tried == people * vacancies
    assert accepted == min(people, 3 * vacancies)
