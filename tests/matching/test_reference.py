"""Promises about the definition, in a world small enough to work out by hand."""

from itertools import permutations

import pytest

from matching.reference import Asking, Having, Taught, distinct, part, taught_part

# How far having the second covers being asked the first.
NEAR = {(0, 1): 60, (0, 2): 60, (0, 3): 30, (4, 5): 100, (4, 6): 80}


def nearness(asked, skill):
    return 100 if asked == skill else NEAR.get((asked, skill), 0)


def met(asking, *person):
    return part(nearness, lambda _: 1, person, asking)


def test_a_skill_asked_more_than_once_counts_once_and_at_its_strictest():
    asked = [
        Asking(3, 2, required=False, learnable=True),
        Asking(3, 4, required=True, learnable=True),
        Asking(3, None, required=False, learnable=False),
        Asking(1, None, required=False),
    ]
    once = (Asking(1, None, required=False), Asking(3, 4, required=True, learnable=False))
    assert {distinct(order) for order in permutations(asked)} == {once}


@pytest.mark.parametrize(
    ("level", "first", "second"),
    [
        (None, Having(2, 5, supported=True), Having(1, 5)),
        (4, Having(3, 4, supported=True), Having(1, 2)),
        (4, Having(1, 2), Having(3, 4)),
        (None, Having(1, 5), Having(2, 5)),
        (3, Having(0, 5), Having(0, 4)),
        (4, Having(0, 2), Having(0, None)),
        (4, Having(1, 4), Having(0, 1, supported=True)),
    ],
    ids=["proven", "proven before near", "near", "lower number", "level", "stated", "worth first"],
)
def test_the_explanation_rests_on_the_same_skill_in_any_order(level, first, second):
    asking = Asking(0, level)
    assert met(asking, first, second).used == met(asking, second, first).used == first


def test_what_counts_for_nothing_is_not_named_as_the_skill_it_rests_on():
    nothing = met(Asking(0, 3), Having(9, 5, supported=True))
    assert (nothing.used, nothing.nearness, nothing.level_fit, nothing.points) == (None, 0, 0, 0)


@pytest.mark.parametrize(
    ("course", "after"),
    [
        (Taught(1, 4, 4, 5), 10_000),
        (Taught(1, 5, 4, 5), 10_000),
        (Taught(1, 4, 3, 5), 7_500),
        (Taught(1, 4, 1, 5), 5_000),
        (Taught(1, 6, 5, 5), 5_000),
    ],
    ids=["the skill", "a narrower one", "less deep", "less than he can", "something like it"],
)
def test_a_course_counts_for_what_it_teaches_and_never_takes_away(course, after):
    now = met(Asking(4, 4), Having(4, 2))
    assert (now.part, taught_part(nearness, now, [course])) == (5_000, after)
