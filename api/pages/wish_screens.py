"""The questions about wishes, a screen each: how an answer is read, and what to say if it is wrong.

Every field is one of `PreferencesDraft`. Empty is "not said" and stays so.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from api.pages.forms import Fields
from foundation.entry import DraftType, validated
from foundation.errors import Invalid, Problem
from foundation.imports import cents, day, plain
from profiles.drafts import PreferencesDraft

Typed = dict[str, str | list[str]]
FIELDS = tuple(PreferencesDraft.model_fields)

_WITH_LETTERS = re.compile(r"([1-9]\d{3})\s?[a-zA-Z]{2}", re.ASCII)
_FIRST_YEAR, _LAST_YEAR = 2000, 2100


def four_digits(text: str) -> str:
    """Take the digits of a postcode; somebody who types the letters too need not retype it."""
    found = _WITH_LETTERS.fullmatch(text)
    return found[1] if found else text


def euros(amount: int) -> str:
    """Write cents as people write euros: 15,50."""
    return f"{amount // 100},{amount % 100:02d}"


def dutch_day(moment: date) -> str:
    """Write a day as people write it: 1-9-2026."""
    return f"{moment.day}-{moment.month}-{moment.year}"


def day_near(text: str) -> date:
    """Read a day as people write it, in a year in which somebody can begin.

    Raises:
        ValueError: it is no such day.
    """
    found = day(text)
    if not _FIRST_YEAR <= found.year <= _LAST_YEAR:
        raise ValueError("is geen jaar waarin iemand begint")
    return found


@dataclass(frozen=True, slots=True)
class Asked:
    """A field with one answer, typed or chosen.

    Args:
        field: its name in the draft and in the form.
        wrong: Dutch, what to do when it cannot be read, with an example.
        read: from what was typed to a value; raises ValueError.
        shown: from a stored value to what a person would type.
    """

    field: str
    wrong: str
    read: Callable[[str], object] = plain
    shown: Callable[[Any], str] = str

    def typed(self, form: Fields) -> str:
        """Give what was typed."""
        return form.one(self.field)

    def stored(self, value: Any) -> str:
        """Give what a person would have typed for a stored value."""
        return "" if value is None else self.shown(value)

    def value(self, typed: Any) -> object:
        """Read what was typed; None when nothing was."""
        return self.read(typed) if typed else None


@dataclass(frozen=True, slots=True)
class Ticked:
    """A field with any number of answers."""

    field: str
    wrong: str

    def typed(self, form: Fields) -> list[str]:
        """Give what was ticked."""
        return form.all(self.field)

    def stored(self, value: Iterable[str]) -> list[str]:
        """Give what a person would have ticked for stored values."""
        return sorted(str(one) for one in value)

    def value(self, typed: Any) -> object:
        """Take what was ticked; the draft knows which words there are."""
        return typed


@dataclass(frozen=True, slots=True)
class Questions:
    """The fields of one screen, and the last step of its address."""

    key: str
    fields: tuple[Asked | Ticked, ...] = ()

    def part(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Take from all values those that are asked here."""
        return {one.field: values[one.field] for one in self.fields}

    def typed(self, form: Fields) -> Typed:
        """Give what a form holds, to show it again."""
        return {one.field: one.typed(form) for one in self.fields}

    def stored(self, values: Mapping[str, Any]) -> Typed:
        """Give what a person would have typed for the stored values."""
        return {one.field: one.stored(values[one.field]) for one in self.fields}

    def draft_of(
        self,
        kind: type[DraftType],
        typed: Typed,
        stored: Mapping[str, Any],
        *,
        empty: Mapping[str, object] = MappingProxyType({}),
    ) -> DraftType:
        """Put the answers of this screen in the place of the stored ones; the rest stays.

        `empty` is what an empty field means where that is not None.

        Raises:
            Invalid: an answer cannot be read; one sentence for each.
        """
        values, wrong = dict(stored), set[str]()
        for one in self.fields:
            try:
                value = one.value(typed[one.field])
                values[one.field] = empty.get(one.field) if value is None else value
            except ValueError:
                wrong.add(one.field)
                values[one.field] = None if isinstance(one, Asked) else ()
        try:
            draft = validated(kind, values)
        except Invalid as error:
            wrong |= {problem.where.partition(".")[0] for problem in error.problems}
        if wrong:
            raise Invalid("Dit klopt nog niet.", self._problems(wrong))
        return draft

    def _problems(self, wrong: set[str]) -> tuple[Problem, ...]:
        return tuple(Problem(one.field, one.wrong) for one in self.fields if one.field in wrong)


@dataclass(frozen=True, slots=True)
class Screen(Questions):
    """One question about wishes."""

    @property
    def path(self) -> str:
        """The address of the screen."""
        return f"/wensen/{self.key}"

    def is_answered(self, wishes: Mapping[str, Any]) -> bool:
        """Tell whether anything that is asked here was said."""
        return any(value not in (None, frozenset()) for value in self.part(wishes).values())

    def draft(self, typed: Typed, wishes: Mapping[str, Any]) -> PreferencesDraft:
        """Put the answers of this screen in the place of the stored ones; see `draft_of`."""
        return self.draft_of(PreferencesDraft, typed, wishes)


_PICK = "Kies uit de lijst. Ververs de pagina als dat niet lukt."
_HOURS = "Schrijf een heel getal van 1 tot 60. Bijvoorbeeld 24."

QUESTIONS = (
    Screen(
        "waar",
        (
            Asked(
                "postcode",
                "Schrijf de 4 cijfers van je postcode. Bijvoorbeeld 2312.",
                four_digits,
            ),
            Asked("travel_means", _PICK),
            Asked(
                "travel_minutes",
                "Schrijf de minuten als een heel getal van 1 tot 240. Bijvoorbeeld 30.",
            ),
        ),
    ),
    Screen(
        "uren",
        (
            Asked("hours_min", _HOURS),
            Asked(
                "hours_max",
                "Schrijf een heel getal van 1 tot 60, niet lager dan bij “Minstens”. "
                "Bijvoorbeeld 32.",
            ),
        ),
    ),
    Screen("dagen", (Ticked("days", _PICK),)),
    Screen(
        "loon",
        (
            Asked(
                "wage_floor_cents",
                "Schrijf een bedrag in euro per uur, hoogstens 1000. Bijvoorbeeld 15 of 15,50.",
                cents,
                euros,
            ),
        ),
    ),
    Screen("soort-werk", (Ticked("kinds", _PICK),)),
    Screen("sectoren", (Ticked("sectors", _PICK),)),
    Screen("rijbewijs", (Ticked("licences", _PICK),)),
    Screen(
        "begin",
        (
            Asked(
                "starts_from",
                "Schrijf een dag, een maand en een jaar. Bijvoorbeeld 1-9-2026.",
                day_near,
                dutch_day,
            ),
        ),
    ),
    Screen(
        "cursus",
        (
            Asked(
                "course_days",
                "Schrijf de dagen als een heel getal van 0 tot 1000. Bijvoorbeeld 10.",
            ),
        ),
    ),
)
# The list of employers to hide from is no preference, but it is a step of the same walk.
EMPLOYERS = Screen("werkgevers")
STEPS = (*QUESTIONS, EMPLOYERS)


@dataclass(frozen=True, slots=True)
class Walk:
    """Where a screen stands between the others."""

    step: int
    steps: int
    back: str
    onward: str


def walk_at(screen: Screen, *, single: bool) -> Walk:
    """Tell what comes before and after a screen.

    `single` is for somebody who came from the overview to change this one answer.
    """
    place = STEPS.index(screen)
    paths = ["/wensen", *(one.path for one in STEPS), "/wensen"]
    back, onward = ("/wensen", "/wensen") if single else (paths[place], paths[place + 2])
    return Walk(place + 1, len(STEPS), back, onward)
