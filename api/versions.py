"""Tells whether something changed since it was shown: ETags of resources, stamps of forms."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, is_dataclass
from typing import Any

from fastapi import Request
from pydantic import BaseModel

from foundation.errors import TalentError


class ChangedMeanwhile(TalentError):
    """What is to be changed is no longer what was shown: another tab or program was first."""

    status = 412


def stamp(value: object) -> str:
    """Give 16 hexadecimal digits that change whenever the value does.

    Args:
        value: anything made of models, dataclasses, mappings, sequences, sets and plain values.
    """
    text = json.dumps(_plain(value), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _plain(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return _plain(value.model_dump(mode="json"))
    if is_dataclass(value) and not isinstance(value, type):
        return _plain(asdict(value))
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, (set, frozenset)):
        return sorted(json.dumps(_plain(one), sort_keys=True) for one in value)
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    return value if isinstance(value, (int, bool)) or value is None else str(value)


def etag(value: object) -> str:
    """Give the ETag of a resource, with its quotes."""
    return f'"{stamp(value)}"'


def check_match(request: Request, current: object) -> None:
    """Refuse a change of a resource that is not as the program last saw it.

    Without `If-Match` a change goes through. Read `current` in the transaction that changes it,
    after `candidate_to_change`, which lets changes in one by one.

    Raises:
        ChangedMeanwhile: the resource has another ETag now.
    """
    asked = request.headers.get("if-match")
    if asked is None or asked.strip() == "*":
        return
    if etag(current) not in [one.strip() for one in asked.split(",")]:
        raise changed_meanwhile()


def changed_meanwhile() -> ChangedMeanwhile:
    """Build the refusal for what changed since it was shown."""
    return ChangedMeanwhile(
        "Dit is intussen veranderd, misschien in een ander tabblad. "
        "Kijk wat er nu staat en bewaar opnieuw."
    )
