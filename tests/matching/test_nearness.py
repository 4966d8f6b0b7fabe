"""Promises about the frozen model: what is near, what is not, and that it stays the same."""

import dataclasses
import subprocess
import sys

import numpy as np
import pytest

from matching.model import BrokenModel, load_model
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


def test_a_model_comes_back_from_its_file_the_same(model, tmp_path):
    model.save(tmp_path / "models" / "a.npz")
    again = load_model(tmp_path / "models" / "a.npz")
    assert (again.version, again.uris) == (model.version, model.uris)
    assert [again.covering(n)[0].tolist() for n in range(8)] == [
        model.covering(n)[0].tolist() for n in range(8)
    ]


@pytest.mark.parametrize("damage", [b"", b"PK", b"niets"])
def test_a_damaged_model_is_refused(model, tmp_path, damage):
    path = tmp_path / "a.npz"
    path.write_bytes(damage)
    with pytest.raises(BrokenModel, match="wordt opnieuw gemaakt"):
        load_model(path)


def test_one_changed_byte_is_noticed(model, tmp_path):
    changed = dataclasses.replace(model, percent=np.maximum(model.percent - 1, 1).astype(np.uint8))
    assert changed.version != model.version


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
