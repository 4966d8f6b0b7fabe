"""Builds the skill-by-skill nearness of a taxonomy: hierarchy first, then neighbours.

Shapes: S skills, O occupations. Thresholds and caps are those measured on expert-built transitions
between occupations (docs/decisions/0005); `talent evaluate` measures them again.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer

from matching.model import FULL, NEIGHBOUR_CAP, SkillModel
from matching.weights import rarity

MOST_NEIGHBOURS = 20
OPTIONAL = 0.5
ROWS_AT_ONCE = 2_000

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class SkillText:
    """What is written about a skill: every name it has, and its description."""

    uri: str
    names: tuple[str, ...]
    description: str = ""


@dataclass(frozen=True, slots=True)
class TaxonomyView:
    """The part of a taxonomy that nearness is built from; skills are numbered by position.

    Args:
        skills: S skills in order of URI.
        broader: pairs (narrower, broader).
        occupations: per occupation the skills it asks and whether each is essential.
        digest: of the taxonomy the view was taken from.
    """

    skills: Sequence[SkillText]
    broader: Sequence[tuple[int, int]]
    occupations: Sequence[Sequence[tuple[int, bool]]]
    digest: str


@dataclass(frozen=True, slots=True)
class Source:
    """One kind of evidence that two skills are alike: from which cosine on, and at most."""

    threshold: float
    cap: float


SHARED_OCCUPATIONS = Source(threshold=0.30, cap=0.60)
LABELS = Source(threshold=0.35, cap=0.80)
DESCRIPTIONS = Source(threshold=0.20, cap=0.60)


def build_model(view: TaxonomyView, progress: Progress = lambda _done, _total: None) -> SkillModel:
    """Build and freeze the model of a taxonomy; the same taxonomy gives the same bytes."""
    sources = [
        (occupation_vectors(view), SHARED_OCCUPATIONS),
        (label_vectors(view.skills), LABELS),
        (description_vectors(view.skills), DESCRIPTIONS),
    ]
    near = _neighbours(sources, len(view.skills), progress)
    off, skill, percent = _rows(_with_hierarchy(near, _closure(view)))
    asking = np.zeros(len(view.skills), dtype=np.int64)
    for asked in view.occupations:
        asking[[number for number, _ in asked]] += 1
    return SkillModel(
        uris=tuple(skill.uri for skill in view.skills),
        rarity=rarity(asking, len(view.occupations)),
        off=off,
        skill=skill,
        percent=percent,
        taxonomy=view.digest,
    )


def occupation_vectors(view: TaxonomyView) -> sparse.csr_array:
    """Describe each skill by the occupations that ask it: [S, O], IDF-weighted, length 1.

    An occupation that asks few skills says more about each of them.
    """
    triples = [
        (number, occupation, 1.0 if essential else OPTIONAL)
        for occupation, asked in enumerate(view.occupations)
        for number, essential in asked
    ]
    shape = (len(view.skills), max(1, len(view.occupations)))
    if not triples:
        return sparse.csr_array(shape)
    rows, columns, values = (np.array(column) for column in zip(*triples, strict=True))
    counts = np.bincount(columns, minlength=shape[1])
    idf = np.log((1 + shape[0]) / (1 + counts)) + 1
    return _unit_rows(sparse.csr_array((values * idf[columns], (rows, columns)), shape=shape))


def label_vectors(skills: Sequence[SkillText]) -> sparse.csr_array:
    """Describe each skill by the character n-grams of its preferred label: [S, n-grams]."""
    return _tfidf([skill.names[0] for skill in skills], analyzer="char_wb", ngram_range=(2, 5))


def description_vectors(skills: Sequence[SkillText]) -> sparse.csr_array:
    """Describe each skill by the words of its description: [S, words]; none is a zero row."""
    return _tfidf([skill.description for skill in skills], analyzer="word", ngram_range=(1, 1))


def _tfidf(
    texts: Sequence[str], *, analyzer: str, ngram_range: tuple[int, int]
) -> sparse.csr_array:
    if not any(text.strip() for text in texts):
        return sparse.csr_array((len(texts), 1))
    vectors = TfidfVectorizer(analyzer=analyzer, ngram_range=ngram_range, sublinear_tf=True)
    return sparse.csr_array(vectors.fit_transform(texts))


def _unit_rows(vectors: sparse.csr_array) -> sparse.csr_array:
    lengths = np.sqrt(np.asarray(vectors.multiply(vectors).sum(axis=1)).ravel())
    lengths[lengths == 0] = 1
    return sparse.csr_array(sparse.diags_array(1 / lengths) @ vectors)


def _neighbours(
    sources: Sequence[tuple[sparse.csr_array, Source]], skills: int, progress: Progress
) -> sparse.csr_array:
    """Take the best evidence of all sources per pair, and the best 20 neighbours per skill.

    Returns:
        [S, S] whole percents, 0 on the diagonal.
    """
    blocks = []
    for start in range(0, skills, ROWS_AT_ONCE):
        rows = slice(start, min(start + ROWS_AT_ONCE, skills))
        best = sparse.csr_array((rows.stop - start, skills))
        for vectors, source in sources:
            best = best.maximum(_alike(vectors, rows, source))
        blocks.append(_best_of_each_row(sparse.csr_array(best), MOST_NEIGHBOURS))
        progress(rows.stop, skills)
    return sparse.csr_array(sparse.vstack(blocks)) if blocks else sparse.csr_array((0, 0))


def _alike(vectors: sparse.csr_array, rows: slice, source: Source) -> sparse.csr_array:
    cosine = sparse.coo_array(vectors[rows] @ vectors.T)
    row, column = cosine.coords
    # Rounded before the step, so that the last bit of a float sum never decides.
    near = np.round(cosine.data, 9)
    keep = (near >= source.threshold) & (row + rows.start != column)
    percent = np.floor(FULL * np.minimum(near[keep], source.cap)).astype(np.int64)
    shape = (rows.stop - rows.start, vectors.shape[0])
    return sparse.csr_array((percent, (row[keep], column[keep])), shape=shape)


def _best_of_each_row(near: sparse.csr_array, most: int) -> sparse.csr_array:
    near.sort_indices()
    rows = np.repeat(np.arange(near.shape[0]), np.diff(near.indptr))
    order = np.lexsort((near.indices, -near.data, rows))
    place = np.arange(near.nnz) - near.indptr[rows[order]]
    keep = order[place < most]
    return sparse.csr_array((near.data[keep], (rows[keep], near.indices[keep])), shape=near.shape)


def _closure(view: TaxonomyView) -> list[tuple[int, int]]:
    """List (broader, narrower) at any distance: who welds MIG can weld, and can join metal."""
    parents: dict[int, set[int]] = {}
    for narrower, broader in view.broader:
        parents.setdefault(narrower, set()).add(broader)
    pairs: list[tuple[int, int]] = []
    for narrower in parents:
        found: set[int] = set()
        ahead = list(parents[narrower])
        while ahead:
            broader = ahead.pop()
            if broader not in found and broader != narrower:
                found.add(broader)
                ahead.extend(parents.get(broader, ()))
        pairs.extend((broader, narrower) for broader in found)
    return pairs


def _with_hierarchy(near: sparse.csr_array, pairs: Sequence[tuple[int, int]]) -> sparse.csr_array:
    size = near.shape[0]
    capped = near.minimum(NEIGHBOUR_CAP) if near.nnz else near
    asked = [broader for broader, _ in pairs] + list(range(size))
    having = [narrower for _, narrower in pairs] + list(range(size))
    full = sparse.csr_array(
        (np.full(len(asked), FULL, dtype=np.int64), (asked, having)), shape=near.shape
    )
    full.data = np.minimum(full.data, FULL)
    return sparse.csr_array(capped.maximum(full))


def _rows(
    near: sparse.csr_array,
) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.uint32], npt.NDArray[np.uint8]]:
    near.eliminate_zeros()
    rows = np.repeat(np.arange(near.shape[0]), np.diff(near.indptr))
    order = np.lexsort((near.indices, -near.data, rows))
    return (
        near.indptr.astype(np.uint32),
        near.indices[order].astype(np.uint32),
        near.data[order].astype(np.uint8),
    )
