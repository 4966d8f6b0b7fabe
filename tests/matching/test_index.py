"""Promises about the fast core: it equals the definition, whatever changes come in between."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import index, rank
from matching.index import Query, Rows, Snapshot, keys_of
from matching.rank import rank_pool
from matching.reference import Asking, Having, parts, score
from matching.ties import tie_key, tie_order
from tests.matching import worlds

KEY = tie_key("test")


def defined(model, person, vacancy):
    """The score by the definition."""
    return score(parts(model.nearness, lambda skill: int(model.rarity[skill]), person, vacancy))


def expected(model, people, vacancy, number):
    """The whole ranking by the definition."""
    listed = [(identity, defined(model, person, vacancy)) for identity, person in people.items()]
    return sorted(listed, key=lambda one: (-one[1], int(tie_order(KEY, number, one[0]))))


def rows_of(people):
    return Rows.of({identity: keys_of(person) for identity, person in people.items()})


changes = st.lists(
    st.dictionaries(st.integers(1, 30), st.none() | worlds.people, max_size=6), max_size=5
)


@settings(max_examples=max(2_000, settings().max_examples))
@given(
    worlds.models,
    st.dictionaries(st.integers(1, 30), worlds.people, max_size=12),
    changes,
    worlds.vacancies,
    st.fixed_dictionaries(
        {
            (index, "LONGEST_TAIL"): st.integers(1, 5),
            (index, "LARGEST_SEGMENT"): st.integers(1, 8),
            (rank, "GROUP"): st.integers(1, 5),
        }
    ),
    st.integers(1, 40),
)
def test_the_core_equals_the_definition_after_any_changes(
    model, people, updates, vacancy, sizes, most
):
    with pytest.MonkeyPatch.context() as patch:
        for (module, name), size in sizes.items():
            patch.setattr(module, name, size)
        pool = Snapshot.of(worlds.SKILLS, rows_of(people))
        for update in updates:
            before, had = pool, len(pool)
            staying = {one: person for one, person in update.items() if person is not None}
            pool = pool.changed(np.array(sorted(update), dtype=np.int64), rows_of(staying))
            people = {**people, **update}
            people = {one: person for one, person in people.items() if person is not None}
            assert len(before) == had
        query = Query.of(model, vacancy)
        ranking = expected(model, people, vacancy, 7)
        assert len(pool) == len(people)
        assert rank_pool(pool, query, vacancy=7, key=KEY).pairs() == ranking
        assert rank_pool(pool, query, vacancy=7, key=KEY, most=most).pairs() == ranking[:most]


def alone(model, people, vacancy):
    """The ranking of a pool built at once, which is that of the definition."""
    pool = Snapshot.of(len(model.uris), rows_of(people))
    found = rank_pool(pool, Query.of(model, vacancy), vacancy=7, key=KEY).pairs()
    assert found == expected(model, people, vacancy, 7)
    return found


def test_a_pool_is_cut_into_segments_of_at_most_the_largest_size(monkeypatch):
    monkeypatch.setattr(index, "LARGEST_SEGMENT", 4)
    people = {n: [Having(0, 1 + n % 5)] for n in range(1, 11)}
    pool = Snapshot.of(1, rows_of(people))
    assert [part.rows.ids.tolist() for part in pool.segments] == [
        [1, 2, 3, 4],
        [5, 6, 7, 8],
        [9, 10],
    ]
    assert len(alone(worlds.model_from([{}], [1]), people, [Asking(0, 5)])) == 10


def test_segments_are_not_merged_over_the_largest_size_and_the_buried_are_cleared(monkeypatch):
    monkeypatch.setattr(index, "LARGEST_SEGMENT", 4)
    monkeypatch.setattr(index, "LONGEST_TAIL", 2)
    pool = Snapshot.of(1, rows_of({n: [Having(0, 5)] for n in range(1, 5)}))
    three = rows_of({n: [Having(0, 1)] for n in (2, 3, 9)})
    pool = pool.changed(np.array([2, 3, 9]), three)
    assert [part.rows.ids.tolist() for part in pool.segments] == [[1, 2, 3, 4], [2, 3, 9]]
    assert [part.living for part in pool.segments] == [2, 3]
    pool = pool.changed(np.array([2, 3, 4, 9]), rows_of({n: [] for n in (2, 3, 9)}))
    assert [part.rows.ids.tolist() for part in pool.segments] == [[1, 2, 3, 9]]
    assert (len(pool), len(pool.tail.ids)) == (4, 0)


def test_a_vacancy_that_asks_two_hundred_skills_of_people_who_have_two_hundred():
    model = worlds.model_from([{(n + 1) % 200: 80} for n in range(200)], [3] * 200)
    asked = [Asking(n, 5) for n in range(200)]
    people = {
        1: [Having(n, 5) for n in range(200)],
        2: [Having(n, 1 + n % 5) for n in range(200)],
        3: [Having(0, None)],
        4: [],
    }
    assert alone(model, people, asked)[0] == (1, 200 * 9 * 10_000)


def test_a_skill_that_nobody_has_or_that_the_model_does_not_know_adds_nothing():
    model = worlds.model_from([{}, {}, {0: 40}], [1, 2, 3])
    people = {1: [Having(0, 3)], 2: []}
    assert dict(alone(model, people, [Asking(1, 3)])) == {1: 0, 2: 0}
    query = Query.of(model, [Asking(-1, 3), Asking(0, 3), Asking(3, 3)])
    pool = Snapshot.of(3, rows_of(people))
    found = rank_pool(pool, query, vacancy=7, key=KEY)
    assert found.pairs() == [(1, 30_000), (2, 0)]


def test_a_model_of_one_skill_ranks_by_the_level():
    people = {n: [Having(0, n or None)] for n in range(6)}
    found = alone(worlds.model_from([{}], [1]), people, [Asking(0, 5)])
    assert [number for number, _ in found][:3] == [5, 4, 3]
    assert dict(found) == {5: 30_000, 4: 24_000, 3: 18_000, 2: 12_000, 0: 12_000, 1: 6_000}
