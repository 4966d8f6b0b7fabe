"""The passport as a tagged PDF of one to three pages, set by typst from passport.typ.

What people wrote goes in as JSON and is only ever text there: no markup in it can run.
"""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import typst

from profiles.languages import name_of
from profiles.models import Evidence
from profiles.passport import Passport, PassportExperience, PassportLanguage, PassportSkill
from profiles.passport_words import EVIDENCE, EXPERIENCES, LEVELS, TITLES

MOST_PAGES = 3
# From roomy to tight: letters in points, space between lines of a list in letters, and where a text
# is cut. The last one holds the fullest profile there can be.
_DENSITIES: tuple[Mapping[str, Any], ...] = (
    {"size": 10.5, "columns": 1, "spacing": 0.9, "longest": None},
    {"size": 10, "columns": 2, "spacing": 0.8, "longest": None},
    {"size": 9, "columns": 2, "spacing": 0.7, "longest": None},
    {"size": 8, "columns": 3, "spacing": 0.6, "longest": None},
    {"size": 7.5, "columns": 3, "spacing": 0.6, "longest": 60},
    {"size": 7, "columns": 4, "spacing": 0.5, "longest": 32},
)
# The presentation may be this many times as long as a text in a list.
_PARAGRAPH = 30
# One column is easiest to read; a long list is easier to oversee in two.
_ONE_COLUMN = 8
_MONTHS = {
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "en": "January February March April May June July August September October November December",
}
# How typst says that no font has a sign.
_NO_SIGN = "could not be displayed"


def passport_pdf(passport: Passport, language: str) -> bytes:
    """Set the passport as a PDF in Dutch ("nl") or English ("en").

    The same passport gives the same bytes. It follows PDF/UA-1 as long as the fonts have every
    sign in it. What languages are called by their speakers is left out when a sign of it is
    missing; when a sign of the person's own words is missing, the PDF is tagged but claims nothing.

    When three pages are not enough, the letters get smaller and at last the longest texts are cut,
    and the passport says so.
    """
    told = _told(passport, language)
    plain = {**told, "languages": [{**one, "own": ""} for one in told["languages"]]}
    midnight = datetime.combine(passport.made_on, time(), UTC)
    for words in (told, plain):
        try:
            return _compiled(_fitted(words), midnight, standards=["ua-1"])
        except typst.TypstError as error:
            if _NO_SIGN not in error.message:
                raise
    return _compiled(_fitted(plain), midnight, standards=[])


def _compiled(
    told: Mapping[str, Any], midnight: datetime, *, standards: list[Literal["ua-1"]]
) -> bytes:
    compiler = _compiler(told)
    pdf = compiler.compile(format="pdf", pdf_standards=[*standards], timestamp=midnight)
    if not isinstance(pdf, bytes):
        raise TypeError("typst gave no PDF")
    return pdf


def _fitted(told: Mapping[str, Any]) -> Mapping[str, Any]:
    """Take the roomiest setting that fits on three pages, or else the tightest."""
    skills = sum(len(group["skills"]) for group in told["groups"])
    fitted = told
    for density in _DENSITIES[0 if skills <= _ONE_COLUMN else 1 :]:
        fitted = {**_shortened(told, density), **density}
        # A compiler of its own: one that was asked something no longer compiles what it was given.
        if int(_compiler(fitted).query("<pages>", field="value", one=True)) <= MOST_PAGES:
            break
    return fitted


def _compiler(told: Mapping[str, Any]) -> typst.Compiler:
    template = files("profiles").joinpath("passport.typ").read_bytes()
    words = {"passport": json.dumps(told, ensure_ascii=False)}
    # The fonts of the machine come after those of typst, for scripts that these lack.
    return typst.Compiler(template, font_paths=_fonts(), sys_inputs=words)


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts()


def _told(passport: Passport, language: str) -> dict[str, Any]:
    titles = TITLES[language]
    return {
        "language": language,
        "titles": dict(titles),
        "name": passport.name or titles["nameless"],
        "municipality": passport.municipality,
        "presentation": [line for line in passport.presentation.split("\n") if line.strip()],
        "groups": [
            {
                "heading": heading[:1].upper() + heading[1:],
                "skills": [_skill(one, language) for one in skills],
            }
            for heading, skills in passport.headings.items()
        ],
        "languages": [_language(one, language) for one in passport.languages],
        "experiences": [_experience(one, language) for one in passport.experiences],
        "licences": [licence.value for licence in passport.licences],
        "confirmed": _day(passport.confirmed_on, language),
        "made": _day(passport.made_on, language),
    }


def _day(day: date, language: str) -> str:
    return f"{day.day} {_MONTHS[language].split()[day.month - 1]} {day.year}"


def _skill(skill: PassportSkill, language: str) -> dict[str, Any]:
    """Say the level and what a skill rests on; that it is the person's own word is not repeated."""
    words = [LEVELS[language][skill.level]] if skill.level else []
    if skill.evidence is not Evidence.CLAIMED:
        evidence = EVIDENCE[language][skill.evidence]
        words.append(f"{evidence}: {skill.note}" if skill.note else evidence)
    return {"label": skill.label, "words": " · ".join(words)}


def _language(language: PassportLanguage, page: str) -> dict[str, Any]:
    name = name_of(language.code)
    shown = name.in_language(page)
    return {
        "name": shown,
        "own": "" if name.own == shown else name.own,
        "level": language.level or "",
    }


def _experience(one: PassportExperience, language: str) -> dict[str, Any]:
    titles = TITLES[language]
    words = [EXPERIENCES[language][one.kind]]
    if one.occupation and one.occupation.casefold() != one.title.casefold():
        words.append(one.occupation)
    if one.years:
        words.append(f"{one.years} {titles['year' if one.years == 1 else 'years']}")
    return {"title": one.title, "words": " · ".join(words)}


def _shortened(told: Mapping[str, Any], density: Mapping[str, Any]) -> dict[str, Any]:
    """Cut what is long, when even the smallest letters do not fit."""
    longest = density["longest"]
    if longest is None:
        return {**told, "shortened": False}
    groups = [
        {**group, "skills": [_cut(skill, longest) for skill in group["skills"]]}
        for group in told["groups"]
    ]
    return {
        **told,
        "groups": groups,
        "experiences": [_cut(one, longest) for one in told["experiences"]],
        "presentation": [_cut_text(" ".join(told["presentation"]), longest * _PARAGRAPH)],
        "shortened": True,
    }


def _cut(texts: Mapping[str, str], longest: int) -> dict[str, str]:
    return {key: _cut_text(text, longest) for key, text in texts.items()}


def _cut_text(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"
