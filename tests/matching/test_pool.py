"""Promises about the pool under load: no answer is older than its request."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import numpy as np
import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError
from sqlmodel import select

from foundation.database import reading, writing
from foundation.errors import Unavailable
from matching import index
from matching.batch import rank_everything
from matching.open_work import WorkPool
from matching.pool import TalentPool
from matching.reference import Asking
from matching.service import people_for
from profiles.consent import give_consent, withdraw_consent
from profiles.drafts import ConsentDraft, SkillDraft
from profiles.models import Candidate, CandidateState, Purpose
from profiles.skillset import set_skill
from profiles.states import pause, withdraw
from tests.conftest import NOW
from vacancies.drafts import RequirementDraft, VacancyDraft
from vacancies.models import Importance
from vacancies.requirements import set_requirements
from vacancies.service import close_vacancy, fill_vacancy, open_vacancy, write_vacancy

FIT_OF_LEVEL = {1: 33, 2: 66, 3: 100}


def test_eight_readers_at_once_never_see_less_than_what_was_acknowledged(world):
    with writing(world.engine) as session:
        person = world.person(session, "Demo A")
        drafts = {n: SkillDraft(skill_id=world.skill["lassen"], level=n) for n in FIT_OF_LEVEL}
        set_skill(session, candidate_id=person, draft=drafts[1])
    acknowledged = [1]

    def ask(_: int) -> bool:
        least = FIT_OF_LEVEL[acknowledged[-1]]
        with reading(world.engine) as session:
            (match,) = people_for(session, world.ready(), vacancy=world.vacancy, most=5).matches
        return match.explanation.fit >= least

    world.ready()
    with ThreadPoolExecutor(8) as threads:
        answers = [threads.submit(ask, n) for n in range(20)]
        for level in (2, 3):
            with writing(world.engine) as session:
                set_skill(session, candidate_id=person, draft=drafts[level])
            acknowledged.append(level)
            answers += [threads.submit(ask, n) for n in range(20)]
        assert all(answer.result() for answer in answers)


def test_following_step_by_step_equals_starting_anew(world, monkeypatch):
    monkeypatch.setattr(index, "LONGEST_TAIL", 2)
    matcher = world.ready()
    for step in range(9):
        with writing(world.engine) as session:
            person = world.person(session, f"Demo {step}")
            if step % 3 == 2:
                withdraw(session, candidate_id=person, now=NOW)
        with reading(world.engine) as session:
            matcher.talent.follow(session)
    with reading(world.engine) as session:
        followed = matcher.talent.follow(session)
        anew = TalentPool(matcher.model, matcher.numbers).follow(session)
        everyone = session.exec(select(Candidate.id)).all()
    asked = {1: [Asking(0, 3)]}
    ((_, one),) = rank_everything(matcher.model, followed, asked, most=99)
    ((_, two),) = rank_everything(matcher.model, anew, asked, most=99)
    assert one.pairs() == two.pairs()
    assert (len(followed), len(anew), len(everyone)) == (6, 6, 9)


def test_nothing_changed_costs_no_new_snapshot(world):
    with writing(world.engine) as session:
        world.person(session, "Demo A")
    with reading(world.engine) as session:
        first = world.ready().talent.follow(session)
        assert world.ready().talent.follow(session) is first


def test_the_arrays_of_a_snapshot_are_never_written_again(world):
    with writing(world.engine) as session:
        person = world.person(session, "Demo A")
    with reading(world.engine) as session:
        before = world.ready().talent.follow(session)
    kept = [(part.postings.copy(), part.alive.copy()) for part in before.segments]
    with writing(world.engine) as session:
        withdraw(session, candidate_id=person, now=NOW)
    with reading(world.engine) as session:
        assert len(world.ready().talent.follow(session)) == 0
    assert len(before) == 1
    for part, (postings, alive) in zip(before.segments, kept, strict=True):
        assert np.array_equal(part.postings, postings)
        assert np.array_equal(part.alive, alive)


@contextmanager
def falls_away(engine, nth):
    """Break the connection at the nth question to the database."""
    left = iter(range(nth))

    def fall_away(_connection, _cursor, statement, *_):
        if statement.startswith("SELECT") and next(left, None) == nth - 1:
            raise OperationalError(statement, {}, ConnectionError("gone"))

    event.listen(engine, "before_cursor_execute", fall_away)
    yield
    event.remove(engine, "before_cursor_execute", fall_away)


def test_a_database_that_falls_away_halfway_costs_an_answer_and_no_change(world):
    known = world.ready().model, world.ready().numbers
    with writing(world.engine) as session:
        world.person(session, "Demo A")
    for nth in (1, 2, 3):
        people, work = TalentPool(*known), WorkPool(*known)
        for pool in (people, work):
            broken = pytest.raises(Unavailable, match="niet bereikbaar")
            with falls_away(world.engine, nth), broken, reading(world.engine) as session:
                pool.follow(session)
        with reading(world.engine) as session:
            assert len(people.follow(session)) == 1
            assert work.follow(session).index.ids.tolist() == [world.vacancy]


def test_a_draft_and_who_agrees_to_something_else_are_not_in_the_pool(world):
    with writing(world.engine) as session:
        draft, other, paused = (world.person(session, f"Demo {n}") for n in "ABC")
        session.get(Candidate, draft).state = CandidateState.DRAFT
        agreed = ConsentDraft(purpose=Purpose.RESEARCH, text_version="1")
        give_consent(session, candidate_id=other, draft=agreed, now=NOW)
        withdraw_consent(session, candidate_id=other, purpose=Purpose.MATCHING, now=NOW)
        pause(session, candidate_id=paused)
    with reading(world.engine) as session:
        pool = world.ready().talent.follow(session)
        found = people_for(session, world.ready(), vacancy=world.vacancy, most=None)
    assert [part.rows.ids.tolist() for part in pool.segments] == [[paused]]
    assert ([one.candidate_id for one in found.set_apart], found.total) == ([paused], 1)


def test_people_who_change_again_and_again_are_in_the_pool_once_and_as_they_are_now(
    world, monkeypatch
):
    monkeypatch.setattr(index, "LONGEST_TAIL", 2)
    monkeypatch.setattr(index, "LARGEST_SEGMENT", 3)
    fits = {}
    for step in range(12):
        with writing(world.engine) as session:
            number = world.person(session, "Demo") if step < 5 else 1 + step * 3 % 5
            skill = SkillDraft(skill_id=world.skill["lassen"], level=1 + step % 3)
            set_skill(session, candidate_id=number, draft=skill)
        fits[number] = FIT_OF_LEVEL[1 + step % 3]
        with reading(world.engine) as session:
            found = people_for(session, world.ready(), vacancy=world.vacancy, most=None)
        shown = [(one.candidate_id, one.explanation.fit) for one in found.matches]
        assert (sorted(shown), found.total) == (sorted(fits.items()), len(fits))
        assert shown == sorted(shown, key=lambda one: -one[1])


def test_only_open_vacancies_are_followed_and_one_without_skills_asks_nothing(world):
    with writing(world.engine) as session:
        filled, closed = (world.work(session) for _ in range(2))
        plain = VacancyDraft(title="Hulp", sector="techniek")
        draft, unskilled = (
            write_vacancy(session, employer_id=world.employer, draft=plain).id for _ in range(2)
        )
        wish = RequirementDraft(skill_id=world.skill["koken"], importance=Importance.DESIRED)
        set_requirements(session, vacancy_id=draft, drafts=[wish])
        open_vacancy(session, vacancy_id=unskilled)
    with reading(world.engine) as session:
        found = world.ready().work.follow(session)
        assert (found.index.ids.tolist(), found.unskilled) == ([1, filled, closed], (unskilled,))
    with writing(world.engine) as session:
        fill_vacancy(session, vacancy_id=filled)
        close_vacancy(session, vacancy_id=closed)
    with reading(world.engine) as session:
        asked = world.ready().work.asked(session)
        assert asked == {1: [Asking(0, 3)], unskilled: []}
        assert world.ready().work.follow(session).index.ids.tolist() == [1]


def test_what_is_asked_is_given_away_as_a_copy_and_a_skill_keeps_its_employers_word(world):
    koken = world.skill["koken"]
    wish = RequirementDraft(skill_id=koken, importance=Importance.DESIRED, learnable=True)
    with writing(world.engine) as session:
        number = world.work(session)
        set_requirements(session, vacancy_id=number, drafts=[wish])
    with reading(world.engine) as session:
        world.ready().work.asked(session).clear()
        asked = world.ready().work.asked(session)
    assert asked[1] == [Asking(0, 3)]
    assert sorted(asked[number], key=lambda one: one.skill) == [
        Asking(0, 3),
        Asking(2, None, required=False, learnable=True),
    ]


def test_a_skill_row_newer_than_the_model_is_outside_it(world):
    numbers = world.ready().numbers
    ids = sorted(world.skill.values())
    assert [numbers.of(one) for one in (*ids, ids[-1] + 1, ids[-1] + 99)] == [0, 1, 2, 3, 4, -1, -1]
    assert [numbers.name(n) for n in range(5)] == list(world.skill)
    assert numbers.ids == tuple(ids)
