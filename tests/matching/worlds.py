"""Worlds to match in: random little ones for the laws, and a small region for everything else.

Three sizes, from fast to whole: `model_from` (no database), the fixture `world` of this folder
(five skills, one vacancy, both databases, some milliseconds), and `small_region` (the embedded
taxonomy with invented people and work, some seconds). The region of 600 people is the fixture
`region` of tests/seed/conftest.py, made once and only read.
"""

import numpy as np
from hypothesis import strategies as st
from sqlalchemy import Engine

from foundation.database import reading, writing
from foundation.settings import Settings
from matching.model import SkillModel
from matching.reference import Asking, Having
from matching.service import Matcher, open_matcher
from seed.region import Size, seed_region

SKILLS = 12


def model_from(rows: list[dict[int, int]], rarity: list[int]) -> SkillModel:
    """A model from, per asked skill, which skills cover it and how far."""
    full = [{**row, asked: 100} for asked, row in enumerate(rows)]
    ordered = [sorted(row.items(), key=lambda pair: (-pair[1], pair[0])) for row in full]
    return SkillModel(
        uris=tuple(f"urn:skill:{number:03}" for number in range(len(rows))),
        rarity=np.array(rarity, dtype=np.uint8),
        off=np.cumsum([0, *map(len, ordered)]).astype(np.uint32),
        skill=np.array([skill for row in ordered for skill, _ in row], dtype=np.uint32),
        percent=np.array([near for row in ordered for _, near in row], dtype=np.uint8),
        taxonomy="test",
    )


def small_region(
    engine: Engine, settings: Settings, *, candidates: int = 6, vacancies: int = 40
) -> Matcher:
    """Make a small region in an empty, migrated database and give a matcher that is ready.

    Candidates are numbered from 1 to `candidates`, the last is the musician; so are vacancies, and
    the last is the one of the dairy.
    """
    with writing(engine) as session:
        seed_region(session, size=Size(candidates, vacancies))
    with reading(engine) as session:
        return open_matcher(session, settings)


skills = st.integers(0, SKILLS - 1)
levels = st.none() | st.integers(1, 5)
models = st.builds(
    model_from,
    st.lists(
        st.dictionaries(skills, st.integers(1, 100), max_size=4),
        min_size=SKILLS,
        max_size=SKILLS,
    ),
    st.lists(st.integers(1, 3), min_size=SKILLS, max_size=SKILLS),
)
people = st.lists(st.builds(Having, skills, levels, st.booleans()), max_size=8)
vacancies = st.lists(st.builds(Asking, skills, levels, st.booleans(), st.booleans()), max_size=7)
