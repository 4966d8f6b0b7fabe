"""Promises about the taxonomy that comes with the product."""

import csv
from collections import Counter
from pathlib import Path

import pytest
from rapidfuzz import fuzz, process

from seed.embedded import FOLDER, embedded_uris, load_embedded
from seed.region import SEED_DAY
from seed.story import ASKED, BY_HIMSELF, BY_OCCUPATION, OCCUPATION
from skills.entries import TaxonomyFiles
from skills.files import read_taxonomy
from skills.models import RelationKind
from skills.sectors import sector_of

# Labels that look alike and do mean something else.
REALLY_DIFFERENT: set[frozenset[str]] = set()


@pytest.fixture(scope="module")
def files() -> TaxonomyFiles:
    return read_taxonomy(FOLDER)


def test_every_row_is_sound(files):
    assert files.problems == ()


def test_it_loads_and_loading_it_again_changes_nothing(session):
    first = load_embedded(session, now=SEED_DAY)
    again = load_embedded(session, now=SEED_DAY)
    assert (first.problems, again.already_current, again.changed) == ((), True, 0)


def test_it_is_large_enough_to_work_with(files):
    assert len(files.skills) >= 450
    assert sum(len(skill.synonyms) for skill in files.skills) >= 1_500
    assert len(files.occupations) >= 130
    assert len(files.courses) >= 60


def test_every_occupation_asks_eight_to_twenty_skills_and_each_only_once(files):
    asked = Counter((one.occupation, one.skill) for one in files.asks)
    sizes = Counter(occupation for occupation, _ in asked)
    assert {one.label for one in files.occupations if not 8 <= sizes[one.uri] <= 20} == set()
    assert set(asked.values()) == {1}


def test_every_skill_is_asked_by_an_occupation(files):
    asked = {one.skill for one in files.asks}
    assert [skill.label for skill in files.skills if skill.uri not in asked] == []


def test_every_skill_stands_in_a_group_under_a_theme(files):
    parent = {group.uri: group.parent for group in files.groups}
    themes = {uri for uri, above in parent.items() if above is None}
    groups = {uri for uri, above in parent.items() if above in themes}
    assert themes | groups == parent.keys()
    placed = {one.skill: one.group for one in files.memberships}
    assert {skill.label for skill in files.skills if placed.get(skill.uri) not in groups} == set()


def test_no_word_names_two_skills(files):
    names = Counter(
        name
        for skill in files.skills
        for name in {word.casefold() for word in (skill.label, *skill.synonyms)}
    )
    assert [name for name, times in names.items() if times > 1] == []


def test_no_two_labels_are_so_alike_that_a_person_would_doubt(files):
    labels = [skill.label for skill in files.skills]
    alike = process.cdist(labels, labels, scorer=fuzz.token_sort_ratio, score_cutoff=90)
    pairs = {
        frozenset((one, other))
        for row, one in enumerate(labels)
        for column, other in enumerate(labels[:row])
        if alike[row][column]
    }
    assert pairs == REALLY_DIFFERENT


def test_no_skill_is_broader_than_itself(files):
    above = {}
    for one in files.relations:
        if one.kind is RelationKind.BROADER:
            above.setdefault(one.skill, set()).add(one.other)
    for start in above:
        reached, ahead = set(), [*above[start]]
        while ahead:
            here = ahead.pop()
            if here not in reached:
                reached.add(here)
                ahead.extend(above.get(here, ()))
        assert start not in reached


def test_every_occupation_falls_in_a_sector(files):
    outside = [one.label for one in files.occupations if sector_of(one.isco, files.sectors) is None]
    assert outside == []


def test_every_course_teaches_something(files):
    taught = {one.course for one in files.teaches}
    assert [one.name for one in files.courses if one.uri not in taught] == []


def test_the_story_speaks_the_embedded_language(files):
    labels = {label for label, *_ in (*ASKED, *BY_OCCUPATION, *BY_HIMSELF)}
    assert labels - embedded_uris().keys() == set()
    assert OCCUPATION in {one.label for one in files.occupations}


def test_every_esco_address_is_one_of_the_real_esco(files, real_esco):
    known = set()
    for name in ("skills_en.csv", "occupations_en.csv", "skillGroups_en.csv"):
        with (Path(real_esco) / name).open(encoding="utf-8", newline="") as file:
            known |= {row["conceptUri"] for row in csv.DictReader(file)}
    ours = [one.uri for one in (*files.skills, *files.occupations, *files.groups)]
    assert [uri for uri in ours if uri.startswith("http") and uri not in known] == []
