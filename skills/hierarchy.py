"""What stands below what in a taxonomy: all that can be reached, and the pairs that go round."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import TypeVar

Pair = tuple[str, str]
Node = TypeVar("Node", bound=Hashable)


def reachable(start: Node, steps: Mapping[Node, Iterable[Node]]) -> set[Node]:
    """Collect all that can be reached from `start`; itself only when a circle leads back."""
    found: set[Node] = set()
    ahead = [start]
    while ahead:
        fresh = [one for one in steps.get(ahead.pop(), ()) if one not in found]
        found.update(fresh)
        ahead.extend(fresh)
    return found


def below(root: str, pairs: Iterable[Pair]) -> set[str]:
    """Collect everything below `root`, at any depth; pairs are (narrower, broader)."""
    narrower: dict[str, list[str]] = defaultdict(list)
    for child, parent in pairs:
        narrower[parent].append(child)
    return reachable(root, narrower)


def circular(pairs: Iterable[Pair]) -> set[Pair]:
    """Find the pairs (narrower, broader) that close a circle, in the order they were given.

    Without them nothing stands below itself. A chain of any length is walked without recursion.
    """
    broader: dict[str, list[str]] = defaultdict(list)
    for child, parent in pairs:
        broader[child].append(parent)
    closing: set[Pair] = set()
    finished: set[str] = set()
    for start in list(broader):
        _walk(start, broader, finished, closing)
    return closing


def _walk(
    start: str, broader: dict[str, list[str]], finished: set[str], closing: set[Pair]
) -> None:
    """Walk upwards from `start`; meeting a concept of the path walked so far closes a circle."""
    if start in finished:
        return
    path: list[tuple[str, Iterator[str]]] = [(start, iter(broader[start]))]
    on_path = {start}
    while path:
        child, parents = path[-1]
        parent = next(parents, None)
        if parent is None:
            path.pop()
            on_path.discard(child)
            finished.add(child)
        elif parent in on_path:
            closing.add((child, parent))
        elif parent not in finished:
            on_path.add(parent)
            path.append((parent, iter(broader.get(parent, ()))))
