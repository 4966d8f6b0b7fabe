"""Giving a batch out as a file: whatever the folder does, nothing is lost and nothing is half."""

import hashlib
import os
import resource
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from accounts.audit import AuditAction, entries_about
from foundation.database import reading, writing
from placements.handover import SomebodyLeft, give_out, take_up
from placements.handover_batches import last_batch
from placements.handover_bundle import packed
from placements.handover_folder import (
    STALE_SECONDS,
    NoPlace,
    OtherFileThere,
    export_again,
    export_batch,
    export_lost,
)
from placements.models import BatchState
from placements.verify_batches import verify
from tests.placements.handing import LATER, a_start, disagree, exported
from tests.profiles.worlds import NOW

ROOT = Path(__file__).resolve().parents[2]
WHO_MAY_ALL = not hasattr(os, "geteuid") or os.geteuid() == 0


def whole(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if "wijij" in path.name)


def finished_as_if_nothing_happened(engine, folder: Path) -> None:
    assert exported(engine, folder, LATER).batch.number == 1
    assert whole(folder) == ["wijij-000001.zip"]
    assert verify(folder).problems == []


def test_a_folder_that_is_a_file_is_told_and_nothing_is_made(engine, tmp_path):
    a_start(engine)
    (tmp_path / "map").write_text("een bestand")
    with pytest.raises(NoPlace, match="is een bestand"):
        exported(engine, tmp_path / "map")
    with reading(engine) as session:
        assert last_batch(session, chain="") is None


def test_a_folder_nobody_may_write_in_is_told_and_nothing_is_lost(engine, tmp_path):
    a_start(engine)
    closed = tmp_path / "dicht"
    closed.mkdir(mode=0o500)
    if WHO_MAY_ALL:
        closed = Path("/sys/overdracht")  # nobody makes a folder there
    if not closed.exists() and not closed.parent.exists():
        pytest.skip("there is no place where this user may not write")
    with pytest.raises(NoPlace, match="mogen niet schrijven"):
        exported(engine, closed)
    finished_as_if_nothing_happened(engine, tmp_path / "open")


FULL = """
import resource, sys
from pathlib import Path
from foundation.clock import utc_now
from foundation.database import open_engine
from foundation.errors import TalentError
from foundation.settings import Settings
from placements.handover_folder import export_batch

engine = open_engine(Settings(sys.argv[1], Path(sys.argv[2])))
write = __import__("os").write
def first_full(handle, content):
    # From the first byte of the file on the disk takes no more than this.
    resource.setrlimit(resource.RLIMIT_FSIZE, (4_000, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))
    return write(handle, content)
__import__("os").write = first_full
try:
    export_batch(engine, folder=Path(sys.argv[2]), chain="", made_by=None, clock=utc_now)
except TalentError as error:
    print(type(error).__name__, error.message)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no limit to the size of a file")
def test_a_disk_that_fills_up_leaves_no_half_file_and_the_next_run_finishes(
    engine, settings, tmp_path
):
    a_start(engine)
    folder = tmp_path / "vol"
    told = subprocess.run(
        [sys.executable, "-c", FULL, settings.database_url, str(folder)],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert told.stdout.startswith("NoPlace De schijf met ")
    assert whole(folder) == []
    with reading(engine) as session:
        batch = last_batch(session, chain="")
        assert (batch.state, batch.written_at) == (BatchState.MADE, None)
    finished_as_if_nothing_happened(engine, folder)
    assert resource.RLIMIT_FSIZE is not None


def test_a_folder_of_another_region_is_refused(engine, tmp_path):
    a_start(engine)
    content = packed('{"chain": "noord", "created_at": "2026-09-01T09:00:00Z", "files": []}', {})
    (tmp_path / "wijij-000001.zip").write_bytes(content)
    with pytest.raises(OtherFileThere, match="batches van de regio “noord”"):
        exported(engine, tmp_path)


def test_another_file_of_that_number_is_never_written_over(engine, tmp_path):
    a_start(engine)
    other = tmp_path / "wijij-000001.zip"
    other.write_bytes(b"iets anders")
    with pytest.raises(OtherFileThere, match="is er al, maar met iets anders erin"):
        exported(engine, tmp_path)
    assert other.read_bytes() == b"iets anders"
    other.unlink()
    finished_as_if_nothing_happened(engine, tmp_path)


def as_a_killed_run_left_it(engine, folder: Path, *, in_place: bool) -> bytes:
    """Stop between the note that the bytes may be seen and the note that they are there."""
    with writing(engine) as session:
        bundle = take_up(session, chain="", made_by=None, now=NOW)
    with writing(engine) as session:
        give_out(session, bundle=bundle, now=NOW)
    folder.mkdir(exist_ok=True)
    if in_place:
        (folder / "wijij-000001.zip").write_bytes(bundle.content)
    return bundle.content


@pytest.mark.parametrize("in_place", [True, False])
def test_a_run_that_was_killed_is_finished_with_the_same_bytes(engine, tmp_path, in_place):
    a_start(engine)
    content = as_a_killed_run_left_it(engine, tmp_path, in_place=in_place)
    done = exported(engine, tmp_path, LATER)
    assert (done.finished, done.batch.state) == (True, BatchState.WRITTEN)
    assert done.path.read_bytes() == content


def test_a_file_that_is_there_counts_also_when_somebody_left_since(engine, tmp_path):
    gone, *_ = a_start(engine)
    content = as_a_killed_run_left_it(engine, tmp_path, in_place=True)
    with writing(engine) as session:
        disagree(session, gone)
    done = exported(engine, tmp_path, LATER)
    assert done.path.read_bytes() == content
    assert exported(engine, tmp_path, LATER).batch.number == 2
    assert verify(tmp_path).problems == []


def test_a_file_that_may_be_somewhere_is_asked_for_before_it_is_made_otherwise(engine, tmp_path):
    gone, *_ = a_start(engine)
    as_a_killed_run_left_it(engine, tmp_path, in_place=False)
    with writing(engine) as session:
        disagree(session, gone)
    with pytest.raises(SomebodyLeft, match="--lost 1"):
        exported(engine, tmp_path, LATER)
    done = export_lost(engine, folder=tmp_path, chain="", number=1, clock=lambda: LATER)
    assert done.batch.state is BatchState.WRITTEN
    assert verify(tmp_path).problems == []


def test_a_file_that_is_there_is_not_lost(engine, tmp_path):
    a_start(engine)
    exported(engine, tmp_path)
    with pytest.raises(OtherFileThere, match="Er is niets kwijt"):
        export_lost(engine, folder=tmp_path, chain="", number=1, clock=lambda: LATER)


def test_what_a_killed_run_left_half_written_is_swept_after_an_hour(engine, tmp_path):
    a_start(engine)
    old, new = tmp_path / ".wijij-000001.zip.aa.deels", tmp_path / ".wijij-000001.zip.bb.deels"
    for path in (old, new):
        path.write_bytes(b"half")
    long_ago = (NOW - timedelta(seconds=STALE_SECONDS + 1)).timestamp()
    os.utime(old, (long_ago, long_ago))
    exported(engine, tmp_path)
    assert whole(tmp_path) == [new.name, "wijij-000001.zip"]


def test_an_export_again_finds_the_file_as_it_was(engine, tmp_path):
    a_start(engine)
    exported(engine, tmp_path)
    export_again(engine, folder=tmp_path, chain="", number=1, clock=lambda: LATER)
    assert whole(tmp_path) == ["wijij-000001.zip"]


def test_the_bytes_of_a_zip_are_the_same_on_every_machine():
    content = packed(
        '{"created_at": "2026-09-01T09:00:01Z", "files": [{"name": "a.txt"}]}', {"a.txt": b"a"}
    )
    told = "f77f44fbb0319342f5874ec311ada53c47464cbabdf82344cddbff97030df4cd"
    assert hashlib.sha256(content).hexdigest() == told


def test_nothing_new_leaves_the_folder_empty(engine, tmp_path):
    found = export_batch(
        engine, folder=tmp_path / "leeg", chain="", made_by=None, clock=lambda: NOW
    )
    assert found is None
    assert whole(tmp_path / "leeg") == []


def test_everybody_in_a_batch_can_read_once_that_it_was_given(engine, tmp_path):
    agreed, also, not_agreed = a_start(engine)
    exported(engine, tmp_path)
    export_again(engine, folder=tmp_path / "b", chain="", number=1, clock=lambda: LATER)
    with reading(engine) as session:
        told = {
            one: [
                entry.actor_role
                for entry in entries_about(session, candidate_id=one, most=9)
                if entry.action == AuditAction.HANDED_OVER
            ]
            for one in (agreed, also, not_agreed)
        }
    assert told == {agreed: ["programma"], also: ["programma"], not_agreed: []}
