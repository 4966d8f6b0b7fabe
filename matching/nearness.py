"""Builds the skill-by-skill nearness of a taxonomy: hierarchy first, then neighbours.

Shapes: S skills, O occupations. Thresholds and caps are those measured on expert-built transitions
between occupations (docs/decisions/0005); `talent evaluate` measures them again.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer

from matching.model import Progress, SkillModel, silent
from matching.reference import FULL_NEARNESS
from matching.taxonomy import TaxonomyView
from matching.weights import rarity
from skills.hierarchy import reachable

MOST_NEIGHBOURS = 20
# A neighbour covers at most this much: nobody is sure of a skill he does not name.
NEIGHBOUR_CAP = 80
OPTIONAL = 0.5
ROWS_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class Source:
    """One kind of evidence that two skills are alike: from which cosine on, and at most.

    Skills that the same occupations ask may be alike or only be used together; `within_theme`
    counts them as alike only under a common heading of the hierarchy.
    """

    threshold: float
    cap: float
    within_theme: bool = True


SHARED_OCCUPATIONS = Source(threshold=0.30, cap=0.60)
SHARED_UNIT_GROUPS = Source(threshold=0.60, cap=0.50)
SHARED_MINOR_GROUPS = Source(threshold=0.70, cap=0.40)
LABELS = Source(threshold=0.35, cap=0.80, within_theme=False)
# Experts of the taxonomy wrote that one skill helps with the other.
RELATED = 60


def build_model(view: TaxonomyView, progress: Progress = silent) -> SkillModel:
    """Build and freeze the model of a taxonomy; the same taxonomy gives the same bytes."""
    codes = [occupation.isco for occupation in view.occupations]
    sources = [
        (occupation_vectors(view, range(len(codes))), SHARED_OCCUPATIONS),
        (occupation_vectors(view, [code[:4] for code in codes]), SHARED_UNIT_GROUPS),
        (occupation_vectors(view, [code[:3] for code in codes]), SHARED_MINOR_GROUPS),
        (label_vectors(view.labels), LABELS),
    ]
    rare = _rarity(view)
    near = _neighbours(sources, view, rare, progress)
    off, skill, percent = _rows(_with_hierarchy(near, _closure(view)))
    return SkillModel(
        uris=tuple(view.uris),
        rarity=rare,
        off=off,
        skill=skill,
        percent=percent,
        taxonomy=view.digest,
    )


def _rarity(view: TaxonomyView) -> npt.NDArray[np.uint8]:
    asking = np.zeros(len(view.uris), dtype=np.int64)
    for occupation in view.occupations:
        asking[[number for number, _ in occupation.skills]] += 1
    return rarity(asking, len(view.occupations))


def occupation_vectors(view: TaxonomyView, group_of: Sequence[Hashable]) -> sparse.csr_array:
    """Describe each skill by the occupations that ask it, or by groups of them.

    An occupation (or group) that asks few skills says more about each of them.

    Args:
        view: the taxonomy.
        group_of: per occupation what it is counted under: itself, or a group.

    Returns:
        [S, columns], IDF-weighted, rows of length 1 or 0.
    """
    columns: dict[Hashable, int] = {}
    triples = [
        (number, columns.setdefault(group, len(columns)), essential)
        for group, occupation in zip(group_of, view.occupations, strict=True)
        for number, essential in occupation.skills
    ]
    shape = (len(view.uris), max(1, len(columns)))
    if not triples:
        return sparse.csr_array(shape)
    skill, column, essential = (np.array(part) for part in zip(*triples, strict=True))
    values = np.where(essential, 1.0, OPTIONAL)
    counts = sparse.csr_array((values, (skill, column)), shape=shape)
    asks = np.bincount(counts.indices, minlength=shape[1])
    idf = np.log((1 + shape[0]) / (1 + asks)) + 1
    return _unit_rows(sparse.csr_array(counts @ sparse.diags_array(idf)))


def label_vectors(labels: Sequence[str]) -> sparse.csr_array:
    """Describe each skill by the character n-grams of its label: [S, n-grams], TF-IDF."""
    if not any(label.strip() for label in labels):
        return sparse.csr_array((len(labels), 1))
    vectors = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True)
    return sparse.csr_array(vectors.fit_transform(labels))


def _unit_rows(vectors: sparse.csr_array) -> sparse.csr_array:
    lengths = np.sqrt(np.asarray(vectors.multiply(vectors).sum(axis=1)).ravel())
    lengths[lengths == 0] = 1
    return sparse.csr_array(sparse.diags_array(1 / lengths) @ vectors)


def _related(view: TaxonomyView) -> sparse.csr_array:
    """Lay the related pairs out both ways: [S, S] percents."""
    size = len(view.uris)
    both = {(one, other) for pair in view.related for one, other in (pair, pair[::-1])}
    rows = [one for one, other in sorted(both) if one != other]
    columns = [other for one, other in sorted(both) if one != other]
    percents = np.full(len(rows), RELATED, dtype=np.int64)
    return sparse.csr_array((percents, (rows, columns)), shape=(size, size))


def _theme_vectors(view: TaxonomyView) -> sparse.csr_array:
    """Lay out which skill stands under which heading: [S, headings], 0 or 1.

    In a taxonomy without headings all skills stand under one.
    """
    columns: dict[int, int] = {}
    pairs = [
        (skill, columns.setdefault(theme, len(columns)))
        for skill, themes in enumerate(view.themes)
        for theme in sorted(themes)
    ]
    shape = (len(view.uris), max(1, len(columns)))
    if not pairs:
        return sparse.csr_array(np.ones(shape, dtype=np.int64))
    skill, column = zip(*pairs, strict=True)
    return sparse.csr_array((np.ones(len(pairs), dtype=np.int64), (skill, column)), shape=shape)


def _neighbours(
    sources: Sequence[tuple[sparse.csr_array, Source]],
    view: TaxonomyView,
    rare: npt.NDArray[np.uint8],
    progress: Progress,
) -> sparse.csr_array:
    """Take the best evidence of all sources per pair, and the best 20 neighbours per skill.

    Returns:
        [S, S] whole percents, 0 on the diagonal.
    """
    blocks, skills = [], len(view.uris)
    related, themes = _related(view), _theme_vectors(view)
    for start in range(0, skills, ROWS_AT_ONCE):
        rows = slice(start, min(start + ROWS_AT_ONCE, skills))
        best = related[rows]
        for vectors, source in sources:
            alike = _alike(vectors, rows, source)
            if source.within_theme:
                alike = alike.multiply(sparse.csr_array(themes[rows] @ themes.T) > 0)
            best = best.maximum(alike)
        specific = _without_generic(sparse.csr_array(best), rare[rows], rare)
        blocks.append(_best_of_each_row(specific, MOST_NEIGHBOURS))
        progress(rows.stop, skills)
    return sparse.csr_array(sparse.vstack(blocks)) if blocks else sparse.csr_array((0, 0))


def _alike(vectors: sparse.csr_array, rows: slice, source: Source) -> sparse.csr_array:
    cosine = sparse.coo_array(vectors[rows] @ vectors.T)
    row, column = cosine.coords
    # Rounded before the step, so that the last bit of a float sum never decides.
    near = np.round(cosine.data, 9)
    keep = (near >= source.threshold) & (row + rows.start != column)
    percent = np.floor(FULL_NEARNESS * np.minimum(near[keep], source.cap)).astype(np.int64)
    shape = (rows.stop - rows.start, vectors.shape[0])
    return sparse.csr_array((percent, (row[keep], column[keep])), shape=shape)


def _without_generic(
    near: sparse.csr_array, asked: npt.NDArray[np.uint8], having: npt.NDArray[np.uint8]
) -> sparse.csr_array:
    """Take out generic skills as neighbours of rarer ones.

    Who can concentrate cannot yet guard a chemical process. On the expert transitions this lifts
    the one-way measure from .290 to .293 and costs .002 both ways (docs/decisions/0005).
    """
    pairs = sparse.coo_array(near)
    row, column = pairs.coords
    keep = (having[column] > 1) | (asked[row] == 1)
    return sparse.csr_array((pairs.data[keep], (row[keep], column[keep])), shape=near.shape)


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
        wider = reachable(narrower, parents) - {narrower}
        pairs.extend((broader, narrower) for broader in wider)
    return pairs


def _with_hierarchy(near: sparse.csr_array, pairs: Sequence[tuple[int, int]]) -> sparse.csr_array:
    size = near.shape[0]
    capped = near.minimum(NEIGHBOUR_CAP) if near.nnz else near
    asked = [broader for broader, _ in pairs] + list(range(size))
    having = [narrower for _, narrower in pairs] + list(range(size))
    full = sparse.csr_array(
        (np.full(len(asked), FULL_NEARNESS, dtype=np.int64), (asked, having)), shape=near.shape
    )
    full.data = np.minimum(full.data, FULL_NEARNESS)
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
