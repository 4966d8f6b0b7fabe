"""Promises about "alles wat we over je hebben": no table forgotten, no secret told."""

import json

import pytest
from sqlalchemy import Column, ForeignKey, Integer, MetaData, Table
from sqlmodel import SQLModel

import coaching.models  # noqa: F401 - its tables hang on a candidate
import vacancies.models  # noqa: F401 - a contact hangs on an account
from accounts.models import Account, AuditEntry, Role
from coaching.caseload import assign
from foundation.database import reading, writing
from profiles.held import as_json, held_about, tables_about
from profiles.held_words import COLUMNS, LEFT_OUT, TABLES
from profiles.models import Candidate
from profiles.service import begin_profile
from tests.profiles.test_erasing import ADDRESS, CANARY, write_everywhere
from tests.profiles.worlds import NOW

ABOUT = {
    table.name: table
    for person in ("candidate", "account")
    for table in tables_about(SQLModel.metadata, person)
} | {name: SQLModel.metadata.tables[name] for name in ("account", "login_code", "audit_entry")}


def test_every_table_about_a_person_has_a_dutch_title_and_no_other():
    assert ABOUT.keys() == TABLES.keys()


def test_every_column_has_a_dutch_label_or_a_reason_to_stay_out():
    names = {column.name for table in ABOUT.values() for column in table.columns}
    assert names - LEFT_OUT.keys() == COLUMNS.keys()


def test_what_looks_like_a_secret_is_left_out():
    words = ("hash", "secret", "nonce", "verifier", "digest", "seal", "password", "token")
    secret = {
        column.name
        for table in ABOUT.values()
        for column in table.columns
        if any(word in column.name for word in words)
    }
    assert secret <= LEFT_OUT.keys()


def test_a_table_that_hangs_one_step_further_is_found():
    metadata = MetaData()
    Table("candidate", metadata, Column("id", Integer, primary_key=True))
    near = Table(
        "near",
        metadata,
        Column("id", Integer, primary_key=True),
        Column("candidate_id", ForeignKey("candidate.id")),
    )
    far = Table("far", metadata, Column("near_id", ForeignKey("near.id")))
    Table("other", metadata, Column("id", Integer, primary_key=True))
    assert tables_about(metadata, "candidate") == {
        near: [near.c.candidate_id],
        far: [far.c.near_id],
    }


@pytest.fixture
def person(engine):
    with writing(engine) as session:
        number = write_everywhere(session)
        account = session.get(Candidate, number).account_id
        entry = {"actor_role": "loopbaancoach", "action": "zien", "previous": "p", "seal": "s"}
        session.add_all(
            [
                AuditEntry(number=1, at=NOW, actor_id=2, candidate_id=number, **entry),
                AuditEntry(number=2, at=NOW, actor_id=2, candidate_id=None, **entry),
            ]
        )
        # Somebody else with a profile and a coach, of whom nothing may be told.
        other = Account(role=Role.CANDIDATE, name="vreemde", created_at=NOW, seen_at=NOW)
        session.add(other)
        session.flush()
        theirs = begin_profile(session, account_id=other.id, now=NOW).id
        assign(session, candidate_id=theirs, coach_id=2, now=NOW)
    return number, account


@pytest.fixture
def held(engine, person):
    with reading(engine) as session:
        return held_about(session, candidate_id=person[0], account_id=person[1])


def test_every_table_with_something_about_a_person_is_told(held):
    told = {table.name for table in held.tables}
    of_staff = {"contact", "shortlist", "matching_stop"}
    of_managers = {"campaign", "handover_batch", "handover_verdict"}
    assert told == TABLES.keys() - of_staff - of_managers


def test_nothing_of_somebody_else_is_told(held, person):
    rows = {table.name: len(table.rows) for table in held.tables}
    assert (rows["candidate"], rows["account"], rows["assignment"]) == (1, 1, 1)
    assert (rows["audit_entry"], rows["interest_answer"]) == (1, 30)
    assert "vreemde" not in json.dumps(as_json(held))


def test_every_text_of_the_person_is_told(held):
    told = json.dumps(as_json(held))
    assert told.count(CANARY) > 400
    assert ADDRESS in told


def test_what_is_left_out_is_named_with_its_reason(held):
    left = {(one.table, one.column) for one in held.left_out}
    assert ("visit", "token_hash") in left
    assert ("credential", "password_hash") in left
    assert ("audit_entry", "seal") in left
    assert all(one.reason.endswith(".") for one in held.left_out)
    shown = {column.name for table in held.tables for column in table.columns}
    assert shown & LEFT_OUT.keys() == set()


def test_a_number_is_told_by_its_name(held):
    tables = as_json(held)["tables"]
    assert tables["candidate_skill"]["rows"][0]["skill_id"] == "metalen lassen"
    assert tables["assignment"]["rows"][0]["coach_id"] == "Cor"
    assert tables["preferences"]["rows"][0]["sectors"] == ["zorg"]
    assert tables["visit"]["rows"][0]["created_at"] == "2026-09-01T09:00:00+00:00"
    assert tables["candidate"]["labels"]["presentation"] == "wat je over jezelf schreef"


def test_a_coach_is_told_nothing_of_the_candidates(engine, person):
    with reading(engine) as session:
        told = held_about(session, candidate_id=None, account_id=2)
    assert [table.name for table in told.tables] == ["account", "campaign", "shortlist"]


def test_somebody_we_do_not_know_gets_an_empty_answer(session):
    held = held_about(session, candidate_id=7, account_id=7)
    assert as_json(held) == {"tables": {}, "leftOut": []}
