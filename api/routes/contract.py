"""What all routes share: how ids look, which language answers, and the document that tells it all.

The refusals in the document are not typed in by hand: they follow from the row of the table of
permissions that a route names, from what it takes in, and from its method.
"""

import re
from collections.abc import Iterator
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Header, Path, Request, Response
from fastapi.dependencies.models import Dependant
from fastapi.routing import RouteContext, iter_route_contexts
from pydantic import BeforeValidator, WithJsonSchema

from accounts.permissions import TABLE, About, Act, Relation
from api.asking import LARGEST_ID, Allowed, Viewing
from api.language import Catalogue, catalogue
from api.refusals import language_for
from api.routes.views import ROW_ID, Refusal
from foundation.entry import TEXT
from foundation.errors import Invalid, Problem

CHANGING = frozenset({"post", "put", "patch", "delete"})
PROBLEM = "application/problem+json"
MAIL = "talent@talent.example"
_REFUSALS = {
    400: ("Invalid", "What came in is not right; `problems` lists everything at once."),
    401: ("NotLoggedIn", "Nobody is logged in, and this needs somebody."),
    403: ("NotAllowed", "This account may not do this."),
    404: ("NothingHere", "There is nothing here, or nothing this account may know of."),
    409: ("Clash", "Sound, but it clashes with what is there now."),
    412: ("ChangedMeanwhile", "The `If-Match` is not the ETag of now: somebody was first."),
    413: ("TooLarge", "More than is read."),
    429: ("TooMany", "Too many requests; wait as long as `Retry-After` says."),
    503: ("Unavailable", "Not now; nothing was kept. Try again after `Retry-After` seconds."),
}
_RETRY = frozenset({429, 503})


# What comes in


def _number(text: object) -> int:
    found = re.fullmatch(ROW_ID, text) if isinstance(text, str) else None
    if found is None or int(found[0]) > LARGEST_ID:
        raise ValueError("moet een nummer zijn zoals 12, zonder nullen ervoor")
    return int(found[0])


# The number of a row in a path; what cannot be one is a page that is not there.
Identity = Annotated[
    int,
    BeforeValidator(_number),
    WithJsonSchema({"type": "string", "pattern": ROW_ID, "examples": ["12"]}),
]


CandidateId = Annotated[Identity, Path(alias="candidateId", description="Whose profile.")]
VacancyId = Annotated[Identity, Path(alias="vacancyId", description="Which vacancy.")]


def may(act: Act) -> Any:
    """Let a request through by one row of the table of permissions."""
    return Depends(Allowed(act))


IfMatch = Annotated[
    str | None,
    Header(
        alias="If-Match",
        max_length=TEXT,
        description="The ETag you saw. Without it the change goes through whatever happened since.",
    ),
]


def check_query(request: Request) -> None:
    """Refuse a key that the route does not know: a filter with a typing error filters nothing.

    Raises:
        Invalid: with one problem per unknown key.
    """
    known = {one.alias for one in _flat_query(request.scope["route"].dependant)}
    unknown = sorted(set(request.query_params) - known)
    if unknown:
        problems = tuple(
            Problem(f"query.{key[:80]}", "kennen we niet; haal dit weg") for key in unknown[:20]
        )
        raise Invalid("Dit klopt nog niet.", problems)


def _flat_query(dependant: Dependant) -> Iterator[Any]:
    yield from dependant.query_params
    for one in dependant.dependencies:
        yield from _flat_query(one)


# The language of an answer


def _words(request: Request, _viewer: Viewing) -> Catalogue:
    return catalogue(language_for(request))


Words = Annotated[Catalogue, Depends(_words)]


def tell_language(response: Response, words: Words) -> None:
    """Say in which language the sentences of an answer are."""
    response.headers["Content-Language"] = words.language


# The document


class Api(FastAPI):
    """The API with a document that is true: 400 and never 422, refusals where they can come."""

    def openapi(self) -> dict[str, Any]:
        """Give the OpenAPI document, made once."""
        if self.openapi_schema is None:
            document = super().openapi()
            _complete(document, self)
        return self.openapi_schema or {}


def _complete(document: dict[str, Any], api: FastAPI) -> None:
    # FastAPI would ask for a library to check this one address with.
    document["info"]["contact"]["email"] = MAIL
    parts = document["components"]
    for name in ("HTTPValidationError", "ValidationError"):
        parts["schemas"].pop(name, None)
    parts["schemas"]["Refusal"] = _inlined(Refusal.model_json_schema())
    for schema in parts["schemas"].values():
        _ids_as_text(schema)
    _bounds_by_their_name(document)
    parts["securitySchemes"] = {
        "visit": {
            "type": "http",
            "scheme": "bearer",
            "description": "The token that `POST /visits` or `POST /candidates` answers.",
        }
    }
    parts["headers"] = {"API-Version": _header("The full version of this API.", "0.3.0")}
    parts["responses"] = {
        name: _refused(status, text) for status, (name, text) in _REFUSALS.items()
    }
    for route in iter_route_contexts(api.routes):
        if route.include_in_schema and route.methods and route.path_format:
            for method in route.methods:
                operation = document["paths"][route.path_format][method.lower()]
                _complete_operation(operation, method.lower(), act_of(route))


def act_of(route: RouteContext) -> Act:
    """Tell which row of the table of permissions guards a route.

    Raises:
        ValueError: none does, or more than one.
    """
    [act] = {one.act for one in _guards(route.dependant)}
    return act


def _guards(dependant: Dependant) -> Iterator[Allowed]:
    for one in dependant.dependencies:
        if isinstance(one.call, Allowed):
            yield one.call
        yield from _guards(one)


def _complete_operation(operation: dict[str, Any], method: str, act: Act) -> None:
    answers = operation["responses"]
    answers.pop("422", None)
    for answer in answers.values():
        answer.setdefault("headers", {})["API-Version"] = {
            "$ref": "#/components/headers/API-Version"
        }
    for one in operation.get("parameters", []):
        one["schema"].pop("title", None)
    named = {one["name"] for one in operation.get("parameters", [])}
    for status in sorted(_possible(method, act, named=named, has_body="requestBody" in operation)):
        name = _REFUSALS[status][0]
        answers[str(status)] = {"$ref": f"#/components/responses/{name}"}
    public = Relation.ANONYMOUS in TABLE[act].may
    operation["security"] = [{}, {"visit": []}] if public else [{"visit": []}]


def _possible(method: str, act: Act, *, named: set[str], has_body: bool) -> set[int]:
    """Tell which refusals a route can answer."""
    rule = TABLE[act]
    found = {400, 404, 429, 503}
    if Relation.ANONYMOUS not in rule.may:
        found.add(401)
    if rule.forbidden or rule.about is About.NOTHING or method in CHANGING:
        found.add(403)
    if method in CHANGING:
        found.add(409)
    if "If-Match" in named:
        found.add(412)
    return found | ({413} if has_body or method in CHANGING else set())


def _refused(status: int, text: str) -> dict[str, Any]:
    headers = {
        "API-Version": {"$ref": "#/components/headers/API-Version"},
        "Content-Language": _header("The language of the sentences.", "nl"),
    }
    if status in _RETRY:
        headers["Retry-After"] = _header("Seconds to wait.", "5")
    if status == 401:
        headers["WWW-Authenticate"] = _header("How to log in.", "Bearer")
    return {
        "description": text,
        "headers": headers,
        "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Refusal"}}},
    }


def _header(text: str, example: str) -> dict[str, Any]:
    return {"description": text, "schema": {"type": "string"}, "example": example}


def _inlined(schema: dict[str, Any]) -> dict[str, Any]:
    """Put the one definition that a schema refers to in its place."""
    [inner] = schema.pop("$defs").values()
    schema["properties"]["problems"]["items"] = inner
    return schema


def _ids_as_text(schema: dict[str, Any]) -> None:
    """Let what comes in name rows as what goes out does: as text."""
    for name, told in schema.get("properties", {}).items():
        if name.endswith("_id"):
            for one in told.get("anyOf", [told]):
                if one.get("type") == "integer":
                    one.update(type="string", pattern=ROW_ID)


def _bounds_by_their_name(part: Any) -> None:
    """Give bounds that follow a validator of ours the name that JSON Schema has for them."""
    if isinstance(part, dict):
        for ours, theirs in (("ge", "minimum"), ("le", "maximum")):
            if isinstance(part.get(ours), int):
                part[theirs] = part.pop(ours)
    for inner in part.values() if isinstance(part, dict) else part:
        if isinstance(inner, (dict, list)):
            _bounds_by_their_name(inner)
