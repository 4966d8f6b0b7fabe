"""The frozen artefact of one taxonomy version: how near skills are, and how rare.

Shapes: S skills, E pairs of an asked skill and one that covers it. It is built from the taxonomy,
never from the live pool, so a ranking of last year can be made again.
"""

import hashlib
import io
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from foundation.errors import Invalid

U8: TypeAlias = npt.NDArray[np.uint8]
U32: TypeAlias = npt.NDArray[np.uint32]
I64: TypeAlias = npt.NDArray[np.int64]
Mask: TypeAlias = npt.NDArray[np.bool_]

FORMAT = "talent-model-1"
# Raise this with any change to nearness.py or weights.py: a model made otherwise is not read.
METHOD = "method-1"

# Hears how many skills of how many have been compared while a model is built.
Progress = Callable[[int, int], None]


def silent(_done: int, _total: int) -> None:
    """Hear the progress and show nothing."""


def offsets(sizes: Sequence[int] | I64) -> I64:
    """Turn n sizes into int64[n+1]: what belongs to the i-th lies at `[off[i], off[i+1])`."""
    off = np.zeros(len(sizes) + 1, dtype=np.int64)
    np.cumsum(sizes, out=off[1:])
    return off


class BrokenModel(Invalid):
    """A model file is damaged or was made by another version of the product."""


@dataclass(frozen=True, eq=False)
class SkillModel:
    """Nearness N[r, s] and rarity of the skills of one taxonomy.

    Args:
        uris: S skill URIs, sorted; the position is the skill's number everywhere in matching.
        rarity: uint8[S], 1 (asked by many occupations) to 3 (asked by few).
        off: uint32[S+1]; the pairs of asked skill r are `off[r]:off[r+1]`.
        skill: uint32[E], the skill that covers r; r itself is always there, at 100.
        percent: uint8[E], 1..100, how far having the skill covers being asked r; descending
            within r, ties by skill number.
        taxonomy: digest of the taxonomy it was built from.
    """

    uris: tuple[str, ...]
    rarity: U8
    off: U32
    skill: U32
    percent: U8
    taxonomy: str

    @cached_property
    def number_of(self) -> dict[str, int]:
        """The number of each URI."""
        return {uri: number for number, uri in enumerate(self.uris)}

    @cached_property
    def version(self) -> str:
        """A hash over everything in the model, 16 hexadecimal digits."""
        digest = hashlib.sha256(FORMAT.encode())
        for text in (self.taxonomy, *self.uris):
            digest.update(text.encode() + b"\n")
        for array in (self.rarity, self.off, self.skill, self.percent):
            digest.update(np.ascontiguousarray(array).tobytes())
        return digest.hexdigest()[:16]

    def covering(self, asked: int) -> tuple[U32, U8]:
        """Give the skills that cover an asked skill, and how far each does in percent."""
        span = slice(int(self.off[asked]), int(self.off[asked + 1]))
        return self.skill[span], self.percent[span]

    @cached_property
    def _transposed(self) -> tuple[U32, U32, U8]:
        asked = np.repeat(np.arange(len(self.uris), dtype=np.uint32), np.diff(self.off))
        order = np.argsort(self.skill, kind="stable")
        off = offsets(np.bincount(self.skill, minlength=len(self.uris)))
        return off.astype(np.uint32), asked[order], self.percent[order]

    def covered_by(self, skill: int) -> tuple[U32, U8]:
        """Give the asked skills that having `skill` covers, and how far in percent."""
        off, asked, percent = self._transposed
        span = slice(int(off[skill]), int(off[skill + 1]))
        return asked[span], percent[span]

    def nearness(self, asked: int, skill: int) -> int:
        """Tell how far having `skill` covers being asked `asked`: 0..100 percent, asymmetric."""
        row = self._rows.get(asked)
        if row is None:
            skills, percents = self.covering(asked)
            row = dict(zip(skills.tolist(), percents.tolist(), strict=True))
            self._rows[asked] = row
        return row.get(skill, 0)

    @cached_property
    def _keyed(self) -> tuple[I64, U8]:
        keys = np.repeat(np.arange(len(self.uris), dtype=np.int64), np.diff(self.off))
        keys = keys * len(self.uris) + self.skill
        order = np.argsort(keys)
        return keys[order], self.percent[order]

    def nearness_of(self, asked: I64, skills: I64) -> I64:
        """Tell `nearness` of many pairs at once: int64 of the shape of the pairs."""
        keys, percent = self._keyed
        wanted = asked * len(self.uris) + skills
        found = np.minimum(np.searchsorted(keys, wanted), max(len(keys) - 1, 0))
        if not len(keys):
            return np.zeros(wanted.shape, dtype=np.int64)
        return np.where(keys[found] == wanted, percent[found], 0).astype(np.int64)

    @cached_property
    def _rows(self) -> dict[int, dict[int, int]]:
        # Explaining asks one pair at a time; rows are turned into dictionaries as they are met.
        return {}

    def save(self, path: Path) -> None:
        """Write the model to a file: under a temporary name first, so never half."""
        buffer = io.BytesIO()
        np.savez_compressed(
            buffer,
            format=np.array(FORMAT),
            version=np.array(self.version),
            taxonomy=np.array(self.taxonomy),
            uris=np.array("\n".join(self.uris)),
            rarity=self.rarity,
            off=self.off,
            skill=self.skill,
            percent=self.percent,
        )
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(f".{self.version}.tmp")
        unfinished.write_bytes(buffer.getvalue())
        unfinished.replace(path)


def load_model(path: Path) -> SkillModel:
    """Read a model file back and check its hash.

    Raises:
        BrokenModel: the file is damaged or of another format.
    """
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
            model = SkillModel(
                uris=tuple(str(stored["uris"]).split("\n")),
                rarity=stored["rarity"],
                off=stored["off"],
                skill=stored["skill"],
                percent=stored["percent"],
                taxonomy=str(stored["taxonomy"]),
            )
            if str(stored["format"]) == FORMAT and str(stored["version"]) == model.version:
                return model
    except (ValueError, KeyError, EOFError, OSError, zipfile.BadZipFile) as error:
        raise BrokenModel(_broken(path)) from error
    raise BrokenModel(_broken(path))


def _broken(path: Path) -> str:
    return f"Het rekenmodel {path.name} is beschadigd. Verwijder het; het wordt opnieuw gemaakt."
