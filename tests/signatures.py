"""One look at the signatures of our routes for all applications that the tests make.

FastAPI reads what every route of an included router asks when its application gets its first
request: a tenth of a second, and nearly every test of the site makes an application. What is read
depends on the function, its dependencies and its place alone, and nobody changes it after.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields, replace
from typing import Any

from fastapi import APIRouter, params, routing
from fastapi.dependencies import utils

_DEPENDING = "get_dependant"
_READING = "_build_dependant_with_parameterless_dependencies"
_PLACING = "_EffectiveRouteContext"


def read_signatures_once() -> None:
    """Let FastAPI remember what it read of a route, when it works the way we know."""
    read = getattr(routing, _READING, None)
    if read is not None:
        setattr(routing, _READING, _remembering(read))
    depends = getattr(utils, _DEPENDING, None)
    if depends is not None:
        setattr(utils, _DEPENDING, _remembering_dependants(depends))
    placed = getattr(routing, _PLACING, None)
    if placed is not None and hasattr(placed, "from_api_route"):
        placed.from_api_route = staticmethod(_remembering_places(placed.from_api_route))


def _remembering(read: Callable[..., Any]) -> Callable[..., Any]:
    known: dict[tuple[object, ...], tuple[Any, Sequence[params.Depends]]] = {}

    def remember(
        *, path: str, call: Callable[..., Any], dependencies: Sequence[params.Depends]
    ) -> Any:
        key = (path, call, *map(id, dependencies))
        if key not in known:  # the dependencies are kept with it, so that no id is used again
            known[key] = read(path=path, call=call, dependencies=dependencies), dependencies
        return known[key][0]

    return remember


def _remembering_dependants(read: Callable[..., Any]) -> Callable[..., Any]:
    """Remember what a dependency asks: with one replaced, every request reads all of them anew."""
    known: dict[tuple[object, ...], Any] = {}

    def remember(*, path: str, call: Callable[..., Any], **told: Any) -> Any:
        key = (path, call, *((name, str(one)) for name, one in sorted(told.items())))
        if key not in known:
            known[key] = read(path=path, call=call, **told)
        return known[key]

    return remember


def _remembering_places(place: Callable[..., Any]) -> Callable[..., Any]:
    """Remember where routes stand, in applications that replace nothing.

    A test that replaces a dependency does so before the first request, when this is asked.
    """
    known: dict[tuple[object, ...], tuple[Any, ...]] = {}

    def remember(*, original_route: Any, include_context: Any) -> Any:
        key = (id(original_route), *_place(include_context))
        if getattr(include_context.dependency_overrides_provider, "dependency_overrides", None):
            return place(original_route=original_route, include_context=include_context)
        if key not in known:  # what is named by its id is kept with it, so that no id is used again
            alone = replace(include_context, dependency_overrides_provider=None)
            placed = place(original_route=original_route, include_context=alone)
            known[key] = placed, original_route, alone
        return known[key][0]

    return remember


def _place(context: Any) -> Iterator[object]:
    """Give all that an application tells a router it includes; not who replaces dependencies."""
    for field in fields(context):
        told = getattr(context, field.name)
        if field.name == "dependency_overrides_provider":
            continue
        if field.name == "dependencies":
            yield from told
        elif isinstance(told, list | dict):
            yield str(told)
        elif isinstance(told, APIRouter):
            yield id(told)
        else:
            yield getattr(told, "value", told)  # what was not told has its usual value
