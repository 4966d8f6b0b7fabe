"""Promises about work for one person: the whole order by the definition, and its beginnings."""

import pytest

from matching.explain import explain
from matching.reference import Asking, Having
from matching.ties import tie_key, tie_order
from matching.work import WorkIndex, rank_work
from tests.matching import worlds

KEY = tie_key("test")
MODEL = worlds.model_from([{1: 60}, {}, {1: 100}], [1, 2, 3])
PERSON = [Having(0, 3), Having(1, None, supported=True), Having(2, 5)]
ASKED = {
    2**31 - 1: [Asking(0, 5), Asking(2)],
    30: [Asking(1, 3, required=False)],
    20: [Asking(0, 5), Asking(2)],
    10: [Asking(2, 2), Asking(0, 1)],
}


def ranked(person, vacancies, most=None, candidate=4):
    work = WorkIndex.of(MODEL, vacancies)
    found = rank_work(MODEL, work, person, candidate=candidate, key=KEY, most=most)
    columns = (found.ids, found.points, found.order)
    return list(zip(*(column.tolist() for column in columns), strict=True))


def defined(person, vacancies, candidate=4):
    """(vacancy, points, order) of each by the definition, best first."""
    told = {number: explain(MODEL, person, asked) for number, asked in vacancies.items()}
    rows = [(number, one.points, one.work_order) for number, one in told.items()]
    return sorted(rows, key=lambda row: (-row[2], int(tie_order(KEY, row[0], candidate))))


@pytest.mark.parametrize("most", [None, 1, 2, 3, 4, 5, 10**9])
def test_a_short_list_of_work_is_the_beginning_of_the_long_one(most):
    assert ranked(PERSON, ASKED, most) == defined(PERSON, ASKED)[:most]


def test_numbers_outside_the_model_add_nothing_on_either_side():
    outside = {number: [*asked, Asking(-1, 3), Asking(3, 3)] for number, asked in ASKED.items()}
    assert ranked([*PERSON, Having(3, 5), Having(99)], outside) == defined(PERSON, ASKED)


def test_work_that_asks_nothing_we_know_is_not_ranked():
    assert ranked(PERSON, {1: [], 2: [Asking(-1)], 3: [Asking(3)]}) == []
    assert ranked(PERSON, {}) == []


def test_who_can_nothing_sees_all_work_in_an_order_of_chance():
    vacancies = {number: [Asking(0, 3)] for number in range(1, 200)}
    first, second = (ranked([], vacancies, candidate=one) for one in (4, 5))
    assert first == defined([], vacancies)
    assert (sorted(first), first[0][1:]) == (sorted(second), (0, 0))
    assert first != second


def test_work_that_uses_more_of_the_person_comes_before_work_that_fits_as_well():
    asked = {1: [Asking(0)], 2: [Asking(0), Asking(2)]}
    assert [row[0] for row in ranked([Having(0), Having(2)], asked)] == [2, 1]
