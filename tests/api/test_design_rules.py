"""Promises of the API Design Rules of the Dutch government, read off the contract itself.

The names in brackets are those of the rules (https://developer.overheid.nl/kennisbank/apis).
"""

import re
from collections.abc import Iterator

import jsonschema_rs
import pytest
import schemathesis
from fastapi.testclient import TestClient

from api.main import create_app
from api.routes import create_api
from api.routes.contract import act_of
from api.version import VERSION
from foundation.settings import Settings

METHODS = {"get", "put", "post", "patch", "delete"}
# What there is one of stands in the singular; what can be many stands in the plural.
ONE = {
    "health",
    "programme",
    "labour-market",
    "collaboration",
    "report",
    "funnel",
    "summary",
    "current",
    "others",
    "activation",
    "pause",
    "withdrawal",
    "confirmation",
    "interest-outcome",
    "access-log",
    "held-data",
    "passport",
    "json-resume",
    "europass",
    "pdf",
    "card",
    "comparison",
    "everyone",
    "shortlist",
    "match",
    "caseload",
    "guidance",
    "pool",
    "matching-stop",
    "membership",
    "admission",
    "company",
    "cv-filter",
    "handover",
    "preview",
    "file",
}
VERBS = re.compile(
    r"\b(get|list|add|create|make|update|change|set|put|remove|delete|erase|find|search|suggest|"
    r"begin|activate|withdraw|confirm|give|take|ask|log|send)\b"
)


@pytest.fixture(scope="module")
def contract():
    return create_api().openapi()


def paths(contract) -> list[str]:
    assert contract["paths"]
    return list(contract["paths"])


def operations(contract) -> Iterator[tuple[str, str, dict]]:
    for path, found in contract["paths"].items():
        for method, operation in found.items():
            yield path, method, operation


def words(path: str) -> list[str]:
    return [word for word in path.split("/")[1:] if not word.startswith("{")]


def test_the_contract_is_openapi_3_and_parses(contract):
    """[doc-openapi]."""
    assert re.fullmatch(r"3\.\d+\.\d+", contract["openapi"])
    parsed = schemathesis.openapi.from_dict(contract)
    assert len(list(parsed.get_all_operations())) == len(list(operations(contract)))


def test_every_schema_is_a_good_schema(contract):
    """[doc-openapi]."""
    for schema in contract["components"]["schemas"].values():
        jsonschema_rs.meta.validate(schema)


def test_bounds_and_forms_of_what_comes_in_are_told(contract):
    """[doc-openapi]: a program that follows the contract is not refused for a number or a form."""
    assert not re.search(r"'(ge|le|gt|lt)':", str(contract))
    schemas = contract["components"]["schemas"]
    level, _ = schemas["SkillDraft"]["properties"]["level"]["anyOf"]
    assert level == {"type": "integer", "minimum": 1, "maximum": 5}
    postcode, _ = schemas["PreferencesDraft"]["properties"]["postcode"]["anyOf"]
    assert postcode == {"type": "string", "pattern": "^[1-9][0-9]{3}$"}
    assert schemas["OwnWordDraft"]["properties"]["text"]["maxLength"] == 200


def test_every_reference_leads_somewhere(contract):
    """[doc-openapi]."""
    for reference in re.findall(r"'\$ref': '#/([^']+)'", str(contract)):
        found = contract
        for step in reference.split("/"):
            found = found[step]


def test_the_contract_says_who_to_ask_and_under_which_licence(contract):
    """[doc-openapi-contact]."""
    info = contract["info"]
    assert info["contact"].keys() == {"name", "url", "email"}
    assert info["license"]["identifier"] == "EUPL-1.2"
    assert info["title"]
    assert info["description"]


def test_the_version_is_semantic_and_stands_in_the_address(contract):
    """[semver, uri-version]."""
    assert re.fullmatch(r"\d+\.\d+\.\d+", contract["info"]["version"])
    assert contract["servers"] == [{"url": "/v1"}]
    assert not any(path.startswith("/v1") for path in paths(contract))


def test_no_path_ends_with_a_slash(contract):
    """[no-trailing-slash]."""
    assert not [path for path in paths(contract) if path.endswith("/")]


def test_paths_are_words_in_small_letters_with_hyphens(contract):
    """[naming-resources, path-segments-kebab-case]."""
    odd = [
        path
        for path in paths(contract)
        for word in words(path)
        if not re.fullmatch(r"[a-z]+(-[a-z]+)*", word)
    ]
    assert odd == []


def test_what_can_be_many_stands_in_the_plural(contract):
    """[naming-collections]."""
    found = {word for path in paths(contract) for word in words(path)}
    assert {word for word in found if not word.endswith("s")} - ONE == set()


def test_every_id_follows_the_name_of_its_collection(contract):
    """[naming-collections]."""
    for path in paths(contract):
        assert not re.search(r"^/\{|\}/\{", path)
    keys = {key for path in paths(contract) for key in re.findall(r"\{(\w+)\}", path)}
    assert all(re.fullmatch(r"[a-z]+([A-Z][a-z]+)*", key) for key in keys)


def test_no_path_holds_a_verb(contract):
    """[naming-resources]."""
    found = {word for path in paths(contract) for word in words(path)} - {"access-log", "pause"}
    assert [word for word in found if VERBS.search(word)] == []


def test_keys_of_a_query_are_in_camel_case(contract):
    """[query-keys-camel-case]."""
    keys = {
        one["name"]
        for _, _, operation in operations(contract)
        for one in operation.get("parameters", [])
        if one["in"] == "query"
    }
    assert keys >= {"page", "pageSize", "travelMinutes", "q"}
    assert [key for key in keys if not re.fullmatch(r"[a-z]+([A-Z][a-z]+)*", key)] == []


def test_ids_in_a_path_are_text(contract):
    """[hide-implementation]."""
    kinds = {
        one["schema"].get("type", "string")
        for _, _, operation in operations(contract)
        for one in operation.get("parameters", [])
        if one["in"] == "path"
    }
    assert kinds == {"string"}


def test_methods_are_used_as_they_are_meant(contract):
    """[http-methods]."""
    for path, method, operation in operations(contract):
        assert method in METHODS
        if method in ("get", "delete"):
            assert "requestBody" not in operation, path
        if method in ("put", "patch"):
            assert "requestBody" in operation, path
        done = {int(status) for status in operation["responses"] if status.startswith("2")}
        assert done <= {"get": {200}, "put": {200}, "patch": {200}, "delete": {204},
                        "post": {200, 201, 202}}[method], path  # fmt: skip


def test_every_operation_has_a_name_of_its_own_a_summary_and_a_tag(contract):
    """[doc-openapi]."""
    names = [operation["operationId"] for _, _, operation in operations(contract)]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[a-z]+([A-Z][a-z]*)*", name) for name in names)
    assert all(one["summary"] and one["tags"] for _, _, one in operations(contract))


def test_what_is_not_right_is_400_and_never_422(contract):
    """[error-handling]."""
    for path, method, operation in operations(contract):
        assert "422" not in operation["responses"], (path, method)
        assert "400" in operation["responses"], (path, method)
    assert "HTTPValidationError" not in contract["components"]["schemas"]


def test_every_refusal_is_a_problem_document(contract):
    """[problem-details]."""
    parts = contract["components"]["responses"]
    for _, _, operation in operations(contract):
        for status, answer in operation["responses"].items():
            if not status.startswith("2"):
                told = parts[answer["$ref"].rpartition("/")[2]]
                assert list(told["content"]) == ["application/problem+json"]
    assert "Retry-After" in parts["Unavailable"]["headers"]


def test_every_answer_carries_the_version(contract):
    """[version-header]."""
    for _, _, operation in operations(contract):
        for status, answer in operation["responses"].items():
            if status.startswith("2"):
                assert "API-Version" in answer["headers"]


def test_who_must_be_logged_in_is_told(contract):
    """[security]."""
    assert contract["components"]["securitySchemes"]["visit"]["scheme"] == "bearer"
    for path, _, operation in operations(contract):
        assert operation["security"] in ([{"visit": []}], [{}, {"visit": []}])
        if "{candidateId}" in path:
            assert operation["security"] == [{"visit": []}]
            assert {"401", "404"} <= operation["responses"].keys()


def test_what_changes_something_can_be_told_what_was_seen(contract):
    """An `If-Match` goes with a documented 412."""
    for path, method, operation in operations(contract):
        named = {one["name"] for one in operation.get("parameters", [])}
        assert ("If-Match" in named) == ("412" in operation["responses"]), path
        if method in ("put", "patch"):
            assert "If-Match" in named, path


def test_every_route_names_one_row_of_the_table_of_permissions():
    from fastapi.routing import iter_route_contexts

    routes = [route for route in iter_route_contexts(create_api().routes) if route.methods]
    assert len([act_of(route) for route in routes]) == len(routes) > 50


def test_anybody_on_any_site_reads_the_contract(settings: Settings):
    """[publish-openapi, no-trailing-slash, version-header]."""
    app = create_app(settings)
    with TestClient(app) as client:
        answer = client.get("/v1/openapi.json")
        assert answer.json() == create_api().openapi()
        assert answer.headers["access-control-allow-origin"] == "*"
        assert client.get("/v1/health").headers["api-version"] == VERSION
        assert client.get("/v1/health/").status_code == 404
        assert client.get("/v1/hoi").headers["content-type"] == "application/problem+json"
