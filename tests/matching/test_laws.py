"""The laws of the score, on random worlds; `--hypothesis-profile=proof` takes 10,000 of each."""

import dataclasses
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.explain import counterfactuals, explain, sentence, shelf_of, tier, with_skill
from matching.reference import (
    FULL_PART,
    UNKNOWN_LEVEL,
    Asking,
    Having,
    Taught,
    Use,
    percent,
    potential,
    work_order,
)
from matching.ties import tie_key, tie_order
from matching.work import WorkIndex, rank_work
from tests.matching import worlds

world = given(worlds.models, worlds.people, worlds.vacancies)
courses = st.lists(
    st.builds(Taught, st.integers(1, 5), worlds.skills, st.integers(1, 5), st.integers(1, 40)),
    max_size=5,
)


@given(worlds.models, worlds.people, worlds.vacancies, st.builds(Having, worlds.skills))
def test_adding_a_skill_never_lowers_the_fit(model, person, vacancy, extra):
    before = explain(model, person, vacancy)
    assert explain(model, [*person, extra], vacancy).points >= before.points


@given(worlds.models, worlds.people, worlds.vacancies, worlds.skills, st.integers(1, 4))
def test_raising_a_stated_level_never_lowers_the_fit(model, person, vacancy, skill, level):
    low = explain(model, with_skill(person, skill, level), vacancy)
    assert explain(model, with_skill(person, skill, level + 1), vacancy).points >= low.points


@given(worlds.models, worlds.people, worlds.vacancies, worlds.skills)
def test_an_unknown_level_counts_as_two(model, person, vacancy, skill):
    unknown = explain(model, with_skill(person, skill, None), vacancy)
    stated = explain(model, with_skill(person, skill, UNKNOWN_LEVEL), vacancy)
    assert unknown.points == stated.points


@world
def test_lowering_what_is_asked_never_lowers_the_fit(model, person, vacancy):
    lower = [
        dataclasses.replace(one, level=one.level - 1 if (one.level or 1) > 1 else None)
        for one in vacancy
    ]
    assert explain(model, person, lower).points >= explain(model, person, vacancy).points


@given(worlds.models, worlds.people, worlds.vacancies, st.randoms(use_true_random=False))
def test_the_order_of_skills_and_requirements_is_irrelevant(model, person, vacancy, chance):
    shuffled = chance.sample(person, len(person)), chance.sample(vacancy, len(vacancy))
    assert explain(model, *shuffled) == explain(model, person, vacancy)


@world
def test_doubles_count_once(model, person, vacancy):
    doubled = explain(model, [*person, *person], [*vacancy, *vacancy])
    assert doubled == explain(model, person, vacancy)


@world
def test_the_parts_add_up_to_the_score_and_no_part_is_too_large(model, person, vacancy):
    found = explain(model, person, vacancy)
    assert sum(one.points for one in found.parts) == found.points <= found.most
    assert all(0 <= one.part <= FULL_PART and 1 <= one.weight <= 9 for one in found.parts)
    assert (found.fit == 100) == (found.points == found.most > 0)


@world
def test_the_numbers_in_the_dutch_sentences_parse_back_to_the_parts(model, person, vacancy):
    found = explain(model, person, vacancy)
    said = [sentence(one, lambda number: f"vaardigheid {number}") for one in found.parts]
    numbers = [
        tuple(
            map(int, re.search(r"(\d+) % × (\d+) % × gewicht (\d+) = (\d+) punten", one).groups())
        )
        for one in said
    ]
    assert numbers == [(p.nearness, p.level_fit, p.weight, p.points) for p in found.parts]
    assert sum(points for *_, points in numbers) == found.points
    assert all(n * f * w == points for n, f, w, points in numbers)


@world
def test_what_would_change_the_score_does_change_it_to_that(model, person, vacancy):
    for one in counterfactuals(model, person, vacancy):
        then = explain(model, with_skill(person, one.skill, one.level), vacancy)
        assert (then.points, then.fit) == (one.points, one.fit)


@given(worlds.models, worlds.people, worlds.vacancies, courses)
def test_training_never_lowers_the_fit_and_closes_what_is_learnable(model, person, vacancy, offer):
    found = explain(model, person, vacancy, shelf_of(offer), course_days=40)
    assert found.points <= found.potential <= found.most
    assert found.potential == potential(model.nearness, found.parts, offer)
    assert found.potential == found.points + sum(gap.gain for gap in found.gaps)
    assert all(gap.after == FULL_PART for gap in found.gaps if gap.learnable)


@world
def test_evidence_is_shown_and_never_scored(model, person, vacancy):
    proven = [dataclasses.replace(one, supported=True) for one in person]
    bare = [dataclasses.replace(one, supported=False) for one in person]
    assert explain(model, proven, vacancy).points == explain(model, bare, vacancy).points
    assert explain(model, bare, vacancy).supported_points == 0
    assert explain(model, proven, vacancy).supported_points == explain(model, bare, vacancy).points


@given(
    worlds.models,
    worlds.people,
    st.dictionaries(st.integers(1, 50), worlds.vacancies, max_size=8),
    st.integers(1, 10**6),
)
def test_work_ranked_at_once_equals_one_by_one(model, person, vacancies, candidate):
    key = tie_key(model.version)
    ranked = rank_work(model, WorkIndex.of(model, vacancies), person, candidate=candidate, key=key)
    one_by_one = {
        number: explain(model, person, asked) for number, asked in vacancies.items() if asked
    }
    order = sorted(
        one_by_one,
        key=lambda n: (-one_by_one[n].work_order, int(tie_order(key, n, candidate))),
    )
    assert ranked.ids.tolist() == order
    assert ranked.points.tolist() == [one_by_one[number].points for number in order]
    assert ranked.order.tolist() == [one_by_one[number].work_order for number in order]


def test_the_scorer_knows_no_field_that_should_not_count():
    assert [field.name for field in dataclasses.fields(Having)] == ["skill", "level", "supported"]
    assert [field.name for field in dataclasses.fields(Asking)] == [
        "skill",
        "level",
        "required",
        "learnable",
    ]


@pytest.fixture(scope="module")
def model():
    rows = [{} for _ in range(worlds.SKILLS)]
    rows[1] = {0: 100}
    rows[2] = {3: 60}
    return worlds.model_from(rows, [3, 2, 1] + [1] * (worlds.SKILLS - 3))


@pytest.mark.parametrize(
    ("person", "asked", "word", "points"),
    [
        (Having(0, 4), Asking(0, 4), "heeft", 90_000),
        (Having(0, None), Asking(0, None), "heeft", 90_000),
        (Having(0, 2), Asking(0, 4), "bijna", 45_000),
        (Having(0, 3), Asking(1, 3), "heeft", 60_000),
        (Having(1, 3), Asking(0, 3), "mist", 0),
        (Having(3, 5), Asking(2, 5), "bijna", 18_000),
        (Having(0, None), Asking(0, 4), "onbekend", 45_000),
        (Having(0, 5), Asking(0, 1, required=False), "heeft", 30_000),
        (Having(5, 5), Asking(0, 1), "mist", 0),
    ],
)
def test_each_requirement_stands_in_one_word(model, person, asked, word, points):
    (only,) = explain(model, [person], [asked]).parts
    assert (tier(only).value, only.points) == (word, points)


def test_an_empty_profile_scores_nothing_and_is_last(model):
    found = explain(model, [], [Asking(0, 3)])
    assert (found.points, found.fit, found.use_percent) == (0, 0, 0)


def test_use_falls_when_a_skill_is_added_that_the_work_does_not_use(model):
    asked = [Asking(0)]
    alone = explain(model, [Having(0)], asked)
    more = explain(model, [Having(0), Having(9)], asked)
    assert (alone.use_percent, more.use_percent) == (100, 75)
    assert more.points == alone.points
    assert more.work_order < alone.work_order


def test_a_percentage_is_rounded_down_so_that_a_hundred_means_everything():
    assert (percent(9_999, 10_000), percent(10_000, 10_000), percent(0, 0)) == (99, 100, 0)


def test_equal_scores_are_ordered_by_a_hash_that_favours_nobody():
    key = tie_key("model")
    first = [
        int(tie_order(key, vacancy, 1)) < int(tie_order(key, vacancy, 2)) for vacancy in range(2000)
    ]
    assert 900 < sum(first) < 1100
    assert int(tie_order(key, 5, 1)) == int(tie_order(tie_key("model"), 5, 1))
    assert int(tie_order(tie_key("other"), 5, 1)) != int(tie_order(key, 5, 1))


def test_the_order_by_mean_of_fit_and_use_is_whole():
    assert work_order(7, 7, Use(1, 2)) == 1_500_000
    assert work_order(0, 0, Use(0, 0)) == 0


@pytest.mark.parametrize(
    ("taught", "course_days", "after"),
    [
        (Taught(1, 0, 3, 5), 5, 10_000),
        (Taught(1, 0, 3, 6), 5, 0),
        (Taught(1, 0, 3, 10), None, 10_000),
        (Taught(1, 0, 3, 11), None, 0),
        (Taught(1, 0, 2, 1), 5, 6_600),
        (Taught(1, 2, 5, 1), 5, 0),
    ],
)
def test_a_course_closes_a_gap_in_its_own_skill_within_the_days_one_has(
    model, taught, course_days, after
):
    (gap,) = explain(model, [], [Asking(0, 3)], shelf_of([taught]), course_days).gaps
    assert (gap.after, gap.courses) == (after, (1,) if after else ())
