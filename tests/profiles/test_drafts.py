"""Promises about what may come in about a candidate."""

import math

import pytest

from foundation.entry import validated
from foundation.errors import Invalid, Problem
from profiles.drafts import (
    ConfirmationDraft,
    ConsentDraft,
    ExperienceDraft,
    HiddenEmployerDraft,
    LanguageDraft,
    PreferencesDraft,
    ProfileDraft,
    SkillDraft,
)


@pytest.mark.parametrize(
    ("kind", "values", "where", "words"),
    [
        (ProfileDraft, {"name": ""}, "name", "niet"),
        (ProfileDraft, {"name": "\ud800"}, "name", "geen gewone tekst"),
        (ProfileDraft, {"name": "a\x00b"}, "name", "geen gewone tekst"),
        (ProfileDraft, {"name": "x" * 1_000_000}, "name", "hoogstens 200 tekens"),
        (ProfileDraft, {"name": "Z", "presentation": "x" * 1_000_000}, "presentation", "5000"),
        (ProfileDraft, {"name": "Z", "presentation": "bsn 123456782"}, "presentation", "service"),
        (ProfileDraft, {"name": "Z", "working": "ja"}, "working", "ja of nee"),
        (ProfileDraft, {"name": "Z", "state": "active"}, "state", "kennen we niet"),
        (SkillDraft, {"skill_id": 1, "level": 9}, "level", "hoogstens 5"),
        (SkillDraft, {"skill_id": 1, "level": 0}, "level", "minstens 1"),
        (SkillDraft, {"skill_id": 1, "level": math.nan}, "level", "heel getal"),
        (SkillDraft, {"skill_id": 2**31}, "skill_id", "liggen"),
        (SkillDraft, {"skill_id": 1, "evidence": "supported"}, "evidence_note", "waar"),
        (SkillDraft, {"skill_id": 1, "evidence": "confirmed"}, "evidence", "alleen een coach"),
        (ConfirmationDraft, {"skill_id": 1, "coach": " "}, "coach", "niet"),
        (ConfirmationDraft, {"skill_id": 1, "coach": "C" * 81}, "coach", "80"),
        (PreferencesDraft, {"hours_min": 20, "hours_max": 10}, "hours_max", "niet minder"),
        (PreferencesDraft, {"hours_min": -3}, "hours_min", "minstens 1"),
        (PreferencesDraft, {"travel_minutes": 241}, "travel_minutes", "hoogstens 240"),
        (PreferencesDraft, {"wage_floor_cents": 15.5}, "wage_floor_cents", "heel getal"),
        (PreferencesDraft, {"sectors": [f"s{n}" for n in range(13)]}, "sectors", "hoogstens 12"),
        (LanguageDraft, {"language": "Nederlands"}, "language", "3 kleine letters"),
        (LanguageDraft, {"language": "nld", "level": "goed"}, "level", "kies uit"),
        (ExperienceDraft, {"kind": "werk", "title": "kok", "years": 71}, "years", "hoogstens 70"),
        (HiddenEmployerDraft, {}, "trade_name", "geen KvK-nummer"),
        (HiddenEmployerDraft, {"kvk": "123"}, "kvk", "8 cijfers"),
        (ConsentDraft, {"purpose": "reclame", "text_version": "1"}, "purpose", "kies uit"),
        (ConsentDraft, {"purpose": "matching", "text_version": "v" * 21}, "text_version", "20"),
    ],
)
def test_what_does_not_follow_the_rules_is_refused_at_its_own_field(kind, values, where, words):
    with pytest.raises(Invalid) as refused:
        validated(kind, values)
    places = [problem.where for problem in refused.value.problems]
    assert where in places
    assert words in refused.value.problems[places.index(where)].message


def test_a_wrong_number_of_a_hidden_employer_is_the_only_problem_named():
    with pytest.raises(Invalid) as refused:
        validated(HiddenEmployerDraft, {"kvk": "x"})
    assert refused.value.problems == (Problem("kvk", "moet uit 8 cijfers bestaan"),)


def test_what_is_not_said_stays_unknown():
    assert validated(PreferencesDraft, {}).model_dump() == {
        "postcode": None,
        "travel_minutes": None,
        "travel_means": None,
        "hours_min": None,
        "hours_max": None,
        "days": frozenset(),
        "wage_floor_cents": None,
        "starts_from": None,
        "course_days": None,
        "sectors": frozenset(),
        "kinds": frozenset(),
        "licences": frozenset(),
    }
