"""Giving a batch out as a file: written beside its place, brought to the disk, then put in place.

Whoever dies or is refused on the way leaves no half file under the name of a batch. What is done
twice gives the same bytes.
"""

import contextlib
import errno
import json
import os
import secrets
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from foundation.clock import Clock
from foundation.database import reading, writing
from foundation.errors import Conflict, Unavailable
from placements.handover import (
    Bundle,
    ChosenAnew,
    SomebodyLeft,
    bundle_of,
    give_out,
    note_written,
    replace_lost,
    take_up,
)
from placements.handover_batches import batch_in_the_making, batch_with_number
from placements.handover_bundle import MANIFEST, checksum, name_of, unpacked
from placements.models import HandoverBatch

CHUNK = 1 << 20
# Somebody can take consent back between the making and the giving; more often is no accident.
MOST_TRIES = 5
PARTLY = ".deels"
STALE_SECONDS = 3600


class NoPlace(Unavailable):
    """The folder cannot take the file; the batch waits for a next time."""


class OtherFileThere(Conflict):
    """The folder holds something else under the name of this batch, or batches of another chain."""


@dataclass(frozen=True, slots=True)
class Exported:
    """A batch that stands in the folder; `finished` tells that an earlier run had made it."""

    batch: HandoverBatch
    path: Path
    size: int
    finished: bool


def export_batch(
    engine: Engine, *, folder: Path, chain: str, made_by: int | None, clock: Clock
) -> Exported | None:
    """Write the batch that waits, or else make the next one; None when there is nothing new.

    A batch that an earlier run made and did not finish is finished with the same bytes.

    Raises:
        UnknownChain: no region has this chain.
        NoPlace, OtherFileThere: the folder cannot take it; nothing is lost.
        SomebodyLeft: the file was perhaps given, is not in the folder, and cannot be made again.
    """
    _check_folder(folder, chain, clock)
    for _ in range(MOST_TRIES):
        with contextlib.suppress(ChosenAnew), _again_when_unseen(engine, chain):
            return _export_once(engine, folder, chain, made_by, clock)
    raise ChosenAnew("Er verandert nu te veel. Er is niets verloren: probeer het zo nog eens.")


def export_again(
    engine: Engine, *, folder: Path, chain: str, number: int, clock: Clock
) -> Exported:
    """Write a batch again that WIJIJ has not confirmed: the same bytes.

    Raises:
        UnknownBatch, ReceivedAlready, SomebodyLeft: it cannot be made again.
        NoPlace, OtherFileThere: the folder cannot take it.
    """
    _check_folder(folder, chain, clock)
    with writing(engine) as session:
        bundle = bundle_of(session, batch=batch_with_number(session, chain=chain, number=number))
    return _give(engine, folder, bundle, clock, finished=True)


def export_lost(engine: Engine, *, folder: Path, chain: str, number: int, clock: Clock) -> Exported:
    """Make a batch anew whose file is nowhere and in which somebody left, and write it.

    Raises:
        UnknownBatch, ReceivedAlready, NothingLost: there is no reason to.
        NoPlace, OtherFileThere: the folder cannot take it, or has the file.
    """
    _check_folder(folder, chain, clock)
    if (folder / name_of(number)).exists():
        raise OtherFileThere(f"{name_of(number)} staat gewoon in {folder}. Er is niets kwijt.")
    with writing(engine) as session:
        batch = batch_with_number(session, chain=chain, number=number)
        replace_lost(session, batch=batch, now=clock())
    # From here it is a batch nobody has seen: who leaves meanwhile is left out as always.
    done = export_batch(engine, folder=folder, chain=chain, made_by=None, clock=clock)
    if done is None:  # another exporter finished it at this moment
        return export_again(engine, folder=folder, chain=chain, number=number, clock=clock)
    return done


def _export_once(
    engine: Engine, folder: Path, chain: str, made_by: int | None, clock: Clock
) -> Exported | None:
    with reading(engine) as session:
        waiting = batch_in_the_making(session, chain=chain)
    if waiting is not None and waiting.written_at is not None:
        there = _standing_there(folder, waiting)
        if there is not None:
            return _give(engine, folder, there, clock, finished=True)
    with writing(engine) as session:
        bundle = take_up(session, chain=chain, made_by=made_by, now=clock())
    if bundle is None:
        return None
    return _give(engine, folder, bundle, clock, finished=waiting is not None)


@contextlib.contextmanager
def _again_when_unseen(engine: Engine, chain: str) -> Iterator[None]:
    """Let the next try choose a batch anew when somebody left before anybody could see it."""
    try:
        yield
    except SomebodyLeft:
        with reading(engine) as session:
            waiting = batch_in_the_making(session, chain=chain)
        if waiting is None or waiting.written_at is not None:
            raise


def _give(
    engine: Engine, folder: Path, bundle: Bundle, clock: Clock, *, finished: bool
) -> Exported:
    """Bring the bytes to the disk, note that they may be seen, and put them in their place."""
    path = folder / name_of(bundle.batch.number)
    with _told_in_dutch(folder):
        if not _has(path, bundle.content):
            partly = folder / f".{path.name}.{secrets.token_hex(4)}{PARTLY}"
            try:
                _write(partly, bundle.content)
                with writing(engine) as session:
                    give_out(session, bundle=bundle, now=clock())
                partly.replace(path)
            finally:
                with contextlib.suppress(OSError):
                    partly.unlink()
        _bring_to_disk(folder)
    with writing(engine) as session:
        batch = note_written(session, bundle=bundle, now=clock())
    return Exported(batch, path, len(bundle.content), finished)


def _standing_there(folder: Path, batch: HandoverBatch) -> Bundle | None:
    """Find the file of a batch that was given out by a run that could not note so any more."""
    path = folder / name_of(batch.number)
    with _told_in_dutch(folder):
        if not path.exists():
            return None
        content = path.read_bytes()
    manifest, whole = unpacked(content)
    if not whole or checksum(manifest.encode()) != batch.manifest_sha256:
        raise _other(path)
    return Bundle(batch, batch.manifest_sha256, content)


def _has(path: Path, content: bytes) -> bool:
    """Tell whether the file stands there to the byte; refuse to write over another one."""
    if not path.exists():
        return False
    if path.read_bytes() != content:
        raise _other(path)
    return True


def _other(path: Path) -> OtherFileThere:
    return OtherFileThere(
        f"{path} is er al, maar met iets anders erin. Wij schrijven er niet overheen. "
        "Kijk wat het is, zet het ergens anders neer en probeer het opnieuw."
    )


def _write(path: Path, content: bytes) -> None:
    rest = memoryview(content)
    with path.open("xb", buffering=0) as file:
        while rest:  # a disk that is nearly full takes less than it is given
            rest = rest[os.write(file.fileno(), rest[:CHUNK]) :]
        os.fsync(file.fileno())


def _bring_to_disk(folder: Path) -> None:
    """Let the name of a file survive a power cut; Windows has no such call and needs none."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _check_folder(folder: Path, chain: str, clock: Clock) -> None:
    with _told_in_dutch(folder):
        folder.mkdir(parents=True, exist_ok=True)
        _sweep(folder, clock().timestamp() - STALE_SECONDS)
        newest = max(folder.glob("wijij-??????.zip"), default=None)
        told = _chain_of_file(newest) if newest else None
    if told is not None and told != chain:
        raise OtherFileThere(
            f"In {folder} staan batches van {_region(told)}, en niet van {_region(chain)}. "
            "Geef elke regio een eigen map."
        )


def _sweep(folder: Path, before: float) -> None:
    """Remove what runs that died left half written."""
    for one in folder.glob(f".wijij-*{PARTLY}"):
        with contextlib.suppress(FileNotFoundError):
            if one.stat().st_mtime < before:
                one.unlink()


def _chain_of_file(path: Path) -> str | None:
    """Tell of which chain a file is; None when that cannot be read."""
    try:
        with zipfile.ZipFile(path) as bundle:
            told = json.loads(bundle.read(MANIFEST))
    except (zipfile.BadZipFile, KeyError, ValueError):
        return None
    return str(told.get("chain", "")) if isinstance(told, dict) else None


def _region(chain: str) -> str:
    return f"de regio “{chain[:40]}”" if chain else "de hele organisatie"


@contextlib.contextmanager
def _told_in_dutch(folder: Path) -> Iterator[None]:
    """Say what is the matter with the folder; the batch waits in the database."""
    try:
        yield
    except OSError as error:
        raise NoPlace(
            f"{_why(error, folder)} Er is niets verloren: de volgende keer gaan we verder."
        ) from error


def _why(error: OSError, folder: Path) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return f"De schijf met {folder} is vol. Maak ruimte en probeer het opnieuw."
    if error.errno in (errno.EEXIST, errno.ENOTDIR):
        return f"{folder} is een bestand. Geef een map."
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"We mogen niet schrijven in {folder}. Controleer de rechten."
    return f"Schrijven in {folder} lukt niet. Controleer de map of geef een andere."
