"""Turns text into ranked suggestions that a person confirms; it never links anything by itself.

A surface is one way to say a concept: its label or a synonym. First an inverted index of
character n-grams and words finds the surfaces that look like the text, then their words are
compared one by one. Shapes: F features, S surfaces, in order of concept.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import log
from sys import intern
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz
from sqlmodel import Session

from foundation.entry import LINE, TEXT, clean_text
from skills.service import Names, NotText, occupation_names, skill_names, typed
from skills.suggestions import Ranked, Suggestion, Suggestions
from skills.wording import Word, fold, folded_words, telling, windows, words_of

# Surfaces whose words are compared: more while typing, for a prefix looks like many. On ESCO, 60
# hold 99 % of Dutch labels of which 40 % was not typed yet; per window of a longer text 30 give as
# many right suggestions as 60 do.
COMPLETE_SURFACES = 60
SUGGEST_SURFACES = 30

# In a longer text, features of more surfaces than this do not count when looking for surfaces: on
# ESCO they are 56 % of the index and tell least.
LONGEST_POSTING = 1_000

# Measured on ESCO 1.1.1 with 300 Dutch labels: with one typing error 99 % of the right concepts
# score 72 or more, with 40 % still untyped 83 or more, with both 95 % score 73 or more. Of random
# letters 95 % score 32 or less.
COMPLETE_CUTOFF = 70

# Measured on the Dutch descriptions of occupations against the skills they ask, 300 of ESCO and
# 285 of this product: right are 15 and 41 % of the suggestions from 60 upwards, 7 and 28 % from 50
# to 60, and 4 and 18 % below. 90 % of texts of twenty random words keep none.
SUGGEST_CUTOFF = 50

# A word of fewer letters has too many look-alikes: bus, bos, bes.
SHORTEST_FUZZY = 4
# "Restaurant" does not say rest; "magazijnwerk" does say magazijn.
SHORTEST_PART = 5
# "Machine" may be a machinekamer; "thuis" is no thuisbatterij.
LEAST_OF_COMPOUND = 0.55
# One word with an ending of at most two letters (-s, -en) is no compound.
LONGEST_ENDING = 2
# The rapidfuzz ratio from which two words may be the same one mistyped or inflected.
TYPED_RATIO = 70
TOLD_RATIO = 80

# Texts ranked in one go: a block of 64 × S scores stays small.
_BLOCK = 64

# Scores 0 to 100 how alike a word of a text and a word of a surface are.
Alike = Callable[[str, str], float]
# A surface by its number, its score 0 to 100, and the words that led to it.
Scored = tuple[int, float, tuple[str, ...]]
# Gives for a word of a surface how alike (0 to 100) the likest word of a window is, and
# the place of that word in it.
Likest = Callable[[str], tuple[float, int]]


@dataclass(frozen=True, slots=True)
class Resolver:
    """The words of one vocabulary (skills or occupations), ready to be asked; never changed."""

    concepts: tuple[tuple[str, str], ...]
    surfaces: tuple[str, ...]
    _owner: NDArray[np.int64]
    _words: tuple[tuple[str, ...], ...]
    _rarity: Mapping[str, float]
    _vectorizers: tuple[Any, ...]
    _inverted: Any

    @classmethod
    def build(cls, names: Iterable[tuple[str, str, Sequence[str]]]) -> "Resolver":
        """Build a resolver from (uri, label, synonyms); the order they come in is irrelevant."""
        concepts = sorted((label, uri, tuple(synonyms)) for uri, label, synonyms in names)
        ways = [(n, way) for n, (label, _, more) in enumerate(concepts) for way in (label, *more)]
        surfaces = tuple(way for _, way in ways)
        words = tuple(_surface_words(surface) for surface in surfaces)
        vectorizers, features = _learnt(surfaces)
        return cls(
            concepts=tuple((uri, label) for label, uri, _ in concepts),
            surfaces=surfaces,
            _owner=np.array([owner for owner, _ in ways], dtype=np.int64),
            _words=words,
            _rarity=_rarity([owner for owner, _ in ways], words),
            _vectorizers=vectorizers,
            _inverted=features.T.tocsr(),
        )

    def complete(self, text: str, limit: int = 10) -> Suggestions:
        """Suggest while somebody types: the last word may be unfinished, any word mistyped.

        Every typed word counts by its length; word order does not. One letter finds only what is
        called exactly that.

        Raises:
            NotText: more than 200 characters, or characters that are no text.
        """
        line = typed(text, longest=LINE)
        asked = telling(words_of(line))
        if not asked:
            return Suggestions(())
        [near] = self._nearest([asked], COMPLETE_SURFACES, longest_posting=None)
        if len(line) == 1:
            near = [number for number in near if fold(self.surfaces[number]) == fold(line)]
        scored = [(number, *_typed_score(asked, self._words[number])) for number in near]
        return self._suggestions(scored, COMPLETE_CUTOFF, limit)

    def suggest(self, text: str, limit: int = 10) -> Suggestions:
        """Suggest what a sentence or a paragraph tells about, window by window.

        Every word of a surface counts by its rarity in the vocabulary.

        Raises:
            NotText: more than 5,000 characters, or characters that are no text.
        """
        try:
            asked = windows(clean_text(text, longest=TEXT))
        except ValueError as error:
            raise NotText(f"Deze tekst {error}.") from error
        near = self._nearest(asked, SUGGEST_SURFACES, longest_posting=LONGEST_POSTING)
        alike = cache(_alike_told)  # windows overlap and surfaces share words
        scored: list[Scored] = []
        for window, numbers in zip(asked, near, strict=True):
            likest = _likest_in(window, alike)
            scored += [
                (number, *_told_score(window, self._words[number], likest, self._rarity))
                for number in numbers
            ]
        return self._suggestions(scored, SUGGEST_CUTOFF, limit)

    def rank(self, texts: Sequence[str], limit: int = 10) -> list[tuple[Ranked, ...]]:
        """Rank the concepts for each text by n-grams and words alone, without a cutoff.

        A concept is as near as its nearest surface; ties by label, then URI. For measuring and for
        large imports: only the best `limit` per text are given, and fewer when fewer share a word.
        """
        ranked: list[tuple[Ranked, ...]] = []
        for start in range(0, len(texts) if self.surfaces else 0, _BLOCK):
            asked = _features(self._vectorizers, texts[start : start + _BLOCK])
            ranked += [self._pooled(row, limit) for row in (asked @ self._inverted).toarray()]
        return ranked or [()] * len(texts)

    def _pooled(self, similarities: NDArray[np.float32], limit: int) -> tuple[Ranked, ...]:
        """Give the best concepts; similarities: (S,)."""
        starts = np.flatnonzero(np.diff(self._owner, prepend=-1))
        of_concept = np.maximum.reduceat(similarities, starts)
        ends = np.append(starts[1:], len(similarities))
        ranked = []
        for n in np.argsort(-of_concept, kind="stable")[:limit]:
            if of_concept[n] > 0:
                surface = starts[n] + int(similarities[starts[n] : ends[n]].argmax())
                # Both halves of the features have length 1, so their sum is at most 2.
                similarity = float(of_concept[n]) / len(self._vectorizers)
                ranked.append(Ranked(self.concepts[n][0], self.surfaces[surface], similarity))
        return tuple(ranked)

    def _nearest(
        self, asked: Sequence[Sequence[Word]], count: int, *, longest_posting: int | None
    ) -> list[list[int]]:
        """Find per list of words the surfaces that look most like them, in one product."""
        if not asked or not self.surfaces:
            return [[] for _ in asked]
        lines = [" ".join(word.folded for word in words) for words in asked]
        query = _features(self._vectorizers, lines)
        if longest_posting is not None:
            query.data[np.diff(self._inverted.indptr)[query.indices] > longest_posting] = 0
            query.eliminate_zeros()
        product = query @ self._inverted
        rows = zip(product.indptr[:-1], product.indptr[1:], strict=True)
        return [
            _highest(product.indices[here:there], product.data[here:there], count)
            for here, there in rows
        ]

    def _suggestions(self, scored: Iterable[Scored], cutoff: int, limit: int) -> Suggestions:
        """Keep the best surface of each concept and put them in order."""
        best: dict[int, Suggestion] = {}
        for number, score, words in sorted(scored, key=lambda each: (-int(each[1]), each[0])):
            owner = int(self._owner[number])
            if score >= cutoff and owner not in best:
                uri, label = self.concepts[owner]
                best[owner] = Suggestion(uri, label, int(score), self.surfaces[number], words)
        ordered = sorted(best.values(), key=lambda each: (-each.score, each.label, each.uri))
        return Suggestions(tuple(ordered[:limit]))


def resolver_of(session: Session) -> Resolver:
    """Build the resolver of the skills in use."""
    return _resolver(skill_names(session))


def occupation_resolver_of(session: Session) -> Resolver:
    """Build the resolver of the occupations in use."""
    return _resolver(occupation_names(session))


def _resolver(names: Iterable[Names]) -> Resolver:
    return Resolver.build((each.uri, each.label, each.synonyms) for each in names)


def _learnt(surfaces: Sequence[str]) -> tuple[tuple[Any, ...], Any]:
    """Learn the n-grams of 2 to 5 characters within words, and the words; give (S, F) features.

    On MELO (Dutch job titles) the two together rank better than n-grams alone: MRR .508 and .502.
    """
    from sklearn.feature_extraction.text import TfidfVectorizer  # a second: only when needed

    vectorizers = (
        TfidfVectorizer(
            analyzer="char_wb", ngram_range=(2, 5), preprocessor=fold, dtype=np.float32
        ),
        TfidfVectorizer(analyzer=folded_words, dtype=np.float32),
    )
    texts = [*surfaces, "woord"]  # scikit-learn refuses an empty vocabulary
    features = _beside(each.fit_transform(texts) for each in vectorizers)
    return vectorizers, features[: len(surfaces)]


def _features(vectorizers: Sequence[Any], texts: Sequence[str]) -> Any:
    """Turn texts into rows of features: (texts, F)."""
    return _beside(each.transform(texts) for each in vectorizers)


def _beside(parts: Iterable[Any]) -> Any:
    from scipy.sparse import csr_array, hstack  # scikit-learn loads it, when that is needed

    return csr_array(hstack(list(parts)))


def _rarity(owners: Sequence[int], words: Sequence[tuple[str, ...]]) -> dict[str, float]:
    """Weigh each word by how few concepts use it: ln((1 + concepts) / (1 + its concepts)) + 1.

    By concept, not by surface: a skill with ten synonyms does not make its own words common.
    """
    uses = {(word, owner) for owner, each in zip(owners, words, strict=True) for word in each}
    count = Counter(word for word, _ in uses)
    concepts = len(set(owners))
    return {word: log((1 + concepts) / (1 + number)) + 1 for word, number in count.items()}


def _surface_words(surface: str) -> tuple[str, ...]:
    return tuple(intern(word.folded) for word in telling(words_of(surface)))


def _highest(numbers: NDArray[np.int64], scores: NDArray[np.float32], count: int) -> list[int]:
    """Give the numbers with the highest scores, the lowest number first on a tie."""
    if len(scores) > count:
        kept = scores >= np.partition(scores, -count)[-count]
        numbers, scores = numbers[kept], scores[kept]
    order = np.lexsort((numbers, -scores))[:count]
    return [int(number) for number in numbers[order]]


def _typed_score(asked: Sequence[Word], words: Sequence[str]) -> tuple[float, tuple[str, ...]]:
    """Score 0 to 100 how well a surface answers what is typed, and name the words that did.

    Finding every typed word makes 85 %; the rest is how much of the surface was typed.
    """
    alike = [
        [_alike_typed(word.folded, other, is_last=word is asked[-1]) for other in words]
        for word in asked
    ]
    per_typed = [max(row, default=0.0) for row in alike]
    per_word = [max(column) for column in zip(*alike, strict=True)]
    found = _mean(per_typed, [len(word.folded) for word in asked])
    covered = _mean(per_word, [len(word) for word in words])
    used = [word.written for word, score in zip(asked, per_typed, strict=True) if score]
    return found * (0.85 + 0.15 * covered / 100), tuple(dict.fromkeys(used))


def _mean(scores: Sequence[float], weights: Sequence[float]) -> float:
    """Take the weighted mean; that of nothing is 0."""
    total = sum(score * weight for score, weight in zip(scores, weights, strict=True))
    return total / sum(weights) if weights else 0.0


def _alike_typed(typed_word: str, word: str, *, is_last: bool) -> float:
    """Score 0 to 100 how likely a typed word means a word; the last may be unfinished."""
    if typed_word == word:
        return 100
    if word.startswith(typed_word) and (is_last or len(typed_word) >= SHORTEST_FUZZY):
        return 97 if is_last else 92
    if min(len(typed_word), len(word)) < SHORTEST_FUZZY:
        return 0
    if typed_word in word:  # a part of a compound: "truck" in "heftruck"
        return 88
    if word in typed_word:
        return 60 + 30 * len(word) / len(typed_word)
    ratio = fuzz.ratio(typed_word, word)
    if is_last:
        ratio = max(ratio, fuzz.ratio(typed_word, word[: len(typed_word)]) - 5)
    return ratio if ratio >= TYPED_RATIO else 0


def _alike_told(told: str, word: str) -> float:
    """Score 0 to 100 how likely a word of a finished text means a word of a surface."""
    if told == word:
        return 100
    if min(len(told), len(word)) < SHORTEST_FUZZY:
        return 0
    if abs(len(told) - len(word)) > LONGEST_ENDING:
        # "heftruckchauffeur" says heftruck and chauffeur. "Machine" may be a machinekamer, but
        # "zorg" is seldom stomazorg: counting that too, .29 of the suggestions were right, not .33.
        if len(word) >= SHORTEST_PART and (told.startswith(word) or told.endswith(word)):
            return 60 + 40 * len(word) / len(told)
        if word.startswith(told) and len(told) >= LEAST_OF_COMPOUND * len(word):
            return 40 + 50 * len(told) / len(word)
    ratio = fuzz.ratio(told, word)
    return ratio if ratio >= TOLD_RATIO else 0


def _likest_in(window: Sequence[Word], alike: Alike) -> Likest:
    """Give the function that looks for the likest word of a window and remembers its answers.

    Words that start with another letter are compared only when one ends in the other: the
    first letter is seldom mistyped, and wassen is not lassen.
    """
    folded = [word.folded for word in window]

    @cache
    def likest(word: str) -> tuple[float, int]:
        first = word[0]
        scores = [
            alike(told, word) if told[0] == first or told.endswith(word) else 0.0 for told in folded
        ]
        highest = max(scores)
        return highest, scores.index(highest)

    return likest


def _told_score(
    window: Sequence[Word], words: Sequence[str], likest: Likest, rarity: Mapping[str, float]
) -> tuple[float, tuple[str, ...]]:
    """Score 0 to 100 how much of a surface a window tells, and name the words that did."""
    found = [likest(word) for word in words]
    score = _mean([score for score, _ in found], [rarity[word] ** 2 for word in words])
    places = sorted({place for alike, place in found if alike})
    return score, tuple(dict.fromkeys(window[place].written for place in places))
