"""Small numbers stay hidden, whatever is subtracted from what."""

import itertools
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from placements.concealing import Sum, given_away, steps_shown

SECTORS = ("techniek", "zorg", "groen", "bouw")


def one_table(*numbers: int) -> tuple[dict[str, tuple[int, ...]], list[Sum[str]]]:
    parts = dict(zip(SECTORS, numbers, strict=False))
    counts = {"samen": (sum(numbers),), **{name: (number,) for name, number in parts.items()}}
    return counts, [Sum("samen", tuple(parts))]


@pytest.mark.parametrize(
    ("numbers", "hidden"),
    [
        ((12, 7, 6), set()),
        ((12, 7, 0), set()),
        ((12, 7, 3), {"zorg", "groen"}),
        ((12, 3, 3), {"zorg", "groen"}),
        ((12, 1, 1), {"techniek", "zorg", "groen"}),
        ((12, 0, 1), {"techniek", "groen"}),
        ((1, 1, 1, 0), {"samen", "techniek", "zorg", "groen"}),
        ((2, 2, 2, 2), {"techniek", "zorg", "groen", "bouw"}),
        ((1, 1, 1, 2), {"techniek", "zorg", "groen", "bouw"}),
        ((5, 5, 5, 4), {"techniek", "bouw"}),
    ],
)
def test_a_small_number_takes_the_smallest_other_with_it(
    numbers: tuple[int, ...], hidden: set[str]
) -> None:
    counts, sums = one_table(*numbers)

    shown = steps_shown(counts, sums)

    assert {name for name, until in shown.items() if until == 0} == hidden


def test_five_people_who_are_each_alone_hide_their_sum_as_well() -> None:
    counts = {"samen": (5,), **dict.fromkeys("abcde", (1,))}

    shown = steps_shown(counts, [Sum("samen", tuple("abcde"))])

    assert set(shown.values()) == {0}


def test_what_is_hidden_at_a_step_stays_hidden_at_every_later_one() -> None:
    counts = {"samen": (30, 17, 10), "a": (18, 14, 10), "b": (12, 3, 0)}

    shown = steps_shown(counts, [Sum("samen", ("a", "b"))])

    assert shown == {"samen": 2, "a": 1, "b": 1}


NUMBERS = st.lists(st.integers(0, 9), min_size=3, max_size=3).map(lambda n: sorted(n)[::-1])


@st.composite
def tables(draw: st.DrawFn) -> tuple[dict[str, tuple[int, ...]], list[Sum[str]]]:
    """Regions × two ways to divide people, in three steps of which none has more than the last."""
    places, kinds, ages = (draw(st.integers(1, 4)) for _ in range(3))
    regions = [f"plaats {one}" for one in range(places)]
    by_kind = [f" soort {one}" for one in range(kinds)]
    by_age = [f" leeftijd {one}" for one in range(ages)]
    counts: dict[str, tuple[int, ...]] = {}
    for place, kind, age in itertools.product(regions, by_kind, by_age):
        numbers = draw(NUMBERS)
        for cell in itertools.product(("alles", place), ("", kind, age)):
            before = counts.get("".join(cell), (0, 0, 0))
            counts["".join(cell)] = tuple(a + b for a, b in zip(before, numbers, strict=True))
    sums = [
        Sum(where, tuple(where + what for what in parts))
        for where in ("alles", *regions)
        for parts in (by_kind, by_age)
    ]
    sums += [
        Sum("alles" + what, tuple(where + what for where in regions))
        for what in ("", *by_kind, *by_age)
    ]
    return counts, sums


def floor(cell: str) -> int:
    return int(cell.startswith("alles"))


def solved(rows: list[list[Fraction]]) -> dict[int, Fraction]:
    """Solve as far as the equations go (Gauss-Jordan, exactly): which unknowns have one value."""
    width = len(rows[0]) - 1 if rows else 0
    done = 0
    for column in range(width):
        pivot = next((row for row in rows[done:] if row[column]), None)
        if pivot is None:
            continue
        rows.remove(pivot)
        pivot = [one / pivot[column] for one in pivot]
        rows.insert(done, pivot)
        for number, row in enumerate(rows):
            if number != done and row[column]:
                rows[number] = [a - row[column] * b for a, b in zip(row, pivot, strict=True)]
        done += 1
    found = {}
    for row in rows[:done]:
        places = [place for place, one in enumerate(row[:-1]) if one]
        if len(places) == 1:
            found[places[0]] = row[-1]
    return found


@given(tables())
def test_an_attacker_who_solves_every_table_at_once_learns_no_hidden_number(
    world: tuple[dict[str, tuple[int, ...]], list[Sum[str]]],
) -> None:
    counts, sums = world
    shown = steps_shown(counts, sums, floor=floor)

    for step in range(3):
        # The attacker sees a number or nothing; that a number is at least 1 he guesses.
        unknown = [name for name in counts if shown[name] <= step and counts[name][step]]
        rows = []
        for one in sums:
            row = [Fraction(0)] * (len(unknown) + 1)
            for name, sign in ((one.total, -1), *((part, 1) for part in one.parts)):
                if name in unknown:
                    row[unknown.index(name)] += sign
                elif shown[name] > step:
                    row[-1] -= sign * counts[name][step]
            rows.append(row)
        learned = {unknown[place]: value for place, value in solved(rows).items()}
        # Of all places together he may learn what is the sum of numbers that are shown.
        assert [name for name in learned if not floor(name) or learned[name] < 5] == []
        for one in sums:
            parts = [part for part in one.parts if part in unknown and part not in learned]
            if parts and (one.total not in unknown or one.total in learned):
                assert sum(counts[part][step] for part in parts) > len(parts) > 1


@given(tables())
def test_a_number_from_one_to_four_is_never_shown_and_nothing_after_it(
    world: tuple[dict[str, tuple[int, ...]], list[Sum[str]]],
) -> None:
    counts, sums = world
    shown = steps_shown(counts, sums, floor=floor)

    for name, numbers in counts.items():
        told = numbers[: shown[name]]
        assert not any(0 < number < 5 for number in told)
        assert all(before >= after for before, after in pairwise(told))


def test_numbers_that_follow_from_several_sums_together_are_found() -> None:
    """Two rings that one cell ties together: every sum has two unknowns, and still it follows."""
    ring = (*"abcdefgh", "brug")
    sums = [
        Sum("1", ("a", "b")), Sum("2", ("c", "d")), Sum("3", ("a", "c", "brug")),
        Sum("4", ("e", "f")), Sum("5", ("g", "h")), Sum("6", ("e", "g", "brug")),
        Sum("3", ("b", "d", "brug")),
    ]  # fmt: skip

    assert given_away(list(ring), sums) == ["brug"]
