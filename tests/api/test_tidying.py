"""Promises about what is thrown away by itself: it is over, and nothing else goes."""

import os
from datetime import UTC, datetime, timedelta
from time import time

import pytest
from sqlmodel import select

from accounts.login import ask_code
from accounts.models import Account, LoginCode, Visit, VisitStep
from accounts.service import open_visitor
from accounts.visits import VISITOR_IDLE, begin_visit
from api.bringing import UploadGone, keep_upload, kept_upload, sweep_uploads
from api.tidying import Tidied, tidy
from foundation.database import reading, writing
from profiles.drafts import ProfileDraft
from profiles.models import Candidate, CandidateState
from profiles.service import begin_profile, change_profile

NOW = datetime(2026, 9, 1, 9, 0, tzinfo=UTC)
LATER = NOW + VISITOR_IDLE


@pytest.fixture
def visitor(engine) -> int:
    """Somebody who began without an account, and wrote a name."""
    with writing(engine) as session:
        account = open_visitor(session, now=NOW)
        candidate = begin_profile(session, account_id=account.id, now=NOW)
        change_profile(session, candidate_id=candidate.id, draft=ProfileDraft(name="Kanariezq"))
        begin_visit(session, account_id=account.id, step=VisitStep.COMPLETE, now=NOW)
        return candidate.id


def test_a_profile_that_was_never_saved_goes_a_day_after_the_last_look(engine, visitor):
    assert tidy(engine, now=LATER) == Tidied(visits=1, codes=0, answers=0, profiles=1)
    with reading(engine) as session:
        row = session.get(Candidate, visitor)
        assert (row.state, row.name) == (CandidateState.ERASED, "")
        assert session.exec(select(Account)).all() == session.exec(select(Visit)).all() == []


def test_until_then_nothing_goes(engine, visitor):
    assert tidy(engine, now=LATER - timedelta(seconds=1)) == Tidied(0, 0, 0, 0)
    with reading(engine) as session:
        assert session.get(Candidate, visitor).name == "Kanariezq"


def test_who_saved_an_address_stays_when_the_visit_is_long_over(engine, visitor):
    with writing(engine) as session:
        session.exec(select(Account)).one().email = "sam@talent.example"
    assert tidy(engine, now=NOW + timedelta(days=400)).profiles == 0
    with reading(engine) as session:
        assert session.get(Candidate, visitor).name == "Kanariezq"


def test_old_codes_go_and_doing_it_twice_throws_away_nothing_more(engine):
    with writing(engine) as session:
        ask_code(session, email="sam@talent.example", now=NOW)
    assert tidy(engine, now=NOW + timedelta(minutes=20)).codes == 1
    assert tidy(engine, now=NOW + timedelta(minutes=20)) == Tidied(0, 0, 0, 0)
    with reading(engine) as session:
        assert session.exec(select(LoginCode)).all() == []


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_of_a_profile_that_goes_no_letter_stays_in_the_file(engine, settings, visitor):
    def held() -> bytes:
        return b"".join(file.read_bytes() for file in settings.folder.glob("talent.db*"))

    assert b"Kanariezq" in held()
    tidy(engine, now=LATER)
    assert b"Kanariezq" not in held()


def test_a_file_that_nobody_confirmed_goes_after_a_day(tmp_path):
    old, fresh = (keep_upload(tmp_path, 1, content) for content in (b"old", b"fresh"))
    yesterday = time() - 24 * 3600 - 1
    os.utime(tmp_path / "uploads" / f"1-{old}", (yesterday, yesterday))
    sweep_uploads(tmp_path)
    assert kept_upload(tmp_path, 1, fresh) == b"fresh"
    with pytest.raises(UploadGone):
        kept_upload(tmp_path, 1, old)
