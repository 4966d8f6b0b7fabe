"""Promises of `talent vacancies postings`: looked at first, each posting once, closed in time."""

import json
import shutil

import pytest

GOOD = {
    "@type": "JobPosting",
    "title": "Heftruckchauffeur",
    "hiringOrganization": {"name": "Demo Landelijk"},
    "identifier": "1",
}
BROKEN = GOOD | {"identifier": "2", "title": ""}
FROM = ("--source", "werk.example", "--sector", "logistiek")


@pytest.fixture
def own_region(sqlite_region, tmp_path) -> str:
    """A small region of the test's own, to change; on PostgreSQL the same services are tested."""
    copy = tmp_path / "region.db"
    shutil.copy(sqlite_region.removeprefix("sqlite:///"), copy)
    return f"sqlite:///{copy}"


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "vacatures.json"
    path.write_text(json.dumps([GOOD, BROKEN]), encoding="utf-8")
    return path


def test_a_file_is_looked_at_and_comes_in_only_with_yes(talent, own_region, file):
    seen = talent("vacancies", "postings", file, *FROM, at=own_region)
    assert seen.code == 0
    assert "1 nieuw" in seen.out
    assert "Blijft weg: vacature 2: de titel mag niet leeg zijn" in seen.out
    assert "nog niets ingelezen" in seen.out
    done = talent("vacancies", "postings", file, *FROM, "--yes", "--json", at=own_region)
    assert json.loads(done.out)["fates"]["new"] == 1
    again = talent("vacancies", "postings", file, *FROM, "--yes", at=own_region)
    assert (again.code, "1 stond er al" in again.out) == (0, True)


def test_a_file_without_anything_good_ends_with_code_2(talent, region, tmp_path):
    path = tmp_path / "leeg.json"
    path.write_text(json.dumps([BROKEN]), encoding="utf-8")
    answer = talent("vacancies", "postings", path, *FROM, "--yes", at=region)
    assert answer.code == 2
    assert "Er is niets ingelezen." in answer.out


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe\x00", b"<!DOCTYPE a><rss/>"])
def test_a_broken_file_is_refused_in_one_line(talent, region, tmp_path, content):
    path = tmp_path / "stuk"
    path.write_bytes(content)
    answer = talent("vacancies", "postings", path, *FROM, at=region)
    assert (answer.code, answer.out, answer.err.count("\n")) == (2, "", 1)


def test_at_night_nothing_closes_that_has_no_end(talent, region):
    assert talent("vacancies", "close-expired", at=region).out == "Gesloten: 0.\n"
