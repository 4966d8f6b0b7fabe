"""The verifier of a receiver: it finds every damage, and nothing in a folder that is in order."""

import io
import json
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from placements import verify_batches
from placements.handover_bundle import Versions, content_of, manifest_of, packed
from placements.handover_choice import Choice
from placements.handover_lines import BatchFile, BatchLine
from placements.verify_batches import CannotLook, main, verify


def lines(*rows: dict) -> tuple[BatchLine, ...]:
    return tuple(BatchLine(json.dumps(row), public_id=row["id"]) for row in rows)


def outcome(number: str, previous: str | None = None, person: str | None = None) -> dict:
    return {"id": number, "previous": previous, "person": person}


def written(
    folder: Path,
    number: int,
    previous: str = "",
    *,
    outcomes: tuple[dict, ...] = (),
    gone: tuple[str, ...] = (),
    chain: str = "",
    sheet: tuple[str, ...] | None = None,
    name: str | None = None,
) -> str:
    """Write a batch as the program does; gives the checksum of its manifest."""
    ids = [row["id"] for row in outcomes] if sheet is None else sheet
    files = [
        BatchFile("LEESMIJ.txt", (BatchLine("Lees mij."),)),
        BatchFile(
            "outcomes.csv",
            (BatchLine("\ufeffid;kind"), *(BatchLine(f"{one};x", public_id=one) for one in ids)),
        ),
        BatchFile("outcomes.jsonl", lines(*outcomes)),
        BatchFile("withdrawals.jsonl", lines(*({"id": one, "person": one} for one in gone))),
    ]
    moment = datetime(2026, 9, number, 9, 0, 1, tzinfo=UTC)
    choice = Choice(chain, number, (), (), (), moment, previous)
    manifest = manifest_of(choice, files, Versions({}, "m", "1.0"))
    contents = {one.name: content_of(one.name, [line.text for line in one.lines]) for one in files}
    path = folder / (name or f"wijij-{number:06}.zip")
    path.write_bytes(packed(manifest, contents))
    return verify_batches.hashlib.sha256(manifest.encode()).hexdigest()


@pytest.fixture
def folder(tmp_path):
    """Three batches in order: two people, one of whom is withdrawn in the third."""
    made = tmp_path / "batches"
    made.mkdir()
    first = written(made, 1, outcomes=(outcome("a", person="p"), outcome("b", person="q")))
    second = written(made, 2, first, outcomes=(outcome("c", "a", "p"),))
    written(made, 3, second, outcomes=(outcome("d", "c"),), gone=("p",))
    return made


def path_of(folder: Path, number: int) -> Path:
    return folder / f"wijij-{number:06}.zip"


def contents_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as bundle:
        return {name: bundle.read(name) for name in bundle.namelist()}


def repacked(path: Path, contents: dict[str, bytes], how: int = zipfile.ZIP_STORED) -> None:
    with zipfile.ZipFile(path, "w", how) as bundle:
        for name, content in contents.items():
            bundle.writestr(name, content)


def with_manifest(path: Path, **changes: object) -> None:
    held = contents_of(path)
    held["manifest.json"] = json.dumps({**json.loads(held["manifest.json"]), **changes}).encode()
    repacked(path, held)


def missing(folder: Path) -> None:
    path_of(folder, 2).unlink()


def first_missing(folder: Path) -> None:
    path_of(folder, 1).unlink()


def swapped(folder: Path) -> None:
    aside = folder / "aside"
    path_of(folder, 1).rename(aside)
    path_of(folder, 2).rename(path_of(folder, 1))
    aside.rename(path_of(folder, 2))


def truncated(folder: Path) -> None:
    path = path_of(folder, 2)
    path.write_bytes(path.read_bytes()[:-40])


def emptied(folder: Path) -> None:
    path_of(folder, 2).write_bytes(b"")


def something_behind(folder: Path) -> None:
    path = path_of(folder, 2)
    path.write_bytes(path.read_bytes() + b"\x00")


def a_row_changed(folder: Path) -> None:
    held = contents_of(path_of(folder, 2))
    held["outcomes.jsonl"] = held["outcomes.jsonl"].replace(b'"c"', b'"e"')
    repacked(path_of(folder, 2), held)


def a_row_left_out(folder: Path) -> None:
    held = contents_of(path_of(folder, 1))
    held["outcomes.jsonl"] = held["outcomes.jsonl"].split(b"\n")[0] + b"\n"
    repacked(path_of(folder, 1), held)


def a_file_left_out(folder: Path) -> None:
    held = contents_of(path_of(folder, 1))
    del held["outcomes.csv"]
    repacked(path_of(folder, 1), held)


def a_file_added(folder: Path) -> None:
    repacked(path_of(folder, 1), {**contents_of(path_of(folder, 1)), "extra.txt": b"?"})


def a_path_out_of_the_folder(folder: Path) -> None:
    repacked(path_of(folder, 1), {**contents_of(path_of(folder, 1)), "../extra.txt": b"?"})


def compressed(folder: Path) -> None:
    repacked(path_of(folder, 1), contents_of(path_of(folder, 1)), zipfile.ZIP_DEFLATED)


def a_bomb(folder: Path) -> None:
    repacked(path_of(folder, 1), {"manifest.json": b"0" * 50_000_000}, zipfile.ZIP_DEFLATED)


def twice_the_same_name(folder: Path) -> None:
    held = contents_of(path_of(folder, 1))
    repacked(path_of(folder, 1), held)
    with (
        pytest.warns(UserWarning, match="Duplicate"),
        zipfile.ZipFile(path_of(folder, 1), "a") as bundle,
    ):
        bundle.writestr("outcomes.csv", held["outcomes.csv"])


def no_manifest(folder: Path) -> None:
    held = contents_of(path_of(folder, 1))
    del held["manifest.json"]
    repacked(path_of(folder, 1), held)


def a_manifest_of_something_else(folder: Path) -> None:
    with_manifest(path_of(folder, 1), format="anders")


def a_manifest_without_rows(folder: Path) -> None:
    with_manifest(path_of(folder, 1), files=[{"name": "outcomes.csv"}])


def a_copy_with_another_name(folder: Path) -> None:
    shutil.copy(path_of(folder, 3), folder / "wijij-000003 (1).zip")


def a_copy_as_the_next(folder: Path) -> None:
    shutil.copy(path_of(folder, 3), path_of(folder, 4))


def another_region(folder: Path) -> None:
    written(folder, 4, sum_of(folder, 3), chain="noord")


def another_chain(folder: Path) -> None:
    written(folder, 4, "0" * 64)


def a_row_again(folder: Path) -> None:
    written(folder, 4, sum_of(folder, 3), outcomes=(outcome("b"),))


def a_row_twice_in_one(folder: Path) -> None:
    written(folder, 4, sum_of(folder, 3), outcomes=(outcome("e"), outcome("e")))


def after_a_row_that_is_not_there(folder: Path) -> None:
    written(folder, 4, sum_of(folder, 3), outcomes=(outcome("e", "z"),))


def somebody_who_had_to_go(folder: Path) -> None:
    written(folder, 4, sum_of(folder, 3), outcomes=(outcome("e", person="p"),))


def withdrawn_twice(folder: Path) -> None:
    written(folder, 4, sum_of(folder, 3), gone=("p",))


def another_sheet(folder: Path) -> None:
    written(folder, 4, sum_of(folder, 3), outcomes=(outcome("e"),), sheet=("f",))


def a_row_without_number(folder: Path) -> None:
    written(folder, 4, sum_of(folder, 3), outcomes=(outcome(""),), sheet=())


def sum_of(folder: Path, number: int) -> str:
    held = contents_of(path_of(folder, number))["manifest.json"]
    return verify_batches.hashlib.sha256(held).hexdigest()


DAMAGES: list[tuple[Callable[[Path], None], str]] = [
    (missing, "batch 2 ontbreekt."),
    (first_missing, "batch 1 ontbreekt."),
    (swapped, "wijij-000001.zip: het manifest zegt dat dit batch 2 is."),
    (truncated, "wijij-000002.zip: dit is geen goed zip-bestand"),
    (emptied, "wijij-000002.zip: dit is geen goed zip-bestand"),
    (something_behind, "wijij-000002.zip: rond de bestanden in de zip is iets veranderd."),
    (a_row_changed, "wijij-000002.zip: outcomes.jsonl is veranderd: de controlesom klopt niet."),
    (a_row_left_out, "wijij-000001.zip: outcomes.jsonl heeft 1 rijen en niet 2."),
    (a_file_left_out, "wijij-000001.zip: outcomes.csv ontbreekt."),
    (a_file_added, "wijij-000001.zip: extra.txt staat niet in het manifest."),
    (a_path_out_of_the_folder, "wijij-000001.zip: er zit een bestand in met een vreemde naam"),
    (compressed, "wijij-000001.zip: er zit iets in dat samengeperst of versleuteld is."),
    (a_bomb, "wijij-000001.zip: er zit iets in dat samengeperst of versleuteld is."),
    (twice_the_same_name, "wijij-000001.zip: er zitten te veel bestanden in, of twee"),
    (no_manifest, "wijij-000001.zip: manifest.json ontbreekt."),
    (a_manifest_of_something_else, "wijij-000001.zip: het manifest heeft een vorm"),
    (a_manifest_without_rows, "wijij-000001.zip: in het manifest staat een bestand dat niet"),
    (a_copy_with_another_name, "wijij-000003 (1).zip: deze naam hoort niet bij een batch."),
    (a_copy_as_the_next, "wijij-000004.zip: het manifest zegt dat dit batch 3 is."),
    (another_region, "in deze map staan batches van meer dan één regio door elkaar."),
    (another_chain, "batch 4 volgt niet op deze batch 3"),
    (a_row_again, "wijij-000004.zip: rij 'b' stond al in batch 1."),
    (a_row_twice_in_one, "wijij-000004.zip: outcomes.jsonl: rij 'e' staat er twee keer in."),
    (after_a_row_that_is_not_there, "wijij-000004.zip: rij 'e' volgt op een rij die er niet is."),
    (somebody_who_had_to_go, "wijij-000004.zip: 'p' moest gewist worden."),
    (withdrawn_twice, "wijij-000004.zip: 'p' moest al gewist worden."),
    (another_sheet, "wijij-000004.zip: outcomes.csv en outcomes.jsonl hebben niet dezelfde rijen."),
    (a_row_without_number, "wijij-000004.zip: outcomes.jsonl: er is een rij zonder nummer."),
]


@pytest.mark.parametrize(("damage", "told"), DAMAGES, ids=[one.__name__ for one, _ in DAMAGES])
def test_a_damage_is_found_and_told(folder, damage, told):
    assert verify(folder).problems == []
    damage(folder)
    problems = verify(folder).problems
    assert any(one.startswith(told) for one in problems), problems


def test_every_changed_byte_of_a_batch_is_found(folder):
    path = path_of(folder, 2)
    content = path.read_bytes()
    unseen = []
    for place in range(len(content)):
        path.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
        if verify(folder).in_order:
            unseen.append(place)
    assert unseen == []


def test_every_shorter_batch_is_found(folder):
    path = path_of(folder, 3)
    content = path.read_bytes()
    for length in range(0, len(content), 7):
        path.write_bytes(content[:length])
        assert not verify(folder).in_order, length


def test_what_is_half_written_is_passed_over(folder):
    (folder / ".wijij-000004.zip.ab.deels").write_bytes(b"half")
    (folder / "ontvangst.json").write_text("{}")
    assert verify(folder).problems == []


@pytest.mark.parametrize("where", ["leeg", "nergens"])
def test_a_folder_without_batches_cannot_be_checked(tmp_path, where):
    (tmp_path / "leeg").mkdir()
    with pytest.raises(CannotLook, match=r"geen enkele batch|is er niet"):
        verify(tmp_path / where)


def test_the_script_runs_alone_and_tells_by_its_exit_code(folder, tmp_path):
    alone = tmp_path / "verify_batches.py"
    shutil.copy(verify_batches.__file__, alone)

    def run(*arguments: str) -> tuple[int, str]:
        done = subprocess.run(
            [sys.executable, "-I", str(alone), *arguments],
            capture_output=True,
            encoding="utf-8",
            check=False,
            cwd=tmp_path,
        )
        return done.returncode, done.stdout + done.stderr

    assert run(str(folder)) == (0, "In orde. Gelezen: 3 batches, 9 rijen.\n")
    missing(folder)
    assert run(str(folder))[0] == 1
    assert run(str(tmp_path / "nergens"))[0] == 2
    assert run() == (2, "Gebruik: python3 verify_batches.py MAP\n")


def test_the_main_function_says_what_is_wrong(folder, capsys):
    missing(folder)
    assert main([str(folder)]) == 1
    told = capsys.readouterr().out.splitlines()
    assert told[0] == "batch 2 ontbreekt."
    assert told[-1].startswith("Niet in orde: ")


def test_the_zip_can_be_opened_by_any_program(folder):
    with zipfile.ZipFile(io.BytesIO(path_of(folder, 1).read_bytes())) as bundle:
        assert bundle.testzip() is None
