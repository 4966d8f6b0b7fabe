"""The page about the API: its commands are run against the site, and its routes are there."""

import re
import shutil

import pytest

from api.routes import create_api
from tests.docs import pages

PAGE = "docs/api.md"


@pytest.mark.skipif(shutil.which("curl") is None, reason="the examples use curl")
@pytest.mark.skipif(shutil.which("sh") is None, reason="the blocks are written for sh")
def test_every_example_works_and_says_what_the_page_says(run_at_site):
    page = pages.read(PAGE)
    ended = run_at_site(pages.commands(page))
    shown = [line for block in pages.blocks(page, "text") for line in block.text.splitlines()]

    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert ended.stdout.splitlines() == shown


def test_every_route_that_the_page_names_is_in_the_contract():
    paths = create_api().openapi()["paths"]
    named = re.findall(r"`([A-Z]+) /v1(/[\w/.-]+)`", pages.read(PAGE))
    unknown = [one for one in named if one[0].lower() not in paths.get(one[1], {})]

    assert unknown == [("GET", "/openapi.json")]
    assert len(named) > 4


def test_every_refusal_in_the_contract_has_a_row():
    operations = [one for path in create_api().openapi()["paths"].values() for one in path.values()]
    told = {status for one in operations for status in one["responses"] if status >= "4"}
    same = pages.sections(pages.read(PAGE))["Wat overal hetzelfde is"]
    rows = [row[0] for row in pages.rows(same)]

    assert rows == sorted(told)
