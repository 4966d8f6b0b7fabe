"""Promises about the pool under load: no answer is older than its request."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
from sqlmodel import select

from foundation.database import reading, writing
from matching import index
from matching.batch import rank_everything
from matching.pool import TalentPool
from matching.service import people_for
from profiles.drafts import SkillDraft
from profiles.models import Candidate
from profiles.skillset import set_skill
from profiles.states import withdraw
from tests.conftest import NOW

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
    asked = {1: [index.Asking(0, 3)]}
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
