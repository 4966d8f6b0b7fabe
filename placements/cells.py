"""Hides small counts of people, also from whoever subtracts what is told from the sum of it."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

from matching.counting import FEWEST

Key = TypeVar("Key")


def seen(number: int) -> int | None:
    """Hide a number of people that is so small that it could point at somebody; none is told."""
    return None if 0 < number < FEWEST else number


def hide_small(counts: Mapping[Key, int]) -> dict[Key, int | None]:
    """Hide every count under five, and more of them while the sum of all would still give one away.

    The sum of what is hidden can be worked out when the sum of all is told elsewhere. So never one
    count alone is hidden, and never less than five people together: the smallest of the others goes
    with it, the first on a tie.

    >>> hide_small({"techniek": 12, "zorg": 7, "groen": 2})
    {'techniek': 12, 'zorg': None, 'groen': None}
    """
    small = {key for key, number in counts.items() if number < FEWEST}
    others = sorted((key for key in counts if key not in small), key=lambda key: counts[key])
    for key in others:
        if not small or (len(small) > 1 and sum(counts[one] for one in small) >= FEWEST):
            break
        small.add(key)
    return {key: None if key in small else number for key, number in counts.items()}


def shown_apart(keys: Iterable[Key], counts: Mapping[Key, int]) -> dict[Key, int | None]:
    """Show a count for every key, as `hide_small`, but that nobody has it is told."""
    shown = hide_small({key: number for key, number in counts.items() if number})
    return {key: shown[key] if counts.get(key) else 0 for key in keys}
