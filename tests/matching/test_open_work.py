"""Promises about the open vacancies in memory: a change is seen at once, and nothing else."""

from concurrent.futures import ThreadPoolExecutor

from foundation.database import reading, writing
from matching.open_work import WorkPool
from vacancies.drafts import EmployerDraft, LimitDraft, VacancyDraft
from vacancies.employers import change_employer
from vacancies.requirements import add_limit
from vacancies.service import change_vacancy, close_vacancy


def sides(world):
    with reading(world.engine) as session:
        return world.ready().work.follow(session).sides


def test_a_changed_vacancy_limit_or_employer_is_seen_at_once(world):
    before = sides(world)[world.vacancy]
    offer = VacancyDraft(title="Lasser", sector="techniek", wage_cents=1900)
    with writing(world.engine) as session:
        change_vacancy(session, vacancy_id=world.vacancy, draft=offer)
    assert (before.work.wage_cents, sides(world)[world.vacancy].work.wage_cents) == (None, 1900)
    law = LimitDraft(kind="licence", value="C", legal_reason="Wegenverkeerswet art. 107")
    with writing(world.engine) as session:
        add_limit(session, vacancy_id=world.vacancy, draft=law)
    assert [one.value for one in sides(world)[world.vacancy].work.demands] == ["C"]
    firm = EmployerDraft(kvk="87654321", trade_name="Nieuw", sector="techniek", postcode="2311")
    with writing(world.engine) as session:
        change_employer(session, employer_id=world.employer, draft=firm)
    work = sides(world)[world.vacancy].work
    assert (work.kvk, work.trade_name) == ("87654321", "Nieuw")


def test_following_step_by_step_equals_starting_anew(world):
    matcher = world.ready()
    for step in range(6):
        with writing(world.engine) as session:
            number = world.work(session, postcode="2311", hours_min=20 + step)
            if step % 3 == 2:
                close_vacancy(session, vacancy_id=number)
        sides(world)
    with reading(world.engine) as session:
        followed = matcher.work.follow(session)
        anew = WorkPool(matcher.model, matcher.numbers).follow(session)
    assert dict(followed.sides) == dict(anew.sides)
    assert followed.index.ids.tolist() == anew.index.ids.tolist()
    assert len(anew.sides) == 5


def test_nothing_changed_costs_nothing_and_what_was_given_never_changes(world):
    with reading(world.engine) as session:
        first = world.ready().work.follow(session)
        assert world.ready().work.follow(session) is first
    with writing(world.engine) as session:
        close_vacancy(session, vacancy_id=world.vacancy)
    assert (sides(world), list(first.sides)) == ({}, [world.vacancy])


def test_readers_at_once_never_see_less_than_what_was_acknowledged(world):
    acknowledged = [1000]
    world.ready()

    def ask(_: int) -> bool:
        least = acknowledged[-1]
        wage = sides(world)[world.vacancy].work.wage_cents
        return wage is not None and wage >= least

    with ThreadPoolExecutor(4) as threads:
        answers = []
        for wage in (1100, 1200, 1300):
            offer = VacancyDraft(title="Lasser", sector="techniek", wage_cents=wage)
            with writing(world.engine) as session:
                change_vacancy(session, vacancy_id=world.vacancy, draft=offer)
            acknowledged.append(wage)
            answers += [threads.submit(ask, n) for n in range(8)]
        assert all(answer.result() for answer in answers)
