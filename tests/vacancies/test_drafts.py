"""Promises about what may come in about employers and vacancies."""

import math

import pytest

from foundation.entry import validated
from foundation.errors import Invalid, Problem
from vacancies.drafts import EmployerDraft, LimitDraft, RequirementDraft, VacancyDraft

BAKER = {"kvk": "12345678", "trade_name": "Bakker", "sector": "techniek", "postcode": "2352"}
WORK = {"title": "operator", "sector": "techniek"}
ASKED = {"skill_id": 1, "importance": "vereist"}
DRIVES = {"kind": "licence", "value": "C", "legal_reason": "Wegenverkeerswet art. 107"}


@pytest.mark.parametrize(
    ("kind", "values", "where", "words"),
    [
        (EmployerDraft, BAKER | {"kvk": "1234567"}, "kvk", "8 cijfers"),
        (EmployerDraft, BAKER | {"kvk": "１２３４５６７８"}, "kvk", "8 cijfers"),
        (EmployerDraft, BAKER | {"trade_name": "\ud800"}, "trade_name", "geen gewone tekst"),
        (EmployerDraft, BAKER | {"postcode": "0999"}, "postcode", "4 cijfers"),
        (EmployerDraft, BAKER | {"member_until": "2030-01-01"}, "member_until", "kennen we niet"),
        (VacancyDraft, WORK | {"title": "a\x00b"}, "title", "geen gewone tekst"),
        (VacancyDraft, WORK | {"description": "x" * 1_000_000}, "description", "hoogstens 5000"),
        (VacancyDraft, WORK | {"hours_min": 40, "hours_max": 20}, "hours_max", "niet minder"),
        (VacancyDraft, WORK | {"hours_min": -3}, "hours_min", "minstens 1"),
        (VacancyDraft, WORK | {"wage_cents": math.nan}, "wage_cents", "heel getal"),
        (VacancyDraft, WORK | {"wage_cents": 100_001}, "wage_cents", "hoogstens 100000"),
        (VacancyDraft, WORK | {"places": 0}, "places", "minstens 1"),
        (VacancyDraft, WORK | {"places": 1001}, "places", "hoogstens 1000"),
        (VacancyDraft, WORK | {"kinds": ["baan"]}, "kinds.0", "kies uit"),
        (RequirementDraft, ASKED | {"level": 9}, "level", "hoogstens 5"),
        (RequirementDraft, ASKED | {"level": math.inf}, "level", "heel getal"),
        (RequirementDraft, ASKED | {"importance": "handig"}, "importance", "kies uit"),
        (RequirementDraft, ASKED | {"learnable": "ja"}, "learnable", "ja of nee"),
        (LimitDraft, DRIVES | {"legal_reason": ""}, "legal_reason", "welke wet"),
        (LimitDraft, DRIVES | {"legal_reason": "  wet "}, "legal_reason", "welke wet"),
        (LimitDraft, DRIVES | {"legal_reason": "x" * 501}, "legal_reason", "hoogstens 500"),
        (LimitDraft, DRIVES | {"value": "Z"}, "value", "kies uit"),
        (LimitDraft, DRIVES | {"level": "B1"}, "level", "bij een taal"),
        (LimitDraft, DRIVES | {"kind": "language", "level": "B1"}, "value", "taalcode"),
        (LimitDraft, DRIVES | {"kind": "language", "value": "nld"}, "level", "bij een taal"),
        (LimitDraft, DRIVES | {"kind": "diploma", "value": "d" * 101}, "value", "hoogstens 100"),
    ],
)
def test_what_does_not_follow_the_rules_is_refused_at_its_own_field(kind, values, where, words):
    with pytest.raises(Invalid) as refused:
        validated(kind, values)
    (problem,) = refused.value.problems
    assert problem.where == where
    assert words in problem.message


def test_a_limit_without_a_legal_reason_says_what_to_do():
    with pytest.raises(Invalid) as refused:
        validated(LimitDraft, {"kind": "licence", "value": "C"})
    assert refused.value.problems == (
        Problem(
            "legal_reason", "schrijf op welke wet of regel deze harde eis rust, of haal hem weg"
        ),
    )


@pytest.mark.parametrize(
    "values",
    [
        DRIVES | {"value": "code 95"},
        DRIVES | {"kind": "language", "value": "nld", "level": "B1"},
        DRIVES | {"kind": "diploma", "value": "VCA-basis"},
    ],
)
def test_a_limit_with_a_legal_reason_is_accepted(values):
    assert validated(LimitDraft, values).value == values["value"]
