"""Reads one job posting (schema.org JobPosting) into a checked draft; what cannot be kept is named.

Nothing of a posting is trusted: any field may be absent, of another kind, or hold anything.
"""

import hashlib
import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import Field

from foundation.clock import HERE
from foundation.entry import (
    LINE,
    TEXT,
    Day,
    Hours,
    Line,
    OptionalLine,
    Postcode,
    Text,
    Whole,
    validated,
)
from foundation.terms import WorkKind
from vacancies.plain_words import words_in
from vacancies.postings_reading import Values

_ADDRESS = re.compile(r"https?://[!-~]{1,490}", re.ASCII)
_PRINTABLE = re.compile(r"[^\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]{1,200}")
_POSTCODE = re.compile(r"(?<![\d.,])([1-9]\d{3})(?:\s?[A-Za-z]{2})?(?![\w.,]*\d)", re.ASCII)
_IN_A_LINE = re.compile(r"\b([1-9]\d{3})\s?[A-Z]{2}\b", re.ASCII)
_HOURS = re.compile(r"(?<![\d,])(\d{1,2})(?:\s*(?:-|–|tot|to|t/m|/)\s*(\d{1,2}))?(?!\d)")
_TIME_OF_DAY = re.compile(r"\d[.:]\d\d|\d\s?[ap]m\b", re.IGNORECASE)
_AMOUNT = re.compile(r"\d{1,7}(?:[.,]\d{1,2})?", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_HERE = frozenset({"", "nl", "nld", "nederland", "netherlands", "the netherlands", "holland"})
_KINDS = {"intern": WorkKind.INTERNSHIP, "temporary": WorkKind.TEMPORARY_CONTRACT}
_FREE_TEXT = 300
LARGEST_AMOUNT = 1_000_000

# How a field of the draft is called for the person who brings the file.
NAMES = {
    "title": "de titel",
    "description": "de omschrijving",
    "employer": "de naam van het bedrijf",
    "postcode": "de postcode",
    "category": "het beroep",
}


class PostingDraft(Hours):
    """A posting as far as it can be kept; None and the empty set are "not said"."""

    title: Line
    employer: Line
    identifier: str
    address: str = ""
    description: Text = ""
    postcode: Postcode | None = None
    wage_cents: Annotated[Whole, Field(ge=1, le=100_000)] | None = None
    starts_on: Day | None = None
    valid_through: Day | None = None
    kinds: frozenset[WorkKind] = frozenset()
    category: OptionalLine = ""

    @property
    def digest(self) -> str:
        """Tell by a hash whether a posting is the same as when it was read before."""
        told = self.model_dump(mode="json") | {"kinds": sorted(self.kinds)}
        return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class ReadPosting:
    """A draft, and in Dutch what of the posting was not kept."""

    draft: PostingDraft
    remarks: tuple[str, ...]


def read_posting(values: Values) -> ReadPosting:
    """Read one posting.

    Raises:
        Invalid: it has no title or company, or holds what is no text; with every problem.
    """
    remarks: list[str] = []
    address = _first(values, "url", "@id", "sameAs")
    title, employer = _line(values.get("title")), _line(values.get("hiringOrganization"))
    hours_min, hours_max = _hours(values, remarks)
    draft = validated(
        PostingDraft,
        {
            "title": title,
            "employer": employer,
            "identifier": _identifier(values, title, employer),
            "address": address if _ADDRESS.fullmatch(address) else "",
            "description": _description(values, remarks),
            "postcode": _postcode(values.get("jobLocation"), remarks),
            "hours_min": hours_min,
            "hours_max": hours_max,
            "wage_cents": _wage(values.get("baseSalary"), remarks),
            "starts_on": _day(values.get("jobStartDate")),
            "valid_through": _valid_through(values, remarks),
            "kinds": _kinds(values.get("employmentType")),
            "category": _line(_alone(values.get("occupationalCategory")))[:LINE],
        },
    )
    return ReadPosting(draft, tuple(remarks))


def title_of(values: Values) -> str:
    """Give the title to name a posting by, or nothing when it cannot be shown."""
    said = _line(values.get("title"))[:80]
    return said if _PRINTABLE.fullmatch(said) else ""


# Words


def _alone(value: Any) -> Any:
    """Give the first of a list, which stands where one thing is meant."""
    return next(iter(value), None) if isinstance(value, list) else value


def _said(value: Any) -> str:
    """Give the text of a value: a text, a number, or what names a thing."""
    value = _alone(value)
    if isinstance(value, Mapping):
        told = (value.get(key) for key in ("@value", "name", "legalName", "value", "codeValue"))
        value = next((one for one in map(_alone, told) if isinstance(one, (str, int))), "")
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        return ""
    return value if isinstance(value, str) else str(value)


def _line(value: Any) -> str:
    return " ".join(words_in(_said(value)).split())


def _first(values: Values, *keys: str) -> str:
    return next((said for key in keys if (said := _said(values.get(key)).strip())), "")


def _identifier(values: Values, title: str, employer: str) -> str:
    """Give what tells this posting from the others of its source; a hash where nothing does."""
    told = _alone(values.get("identifier"))
    if isinstance(told, Mapping):
        told = told.get("value") or told.get("@id") or told.get("name")
    found = _said(told).strip() or _first(values, "url", "@id")
    if _PRINTABLE.fullmatch(found):
        return found
    whole = found or json.dumps([title, employer, _said(values.get("jobLocation"))])
    return hashlib.sha256(whole.encode("utf-8", "replace")).hexdigest()


def _description(values: Values, remarks: list[str]) -> str:
    words = words_in(_said(values.get("description")))
    if len(words) <= TEXT:
        return words
    remarks.append(f"de omschrijving is langer dan {TEXT} tekens; het einde is weggelaten")
    return words[: TEXT - 1].rsplit(" ", 1)[0] + "…"


def _kinds(value: Any) -> frozenset[WorkKind]:
    listed = value if isinstance(value, list) else [value]
    words = [_said(one).casefold() for one in listed[:20]]
    return frozenset(kind for one in words for key, kind in _KINDS.items() if key in one)


# Where


def _postcode(value: Any, remarks: list[str]) -> str | None:
    """Find the first place with a Dutch postcode."""
    places = value if isinstance(value, list) else [value]
    for place in places[:100]:
        address = _alone(place.get("address", place)) if isinstance(place, Mapping) else place
        if isinstance(address, str):
            found = _IN_A_LINE.search(address[:_FREE_TEXT])
        elif isinstance(address, Mapping) and _is_here(address):
            found = _POSTCODE.fullmatch(_said(address.get("postalCode")).strip()[:20])
        else:
            found = None
        if found is not None:
            return found[1]
    if value:
        remarks.append("er staat geen Nederlandse postcode bij; de reistijd blijft onbekend")
    return None


def _is_here(address: Mapping[str, Any]) -> bool:
    return _said(address.get("addressCountry")).strip().casefold() in _HERE


# Hours, wage and days


def _hours(values: Values, remarks: list[str]) -> tuple[int | None, int | None]:
    """Read hours a week: "32", "24-36 uur per week"; times of a day are not hours a week."""
    said = _said(values.get("workHours"))[:_FREE_TEXT]
    found = None if _TIME_OF_DAY.search(said) else _HOURS.search(said)
    numbers = [int(one) for one in found.groups() if one] if found else []
    if numbers and all(1 <= one <= 60 for one in numbers) and numbers == sorted(numbers):
        return numbers[0], numbers[-1]
    if said:
        remarks.append("de uren zijn niet te lezen en zijn weggelaten")
    return None, None


def _wage(value: Any, remarks: list[str]) -> int | None:
    """Read a wage an hour as cents; a wage a month or a year is named and not kept."""
    base = _alone(value)
    if base is None:
        return None
    money = base if isinstance(base, Mapping) else {"value": base}
    inner = _alone(money.get("value", money))
    told = inner if isinstance(inner, Mapping) else {"value": inner}
    unit = (_said(told.get("unitText")) or _said(money.get("unitText"))).strip().casefold()
    currency = (_said(money.get("currency")) or _said(told.get("currency"))).strip().casefold()
    amount = _amount(told.get("minValue", told.get("value")))
    cents = round(100 * amount) if amount is not None and unit in ("hour", "uur", "hur") else 0
    if 1 <= cents <= 100_000 and currency in ("", "eur", "€"):
        return cents
    per = {"month": "maand", "year": "jaar", "week": "week", "day": "dag"}.get(unit[:20], "")
    why = f"het is een loon per {per}" if per else "het is geen loon per uur in euro's"
    remarks.append(f"het loon is weggelaten: {why}")
    return None


def _amount(value: Any) -> float | None:
    value = _alone(value)
    if isinstance(value, str):
        found = _AMOUNT.fullmatch(value.strip()[:20])
        return float(found[0].replace(",", ".")) if found else None
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    whole = -LARGEST_AMOUNT < value < LARGEST_AMOUNT  # also refuses what is no number
    return float(value) if whole and math.isfinite(value) else None


def _valid_through(values: Values, remarks: list[str]) -> date | None:
    found = _day(values.get("validThrough"))
    if found is None and values.get("validThrough"):
        remarks.append("de einddatum is niet te lezen en is weggelaten")
    return found


def _day(value: Any) -> date | None:
    """Read a day, or the day that a moment falls on here; None when it is neither."""
    said = _said(value).strip()[:40]
    if not _DAY.match(said):
        return None
    try:
        moment = datetime.fromisoformat(said)
        return moment.astimezone(HERE).date() if moment.tzinfo else moment.date()
    except (ValueError, OverflowError):
        pass
    try:
        return date.fromisoformat(said[:10])
    except ValueError:
        return None
