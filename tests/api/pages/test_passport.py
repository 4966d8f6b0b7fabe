"""Promises about the passport: on a page, as a PDF and as JSON, and in the trail when taken."""

import json
import re

import pytest

from foundation.database import writing
from profiles.drafts import (
    ConfirmationDraft,
    ExperienceDraft,
    LanguageDraft,
    PreferencesDraft,
    ProfileDraft,
    SkillDraft,
)
from profiles.history import add_experience
from profiles.service import change_profile
from profiles.skillset import confirm_skill, set_skills
from profiles.wishes import set_languages, set_preferences
from tests.api.worlds import COOKING, NOW, TRUCK, WELDING

PRESENTATION = "Ik pak graag aan.\nEn ik leer snel."
TAKEN = ("paspoort gedownload", "kandidaat", "door de persoon zelf")


@pytest.fixture
def told(engine, member):
    """Somebody who told everything there is to tell."""
    of = {"candidate_id": member.candidate_id}
    with writing(engine) as session:
        draft = ProfileDraft(name="Kandidaat K-204", presentation=PRESENTATION)
        change_profile(session, **of, draft=draft)
        shown = {"evidence": "supported", "evidence_note": "bij de bouwmarkt"}
        drafts = [SkillDraft(skill_id=TRUCK, level=4, **shown), SkillDraft(skill_id=WELDING)]
        set_skills(session, **of, drafts=drafts)
        seen = ConfirmationDraft(skill_id=COOKING, coach="Cor", level=5)
        confirm_skill(session, **of, draft=seen, now=NOW)
        set_languages(session, **of, drafts=[LanguageDraft(language="ukr", level="B1")])
        add_experience(
            session, **of, draft=ExperienceDraft(kind="zorg", title="Mijn moeder", years=3)
        )
        set_preferences(session, **of, draft=PreferencesDraft(licences={"B"}))
    return member


def words_of(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", page))


def test_the_page_shows_everything_in_words(told):
    words = words_of(told.browser.get("/paspoort").text)
    for expected in (
        "Kandidaat K-204",
        "Ik pak graag aan.",
        "heftruck rijden ook als het moeilijk is · onderbouwd: bij de bouwmarkt",
        "metalen lassen niveau: weet ik niet · zelf opgegeven",
        "maaltijden koken ik leer het anderen · bevestigd door coach: Cor, 2026-09-01",
        "Oekraïens – Українська B1: ik red me",
        "Mijn moeder zorg voor iemand · 3 jaar",
        "B: auto",
        "Je zei op 1 september 2026 dat dit klopt.",
    ):
        assert expected in words, expected


def test_an_empty_passport_says_what_to_do(settings, engine, member):
    page = member.browser.get("/paspoort").text
    assert 'href="/profiel/over-mij"' in page
    assert "Schrijf iets over jezelf" in page


def test_the_words_can_be_changed_and_the_forms_to_take_are_named(told):
    page = told.browser.get("/paspoort").text
    for path in ("/paspoort.pdf", "/paspoort/json-resume.json", "/paspoort/europass.json"):
        assert f'href="{path}" download' in page or f'href="{path}"' in page
        assert told.browser.get(path).status_code == 200
    assert 'href="/profiel/over-mij"' in page


def test_the_pdf_is_a_pdf_of_three_pages_at_most_and_is_noted(told, trail):
    answer = told.browser.get("/paspoort.pdf")
    assert answer.content.startswith(b"%PDF")
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b", answer.content)) <= 3
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["cache-control"] == "no-store"
    assert trail() == [TAKEN]


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/paspoort.pdf", "skillspaspoort.pdf"),
        ("/paspoort/json-resume.json", "skillspaspoort-json-resume.json"),
        ("/paspoort/europass.json", "skillspaspoort-europass.json"),
    ],
)
def test_a_file_is_kept_under_a_name_that_tells_nothing_and_is_noted(told, trail, path, name):
    answer = told.browser.get(path)
    assert answer.headers["content-disposition"] == f'attachment; filename="{name}"'
    assert trail() == [TAKEN]


def test_the_json_files_hold_the_same_skills(told):
    resume = json.loads(told.browser.get("/paspoort/json-resume.json").text)
    europass = json.loads(told.browser.get("/paspoort/europass.json").text)
    skills = {"heftruck rijden", "metalen lassen", "maaltijden koken"}
    assert resume["basics"]["name"] == "Kandidaat K-204"
    assert {one["name"] for one in resume["skills"]} == skills
    learner = europass["SkillsPassport"]["LearnerInfo"]
    named = learner["Skills"]["JobRelated"]["Skill"]
    assert {one["Description"]["Label"] for one in named} == skills


def test_looking_at_the_passport_is_not_noted_as_taking_it(told, trail):
    told.browser.get("/paspoort")
    assert trail() == []


def test_in_english_the_page_is_english_and_the_skills_are_marked_as_dutch(told):
    told.browser.post("/taal", data={"taal": "en", "terug": "/paspoort"})
    page = told.browser.get("/paspoort").text
    assert '<html lang="en"' in page
    assert '<span lang="nl">heftruck rijden</span>' in page
    assert b"/Lang(en)" in told.browser.get("/paspoort.pdf").content
