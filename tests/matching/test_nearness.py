"""Promises about the frozen model: what is near, what is not, and that it stays the same."""

import dataclasses
import subprocess
import sys

import numpy as np
import pytest

from matching import nearness
from matching.nearness import build_model
from matching.taxonomy import AskedOccupation, TaxonomyView
from matching.weights import rarity, weight

LABELS = (
    "metaal verbinden",  # 0
    "lassen",  # 1: narrower than 0
    "MIG-lassen",  # 2: narrower than 1
    "brood bakken",  # 3
    "koekjes bakken",  # 4
    "deeg kneden",  # 5: asked with 3 everywhere
    "samenwerken",  # 6: asked by all
    "solderen",  # 7: related to 1
)
OCCUPATIONS = [
    AskedOccupation("7212", ((1, True), (2, True), (6, True))),
    *[AskedOccupation("7512", ((3, True), (5, True), (6, True)))] * 2,
    *[AskedOccupation(f"{code}", ((6, True),)) for code in range(9110, 9140)],
]
VIEW = TaxonomyView(
    uris=[f"urn:{n}" for n in range(len(LABELS))],
    labels=LABELS,
    broader=[(1, 0), (2, 1)],
    related=[(7, 1)],
    themes=[frozenset({1})] * 3 + [frozenset({2})] * 3 + [frozenset({3}), frozenset({1})],
    occupations=OCCUPATIONS,
    digest="test",
)


@pytest.fixture(scope="module")
def model():
    return build_model(VIEW)


def test_the_same_skill_covers_itself_fully(model):
    assert [model.nearness(n, n) for n in range(len(LABELS))] == [100] * len(LABELS)


def test_a_narrower_skill_covers_every_broader_one_at_any_distance_and_not_back(model):
    assert (model.nearness(0, 2), model.nearness(0, 1), model.nearness(1, 2)) == (100, 100, 100)
    assert max(model.nearness(2, 0), model.nearness(1, 0), model.nearness(2, 1)) <= 80


def test_what_the_same_occupations_ask_under_one_heading_is_near(model):
    assert model.nearness(3, 5) == model.nearness(5, 3) == 60


def test_what_is_only_used_together_is_not_near():
    apart = dataclasses.replace(VIEW, themes=[frozenset({n}) for n in range(len(LABELS))])
    assert build_model(apart).nearness(3, 5) == 0


def test_labels_that_look_alike_are_near(model):
    assert 35 <= model.nearness(3, 4) <= 80


def test_related_skills_are_near_both_ways(model):
    assert model.nearness(1, 7) == model.nearness(7, 1) == 60


def test_a_generic_skill_stands_in_for_nothing_rarer(model):
    assert model.rarity[6] == 1
    assert [model.nearness(asked, 6) for asked in range(6)] == [0] * 6


def test_a_skill_has_at_most_twenty_neighbours_beside_the_hierarchy():
    names = [f"machine nummer {n} bedienen" for n in range(60)]
    crowded = TaxonomyView([f"urn:{n:02}" for n in range(60)], names, [], [], [frozenset()] * 60,
                           [], "test")  # fmt: skip
    assert np.diff(build_model(crowded).off).max() == 21


def view(labels, occupations=(), broader=(), related=()):
    """A taxonomy without headings, in which only what is given makes skills alike."""
    uris = [f"urn:{n:02}" for n in range(len(labels))]
    themes = [frozenset()] * len(labels)
    return TaxonomyView(uris, labels, broader, related, themes, list(occupations), "test")


def shared(both, apart, first, second):
    """How near two skills are that share `both` groups and have `apart` each for themselves.

    A group is three digits; within it the code of who asks the first and the second skill ends so.
    """
    groups = [f"{n:03}" for n in range(both + 2 * apart)]
    asked = [(0, 1)] * both + [(0, 2)] * apart + [(1, 2)] * apart  # every group asks two skills
    occupations = [
        AskedOccupation(f"{group}{last}", ((skill, True),))
        for group, skills in zip(groups, asked, strict=True)
        for skill, last in zip(skills, (first, second if skills == (0, 1) else first), strict=True)
    ]
    return build_model(view(["koken", "zagen", "x"], occupations)).nearness(0, 1)


def together(both, apart):
    """How near two skills are that `both` occupations ask, and `apart` others each alone."""
    asked = [(0, 1)] * both + [(0, 2)] * apart + [(1, 2)] * apart
    occupations = [
        AskedOccupation(f"{n:03}1", tuple((skill, True) for skill in skills))
        for n, skills in enumerate(asked)
    ]
    return build_model(view(["koken", "zagen", "x"], occupations)).nearness(0, 1)


@pytest.mark.parametrize(
    ("near", "both", "apart"), [(0, 29, 71), (30, 3, 7), (31, 31, 69), (60, 6, 4), (60, 10, 0)]
)
def test_occupations_in_common_count_from_thirty_to_sixty_percent(near, both, apart):
    assert together(both, apart) == near


@pytest.mark.parametrize(("near", "both", "apart"), [(0, 59, 41), (50, 3, 2), (50, 5, 0)])
def test_unit_groups_in_common_count_from_sixty_percent_for_fifty(near, both, apart):
    assert shared(both, apart, "1", "1") == near


@pytest.mark.parametrize(("near", "both", "apart"), [(0, 69, 31), (40, 7, 3), (40, 5, 0)])
def test_minor_groups_in_common_count_from_seventy_percent_for_forty(near, both, apart):
    assert shared(both, apart, "1", "2") == near


@pytest.mark.parametrize(
    ("labels", "near"),
    [
        (("deur koken", "deur rijden"), 35),
        (("vloer metselen", "vloer lossen"), 0),
        (("brood bakken", "brood bakken"), 80),
        (("koken", "zagen"), 0),
        (("", " "), 0),
    ],
)
def test_labels_count_from_thirty_five_to_eighty_percent(labels, near):
    assert build_model(view(labels)).nearness(0, 1) == near


def test_alike_labels_are_near_under_any_heading():
    themes = [frozenset({1}), frozenset({2})]
    apart = dataclasses.replace(view(("deur koken", "deur rijden")), themes=themes)
    assert build_model(apart).nearness(0, 1) == build_model(apart).nearness(1, 0) == 35


@pytest.mark.parametrize("at_once", [1, 3, 7, 8])
def test_the_size_of_the_blocks_it_is_built_in_changes_nothing(model, monkeypatch, at_once):
    seen = []
    monkeypatch.setattr(nearness, "ROWS_AT_ONCE", at_once)
    built = build_model(VIEW, lambda done, total: seen.append((done, total)))
    assert (built.version, seen[-1], len(seen)) == (model.version, (8, 8), -(-8 // at_once))


def test_the_twenty_nearest_are_kept_the_lower_number_first():
    labels = [chr(ord("a") + n) for n in range(25)] + ["a"]
    near = build_model(view(labels, related=[(n, 0) for n in range(1, 25)]))
    assert near.covering(0)[0].tolist() == [0, 25, *range(1, 20)]
    assert near.covering(0)[1].tolist() == [100, 80] + [60] * 19


def test_a_circle_of_broader_skills_ends_and_covers_both_ways():
    circle = build_model(view(["a", "b", "c"], broader=[(0, 1), (1, 0), (2, 0), (2, 0)]))
    table = [[circle.nearness(asked, skill) for skill in range(3)] for asked in range(3)]
    assert table == [[100, 100, 100], [100, 100, 100], [0, 0, 100]]


def test_a_wish_of_an_occupation_counts_half_and_makes_a_skill_as_common():
    occupations = [
        AskedOccupation("0001", ((0, True), (1, True))),
        AskedOccupation("0002", ((0, False), (2, True))),
        *[AskedOccupation(f"{n:03}1", ((3, n % 2 == 0),)) for n in range(10, 30)],
    ]
    near = build_model(view(["koken", "zagen", "x", "y"], occupations))
    # 1 / √1.25 and ½ / √1.25, the first held at the cap.
    assert (near.nearness(0, 1), near.nearness(0, 2)) == (60, 44)
    assert near.rarity.tolist() == [2, 3, 3, 1]


@pytest.mark.parametrize("skills", [0, 1])
def test_the_smallest_taxonomies_make_a_model(skills):
    smallest = build_model(view(["koken"] * skills))
    assert (smallest.skill.tolist(), smallest.percent.tolist()) == ([0] * skills, [100] * skills)
    assert (smallest.off.tolist(), smallest.rarity.tolist()) == ([0, 1][: skills + 1], [2] * skills)


def test_both_views_of_the_model_agree(model):
    pairs = {
        (asked, skill, near)
        for asked in range(len(LABELS))
        for skill, near in zip(*(part.tolist() for part in model.covering(asked)), strict=True)
    }
    turned = {
        (asked, skill, near)
        for skill in range(len(LABELS))
        for asked, near in zip(*(part.tolist() for part in model.covered_by(skill)), strict=True)
    }
    assert pairs == turned
    assert all(model.nearness(asked, skill) == near for asked, skill, near in pairs)


def test_the_same_taxonomy_gives_the_same_model_in_another_process(model):
    script = (
        "from tests.matching.test_nearness import VIEW\n"
        "from matching.nearness import build_model\n"
        "print(build_model(VIEW).version)"
    )
    for seed in ("0", "1"):
        made = subprocess.run(
            [sys.executable, "-c", script],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        assert made.stdout.strip() == model.version


def test_rarity_has_three_steps_that_do_not_depend_on_the_size_of_the_taxonomy():
    asked = np.array([0, 1, 4, 5, 36, 37, 3000])
    assert rarity(asked, 3000).tolist() == [2, 3, 3, 2, 2, 1, 1]
    assert rarity(np.array([1, 3, 4, 12, 13]), 285).tolist() == [3, 3, 2, 2, 1]
    assert rarity(np.array([0, 1]), 1).tolist() == [2, 2]


def test_a_wish_never_outweighs_a_requirement_that_is_as_rare():
    assert [weight(r, required=True) for r in (1, 2, 3)] == [3, 6, 9]
    assert [weight(r, required=False) for r in (1, 2, 3)] == [1, 2, 3]
