"""The handover: every row in one batch, only who agreed, the same bytes however often."""

import json
import zipfile
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from accounts.models import Region, RegionMunicipality
from foundation.database import reading, writing
from placements.handover import (
    NothingLost,
    SomebodyLeft,
    bundle_of,
    preview,
    replace_lost,
    take_up,
    zip_of,
)
from placements.handover_batches import UnknownChain, batches_of, last_batch
from placements.handover_bundle import files_named
from placements.handover_choice import CANDIDATES, OUTCOMES, WITHDRAWALS
from placements.handover_folder import export_again, export_batch
from placements.handover_making import NotGivenOutYet, make_batch
from placements.models import BatchState, HandoverPerson, HandoverRow, Outcome
from placements.verify_batches import verify
from profiles.drafts import ProfileDraft
from profiles.models import CandidateState
from profiles.service import change_profile
from profiles.states import erase_person, pause
from tests.placements.handing import (
    LATER,
    a_person,
    a_start,
    agree,
    an_outcome,
    disagree,
    exported,
    texts,
    told_again,
)
from tests.profiles.worlds import NOW


def rows_in(path: Path, name: str) -> list[dict]:
    with zipfile.ZipFile(path) as bundle:
        return [json.loads(line) for line in bundle.read(name).decode().splitlines()]


def given_numbers(engine):
    with reading(engine) as session:
        return {one.candidate_id: one.public_id for one in session.exec(select(HandoverPerson))}


def test_a_batch_holds_every_outcome_and_names_only_who_agreed(engine, tmp_path):
    agreed, also, _ = a_start(engine)
    done = exported(engine, tmp_path)
    numbers = given_numbers(engine)
    assert numbers.keys() == {agreed, also}
    people = [row["person"] for row in rows_in(done.path, OUTCOMES)]
    assert people == [numbers[agreed], numbers[also], None]
    assert [row["id"] for row in rows_in(done.path, CANDIDATES)] == list(numbers.values())


def test_the_manifest_tells_versions_chain_and_every_file(engine, tmp_path):
    a_start(engine)
    first, second = exported(engine, tmp_path).batch, None
    with writing(engine) as session:
        an_outcome(session, a_person(session))
    second = exported(engine, tmp_path, LATER).batch
    told = json.loads(second.manifest)
    assert told["format"] == "talent-op-maat-overdracht-1"
    assert (told["chain"], told["batch"]) == ("", 2)
    assert told["created_at"] == "2026-09-02T09:00:00Z"
    assert told["taxonomy"] == {"source": "test", "version": "1", "digest": "x"}
    assert told["previous_manifest_sha256"] == first.manifest_sha256
    assert json.loads(first.manifest)["previous_manifest_sha256"] == ""


def test_nothing_new_makes_no_batch(engine, tmp_path):
    a_start(engine)
    exported(engine, tmp_path)
    again = export_batch(engine, folder=tmp_path, chain="", made_by=None, clock=lambda: LATER)
    assert again is None
    with reading(engine) as session:
        assert len(batches_of(session, chains=[""])) == 1
        assert preview(session, chain="").is_empty


def test_a_preview_counts_what_the_next_batch_holds_and_changes_nothing(engine, tmp_path):
    gone, changed, _ = a_start(engine)
    exported(engine, tmp_path)
    with writing(engine) as session:
        disagree(session, gone)
        change_profile(session, candidate_id=changed, draft=ProfileDraft(name="Anders"))
        an_outcome(session, a_person(session))
    with reading(engine) as session:
        seen = preview(session, chain="")
        assert preview(session, chain="") == seen
    counted = (seen.rows, seen.new_people, seen.changed_people, seen.withdrawals)
    assert counted == (1, 1, 1, 1)
    done = exported(engine, tmp_path, LATER)
    assert len(rows_in(done.path, CANDIDATES)) == 2


def test_who_takes_consent_back_is_left_out_of_the_next_batch_and_wijij_is_told(engine, tmp_path):
    gone, *_ = a_start(engine)
    exported(engine, tmp_path)
    number = given_numbers(engine)[gone]
    with writing(engine) as session:
        disagree(session, gone)
        an_outcome(session, gone)
    done = exported(engine, tmp_path, LATER)
    assert [row["id"] for row in rows_in(done.path, WITHDRAWALS)] == [number]
    assert [row["person"] for row in rows_in(done.path, OUTCOMES)] == [None]
    with zipfile.ZipFile(done.path) as bundle:
        others = [bundle.read(name) for name in bundle.namelist() if name != WITHDRAWALS]
    assert not any(number.encode() in one for one in others)
    assert verify(tmp_path).problems == []


def test_who_is_erased_is_told_of_as_well_and_no_line_of_him_stays(engine, tmp_path):
    gone, *_ = a_start(engine)
    first = exported(engine, tmp_path)
    number = given_numbers(engine)[gone]
    with writing(engine) as session:
        erase_person(session, candidate_id=gone, now=NOW)
        kept = texts(session, first.batch.id, CANDIDATES)
        assert len(kept) == 1
        assert number not in kept[0]
    done = exported(engine, tmp_path, LATER)
    assert [row["id"] for row in rows_in(done.path, WITHDRAWALS)] == [number]


def test_who_agrees_again_later_gets_another_number(engine, tmp_path):
    one, *_ = a_start(engine)
    exported(engine, tmp_path)
    before = given_numbers(engine)[one]
    with writing(engine) as session:
        disagree(session, one)
    exported(engine, tmp_path, LATER)
    with writing(engine) as session:
        agree(session, one)
    done = exported(engine, tmp_path, LATER + timedelta(days=1))
    (row,) = rows_in(done.path, CANDIDATES)
    assert row["id"] != before
    assert verify(tmp_path).problems == []


def test_a_paused_profile_goes_only_to_say_so(engine, tmp_path):
    one, *_ = a_start(engine)
    exported(engine, tmp_path)
    with writing(engine) as session:
        never_told = a_person(session)
        for candidate in (one, never_told):
            pause(session, candidate_id=candidate)
    done = exported(engine, tmp_path, LATER)
    told = [(row["id"], row["state"]) for row in rows_in(done.path, CANDIDATES)]
    assert told == [(given_numbers(engine)[one], CandidateState.PAUSED.value)]
    assert never_told not in given_numbers(engine)


def test_a_row_comes_after_the_row_told_before(engine, tmp_path):
    a_start(engine)
    exported(engine, tmp_path)
    with writing(engine) as session:
        first = session.exec(select(HandoverRow).order_by(HandoverRow.id)).first()
        told_again(session, first)
    done = exported(engine, tmp_path, LATER)
    assert [row["previous"] for row in rows_in(done.path, OUTCOMES)] == [first.public_id]
    assert verify(tmp_path).problems == []


def test_each_region_has_its_own_numbers_and_people(engine, tmp_path):
    a_start(engine)
    with writing(engine) as session:
        session.add(Region(key="noord", name="Noord"))
        session.flush()
        region = session.exec(select(Region)).one()
        session.add(RegionMunicipality(municipality="Noorderveen", region_id=region.id))
        one = a_person(session)
        row = an_outcome(session, one)
        session.get_one(Outcome, row.outcome_id).region_id = region.id
        row.chain = "noord"
    here = exported(engine, tmp_path / "hier")
    there = exported(engine, tmp_path / "noord", chain="noord")
    assert (here.batch.number, there.batch.number) == (1, 1)
    assert len(rows_in(there.path, OUTCOMES)) == 1
    assert len(rows_in(there.path, CANDIDATES)) == 1
    with pytest.raises(UnknownChain, match="zuid"), writing(engine) as session:
        preview(session, chain="zuid")


def test_the_same_batch_again_has_the_same_bytes(engine, tmp_path):
    a_start(engine)
    done = exported(engine, tmp_path / "een")
    again = export_again(engine, folder=tmp_path / "twee", chain="", number=1, clock=lambda: LATER)
    assert again.path.read_bytes() == done.path.read_bytes()
    with writing(engine) as session:
        assert zip_of(session, batch_id=1, now=LATER).content == done.path.read_bytes()


def test_a_batch_waits_until_the_one_before_is_given_out(engine, tmp_path):
    one, *_ = a_start(engine)
    with writing(engine) as session:
        made = make_batch(session, chain="", made_by=None, now=NOW)
        an_outcome(session, one)
    with pytest.raises(NotGivenOutYet, match="batch 1"), writing(engine) as session:
        make_batch(session, chain="", made_by=None, now=LATER)
    with reading(engine) as session:
        assert preview(session, chain="").waiting.id == made.id
    assert exported(engine, tmp_path, LATER).finished
    assert exported(engine, tmp_path, LATER).batch.number == 2


def test_a_download_counts_as_given_out(engine):
    a_start(engine)
    with writing(engine) as session:
        made = make_batch(session, chain="", made_by=None, now=NOW)
        zip_of(session, batch_id=made.id, now=LATER)
    with reading(engine) as session:
        batch = last_batch(session, chain="")
        assert (batch.state, batch.written_at) == (BatchState.WRITTEN, LATER)


@pytest.mark.parametrize("leaves", ["disagrees", "is erased"])
def test_a_batch_nobody_has_seen_is_chosen_anew_without_who_left(engine, tmp_path, leaves):
    gone, stays, _ = a_start(engine)
    with writing(engine) as session:
        first = make_batch(session, chain="", made_by=None, now=NOW).manifest_sha256
    number = given_numbers(engine)[gone]
    with writing(engine) as session:
        if leaves == "disagrees":
            disagree(session, gone)
        else:
            erase_person(session, candidate_id=gone, now=NOW)
    done = exported(engine, tmp_path, LATER)
    assert done.batch.number == 1
    assert done.batch.manifest_sha256 != first
    assert [row["id"] for row in rows_in(done.path, CANDIDATES)] == [given_numbers(engine)[stays]]
    assert [row["id"] for row in rows_in(done.path, WITHDRAWALS)] == [number]
    assert len(rows_in(done.path, OUTCOMES)) == 3
    assert verify(tmp_path).problems == []


def test_only_an_outcome_with_a_number_is_enough_to_choose_anew(engine, tmp_path):
    gone, *_ = a_start(engine)
    exported(engine, tmp_path)
    with writing(engine) as session:
        an_outcome(session, gone)
        make_batch(session, chain="", made_by=None, now=LATER)
        disagree(session, gone)
    done = exported(engine, tmp_path, LATER)
    assert [row["person"] for row in rows_in(done.path, OUTCOMES)] == [None]
    assert len(rows_in(done.path, WITHDRAWALS)) == 1


def test_a_batch_somebody_may_have_is_not_made_again_without_who_left(engine, tmp_path):
    gone, *_ = a_start(engine)
    done = exported(engine, tmp_path)
    with writing(engine) as session:
        disagree(session, gone)
    with pytest.raises(SomebodyLeft, match="trok de toestemming in"):
        export_again(engine, folder=tmp_path / "b", chain="", number=1, clock=lambda: LATER)
    assert exported(engine, tmp_path, LATER).batch.number == 2
    assert done.path.exists()


def test_a_lost_file_is_chosen_anew_when_a_person_says_so(engine, tmp_path):
    gone, *_ = a_start(engine)
    exported(engine, tmp_path).path.unlink()
    with writing(engine) as session, pytest.raises(NothingLost, match="--again 1"):
        replace_lost(session, batch=last_batch(session, chain=""), now=LATER)
    with writing(engine) as session:
        disagree(session, gone)
    with writing(engine) as session:
        batch = replace_lost(session, batch=last_batch(session, chain=""), now=LATER)
        assert bundle_of(session, batch=batch).content
    assert exported(engine, tmp_path, LATER).batch.number == 1
    assert verify(tmp_path).problems == []


def test_a_batch_before_the_last_is_never_chosen_anew(engine, tmp_path):
    gone, *_ = a_start(engine)
    exported(engine, tmp_path)
    with writing(engine) as session:
        an_outcome(session, gone)
    exported(engine, tmp_path, LATER)
    with writing(engine) as session:
        disagree(session, gone)
    with writing(engine) as session, pytest.raises(NothingLost, match="al een volgende"):
        first = batches_of(session, chains=[""])[-1]
        replace_lost(session, batch=first, now=LATER)


def test_two_exporters_at_once_make_no_number_twice_and_no_row_twice(engine, tmp_path):
    people = a_start(engine, people=4)

    def export(number: int) -> None:
        for turn in range(4):
            with writing(engine) as session:
                an_outcome(session, people[turn % len(people)])
            clock = LATER + timedelta(minutes=turn)
            folder = tmp_path / "samen"
            export_batch(engine, folder=folder, chain="", made_by=None, clock=lambda at=clock: at)

    with ThreadPoolExecutor(3) as pool:
        for one in [pool.submit(export, number) for number in range(3)]:
            one.result()
    while export_batch(
        engine, folder=tmp_path / "samen", chain="", made_by=None, clock=lambda: LATER
    ):
        pass
    assert verify(tmp_path / "samen").problems == []
    told = [
        row["id"] for path in (tmp_path / "samen").glob("*.zip") for row in rows_in(path, OUTCOMES)
    ]
    with reading(engine) as session:
        waiting = [row.public_id for row in session.exec(select(HandoverRow))]
    assert sorted(told) == sorted(waiting)


def test_the_rows_of_every_file_are_those_the_manifest_tells(engine, tmp_path):
    a_start(engine)
    done = exported(engine, tmp_path)
    with zipfile.ZipFile(done.path) as bundle:
        names = [one.filename for one in bundle.infolist()]
    assert names == ["manifest.json", *(file["name"] for file in files_named(done.batch.manifest))]


def test_taking_up_finds_nothing_in_an_empty_world(engine):
    with writing(engine) as session:
        assert take_up(session, chain="", made_by=None, now=NOW) is None
