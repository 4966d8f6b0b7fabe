"""Measures quality on public benchmarks: transitions between occupations, and job titles.

Shapes: Q occupation codes, S skills. Transitions join O*NET's related occupations to ESCO; a method
is as good as it puts the related occupations before the unrelated ones (mean average precision,
MAP; exact skills only give .307 both ways and .272 one way). Titles are MELO's Dutch set (arXiv
2410.08319): the mean reciprocal rank (MRR) of the first right ESCO concept.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse
from sqlmodel import Session, col, select

from foundation.errors import Invalid
from matching.model import SkillModel
from matching.pool import OUTSIDE, SkillNumbers
from matching.weights import weight
from skills.models import Occupation, OccupationSkill
from skills.resolve import Resolver

MOST_TITLES = 100
Profile = Mapping[int, bool]
Floats = npt.NDArray[np.float64]
RESAMPLES = 1_000


class NoBenchmark(Invalid):
    """The folder holds no such benchmark."""


@dataclass(frozen=True, slots=True)
class Quality:
    """A mean over queries with its 95 % interval (percentile bootstrap over queries)."""

    mean: float
    low: float
    high: float
    queries: int


@dataclass(frozen=True, slots=True)
class Transitions:
    """The benchmark: which ESCO occupations a code stands for, and which codes are related."""

    occupations: Mapping[str, frozenset[str]]
    related: Mapping[str, frozenset[str]]


def read_transitions(folder: Path) -> Transitions:
    """Read `occupations.tsv` and `related.tsv`.

    Raises:
        NoBenchmark: a file is missing or has other columns.
    """
    try:
        codes = pd.read_csv(folder / "occupations.tsv", sep="\t", dtype=str)
        pairs = pd.read_csv(folder / "related.tsv", sep="\t", dtype=str)
        occupations = codes.groupby("onet_code")["esco_occupation_uri"].agg(frozenset)
        related = pairs.groupby("onet_code")["related_onet_code"].agg(frozenset)
    except (OSError, KeyError, ValueError) as error:
        raise NoBenchmark(
            f"In {folder} staat geen meetset van overstappen. Geef de map met occupations.tsv."
        ) from error
    return Transitions(dict(occupations), dict(related))


def asked_skills(session: Session, numbers: SkillNumbers) -> dict[str, dict[int, bool]]:
    """Read, per URI of an occupation, its skills as numbers and which are essential."""
    asked: dict[str, dict[int, bool]] = {}
    rows = session.exec(
        select(Occupation.uri, OccupationSkill.skill_id, OccupationSkill.essential)
        .where(OccupationSkill.occupation_id == Occupation.id)
        .where(col(Occupation.retired).is_(False))
    )
    for uri, skill, essential in rows:
        number = numbers.of(skill)
        if number != OUTSIDE:
            asked.setdefault(uri, {})[number] = essential
    return asked


def measure_transitions(
    model: SkillModel, asked: Mapping[str, Profile], benchmark: Transitions
) -> dict[str, Quality]:
    """Rank occupations for occupations and compare with the experts.

    Args:
        model: the model under test.
        asked: per occupation URI, its skills and whether each is essential.
        benchmark: the expert's pairs; codes without a known occupation are left out.

    Returns:
        "one way" as a person is ranked for work, "both ways" as the mean of fit and use.
    """
    known = {code: uris & asked.keys() for code, uris in benchmark.occupations.items()}
    codes = sorted(code for code, uris in known.items() if uris)
    profiles = [_joined([asked[uri] for uri in sorted(known[code])]) for code in codes]
    fit = cover(model, profiles)
    return {
        "one way": _quality(_average_precisions(fit.T, codes, known, benchmark)),
        "both ways": _quality(_average_precisions((fit + fit.T) / 2, codes, known, benchmark)),
    }


def _joined(profiles: Sequence[Profile]) -> Profile:
    joined: dict[int, bool] = {}
    for profile in profiles:
        for skill, essential in profile.items():
            joined[skill] = joined.get(skill, False) or essential
    return joined


def cover(model: SkillModel, profiles: Sequence[Profile]) -> Floats:
    """Work out how far each profile covers what each other asks: [Q asked, Q having], 0..1."""
    size = len(model.uris)
    near = sparse.csc_array(
        sparse.csr_array(
            (model.percent.astype(np.int64), model.skill.astype(np.int64), model.off.astype(int)),
            shape=(size, size),
        )
    )
    weighs = _weights(model, profiles)
    best = [near[:, sorted(profile)].max(axis=1).toarray().ravel() for profile in profiles]
    full = 100 * np.asarray(weighs.sum(axis=1)).ravel()
    return np.asarray(weighs @ np.stack(best, axis=1)) / full[:, None]


def _weights(model: SkillModel, profiles: Sequence[Profile]) -> sparse.csr_array:
    triples = [
        (row, skill, weight(int(model.rarity[skill]), required=essential))
        for row, profile in enumerate(profiles)
        for skill, essential in profile.items()
    ]
    rows, columns, values = zip(*triples, strict=True)
    return sparse.csr_array((values, (rows, columns)), shape=(len(profiles), len(model.uris)))


def _average_precisions(
    alike: Floats,
    codes: Sequence[str],
    known: Mapping[str, frozenset[str]],
    benchmark: Transitions,
) -> Floats:
    """Give the average precision of each query; codes that share an occupation are left out."""
    found = []
    for row, code in enumerate(codes):
        related = benchmark.related.get(code, frozenset())
        others = [
            place
            for place, other in enumerate(codes)
            if other != code and not known[other] & known[code]
        ]
        ranked = sorted(others, key=lambda place: (-alike[row, place], codes[place]))
        hits = np.array([codes[place] in related for place in ranked])
        if hits.any():
            precision = np.cumsum(hits)[hits] / (np.flatnonzero(hits) + 1)
            found.append(precision.sum() / len(related))
    return np.array(found)


def _quality(per_query: Floats) -> Quality:
    chance = np.random.default_rng(0)
    draws = chance.integers(0, len(per_query), (RESAMPLES, len(per_query)))
    low, high = np.percentile(per_query[draws].mean(axis=1), [2.5, 97.5])
    return Quality(float(per_query.mean()), float(low), float(high), len(per_query))


def measure_titles(folder: Path) -> Quality:
    """Link Dutch job titles to ESCO and give the MRR over concepts.

    A concept is as near as its nearest surface form, so that a concept with many names does not
    fill the list (concept pooling). A right concept below the first hundred counts as not found.

    Raises:
        NoBenchmark: a file is missing or has other columns.
    """
    try:
        queries, corpus, wanted, concept_of = _titles(folder)
    except (OSError, KeyError, ValueError) as error:
        raise NoBenchmark(
            f"In {folder} staat geen meetset van functietitels. Geef de map met queries.tsv."
        ) from error
    names: dict[str, list[str]] = {}
    for element, text in corpus.items():
        names.setdefault(concept_of[element], []).append(text)
    resolver = Resolver.build((uri, texts[0], texts[1:]) for uri, texts in names.items())
    ranked = resolver.rank(list(queries.values()), MOST_TITLES)
    found = []
    for query, concepts in zip(queries, ranked, strict=True):
        right = {concept_of[element] for element in wanted[query]}
        places = [place for place, one in enumerate(concepts, 1) if one.uri in right]
        found.append(1 / places[0] if places else 0.0)
    return _quality(np.array(found))


def _titles(
    folder: Path,
) -> tuple[dict[str, str], dict[str, str], dict[str, list[str]], dict[str, str]]:
    def table(name: str, columns: list[str]) -> pd.DataFrame:
        path = folder / f"{name}.tsv"
        return pd.read_csv(path, sep="\t", dtype=str, names=columns, keep_default_na=False)

    queries = table("queries", ["id", "text"])
    corpus = table("corpus_elements", ["id", "text"])
    right = table("annotations", ["query", "zero", "element", "one"])
    concepts = table("concept_mapping", ["id", "uri"])
    return (
        dict(zip(queries["id"], queries["text"], strict=True)),
        dict(zip(corpus["id"], corpus["text"], strict=True)),
        dict(right.groupby("query")["element"].agg(list)),
        dict(zip(concepts["id"], concepts["uri"], strict=True)),
    )
