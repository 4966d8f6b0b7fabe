"""Named limits beside the score: a pair that meets one is set apart with its reason, never hidden.

Plain values in, findings out. What is unknown closes nothing; it is named, so that somebody asks.
Each finding is worded twice in Dutch, about the person and to the person, and carries the plain
values it was worded from, for a page in another language.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from foundation.terms import LanguageLevel, Licence


class Gate(StrEnum):
    """The limits there are; the value is the word on the page."""

    CONSENT = "toestemming"
    PAUSED = "gepauzeerd"
    EMPLOYER_BLOCK = "werkgever verborgen"
    TRAVEL = "reistijd"
    HOURS = "uren"
    START = "startdatum"
    WAGE = "loon"
    LICENCE = "rijbewijs of certificaat"
    LANGUAGE = "taal"
    DIPLOMA = "diploma"


# A plain value a reason is worded from: minutes, hours, cents, a day, a code, a law.
Fact = int | str | date


@dataclass(frozen=True, slots=True)
class Finding:
    """What one limit says of a pair: closed, or not known.

    Args:
        gate: the limit.
        closed: whether it sets the pair apart; False is not known.
        reason: Dutch, about the candidate, for whoever else reads it.
        own_reason: Dutch, to the candidate.
        facts: (name, value) of what the reasons were worded from.
    """

    gate: Gate
    closed: bool
    reason: str
    own_reason: str = ""
    facts: tuple[tuple[str, Fact], ...] = ()

    @property
    def values(self) -> dict[str, Fact]:
        """The facts by name."""
        return dict(self.facts)


@dataclass(frozen=True, slots=True)
class Person:
    """What limits a candidate, as stated; None is not stated."""

    consented: bool = True
    paused: bool = False
    hidden_kvk: frozenset[str] = frozenset()
    hidden_names: frozenset[str] = frozenset()
    travel_minutes: int | None = None
    hours_min: int | None = None
    hours_max: int | None = None
    starts_from: date | None = None
    wage_floor_cents: int | None = None
    licences: frozenset[Licence] = frozenset()
    languages: Mapping[str, LanguageLevel | None] | None = None


@dataclass(frozen=True, slots=True)
class Demand:
    """A hard limit of a vacancy, with the law or rule it rests on."""

    gate: Gate
    value: str
    legal_reason: str
    level: LanguageLevel | None = None


@dataclass(frozen=True, slots=True)
class Work:
    """What limits a vacancy, as stated; None is not stated."""

    kvk: str = ""
    trade_name: str = ""
    hours_min: int | None = None
    hours_max: int | None = None
    starts_on: date | None = None
    wage_cents: int | None = None
    demands: tuple[Demand, ...] = ()


def findings(
    person: Person, work: Work, travel: int | None = None, *, own: bool = False
) -> tuple[Finding, ...]:
    """List every limit that closes this pair or that nobody can tell.

    Args:
        person: the candidate's limits.
        work: the vacancy's.
        travel: estimated minutes between the two by the candidate's means; None when unknown.
        own: the candidate looks at work for himself: consent and pause are about what others may
            see, so they limit nothing.
    """
    return (
        *(() if own else _standing(person)),
        *_hiding(person, work),
        *_travel(person, travel),
        *_hours(person, work),
        *_start(person, work),
        *_wage(person, work),
        *(found for demand in work.demands for found in _CHECKS[demand.gate](person, demand)),
    )


def is_open(found: tuple[Finding, ...]) -> bool:
    """Tell whether no limit closes the pair; what is unknown closes nothing."""
    return not any(finding.closed for finding in found)


def _standing(person: Person) -> Iterator[Finding]:
    if not person.consented:
        yield Finding(Gate.CONSENT, True, "Geeft geen toestemming om te vergelijken.")
    if person.paused:
        yield Finding(Gate.PAUSED, True, "Heeft het profiel even op pauze gezet.")


def _hiding(person: Person, work: Work) -> Iterator[Finding]:
    name = work.trade_name.casefold()
    if work.kvk in person.hidden_kvk or name in {one.casefold() for one in person.hidden_names}:
        yield Finding(
            Gate.EMPLOYER_BLOCK,
            True,
            "Wil niet door deze werkgever gezien worden.",
            "Je wilt niet door deze werkgever gezien worden.",
        )


def _travel(person: Person, travel: int | None) -> Iterator[Finding]:
    if person.travel_minutes is None:
        return
    if travel is None:
        unknown = "De reistijd is niet bekend."
        yield Finding(Gate.TRAVEL, False, unknown, unknown, (("most", person.travel_minutes),))
    elif travel > person.travel_minutes:
        yield Finding(
            Gate.TRAVEL,
            True,
            f"Reist ongeveer {travel} minuten, wil hoogstens {person.travel_minutes}.",
            f"Je reist ongeveer {travel} minuten. Je wilt hoogstens {person.travel_minutes}.",
            (("minutes", travel), ("most", person.travel_minutes)),
        )


def _hours(person: Person, work: Work) -> Iterator[Finding]:
    most, least = person.hours_max, person.hours_min
    if work.hours_min is not None and most is not None and work.hours_min > most:
        yield Finding(
            Gate.HOURS,
            True,
            f"Wil hoogstens {most} uur, gevraagd {work.hours_min} uur.",
            f"Je wilt hoogstens {most} uur werken. Dit werk vraagt {work.hours_min} uur.",
            (("most", most), ("asked", work.hours_min)),
        )
    if work.hours_max is not None and least is not None and work.hours_max < least:
        yield Finding(
            Gate.HOURS,
            True,
            f"Wil minstens {least} uur, er zijn {work.hours_max} uur.",
            f"Je wilt minstens {least} uur werken. Dit werk is hoogstens {work.hours_max} uur.",
            (("least", least), ("offered", work.hours_max)),
        )


def _start(person: Person, work: Work) -> Iterator[Finding]:
    if person.starts_from and work.starts_on and person.starts_from > work.starts_on:
        can, starts = f"{person.starts_from:%d-%m-%Y}", f"{work.starts_on:%d-%m-%Y}"
        yield Finding(
            Gate.START,
            True,
            f"Kan vanaf {can}, het werk start {starts}.",
            f"Je kunt vanaf {can}. Het werk start op {starts}.",
            (("from", person.starts_from), ("starts", work.starts_on)),
        )


def _wage(person: Person, work: Work) -> Iterator[Finding]:
    floor = person.wage_floor_cents
    if floor is None:
        return
    if work.wage_cents is None:
        unknown = "Het loon is niet bekend."
        yield Finding(Gate.WAGE, False, unknown, unknown, (("least", floor),))
    elif work.wage_cents < floor:
        wanted, paid = _euro(floor), _euro(work.wage_cents)
        yield Finding(
            Gate.WAGE,
            True,
            f"Wil minstens {wanted} per uur, het werk betaalt {paid}.",
            f"Je wilt minstens {wanted} per uur. Dit werk betaalt {paid}.",
            (("least", floor), ("paid", work.wage_cents)),
        )


def _euro(cents: int) -> str:
    return f"€ {cents // 100},{cents % 100:02d}"


def _licence(person: Person, demand: Demand) -> Iterator[Finding]:
    if demand.value not in {licence.value for licence in person.licences}:
        named = demand.value if demand.value == Licence.CODE_95 else f"rijbewijs {demand.value}"
        law = f"Dat moet van: {demand.legal_reason}."
        yield Finding(
            Gate.LICENCE,
            True,
            f"Heeft geen {named}. {law}",
            f"Je hebt geen {named}. {law}",
            (("value", demand.value), ("law", demand.legal_reason)),
        )


def _language(person: Person, demand: Demand) -> Iterator[Finding]:
    spoken = person.languages or {}
    level = spoken.get(demand.value)
    if demand.value not in spoken or level is None:
        reason = f"Het niveau van de taal {demand.value} is niet bekend."
        own = f"We weten niet hoe goed je deze taal spreekt: {demand.value}."
        yield Finding(Gate.LANGUAGE, False, reason, own, (("language", demand.value),))
    elif demand.level is not None and level < demand.level:
        law = f"Dat moet van: {demand.legal_reason}."
        yield Finding(
            Gate.LANGUAGE,
            True,
            f"Spreekt {demand.value} op {level}, nodig is {demand.level}. {law}",
            f"Je spreekt {demand.value} op {level}. Nodig is {demand.level}. {law}",
            (
                ("language", demand.value),
                ("level", level.value),
                ("asked", demand.level.value),
                ("law", demand.legal_reason),
            ),
        )


def _diploma(_person: Person, demand: Demand) -> Iterator[Finding]:
    # The scorer never sees diplomas: a coach checks this one by hand.
    law = f"Dat moet van: {demand.legal_reason}."
    yield Finding(
        Gate.DIPLOMA,
        False,
        f"Vraag naar {demand.value}. {law}",
        f"Voor dit werk heb je {demand.value} nodig. {law}",
        (("value", demand.value), ("law", demand.legal_reason)),
    )


_CHECKS: dict[Gate, Callable[[Person, Demand], Iterator[Finding]]] = {
    Gate.LICENCE: _licence,
    Gate.LANGUAGE: _language,
    Gate.DIPLOMA: _diploma,
}
