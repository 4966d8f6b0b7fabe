"""Promises of what staff and employers send: nothing of the hostile corpus breaks their routes.

The same corpus as in test_hostile.py, sent by somebody who may: else every answer is a refusal that
comes before the corpus is read.
"""

from collections.abc import Iterator

import pytest

from tests.api.offices import OFFICE, Office, open_office
from tests.api.routes.conftest import Program
from tests.api.test_hostile import (
    BODIES,
    BODIES_FOR_BOTH,
    QUERIES,
    QUERIES_FOR_BOTH,
    SEGMENTS,
    SEGMENTS_FOR_BOTH,
    WITH_BODY,
    _body_for,
    address,
    refused_in_words,
)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def office(request, tmp_path_factory) -> Iterator[Office]:
    with open_office(request, tmp_path_factory.mktemp("office")) as opened:
        yield opened


def _at(office: Office, method: str, path: str) -> tuple[Program, str]:
    who = office.who_may(method, path)
    return who, address(path, Program(who.client, "1"))


@pytest.mark.parametrize(("method", "path"), [one for one in WITH_BODY if one in OFFICE])
def test_no_body_of_staff_breaks_a_route(office, method, path):
    who, here = _at(office, method, path)
    met = office.meets_all
    for body, kind in (BODIES[one] for one in BODIES if met or one in BODIES_FOR_BOTH):
        headers = {"Content-Type": kind.encode("latin-1")} if kind else {}
        answer = who.client.request(method, here, content=body, headers=headers)
        refused_in_words(answer)
        assert answer.status_code not in (401, 403), (body, answer.text)


@pytest.mark.parametrize(("method", "path"), [one for one in OFFICE if "{" in one[1]])
def test_no_address_of_staff_breaks_a_route(office, method, path):
    who, _ = _at(office, method, path)
    for key in [step for step in path.split("/") if step.startswith("{")]:
        for segment in SEGMENTS if office.meets_all else SEGMENTS_FOR_BOTH:
            broken = address(path.replace(key, "@"), Program(who.client, "1"))
            answer = who.client.request(method, broken.replace("@", segment), **_body_for(method))
            refused_in_words(answer)
            assert answer.status_code in (400, 404, 405), (segment, answer.status_code)


@pytest.mark.parametrize(("method", "path"), [one for one in OFFICE if one[0] == "GET"])
def test_no_query_of_staff_breaks_a_route(office, method, path):
    who, here = _at(office, method, path)
    for query in QUERIES if office.meets_all else QUERIES_FOR_BOTH:
        refused_in_words(who.get(f"{here}?{query}"))
