"""Promises about the skills of a person: ticked, bounded, and confirmed only by a coach."""

import pytest

from profiles.drafts import ConfirmationDraft, SkillDraft
from profiles.models import Evidence
from profiles.skillset import (
    DoubleSkill,
    TooManySkills,
    UnknownProfileSkill,
    candidate_skills,
    confirm_skill,
    remove_skill,
    set_skill,
    set_skills,
)
from skills.mentions import UnknownSkill
from skills.models import Skill, SkillKind
from tests.profiles.worlds import DRIVING, NOW, OLD, WELDING

BOS = ConfirmationDraft(skill_id=WELDING, coach="Cor Bos", note="proefles gezien")


def shown(session, person):
    return [
        (row.skill_id, row.level, row.evidence, row.evidence_note)
        for row in candidate_skills(session, candidate_id=person)
    ]


def test_a_skill_is_added_or_changed_and_the_others_stay(session, person):
    supported = SkillDraft(
        skill_id=DRIVING, evidence="supported", evidence_note="drie jaar bij de groothandel"
    )
    drafts = [supported, SkillDraft(skill_id=WELDING, level=5)]
    rows = set_skills(session, candidate_id=person, drafts=drafts)
    assert [row.skill_id for row in rows] == [DRIVING, WELDING]
    assert shown(session, person) == [
        (WELDING, 5, Evidence.CLAIMED, ""),
        (DRIVING, None, Evidence.SUPPORTED, "drie jaar bij de groothandel"),
    ]


def test_a_confirmation_names_the_coach_and_the_day(session, person):
    confirm_skill(session, candidate_id=person, draft=BOS, now=NOW)
    note = "Cor Bos, 2026-09-01: proefles gezien"
    assert shown(session, person) == [(WELDING, 3, Evidence.CONFIRMED, note)]


def test_the_longest_confirmation_fits_its_column(session, person):
    draft = ConfirmationDraft(skill_id=WELDING, coach="C" * 80, note="n" * 100, level=5)
    row = confirm_skill(session, candidate_id=person, draft=draft, now=NOW)
    assert (row.level, len(row.evidence_note) <= 200) == (5, True)


@pytest.mark.parametrize(
    ("level", "evidence"),
    [(3, Evidence.CONFIRMED), (4, Evidence.CLAIMED), (None, Evidence.CLAIMED)],
)
def test_a_confirmation_stays_as_long_as_the_level_does(session, person, level, evidence):
    confirm_skill(session, candidate_id=person, draft=BOS, now=NOW)
    row = set_skill(session, candidate_id=person, draft=SkillDraft(skill_id=WELDING, level=level))
    assert (row.level, row.evidence) == (level, evidence)


def test_a_coach_cannot_confirm_what_the_person_did_not_tick(session, person):
    draft = ConfirmationDraft(skill_id=DRIVING, coach="Cor Bos")
    with pytest.raises(UnknownProfileSkill, match="Vink haar eerst aan"):
        confirm_skill(session, candidate_id=person, draft=draft, now=NOW)


def test_a_skill_that_is_taken_off_is_gone(session, person):
    remove_skill(session, candidate_id=person, skill_id=WELDING)
    assert shown(session, person) == []
    with pytest.raises(UnknownProfileSkill):
        remove_skill(session, candidate_id=person, skill_id=WELDING)


@pytest.mark.parametrize("skill", [OLD, 0, 999])
def test_a_skill_that_cannot_be_chosen_is_refused_and_none_is_added(session, person, skill):
    drafts = [SkillDraft(skill_id=DRIVING), SkillDraft(skill_id=skill)]
    with pytest.raises(UnknownSkill, match="Kies een andere"):
        set_skills(session, candidate_id=person, drafts=drafts)
    assert shown(session, person) == [(WELDING, 3, Evidence.CLAIMED, "")]


def test_a_retired_skill_that_is_on_the_profile_can_still_change(session, person):
    session.get(Skill, WELDING).retired = True
    draft = SkillDraft(skill_id=WELDING, level=1)
    assert set_skill(session, candidate_id=person, draft=draft).level == 1


def test_the_same_skill_twice_is_refused(session, person):
    drafts = [SkillDraft(skill_id=DRIVING), SkillDraft(skill_id=DRIVING, level=2)]
    with pytest.raises(DoubleSkill, match="twee keer"):
        set_skills(session, candidate_id=person, drafts=drafts)


def test_ten_thousand_skills_are_refused(session, person):
    drafts = [SkillDraft(skill_id=number) for number in range(1, 10_001)]
    with pytest.raises(TooManySkills, match="hoogstens 200"):
        set_skills(session, candidate_id=person, drafts=drafts)


def test_a_profile_never_gets_more_than_two_hundred_skills(session, person):
    for number in range(100, 300):
        kind, address = SkillKind.SKILL, f"urn:{number}"
        session.add(Skill(id=number, uri=address, label=address, kind=kind, taxonomy_id=1))
    drafts = [SkillDraft(skill_id=number) for number in range(100, 300)]
    set_skills(session, candidate_id=person, drafts=drafts[:199])
    with pytest.raises(TooManySkills):
        set_skill(session, candidate_id=person, draft=drafts[199])
