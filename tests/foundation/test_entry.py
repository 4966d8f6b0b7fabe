"""Promises about what may come in: strict, bounded, and refused in Dutch with what to do."""

import json
import math

import pytest
from pydantic import TypeAdapter

from foundation.entry import (
    Count,
    Day,
    Draft,
    Kvk,
    Level,
    Line,
    Postcode,
    Text,
    clean_line,
    clean_text,
    parse_json,
    validated,
    whole_number,
)
from foundation.errors import Invalid, Problem


class Example(Draft):
    name: Line
    level: Level | None = None
    postcode: Postcode = "2312"
    count: Count = 0
    story: Text = ""
    kvk: Kvk = "12345678"


@pytest.mark.parametrize(
    "text",
    ["\x00", "a\x00b", "\ud800", "\udfff tekst", "\x1b[31m", "\x7f", "\u202edaer", "\uffff"],
)
def test_text_that_is_no_text_is_refused(text):
    with pytest.raises(ValueError, match="geen gewone tekst"):
        clean_text(text)


def test_ordinary_text_stays_what_it_was():
    for text in ("Zoë uit Curaçao", "a\nb", "emoji 👩🏽‍🔧 mag", "زبان فارسی", "naïef\tdus"):
        assert clean_text(text) == text


def test_one_line_has_single_spaces_and_one_way_to_write_an_accent():
    assert clean_line("  Zoe\u0308 \n  de   Vries ") == "Zoë de Vries"


def test_a_text_of_one_megabyte_is_refused_with_its_length():
    with pytest.raises(ValueError, match="hoogstens 5000 tekens lang zijn, dit zijn er 1000000"):
        clean_text("x" * 1_000_000)


def test_a_text_that_grows_in_its_clean_form_is_measured_again():
    with pytest.raises(ValueError, match="dit zijn er 400"):
        clean_line("\u0958" * 200)


@pytest.mark.parametrize("text", ["2026W01", "20260901", "1-9-2026", "2026-02-30", 20260901, None])
def test_a_day_is_written_in_one_way(text):
    with pytest.raises(ValueError, match="moet een datum zijn, zoals 2026-09-01"):
        TypeAdapter(Day).validate_python(text)


@pytest.mark.parametrize("text", ["123456782", "mijn nummer is 111222333."])
def test_a_citizen_number_is_refused_in_any_text(text):
    with pytest.raises(ValueError, match="burgerservicenummer"):
        clean_text(text)


@pytest.mark.parametrize("text", ["123456789", "0612345678", "KvK 12345678", "1234567820"])
def test_other_numbers_are_not_mistaken_for_a_citizen_number(text):
    assert clean_text(text) == text


@pytest.mark.parametrize(
    "value", [9.5, math.nan, math.inf, True, "drie", "", "9" * 40, None, "５", -1, 2**31, [3]]
)
def test_only_whole_numbers_within_bounds_pass(value):
    with pytest.raises(ValueError, match=r"heel getal|tussen"):
        whole_number(value)


def test_digits_typed_by_a_person_count_as_a_number():
    assert (whole_number(" 12 "), whole_number(0), whole_number(2**31 - 1)) == (12, 0, 2**31 - 1)


@pytest.mark.parametrize(
    "body",
    [
        "NaN",
        '{"a": Infinity}',
        "[1e400]",
        "[2147483648]",
        '"\\ud800"',
        '{"a\\u0000": 1}',
        "[" * 100_000,
        "{",
        b"\xff\xfe",
        b"\x80",
        '"123456782"',
    ],
)
def test_json_that_would_choke_another_program_is_refused(body):
    with pytest.raises(Invalid, match="geen goede JSON"):
        parse_json(body)


def test_json_of_more_than_two_megabytes_is_refused():
    with pytest.raises(Invalid, match="hoogstens 2 MB"):
        parse_json(b'"' + b"x" * 2_000_001 + b'"')


def test_good_json_comes_through_unchanged():
    value = {"naam": "Zoë", "niveaus": [1, 2.5, None, True], "leeg": {}}
    assert parse_json(json.dumps(value)) == value


def test_a_draft_names_every_problem_at_once():
    with pytest.raises(Invalid) as refused:
        validated(Example, {"level": 9, "postcode": "12", "extra": 1, "kvk": "1", "count": "x"})
    assert set(refused.value.problems) == {
        Problem("name", "ontbreekt"),
        Problem("level", "mag hoogstens 5 zijn"),
        Problem("postcode", "moet een postcode van 4 cijfers zijn, zoals 2312"),
        Problem("count", "moet een heel getal zijn"),
        Problem("kvk", "moet uit 8 cijfers bestaan"),
        Problem("extra", "kennen we niet; haal dit weg"),
    }


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", ""), ("name", "\ud800"), ("level", math.nan), ("level", 0), ("story", "\x00")],
)
def test_a_draft_refuses_what_the_rules_refuse(field, value):
    with pytest.raises(Invalid, match="klopt nog niet"):
        validated(Example, {"name": "x", field: value})
