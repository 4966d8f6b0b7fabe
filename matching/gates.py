"""Named limits beside the score: a pair that meets one is set apart with its reason, never hidden.

Plain values in, findings out. What is unknown closes nothing; it is named, so that somebody asks.
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


@dataclass(frozen=True, slots=True)
class Finding:
    """What one limit says of a pair: closed, or not known; the reason is Dutch."""

    gate: Gate
    closed: bool
    reason: str


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


def findings(person: Person, work: Work, travel: int | None = None) -> tuple[Finding, ...]:
    """List every limit that closes this pair or that nobody can tell.

    Args:
        person: the candidate's limits.
        work: the vacancy's.
        travel: estimated minutes between the two by the candidate's means; None when unknown.
    """
    return (
        *_own_choice(person, work),
        *_travel(person, travel),
        *_hours(person, work),
        *_start(person, work),
        *_wage(person, work),
        *(found for demand in work.demands for found in _CHECKS[demand.gate](person, demand)),
    )


def is_open(found: tuple[Finding, ...]) -> bool:
    """Tell whether no limit closes the pair; what is unknown closes nothing."""
    return not any(finding.closed for finding in found)


def _own_choice(person: Person, work: Work) -> Iterator[Finding]:
    if not person.consented:
        yield Finding(Gate.CONSENT, True, "Geeft geen toestemming om te vergelijken.")
    if person.paused:
        yield Finding(Gate.PAUSED, True, "Heeft het profiel even op pauze gezet.")
    name = work.trade_name.casefold()
    if work.kvk in person.hidden_kvk or name in {one.casefold() for one in person.hidden_names}:
        yield Finding(Gate.EMPLOYER_BLOCK, True, "Wil niet door deze werkgever gezien worden.")


def _travel(person: Person, travel: int | None) -> Iterator[Finding]:
    if person.travel_minutes is None:
        return
    if travel is None:
        yield Finding(Gate.TRAVEL, False, "De reistijd is niet bekend.")
    elif travel > person.travel_minutes:
        reason = f"Reist ongeveer {travel} minuten, wil hoogstens {person.travel_minutes}."
        yield Finding(Gate.TRAVEL, True, reason)


def _hours(person: Person, work: Work) -> Iterator[Finding]:
    most, least = person.hours_max, person.hours_min
    if work.hours_min is not None and most is not None and work.hours_min > most:
        yield Finding(Gate.HOURS, True, f"Wil hoogstens {most} uur, gevraagd {work.hours_min} uur.")
    if work.hours_max is not None and least is not None and work.hours_max < least:
        yield Finding(Gate.HOURS, True, f"Wil minstens {least} uur, er zijn {work.hours_max} uur.")


def _start(person: Person, work: Work) -> Iterator[Finding]:
    if person.starts_from and work.starts_on and person.starts_from > work.starts_on:
        reason = (
            f"Kan vanaf {person.starts_from:%d-%m-%Y}, het werk start {work.starts_on:%d-%m-%Y}."
        )
        yield Finding(Gate.START, True, reason)


def _wage(person: Person, work: Work) -> Iterator[Finding]:
    floor = person.wage_floor_cents
    if floor is None:
        return
    if work.wage_cents is None:
        yield Finding(Gate.WAGE, False, "Het loon is niet bekend.")
    elif work.wage_cents < floor:
        reason = f"Wil minstens {_euro(floor)} per uur, het werk betaalt {_euro(work.wage_cents)}."
        yield Finding(Gate.WAGE, True, reason)


def _euro(cents: int) -> str:
    return f"€ {cents // 100},{cents % 100:02d}"


def _licence(person: Person, demand: Demand) -> Iterator[Finding]:
    if demand.value not in {licence.value for licence in person.licences}:
        named = demand.value if demand.value == Licence.CODE_95 else f"rijbewijs {demand.value}"
        reason = f"Heeft geen {named}. Dat moet van: {demand.legal_reason}."
        yield Finding(Gate.LICENCE, True, reason)


def _language(person: Person, demand: Demand) -> Iterator[Finding]:
    spoken = person.languages or {}
    level = spoken.get(demand.value)
    if demand.value not in spoken or level is None:
        reason = f"Het niveau van de taal {demand.value} is niet bekend."
        yield Finding(Gate.LANGUAGE, False, reason)
    elif demand.level is not None and level < demand.level:
        reason = (
            f"Spreekt {demand.value} op {level}, nodig is {demand.level}. "
            f"Dat moet van: {demand.legal_reason}."
        )
        yield Finding(Gate.LANGUAGE, True, reason)


def _diploma(_person: Person, demand: Demand) -> Iterator[Finding]:
    # The scorer never sees diplomas: a coach checks this one by hand.
    reason = f"Vraag naar {demand.value}. Dat moet van: {demand.legal_reason}."
    yield Finding(Gate.DIPLOMA, False, reason)


_CHECKS: dict[Gate, Callable[[Person, Demand], Iterator[Finding]]] = {
    Gate.LICENCE: _licence,
    Gate.LANGUAGE: _language,
    Gate.DIPLOMA: _diploma,
}
