"""Works out the match strip: one block per requirement, and the filled area is the fit, exactly.

Every length is an integer in the strip's own units, so areas can be added up without rounding:
a block is `weight` × `scale` wide and 10,000 high, and filled as high as its part (0..10,000).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from matching.explain import Tier
from matching.reference import FULL_PART, percent

WIDTH = 120_000
GAP = 400
NARROWEST = 2_200  # room for a number of two digits
LABEL = 2_600  # under each row of blocks stand their numbers
ROW = FULL_PART + LABEL
THICKNESS = 130  # of a bar on a phone, for each unit of weight


@dataclass(frozen=True, slots=True)
class Block:
    """What a requirement brings to the strip.

    Args:
        label: the requirement, in words.
        weight: how heavily it counts, 1 or more.
        part: how far it is met now, 0..10,000.
        after: how far once what can be learned is learned, `part`..10,000.
        tier: the word for how it stands.
        note: what it rests on or what closes it, in a few words.
    """

    label: str
    weight: int
    part: int
    after: int
    tier: Tier
    note: str = ""

    def __post_init__(self) -> None:
        """Refuse what cannot be drawn."""
        if self.weight < 1 or not 0 <= self.part <= self.after <= FULL_PART:
            raise ValueError(f"cannot draw weight {self.weight}, {self.part} to {self.after}")


@dataclass(frozen=True, slots=True)
class Drawn:
    """A block in its place; `x` and `top` are its upper left corner."""

    number: int
    block: Block
    x: int
    top: int
    width: int

    @property
    def filled_top(self) -> int:
        """Where the filled part begins, from above."""
        return self.top + FULL_PART - self.block.part

    @property
    def learned_top(self) -> int:
        """Where the hatched part begins; it ends at `filled_top`."""
        return self.top + FULL_PART - self.block.after

    @property
    def learned(self) -> int:
        """The height of the hatched part."""
        return self.block.after - self.block.part

    @property
    def middle(self) -> int:
        """Where the number under the block is centred."""
        return self.x + self.width // 2

    @property
    def thickness(self) -> int:
        """The height of the same block as a bar on a phone: 10,000 long, filled up to its part."""
        return self.block.weight * THICKNESS

    @property
    def points(self) -> int:
        """What the requirement adds to the score."""
        return self.block.weight * self.block.part

    @property
    def points_after(self) -> int:
        """What it adds once learned."""
        return self.block.weight * self.block.after


@dataclass(frozen=True, slots=True)
class Strip:
    """A strip in full; `points` of `most` is the fit, `potential` of `most` what it can become."""

    blocks: tuple[Drawn, ...]
    height: int
    width: int = WIDTH
    block_height: int = FULL_PART

    @property
    def points(self) -> int:
        """The score."""
        return sum(drawn.points for drawn in self.blocks)

    @property
    def potential(self) -> int:
        """The score once everything that can be learned is learned."""
        return sum(drawn.points_after for drawn in self.blocks)

    @property
    def most(self) -> int:
        """The score of somebody who meets everything."""
        return FULL_PART * sum(drawn.block.weight for drawn in self.blocks)

    @property
    def fit(self) -> int:
        """*Past nu*, a whole percentage."""
        return percent(self.points, self.most)

    @property
    def after_training(self) -> int:
        """*Na scholing*, a whole percentage."""
        return percent(self.potential, self.most)


def draw(blocks: Sequence[Block]) -> Strip:
    """Give every block its place, in the order given.

    The places depend on the weights alone, so strips of one vacancy line up under each other. When
    the lightest block would become too narrow to see, the strip goes on in a next row, on the same
    scale: no block is widened, so the areas stay true.
    """
    scale = _scale([block.weight for block in blocks])
    places = list(_places([block.weight * scale for block in blocks]))
    drawn = tuple(
        Drawn(number, block, x, row * ROW, block.weight * scale)
        for number, (block, (row, x)) in enumerate(zip(blocks, places, strict=True), start=1)
    )
    return Strip(drawn, ROW * (places[-1][0] + 1 if places else 0))


def _scale(weights: Sequence[int]) -> int:
    if not weights:
        return 0
    in_one_row = (WIDTH - GAP * (len(weights) - 1)) // sum(weights)
    visible = -(-NARROWEST // min(weights))
    return max(in_one_row, min(visible, WIDTH // max(weights)))


def _places(widths: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield row and x of each width, left to right, in a next row when the row is full."""
    row = x = 0
    for width in widths:
        if x + width > WIDTH:
            row, x = row + 1, 0
        yield row, x
        x += width + GAP
