"""The handover for a program: what waits, batches, the file and the receipt."""

import io
import json
import zipfile
from collections.abc import Iterator

import pytest

from foundation.database import writing
from tests.api.handing import AGREED, SAYS_NO, Managed, add_region, managed, receipt

HOME = "/v1/handover"
NOTHING = {"region": "", "outcomes": 0, "new_people": 0, "changed_people": 0, "withdrawals": 0}


@pytest.fixture
def manager(settings, engine) -> Iterator[Managed]:
    with managed(settings, engine) as opened:
        yield opened


def unpacked(content: bytes) -> tuple[bytes, dict[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(content)) as bundle:
        files = {name: bundle.read(name) for name in bundle.namelist()}
    return files.pop("manifest.json"), files


def sent(manager: Managed, content: str):
    headers = {"Content-Type": "application/octet-stream"}
    return manager.program.post(f"{HOME}/receipts", content=content.encode(), headers=headers)


def test_a_program_goes_from_what_waits_to_a_read_receipt(manager):
    ask = manager.program
    waits = ask.get(f"{HOME}/preview").json()
    made = ask.post(f"{HOME}/batches")
    whole = ask.get(f"{HOME}/batches/1").json()
    manifest, files = unpacked(ask.get(f"{HOME}/batches/1/file").content)
    refused = json.loads(files["outcomes.jsonl"].splitlines()[0])["id"]
    read = sent(manager, receipt(manifest, files, refused=refused))

    assert waits == {**NOTHING, "outcomes": 3, "new_people": AGREED}
    assert (made.status_code, made.json()["number"], made.json()["state"]) == (201, 1, "gemaakt")
    assert made.json()["given_at"] is None
    assert whole["manifest_sha256"] == made.json()["manifest_sha256"]
    assert {one["name"]: one["rows"] for one in whole["files"]}["outcomes.jsonl"] == 3
    assert (read.status_code, read.json()["rejected"]) == (200, 1)
    after = ask.get(f"{HOME}/batches/1").json()
    assert after["state"] == "ontvangen"
    assert after["rejected"] == [
        {"file": "outcomes.jsonl", "id": refused, "reason": SAYS_NO, "told_again": False}
    ]
    assert ask.get(f"{HOME}/preview").json() == NOTHING


def test_the_file_is_the_same_bytes_each_time(manager):
    manager.program.post(f"{HOME}/batches")

    first, again = (manager.program.get(f"{HOME}/batches/1/file") for _ in range(2))

    assert first.content == again.content
    assert first.headers["content-type"] == "application/zip"
    assert first.headers["content-disposition"] == 'attachment; filename="wijij-000001.zip"'


def test_making_with_the_same_key_makes_one_batch_and_answers_the_same_bytes(manager):
    headers = {"Idempotency-Key": "dit-is-de-sleutel"}

    first = manager.program.post(f"{HOME}/batches", headers=headers)
    manager.program.get(f"{HOME}/batches/1/file")
    again = manager.program.post(f"{HOME}/batches", headers=headers)

    assert first.content == again.content
    assert manager.program.get(f"{HOME}/batches").json()["total"] == 1


def test_without_anything_new_nothing_is_made(manager):
    manager.program.post(f"{HOME}/batches")
    manager.program.get(f"{HOME}/batches/1/file")

    answer = manager.program.post(f"{HOME}/batches")

    assert answer.status_code == 409
    assert "Er is niets nieuws" in answer.json()["title"]


def test_a_wrong_receipt_is_refused_with_every_problem_and_nothing_is_kept(manager):
    manager.program.post(f"{HOME}/batches")
    manifest, files = unpacked(manager.program.get(f"{HOME}/batches/1/file").content)
    told = json.loads(receipt(manifest, files))
    told["rows"] = told["rows"][2:]

    answer = sent(manager, json.dumps(told))

    assert answer.status_code == 400
    assert len(answer.json()["problems"]) == 2
    assert manager.program.get(f"{HOME}/batches/1").json()["state"] == "klaargezet"
    assert sent(manager, "geen json").status_code == 400


def test_what_is_received_is_given_no_more(manager):
    manager.program.post(f"{HOME}/batches")
    manifest, files = unpacked(manager.program.get(f"{HOME}/batches/1/file").content)
    sent(manager, receipt(manifest, files))

    assert manager.program.get(f"{HOME}/batches/1/file").status_code == 409
    assert sent(manager, receipt(manifest, files)).json()["repeated"]


@pytest.mark.parametrize("path", ["preview", "batches", "batches/1", "batches/1/file"])
def test_another_region_is_not_there(settings, engine, path):
    with managed(settings, engine, region="leidse-regio") as manager:
        with writing(engine) as session:
            add_region(session, "rijnland")
        own = manager.program.get(f"{HOME}/preview")
        answers = [
            manager.program.get(f"{HOME}/{path}", params={"region": key}).status_code
            for key in ("rijnland", "", "bestaat-niet")
        ]

    assert own.json() == {**NOTHING, "region": "leidse-regio"}
    assert answers == [404, 404, 404]


def test_a_batch_that_is_not_there_is_not_found(manager):
    assert manager.program.get(f"{HOME}/batches/7").status_code == 404
    assert manager.program.get(f"{HOME}/batches/7/file").status_code == 404


def test_only_a_manager_hands_over(manager):
    manager.program.headers.pop("Authorization")

    assert manager.program.get(f"{HOME}/preview").status_code == 401
    assert manager.program.post(f"{HOME}/batches").status_code == 401
