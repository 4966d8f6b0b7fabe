"""How much a requirement weighs: its importance times how rare the skill is in the taxonomy."""

import numpy as np
import numpy.typing as npt

REQUIRED = 3
DESIRED = 1
# From these shares of the largest inverse document frequency on, a skill counts double or triple.
STEPS = (0.55, 0.80)
# A skill that no occupation asks has no known rarity and counts as middling.
UNASKED = 2


def weight(rarity: int, *, required: bool) -> int:
    """Give the weight of a requirement, 1..9; a wish never outweighs a requirement as rare."""
    return (REQUIRED if required else DESIRED) * rarity


def rarity(occupations_asking: npt.NDArray[np.int64], occupations: int) -> npt.NDArray[np.uint8]:
    """Grade skills by how few occupations ask them.

    Inverse document frequency as a share of the largest possible, in three steps, so that it does
    not depend on the size of the taxonomy: with 3,000 occupations the steps lie at 36 and 4 of
    them, with 285 at 12 and 3. Chosen on expert-built transitions (docs/decisions/0005).

    Args:
        occupations_asking: int[S], how many occupations ask each skill.
        occupations: how many occupations there are.

    Returns:
        uint8[S]: 1 common, 2 middling, 3 rare.
    """
    if occupations < 2:
        return np.full(len(occupations_asking), UNASKED, dtype=np.uint8)
    share = np.log(occupations / np.maximum(occupations_asking, 1)) / np.log(occupations)
    # Rounded before the step, so that the last bit of a logarithm never decides.
    passed = np.digitize(np.round(share, 9), STEPS)
    graded: npt.NDArray[np.uint8] = (1 + passed).astype(np.uint8)
    graded[occupations_asking == 0] = UNASKED
    return graded
