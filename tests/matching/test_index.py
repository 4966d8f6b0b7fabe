"""Promises about the fast core: it equals the definition, whatever changes come in between."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import index
from matching.index import Query, Rows, Snapshot, keys_of
from matching.rank import rank_pool
from matching.reference import parts, score
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
    st.integers(1, 5),
    st.integers(1, 40),
)
def test_the_core_equals_the_definition_after_any_changes(
    model, people, updates, vacancy, tail, most
):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(index, "LONGEST_TAIL", tail)
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
    assert rank_pool(pool, query, vacancy=7, key=KEY).pairs() == ranking
    assert rank_pool(pool, query, vacancy=7, key=KEY, most=most).pairs() == ranking[:most]
