"""The order between equal scores: a keyed hash, so that nobody gains by registering early."""

import hashlib

import numpy as np
import numpy.typing as npt

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_FIRST = np.uint64(0xBF58476D1CE4E5B9)
_SECOND = np.uint64(0x94D049BB133111EB)


def tie_key(version: str) -> int:
    """Turn a model version into the 64-bit key of the hash."""
    return int.from_bytes(hashlib.blake2b(version.encode(), digest_size=8).digest(), "big")


def tie_order(
    key: int,
    vacancies: npt.NDArray[np.int64] | int,
    candidates: npt.NDArray[np.int64] | int,
) -> npt.NDArray[np.uint64]:
    """Hash pairs of vacancy and candidate; of two equal scores the lower hash goes first.

    The mixer is the finaliser of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014), applied twice.

    Returns:
        uint64 of the shape of the pairs.
    """
    with np.errstate(over="ignore"):
        mixed = _mix(np.asarray(vacancies).astype(np.uint64) ^ np.uint64(key))
        return _mix(mixed ^ np.asarray(candidates).astype(np.uint64))


def _mix(value: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    value = value + _GOLDEN
    value = (value ^ (value >> np.uint64(30))) * _FIRST
    value = (value ^ (value >> np.uint64(27))) * _SECOND
    return value ^ (value >> np.uint64(31))
