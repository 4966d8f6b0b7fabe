"""Promises about the way of a profile: what each step asks, and that erasing leaves nothing."""

import pytest
from sqlmodel import select

from foundation.errors import Conflict
from profiles.consent import agreed_purposes, withdraw_consent
from profiles.drafts import (
    ExperienceDraft,
    HiddenEmployerDraft,
    LanguageDraft,
    PreferencesDraft,
    ProfileDraft,
)
from profiles.history import add_experience
from profiles.models import (
    CandidateLanguage,
    CandidateSkill,
    CandidateState,
    Consent,
    Experience,
    HiddenEmployer,
    Preferences,
    Purpose,
)
from profiles.service import change_profile, find_candidate
from profiles.skillset import remove_skill
from profiles.states import (
    STEPS,
    NoConsentForMatching,
    NoSkillsYet,
    StepNotPossible,
    activate,
    erase,
    pause,
    withdraw,
)
from profiles.wishes import hide_from, set_languages, set_preferences
from tests.profiles.worlds import NOW, WELDING

WAYS = {
    CandidateState.ACTIVE: lambda session, number: activate(session, candidate_id=number, now=NOW),
    CandidateState.PAUSED: lambda session, number: pause(session, candidate_id=number),
    CandidateState.WITHDRAWN: lambda session, number: withdraw(
        session, candidate_id=number, now=NOW
    ),
    CandidateState.ERASED: lambda session, number: erase(session, candidate_id=number),
}
# How to get to each state from a draft.
PATHS = {
    CandidateState.DRAFT: [],
    CandidateState.ACTIVE: [CandidateState.ACTIVE],
    CandidateState.PAUSED: [CandidateState.ACTIVE, CandidateState.PAUSED],
    CandidateState.WITHDRAWN: [CandidateState.WITHDRAWN],
    CandidateState.ERASED: [CandidateState.WITHDRAWN, CandidateState.ERASED],
}


@pytest.mark.parametrize("start", PATHS)
def test_a_step_that_is_not_on_the_way_is_refused(session, person, start):
    for state in PATHS[start]:
        WAYS[state](session, person)
    for target in WAYS.keys() - STEPS[start]:
        with pytest.raises(StepNotPossible, match="kijk wat nu kan"):
            WAYS[target](session, person)
    assert find_candidate(session, candidate_id=person).state is start


@pytest.mark.parametrize(
    ("start", "target"),
    [(start, target) for start, targets in STEPS.items() for target in sorted(targets)],
)
def test_a_step_on_the_way_is_taken(session, person, start, target):
    for state in PATHS[start]:
        WAYS[state](session, person)
    assert WAYS[target](session, person).state is target


def test_the_way_is_the_one_that_was_agreed():
    assert {start.value: {step.value for step in steps} for start, steps in STEPS.items()} == {
        "draft": {"active", "withdrawn"},
        "active": {"paused", "withdrawn"},
        "paused": {"active", "withdrawn"},
        "withdrawn": {"erased"},
        "erased": set(),
    }


def test_a_profile_without_consent_for_matching_cannot_be_active(session, person):
    withdraw_consent(session, candidate_id=person, purpose=Purpose.MATCHING, now=NOW)
    with pytest.raises(NoConsentForMatching, match="Geef eerst toestemming"):
        activate(session, candidate_id=person, now=NOW)


def test_a_profile_without_skills_cannot_be_active(session, person):
    remove_skill(session, candidate_id=person, skill_id=WELDING)
    with pytest.raises(NoSkillsYet, match="Vink eerst"):
        activate(session, candidate_id=person, now=NOW)


def test_withdrawing_ends_every_consent(session, person):
    withdraw(session, candidate_id=person, now=NOW)
    assert agreed_purposes(session, candidate_id=person) == frozenset()


def test_every_refused_step_is_a_conflict():
    assert all(
        issubclass(kind, Conflict) for kind in (StepNotPossible, NoConsentForMatching, NoSkillsYet)
    )


def test_an_erased_profile_leaves_the_bare_row_and_no_text_anywhere(session, person):
    canary = "kanarie"
    draft = ProfileDraft(name=canary, working=True, presentation=canary)
    change_profile(session, candidate_id=person, draft=draft)
    experience = ExperienceDraft(kind="zorg", title=canary)
    add_experience(session, candidate_id=person, draft=experience)
    set_preferences(session, candidate_id=person, draft=PreferencesDraft(postcode="2312"))
    set_languages(session, candidate_id=person, drafts=[LanguageDraft(language="nld")])
    hide_from(session, candidate_id=person, draft=HiddenEmployerDraft(trade_name=canary))
    withdraw(session, candidate_id=person, now=NOW)
    erase(session, candidate_id=person)
    session.expire_all()
    bare = find_candidate(session, candidate_id=person)
    assert (bare.name, bare.presentation, bare.working) == ("", "", None)
    hanging = (CandidateSkill, Preferences, CandidateLanguage, Experience, HiddenEmployer)
    assert [session.exec(select(table)).all() for table in hanging] == [[]] * len(hanging)
    assert len(session.exec(select(Consent)).all()) == 1
