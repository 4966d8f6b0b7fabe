"""Promises about the passport: what it holds, in what order, and what never stands on it."""

from datetime import timedelta

import pytest

from foundation.places import Postcode
from foundation.terms import LanguageLevel, Licence
from profiles.drafts import (
    ConfirmationDraft,
    ExperienceDraft,
    LanguageDraft,
    PreferencesDraft,
    ProfileDraft,
    SkillDraft,
)
from profiles.history import add_experience
from profiles.languages import LANGUAGES, name_of
from profiles.models import Evidence, ExperienceKind
from profiles.passport import (
    Passport,
    PassportExperience,
    PassportLanguage,
    PassportSkill,
    read_passport,
)
from profiles.service import UnknownCandidate, change_profile
from profiles.skillset import confirm_skill, set_skills
from profiles.wishes import set_languages, set_preferences
from skills.models import SkillGroup, SkillInGroup, SkillKind
from tests.profiles.worlds import DRIVING, LABELS, NOW, PIANO, TYPING, WELDING, uri

LATER = NOW + timedelta(days=30)


@pytest.fixture
def whole(session, person):
    """A person with something on every part of the passport."""
    session.add_all(
        [
            SkillGroup(id=1, uri="g:1", label="techniek"),
            SkillGroup(id=2, uri="g:2", label="metaal", parent_id=1),
            SkillGroup(id=3, uri="g:3", label="vervoer"),
            Postcode(code="2312", place="x", municipality="Leiden", latitude=1, longitude=1),
        ]
    )
    session.flush()
    session.add_all(
        SkillInGroup(skill_id=skill, group_id=group)
        for skill, group in ((WELDING, 2), (WELDING, 3), (DRIVING, 1))
    )
    draft = ProfileDraft(name="Zoë de Vries", presentation="Ik pak graag aan.")
    change_profile(session, candidate_id=person, draft=draft)
    new = [
        SkillDraft(skill_id=DRIVING, level=5),
        SkillDraft(skill_id=PIANO, evidence=Evidence.SUPPORTED, evidence_note="thuis"),
        SkillDraft(skill_id=TYPING, level=2),
    ]
    set_skills(session, candidate_id=person, drafts=new)
    confirmed = ConfirmationDraft(skill_id=WELDING, coach="Cor Bos")
    confirm_skill(session, candidate_id=person, draft=confirmed, now=NOW)
    spoken = [LanguageDraft(language="nld", level="B1"), LanguageDraft(language="ara")]
    set_languages(session, candidate_id=person, drafts=spoken)
    done = ExperienceDraft(kind="werk", title="Lasser bij Bos", occupation_id=1, years=3)
    add_experience(session, candidate_id=person, draft=done)
    care = ExperienceDraft(kind="zorg", title="Mijn oma")
    add_experience(session, candidate_id=person, draft=care)
    wishes = PreferencesDraft(postcode="2312", licences={"code 95", "B"}, wage_floor_cents=1500)
    set_preferences(session, candidate_id=person, draft=wishes)
    return person


def skill(number, heading, level, evidence=Evidence.CLAIMED, note=""):
    label = LABELS[number]
    return PassportSkill(uri(number), label, SkillKind.SKILL, heading, level, evidence, note)


def test_a_passport_is_the_person_as_the_profile_says(session, whole):
    confirmed = (Evidence.CONFIRMED, "Cor Bos, 2026-09-01")
    assert read_passport(session, candidate_id=whole, now=LATER) == Passport(
        name="Zoë de Vries",
        presentation="Ik pak graag aan.",
        municipality="Leiden",
        skills=(
            skill(TYPING, "andere vaardigheden", 2),
            skill(PIANO, "andere vaardigheden", None, Evidence.SUPPORTED, "thuis"),
            skill(DRIVING, "techniek", 5),
            skill(WELDING, "techniek", 3, *confirmed),
        ),
        languages=(PassportLanguage("ara", None), PassportLanguage("nld", LanguageLevel.B1)),
        experiences=(
            PassportExperience(
                ExperienceKind.WORK, "Lasser bij Bos", 3, "lasser", "http://example.nl/o/1"
            ),
            PassportExperience(ExperienceKind.CARE, "Mijn oma", None, None, None),
        ),
        licences=(Licence.B, Licence.CODE_95),
        confirmed_on=NOW.date(),
        made_on=LATER.date(),
    )


def test_a_bare_profile_gives_a_bare_passport(session, person):
    found = read_passport(session, candidate_id=person, now=NOW)
    assert (found.municipality, found.languages, found.licences) == (None, (), ())
    assert list(found.headings) == ["andere vaardigheden"]


def test_a_postcode_we_do_not_know_gives_no_municipality(session, person):
    set_preferences(session, candidate_id=person, draft=PreferencesDraft(postcode="9999"))
    assert read_passport(session, candidate_id=person, now=NOW).municipality is None


def test_nobody_has_no_passport(session):
    with pytest.raises(UnknownCandidate):
        read_passport(session, candidate_id=1, now=NOW)


def test_a_language_is_named_in_three_ways():
    arabic = name_of("ara")
    assert (arabic.in_language("nl"), arabic.in_language("en"), arabic.own) == (
        "Arabisch",
        "Arabic",
        "العربية",
    )
    assert name_of("xyz").dutch == "xyz"


def test_the_languages_stand_once_each_dutch_first_then_by_the_alphabet():
    codes = [language.code for language in LANGUAGES]
    names = [language.dutch for language in LANGUAGES[1:]]
    assert (codes[0], len(set(codes))) == ("nld", len(codes))
    assert names == sorted(names)
    assert all(len(code) == 3 for code in codes)
