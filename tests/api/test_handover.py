"""Promises of `talent handover`: a batch out, a folder checked, a receipt in, in Dutch."""

import json
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest

from accounts.models import Region
from foundation.database import open_engine, writing
from foundation.migrate import upgrade
from foundation.settings import Settings
from tests.placements.handing import a_person, a_start, an_outcome


@pytest.fixture
def at(tmp_path):
    """The address of a database with three outcomes that wait."""
    address = f"sqlite:///{tmp_path / 'talent.db'}"
    engine = open_engine(Settings(address, tmp_path))
    upgrade(engine)
    a_start(engine)
    engine.dispose()
    return address


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "overdracht"


def change(at: str, folder: Path, *rows: object) -> None:
    """Let one more outcome wait, and add these rows."""
    engine = open_engine(Settings(at, folder))
    with writing(engine) as session:
        session.add_all(rows)
        an_outcome(session, a_person(session))
    engine.dispose()


def receipt_of(path: Path, *, refused: int = 0) -> dict:
    with zipfile.ZipFile(path) as bundle:
        manifest = bundle.read("manifest.json")
        ids = [
            (name, json.loads(line)["id"])
            for name in sorted(bundle.namelist(), reverse=True)
            if name.endswith(".jsonl")
            for line in bundle.read(name).decode().splitlines()
        ]
    rows = [
        {"file": name, "id": one, "accepted": number >= refused, "reason": "kennen we niet"}
        for number, (name, one) in enumerate(ids)
    ]
    told = {"chain": "", "batch": 1, "manifest_sha256": sha256(manifest).hexdigest()}
    return {"format": "talent-op-maat-ontvangst-1", **told, "rows": rows}


def test_an_export_says_where_the_batch_is_and_a_second_one_that_nothing_is_new(talent, at, folder):
    first = talent("handover", "export", "--to", folder, at=at)
    assert (first.code, first.err) == (0, "")
    lines = first.out.splitlines()
    assert lines[0] == f"Klaargezet: {folder / 'wijij-000001.zip'}."
    assert lines[1].startswith("Controlesom van het manifest: ")
    again = talent("handover", "export", "--to", folder, at=at)
    assert (again.code, again.out) == (0, "Er is niets nieuws om over te dragen.\n")


def test_an_export_tells_programs_what_it_made(talent, at, folder):
    (one,) = talent("handover", "export", "--to", folder, "--json", at=at).json["batches"]
    assert (one["chain"], one["number"], one["state"]) == ("", 1, "klaargezet")
    assert one["rows"]["outcomes.jsonl"] == 3
    assert one["bytes"] == Path(one["file"]).stat().st_size
    assert not one["finished"]


def test_the_same_batch_again_has_the_same_bytes(talent, at, folder, tmp_path):
    talent("handover", "export", "--to", folder, at=at)
    other = tmp_path / "nog eens"
    (one,) = talent("handover", "export", "--to", other, "--again", 1, "--json", at=at).json[
        "batches"
    ]
    assert Path(one["file"]).read_bytes() == (folder / "wijij-000001.zip").read_bytes()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--again", 7), "Batch 7 is er niet. Kijk met “talent handover status”.\n"),
        (("--again", 1, "--lost", 1), "Kies --again of --lost, niet allebei.\n"),
        (("--region", "zuid"), "De regio “zuid” is er niet. Kies een regio uit de lijst.\n"),
        (("--again", 0), "Dit klopt niet: de waarde bij --again. Kijk met --help wat er kan.\n"),
    ],
)
def test_what_cannot_be_exported_is_told_in_one_line(talent, at, folder, words, told):
    refused = talent("handover", "export", "--to", folder, *words, at=at)
    assert (refused.code, refused.out, refused.err) == (2, "", told)


def test_more_regions_ask_for_a_choice(talent, at, folder):
    change(at, folder, Region(key="noord", name="Noord"), Region(key="zuid", name="Zuid"))
    refused = talent("handover", "export", "--to", folder, at=at)
    assert refused.err == "Kies een regio met --region: noord, zuid.\n"
    asked = talent("handover", "export", "--to", folder, "--region", "", at=at)
    assert asked.code == 0


def test_a_folder_in_order_is_told_and_a_damage_ends_with_one(talent, at, folder):
    talent("handover", "export", "--to", folder, at=at)
    change(at, folder)
    talent("handover", "export", "--to", folder, at=at)
    fine = talent("handover", "verify", folder)
    assert (fine.code, fine.err) == (0, "")
    assert fine.out.startswith("In orde. Gelezen: 2 batches, ")
    (folder / "wijij-000001.zip").unlink()
    damaged = talent("handover", "verify", folder)
    assert damaged.code == 1
    assert damaged.out.startswith("batch 1 ontbreekt.\n")
    told = talent("handover", "verify", folder, "--json")
    assert (told.code, json.loads(told.out)["inOrder"]) == (1, False)


def test_a_folder_without_batches_cannot_be_checked(talent, tmp_path):
    refused = talent("handover", "verify", tmp_path / "nergens")
    assert (refused.code, refused.err) == (2, f"De map {tmp_path / 'nergens'} is er niet.\n")


def test_a_receipt_tells_what_was_taken_and_what_was_not(talent, at, folder, tmp_path):
    talent("handover", "export", "--to", folder, at=at)
    file = tmp_path / "ontvangst.json"
    file.write_text(json.dumps(receipt_of(folder / "wijij-000001.zip", refused=1)))
    read = talent("handover", "receipt", file, at=at)
    assert (read.code, read.err) == (0, "")
    assert read.out.startswith("Batch 1 is ontvangen: 4 rijen aangenomen, 1 niet.\n  outcomes")
    again = talent("handover", "receipt", file, "--json", at=at).json
    assert (again["accepted"], again["rejected"], again["repeated"]) == (4, 1, True)
    assert again["rejections"][0]["reason"] == "kennen we niet"


def test_a_receipt_that_does_not_fit_tells_all_that_is_wrong(talent, at, folder, tmp_path):
    talent("handover", "export", "--to", folder, at=at)
    file = tmp_path / "ontvangst.json"
    told = receipt_of(folder / "wijij-000001.zip")
    file.write_text(json.dumps({**told, "rows": told["rows"][2:]}))
    refused = talent("handover", "receipt", file, at=at)
    assert refused.code == 2
    assert len(refused.out.splitlines()) == 2
    assert refused.err.startswith("Dit ontvangstbewijs klopt niet. ")


def test_the_status_tells_what_waits_and_how_far_each_batch_is(talent, at, folder):
    before = talent("handover", "status", at=at)
    assert before.out == (
        "Hele organisatie, in de volgende batch: 3 uitkomsten, 2 nieuwe en 0 veranderde "
        "profielen, 0 keer wissen.\n"
    )
    talent("handover", "export", "--to", folder, at=at)
    after = talent("handover", "status", at=at)
    assert after.out == (
        "Hele organisatie, er is niets nieuws om over te dragen.\n"
        "Hele organisatie, batch 1: klaargezet.\n"
    )
    told = talent("handover", "status", "--json", at=at).json
    assert [one["number"] for one in told["batches"]] == [1]
    assert told["waiting"][0]["unfinished"] is None
