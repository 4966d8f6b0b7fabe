"""Promises about limits: each is named with its reason, and the unknown closes nothing."""

from datetime import date

import pytest

from foundation.terms import LanguageLevel, Licence
from matching.gates import Demand, Gate, Person, Work, findings, is_open

LAW = "Wegenverkeerswet 1994"
TRUCK = Demand(Gate.LICENCE, "C", LAW)
DUTCH = Demand(Gate.LANGUAGE, "nld", "Wet kinderopvang", LanguageLevel.B1)


def test_nothing_stated_closes_nothing():
    assert findings(Person(), Work()) == ()


@pytest.mark.parametrize(
    ("person", "work", "travel", "gate", "words"),
    [
        (Person(consented=False), Work(), None, Gate.CONSENT, "geen toestemming"),
        (Person(paused=True), Work(), None, Gate.PAUSED, "pauze"),
        (Person(hidden_kvk=frozenset({"1"})), Work(kvk="1"), None, Gate.EMPLOYER_BLOCK, "gezien"),
        (
            Person(hidden_names=frozenset({"ACME"})),
            Work(trade_name="Acme"),
            None,
            Gate.EMPLOYER_BLOCK,
            "gezien",
        ),
        (Person(travel_minutes=20), Work(), 21, Gate.TRAVEL, "21 minuten, wil hoogstens 20"),
        (Person(hours_max=24), Work(hours_min=32), None, Gate.HOURS, "hoogstens 24 uur"),
        (Person(hours_min=36), Work(hours_max=24), None, Gate.HOURS, "minstens 36 uur"),
        (
            Person(starts_from=date(2026, 10, 1)),
            Work(starts_on=date(2026, 9, 1)),
            None,
            Gate.START,
            "Kan vanaf 01-10-2026",
        ),
        (Person(wage_floor_cents=1605), Work(wage_cents=1500), None, Gate.WAGE, "€ 16,05 per uur"),
        (Person(licences=frozenset({Licence.B})), Work(demands=(TRUCK,)), None, Gate.LICENCE, LAW),
        (
            Person(languages={"nld": LanguageLevel.A2}),
            Work(demands=(DUTCH,)),
            None,
            Gate.LANGUAGE,
            "op A2, nodig is B1",
        ),
    ],
)
def test_a_limit_closes_and_says_why(person, work, travel, gate, words):
    (finding,) = findings(person, work, travel)
    assert (finding.gate, finding.closed) == (gate, True)
    assert words in finding.reason
    assert not is_open((finding,))


@pytest.mark.parametrize(
    ("person", "work", "gate"),
    [
        (Person(travel_minutes=20), Work(), Gate.TRAVEL),
        (Person(wage_floor_cents=1500), Work(), Gate.WAGE),
        (Person(), Work(demands=(DUTCH,)), Gate.LANGUAGE),
        (Person(languages={"nld": None}), Work(demands=(DUTCH,)), Gate.LANGUAGE),
        (Person(), Work(demands=(Demand(Gate.DIPLOMA, "BIG", "Wet BIG"),)), Gate.DIPLOMA),
    ],
)
def test_what_is_unknown_is_named_and_closes_nothing(person, work, gate):
    found = findings(person, work)
    assert [(finding.gate, finding.closed) for finding in found] == [(gate, False)]
    assert is_open(found)


@pytest.mark.parametrize(
    ("person", "work", "travel"),
    [
        (Person(travel_minutes=20), Work(), 20),
        (Person(hours_min=24, hours_max=36), Work(hours_min=36, hours_max=40), None),
        (Person(starts_from=date(2026, 9, 1)), Work(starts_on=date(2026, 9, 1)), None),
        (Person(wage_floor_cents=1500), Work(wage_cents=1500), None),
        (Person(licences=frozenset({Licence.C})), Work(demands=(TRUCK,)), None),
        (Person(languages={"nld": LanguageLevel.B1}), Work(demands=(DUTCH,)), None),
        (Person(hidden_kvk=frozenset({"1"})), Work(kvk="2"), None),
        (Person(hidden_names=frozenset({""})), Work(trade_name="Acme"), None),
    ],
)
def test_exactly_enough_is_enough(person, work, travel):
    assert findings(person, work, travel) == ()
