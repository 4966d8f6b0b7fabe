"""Promises about the frozen file: it comes back the same, or is refused; every byte counts."""

import dataclasses

import numpy as np
import pytest

from matching.model import BrokenModel, load_model
from tests.matching import worlds

MODEL = worlds.model_from([{1: 60}, {}, {0: 100, 1: 80}], [1, 2, 3])


def test_a_model_comes_back_from_its_file_the_same(tmp_path):
    path = tmp_path / "models" / "a.npz"
    MODEL.save(path)
    MODEL.save(path)
    again = load_model(path)
    for field in dataclasses.fields(MODEL):
        was, now = getattr(MODEL, field.name), getattr(again, field.name)
        assert np.array_equal(was, now)
        assert np.asarray(was).dtype == np.asarray(now).dtype
    assert (again.version, list(path.parent.iterdir())) == (MODEL.version, [path])


@pytest.mark.parametrize("damage", [b"", b"PK", b"niets"])
def test_a_damaged_model_is_refused(tmp_path, damage):
    path = tmp_path / "a.npz"
    path.write_bytes(damage)
    with pytest.raises(BrokenModel, match="wordt opnieuw gemaakt"):
        load_model(path)


# numpy leaves closing the file of a broken archive to the garbage collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_model_cut_off_anywhere_is_refused(tmp_path):
    path = tmp_path / "a.npz"
    MODEL.save(path)
    whole = path.read_bytes()
    for size in range(0, len(whole), 97):
        path.write_bytes(whole[:size])
        with pytest.raises(BrokenModel):
            load_model(path)


def stored(path, **changed):
    """Writes the file of the model with some fields changed or, when None, left out."""
    MODEL.save(path)
    with np.load(path) as loaded:
        fields = {name: loaded[name] for name in loaded.files} | changed
    np.savez(path, **{name: value for name, value in fields.items() if value is not None})
    return path


@pytest.mark.parametrize(
    "changed",
    [
        {"percent": MODEL.percent[::-1]},
        {"rarity": MODEL.rarity[::-1]},
        {"skill": MODEL.skill[::-1]},
        {"uris": np.array("a\nb\nc")},
        {"taxonomy": np.array("other")},
        {"version": np.array("0" * 16)},
        {"format": np.array("talent-model-0")},
        {"percent": None},
        {"format": None},
        {"uris": np.array([object()])},
    ],
    ids="-".join,
)
def test_a_file_that_was_tampered_with_or_is_of_another_format_is_refused(tmp_path, changed):
    with pytest.raises(BrokenModel):
        load_model(stored(tmp_path / "a.npz", **changed))


def test_everything_in_the_model_counts_in_its_version():
    others = [
        {"uris": (*MODEL.uris[:2], "x")},
        {"rarity": MODEL.rarity[::-1]},
        {"off": MODEL.off + 1},
        {"skill": MODEL.skill[::-1]},
        {"percent": MODEL.percent[::-1]},
        {"taxonomy": "other"},
    ]
    versions = [dataclasses.replace(MODEL, **other).version for other in others]
    assert len({MODEL.version, *versions}) == 1 + len(others)
    assert [len(one) for one in versions] == [16] * len(others)


def test_the_version_is_the_one_that_past_rankings_were_made_with():
    assert MODEL.version == "d12f45bc10fc8a7c"


def test_a_save_that_fails_leaves_the_old_file_whole(tmp_path):
    path = tmp_path / "a.npz"
    MODEL.save(path)
    (tmp_path / f"a.{other().version}.tmp").mkdir()
    with pytest.raises(IsADirectoryError):
        other().save(path)
    assert load_model(path).version == MODEL.version


def other():
    return dataclasses.replace(MODEL, taxonomy="other")
