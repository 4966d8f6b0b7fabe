"""The part of a taxonomy that a model is built from, as plain values."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AskedOccupation:
    """An occupation: its ISCO code, and the skills it asks with whether each is essential."""

    isco: str
    skills: tuple[tuple[int, bool], ...]


@dataclass(frozen=True, slots=True)
class TaxonomyView:
    """The part of a taxonomy that nearness is built from; skills are numbered by position.

    Args:
        uris: of S skills, in order.
        labels: their preferred labels.
        broader: pairs (narrower, broader).
        related: pairs of skills that help with each other.
        themes: per skill the headings it stands under, its own and those of broader skills.
        occupations: O occupations in order of URI.
        digest: of the taxonomy the view was taken from.
    """

    uris: Sequence[str]
    labels: Sequence[str]
    broader: Sequence[tuple[int, int]]
    related: Sequence[tuple[int, int]]
    themes: Sequence[frozenset[int]]
    occupations: Sequence[AskedOccupation]
    digest: str
