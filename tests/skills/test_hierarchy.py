"""Promises about what stands below what."""

from skills.hierarchy import below, circular


def test_everything_below_is_found_at_any_depth():
    assert below("a", [("b", "a"), ("c", "b"), ("d", "x")]) == {"b", "c"}


def test_below_ends_in_a_circle():
    assert below("a", [("b", "a"), ("a", "b")]) == {"a", "b"}


def test_without_the_pairs_that_close_a_circle_nothing_stands_below_itself():
    pairs = [("a", "b"), ("b", "c"), ("c", "a"), ("d", "d"), ("e", "a")]
    assert circular(pairs) == {("c", "a"), ("d", "d")}


def test_two_ways_up_are_no_circle():
    assert circular([("a", "b"), ("a", "c"), ("b", "d"), ("c", "d")]) == set()


def test_a_chain_of_any_length_is_walked():
    pairs = [(str(n), str(n + 1)) for n in range(50_000)]
    assert circular([*pairs, ("50000", "0")]) == {("50000", "0")}
