"""Cuts a list into pages that link to each other, so that a program reaches everything."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, TypeVar

from fastapi import Depends, Query, Request, Response

from api.routes.views import Link, Links, Paged, View
from foundation.entry import Whole

LARGEST_PAGE = 1_000_000
LARGEST_SIZE = 100

Item = TypeVar("Item")
ViewType = TypeVar("ViewType", bound=View)


@dataclass(frozen=True, slots=True)
class Paging:
    """Which page is asked, and where its links lead."""

    request: Request
    response: Response
    page: int
    size: int

    @property
    def offset(self) -> int:
        """How many items come before this page."""
        return (self.page - 1) * self.size

    def cut(self, items: Sequence[Item]) -> Sequence[Item]:
        """Give the items of this page out of all of them."""
        return items[self.offset :][: self.size]

    def paged(
        self, views: Sequence[ViewType], *, total: int, page: int | None = None
    ) -> Paged[ViewType]:
        """Wrap the items of one page with links, which also go into the header `Link`."""
        links = self.links(total=total, page=page)
        return Paged(
            items=views, page=page or self.page, page_size=self.size, total=total, links=links
        )

    def links(self, *, total: int, page: int | None = None) -> Links:
        """Build the links from this page to the others, and set the header `Link`."""
        here, last = page or self.page, max(1, -(-total // self.size))
        links = Links(
            current=self._link(here),
            first=self._link(1),
            prev=self._link(min(here - 1, last)) if here > 1 else None,
            next=self._link(here + 1) if here < last else None,
            last=self._link(last),
        )
        named = {"first": links.first, "prev": links.prev, "next": links.next, "last": links.last}
        self.response.headers["Link"] = ", ".join(
            f'<{link.href}>; rel="{name}"' for name, link in named.items() if link
        )
        return links

    def _link(self, page: int) -> Link:
        url = self.request.url.include_query_params(page=page, pageSize=self.size)
        return Link(href=f"{url.path}?{url.query}")


def _paging(
    request: Request,
    response: Response,
    page: Annotated[
        Whole, Query(ge=1, le=LARGEST_PAGE, description="Which page, from 1.", examples=[1])
    ] = 1,
    page_size: Annotated[
        Whole,
        Query(
            alias="pageSize",
            ge=1,
            le=LARGEST_SIZE,
            description="How many items a page holds.",
            examples=[20],
        ),
    ] = 20,
) -> Paging:
    return Paging(request, response, page, page_size)


Pages = Annotated[Paging, Depends(_paging)]
