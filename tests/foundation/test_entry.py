"""Promises about what may come in: strict, bounded, and refused in Dutch with what to do."""

import json
import math
from datetime import date
from typing import Annotated

import pytest
from pydantic import Field, TypeAdapter, ValidationError

from foundation.entry import (
    Count,
    Day,
    Draft,
    Flag,
    Hours,
    Kvk,
    LanguageCode,
    Level,
    Line,
    OptionalLine,
    Postcode,
    Text,
    Whole,
    clean_line,
    clean_text,
    parse_json,
    validated,
    whole_number,
)
from foundation.errors import Invalid, Problem
from foundation.terms import TravelMeans


class Example(Draft):
    name: Line
    level: Level | None = None
    postcode: Postcode = "2312"
    count: Count = 0
    story: Text = ""
    kvk: Kvk = "12345678"


@pytest.mark.parametrize(
    "text",
    [
        *("\x00", "a\x00b", "\ud800", "\udfff tekst", "\x1b[31m", "\x7f", "\x0b", "\x0c"),
        *("\u202edaer", "\u202a", "\u2066", "\u2069", "\ufffe", "\uffff"),
    ],
)
def test_text_that_is_no_text_is_refused(text):
    with pytest.raises(ValueError, match="geen gewone tekst"):
        clean_text(text)


def test_ordinary_text_stays_what_it_was():
    for text in (
        "Zoë uit Curaçao",
        "a\nb",
        "emoji 👩🏽‍🔧 mag",
        "زبان فارسی",
        "naïef\tdus",
        "½ m² ﬁ",
    ):
        assert clean_text(text) == text


def test_every_way_to_end_a_line_becomes_one():
    assert clean_text("\r\n a\rb\r\nc\n\nd \r") == "a\nb\nc\n\nd"


@pytest.mark.parametrize(("clean", "most"), [(clean_line, 200), (clean_text, 5_000)])
def test_text_may_be_exactly_as_long_as_is_said(clean, most):
    assert clean("x" * most) == "x" * most
    with pytest.raises(
        ValueError, match=f"hoogstens {most} tekens lang zijn, dit zijn er {most + 1}"
    ):
        clean("x" * (most + 1))


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


@pytest.mark.parametrize("text", ["123456782", "mijn nummer is 111222333.", "a111222333b"])
def test_a_citizen_number_is_refused_in_any_text(text):
    with pytest.raises(ValueError, match="burgerservicenummer"):
        clean_text(text)


@pytest.mark.parametrize(
    "text",
    [
        *("123456789", "0612345678", "KvK 12345678", "1234567820"),
        *("9111222333", "1112223339", "000000000", "111 222 333"),
    ],
)
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
    assert (whole_number("+5"), whole_number("-3", lowest=-3), whole_number("007")) == (5, -3, 7)


@pytest.mark.parametrize(
    "body",
    [
        "NaN",
        '{"a": Infinity}',
        "[1e400]",
        "[2147483648]",
        "[-2147483648]",
        '{"123456782": 1}',
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


def test_json_of_exactly_two_megabytes_and_a_long_text_in_it_are_read():
    assert parse_json("1" + " " * 1_999_999) == 1
    assert parse_json(json.dumps(["x" * 1_000_000, 2**31 - 1, 1 - 2**31])) == [
        *("x" * 1_000_000, 2**31 - 1, 1 - 2**31),
    ]


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


@pytest.mark.parametrize(
    ("kind", "good", "wrong"),
    [
        (Whole, [-5, 0, 5, "-5"], [2**31, -(2**31), 1.0, "1.0"]),
        (Count, [0, 2**31 - 1], [-1, 2**31]),
        (Level, [1, 5], [0, 6]),
        (Postcode, ["1000", "9999"], ["0999", "999", "10000", "2312 AB", "１０００"]),
        (Kvk, ["00000000", "12345678"], ["1234567", "123456789", "１２３４５６７８", "1234567a"]),
        (LanguageCode, ["nld", "ara"], ["NLD", "nl", "néd", "nlda", ""]),
        (Day, ["2026-09-01", " 2026-09-01 ", date(2026, 9, 1)], ["26-09-01", "2026-9-1"]),
        (Flag, [True, False], [1, 0, "true", "ja", None]),
        (Line, ["x", " x "], ["", " ", "\n"]),
        (OptionalLine, ["x", ""], ["x" * 201]),
    ],
)
def test_each_kind_of_field_takes_what_is_good_up_to_its_edges(kind, good, wrong):
    field = TypeAdapter(kind)
    assert [str(field.validate_python(one)).strip() for one in good] == [
        str(one).strip() for one in good
    ]
    for one in wrong:
        with pytest.raises(ValidationError):
            field.validate_python(one)


@pytest.mark.parametrize(
    ("least", "most"), [(1, 60), (24, 24), (None, 1), (60, None), (None, None)]
)
def test_hours_of_a_week_are_taken_up_to_their_edges(least, most):
    found = validated(Hours, {"hours_min": least, "hours_max": most})
    assert (found.hours_min, found.hours_max) == (least, most)


@pytest.mark.parametrize(
    ("least", "most", "problems"),
    [
        (25, 24, {"hours_max": "mag niet minder zijn dan de minste uren, 25"}),
        (0, 61, {"hours_min": "moet minstens 1 zijn", "hours_max": "mag hoogstens 60 zijn"}),
    ],
)
def test_hours_that_no_week_has_or_in_the_wrong_order_are_refused(least, most, problems):
    with pytest.raises(Invalid) as refused:
        validated(Hours, {"hours_min": least, "hours_max": most})
    assert {one.where: one.message for one in refused.value.problems} == problems


class Choice(Draft):
    means: TravelMeans
    agreed: Flag
    size: float
    short: Annotated[str, Field(max_length=3)]
    several: Annotated[tuple[Level, ...], Field(max_length=1)]


def test_every_refusal_says_in_dutch_what_to_do_and_the_first_three_stand_in_the_summary():
    values = {
        "means": "vliegtuig",
        "agreed": 1,
        "size": math.nan,
        "short": "\ud800",
        "several": [1, 2],
    }
    with pytest.raises(Invalid) as refused:
        validated(Choice, values)
    problems = [str(one) for one in refused.value.problems]
    assert problems == [
        "means: kies uit: 'lopend', 'fiets', 'ov' of 'auto'",
        "agreed: moet ja of nee zijn",
        "size: klopt niet; controleer wat hier staat",
        "short: bevat tekens die geen gewone tekst zijn; typ het opnieuw",
        "several: mag hoogstens 1 regels hebben",
    ]
    assert str(refused.value) == f"Dit klopt nog niet. {'; '.join(problems[:3])}."


def test_what_came_in_is_never_changed_afterwards():
    draft = validated(Example, {"name": "x"})
    with pytest.raises(ValidationError):
        draft.name = "y"
