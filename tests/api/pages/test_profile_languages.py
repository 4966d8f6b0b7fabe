"""Promises about languages: kept at once, by their own names, and never lost between two tabs."""

import pytest

from foundation.database import reading
from profiles.languages import LANGUAGES
from profiles.wishes import languages_of
from tests.api.worlds import form_in, visitor_at

PAGE = "/profiel/talen"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def visitor(settings, engine):
    with visitor_at(settings, engine) as opened:
        yield opened


def spoken(engine, visitor):
    with reading(engine) as session:
        rows = languages_of(session, candidate_id=visitor.candidate_id)
        return {row.language: row.level.value if row.level else None for row in rows}


def send(visitor, **data):
    return visitor.browser.post(PAGE, data=data | {"gezien": seen(visitor)})


def seen(visitor):
    return form_in(visitor.browser.get(PAGE), PAGE)["gezien"][0]


@pytest.mark.parametrize("level", ["", "A1", "A2", "B1", "B2", "C1", "C2"])
def test_a_language_is_added_with_its_level_or_without(visitor, engine, level):
    answer = send(visitor, taal="ara", niveau=level)
    assert answer.headers["location"] == f"{PAGE}?gedaan=bewaard"
    assert spoken(engine, visitor) == {"ara": level or None}


def test_languages_carry_the_name_their_speakers_give_them(visitor):
    page = visitor.browser.get(PAGE).text
    assert '<option value="ara">Arabisch – العربية</option>' in page
    assert '<option value="nld">Nederlands</option>' in page


def test_levels_change_and_a_language_is_taken_away(visitor, engine):
    send(visitor, taal="ara", niveau="C2")
    send(visitor, **{"niveau-ara": "C2"}, taal="fra", niveau="A1")
    assert spoken(engine, visitor) == {"ara": "C2", "fra": "A1"}
    send(visitor, **{"niveau-ara": "C1", "niveau-fra": ""})
    assert spoken(engine, visitor) == {"ara": "C1", "fra": None}
    answer = send(visitor, **{"niveau-ara": "C1", "niveau-fra": "", "weg": "ara"})
    assert answer.headers["location"] == f"{PAGE}?gedaan=weg"
    assert spoken(engine, visitor) == {"fra": None}


WRONG = {
    "unknown code": ({"taal": "xyz"}, "Kies een taal uit de lijst"),
    "markup": ({"taal": "<b>"}, "Kies een taal uit de lijst"),
    "unknown row": ({"niveau-xyz": "A1"}, "Kies een taal uit de lijst"),
    "no such level": ({"taal": "ara", "niveau": "<b>D7</b>"}, "Kies uit: "),
    "too many": (
        {f"niveau-{one.code}": "" for one in LANGUAGES[:21]},
        "Noem hoogstens 20 talen. Haal er een paar weg.",
    ),
}


@pytest.mark.parametrize(("data", "sentence"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_told_and_keeps_nothing(visitor, engine, data, sentence):
    page = send(visitor, **data)
    assert (page.status_code, sentence in page.text, spoken(engine, visitor)) == (400, True, {})
    assert "<b>" not in page.text.partition("<main")[2]


@pytest.mark.both_databases
def test_the_same_language_twice_is_one_language_and_the_last_level_counts(visitor, engine):
    send(visitor, **{"niveau-ara": "A1"}, taal="ara", niveau="B1")
    assert spoken(engine, visitor) == {"ara": "B1"}


def test_autosave_keeps_levels_and_leaves_a_new_language_to_the_button(visitor, engine):
    send(visitor, taal="ara", niveau="A1")
    data = {"niveau-ara": "B2", "taal": "fra", "gezien": seen(visitor)}
    answer = visitor.browser.post(PAGE, data=data, headers=HTMX)
    assert (answer.status_code, "Bewaard om 14:02" in answer.text) == (200, True)
    assert "Kies “Bewaar” om de nieuwe taal erbij te zetten." in answer.text
    assert f'value="{seen(visitor)}" hx-swap-oob="true"' in answer.text
    assert spoken(engine, visitor) == {"ara": "B2"}


def test_the_second_tab_is_told_and_loses_nothing(visitor, engine):
    old = seen(visitor)
    send(visitor, taal="ara", niveau="C2")
    page = visitor.browser.post(PAGE, data={"taal": "fra", "niveau": "B1", "gezien": old})
    assert page.status_code == 409
    assert "Arabisch – العربية (als mijn moedertaal)" in page.text
    assert '<option value="fra" selected>' in page.text
    assert spoken(engine, visitor) == {"ara": "C2"}
    data = {"taal": "fra", "niveau": "B1", "gezien": form_in(page, PAGE)["gezien"]}
    assert visitor.browser.post(PAGE, data=data).status_code == 303
    assert spoken(engine, visitor) == {"fra": "B1"}
