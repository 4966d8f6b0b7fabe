"""Promises about skills that unlock: exactly what scoring every pair anew would say."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from matching.explain import TRIED_LEVEL, explain, with_skill
from matching.reference import MILLION, Asking, Having, distinct
from matching.unlock import Unlock, unlocks
from matching.work import WorkIndex
from tests.matching import worlds

MODEL = worlds.model_from([{1: 60}, {}, {3: 100}, {}], [1, 2, 3, 1])


def defined(model, asked, person, among):
    """Every skill that is asked and lacked, by explaining each pair before and after."""
    has = {one.skill for one in person}
    brought: dict[int, list[int]] = {}
    for number in among:
        now = explain(model, person, asked[number])
        for one in distinct(asked[number]):
            if one.skill in has:
                continue
            changed = with_skill(person, one.skill, one.level or TRIED_LEVEL)
            then = explain(model, changed, asked[number])
            if then.points > now.points:
                rise = MILLION * then.points // then.most - MILLION * now.points // now.most
                brought.setdefault(one.skill, []).append(rise)
    found = [Unlock(skill, len(rises), sum(rises)) for skill, rises in brought.items()]
    return tuple(sorted(found, key=lambda one: (-one.rise, -one.vacancies, one.skill)))


@given(
    worlds.models,
    st.lists(worlds.vacancies, max_size=6),
    worlds.people,
    st.lists(st.booleans(), min_size=6, max_size=6),
)
def test_skills_unlock_what_scoring_every_pair_anew_says(model, vacancies, person, counted):
    asked = {number: some for number, some in enumerate(vacancies) if some}
    work = WorkIndex.of(model, asked)
    mask = np.array([counted[number] for number in asked], dtype=np.bool_)
    among = [number for number in asked if counted[number]]
    assert unlocks(model, work, person, mask) == defined(model, asked, person, among)
    assert unlocks(model, work, person) == defined(model, asked, person, list(asked))


@given(worlds.models)
def test_nearness_of_many_pairs_is_that_of_each(model):
    pairs = [(a, b) for a in range(worlds.SKILLS) for b in range(worlds.SKILLS)]
    asked, skills = (np.array(one, dtype=np.int64) for one in zip(*pairs, strict=True))
    assert model.nearness_of(asked, skills).tolist() == [model.nearness(*pair) for pair in pairs]


def test_a_skill_counts_for_what_it_is_near_to_as_well():
    asked = {1: [Asking(0), Asking(1, required=False)]}
    # Skill 1 (weight 2 of 5) meets itself and 60 % of skill 0 (weight 3 of 5).
    assert unlocks(MODEL, WorkIndex.of(MODEL, asked), []) == (
        Unlock(1, 1, MILLION * 38 // 50),
        Unlock(0, 1, MILLION * 30 // 50),
    )


def test_a_skill_somebody_has_at_any_level_or_covers_with_a_narrower_one_unlocks_nothing():
    work = WorkIndex.of(MODEL, {1: [Asking(0, 5)], 2: [Asking(2, 4)]})
    assert unlocks(MODEL, work, [Having(0, 1), Having(3, 5)]) == ()


def test_without_work_or_with_none_that_counts_nothing_is_unlocked():
    assert unlocks(MODEL, WorkIndex.of(MODEL, {}), []) == ()
    work = WorkIndex.of(MODEL, {1: [Asking(0)]})
    assert unlocks(MODEL, work, [], np.array([False])) == ()
