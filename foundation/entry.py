"""The rules for text and numbers that come in, in one place that every door uses.

Stock frameworks let through what breaks later: lone surrogates and NaN become server errors, NUL
and numbers over 2³¹ fail on PostgreSQL only. Here they are refused at the door, in Dutch.
"""

import json
import math
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Annotated, Any, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    field_validator,
)

from foundation.errors import Invalid, Problem

LINE = 200
TEXT = 5_000
LONGEST_TEXT = 1_000_000
LONGEST_JSON = 2_000_000
LARGEST_NUMBER = 2**31 - 1

_NINE_DIGITS = re.compile(r"(?<!\d)\d{9}(?!\d)")
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_OVERRIDES = re.compile(r"[\u202a-\u202e\u2066-\u2069]")


def clean_text(value: str, *, longest: int = TEXT) -> str:
    """Give text back in NFC, without spaces around it; new lines stay.

    Raises:
        ValueError: in Dutch, when it is too long, holds characters that are no text, or a BSN.
    """
    _check_length(value, longest)
    if _FORBIDDEN.search(value) or _OVERRIDES.search(value):
        raise ValueError("bevat tekens die geen gewone tekst zijn; typ het opnieuw")
    cleaned = unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n")).strip()
    _check_length(cleaned, longest)  # NFC makes some letters longer
    if any(_is_bsn(match) for match in _NINE_DIGITS.findall(cleaned)):
        raise ValueError("bevat een burgerservicenummer; haal dat weg, wij bewaren dat niet")
    return cleaned


def _check_length(value: str, longest: int) -> None:
    if len(value) > longest:
        raise ValueError(f"mag hoogstens {longest} tekens lang zijn, dit zijn er {len(value)}")


def clean_line(value: str, *, longest: int = LINE) -> str:
    """Give one line of text back: as `clean_text`, with every run of white space as one space."""
    return " ".join(clean_text(value, longest=longest).split())


def _is_bsn(digits: str) -> bool:
    """Apply the eleven-test of the Dutch citizen number (BSN) to nine digits."""
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    total = sum(w * int(d) for w, d in zip(weights, digits, strict=True))
    return total % 11 == 0 and int(digits) > 0


def whole_number(value: object, *, lowest: int = 0, highest: int = LARGEST_NUMBER) -> int:
    """Read a whole number from an int or from digits typed by a person.

    Raises:
        ValueError: in Dutch, for anything that is not whole or lies outside the bounds.
    """
    if isinstance(value, str) and re.fullmatch(r"\s*[+-]?\d{1,12}\s*", value, re.ASCII):
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError("moet een heel getal zijn")
    if not lowest <= value <= highest:
        raise ValueError(f"moet tussen {lowest} en {highest} liggen")
    return value


def parse_json(body: bytes | str) -> Any:
    """Parse JSON that holds nothing a database or another program would choke on.

    Raises:
        Invalid: too large, no JSON, NaN or Infinity, a number too large, or text that is no text.
    """
    if len(body) > LONGEST_JSON:
        raise Invalid(f"Dit is te groot. Stuur hoogstens {LONGEST_JSON // 1_000_000} MB.")
    try:
        parsed = json.loads(body, parse_constant=_refuse_constant, parse_float=_finite)
        _check_tree(parsed)
    except (ValueError, RecursionError) as error:
        raise Invalid("Dit is geen goede JSON. Controleer het bestand.") from error
    return parsed


def _refuse_constant(name: str) -> float:
    raise ValueError(f"{name} is not a number we accept")


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError("a number is too large")
    return number


def _check_tree(value: object) -> None:
    if isinstance(value, str):
        clean_text(value, longest=LONGEST_TEXT)
    elif isinstance(value, int) and abs(value) > LARGEST_NUMBER:
        raise ValueError("a number is too large")
    elif isinstance(value, list):
        for item in value:
            _check_tree(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            _check_tree(key)
            _check_tree(item)


def _only_digits(length: int) -> Callable[[str], str]:
    def check(value: str) -> str:
        if not re.fullmatch(rf"\d{{{length}}}", value, re.ASCII):
            raise ValueError(f"moet uit {length} cijfers bestaan")
        return value

    return check


def _postcode(value: str) -> str:
    if not re.fullmatch(r"[1-9]\d{3}", value, re.ASCII):
        raise ValueError("moet een postcode van 4 cijfers zijn, zoals 2312")
    return value


def _day(value: object) -> date:
    if isinstance(value, date):
        return value
    if isinstance(value, str) and re.fullmatch(r"\s*\d{4}-\d\d-\d\d\s*", value, re.ASCII):
        try:
            return date.fromisoformat(value.strip())
        except ValueError:
            pass
    raise ValueError("moet een datum zijn, zoals 2026-09-01")


def language_code(value: str) -> str:
    """Check the form of an ISO 639-3 code; whether the language exists is not looked up.

    Raises:
        ValueError: in Dutch, for anything but three small letters.
    """
    if not re.fullmatch(r"[a-z]{3}", value, re.ASCII):
        raise ValueError("moet een taalcode van 3 kleine letters zijn, zoals nld of ara")
    return value


def _strict_whole(value: object) -> int:
    return whole_number(value, lowest=-LARGEST_NUMBER)


# What `json_schema_extra` adds is for the contract alone: the validators decide, in Dutch.
Line = Annotated[
    str,
    AfterValidator(clean_line),
    Field(min_length=1, json_schema_extra={"maxLength": LINE}),
]
OptionalLine = Annotated[
    str, AfterValidator(clean_line), Field(json_schema_extra={"maxLength": LINE})
]
Text = Annotated[str, AfterValidator(clean_text), Field(json_schema_extra={"maxLength": TEXT})]
Whole = Annotated[int, BeforeValidator(_strict_whole)]
Count = Annotated[Whole, Field(ge=0, le=LARGEST_NUMBER)]
Level = Annotated[Whole, Field(ge=1, le=5)]
Postcode = Annotated[
    str, AfterValidator(_postcode), Field(json_schema_extra={"pattern": "^[1-9][0-9]{3}$"})
]
LanguageCode = Annotated[
    str, AfterValidator(language_code), Field(json_schema_extra={"pattern": "^[a-z]{3}$"})
]
Kvk = Annotated[
    str, AfterValidator(_only_digits(8)), Field(json_schema_extra={"pattern": "^[0-9]{8}$"})
]
Day = Annotated[date, BeforeValidator(_day)]
Flag = Annotated[bool, Field(strict=True)]


class Draft(BaseModel):
    """The base of everything that comes in: unknown fields refused, no NaN, never changed."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class Hours(Draft):
    """A number of hours a week, from and to; None is "not said"."""

    hours_min: Annotated[Whole, Field(ge=1, le=60)] | None = None
    hours_max: Annotated[Whole, Field(ge=1, le=60)] | None = None

    @field_validator("hours_max")
    @classmethod
    def _in_order(cls, most: int | None, fields: ValidationInfo) -> int | None:
        least = fields.data.get("hours_min")
        if least is not None and most is not None and least > most:
            raise ValueError(f"mag niet minder zijn dan de minste uren, {least}")
        return most


DraftType = TypeVar("DraftType", bound=Draft)


def validated(kind: type[DraftType], values: Mapping[str, object]) -> DraftType:
    """Build a draft from what came in.

    Raises:
        Invalid: with one Dutch problem per field, all of them at once.
    """
    try:
        return kind.model_validate(dict(values))
    except ValidationError as error:
        problems = problems_in(error.errors(include_url=False))
        summary = "; ".join(str(problem) for problem in problems[:3])
        raise Invalid(f"Dit klopt nog niet. {summary}.", problems) from error


def problems_in(items: Iterable[Any]) -> tuple[Problem, ...]:
    """Put what pydantic found wrong into Dutch: one problem per field, where it stands and why."""
    return tuple(
        Problem(".".join(str(step) for step in item["loc"]), _in_dutch(item)) for item in items
    )


_DUTCH: dict[str, str] = {
    "missing": "ontbreekt",
    "value_error": "{error}",
    "extra_forbidden": "kennen we niet; haal dit weg",
    "greater_than_equal": "moet minstens {ge} zijn",
    "less_than_equal": "mag hoogstens {le} zijn",
    "string_too_short": "mag niet leeg zijn",
    "too_short": "mag niet leeg zijn",
    "string_too_long": "mag hoogstens {max_length} tekens lang zijn",
    "too_long": "mag hoogstens {max_length} regels hebben",
    "enum": "kies uit: {expected}",
    "string_unicode": "bevat tekens die geen gewone tekst zijn; typ het opnieuw",
    "bool_type": "moet ja of nee zijn",
}


def _in_dutch(item: Mapping[str, Any]) -> str:
    sentence = _DUTCH.get(item["type"], "klopt niet; controleer wat hier staat")
    return sentence.format(**item.get("ctx", {})).replace(" or ", " of ")
