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
        (
            Person(hidden_names=frozenset({"STRASSE"})),
            Work(trade_name="Straße"),
            None,
            Gate.EMPLOYER_BLOCK,
            "gezien",
        ),
        (Person(travel_minutes=20), Work(), 21, Gate.TRAVEL, "21 minuten, wil hoogstens 20"),
        (Person(travel_minutes=0), Work(), 1, Gate.TRAVEL, "1 minuten, wil hoogstens 0"),
        (Person(hours_max=24), Work(hours_min=25), None, Gate.HOURS, "gevraagd 25 uur"),
        (Person(hours_min=25), Work(hours_max=24), None, Gate.HOURS, "er zijn 24 uur"),
        (Person(wage_floor_cents=1500), Work(wage_cents=1499), None, Gate.WAGE, "betaalt € 14,99."),
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
        (Person(hidden_kvk=frozenset({"1"}), hidden_names=frozenset({"A"})), Work(), None),
        (Person(travel_minutes=0), Work(), 0),
        (Person(hours_min=24), Work(hours_min=40), None),
        (Person(hours_max=24), Work(hours_max=8), None),
        (Person(starts_from=date(2026, 9, 1)), Work(), None),
        (Person(languages={"nld": LanguageLevel.C1}), Work(demands=(DUTCH,)), None),
        (
            Person(languages={"nld": LanguageLevel.A1}),
            Work(demands=(Demand(Gate.LANGUAGE, "nld", LAW),)),
            None,
        ),
    ],
)
def test_exactly_enough_is_enough(person, work, travel):
    assert findings(person, work, travel) == ()


def test_a_pair_that_meets_every_limit_names_each_once_in_a_fixed_order():
    person = Person(
        consented=False, paused=True, hidden_kvk=frozenset({"1"}), travel_minutes=20, hours_min=20,
        hours_max=24, starts_from=date(2026, 10, 1), wage_floor_cents=1605,
    )  # fmt: skip
    demands = (DUTCH, TRUCK, Demand(Gate.DIPLOMA, "BIG", "Wet BIG"))
    work = Work("1", "Acme", 32, 16, date(2026, 9, 1), 1500, demands)
    found = findings(person, work, 21)
    assert [(one.gate.value, one.closed, one.reason) for one in found] == [
        ("toestemming", True, "Geeft geen toestemming om te vergelijken."),
        ("gepauzeerd", True, "Heeft het profiel even op pauze gezet."),
        ("werkgever verborgen", True, "Wil niet door deze werkgever gezien worden."),
        ("reistijd", True, "Reist ongeveer 21 minuten, wil hoogstens 20."),
        ("uren", True, "Wil hoogstens 24 uur, gevraagd 32 uur."),
        ("uren", True, "Wil minstens 20 uur, er zijn 16 uur."),
        ("startdatum", True, "Kan vanaf 01-10-2026, het werk start 01-09-2026."),
        ("loon", True, "Wil minstens € 16,05 per uur, het werk betaalt € 15,00."),
        ("taal", False, "Het niveau van de taal nld is niet bekend."),
        (
            "rijbewijs of certificaat",
            True,
            "Heeft geen rijbewijs C. Dat moet van: Wegenverkeerswet 1994.",
        ),
        ("diploma", False, "Vraag naar BIG. Dat moet van: Wet BIG."),
    ]
    assert not is_open(found)
    own = findings(person, work, 21, own=True)
    assert own == found[2:]
    assert [one.own_reason for one in own] == [
        "Je wilt niet door deze werkgever gezien worden.",
        "Je reist ongeveer 21 minuten. Je wilt hoogstens 20.",
        "Je wilt hoogstens 24 uur werken. Dit werk vraagt 32 uur.",
        "Je wilt minstens 20 uur werken. Dit werk is hoogstens 16 uur.",
        "Je kunt vanaf 01-10-2026. Het werk start op 01-09-2026.",
        "Je wilt minstens € 16,05 per uur. Dit werk betaalt € 15,00.",
        "We weten niet hoe goed je deze taal spreekt: nld.",
        "Je hebt geen rijbewijs C. Dat moet van: Wegenverkeerswet 1994.",
        "Voor dit werk heb je BIG nodig. Dat moet van: Wet BIG.",
    ]
    assert [one.values for one in own] == [
        {},
        {"minutes": 21, "most": 20},
        {"most": 24, "asked": 32},
        {"least": 20, "offered": 16},
        {"from": date(2026, 10, 1), "starts": date(2026, 9, 1)},
        {"least": 1605, "paid": 1500},
        {"language": "nld"},
        {"value": "C", "law": "Wegenverkeerswet 1994"},
        {"value": "BIG", "law": "Wet BIG"},
    ]


def test_in_ones_own_view_consent_and_pause_limit_nothing():
    assert findings(Person(consented=False, paused=True), Work(), own=True) == ()


def test_a_language_spoken_too_little_is_told_to_the_person_with_what_is_needed():
    (found,) = findings(Person(languages={"nld": LanguageLevel.A2}), Work(demands=(DUTCH,)))
    assert found.own_reason == "Je spreekt nld op A2. Nodig is B1. Dat moet van: Wet kinderopvang."
    assert found.values == {
        "language": "nld", "level": "A2", "asked": "B1", "law": "Wet kinderopvang",
    }  # fmt: skip
