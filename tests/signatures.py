"""One look at the signatures of our routes for all applications that the tests make.

FastAPI reads what every route of an included router asks when its application gets its first
request: a tenth of a second, and nearly every test of the site makes an application. What is read
depends on the function and its dependencies alone, and nobody changes it after.
"""

from collections.abc import Callable, Sequence
from typing import Any

from fastapi import params, routing

_NAME = "_build_dependant_with_parameterless_dependencies"


def read_signatures_once() -> None:
    """Let FastAPI remember what it read of a route, when it works the way we know."""
    read = getattr(routing, _NAME, None)
    if read is not None:
        setattr(routing, _NAME, _remembering(read))


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
