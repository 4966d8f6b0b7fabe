"""Promises about the PDF: tagged, one to three pages, and what people write is only ever text."""

import json
import re

import pytest
import typst

from profiles import passport_pdf as module
from profiles.passport_pdf import MOST_PAGES, passport_pdf
from tests.profiles.passports import a_passport

FULL = {
    "skills": 200,
    "experiences": (("titel " * 33, 50),),
    "languages": ("nld", "ara", "ukr", "eng", "fra", "tur"),
}
MARKUP = '#panic("x") $x^2$ [a] *b* _c_ `d` \\ @e <f> // g /* h */ = i \\u{41} #import "a.typ"'


def pages(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def test_a_passport_is_a_tagged_pdf_that_follows_pdf_ua():
    pdf = passport_pdf(a_passport(), "nl")
    assert pdf.startswith(b"%PDF-1.7")
    assert b"/Marked true" in pdf
    assert b"pdfuaid:part" in pdf
    assert b"/Lang(nl)" in pdf
    assert b"/Lang(en)" in passport_pdf(a_passport(), "en")


def test_the_same_passport_gives_the_same_bytes():
    assert passport_pdf(a_passport(), "nl") == passport_pdf(a_passport(), "nl")


@pytest.mark.parametrize(
    ("most", "given"),
    [
        (1, {"skills": 0, "experiences": (), "presentation": ""}),
        (1, {"skills": 10}),
        (2, {"skills": 40}),
        (3, {"skills": 200}),
        (3, FULL),
        (3, {**FULL, "label": "lang woord " * 27, "note": "toelichting " * 15}),
        (3, {**FULL, "presentation": "woord\n" * 800, "label": "w" * 290, "note": "n" * 200}),
    ],
)
def test_a_passport_has_one_to_three_pages(most, given):
    assert 1 <= pages(passport_pdf(a_passport(**given), "nl")) <= min(most, MOST_PAGES)


@pytest.mark.parametrize("part", ["name", "presentation", "label", "note", "title"])
def test_what_a_person_writes_is_text_and_never_code(part):
    given = {"experiences": ((MARKUP, 5),)} if part == "title" else {part: MARKUP}
    assert pages(passport_pdf(a_passport(**given), "nl")) == 1


def test_markup_stands_on_the_page_letter_by_letter():
    told = module._told(a_passport(MARKUP, presentation=MARKUP), "nl")
    fitted = module._fitted(told)
    compiler = module._compiler(fitted)
    title = json.loads(compiler.query("title", field="body", one=True))
    assert title["text"] == MARKUP


@pytest.mark.parametrize(
    "name",
    [
        "محمد علي",
        "李小龙",
        "Олександр",
        "ትግርኛ",
        "Ngọc Ánh",
        "Łukasz Żółć",
        "😀",
        "न\u200dम",
        "א" * 200,
    ],
)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_name_in_any_script_gives_a_passport(name, language):
    passport = a_passport(name, presentation=name, languages=("ara", "zho", "tam", "tir"))
    assert pages(passport_pdf(passport, language)) == 1


def test_a_language_whose_own_name_no_font_has_does_not_cost_the_standard(monkeypatch):
    only_own = typst.Fonts(include_system_fonts=False)
    monkeypatch.setattr(module, "_fonts", lambda: only_own)
    assert b"pdfuaid:part" in passport_pdf(a_passport(languages=("nld", "zho")), "nl")
    assert b"pdfuaid:part" not in passport_pdf(a_passport("李小龙"), "nl")


def test_somebody_without_a_name_gets_a_passport():
    assert pages(passport_pdf(a_passport("", skills=0), "nl")) == 1


def test_a_passport_that_had_to_be_cut_says_so():
    long = a_passport(**FULL, label="lang woord " * 27, note="toelichting " * 15)
    assert module._fitted(module._told(long, "nl"))["shortened"] is True
    assert module._fitted(module._told(a_passport(), "nl"))["shortened"] is False
