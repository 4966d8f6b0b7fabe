"""Promises about wishes and limits: replaced whole, bounded, and kept exactly as said."""

from datetime import date

import pytest

from foundation.database import writing
from foundation.terms import LanguageLevel, Licence, TravelMeans, Weekday, WorkKind
from profiles.drafts import HiddenEmployerDraft, LanguageDraft, PreferencesDraft, ProfileDraft
from profiles.service import open_profile
from profiles.wishes import (
    AlreadyHidden,
    DoubleLanguage,
    TooManyHiddenEmployers,
    TooManyLanguages,
    UnknownHiddenEmployer,
    hidden_employers_of,
    hide_from,
    languages_of,
    preferences_of,
    set_languages,
    set_preferences,
    stop_hiding,
)
from skills.sectors import UnknownSector
from tests.profiles.worlds import NOW

BAKER = HiddenEmployerDraft(kvk="12345678", trade_name="Bakker BV")


def test_wishes_are_kept_as_they_were_said(session, person):
    draft = PreferencesDraft(
        postcode="2312",
        travel_minutes=30,
        travel_means=TravelMeans.BIKE,
        hours_min=24,
        hours_max=32,
        days=frozenset({Weekday.MONDAY, Weekday.FRIDAY}),
        wage_floor_cents=1550,
        starts_from=date(2026, 10, 1),
        course_days=20,
        sectors=frozenset({"techniek", "zorg"}),
        kinds=frozenset({WorkKind.LEERWERKPLEK}),
        licences=frozenset({Licence.B, Licence.CODE_95}),
    )
    set_preferences(session, candidate_id=person, draft=draft)
    session.expire_all()
    kept = preferences_of(session, candidate_id=person)
    assert kept.model_dump() == draft.model_dump() | {"candidate_id": person}


def test_wishes_are_replaced_whole(session, person):
    set_preferences(session, candidate_id=person, draft=PreferencesDraft(postcode="2312"))
    set_preferences(session, candidate_id=person, draft=PreferencesDraft(hours_min=8))
    session.expire_all()
    kept = preferences_of(session, candidate_id=person)
    assert (kept.postcode, kept.hours_min) == (None, 8)


def test_a_sector_that_is_not_of_the_region_is_refused(session, person):
    draft = PreferencesDraft(sectors=frozenset({"ruimtevaart"}))
    with pytest.raises(UnknownSector, match="Kies uit: techniek, zorg"):
        set_preferences(session, candidate_id=person, draft=draft)


def test_languages_are_replaced_whole_and_a_level_may_be_unknown(session, person):
    set_languages(session, candidate_id=person, drafts=[LanguageDraft(language="eng")])
    drafts = [LanguageDraft(language="nld", level="B1"), LanguageDraft(language="ara")]
    set_languages(session, candidate_id=person, drafts=drafts)
    spoken = languages_of(session, candidate_id=person)
    assert [(row.language, row.level) for row in spoken] == [
        ("ara", None),
        ("nld", LanguageLevel.B1),
    ]


def test_a_double_language_or_too_many_are_refused(session, person):
    dutch = LanguageDraft(language="nld")
    with pytest.raises(DoubleLanguage, match="twee keer"):
        set_languages(session, candidate_id=person, drafts=[dutch, dutch])
    with pytest.raises(TooManyLanguages, match="hoogstens 20"):
        set_languages(session, candidate_id=person, drafts=[dutch] * 21)


def test_a_candidate_can_hide_by_number_or_by_name_and_take_it_back(session, person):
    for draft in (HiddenEmployerDraft(kvk="12345678"), HiddenEmployerDraft(trade_name="Bakker")):
        last = hide_from(session, candidate_id=person, draft=draft)
    stop_hiding(session, candidate_id=person, hidden_id=last.id)
    left = hidden_employers_of(session, candidate_id=person)
    assert [(row.kvk, row.trade_name) for row in left] == [("12345678", "")]


def test_the_same_employer_twice_is_refused(engine):
    with writing(engine) as session:
        number = open_profile(session, draft=ProfileDraft(name="Zo"), now=NOW).id
        hide_from(session, candidate_id=number, draft=BAKER)
    with pytest.raises(AlreadyHidden, match="al op je lijst"), writing(engine) as session:
        hide_from(session, candidate_id=number, draft=BAKER)


def test_a_line_on_the_list_of_somebody_else_cannot_be_taken_off(session, person):
    other = open_profile(session, draft=ProfileDraft(name="Zo"), now=NOW).id
    line = hide_from(session, candidate_id=other, draft=BAKER)
    with pytest.raises(UnknownHiddenEmployer):
        stop_hiding(session, candidate_id=person, hidden_id=line.id)


def test_the_list_of_hidden_employers_is_bounded(session, person):
    for number in range(50):
        draft = HiddenEmployerDraft(trade_name=f"Bedrijf {number}")
        hide_from(session, candidate_id=person, draft=draft)
    with pytest.raises(TooManyHiddenEmployers, match="hoogstens 50"):
        hide_from(session, candidate_id=person, draft=BAKER)
