"""Promise of the contract: whatever is sent, the answer is what the contract says, and never 5xx.

Schemathesis reads the contract and invents requests, right ones and wrong ones, for every
operation; here as somebody with a profile and as nobody, on both databases. The suite sends a few
of each; the proof, a hundred times as many, is a command of its own:

    python3 run.py test tests/api/test_schema.py --hypothesis-profile=proof
"""

from collections.abc import Iterator

import hypothesis
import pytest
import schemathesis
from hypothesis import HealthCheck, given
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.python import asgi
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from api.routes import create_api
from tests.api.offices import OFFICE, Office, open_office
from tests.api.routes.conftest import ADDRESS, WELDER, Program, Site, shared_site
from tests.profiles.worlds import DRIVING, WELDING

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
CONTRACT = schemathesis.openapi.from_dict(create_api().openapi())
OPERATIONS = {one.ok().label: one.ok() for one in CONTRACT.get_all_operations()}
# Of every example of a law the suite sends one in this many: a request costs more than a law.
SHARE = 50
# What is there, so that not every answer is 404.
THERE = {
    "vacancyId": str(WELDER),
    "skillId": str(WELDING),
    "occupationId": "1",
    "experienceId": "1",
    "ownWordId": "1",
    "hiddenEmployerId": "1",
    "questionId": "R1",
    "purpose": "matching",
    "visitId": "1",
    "noteId": "1",
    "proposalId": "1",
    "objectionId": "1",
    "cardId": "1",
    "accountId": "1",
    "employerId": "1",
    "introductionId": "1",
    "entryId": "1",
    "limitId": "1",
    "regionKey": "leidse-regio",
    "outcomeId": "1",
    "partnerId": "1",
    "checkInId": "1",
    "dimension": "sector",
    "figure": "account",
    "batchNumber": "1",
    "campaignId": "1",
}


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def region(request, tmp_path_factory) -> Iterator[Site]:
    """A small region on each kind of database, for all tests here together."""
    with shared_site(request, tmp_path_factory.mktemp("schema")) as site:
        yield site


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def office(request, tmp_path_factory) -> Iterator[Office]:
    """One of each role of the staff, on each kind of database."""
    with open_office(request, tmp_path_factory.mktemp("office")) as opened:
        yield opened


def filled(program: Program) -> Program:
    """Put something of everything on a profile."""
    mine = program.mine
    program.client.patch(mine, json={"name": "Zoë"})
    program.post(f"{mine}/consents", {"purpose": "matching", "text_version": "2026-2"})
    program.post(f"{mine}/activation")
    program.post(f"{mine}/experiences", {"kind": "zorg", "title": "oma geholpen"})
    program.post(f"{mine}/own-words", {"text": "palingroken"})
    program.put(f"{mine}/skills/{DRIVING}", {"level": 2})
    program.put(f"{mine}/interest-answers/R1", {"answer": 4})
    return program


def somebody(site: Site, label: str) -> Program:
    """Give somebody of his own to every operation: some end a visit, one erases everything."""
    return filled(site.skilled()) if "{candidateId}" in label else site.begun()


def proved(site: Site, who: Program, operation, mode: GenerationMode) -> None:
    """Send invented requests to one operation and hold every answer against the contract."""
    named = {one.name for one in operation.path_parameters}
    known = {**THERE, "candidateId": who.candidate or "1"}
    fixed = {name: known[name] for name in named}
    token = who.client.headers.get("authorization")
    headers = {"Authorization": token} if token else {}
    most = max(1, hypothesis.settings().max_examples // SHARE)

    with asgi.get_client(site.app, max_stream_events=1) as client:

        @given(case=operation.as_strategy(generation_mode=mode, path_parameters=fixed))
        @hypothesis.settings(
            max_examples=most, deadline=None, suppress_health_check=list(HealthCheck), database=None
        )
        def send(case) -> None:
            answer = case.call(
                base_url=f"{ADDRESS}/v1", app=site.app, session=client, headers=headers
            )
            case.validate_response(answer, checks=CHECKS)

        send()


def can_be_wrong(operation) -> bool:
    return bool(operation.body) or any(one.location == "query" for one in operation.query)


@pytest.mark.parametrize("label", OPERATIONS)
def test_a_right_request_of_a_candidate_is_answered_as_promised(region, label):
    proved(region, somebody(region, label), OPERATIONS[label], GenerationMode.POSITIVE)


@pytest.mark.parametrize("label", [key for key, one in OPERATIONS.items() if can_be_wrong(one)])
def test_a_wrong_request_of_a_candidate_is_answered_as_promised(region, label):
    proved(region, region.begun(), OPERATIONS[label], GenerationMode.NEGATIVE)


@pytest.mark.parametrize(("method", "path"), OFFICE)
def test_a_right_request_of_staff_is_answered_as_promised(office, method, path):
    who = Program(office.who_may(method, path).client, "1")
    proved(office.site, who, OPERATIONS[f"{method} {path}"], GenerationMode.POSITIVE)


@pytest.mark.parametrize(
    ("method", "path"), [one for one in OFFICE if can_be_wrong(OPERATIONS[" ".join(one)])]
)
def test_a_wrong_request_of_staff_is_answered_as_promised(office, method, path):
    who = Program(office.who_may(method, path).client, "1")
    proved(office.site, who, OPERATIONS[f"{method} {path}"], GenerationMode.NEGATIVE)


@pytest.mark.parametrize("label", OPERATIONS)
def test_a_request_of_nobody_is_answered_as_promised(region, label):
    proved(region, region.anybody(), OPERATIONS[label], GenerationMode.POSITIVE)
