"""The pages of the handover: what waits, making, taking, the receipt, and whose region it is."""

import io
import json
import zipfile
from collections.abc import Iterator

import pytest
from sqlmodel import select

from accounts.audit import entries_about
from accounts.models import AuditEntry
from accounts.permissions import Relation
from foundation.database import reading, writing
from placements.models import BatchState, HandoverBatch, HandoverVerdict
from tests.access.people import make_world
from tests.api.handing import AGREED, HOME, SAYS_NO, Managed, add_region, managed, receipt
from tests.placements.handing import agree, disagree


@pytest.fixture
def manager(settings, engine) -> Iterator[Managed]:
    with managed(settings, engine) as opened:
        yield opened


def unpacked(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as bundle:
        return {name: bundle.read(name) for name in bundle.namelist()}


def taken(manager: Managed) -> tuple[bytes, dict[str, bytes]]:
    manager.make()
    files = unpacked(manager.take().content)
    return files.pop("manifest.json"), files


def batches(engine) -> list[HandoverBatch]:
    with reading(engine) as session:
        return list(session.exec(select(HandoverBatch)))


def test_the_page_tells_what_waits_and_names_nobody(manager):
    page = manager.browser.get(HOME)

    assert page.status_code == 200
    assert "Wat wacht er?" in page.text
    assert "<dt>uitkomsten, nieuw of veranderd</dt><dd>3</dd>" in page.text
    assert f"<dt>mensen voor het eerst</dt><dd>{AGREED}</dd>" in page.text
    assert "Maak de overdracht" in page.text
    assert "Zoë" not in page.text


def test_making_a_batch_leads_to_it_and_the_zip_has_what_the_manifest_says(manager):
    made = manager.make()
    shown = manager.browser.get(made.headers["location"])
    zipped = manager.take()

    assert made.status_code == 303
    assert made.headers["location"] == f"{HOME}/1?regio=&gedaan=gemaakt"
    assert "De overdracht is gemaakt." in shown.text
    assert "2 mensen staan erin" in shown.text
    assert "outcomes.jsonl" in shown.text
    assert zipped.headers["content-type"] == "application/zip"
    assert zipped.headers["content-disposition"] == 'attachment; filename="wijij-000001.zip"'
    assert zipped.headers["cache-control"] == "no-store"
    files = unpacked(zipped.content)
    assert {"manifest.json", "LEESMIJ.txt", "outcomes.csv"} <= files.keys()
    assert len(files["outcomes.jsonl"].splitlines()) == 3
    assert manager.take().content == zipped.content


def test_making_twice_gives_the_batch_that_waits_and_afterwards_there_is_nothing_new(
    manager, engine
):
    first, again = manager.make(), manager.make()
    manager.take()
    nothing = manager.make()

    assert again.headers["location"] == first.headers["location"]
    assert nothing.status_code == 409
    assert "Er is niets nieuws sinds de vorige overdracht." in nothing.text
    assert "Er wacht nu niets." in nothing.text
    assert [row.number for row in batches(engine)] == [1]


def test_everybody_in_a_batch_can_read_on_his_own_page_that_it_was_given(manager, engine):
    taken(manager)
    manager.take()

    for one, words in zip(
        manager.people, (["overgedragen aan WIJIJ"], ["overgedragen aan WIJIJ"], []), strict=True
    ):
        with reading(engine) as session:
            found = entries_about(session, candidate_id=one, most=10)
        assert [row.action for row in found] == words
        assert {row.reason for row in found} <= {"overdracht aan WIJIJ"}
        assert {row.actor_role for row in found} <= {"programmamanager"}


def test_looking_and_reading_are_noted(manager, engine):
    manifest, files = taken(manager)
    manager.browser.get(f"{HOME}/1")
    manager.receive(receipt(manifest, files))

    with reading(engine) as session:
        noted = {row.action for row in session.exec(select(AuditEntry))}
    assert {
        "overgedragen aan WIJIJ",
        "overdracht bekeken",
        "ontvangstbewijs gelezen",
    } <= noted


def test_a_receipt_is_read_and_what_wijij_did_not_take_is_shown_with_who_can_help(manager, engine):
    manifest, files = taken(manager)
    refused = json.loads(files["outcomes.jsonl"].splitlines()[0])["id"]
    person = json.loads(files["candidates.jsonl"].splitlines()[0])["id"]
    told = json.loads(receipt(manifest, files, refused=refused))
    for row in told["rows"]:
        if row["id"] == person:
            row |= {"accepted": False, "reason": "dubbel"}

    done = manager.receive(json.dumps(told))
    shown = manager.browser.get(done.headers["location"]).text
    overview = manager.browser.get(HOME).text

    assert done.headers["location"] == f"{HOME}/1?regio=&gedaan=ontvangen"
    assert "Het ontvangstbewijs is gelezen en bewaard." in shown
    assert "<dt>rijen niet gelukt</dt><dd>2</dd>" in shown
    assert SAYS_NO in shown
    assert refused in overview
    assert "Wat WIJIJ niet kon gebruiken" in overview
    assert f"(K-{manager.people[0]:03d})" in overview
    assert "Niemand begeleidt deze persoon nu." in overview
    assert "Zoë" not in overview
    assert batches(engine)[0].state is BatchState.RECEIVED


def test_a_received_batch_is_given_no_more(manager):
    manifest, files = taken(manager)
    manager.receive(receipt(manifest, files))

    answer = manager.take()

    assert answer.status_code == 409
    assert "WIJIJ heeft batch 1 ontvangen." in answer.text
    again = manager.receive(receipt(manifest, files))
    assert again.headers["location"].endswith("gedaan=herhaald")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "Kies eerst het ontvangstbewijs."),
        (b"geen json", "Dit is geen goede JSON."),
        (b'{"format": "iets anders"}', "Dit is geen ontvangstbewijs van een batch."),
        (b"\xff\xfe", "Dit is geen goede JSON."),
    ],
)
def test_a_file_that_is_no_receipt_is_refused_in_words_and_nothing_is_kept(
    manager, engine, content, says
):
    taken(manager)

    answer = manager.receive(content)

    assert answer.status_code == 400
    assert says in answer.text
    assert 'href="#bestand"' in answer.text
    assert batches(engine)[0].state is BatchState.WRITTEN


def test_a_receipt_of_another_batch_or_with_rows_missing_is_refused_as_a_whole(manager, engine):
    manifest, files = taken(manager)
    other = json.loads(receipt(manifest, files)) | {"batch": 7}
    partly = json.loads(receipt(manifest, files))
    partly["rows"].pop()

    unknown, missing = manager.receive(json.dumps(other)), manager.receive(json.dumps(partly))

    assert (unknown.status_code, missing.status_code) == (409, 400)
    assert "Wij maakten geen batch 7" in unknown.text
    assert "ontbreekt" in missing.text
    with reading(engine) as session:
        assert list(session.exec(select(HandoverVerdict))) == []


def test_who_took_consent_back_is_in_no_later_batch_and_wijij_is_told(manager, engine):
    taken(manager)
    with writing(engine) as session:
        disagree(session, manager.people[0])

    waiting = manager.browser.get(HOME).text
    manager.make()
    files = unpacked(manager.take(2).content)

    assert "<dt>mensen die WIJIJ moet wissen</dt><dd>1</dd>" in waiting
    assert files["candidates.jsonl"] == b""
    assert json.loads(files["withdrawals.jsonl"])["asks"] == "wissen"


def test_a_batch_that_is_not_there_is_not_found(manager):
    assert manager.browser.get(f"{HOME}/9").status_code == 404
    assert manager.browser.get(f"{HOME}/nul").status_code in (400, 404)
    assert manager.take(9).status_code == 404


def test_a_manager_sees_the_batches_of_the_own_region_alone(settings, engine):
    with managed(settings, engine, region="leidse-regio") as manager:
        with writing(engine) as session:
            add_region(session, "rijnland")
        page = manager.browser.get(HOME)
        others = [
            manager.browser.get(f"{HOME}?regio=rijnland"),
            manager.browser.get(f"{HOME}?regio="),
            manager.make("rijnland"),
            manager.take(1, "rijnland"),
            manager.receive(b"{}", ""),
        ]

    assert page.status_code == 200
    assert "rijnland" not in page.text.lower()
    assert "Er wacht nu niets." in page.text
    assert [answer.status_code for answer in others] == [404] * 5


def test_a_manager_of_the_whole_installation_chooses_a_region(manager, engine):
    with writing(engine) as session:
        add_region(session, "rijnland")

    page = manager.browser.get(f"{HOME}?regio=rijnland").text

    assert 'href="/programma/overdracht?regio=rijnland" aria-current="true"' in page
    assert 'href="/programma/overdracht?regio="' in page


def test_no_canary_of_anybody_stands_in_a_batch(settings, engine):
    world = make_world(engine)
    with writing(engine) as session:
        agree(session, world.candidate_id)
    with managed(settings, engine, start=False) as manager:
        manager.make()
        files = unpacked(manager.take().content)

    everything = b"".join(files.values()).decode()
    assert len(json.loads(files["candidates.jsonl"])["skills"]) == 2
    assert len(files["introductions.jsonl"].splitlines()) == 1
    for relation in Relation:
        assert world.people[relation].canary not in everything
    assert "@" not in everything
