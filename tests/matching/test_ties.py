"""Promises about the order between equal scores: written down once, the same for ever."""

import numpy as np

from matching.ties import tie_key, tie_order

KEY = tie_key("test")
PEOPLE = np.arange(1, 2_001)


def test_the_hash_is_the_one_that_past_rankings_were_made_with():
    assert KEY == 10857399923672245971
    assert [int(tie_order(KEY, 7, number)) for number in (0, 1, 2**31 - 1)] == [
        10206911818808635007,
        7670463876166320456,
        10280160053725385551,
    ]


def test_many_at_once_are_hashed_as_one_by_one():
    one_by_one = [[int(tie_order(KEY, v, c)) for c in range(1, 10)] for v in range(5)]
    assert tie_order(KEY, np.arange(5)[:, None], PEOPLE[:9]).tolist() == one_by_one


def test_each_vacancy_has_an_order_of_its_own_in_which_no_two_people_tie():
    hashes = [tie_order(KEY, vacancy, PEOPLE) for vacancy in range(50)]
    assert [len(np.unique(one)) for one in hashes] == [len(PEOPLE)] * 50
    assert len({tuple(np.argsort(one)) for one in hashes}) == 50


def test_the_vacancy_and_the_candidate_are_not_exchangeable():
    assert int(tie_order(KEY, 3, 5)) != int(tie_order(KEY, 5, 3))
