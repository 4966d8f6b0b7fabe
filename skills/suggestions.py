"""What a resolver answers: plain values that need no resolver to be read."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A concept that the text may mean.

    `score` is 0 to 100; `surface` the label or synonym that matched; `words` the words of the text
    that led to it, as they were written, in their order.
    """

    uri: str
    label: str
    score: int
    surface: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What a text may mean: the best first, then by label, then by URI; none below the cutoff."""

    items: tuple[Suggestion, ...]

    @property
    def found_nothing(self) -> bool:
        """Tell whether nothing good enough was found; the page should say so."""
        return not self.items


@dataclass(frozen=True, slots=True)
class Ranked:
    """A concept in a ranking, with its best surface; `similarity` runs from 0 to 1."""

    uri: str
    surface: str
    similarity: float
