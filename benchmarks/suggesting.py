"""Times the suggestions on the vocabulary of a database: while typing, and for a told text.

Usage: python benchmarks/suggesting.py DATABASE_URL

Typed words are labels with one letter wrong or cut off at 60 %; told texts are descriptions of
occupations joined up to about a hundred words.
"""

import random
import sys
from pathlib import Path
from time import perf_counter

import numpy as np
from sqlmodel import select

from foundation.database import open_engine, reading
from foundation.settings import Settings
from skills.models import Occupation, Skill
from skills.resolve import Resolver, resolver_of

QUERIES = 300
WORDS = 100


def typed_texts(labels: list[str], chance: random.Random) -> list[str]:
    """Mistype one letter of a label, or stop at 60 % of it."""
    texts = []
    for label in chance.sample(labels, min(QUERIES, len(labels))):
        place = chance.randrange(len(label))
        wrong = label[:place] + chance.choice("aeinrst") + label[place + 1 :]
        texts.append(wrong if chance.random() < 0.5 else label[: max(3, len(label) * 6 // 10)])
    return texts


def told_texts(descriptions: list[str], chance: random.Random) -> list[str]:
    """Join descriptions to texts of about a hundred words."""
    words = " ".join(chance.sample(descriptions, min(900, len(descriptions)))).split()
    return [" ".join(words[i : i + WORDS]) for i in range(0, len(words) - WORDS, WORDS)][:QUERIES]


def measure(name: str, door: object, texts: list[str]) -> None:
    """Print how long one answer takes."""
    times = []
    for text in texts:
        start = perf_counter()
        door(text[:4_000])  # type: ignore[operator]
        times.append(perf_counter() - start)
    low, high = np.percentile(np.array(times) * 1000, [50, 95])
    print(f"{name:<22} {len(texts)} texts   p50 {low:6.2f} ms   p95 {high:6.2f} ms")


def main() -> None:
    """Build the resolver and measure both doors."""
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    engine = open_engine(Settings(sys.argv[1], Path()))
    chance = random.Random(7)
    with reading(engine) as session:
        start = perf_counter()
        resolver: Resolver = resolver_of(session)
        print(f"built in {perf_counter() - start:.2f} s: {len(resolver.surfaces)} surfaces")
        labels = list(session.exec(select(Skill.label).where(Skill.language == "nl")))
        told = [text for text in session.exec(select(Occupation.description)) if text]
    measure("while typing", lambda text: resolver.complete(text[:200]), typed_texts(labels, chance))
    measure("a told text", resolver.suggest, told_texts(told, chance))


if __name__ == "__main__":
    main()
