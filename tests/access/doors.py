"""Every door of the running application: its address, and which row of the table guards it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from starlette.routing import BaseRoute, Mount

from accounts.permissions import Act
from api.asking import Allowed

# What stands outside the table: the contract, and the files that every page needs.
OPEN_TO_ALL = {("GET", "/v1/openapi.json"), ("HEAD", "/v1/openapi.json"), ("*", "/static")}


# What stands in an address and is no number.
FIRST = {
    "purpose": "matching",
    "language": "nld",
    "token": "x",
    "question": "R1",
    "screen": "waar",
    "regionKey": "leidse-regio",
    "dimension": "regio",
    "figure": "account",
}


@dataclass(frozen=True)
class Door:
    """One method at one address; `acts` are the rows that guard it, which must be exactly one."""

    method: str
    path: str
    acts: tuple[Act, ...]

    @property
    def act(self) -> Act:
        return self.acts[0]

    def address(self, **ids: object) -> str:
        """Fill the address in; what is not given becomes the first there is."""
        known = {**FIRST, **ids}
        return re.sub(r"{(\w+)(?::\w+)?}", lambda found: str(known.get(found[1], 1)), self.path)

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


def doors(app: FastAPI) -> list[Door]:
    """List every door, in the order the application tries them."""
    return list(_doors(app.routes, ""))


def _doors(routes: list[BaseRoute], before: str) -> Iterator[Door]:
    for route in routes:
        included = getattr(route, "original_router", None)
        if included is not None:
            yield from _doors(included.routes, before)
        elif isinstance(route, Mount) and getattr(route.app, "router", None) is not None:
            yield from _doors(route.app.router.routes, before + route.path)
        elif isinstance(route, APIRoute):
            acts = tuple(_acts(route.dependant))
            yield from (Door(method, before + route.path, acts) for method in route.methods)
        else:
            methods = getattr(route, "methods", None) or {"*"}
            yield from (Door(method, before + route.path, ()) for method in methods)


def _acts(dependant: Dependant) -> Iterator[Act]:
    for one in dependant.dependencies:
        if isinstance(one.call, Allowed):
            yield one.call.act
        yield from _acts(one)
