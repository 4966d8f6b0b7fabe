"""The promises of the match strip: what people see filled is the fit, to the last point."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.strip import GAP, NARROWEST, ROW, WIDTH, Block, draw
from matching.explain import Tier

OPERATOR = [
    Block("Productielijn bedienen", 9, 6_000, 6_000, Tier.ALMOST),
    Block("Nauwkeurig werken", 3, 10_000, 10_000, Tier.HAS),
    Block("Veilig werken", 6, 0, 10_000, Tier.MISSING),
]


@st.composite
def blocks(draw_value):
    part, after = sorted(draw_value(st.tuples(*[st.integers(0, 10_000)] * 2)))
    return Block("Eis", draw_value(st.integers(1, 9)), part, after, Tier.ALMOST)


def areas(strip):
    """Give the filled, the hatched and the whole area."""
    return (
        sum(one.width * (one.top + strip.block_height - one.filled_top) for one in strip.blocks),
        sum(one.width * one.learned for one in strip.blocks),
        sum(one.width * strip.block_height for one in strip.blocks),
    )


@given(st.lists(blocks(), min_size=1, max_size=60))
def test_the_filled_area_is_the_fit_and_the_hatched_area_what_training_adds(requirements):
    strip = draw(requirements)
    filled, hatched, whole = areas(strip)
    assert Fraction(filled, whole) == Fraction(strip.points, strip.most)
    assert Fraction(filled + hatched, whole) == Fraction(strip.potential, strip.most)


@given(st.lists(blocks(), min_size=1, max_size=60))
def test_the_bars_on_a_phone_have_the_same_areas(requirements):
    strip = draw(requirements)
    filled = sum(one.thickness * one.block.part for one in strip.blocks)
    whole = sum(one.thickness * strip.block_height for one in strip.blocks)
    assert Fraction(filled, whole) == Fraction(strip.points, strip.most)


@given(st.lists(blocks(), min_size=1, max_size=60))
def test_no_block_is_too_narrow_to_see_or_falls_outside_or_over_another(requirements):
    strip = draw(requirements)
    for one in strip.blocks:
        assert one.width >= NARROWEST
        assert 0 <= one.x <= one.x + one.width <= WIDTH
        assert one.top + ROW <= strip.height
    for one, following in zip(strip.blocks, strip.blocks[1:], strict=False):
        in_line = following.top == one.top and following.x == one.x + one.width + GAP
        assert in_line or (following.top, following.x) == (one.top + ROW, 0)


@given(st.lists(blocks(), min_size=1, max_size=20), st.integers(0, 10_000))
def test_two_people_for_one_vacancy_line_up(requirements, part):
    other = [replace(one, part=part, after=10_000) for one in requirements]
    first, second = draw(requirements), draw(other)
    assert [(one.x, one.top, one.width) for one in first.blocks] == [
        (one.x, one.top, one.width) for one in second.blocks
    ]


def test_a_few_requirements_fill_one_row():
    strip = draw(OPERATOR)
    last = strip.blocks[-1]
    assert (strip.height, [one.number for one in strip.blocks]) == (ROW, [1, 2, 3])
    assert WIDTH - 18 < last.x + last.width <= WIDTH


def test_the_numbers_are_those_of_the_score():
    strip = draw(OPERATOR)
    assert (strip.points, strip.potential, strip.most) == (84_000, 144_000, 180_000)
    assert (strip.fit, strip.after_training) == (46, 80)


def test_without_requirements_there_is_nothing_to_draw():
    strip = draw([])
    assert (strip.blocks, strip.height, strip.fit) == ((), 0, 0)


@pytest.mark.parametrize(
    ("weight", "part", "after"), [(0, 0, 0), (3, -1, 0), (3, 5_000, 4_000), (3, 0, 10_001)]
)
def test_what_cannot_be_drawn_is_refused(weight, part, after):
    with pytest.raises(ValueError, match="cannot draw"):
        Block("Eis", weight, part, after, Tier.HAS)
