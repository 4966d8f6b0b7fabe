"""Promises about orders: ties by hash alone, prefixes of one list, nobody out of reach."""

import itertools

import numpy as np
import pytest

from matching import index, rank
from matching.batch import rank_everything
from matching.index import Query, Rows, Snapshot, keys_of
from matching.rank import rank_pool
from matching.reference import Asking, Having
from matching.ties import tie_key, tie_order
from tests.matching import worlds

KEY = tie_key("test")
ONE_SKILL = worlds.model_from([{}], [3])
ASKED = Query.of(ONE_SKILL, [Asking(0, 5)])
# Required and rare: a level adds 9 times a fifth of the whole.
POINTS = [0, *(9 * 2_000 * level for level in range(1, 6))]


def pool_of(levels):
    """A pool of people 1, 2, … who have the one skill at these levels, 0 for not."""
    people = {n: keys_of([Having(0, one)] if one else []) for n, one in enumerate(levels, 1)}
    return Snapshot.of(1, Rows.of(people))


def ranking(pool, most=None):
    return rank_pool(pool, ASKED, vacancy=7, key=KEY, most=most).pairs()


def in_order(scores):
    """The order by the definition of (id, score)."""
    return sorted(scores, key=lambda one: (-one[1], int(tie_order(KEY, 7, one[0]))))


@pytest.mark.parametrize("level", [0, 3])
def test_when_all_score_the_same_the_hash_alone_orders_and_a_short_list_is_its_beginning(level):
    pool = pool_of([level] * 2_000)
    everyone = in_order((n, POINTS[level]) for n in range(1, 2_001))
    assert ranking(pool) == everyone
    for most in (0, 1, 2, 3, 4, 5, 511, 1_999, 2_000, 2_001, 10**9):
        assert ranking(pool, most) == everyone[:most]


@pytest.mark.parametrize("buried", [0, 1_000, 1_999, 2_000])
def test_who_left_never_takes_a_place_however_many_they_are(buried):
    levels = [5] * buried + [n % 4 for n in range(2_000 - buried)]
    pool = pool_of(levels).changed(np.arange(1, buried + 1), Rows.of({}))
    staying = in_order((n, POINTS[one]) for n, one in enumerate(levels, 1) if n > buried)
    assert (len(pool), ranking(pool)) == (len(staying), staying)
    for most in (1, 2, 3, 4, 100, 1_500):
        assert ranking(pool, most) == staying[:most]


def test_the_best_are_found_wherever_they_stand(monkeypatch):
    monkeypatch.setattr(rank, "GROUP", 4)
    for place in range(40):
        levels = [1] * 40
        levels[place], levels[(place + 7) % 40], levels[(place + 1) % 40] = 5, 4, 4
        everyone = in_order((n, POINTS[one]) for n, one in enumerate(levels, 1))
        assert all(ranking(pool_of(levels), most) == everyone[:most] for most in range(1, 12))


def test_an_empty_pool_has_an_empty_order():
    assert ranking(Snapshot.empty(1)) == ranking(Snapshot.empty(1), 5) == []


def test_people_with_the_largest_numbers_are_ranked_like_any_other():
    numbers = [1, 2, 2**31 - 2, 2**31 - 1]
    people = {n: keys_of([Having(0, 5)]) for n in numbers}
    pool = Snapshot.of(1, Rows.of(people))
    assert ranking(pool) == in_order((n, POINTS[5]) for n in numbers)
    left = pool.changed(np.array(numbers[2:]), Rows.of({numbers[2]: keys_of([Having(0, 1)])}))
    assert ranking(left) == in_order([(1, POINTS[5]), (2, POINTS[5]), (2**31 - 2, POINTS[1])])


def test_the_whole_pool_for_every_vacancy_is_that_of_each_apart():
    pool = pool_of([5, 0, 3, 3, 1, 0])
    asked = {9: [Asking(0, 5)], 2: [Asking(0, 1)], 5: []}
    key = tie_key(ONE_SKILL.version)
    found = [(n, one.pairs()) for n, one in rank_everything(ONE_SKILL, pool, asked, most=4)]
    assert found == [
        (n, rank_pool(pool, Query.of(ONE_SKILL, asked[n]), vacancy=n, key=key, most=4).pairs())
        for n in (2, 5, 9)
    ]


def test_many_changes_leave_few_segments_the_largest_first(monkeypatch):
    monkeypatch.setattr(index, "LONGEST_TAIL", 1)
    pool = Snapshot.empty(1)
    for n in range(1, 201, 2):
        two = {n: keys_of([Having(0, 5)]), n + 1: keys_of([])}
        pool = pool.changed(np.array([n, n + 1]), Rows.of(two))
    sizes = [part.living for part in pool.segments]
    assert (sum(sizes), len(pool)) == (200, 200)
    assert all(2 * small < large for large, small in itertools.pairwise(sizes))
