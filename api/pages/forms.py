"""Reads what a form sends: plain fields, bounded before they are looked at."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import parse_qsl

from fastapi import Depends, Request, Response
from fastapi.responses import RedirectResponse

from foundation.errors import Invalid

MOST_FIELDS = 1_000


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of one form, in the order they were sent."""

    pairs: Sequence[tuple[str, str]] = ()

    def one(self, name: str) -> str:
        """Give the text of a field, without spaces around it; empty when it is not there."""
        return next((value.strip() for key, value in reversed(self.pairs) if key == name), "")

    def said(self, name: str) -> str | None:
        """Give the text of a field; None when it is empty or not there, which is "not said"."""
        return self.one(name) or None

    def all(self, name: str) -> list[str]:
        """Give every value of a field that can be ticked more than once."""
        return [value for key, value in self.pairs if key == name and value]

    def starting(self, prefix: str) -> dict[str, str]:
        """Give the fields whose name starts so, by the rest of the name."""
        cut = len(prefix)
        return {key[cut:]: value.strip() for key, value in self.pairs if key.startswith(prefix)}


async def fields_of(request: Request) -> Fields:
    """Read a form.

    Raises:
        Invalid: it holds more than a thousand fields, or no text.
    """
    try:
        text = (await request.body()).decode("utf-8")
        pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="strict")
    except ValueError as error:
        raise Invalid(
            f"Dit formulier is te groot of niet te lezen. Stuur hoogstens {MOST_FIELDS} velden."
        ) from error
    return Fields(tuple(pairs))


Form = Annotated[Fields, Depends(fields_of)]


def to(path: str) -> Response:
    """Send a browser on after a form was kept, so that going back sends nothing twice."""
    return RedirectResponse(path, status_code=303)
