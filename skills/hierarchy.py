"""The broader relations of a taxonomy as plain pairs: what stands below what, and no circles."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

Pair = tuple[str, str]


def below(root: str, pairs: Iterable[Pair]) -> set[str]:
    """Collect everything below `root`, at any depth; pairs are (narrower, broader)."""
    narrower = defaultdict(list)
    for child, parent in pairs:
        narrower[parent].append(child)
    found: set[str] = set()
    waiting = [root]
    while waiting:
        fresh = [child for child in narrower[waiting.pop()] if child not in found]
        found.update(fresh)
        waiting.extend(fresh)
    return found


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
