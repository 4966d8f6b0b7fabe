"""What every answer is made of: ids as text, null for unknown, pages that link to each other."""

from collections.abc import Sequence
from typing import Annotated, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field

ROW_ID = "^[1-9][0-9]{0,9}$"

# The number of a row, as text: programs must not count with it.
RowId = Annotated[str, Field(pattern=ROW_ID, examples=["12"])]
Percent = Annotated[int, Field(ge=0, le=100, examples=[72])]


class View(BaseModel):
    """The base of what goes out: never changed, every field always there."""

    model_config = ConfigDict(frozen=True)


class Link(View):
    """An address within this API."""

    href: str = Field(examples=["/v1/vacancies?page=2&pageSize=20"])


class Links(View):
    """Where a page stands among the others; null is no such page."""

    current: Link = Field(serialization_alias="self")
    first: Link
    prev: Link | None
    next: Link | None
    last: Link


ViewType = TypeVar("ViewType", bound=View)


class Paged(View, Generic[ViewType]):
    """One page of a list; the pages together hold everything once."""

    items: Sequence[ViewType]
    page: int = Field(ge=1, examples=[1])
    page_size: int = Field(ge=1, le=100, examples=[20])
    total: int = Field(ge=0, examples=[57])
    links: Links = Field(serialization_alias="_links")


class ProblemView(View):
    """One thing that is wrong in what came in."""

    where: str = Field(
        examples=["body.postcode"], description="Where it stands; empty: in general."
    )
    message: str = Field(examples=["moet een postcode van 4 cijfers zijn, zoals 2312"])


class Refusal(View):
    """A refusal (RFC 9457): what is wrong and what to do about it, every problem at once."""

    type: str = Field(examples=["about:blank"])
    title: str = Field(examples=["Dit klopt nog niet."])
    status: int = Field(ge=400, le=599, examples=[400])
    problems: Sequence[ProblemView]


class Listed(View, Generic[ViewType]):
    """A short list, whole."""

    items: Sequence[ViewType]
